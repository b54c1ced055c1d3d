// Finds, fetches and compiles the wasm. What goes wrong is told so that somebody can mend it.

import { origin } from 'virtual:origin';
import { VERSION, WASM_INTEGRITY, WASM_SIZE, WASM_TAG } from 'virtual:build';
import { CallingError, CODE, messageOf } from './error';
import type { LoadProgressEvent } from './events';
import type { Log } from './log';

export type WasmSource = string | URL | Response;

export interface LoadOptions {
  wasmModule?: WebAssembly.Module | undefined;
  wasmUrl?: WasmSource | Promise<WasmSource> | undefined;
  /** Where the signalling server has it. */
  ofServer: string | undefined;
  log: Log;
  progress(bytes: LoadProgressEvent): void;
}

/** Why an address was of no use; only what is missing or no wasm at all lets another one be tried. */
class UnusableError extends CallingError {
  readonly tryNext: boolean;

  constructor(message: string, tryNext = false) {
    super(CODE.LOAD, `TRTCCalling - the wasm cannot be loaded: ${message}`);
    this.tryNext = tryNext;
  }
}

export async function loadWasm(options: LoadOptions): Promise<WebAssembly.Module> {
  if (typeof WebAssembly === 'undefined') {
    throw new UnusableError('there is no WebAssembly here.');
  }
  if (options.wasmModule) {
    return options.wasmModule;
  }
  const page = globalThis as { __TRTC_CALLING_WASM_URL__?: WasmSource | Promise<WasmSource> };
  const given = await (options.wasmUrl ?? page.__TRTC_CALLING_WASM_URL__);
  if (given !== undefined) {
    return given instanceof Response ? compile(given, options.log) : fetchAndCompile(String(given), options, false);
  }
  return loadOwn(options);
}

/** Loads the wasm that this script was built with: from beside the script, else from the server. */
async function loadOwn(options: LoadOptions): Promise<WebAssembly.Module> {
  const { ofServer, log } = options;
  const beside = origin.wasm;
  const fallback = ofServer && `${ofServer}?v=${WASM_TAG}`;
  if (!beside) {
    if (!fallback) {
      throw new UnusableError('its address is not known. Give the option wasmUrl.');
    }
    return fetchAndCompile(fallback, options, true);
  }
  try {
    return await fetchAndCompile(beside, options, true);
  } catch (error) {
    const again = !fallback || withoutQuery(fallback) === withoutQuery(beside);
    if (again || !(error instanceof UnusableError) || !error.tryNext) {
      throw error;
    }
    log.info(`${error.message} Trying ${fallback} instead.`);
    return fetchAndCompile(fallback, options, true);
  }
}

function withoutQuery(address: string): string {
  return address.replace(/\?.*/, '');
}

/** How long a download may stand still, in ms: login() must not wait for ever. */
const PATIENCE = 8_000;

/** Tells how far a download is, and aborts what its signal was given to when nothing has come for PATIENCE. */
class Watch {
  private readonly controller = new AbortController();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private loaded = 0;
  readonly signal = this.controller.signal;

  constructor(private readonly tell: LoadOptions['progress']) {
    this.wait();
  }

  came(bytes: number): void {
    this.wait();
    this.loaded += bytes;
    this.tell({ loaded: this.loaded, total: WASM_SIZE });
  }

  end(): void {
    clearTimeout(this.timer);
  }

  private wait(): void {
    clearTimeout(this.timer);
    const cause = new Error(`nothing came for ${PATIENCE / 1000} s`);
    this.timer = setTimeout(() => this.controller.abort(cause), PATIENCE);
  }
}

async function get(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init);
  } catch (error) {
    throw new UnusableError(
      `${address} could not be fetched (${messageOf(error)}). The server is not reached or does not allow this origin (CORS), ` +
        `the page's Content-Security-Policy has no connect-src for it, or it is the file of another release.`,
      true,
    );
  }
}

/**
 * Fetches and compiles. What must be the wasm of this script is checked by its hash, which is computed while the
 * compiler works: with fetch's own integrity the compiler would wait for the last byte. Pages on plain http by
 * address have no crypto.subtle; there, fetch has to do it.
 */
async function fetchAndCompile(address: string, { log, progress }: LoadOptions, isOwn: boolean): Promise<WebAssembly.Module> {
  const subtle = globalThis.crypto.subtle as SubtleCrypto | undefined;
  const watch = new Watch(progress);
  try {
    const response = await get(address, { signal: watch.signal, integrity: isOwn && !subtle ? WASM_INTEGRITY : '' });
    refuseOther(response);
    const copy = response.clone();
    const check = read(copy, watch).then((bytes) => (isOwn && subtle ? checkHash(bytes, copy.url, subtle) : undefined));
    const [module] = await Promise.all([compile(response, log), check]);
    return module;
  } finally {
    watch.end();
  }
}

async function checkHash(bytes: ArrayBuffer, url: string, subtle: SubtleCrypto): Promise<void> {
  const sum = await subtle.digest('SHA-384', bytes);
  const found = `sha384-${btoa(String.fromCharCode(...new Uint8Array(sum)))}`;
  if (found !== WASM_INTEGRITY) {
    throw new UnusableError(
      `${url} is not the file that belongs to this script (version ${VERSION}, ${WASM_INTEGRITY}; found ${found}). ` +
        `Load the page again: script and wasm must be of the same release.`,
    );
  }
}

async function read(response: Response, watch: Watch): Promise<ArrayBuffer> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const reader = (response.body as ReadableStream<Uint8Array<ArrayBuffer>>).getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      watch.came(next.value.length);
      parts.push(next.value);
    }
  } catch (error) {
    throw explain(error, response.url);
  }
  return new Blob(parts).arrayBuffer();
}

/** Throws when a response is an error or an HTML page. */
function refuseOther(response: Response): void {
  const where = response.url || 'the Response';
  if (!response.ok) {
    throw new UnusableError(`${where} answered ${response.status} ${response.statusText}.`, true);
  }
  if (/^text\/html\b/i.test(response.headers.get('content-type') ?? '')) {
    throw new UnusableError(htmlInstead(where), true);
  }
}

function htmlInstead(where: string): string {
  return (
    `${where} is an HTML page. A server that answers unknown paths with its start page does that, and so does Vite's dev server ` +
    `when it pre-bundles this package (add it to optimizeDeps.exclude).`
  );
}

async function compile(response: Response, log: Log): Promise<WebAssembly.Module> {
  refuseOther(response);
  const where = response.url || 'the Response';
  const type = response.headers.get('content-type') ?? '';
  try {
    if (/^application\/wasm$/i.test(type) && typeof WebAssembly.compileStreaming === 'function') {
      return await WebAssembly.compileStreaming(response);
    }
    log.warn(`TRTCCalling - ${where} has the content type "${type}" instead of application/wasm: it starts later than it could.`);
    const bytes = await response.arrayBuffer();
    refuseText(bytes, where);
    return await WebAssembly.compile(bytes);
  } catch (error) {
    throw error instanceof UnusableError ? error : explain(error, where);
  }
}

function refuseText(bytes: ArrayBuffer, where: string): void {
  const start = new TextDecoder().decode(bytes.slice(0, 256)).trimStart();
  if (/^<(!doctype|html|head|body|!--)/i.test(start)) {
    throw new UnusableError(htmlInstead(where), true);
  }
}

function explain(error: unknown, where: string): UnusableError {
  const text = messageOf(error);
  if (/Content Security Policy|\bCSP\b|unsafe-eval/i.test(text)) {
    return new UnusableError(
      `the page's Content-Security-Policy refuses WebAssembly. Add 'wasm-unsafe-eval' to its script-src. (${text})`,
    );
  }
  if (error instanceof WebAssembly.CompileError) {
    return new UnusableError(`${where} is damaged or is no WebAssembly (${text}).`);
  }
  return new UnusableError(`${where} broke off (${text}).`);
}
