// What a browser must have is what package.json says, and what the README tells in two languages.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import wabtReady from 'wabt';
import { bundle } from './bundles.mjs';

const read = (name) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const wabt = await wabtReady();

/** All that the validator knows beyond the first WebAssembly. */
const every = [
  'mutable_globals', 'sat_float_to_int', 'sign_extension', 'simd', 'threads', 'multi_value', 'tail_call', 'bulk_memory', 'reference_types',
  'exceptions', 'function_references', 'annotations', 'code_metadata', 'gc', 'memory64', 'multi_memory', 'extended_const', 'relaxed_simd',
];
/** What Go 1.26 compiles to. Chrome has it since 75, Firefox since 79, Safari since 15.1. */
const needed = ['sat_float_to_int', 'sign_extension', 'bulk_memory'];

function refusal(wasm, features) {
  const given = Object.fromEntries(every.map((name) => [name, features.includes(name)]));
  let module;
  try {
    module = wabt.readWasm(wasm, { readDebugNames: false, ...given });
    module.validate(given);
    return undefined;
  } catch (error) {
    return error.message;
  } finally {
    module?.destroy();
  }
}

const sample = eval(/const SAMPLE = (\[.*?\n\]);/s.exec(read('src/loading/browser.ts'))[1]);

for (const [name, wasm] of [['the wasm', readFileSync(bundle.wasm)], ['the sample that a browser is asked about', new Uint8Array(sample)]]) {
  test(`${name} needs ${needed.join(', ')} and nothing else`, () => {
    assert.equal(refusal(wasm, needed), undefined);
    for (const one of needed) assert.match(refusal(wasm, needed.filter((other) => other !== one)) ?? 'accepted', /unexpected opcode/, `without ${one}`);
  });
}

const readmes = ['README.md', 'README.zh-CN.md'];

for (const name of readmes) {
  test(`${name} names the browsers of package.json`, () => {
    const text = read(name).toLowerCase().replaceAll(/[*`]/g, '');
    const [, section] = /\n## (?:browsers|浏览器)\n(.*?)\n## /s.exec(text);
    const named = [...section.matchAll(/(chrome|edge|firefox|safari) (\d+(?:\.\d+)?)/g)].map(([, browser, version]) => `${browser} >= ${version}`);
    assert.deepEqual(named.slice(0, 4), JSON.parse(read('package.json')).browserslist);
  });
}

/** The texts of errors that the table names: between backticks, without the words that differ. */
function quoted(name) {
  const [, table] = /\n## (?:When something goes wrong|出错时)\n(.*?)\n## /s.exec(read(name));
  const cells = table.split('\n').filter((line) => /^\| .*`/.test(line)).map((line) => line.split(' | ')[0]);
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, text]) => text)).filter((text) => /[ …]/.test(text)).map((text) => text.replace(/ 404 …/, ''));
}

const sources = [
  ...readdirSync(new URL('../src', import.meta.url), { recursive: true }).filter((name) => name.endsWith('.ts')).map((name) => read(`src/${name}`)),
  ...['api/error.go', 'api/support.go', 'machine/error.go', 'calling/link.go'].map((name) => read(`../../wasm/${name}`)),
  read('../../server/gateway/origin.go'),
].join('\n').replaceAll(/\$\{[^}]*\}|%[sqv]/g, '…').replaceAll(/['`"] \+\n\s*['`"]/g, '');

test('the errors that the README explains are the real ones', () => {
  for (const text of quoted('README.md')) {
    for (const part of text.split('…').map((piece) => piece.trim()).filter(Boolean)) assert.ok(sources.includes(part), `no source says: ${part}`);
  }
});

test('the README explains the same errors in both languages', () => {
  assert.ok(quoted('README.md').length >= 8);
  assert.deepEqual(quoted('README.zh-CN.md'), quoted('README.md'));
});
