// Finds the wasm. Its errors say what to do.

import { origin } from 'virtual:origin';
import { WASM_TAG } from 'virtual:build';
import { whyNotHere } from './browser';
import { load, UnusableError, type Loading } from './download';
import type { LoadProgressEvent } from '../api/events';
import type { Log } from '../facade/log';
import { watchPolicy } from './policy';

export type WasmSource = string | URL | Response;

export interface LoadOptions {
  wasmModule?: WebAssembly.Module | undefined;
  wasmUrl?: WasmSource | Promise<WasmSource> | undefined;
  /** Its address on the server of the calls. */
  ofServer: string | undefined;
  log: Log;
  progress(bytes: LoadProgressEvent): void;
}

export async function loadWasm(options: LoadOptions): Promise<WebAssembly.Module> {
  const why = whyNotHere();
  if (why) {
    throw new UnusableError(why);
  }
  const policy = watchPolicy();
  try {
    return options.wasmModule ?? (await findWasm(options, { ...options, policy }));
  } finally {
    policy.end();
  }
}

async function findWasm({ wasmUrl, ofServer }: LoadOptions, loading: Loading): Promise<WebAssembly.Module> {
  const page = globalThis as { __TRTC_CALLING_WASM_URL__?: WasmSource | Promise<WasmSource> };
  const given = await (wasmUrl ?? page.__TRTC_CALLING_WASM_URL__);
  if (given !== undefined) {
    return load(given instanceof Response ? given : String(given), loading, false);
  }
  return loadOwn(ofServer && `${ofServer}?v=${WASM_TAG}`, loading);
}

/** Loads the wasm that this script was built with: from beside the script, otherwise from the server. */
async function loadOwn(ofServer: string | undefined, loading: Loading): Promise<WebAssembly.Module> {
  const [first, second] = [origin.wasm, ofServer].filter((address) => address !== undefined);
  if (!first) {
    throw new UnusableError('its address is not known. Give the option wasmUrl, or serverUrl: the server has it.');
  }
  try {
    return await load(first, loading, true);
  } catch (error) {
    const isEnd = !second || first === second;
    if (isEnd || !(error instanceof UnusableError) || !error.tryNext) {
      throw error;
    }
    loading.log.info(`${error.message} Trying ${second} instead.`);
    return load(second, loading, true).catch((later: Error) => {
      later.message += ` Before, ${first} was tried.`;
      throw later;
    });
  }
}
