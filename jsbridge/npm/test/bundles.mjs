// The built bundles, the echo program and what else the tests share.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import vm from 'node:vm';

const folder = fileURLToPath(new URL('..', import.meta.url));
export const bundle = {
  script: `${folder}dist/trtc-calling.js`,
  module: `${folder}dist/trtc-calling.mjs`,
  commonjs: `${folder}dist/trtc-calling.cjs`,
  wasm: `${folder}dist/trtc-calling.wasm`,
};

for (const file of Object.values(bundle)) {
  if (!existsSync(file)) {
    throw new Error(`${file} is missing: run "go run ./jsbridge/build" in the project's folder first`);
  }
}

/** The bytes of the echo program (jsbridge/testdata/echo), compiled now. */
export const echoBytes = (() => {
  const target = `${folder}dist/.cache/echo.wasm`;
  execFileSync('go', ['build', '-buildvcs=false', '-o', target, './jsbridge/testdata/echo'], {
    cwd: `${folder}../..`,
    env: { ...process.env, GOOS: 'js', GOARCH: 'wasm' },
    stdio: 'inherit',
  });
  return readFileSync(target);
})();

export const echoModule = await WebAssembly.compile(echoBytes);

let imports = 0;

/** The class from a fresh copy of the ES module, which has a Go program of its own. */
export async function freshClass() {
  const module = await import(`${pathToFileURL(bundle.module)}?copy=${++imports}`);
  return module.default;
}

/** The class from a fresh copy of the CommonJS module. */
export function freshCommonJS() {
  const require = createRequire(import.meta.url);
  delete require.cache[bundle.commonjs];
  return require(bundle.commonjs);
}

/** What the facade sees of a document: a real EventTarget, without elements. */
export function pageDocument(members = {}) {
  return Object.assign(new EventTarget(), { querySelector: () => null, ...members });
}

/** Runs the script bundle as a page with this script tag would. */
export function runScript(src, attributes = {}) {
  const currentScript = { src, getAttribute: (name) => attributes[name] ?? null };
  const page = vm.createContext({
    ...Object.fromEntries(['URL', 'fetch', 'Response', 'WebAssembly', 'TextDecoder', 'TextEncoder', 'MessageChannel',
      'crypto', 'performance', 'console', 'setTimeout', 'clearTimeout', 'Uint8Array', 'AbortController', 'Blob'].map((name) => [name, globalThis[name]])),
    document: pageDocument({ currentScript }),
  });
  vm.runInContext(readFileSync(bundle.script, 'utf8'), page);
  page.document.currentScript = null;
  return page.TRTCCalling;
}

/** An instance on the echo program. */
export async function freshInstance(options = {}) {
  const TRTCCalling = await freshClass();
  return new TRTCCalling({ SDKAppID: 1, wasmModule: echoModule, serverUrl: 'http://127.0.0.1:1', ...options });
}

/** Resolves with the payloads of the next count events. */
export function nextEvents(trtc, name, count = 1) {
  return new Promise((resolve) => {
    const payloads = [];
    trtc.on(name, (payload) => {
      payloads.push(payload);
      if (payloads.length === count) {
        resolve(payloads);
      }
    });
  });
}

/** Collects what is written to the console until the test ends. */
export function captureConsole(t) {
  const lines = [];
  for (const method of ['log', 'info', 'warn', 'error']) {
    t.mock.method(console, method, (...parts) => lines.push(`${method}: ${parts.map(String).join(' ')}`));
  }
  return lines;
}

/** Starts a server on loopback that ends with the test. */
export async function serve(t, handler) {
  const server = createServer(handler);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${server.address().port}`;
}

/** Sets globals of a page until the test ends. */
export function withGlobals(t, globals) {
  for (const [name, value] of Object.entries(globals)) {
    const before = Object.getOwnPropertyDescriptor(globalThis, name);
    Object.defineProperty(globalThis, name, { configurable: true, writable: true, value });
    t.after(() => {
      delete globalThis[name];
      if (before) {
        Object.defineProperty(globalThis, name, before);
      }
    });
  }
}
