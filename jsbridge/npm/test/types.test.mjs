// Our types against the contract's, by the compiler.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const folder = fileURLToPath(new URL('..', import.meta.url));
const types = `${folder}test/types/`;
const virtual = `${folder}src/virtual.d.ts`;

/** Compiles files and gives what the compiler says. changed maps paths to other contents. */
function compile(files, options = {}, changed = {}) {
  const settings = {
    strict: true, noEmit: true, skipLibCheck: false, types: [], esModuleInterop: true, lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    target: ts.ScriptTarget.ES2020, module: ts.ModuleKind.Preserve, ...options,
  };
  const host = ts.createCompilerHost(settings);
  const read = host.readFile;
  host.readFile = (path) => changed[path] ?? read(path);
  const source = host.getSourceFile;
  host.getSourceFile = (path, version) => (changed[path] ? ts.createSourceFile(path, changed[path], version) : library(path, version, source));
  const diagnostics = ts.getPreEmitDiagnostics(ts.createProgram([...files, virtual], settings, host));
  return diagnostics.map(({ file, messageText }) => `${file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
}

/** The compiler's own libraries are parsed once. */
const libraries = new Map();
function library(path, version, source) {
  if (!path.includes('/typescript/lib/')) {
    return source(path, version);
  }
  libraries.has(path) || libraries.set(path, source(path, version));
  return libraries.get(path);
}

const targets = {
  "the contract's types": `${folder}test/contract.d.ts`,
  'our ES module': `${folder}src/module.ts`,
};

for (const [name, target] of Object.entries(targets)) {
  test(`applications' code compiles against ${name}`, () => {
    assert.deepEqual(compile([`${types}consumer.ts`], { paths: { 'trtc-calling-js': [target] } }), []);
  });
}

test("applications' code compiles against our CommonJS module, also without strict checks", () => {
  const paths = { 'trtc-calling-js': [`${folder}src/commonjs.ts`] };
  const file = `${types}consumer.ts`;
  const required = readFileSync(file, 'utf8').replace("import TRTCCalling from 'trtc-calling-js'", "import TRTCCalling = require('trtc-calling-js')");
  for (const strict of [true, false]) {
    assert.deepEqual(compile([file], { paths, strict }, { [file]: required }), []);
  }
});

test('every public member says what it is for', () => {
  const silent = [];
  for (const name of ['facade/calling', 'facade/additions', 'compatibility/undocumented']) {
    const source = ts.createSourceFile(name, readFileSync(`${folder}src/${name}.ts`, 'utf8'), ts.ScriptTarget.ES2020, true);
    const members = source.statements.filter(ts.isClassDeclaration).flatMap((declaration) => [...declaration.members]);
    const overloads = new Map();
    for (const member of members.filter((member) => member.name && !isInner(member))) {
      const documented = ts.getJSDocCommentsAndTags(member).length > 0;
      overloads.set(member.name.text, overloads.get(member.name.text) || documented);
    }
    silent.push(...[...overloads].filter(([, documented]) => !documented).map(([member]) => `${name}: ${member}`));
  }
  assert.deepEqual(silent, []);
});

/** Abstract members are documented where they are defined. */
function isInner(member) {
  return ts.getCombinedModifierFlags(member) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected | ts.ModifierFlags.Abstract);
}

const wrong = ["trtc.call({ userID: 'B' })", 'trtc.groupCall({ type: 1 })', "trtc.setVideoQuality('4k')", "trtc.on('onUserEnter', ({ user }) => user)",
  'trtc.noMethod()', "trtc.changeCallStatus('busy')", 'new TRTCCalling({})', 'TRTCCalling.CALL_TYPE.HOLOGRAM', "trtc.EVENT!.ERROR = 'x'"];

for (const [name, target] of Object.entries(targets)) {
  test(`each wrong statement is refused by ${name}`, () => {
    const file = `${types}consumer.ts`;
    const code = `${readFileSync(file, 'utf8')}\n${wrong.map((statement) => `void (${statement});\n`).join('')}`;
    const found = compile([file], { paths: { 'trtc-calling-js': [target] } }, { [file]: code });
    assert.equal(found.length, wrong.length, found.join('\n'));
  });
}

test('our types differ from the contract exactly as listed', () => {
  assert.deepEqual(compile([`${types}differences.ts`]), []);
});

test('a difference that is not listed is found, and so is one that is listed but does not exist', () => {
  const file = `${types}differences.ts`;
  const code = readFileSync(file, 'utf8');
  const lists = (code.match(/^holds</gm) ?? []).length;
  assert.ok(lists >= 12, `${lists} lists`);
  const longer = code.replace(/type List<Found, Listed> = .*/, "type List<Found, Listed> = Same<Found, Listed | 'login'>;");
  const shorter = code.replace(/type List<Found, Listed> = .*/, 'type List<Found, Listed> = [Listed] extends [never] ? false : Same<Found, Exclude<Listed, First<Listed>>>;\n' +
    'type First<U> = (U extends unknown ? (x: (u: U) => void) => void : never) extends (x: infer L) => void ? (L extends (u: infer I) => void ? I : never) : never;');
  assert.notEqual(longer, code);
  assert.notEqual(shorter, code);
  for (const changed of [longer, shorter]) {
    assert.equal(compile([file], {}, { [file]: changed }).length, lists);
  }
});
