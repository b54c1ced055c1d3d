// The package.json that is published, made from the one for development and from what the package offers.

/** entry of a sub-path: what bundlers and compilers take, per kind of module. */
const entry = (name, types = { esm: name, cjs: name }) => ({
  import: { types: `./dist/types/esm/${types.esm}.d.mts`, default: `./dist/${name}.mjs` },
  require: { types: `./dist/types/cjs/${types.cjs}.d.cts`, default: `./dist/${name}.cjs` },
});

/** Sub-paths with code, by the sources of their types. */
export const entries = {
  '.': entry('trtc-calling', { esm: 'module', cjs: 'commonjs' }),
  './vue': entry('vue', { esm: 'wrappers/vue/index', cjs: 'wrappers/vue/index' }),
  // The same declarations: they say what they import from vue, whichever is installed.
  './vue2': entry('vue2', { esm: 'wrappers/vue/index', cjs: 'wrappers/vue/index' }),
  './react': entry('react', { esm: 'wrappers/react/index', cjs: 'wrappers/react/index' }),
  './vite': entry('vite'),
};

export const wasm = './dist/trtc-calling.wasm';

/** The sources of the declarations, for each kind of module. */
export const sources = {
  esm: ['module.ts', 'wrappers/vue/index.ts', 'wrappers/react/index.ts', 'vite.ts'],
  cjs: ['commonjs.ts', 'wrappers/vue/index.ts', 'wrappers/react/index.ts', 'vite.ts'],
};

export function manifest({ name, version, description, license }) {
  return {
    name,
    version,
    description,
    keywords: ['webrtc', 'video call', 'audio call', 'trtc', 'trtc-calling-js', 'signalling', 'sfu', 'webassembly', 'vue', 'react'],
    license,
    engines: { node: '>=14' },
    type: 'module',
    sideEffects: ['./dist/trtc-calling.js'],
    // For tools that do not know exports: webpack 4, and compilers with the resolution of old Node.
    main: entries['.'].require.default,
    types: entries['.'].require.types,
    exports: { ...entries, './wasm': wasm, './package.json': './package.json' },
    unpkg: './dist/trtc-calling.js',
    jsdelivr: './dist/trtc-calling.js',
    // For the wrappers alone, which need Vue 2.7 or 3.3 and React 18. Wider, since npm refuses to install beside another
    // version even what is optional, and the calls themselves work with all of them.
    peerDependencies: { react: '>=16', vue: '>=2' },
    peerDependenciesMeta: { react: { optional: true }, vue: { optional: true } },
    bin: { 'trtc-calling-wasm': './dist/cli.mjs' },
  };
}

/** The folders by which tools that do not know exports find sub-paths: path -> package.json. */
export function folders() {
  const found = Object.entries(entries).filter(([path]) => path !== '.');
  return Object.fromEntries([
    ...found.map(([path, { require }]) => [`${path.slice(2)}/package.json`, { type: 'commonjs', main: `.${require.default}`, types: `.${require.types}` }]),
    ['wasm/package.json', { main: `.${wasm}` }],
  ]);
}
