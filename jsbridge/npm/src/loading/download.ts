// Fetches and compiles the wasm from one address.

import { VERSION, WASM_INTEGRITY } from 'virtual:build';
import { CallingError, CODE } from '../api/error';
import type { LoadProgressEvent } from '../api/events';
import type { Log } from '../facade/log';
import type { Policy } from './policy';
import { watchDownload, type Watch } from './watch';

export interface Loading {
  log: Log;
  policy: Policy;
  progress(bytes: LoadProgressEvent): void;
}

/** Why an address was of no use. Another one is tried only if nothing was there, or something else than wasm. */
export class UnusableError extends CallingError {
  readonly tryNext: boolean;

  constructor(message: string, tryNext = false) {
    super(CODE.LOAD, `TRTCCalling - the wasm cannot be loaded: ${message}`);
    this.tryNext = tryNext;
  }
}

/** What to do when something else is at an address. */
const REMEDY = `Put trtc-calling.wasm of version ${VERSION} there (npx trtc-calling-wasm copy-assets DIR), or give its address as option wasmUrl.`;

const NETWORK = 'Check the network and that server.';

/**
 * If it must be the wasm of this script (isOwn), its hash is checked, which is computed while the compiler works: with
 * fetch's own integrity check the compiler would have to wait for the last byte. Pages on plain http from another
 * machine have no crypto.subtle; there, fetch checks.
 */
export async function load(source: string | Response, loading: Loading, isOwn: boolean): Promise<WebAssembly.Module> {
  const watch = watchDownload(loading.progress);
  try {
    const response = source instanceof Response ? source : await get(source, loading.policy, watch, isOwn);
    return await receive(response, loading, watch, isOwn);
  } finally {
    watch.end();
  }
}

function subtle(): SubtleCrypto | undefined {
  return globalThis.crypto.subtle as SubtleCrypto | undefined;
}

async function get(address: string, policy: Policy, watch: Watch, isOwn: boolean): Promise<Response> {
  try {
    return await fetch(address, { signal: watch.signal, integrity: isOwn && !subtle() ? WASM_INTEGRITY : '' });
  } catch (error) {
    throw new UnusableError(
      (await policy.forbids(address))
        ? `the page's Content-Security-Policy refuses ${address}. Add it to connect-src.`
        : `${address} could not be fetched (${watch.why(error)}). ${NETWORK} From another origin it ` +
          `must allow this page (CORS); the file must be that of version ${VERSION}.`,
      true,
    );
  }
}

async function receive(response: Response, { log, policy }: Loading, watch: Watch, isOwn: boolean): Promise<WebAssembly.Module> {
  const where = response.url || 'the Response';
  refuseOther(response, where);
  const check = read(response.clone(), watch).then((bytes) => checkBytes(bytes, where, isOwn));
  try {
    const [module] = await Promise.all([compile(response, where, log), check]);
    return module;
  } catch (error) {
    throw error instanceof UnusableError ? error : await explain(watch.why(error), check, where, policy);
  }
}

/** Throws if a response is an error or an HTML page. */
function refuseOther(response: Response, where: string): void {
  if (!response.ok) {
    throw new UnusableError(`${where} answered ${response.status} ${response.statusText}. ${REMEDY}`, true);
  }
  if (/^text\/html\b/i.test(typeOf(response))) {
    throw htmlInstead(where);
  }
}

function typeOf(response: Response): string {
  return response.headers.get('content-type') ?? '';
}

function htmlInstead(where: string): UnusableError {
  return new UnusableError(
    `${where} is an HTML page: a server's start page for paths that it does not know, or Vite's dev server has pre-bundled ` +
      `this package (add it to optimizeDeps.exclude). ${REMEDY}`,
    true,
  );
}

async function read(response: Response, watch: Watch): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    parts.push(next.value);
    size = watch.came(next.value.length);
  }
  // A Blob would be shorter to write, but takes 30 ms longer to give its bytes in Chromium.
  const bytes = new Uint8Array(size);
  for (const part of parts.reverse()) bytes.set(part, (size -= part.length));
  return bytes;
}

async function checkBytes(bytes: Uint8Array<ArrayBuffer>, where: string, isOwn: boolean): Promise<void> {
  if (/^\s*</.test(new TextDecoder().decode(bytes.subarray(0, 99)))) {
    throw htmlInstead(where);
  }
  const sum = isOwn && (await subtle()?.digest('SHA-384', bytes));
  if (sum && WASM_INTEGRITY !== `sha384-${btoa(String.fromCharCode(...new Uint8Array(sum)))}`) {
    throw new UnusableError(`${where} is not the file that belongs to this script: it is damaged or of another version. Load the page again. ${REMEDY}`);
  }
}

async function compile(response: Response, where: string, log: Log): Promise<WebAssembly.Module> {
  const type = typeOf(response);
  if (/^application\/wasm$/i.test(type)) {
    return WebAssembly.compileStreaming(response);
  }
  log.warn(`TRTCCalling - ${where} has the content type "${type}", so it starts later. Let the server send application/wasm.`);
  return WebAssembly.compile(await response.arrayBuffer());
}

/** Firefox calls half a file "out of memory", so the fate of the download says more than the compiler. */
async function explain(text: string, check: Promise<void>, where: string, policy: Policy): Promise<UnusableError> {
  // The words are looked at for browsers that do not fire the event.
  if ((await policy.forbids('wasm-eval')) || /CSP|unsafe-eval/i.test(text)) {
    return new UnusableError(`the page's Content-Security-Policy refuses WebAssembly. Add 'wasm-unsafe-eval' to script-src.`);
  }
  try {
    await check;
  } catch (error) {
    return error instanceof UnusableError ? error : new UnusableError(`${where} broke off (${text}). ${NETWORK}`);
  }
  return new UnusableError(`${where} is damaged or is not WebAssembly (${text}). ${REMEDY}`);
}
