// The facade as the wrappers see it. Their bundles do not contain it but import the file beside them, so a page has one
// facade and one wasm, whatever it imports (wrappers.go).

import TRTCCalling from './class';
import type { Core } from '../facade/core';
import type { Options } from '../api/types';

export default TRTCCalling;

/** What a page gives to a wrapper: options for making an instance, or an instance that it has made itself. */
export type Source = Options | TRTCCalling;

/** Not by instanceof: the instance may come from the script, and the wrapper from the package. */
export function isInstance(source: Source): source is TRTCCalling {
  return typeof (source as TRTCCalling).login === 'function';
}

/** The object behind an instance. It is the same when a framework has put a proxy around the instance. */
export function coreOf(calling: TRTCCalling): Core {
  return (calling as unknown as { core: Core }).core;
}

/** Runs something after the current code, so that what is removed and added again in it counts as not removed. */
export function soon(run: () => void): void {
  void Promise.resolve().then(run);
}
