// What a page passes goes to the Go program as it is; only what is no object needs a hand to get there.

import { CODE, withCode } from '../api/error';
import type { GroupCallParams, GroupCallResult } from '../api/types';

/**
 * The original takes parameters apart before it looks at them, so nothing at all is a TypeError. Anything else
 * is judged by the Go program, which takes objects: of a text or a number it gets the object, whose JSON is
 * the same.
 */
export function requireParams<P>(method: string, params: P): P & object {
  if (params === undefined || params === null) {
    throw withCode(CODE.INVALID, new TypeError(`TRTCCalling.${method} - the parameters are missing`));
  }
  return Object(params) as P & object;
}

/** groupCall alone looks at whether there is anything; without a list it fails as the original does. */
export function requireGroup(params: GroupCallParams): GroupCallParams & object {
  if (params === undefined || params === null) {
    throw withCode(CODE.INVALID, new Error(`TRTCCalling.groupCall - params error:${JSON.stringify(params)}`));
  }
  if (params.type && (params.userIDList as unknown) == null) {
    throw withCode(CODE.INVALID, new TypeError('TRTCCalling.groupCall - the parameter userIDList is missing'));
  }
  return Object(params) as GroupCallParams & object;
}

/** Results cross the border as JSON; what the original resolved with in error was an Error. */
export function withError<R extends GroupCallResult>(result: R): R {
  if ('error' in result && result.error) {
    result.error = Object.assign(new Error(result.error.message), result.error);
  }
  return result;
}

export function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
