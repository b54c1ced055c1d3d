// What goes wrong with the packed package, in real browsers, and what people read then: where it went wrong, what is
// wrong, what to do.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launch } from '../../../../wasm/e2e/lib/browsers.js';
import { openFront } from '../../../../wasm/e2e/lib/front.js';
import { networkAddress } from '../../../../wasm/e2e/lib/namespace.js';
import { start } from '../../../../wasm/e2e/lib/server.js';
import { until } from '../../../../wasm/e2e/lib/until.js';
import { instrument, User } from '../../../../wasm/e2e/lib/user.js';
import { makeApp } from '../lib/app.mjs';
import { browsers } from '../lib/phone.mjs';
import { filesOf } from '../lib/site.mjs';

const html = '<!doctype html><html lang="en"><meta charset="utf-8"><title>app</title><script src="./trtc-calling.js"></script><body></body></html>\n';
const copy = /Put trtc-calling\.wasm of version \d+\.\d+\.\d+ there \(npx trtc-calling-wasm copy-assets DIR\), or give its address as option wasmUrl\./;

const send = (status, type, content) => (response) => response.writeHead(status, { 'content-type': type }).end(content);
/** Answers as long as it should and then breaks off. */
const breakOff = (response, wasm) => {
  response.writeHead(200, { 'content-type': 'application/wasm', 'content-length': wasm.length });
  response.write(wasm.subarray(0, 100_000), () => response.destroy());
};

/** fault -> how the wasm is answered, what login() says; its address is in each. The server's file, which is tried next, is the same. */
const faults = [
  { fault: 'it is not there', wasm: send(404, 'text/plain', 'not found'), says: [/answered 404 Not Found\./, copy, /Before, http:\S+:\d+\/trtc-calling\.wasm\S* was tried\./] },
  { fault: 'it is forbidden', wasm: send(403, 'text/plain', 'no'), says: [/answered 403 Forbidden\./, copy] },
  { fault: 'it is an HTML page', wasm: send(200, 'text/html; charset=utf-8', html), says: [/is an HTML page: a server's start page for paths that it does not know, or Vite's dev server/, /optimizeDeps\.exclude/, copy] },
  { fault: 'it is an HTML page of another type', wasm: send(200, 'application/octet-stream', html), says: [/is an HTML page/, copy] },
  { fault: 'half of it is missing', wasm: (response, wasm) => send(200, 'application/wasm', wasm.subarray(0, wasm.length / 2))(response), says: [/is not the file that belongs to this script: it is damaged or of another version\./, copy] },
  { fault: 'a byte of it is another one', wasm: (response, wasm) => send(200, 'application/wasm', flip(wasm))(response), says: [/is not the file that belongs to this script: it is damaged or of another version\./, copy] },
  { fault: 'the connection breaks', wasm: breakOff, says: [/broke off \(.+\)\. Check the network and that server\./] },
  { fault: 'there is no network', wasm: (response) => response.destroy(), says: [/could not be fetched \(.+\)\. Check the network and that server\. From another origin it must allow this page \(CORS\)/] },
];

function flip(wasm) {
  const other = Buffer.from(wasm);
  other[other.length - 1000] ^= 1;
  return other;
}

export default function () {
  for (const name of ['chromium', 'firefox']) {
    if (name.includes(process.env.ONLY ?? '')) describe(name, () => inBrowser(name));
  }
}

function inBrowser(name) {
  let app;
  let file;
  let wasm;
  let server;
  before(async () => {
    app = await makeApp({ 'site/index.html': html });
    await app.run('npx', ['trtc-calling-wasm', 'copy-assets', 'site']);
    file = await filesOf(app.path('site'));
    wasm = file('/trtc-calling.wasm').content;
    server = await start({ host: '0.0.0.0' });
  });
  after(async () => {
    await server.stop();
    await app.remove();
  });

  /** Opens the application, whose wasm is answered by answer if that is given, in a page. */
  async function visit({ answer, host, page: given, before: script }, body) {
    const change = { file: (path) => (answer && path.endsWith('.wasm') ? undefined : file(path)), wasm: answer && ((response) => answer(response, wasm)) };
    const front = await openFront(server, { change, host });
    const page = await (given ?? browsers.page(name, host ? {} : { origin: front.origin }));
    try {
      await instrument(page, script);
      const user = new User(page, { userID: 'ann', server });
      await page.goto(`${front.origin}/index.html`);
      await until(() => page.evaluate(() => typeof window.TRTCCalling), (type) => type === 'function', { what: 'the class' });
      await user.open();
      await body(user, front, change);
    } finally {
      await page.browserContext().close();
      await front.close();
    }
  }

  /** What login() rejects with. It says everything there is to say to who waits for the promise. */
  async function reads(user, ...says) {
    const { error, begun, ended } = await user.login();
    assert.ok(error, 'login() resolved');
    for (const text of says) assert.match(error.message, text);
    assert.ok(ended - begun < 10_000, `it took ${Math.round(ended - begun)} ms`);
    return error;
  }

  for (const { fault, wasm: answer, says } of faults) {
    test(`${fault}: login() says where, what and what to do`, { timeout: 60_000 }, () =>
      visit({ answer }, async (user, { origin }) => {
        const { code } = await reads(user, new RegExp(`: ${origin}/\\S*trtc-calling\\.wasm`), ...says);
        assert.equal(code, 90101);
      }),
    );
  }

  test('a wrong type of content works, and a warning says what the server should send', { timeout: 60_000 }, () =>
    visit({ answer: (response) => send(200, 'text/plain', wasm)(response) }, async (user, { origin }) => {
      await user.signIn();
      const warnings = await user.page.evaluate(() => window.probe.warnings);
      assert.deepEqual(warnings.map((text) => text.replace(/\?v=\w+/, '')), [
        `TRTCCalling - ${origin}/trtc-calling.wasm has the content type "text/plain", so it starts later. Let the server send application/wasm.`,
      ]);
    }),
  );

  test('no network any more when the program runs: login() names the server and the ways to name another one', { timeout: 60_000 }, () =>
    visit({}, async (user, front, change) => {
      await user.invoke('hangup'); // waits until the program runs
      change.signal = (socket) => socket.destroy();
      const { code } = await reads(user, new RegExp(`cannot connect to ${front.origin.replace('http', 'ws')}/v1/signal: no calling server answers there, there is no network`), /option serverUrl/);
      assert.equal(code, 2800);
    }),
  );

  test('on plain http by address login() works, and call() says where there are microphones', { timeout: 60_000 }, () =>
    visit({ host: networkAddress }, async (user) => {
      assert.equal(await user.page.evaluate(() => window.isSecureContext || navigator.mediaDevices !== undefined || crypto.subtle !== undefined), false, 'it is an insecure page');
      await user.signIn();
      const warnings = await user.page.evaluate(() => window.probe.warnings);
      assert.equal(warnings.length, 1);
      for (const text of [warnings[0], (await user.invoke('call', { userID: 'bob', type: 2 })).error?.message]) {
        assert.match(text, /not a secure context, so the browser gives it no microphone or camera: open it over https, or on localhost/);
      }
      assert.equal((await user.sees('onError')).code, 60005);
    }),
  );

  test('on plain http by address a file of another release is refused', { timeout: 60_000 }, () =>
    visit({ host: networkAddress, answer: (response) => send(200, 'application/wasm', flip(wasm))(response) }, async (user) => {
      await reads(user, /trtc-calling\.wasm\S* could not be fetched .*the file must be that of version \d/);
    }),
  );

  test('WebAssembly is switched off: login() names browsers and what switches it off', { timeout: 60_000 }, async () => {
    const browser = await launchWithoutWasm(name);
    try {
      await visit({ page: browser.createBrowserContext().then((context) => context.newPage()) }, async (user) => {
        assert.equal(await user.page.evaluate(() => typeof WebAssembly), 'undefined');
        await reads(user, /Use Chrome 80, Edge 80, Firefox 113, Safari 15\.1, or newer/, /Lockdown Mode, Edge's enhanced security and company policies switch WebAssembly off; make an exception for this site/);
      });
    } finally {
      await browser.close();
    }
  });
}

/** Chromium without its compilers has no WebAssembly; that is what policies and protective modes switch off. */
function launchWithoutWasm(name) {
  return launch(name, 'normal', name === 'chromium' ? { args: ['--js-flags=--jitless'] } : { preferences: { 'javascript.options.wasm': false } });
}
