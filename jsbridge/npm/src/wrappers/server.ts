// For pages that are rendered on a server.

import type { Options } from '../api/types';

export function onServer(): boolean {
  return typeof document === 'undefined';
}

/**
 * Options for an instance that loads nothing. On a server each request makes an instance and never destroys it, and a Go
 * program would run as long as the server does, for nothing.
 */
export function withoutWasm(options: Options): Options {
  const wasmUrl = Promise.reject<string>(new Error('TRTCCalling - there are no calls on a server that renders pages: call this in the browser'));
  wasmUrl.catch(() => undefined); // the methods reject with it
  const { wasmModule: _, ...rest } = options;
  return { ...rest, SDKAppID: options.SDKAppID, wasmUrl };
}
