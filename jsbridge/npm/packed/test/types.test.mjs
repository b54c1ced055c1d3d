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

const wrapper = (name) => readFile(new URL(`../../test/types/wrapper-${name}`, import.meta.url), 'utf8');
const wrappers = { 'react.tsx': await wrapper('react.tsx'), 'vue.ts': await wrapper('vue.ts'), 'vue2.ts': (await wrapper('vue.ts')).replaceAll('trtc-calling-wasm/vue', 'trtc-calling-wasm/vue2') };

/** Pages with wrappers, the first compiler that has to understand them, and what they are compiled beside. */
const pages = {
  'React, TypeScript 4.9': { page: 'react.tsx', version: 'ts49', beside: { '@types/react': '@types/react' } },
  'React, the newest TypeScript': { page: 'react.tsx', version: 'typescript', beside: { '@types/react': '@types/react' } },
  'Vue 3, TypeScript 5.4': { page: 'vue.ts', version: 'ts54', beside: { vue: 'vue' } },
  'Vue 3, the newest TypeScript': { page: 'vue.ts', version: 'typescript', beside: { vue: 'vue' } },
  'Vue 2.7, TypeScript 5.4': { page: 'vue2.ts', version: 'ts54', beside: { vue27: 'vue' } },
  'Vue 2.7, the newest TypeScript': { page: 'vue2.ts', version: 'typescript', beside: { vue27: 'vue' } },
};

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

  for (const [title, { page, version, beside }] of Object.entries(pages)) {
    test(`${title}: a page with the wrapper compiles, with no error in our files`, { timeout: 120_000 }, async (t) => {
      const own = await makeApp(wrappers);
      t.after(() => own.remove());
      for (const [name, as] of Object.entries(beside)) await own.link(name, as);
      await own.write({ [`wrong.${page}`]: `${wrappers[page]}const wrong: number = useTRTCCalling()\n` });
      const errors = await errorsIn(own, version, page, `wrong.${page}`);
      assert.deepEqual(errors.map((line) => line.split('(')[0]), [`wrong.${page}`], errors.join('\n'));
    });
  }

  /** What the compiler says of pages and of our declarations; those of other packages are not ours to mend. */
  async function errorsIn(own, version, ...sources) {
    const kinds = version === 'ts49' ? ['node16', 'node16'] : ['esnext', 'bundler'];
    const said = await own.run('node', [compiler(version), '--noEmit', '--strict', '--skipLibCheck', 'false', '--esModuleInterop', '--target', 'es2020', '--jsx', 'react-jsx',
      '--lib', 'es2020,dom,dom.iterable', '--module', kinds[0], '--moduleResolution', kinds[1], ...sources]).catch(({ message }) => message);
    return said.split('\n').filter((line) => /error TS/.test(line) && (sources.some((source) => line.startsWith(source)) || line.includes('trtc-calling-wasm/')));
  }

  test('a wrong statement does not compile', { timeout: 120_000 }, async () => {
    await app.write({ 'wrong.mts': `${named}void calling.call({ userID: 'b' })\n` });
    await assert.rejects(compile('typescript', { ...ways['for a bundler'], sources: ['wrong.mts'] }), /Property 'type' is missing/);
  });
}
