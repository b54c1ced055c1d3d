// The plugin for Vite. Its dev server bundles dependencies in advance, and would lose the wasm that lies beside this one.
// There is nothing to bundle in this package, so the plugin excludes it.

export interface TRTCCallingOptions {
  /** The name under which the package is installed, if it is not trtc-calling-wasm or trtc-calling-js. */
  installedAs?: string;
  /**
   * Where the page takes the wasm from: 'beside' its own files, which is the default; or from the 'server' of the calls,
   * at an address that all of its pages share. The build has no copy of it then.
   */
  wasm?: 'beside' | 'server';
}

export interface TRTCCallingPlugin {
  name: string;
  enforce: 'pre';
  config(): { optimizeDeps: { exclude: string[] } };
  transform(code: string, id: string): string | undefined;
}

/** In vite.config: plugins: [trtcCalling()] */
export default function trtcCalling({ installedAs, wasm = 'beside' }: TRTCCallingOptions = {}): TRTCCallingPlugin {
  const names = ['trtc-calling-wasm', 'trtc-calling-js'];
  return {
    name: 'trtc-calling-wasm',
    enforce: 'pre', // before Vite looks for files that belong to the module
    config: () => ({ optimizeDeps: { exclude: installedAs === undefined ? names : [...names, installedAs] } }),
    transform: (code, id) => (wasm === 'server' && /[\\/]trtc-calling\.mjs(\?|$)/.test(id) ? withoutWasm(code, id) : undefined),
  };
}

const beside = /new URL\("\.\/trtc-calling\.wasm",import\.meta\.url\)\.href/;

/** A module that does not know of a file beside it takes the server's, which has to be of the same release. */
function withoutWasm(code: string, id: string): string {
  if (!beside.test(code)) {
    throw new Error(`trtc-calling-wasm: ${id} does not name its wasm; is it of another release than the plugin?`);
  }
  return code.replace(beside, 'void 0');
}
