// The package in each tool that people bundle with: what comes out makes a real call.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makeApp, tool } from '../lib/app.mjs';
import { Phone } from '../lib/phone.mjs';
import { openSite } from '../lib/site.mjs';

const html = (script) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>app</title><body>${script}</body></html>\n`;
const main = (name) => `import TRTCCalling from '${name}'\nwindow.TRTCCalling = TRTCCalling\n`;

/** What an application consists of, unless a tool needs more. */
const plain = { 'index.html': html('<script type="module" src="./main.js"></script>'), 'main.js': main('trtc-calling-wasm') };

const vite = { 'vite.config.mjs': "import trtcCalling from 'trtc-calling-wasm/vite'\nexport default { plugins: [trtcCalling()] }\n" };
const rollup = {
  'rollup.config.mjs': `import { nodeResolve } from '${import.meta.resolve('@rollup/plugin-node-resolve')}'
import { importMetaAssets } from '${import.meta.resolve('@web/rollup-plugin-import-meta-assets')}'
export default { input: 'main.js', output: { dir: 'dist', format: 'es' }, plugins: [nodeResolve(), importMetaAssets()] }
`,
};
const page = { 'dist/index.html': html('<script type="module" src="./main.js"></script>') };
const webpack4 = {
  'build.cjs': `const webpack = require('${new URL('../node_modules/webpack4', import.meta.url).pathname}')
webpack({ mode: 'production', context: __dirname, entry: './main.js', output: { path: __dirname + '/dist' } }, (error, stats) => {
  console.log(error || stats.toString())
  process.exit(error || stats.hasErrors() ? 1 : 0)
})
`,
};

/**
 * name -> how the application is built. serve gives an address and takes the place of build; wasm says where the wasm
 * has to come from: from beside the application, or from the server, since the tool leaves it out.
 */
const tools = {
  'vite build': { files: vite, build: (app) => app.run(tool('vite'), ['build']), wasm: 'beside' },
  'vite build without the plugin': { build: (app) => app.run(tool('vite'), ['build']), wasm: 'beside' },
  'vite build, told to leave the wasm out': {
    files: { 'vite.config.mjs': vite['vite.config.mjs'].replace('trtcCalling()', "trtcCalling({ wasm: 'server' })") },
    build: (app) => app.run(tool('vite'), ['build']),
    wasm: 'server',
    asks: 1,
  },
  'vite dev': { files: vite, serve: (app) => app.serve(tool('vite'), ['--host', '127.0.0.1']), wasm: 'beside' },
  'vite dev without the plugin': { serve: (app) => app.serve(tool('vite'), ['--host', '127.0.0.1']), wasm: 'server', says: /is an HTML page.* Trying http/s },
  'webpack 5': { files: page, build: (app) => app.run(tool('webpack'), ['--mode', 'production', '--entry', './main.js', '-o', 'dist']), wasm: 'beside' },
  'webpack 4, which takes CommonJS': { files: { ...page, ...webpack4 }, build: (app) => app.run('node', ['build.cjs']), wasm: 'server' },
  rollup: { files: { ...page, ...rollup }, build: (app) => app.run(tool('rollup'), ['-c']), wasm: 'beside' },
  parcel: { build: buildParcel, wasm: 'server' }, // it looks at exports only when told to, and takes CommonJS
  'parcel, told to look at exports': {
    files: { 'package.json': '{ "name": "app", "private": true, "@parcel/resolver-default": { "packageExports": true } }\n' },
    build: buildParcel,
    wasm: 'beside',
  },
  'esbuild, with the assets copied': {
    files: page,
    build: async (app) => {
      await app.run(tool('esbuild'), ['main.js', '--bundle', '--format=esm', '--outdir=dist']);
      await app.run('npx', ['trtc-calling-wasm', 'copy-assets', 'dist']);
    },
    wasm: 'beside',
  },
  'esbuild alone': { files: page, build: (app) => app.run(tool('esbuild'), ['main.js', '--bundle', '--format=esm', '--outdir=dist']), wasm: 'server', says: /answered 404.* Trying http/s },
  'a script tag': {
    files: { 'dist/index.html': html('<script src="./trtc-calling.js"></script>') },
    build: (app) => app.run('npx', ['trtc-calling-wasm', 'copy-assets', 'dist']),
    wasm: 'beside',
  },
  'a script tag of type module, without any tool': {
    files: { 'index.html': html('<script type="module" src="./main.js"></script>'), 'main.js': main('./node_modules/trtc-calling-wasm/dist/trtc-calling.mjs') },
    root: '.',
    wasm: 'beside',
  },
};

function buildParcel(app) {
  return app.run(tool('parcel'), ['build', 'index.html', '--no-source-maps', '--no-cache']);
}

export default function () {
  const phone = new Phone();
  before(() => phone.open());
  after(() => phone.close());

  for (const [name, { files, build, serve, root = 'dist', wasm, says, asks }] of Object.entries(tools)) {
    if (!name.includes(process.env.ONLY ?? '')) continue;
    // proves: 1-01 1-02
    test(`${name}: a real call`, { timeout: 120_000 }, async (t) => {
      const app = await makeApp({ ...plain, ...files });
      t.after(() => app.remove());
      await build?.(app);
      const site = serve ? { url: `${await serve(app)}/` } : await openSite(app.path(root));
      t.after(() => site.close?.());
      const { loaded, said } = await phone.call(site.url);
      const home = wasm === 'server' ? phone.server : site.url;
      assert.ok(loaded.at(-1)?.startsWith(home), `the wasm came from ${loaded}, not from ${home}`);
      if (asks) assert.equal(loaded.length, asks, `the wasm was asked for at ${loaded}`);
      if (says) assert.match(said.join('\n'), says);
      const errors = said.filter((text) => text.startsWith('error: '));
      assert.deepEqual(errors, []);
    });
  }
}
