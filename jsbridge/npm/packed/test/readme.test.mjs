// The snippet with npm of each README at the top, out of the file: the page of the first snippet with the lines that change,
// the commands as they stand there, and what the README says to do then.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Browsers } from '../../../../wasm/e2e/lib/browsers.js';
import { blocks, openWindows, readmes, talk } from '../../../../wasm/e2e/lib/readme.js';
import { start } from '../../../../wasm/e2e/lib/server.js';
import { emptyApp } from '../lib/app.mjs';

export default function () {
  const browsers = new Browsers();
  let server;
  before(async () => {
    server = await start({ httpPort: 8080 });
  });
  after(async () => {
    await browsers.close();
    await server.stop();
  });

  for (const file of readmes) {
    test(`${file}: ann calls ben on the page that Vite serves`, { timeout: 180_000 }, async (t) => {
      const [page, lines] = await blocks(file, 'html');
      const [commands] = await blocks(file, 'sh');
      const [install, tool, serve, ...rest] = commands.trim().split('\n').map((line) => line.split(' '));
      assert.deepEqual([tool.join(' '), rest], ['npm i -D vite', []], 'Vite is the only thing that comes from a registry');

      const app = await emptyApp({ 'index.html': changed(page, lines) });
      t.after(() => app.remove());
      assert.equal(install.shift(), 'npm');
      await app.npm(...install);
      await app.link('vite'); // no test asks a registry: it is installed beside the tests
      await app.linkProgram('vite');
      await app.serve(serve[0], serve.slice(1), /http:\/\/localhost:5173/);

      const { context, ann, ben } = await openWindows(await browsers.at('chromium'), 'http://localhost:5173');
      t.after(() => context.close());
      await talk(ann, ben);
    });
  }
}

/** The page with these lines in the place of its two script lines. */
function changed(page, lines) {
  const scripts = /^<script .*\n<script .*\n/m;
  assert.match(page, scripts);
  return page.replace(scripts, () => lines);
}
