// Makes bin/trtc-calling-wasm.tgz from what `go run ./jsbridge/build` has built: node pack/pack.mjs

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { declarations } from './declarations.mjs';
import { folders, manifest, sources } from './manifest.mjs';

const here = fileURLToPath(new URL('..', import.meta.url));
const root = join(here, '../..');
const stage = join(root, 'bin/npm');
const tarball = join(root, 'bin/trtc-calling-wasm.tgz');

/** What Go's build made, as it is. */
const built = ['trtc-calling.mjs', 'trtc-calling.cjs', 'trtc-calling.js', 'trtc-calling.wasm', 'vue.mjs', 'vue.cjs', 'vue2.mjs', 'vue2.cjs', 'react.mjs', 'react.cjs'];
/** Small sources that only lose their types. */
const plain = { 'vite.mjs': 'vite.ts', 'vite.cjs': 'vite.ts' };
/** Beside package.json, from the folder they are in. */
const texts = { 'README.md': here, 'WRAPPERS.md': here, 'README.zh-CN.md': here, LICENSE: root, 'CHANGELOG.md': root };

// npm packs the modes of files, and those of a clone and of new files are what somebody's umask leaves.
process.umask(0o022);

function write(path, content) {
  const target = join(stage, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, content);
}

function writeJSON(path, value) {
  write(path, `${JSON.stringify(value, null, 2)}\n`);
}

function transpile(source, path) {
  const module = path.endsWith('.cjs') ? ts.ModuleKind.CommonJS : ts.ModuleKind.ESNext;
  return ts.transpileModule(readFileSync(join(here, 'src', source), 'utf8'), { compilerOptions: { module, target: ts.ScriptTarget.ES2017 } }).outputText;
}

function fill() {
  rmSync(stage, { recursive: true, force: true });
  writeJSON('package.json', manifest(JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'))));
  for (const [path, content] of Object.entries(folders())) writeJSON(path, content);
  for (const name of built) write(`dist/${name}`, readFileSync(join(here, 'dist', name)));
  for (const [name, source] of Object.entries(plain)) write(`dist/${name}`, transpile(source, name));
  write('dist/cli.mjs', readFileSync(join(here, 'pack/cli.mjs')));
  for (const [path, text] of Object.entries(declarations(join(here, 'src'), sources))) write(`dist/${path}`, text);
  write('THIRD_PARTY_LICENSES', execFileSync('go', ['run', './jsbridge/build', 'licenses', 'wasm'], { cwd: root }));
  for (const [name, folder] of Object.entries(texts)) write(name, readFileSync(join(folder, name)));
}

/** Puts it in its place, unless the one there is the same: what was installed from that is up to date. */
function keep(made) {
  if (existsSync(tarball) && readFileSync(tarball).equals(readFileSync(made))) rmSync(made);
  else renameSync(made, tarball);
}

fill();
const [packed] = JSON.parse(execFileSync('npm', ['pack', '--json', '--pack-destination', '..'], { cwd: stage, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }));
keep(join(root, 'bin', packed.filename));
console.log(`bin/trtc-calling-wasm.tgz: ${packed.files.length} files, ${packed.size} bytes packed, ${packed.unpackedSize} unpacked`);
