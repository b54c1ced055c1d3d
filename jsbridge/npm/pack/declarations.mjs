// Declarations of the package, written by the compiler from the sources. They exist twice, since a file is either of an
// ES module or of CommonJS: name.d.mts and name.d.cts, with the extension in each import.

import ts from 'typescript';

const settings = {
  strict: true, exactOptionalPropertyTypes: true, declaration: true, emitDeclarationOnly: true, skipLibCheck: true, types: [], lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  target: ts.ScriptTarget.ES2020, module: ts.ModuleKind.Preserve, isolatedModules: true,
};

const forms = { esm: '.mjs', cjs: '.cjs' };

/**
 * What lies under types/ in the package: path -> text. entries name the sources below folder that something is
 * exported from, per form: { esm: ['module.ts'], cjs: ['commonjs.ts'] }.
 */
export function declarations(folder, entries) {
  const files = {};
  for (const [form, extension] of Object.entries(forms)) {
    const roots = [...entries[form], 'virtual.d.ts'].map((name) => `${folder}/${name}`);
    const program = ts.createProgram(roots, settings);
    refuseErrors(program);
    const texts = emit(program, folder);
    for (const name of reachable(texts, entries[form])) {
      files[`types/${form}/${name}.d${extension.replace('js', 'ts')}`] = withExtensions(texts[name], extension);
    }
  }
  return files;
}

function refuseErrors(program) {
  const errors = ts.getPreEmitDiagnostics(program);
  if (errors.length > 0) {
    throw new Error(ts.formatDiagnostics(errors, { getCanonicalFileName: (name) => name, getCurrentDirectory: () => '', getNewLine: () => '\n' }));
  }
}

/** The declarations by the names of their sources, without extension. */
function emit(program, folder) {
  const texts = {};
  program.emit(undefined, (path, text) => {
    const name = path.slice(folder.length + 1).replace(/\.d\.ts$/, '');
    const source = program.getSourceFile(`${folder}/${name}.ts`);
    texts[name] = importsOfNothing(source) + withoutStars(text, program, source);
  });
  return texts;
}

/** The compiler drops them, but namespace.ts adds to the class by being there. */
function importsOfNothing(source) {
  return (source.text.match(/^import type \{\} from '.*';\n/gm) ?? []).join('');
}

/** export type * is unknown to compilers before 5.0; the names it stands for are not. */
function withoutStars(text, program, source) {
  return text.replace(/^export type \* from '(.*)';$/gm, (_, from) => `export type { ${namesOf(program, source, from).join(', ')} } from '${from}';`);
}

function namesOf(program, source, from) {
  const checker = program.getTypeChecker();
  const statement = source.statements.find((one) => ts.isExportDeclaration(one) && !one.exportClause && one.moduleSpecifier.text === from);
  const named = new Set(source.statements.filter((one) => ts.isExportDeclaration(one) && one.exportClause).flatMap((one) => one.exportClause.elements.map(({ name }) => name.text)));
  const all = checker.getExportsOfModule(checker.getSymbolAtLocation(statement.moduleSpecifier));
  return all.map(({ name }) => name).filter((name) => !named.has(name)).sort();
}

const relative = /(\bfrom |\bimport\(|^declare module |^import )(['"])(\.\.?\/[^'"]*)\2/gm;

/** The entries and what they import, directly or not. */
function reachable(texts, entries) {
  const found = new Set();
  const visit = (name) => {
    if (found.has(name)) {
      return;
    }
    found.add(name);
    for (const [, , , specifier] of texts[name].matchAll(relative)) {
      visit(new URL(specifier, `file:///${name}`).pathname.slice(1));
    }
  };
  entries.forEach((entry) => visit(entry.replace(/\.ts$/, '')));
  return found;
}

function withExtensions(text, extension) {
  return text.replace(relative, (_, before, quote, specifier) => `${before}${quote}${specifier}${extension}${quote}`);
}
