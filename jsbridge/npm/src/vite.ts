// The plugin for Vite. Its dev server packs dependencies into one file first, and the wasm that lies beside them gets
// lost: this package has nothing to be packed.

export interface TRTCCallingOptions {
  /** The name in package.json, when it is another than trtc-calling-wasm or trtc-calling-js. */
  installedAs?: string;
  /**
   * Where the page takes the wasm from: 'beside' its own files, which is the default, or from the signalling 'server',
   * under the address that all of its pages share; then the build has no copy of it.
   */
  wasm?: 'beside' | 'server';
}

export interface TRTCCallingPlugin {
  name: string;
  enforce: 'pre';
  config(): { optimizeDeps: { exclude: string[] } };
  transform(code: string, id: string): string | undefined;
}

/** For vite.config: plugins: [trtcCalling()]. */
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

/** A module that does not know a file beside it takes the server's, which has to be the one of its release. */
function withoutWasm(code: string, id: string): string {
  if (!beside.test(code)) {
    throw new Error(`trtc-calling-wasm: ${id} does not name its wasm; is it of another release than the plugin?`);
  }
  return code.replace(beside, 'void 0');
}
