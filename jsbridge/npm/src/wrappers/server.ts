// Pages that are rendered on a server.

import type { Options } from '../api/types';

export function onServer(): boolean {
  return typeof document === 'undefined';
}

/**
 * Options of an instance that loads nothing. On a server every request makes one that nobody destroys, and a Go
 * program that nobody needs would run for as long as the server does.
 */
export function withoutWasm(options: Options): Options {
  const wasmUrl = Promise.reject<string>(new Error('TRTCCalling - there are no calls on a server that renders pages: call this in the browser'));
  wasmUrl.catch(() => undefined); // the methods tell
  const { wasmModule: _, ...rest } = options;
  return { ...rest, SDKAppID: options.SDKAppID, wasmUrl };
}
