// How the wasm is found, and what is said when it is not.

import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { bundle, captureConsole, echoBytes, freshClass, freshCommonJS, pageDocument, runScript, serve, withGlobals } from './bundles.mjs';

const wasmType = { 'content-type': 'application/wasm' };

/** Answers every request with this. */
function answer(status, headers, body) {
  return (request, response) => response.writeHead(status, headers).end(body);
}

/** An instance that loads from an address. */
async function loadFrom(wasmUrl) {
  const TRTCCalling = await freshClass();
  return new TRTCCalling({ SDKAppID: 1, wasmUrl, serverUrl: 'http://127.0.0.1:1' });
}

test('the wasm comes from an address, a URL, a Response, a promise of one, or the global', async (t) => {
  const origin = await serve(t, answer(200, wasmType, echoBytes));
  const lines = captureConsole(t);
  const sources = [`${origin}/x.wasm`, new URL(`${origin}/x.wasm`), await fetch(origin), Promise.resolve(origin)];
  for (const source of sources) {
    const trtc = await loadFrom(source);
    assert.equal(await trtc.call({ userID: 'loaded' }), 'loaded');
  }
  withGlobals(t, { __TRTC_CALLING_WASM_URL__: origin });
  const trtc = await loadFrom(undefined);
  assert.equal(await trtc.call({ userID: 'loaded' }), 'loaded');
  assert.deepEqual(lines, []);
});

const failures = [
  ['404', answer(404, { 'content-type': 'text/plain' }, 'not here'), /x\.wasm answered 404 Not Found\. Put trtc-calling\.wasm of version \d\S+ there \(npx trtc-calling-wasm copy-assets DIR\), or give/],
  ['an HTML page', answer(200, { 'content-type': 'text/html; charset=utf-8' }, '<!doctype html>'), /x\.wasm is an HTML page.*Vite/],
  ['an HTML page of another type', answer(200, { 'content-type': 'text/plain' }, '\n<!DOCTYPE html><p>'), /x\.wasm is an HTML page/],
  ['half a file', answer(200, wasmType, echoBytes.subarray(0, 100000)), /x\.wasm is damaged or is not WebAssembly/],
  ['half a file of a wrong type', answer(200, {}, echoBytes.subarray(0, 100000)), /x\.wasm is damaged or is not WebAssembly/],
  ['text of the right type', answer(200, wasmType, 'hello'), /x\.wasm is damaged or is not WebAssembly/],
  ['a connection that breaks', (request, response) => {
    response.writeHead(200, { ...wasmType, 'content-length': echoBytes.length });
    response.write(echoBytes.subarray(0, 1000), () => response.destroy());
  }, /x\.wasm broke off/],
];

for (const [name, handler, words] of failures) {
  test(`${name} instead of the wasm is reported by every method`, async (t) => {
    captureConsole(t);
    const trtc = await loadFrom(`${await serve(t, handler)}/x.wasm`);
    await assert.rejects(trtc.call({ userID: 'x' }), { name: 'TRTCCallingError', code: 90101, message: words });
    await assert.rejects(trtc.hangup(), { code: 90101, message: words });
    assert.equal(trtc.getCallStatus(), 'idle');
    await assert.rejects(trtc.login({ userID: 'A' }), (error) => {
      assert.match(error.message, /^TRTCCalling\.login - userId: A login failed, error: /);
      assert.match(error.message, words);
      assert.equal(error.code, 90101);
      return true;
    });
  });
}

test('a server that accepts and then stays silent is reported within 10 s', { timeout: 10_000 }, async (t) => {
  const trtc = await loadFrom(`${await serve(t, () => {})}/x.wasm`);
  await assert.rejects(trtc.call({ userID: 'x' }), { code: 90101, message: /x\.wasm could not be fetched \(nothing came for 8 s\)/ });
});

test('each instance that waits is told how much is loaded, of how much', { timeout: 10_000 }, async (t) => {
  const TRTCCalling = await freshClass();
  const origin = await serve(t, answer(200, wasmType, echoBytes));
  const told = [];
  const instances = [1, 2].map((number) => {
    const trtc = new TRTCCalling({ SDKAppID: 1, wasmUrl: origin, serverUrl: 'http://127.0.0.1:1' });
    trtc.on(TRTCCalling.EVENT.LOAD_PROGRESS, ({ loaded, total }) => told.push({ number, loaded, total }));
    return trtc;
  });
  const whole = (trtc) => new Promise((resolve) => trtc.on('onLoadProgress', ({ loaded }) => loaded === echoBytes.length && resolve()));
  await Promise.all(instances.map(whole));
  for (const number of [1, 2]) {
    const loaded = told.filter((one) => one.number === number).map((one) => one.loaded);
    assert.ok(loaded.length > 1, `told ${loaded.length} times`);
    assert.deepEqual(loaded, [...loaded].sort((a, b) => a - b));
    assert.equal(loaded.at(-1), echoBytes.length);
  }
  const wasm = readFileSync(new URL('../dist/trtc-calling.wasm', import.meta.url));
  assert.deepEqual([...new Set(told.map(({ total }) => total))], [wasm.length]);
});

test('a server that is not there is reported', async () => {
  const trtc = await loadFrom('http://127.0.0.1:1/x.wasm');
  await assert.rejects(trtc.call({ userID: 'x' }), { message: /127\.0\.0\.1:1\/x\.wasm could not be fetched \(.*Check the network and that server.*CORS/ });
});

test('a wrong type costs one warning', async (t) => {
  const lines = captureConsole(t);
  const origin = await serve(t, answer(200, { 'content-type': 'application/wasm; charset=utf-8' }, echoBytes));
  const trtc = await loadFrom(origin);
  assert.equal(await trtc.call({ userID: 'loaded' }), 'loaded');
  assert.equal(lines.length, 1);
  assert.match(lines[0], /^warn: .*"application\/wasm; charset=utf-8", so it starts later\. Let the server send application\/wasm/);
});

/** A page whose compiler fails with these words, after which its policy fires an event. */
async function refusedPage(t, words, violation) {
  const document = pageDocument();
  withGlobals(t, { document });
  t.mock.method(WebAssembly, 'compileStreaming', async () => {
    if (violation) setTimeout(() => document.dispatchEvent(Object.assign(new Event('securitypolicyviolation'), violation)));
    throw new WebAssembly.CompileError(words);
  });
  return loadFrom(`${await serve(t, answer(200, wasmType, echoBytes))}/x.wasm`);
}

const directive = /Content-Security-Policy refuses WebAssembly\. Add 'wasm-unsafe-eval' to script-src/;

for (const [name, words, violation, says] of [
  ['an event that comes after the exception', 'no', { disposition: 'enforce', blockedURI: 'wasm-eval' }, directive],
  ["Chromium's words", "Compiling or instantiating WebAssembly module violates … because neither 'wasm-unsafe-eval' nor 'unsafe-eval' is an allowed source", undefined, directive],
  ["Firefox's words", 'call to WebAssembly.compileStreaming() blocked by CSP', undefined, directive],
  ['an event of a policy that only reports is none and', 'no', { disposition: 'report', blockedURI: 'wasm-eval' }, /x\.wasm is damaged or is not WebAssembly \(no\)/],
  ['an event about something else is none and', 'no', { disposition: 'enforce', blockedURI: 'eval' }, /x\.wasm is damaged or is not WebAssembly \(no\)/],
]) {
  test(`a refusal by the Content-Security-Policy: ${name} tells what to do`, async (t) => {
    const trtc = await refusedPage(t, words, violation);
    await assert.rejects(trtc.call({ userID: 'x' }), { code: 90101, message: says });
  });
}

for (const [name, WebAssembly] of [
  ['has no WebAssembly', undefined],
  ['has only the first WebAssembly', { ...globalThis.WebAssembly, validate: () => false }],
]) {
  test(`a browser that ${name} is told which ones can, before anything is loaded`, async (t) => {
    const { browserslist } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url)));
    const asked = [];
    const origin = await serveOwn(t, asked);
    withGlobals(t, { WebAssembly });
    const trtc = await loadFrom(`${origin}/x.wasm`);
    await assert.rejects(trtc.login({ userID: 'A' }), ({ code, message }) => {
      assert.equal(code, 90101);
      for (const entry of browserslist) assert.ok(message.toLowerCase().includes(entry.replace(' >=', '')), `${entry} is not in: ${message}`);
      return /WebAssembly switched off.*make an exception for this site/.test(message);
    });
    assert.deepEqual(asked, []);
  });
}

test('a later login tries again, and then all methods work', async (t) => {
  let broken = true;
  const origin = await serve(t, (request, response) => {
    answer(broken ? 503 : 200, wasmType, broken ? 'later' : echoBytes)(request, response);
  });
  const trtc = await loadFrom(origin);
  await assert.rejects(trtc.login({ userID: 'A' }), { message: /answered 503/ });
  broken = false;
  await assert.rejects(trtc.call({ userID: 'x' }), { message: /answered 503/ }, 'only login tries again');
  assert.equal((await trtc.login({ userID: 'A' })).sdkAppID, 1);
  assert.equal(await trtc.call({ userID: 'x' }), 'x');
});

test('a page that does not call any method does not hear that loading failed', async (t) => {
  const seen = [];
  const note = (error) => seen.push(error);
  process.on('unhandledRejection', note);
  t.after(() => process.off('unhandledRejection', note));
  const origin = await serve(t, answer(404, {}, ''));
  await loadFrom(`${origin}/x.wasm`);
  const later = await loadFrom(`${origin}/x.wasm`);
  await assert.rejects(later.hangup(), { code: 90101 });
  assert.deepEqual(seen, []);
});

/** A server that has the wasm of this build under /sdk/, and another one under /other/sdk/. */
async function serveOwn(t, asked = []) {
  const own = readFileSync(bundle.wasm);
  return serve(t, (request, response) => {
    asked.push(request.url);
    answer(200, wasmType, request.url.startsWith('/other/') ? echoBytes : own)(request, response);
  });
}

for (const [page, crypto, words] of [
  ['a secure page', globalThis.crypto, /\/other\/sdk\/trtc-calling\.wasm\?v=\w+ is not the file that belongs to this script.*Put trtc-calling\.wasm of version/],
  ['a page on plain http', { getRandomValues: (list) => list }, /\/other\/sdk\/trtc-calling\.wasm\?v=\w+ could not be fetched.*must be that of version \d/],
]) {
  test(`on ${page} the CommonJS module takes the wasm of the server and checks that it is its own`, async (t) => {
    const asked = [];
    const origin = await serveOwn(t, asked);
    withGlobals(t, { crypto });
    const TRTCCalling = freshCommonJS();
    const other = new TRTCCalling({ SDKAppID: 1, serverUrl: `${origin}/other` });
    await assert.rejects(other.call({ userID: 'x' }), { code: 90101, message: words });
    assert.match(asked[0], /^\/other\/sdk\/trtc-calling\.wasm\?v=[0-9a-f]{16}$/);

    t.mock.method(WebAssembly, 'instantiate', () => Promise.reject(new Error('it was accepted')));
    const trtc = new TRTCCalling({ SDKAppID: 1, serverUrl: origin });
    await assert.rejects(trtc.call({ userID: 'x' }), { message: 'it was accepted' });
  });
}

test('without any address the methods say so', async () => {
  const TRTCCalling = freshCommonJS();
  const trtc = new TRTCCalling({ SDKAppID: 1 });
  await assert.rejects(trtc.call({ userID: 'x' }), { message: /its address is not known\. Give the option wasmUrl/ });
});

test('the script loads the wasm beside it, from the address of its content', async (t) => {
  const asked = [];
  const origin = await serve(t, (request, response) => {
    asked.push(request.url);
    answer(404, {}, '')(request, response);
  });
  const TRTCCalling = runScript(`${origin}/sdk/trtc-calling.js`);
  const trtc = new TRTCCalling({ SDKAppID: 1 });
  await assert.rejects(trtc.hangup(), { message: /\/sdk\/trtc-calling\.wasm\?v=[0-9a-f]{16} answered 404/ });
  assert.match(asked[0], /^\/sdk\/trtc-calling\.wasm\?v=[0-9a-f]{16}$/);
});

for (const [name, status, type] of [['missing', 404, 'text/plain'], ['a page', 200, 'text/html']]) {
  test(`when the wasm beside the script is ${name}, that of the server is taken and the console told`, async (t) => {
    const lines = captureConsole(t);
    const assets = await serve(t, answer(status, { 'content-type': type }, 'no wasm'));
    const server = await serve(t, answer(404, {}, 'neither'));
    const TRTCCalling = runScript(`${assets}/vendor/trtc-calling.js`, { 'data-server': server });
    const trtc = new TRTCCalling({ SDKAppID: 1 });
    const expected = `${server}/sdk/trtc-calling.wasm`;
    await assert.rejects(trtc.hangup(), (error) => error.message.includes(`${expected}?v=`) && /answered 404/.test(error.message));
    assert.equal(lines.length, 1);
    assert.ok(lines[0].includes(`${assets}/vendor/trtc-calling.wasm`) && lines[0].includes(`Trying ${expected}`), lines[0]);
  });
}

test('the ES module loads the wasm beside it', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'trtc-calling-'));
  t.after(() => rmSync(folder, { recursive: true }));
  copyFileSync(bundle.module, join(folder, 'trtc-calling.mjs'));
  const fetched = t.mock.method(globalThis, 'fetch', () => Promise.reject(new TypeError('seen enough')));
  const { default: TRTCCalling } = await import(join(folder, 'trtc-calling.mjs'));
  const trtc = new TRTCCalling({ SDKAppID: 1 });
  await assert.rejects(trtc.hangup(), { code: 90101 });
  assert.equal(fetched.mock.calls[0].arguments[0], new URL(`file://${folder}/trtc-calling.wasm`).href);
});
