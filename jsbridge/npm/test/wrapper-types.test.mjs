// Pages with the wrappers, by the compiler.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const folder = fileURLToPath(new URL('..', import.meta.url));
const vue2 = { vue: [`${folder}node_modules/vue2/types/index.d.ts`] };

const pages = {
  'Vue 3': { file: 'wrapper-vue.ts', wrapper: 'vue', wrong: ['useTRTCCalling({})', 'useTRTCCalling().calling.noMethod()', "useTRTCCalling().status.value = 'idle'"] },
  'Vue 2.7': { file: 'wrapper-vue.ts', wrapper: 'vue', paths: vue2, wrong: ['useTRTCCalling(5)', 'useTRTCCalling().users.value[0].userID.toFixed()'] },
  React: { file: 'wrapper-react.tsx', wrapper: 'react', wrong: ['useTRTCCalling().calling.hangup()', '<TRTCRemoteView />', "useTRTCCalling().userID = 'x'"] },
};

/** Compiles a page with code after it, and gives what the compiler says. */
function compile({ file, wrapper, paths = {} }, code = '') {
  const settings = {
    strict: true, noEmit: true, skipLibCheck: true, types: [], jsx: ts.JsxEmit.ReactJSX, lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    target: ts.ScriptTarget.ES2020, module: ts.ModuleKind.Preserve, paths: { [`trtc-calling-wasm/${wrapper}`]: [`${folder}src/wrappers/${wrapper}/index.ts`], ...paths },
  };
  const path = `${folder}test/types/${file}`;
  const host = ts.createCompilerHost(settings);
  const read = host.getSourceFile;
  host.getSourceFile = (name, version) => (name === path ? ts.createSourceFile(name, readFileSync(path, 'utf8') + code, version) : read(name, version));
  const diagnostics = ts.getPreEmitDiagnostics(ts.createProgram([path, `${folder}src/virtual.d.ts`], settings, host));
  return diagnostics.map(({ file: at, messageText }) => `${at?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
}

for (const [name, page] of Object.entries(pages)) {
  test(`a page of ${name} compiles, and each wrong statement is refused`, () => {
    assert.deepEqual(compile(page), []);
    const found = compile(page, page.wrong.map((statement) => `void (${statement});\n`).join(''));
    assert.equal(found.length, page.wrong.length, found.join('\n'));
  });
}
