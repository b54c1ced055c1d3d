// The tests of the packed package: `node run.mjs` runs all, `node run.mjs bundlers` the named files. ONLY=text for some.

import { after, describe } from 'node:test';
import { access } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { isInside, runInside } from '../../../wasm/e2e/lib/namespace.js';
import { proved } from '../../../wasm/e2e/lib/proved.js';
import { binary } from '../../../wasm/e2e/lib/server.js';
import { tarball } from './lib/app.mjs';
import { browsers } from './lib/phone.mjs';

/**
 * Two suites at a time: the tools use one processor most of the time, and a call mostly waits. Those of the first lane start
 * Vite on the port that it takes by default, so they are not beside each other.
 */
const lanes = [
  ['bundlers', 'hot', 'examples', 'policy', 'readme'],
  ['frameworks', 'original', 'manifest', 'types', 'node', 'install', 'wrappers', 'errors'],
];

/** What the slow matrix of tools depends on beside the harness: such a suite is repeated when something of that has changed. */
const packed = (...names) => ['bin/trtc-calling-wasm.tgz', 'jsbridge/npm/packed/lib', 'jsbridge/npm/packed/package-lock.json', ...names.map((name) => `jsbridge/npm/packed/${name}`)];
/** Without the sources of apps/vue2, which the tests copy there and change. */
const vueCLI = (version) => ['babel.config.js', 'package-lock.json', 'package.json', 'vue.config.js'].map((file) => `apps/vue-cli-${version}/${file}`);
const inputs = {
  bundlers: packed('test/bundlers.test.mjs'),
  frameworks: packed('test/frameworks.test.mjs', 'apps/next', 'apps/nuxt'),
  original: packed('test/original.test.mjs', 'apps/vue2', ...vueCLI(4), ...vueCLI(5)),
};
const named = process.argv.slice(2);

for (const [file, target] of [[tarball, 'make npm'], [binary, 'make build']]) {
  if (!(await access(file).then(() => true, () => false))) {
    console.error(`there is no ${file}: run "${target}" first`);
    process.exit(1);
  }
}
if (!isInside()) {
  const results = fileURLToPath(new URL('../../../bin/results/packed.jsonl', import.meta.url));
  const { run, keep } = await proved(named.length > 0 ? named : lanes.flat(), process.env.ONLY ? {} : inputs);
  const status = await runInside(fileURLToPath(import.meta.url), run, results);
  keep(results);
  process.exit(status);
}

after(() => browsers.close());
const chosen = lanes.map((names) => names.filter((name) => named.includes(name)));
const suites = new Map(await Promise.all(named.map(async (name) => [name, (await import(`./test/${name}.test.mjs`)).default])));
describe('packed', { concurrency: lanes.length }, () => {
  for (const [at, names] of chosen.entries()) {
    describe(`lane ${at + 1}`, { concurrency: 1 }, () => {
      for (const name of names) describe(`packed ${name}`, { concurrency: 1 }, () => suites.get(name)());
    });
  }
});
