// The facade, as the wrappers see it. Their bundles do not hold it but import the file beside them, so a page has
// one facade and one wasm, whatever it imports (wrappers.go).

import TRTCCalling from './class';
import type { Core } from '../facade/core';
import type { Options } from '../api/types';

export default TRTCCalling;

/** What a page gives a wrapper: how to make an instance, or one that it has made itself. */
export type Source = Options | TRTCCalling;

/** Not by instanceof: a page may have taken the instance from the script, and the wrapper from the package. */
export function isInstance(source: Source): source is TRTCCalling {
  return typeof (source as TRTCCalling).login === 'function';
}

/** What an instance holds: the same object also when a framework has put a proxy around the instance. */
export function coreOf(calling: TRTCCalling): Core {
  return (calling as unknown as { core: Core }).core;
}

/** Runs something after the code that runs now: what goes and comes again within it has not gone. */
export function soon(run: () => void): void {
  void Promise.resolve().then(run);
}
