// The package where there is no browser: it can be imported and constructed, and says what it needs.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { makeApp, tool } from '../lib/app.mjs';

const use = `
const before = Object.keys(globalThis).join()
const calling = new TRTCCalling({ SDKAppID: 1400000001, serverUrl: 'http://127.0.0.1:9' })
calling.on(TRTCCalling.EVENT.INVITED, () => {})
const outcome = await calling.login({ userID: 'a', userSig: 'x' }).then(() => 'signed in', ({ message }) => message)
console.log(JSON.stringify({ status: calling.getCallStatus(), type: TRTCCalling.CALL_TYPE.VIDEO_CALL, globals: Object.keys(globalThis).join() === before, outcome }))
`;

const files = {
  'esm.mjs': `import TRTCCalling, { EVENT } from 'trtc-calling-wasm'\nif (EVENT !== TRTCCalling.EVENT) throw new Error('two sets of names')\n${use}`,
  'cjs.cjs': `const TRTCCalling = require('trtc-calling-wasm')\n;(async () => {${use}})()\n`,
  'plugin.cjs': "console.log(require('trtc-calling-wasm/vite').default().config().optimizeDeps.exclude.join())\n",
  'wasm.mjs': "import { readFileSync } from 'node:fs'\nimport { fileURLToPath } from 'node:url'\nconst bytes = readFileSync(fileURLToPath(import.meta.resolve('trtc-calling-wasm/wasm')))\nconsole.log((await WebAssembly.compile(bytes)) instanceof WebAssembly.Module)\n",
  'jsdom.mjs': `import { JSDOM } from '${import.meta.resolve('jsdom')}'
const { window } = new JSDOM('<!doctype html>', { url: 'http://127.0.0.1:9/', pretendToBeVisual: true })
Object.assign(globalThis, { window, document: window.document, location: window.location })
const { default: TRTCCalling } = await import('trtc-calling-wasm')
${use}
process.exit()`,
  'app.test.js': `// @vitest-environment node
import { expect, test } from '${fileURLToPath(new URL('../node_modules/vitest/dist/index.js', import.meta.url))}'
import TRTCCalling from 'trtc-calling-wasm'
test('an application can be tested', () => {
  expect(new TRTCCalling({ SDKAppID: 1 }).getCallStatus()).toBe('idle')
})
`,
};

export default function () {
  let app;
  before(async () => {
    app = await makeApp(files);
  });
  after(() => app.remove());

  for (const [file, what] of [['esm.mjs', 'imported'], ['cjs.cjs', 'required'], ['jsdom.mjs', 'imported under jsdom']]) {
    // proves: 1-02
    test(`it can be ${what}, and login() says what is missing`, { timeout: 60_000 }, async () => {
      const { outcome, ...rest } = JSON.parse((await app.run('node', [file])).trim().split('\n').at(-1));
      assert.deepEqual(rest, { status: 'idle', type: 2, globals: true });
      assert.match(outcome, /cannot be (loaded|reached)|WebRTC|only in a browser/);
    });
  }

  test('the plugin for Vite can be required', async () => {
    assert.equal((await app.run('node', ['plugin.cjs'])).trim(), 'trtc-calling-wasm,trtc-calling-js');
  });

  test('trtc-calling-wasm/wasm is the wasm', { timeout: 60_000 }, async () => {
    assert.equal((await app.run('node', ['wasm.mjs'])).trim(), 'true');
  });

  test('an application that uses it can be tested by vitest', { timeout: 60_000 }, async () => {
    assert.match(await app.run(tool('vitest'), ['run', 'app.test.js']), /1 passed/);
  });
}
