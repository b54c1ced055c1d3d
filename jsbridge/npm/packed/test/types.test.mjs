// The packed declarations in the compilers that users have, strictly, with every file of them looked at.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { makeApp } from '../lib/app.mjs';

const compiler = (name) => fileURLToPath(new URL(`../node_modules/${name}/bin/tsc`, import.meta.url));
const consumer = await readFile(new URL('../../test/types/consumer.ts', import.meta.url), 'utf8');
const imported = "import TRTCCalling from 'trtc-calling-js'";

const named = `import TRTCCalling, { EVENT, CALL_TYPE, TRTCCalling as Same, type CallParams, type EventMap } from 'trtc-calling-js'
const params: CallParams = { userID: 'b', type: CALL_TYPE.VIDEO_CALL }
export const calling: Same = new TRTCCalling({ SDKAppID: 1 })
calling.on(EVENT.USER_ENTER, (payload: EventMap['onUserEnter']) => payload.userID)
void calling.call(params)
`;
const plugin = "import trtcCalling from 'trtc-calling-js/vite'\nexport const excluded: string[] = trtcCalling().config().optimizeDeps.exclude\n";

const files = {
  'consumer.ts': consumer,
  'consumer.mts': consumer,
  'consumer.cts': consumer.replace(imported, "import TRTCCalling = require('trtc-calling-js')"),
  'named.mts': named,
  'plugin.mts': plugin,
};

/** How code is compiled: what it is for, and the sources that it takes. */
const ways = {
  'as ES modules and CommonJS of Node': { module: 'node16', moduleResolution: 'node16', sources: ['consumer.mts', 'consumer.cts', 'named.mts', 'plugin.mts'] },
  'as old projects do': { module: 'commonjs', moduleResolution: 'node', sources: ['consumer.ts'] },
  'for a bundler': { module: 'esnext', moduleResolution: 'bundler', sources: ['consumer.mts', 'named.mts', 'plugin.mts'] },
};

export default function () {
  let app;
  before(async () => {
    app = await makeApp(files, { as: 'trtc-calling-js' });
  });
  after(() => app.remove());

  const compile = (version, { module, moduleResolution, sources }) => app.run('node', [compiler(version), '--noEmit', '--strict', '--skipLibCheck', 'false', '--esModuleInterop',
    '--target', 'es2020', '--lib', 'es2020,dom,dom.iterable', '--module', module, '--moduleResolution', moduleResolution, ...sources]);

  for (const [version, what] of [['ts49', 'TypeScript 4.9'], ['ts54', 'TypeScript 5.4'], ['typescript', 'the newest TypeScript that is tested']]) {
    for (const [way, given] of Object.entries(ways)) {
      if (version === 'ts49' && given.moduleResolution === 'bundler') continue; // came with 5.0
      // proves: 1-01 1-02
      test(`applications compile with ${what} ${way}`, { timeout: 120_000 }, async () => {
        assert.equal(await compile(version, given), '');
      });
    }
  }

  test('a wrong statement does not compile', { timeout: 120_000 }, async () => {
    await app.write({ 'wrong.mts': `${named}void calling.call({ userID: 'b' })\n` });
    await assert.rejects(compile('typescript', { ...ways['for a bundler'], sources: ['wrong.mts'] }), /Property 'type' is missing/);
  });
}
