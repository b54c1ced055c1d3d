// The plugin for Vite. Its dev server packs dependencies into one file first, and the wasm that lies beside them gets
// lost: this package has nothing to be packed.

export interface TRTCCallingPlugin {
  name: string;
  config(): { optimizeDeps: { exclude: string[] } };
}

/** For vite.config: plugins: [trtcCalling()]. Under another name than the usual two, give it. */
export default function trtcCalling(installedAs?: string): TRTCCallingPlugin {
  const names = ['trtc-calling-wasm', 'trtc-calling-js'];
  return {
    name: 'trtc-calling-wasm',
    config: () => ({ optimizeDeps: { exclude: installedAs === undefined ? names : [...names, installedAs] } }),
  };
}
