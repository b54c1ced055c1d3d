// Where the server is looked for. The echo program tells the address that it was given.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { echoModule, freshClass, pageDocument, runScript, withGlobals } from './bundles.mjs';

/** The address that the Go program gets for a serverUrl in the page of the test. */
async function addressOf(serverUrl) {
  const TRTCCalling = await freshClass();
  const trtc = new TRTCCalling({ SDKAppID: 1, wasmModule: echoModule, serverUrl });
  return (await trtc.login({ userID: 'A' })).server;
}

function page(t, { href, meta }) {
  const location = new URL(href);
  withGlobals(t, {
    location,
    document: pageDocument({
      querySelector: (selector) => (selector === 'meta[name="trtc-calling-server"]' && meta !== undefined ? { content: meta } : null),
    }),
  });
}

for (const [given, want] of [
  ['https://calls.example.com', 'wss://calls.example.com/v1/signal'],
  ['http://127.0.0.1:8080/', 'ws://127.0.0.1:8080/v1/signal'],
  ['wss://calls.example.com:8443', 'wss://calls.example.com:8443/v1/signal'],
  ['ws://[::1]:8080', 'ws://[::1]:8080/v1/signal'],
  ['https://example.com/calls/', 'wss://example.com/calls/v1/signal'],
  ['wss://example.com/v1/signal', 'wss://example.com/v1/signal'],
  ['  https://example.com#part ', 'wss://example.com/v1/signal'],
  [new URL('https://example.com'), 'wss://example.com/v1/signal'],
]) {
  test(`serverUrl ${given} is ${want}`, async () => {
    assert.equal(await addressOf(given), want);
  });
}

for (const given of ['calls.example.com', 'localhost:8080', 'ftp://example.com', 'https://', 'https://a b', 'javascript:alert(1)', 42]) {
  test(`serverUrl ${given} is refused by login with the ways to give one`, async () => {
    await assert.rejects(addressOf(given), (error) => {
      assert.equal(error.code, 90103);
      assert.match(error.message, /^TRTCCalling\.login - userId: A login failed, error: /);
      assert.ok(error.message.includes(`"${given}" (from the option serverUrl) is malformed`), error.message);
      assert.match(error.message, /TRTC_CALLING_SERVER.*trtc-calling-server.*data-server/);
      return true;
    });
  });
}

test('without a server anywhere login says so, and other methods still answer', async () => {
  const TRTCCalling = await freshClass();
  const trtc = new TRTCCalling({ SDKAppID: 1, wasmModule: echoModule });
  await assert.rejects(trtc.login({ userID: 'A' }), { code: 90103, message: /no server is known/ });
  assert.equal(await trtc.accept(), undefined);
});

test('the option comes first, then the global, the meta element and the page', async (t) => {
  page(t, { href: 'https://page.example/app/', meta: 'https://meta.example' });
  withGlobals(t, { TRTC_CALLING_SERVER: 'https://global.example' });
  assert.equal(await addressOf('https://option.example'), 'wss://option.example/v1/signal');
  assert.equal(await addressOf(undefined), 'wss://global.example/v1/signal');
  assert.equal(await addressOf(''), 'wss://global.example/v1/signal');
  globalThis.TRTC_CALLING_SERVER = undefined;
  assert.equal(await addressOf(undefined), 'wss://meta.example/v1/signal');
  page(t, { href: 'https://page.example:8443/app/' });
  assert.equal(await addressOf(undefined), 'wss://page.example:8443/v1/signal');
  assert.equal(await addressOf('/calls'), 'wss://page.example:8443/calls/v1/signal');
});

test('a page that is a file has no server of its own', async (t) => {
  page(t, { href: 'file:///home/ann/page.html' });
  await assert.rejects(addressOf(undefined), { message: /no server is known/ });
});

test('a page on https cannot use a plain server on another machine', async (t) => {
  page(t, { href: 'https://page.example/' });
  await assert.rejects(addressOf('http://calls.example.com'), { message: /a page on https cannot reach the server ws:\/\/calls\.example\.com.*mixed content/ });
  assert.equal(await addressOf('http://localhost:8080'), 'ws://localhost:8080/v1/signal');
});

test('when nothing answers, login says where the address is from and how to give another one', async () => {
  const TRTCCalling = await freshClass();
  const trtc = new TRTCCalling({ SDKAppID: 1, wasmModule: echoModule, serverUrl: 'http://127.0.0.1:1' });
  await assert.rejects(trtc.login({ userID: 'nobody' }), {
    code: 2800,
    message: /^cannot connect to The address is from the option serverUrl\. It is taken from .*TRTC_CALLING_SERVER.*data-server/,
  });
});

for (const [src, attributes, want] of [
  ['https://calls.example/sdk/trtc-calling.js?x=1', {}, 'wss://calls.example/v1/signal'],
  ['https://example.com/calls/sdk/trtc-calling.js', {}, 'wss://example.com/calls/v1/signal'],
  ['https://calls.example/sdk/trtc-calling.js', { 'data-server': 'https://other.example' }, 'wss://other.example/v1/signal'],
]) {
  test(`the script ${src} with ${JSON.stringify(attributes)} finds ${want}`, async () => {
    const TRTCCalling = runScript(src, attributes);
    const trtc = new TRTCCalling({ SDKAppID: 1, wasmModule: echoModule });
    assert.equal((await trtc.login({ userID: 'A' })).server, want);
  });
}
