// Both sides of the border name the same methods.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const read = (path) => readFileSync(new URL(path, import.meta.url), 'utf8');

test('the facade knows the methods that the Go program has, and no others', () => {
  const union = /type NativeMethod =([^;]*);/.exec(read('../src/program/native.ts'))[1];
  const tables = ['api_js.go', 'devices_js.go'].map((file) => /map\[string\]jsbridge\.Handler\{\n([\s\S]*?)\n\t\}\n\}/.exec(read(`../../../wasm/${file}`))[1]);
  const ours = [...union.matchAll(/'(\w+)'/g)].map(([, name]) => name);
  const theirs = [...tables.join('\n').matchAll(/^\t\t"(\w+)":/gm)].map(([, name]) => name);
  assert.ok(theirs.length > 20);
  assert.deepEqual(ours.sort(), theirs.sort());
});
