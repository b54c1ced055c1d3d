// What is in the tarball, and what those who check packages say of it.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { binary } from '../../../../wasm/e2e/lib/server.js';
import { makeApp, tarball, tool } from '../lib/app.mjs';

/** The most that npm has to fetch, in bytes. */
const maxTarball = 1_250_000;

/** All files but the declarations, which are those of the sources. */
const files = ['CHANGELOG.md', 'LICENSE', 'README.md', 'README.zh-CN.md', 'THIRD_PARTY_LICENSES', 'WRAPPERS.md', 'dist/cli.mjs', 'dist/react.cjs', 'dist/react.mjs', 'dist/trtc-calling.cjs', 'dist/trtc-calling.js', 'dist/trtc-calling.mjs',
  'dist/trtc-calling.wasm', 'dist/vite.cjs', 'dist/vite.mjs', 'dist/vue.cjs', 'dist/vue.mjs', 'dist/vue2.cjs', 'dist/vue2.mjs', 'package.json',
  'react/package.json', 'vite/package.json', 'vue/package.json', 'vue2/package.json', 'wasm/package.json'];

export default function () {
  let app;
  before(async () => {
    app = await makeApp({});
  });
  after(() => app.remove());

  test('publint has no finding', { timeout: 60_000 }, async () => {
    assert.match(await app.run(tool('publint'), ['run', tarball, '--strict']), /All good!/);
  });

  test('attw finds the package right for every kind of resolution', { timeout: 60_000 }, async () => {
    assert.match(await app.run(tool('attw'), [tarball, '--entrypoints', '.']), /No problems found/);
  });

  test('attw finds all sub-paths right for tools that know exports', { timeout: 60_000 }, async () => {
    assert.match(await app.run(tool('attw'), [tarball, '--profile', 'node16', '--exclude-entrypoints', './wasm']), /No problems found/);
  });

  // proves: 1-02
  test('the tarball holds what is listed, and the same declarations for both kinds of modules', () => {
    const all = execFileSync('tar', ['tzf', tarball], { encoding: 'utf8' }).trim().split('\n').map((path) => path.replace('package/', '')).sort();
    const isTypes = (path) => path.startsWith('dist/types/');
    assert.deepEqual(all.filter((path) => !isTypes(path)), files);
    const names = (form, entry) => all.filter((path) => path.startsWith(`dist/types/${form}/`)).map((path) => path.split(`/${form}/`)[1].split('.')[0]).filter((name) => name !== entry);
    assert.deepEqual(names('esm', 'module'), names('cjs', 'commonjs'));
  });

  test(`the tarball has at most ${maxTarball} bytes`, () => {
    assert.ok(statSync(tarball).size <= maxTarball, `${statSync(tarball).size} bytes`);
  });

  test('the licences of all that is in the wasm go with it', async () => {
    const text = await app.read('node_modules/trtc-calling-wasm/THIRD_PARTY_LICENSES');
    const named = [...text.matchAll(/^={80}\n(.*) (\S+)\n={80}$/gm)].map(([, module]) => module);
    for (const module of ['Go', 'github.com/pion/webrtc/v3', 'honnef.co/go/js/dom/v2', 'nhooyr.io/websocket']) assert.ok(named.includes(module), module);
    assert.deepEqual(named.filter((module) => module.startsWith('trtccalling')), []);
    for (const words of ['Copyright 2009 The Go Authors', 'The Pion community']) assert.ok(text.includes(words), words);
  });

  test('it depends on nothing', async () => {
    const { dependencies, peerDependencies, peerDependenciesMeta, scripts } = JSON.parse(await app.read('node_modules/trtc-calling-wasm/package.json'));
    assert.deepEqual([dependencies, scripts], [undefined, undefined]);
    for (const name of Object.keys(peerDependencies)) assert.equal(peerDependenciesMeta[name].optional, true);
  });

  test('the server, the package and the class name the same version', async () => {
    const { version } = JSON.parse(await app.read('node_modules/trtc-calling-wasm/package.json'));
    assert.equal((await app.run(binary, ['--version'])).trim(), `trtc-server version ${version}`);
    assert.equal((await app.run('node', ['-p', "require('trtc-calling-wasm').VERSION"])).trim(), version);
  });

  test('copy-assets copies script and wasm, and says what it needs', { timeout: 60_000 }, async () => {
    assert.match(await app.run('npx', ['trtc-calling-wasm', 'copy-assets', 'public/sdk']), /public\/sdk\/trtc-calling\.js.*\n.*trtc-calling\.wasm/);
    await app.run('cmp', ['public/sdk/trtc-calling.wasm', 'node_modules/trtc-calling-wasm/dist/trtc-calling.wasm']);
    await assert.rejects(app.run('npx', ['trtc-calling-wasm', 'copy-assets']), /usage: npx trtc-calling-wasm copy-assets DIR/);
    await assert.rejects(app.run('npx', ['trtc-calling-wasm', 'copy-assets', 'package.json']), /could not be copied to package.json: EEXIST/);
  });
}
