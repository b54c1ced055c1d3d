// The tests of the packed package: `node run.mjs` runs all, `node run.mjs bundlers` the named files. ONLY=text for some.

import { describe } from 'node:test';
import { access } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { isInside, runInside } from '../../../wasm/e2e/lib/namespace.js';
import { binary } from '../../../wasm/e2e/lib/server.js';
import { tarball } from './lib/app.mjs';

const all = ['manifest', 'types', 'node', 'install', 'readme', 'bundlers', 'frameworks', 'original', 'wrappers', 'policy', 'errors', 'examples', 'hot'];
const named = process.argv.slice(2);

for (const [file, target] of [[tarball, 'make npm'], [binary, 'make build']]) {
  if (!(await access(file).then(() => true, () => false))) {
    console.error(`there is no ${file}: run "${target}" first`);
    process.exit(1);
  }
}
if (!isInside()) {
  process.exit(await runInside(fileURLToPath(import.meta.url), named, fileURLToPath(new URL('../../../bin/results/packed.jsonl', import.meta.url))));
}

for (const name of named.length > 0 ? named : all) {
  const { default: tests } = await import(`./test/${name}.test.mjs`);
  describe(`packed ${name}`, { concurrency: 1 }, () => tests());
}
