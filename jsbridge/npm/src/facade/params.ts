// Parameters and results. What a page passes goes to the Go program as it is, unless it is not an object.

import { CODE, withCode } from '../api/error';
import type { GroupCallParams, GroupCallResult } from '../api/types';

/** Throws (code 2000) unless it is the number of an app, or its digits. */
export function requireAppID(value: unknown): number {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number) || number < 1 || number > 0xffffffff) {
    const what = value === undefined ? 'is missing' : `is ${String(value)}`;
    const text = `TRTCCalling - SDKAppID ${what}. Give the number of your app: new TRTCCalling({ SDKAppID: 1400000001 })`;
    throw withCode(CODE.NO_APP, new Error(text));
  }
  return number;
}

/**
 * The original takes parameters apart before it checks them, so it is a TypeError when there are none. Anything else
 * is checked by the Go program, which takes objects only: a text or a number is passed as its object, which has the
 * same JSON.
 */
export function requireParams<P>(method: string, params: P): P & object {
  if (params === undefined || params === null) {
    throw withCode(CODE.INVALID, new TypeError(`TRTCCalling.${method} - the parameters are missing`));
  }
  return Object(params) as P & object;
}

/**
 * Only groupCall() checks whether there are parameters; without a list it fails as the original does. A groupID may
 * be a number, as chat groups have them; like any false value, 0 is none.
 */
export function requireGroup(params: GroupCallParams): GroupCallParams & object {
  if (params === undefined || params === null) {
    throw withCode(CODE.INVALID, new Error(`TRTCCalling.groupCall - params error:${JSON.stringify(params)}`));
  }
  if (params.type && (params.userIDList as unknown) == null) {
    throw withCode(CODE.INVALID, new TypeError('TRTCCalling.groupCall - the parameter userIDList is missing'));
  }
  const { groupID } = params as { groupID?: unknown };
  if (typeof groupID === 'number') {
    return { ...params, groupID: groupID ? String(groupID) : '' };
  }
  return Object(params) as GroupCallParams & object;
}

/** Results cross the border as JSON, but the error in a result of the original is an Error. */
export function withError<R extends GroupCallResult>(result: R): R {
  if ('error' in result && result.error) {
    result.error = Object.assign(new Error(result.error.message), result.error);
  }
  return result;
}

export function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
