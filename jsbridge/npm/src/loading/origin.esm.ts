// The ES module: bundlers know new URL with a literal and import.meta.url, and take the wasm along.

import type { Origin } from './origin';

export const origin: Origin = {
  url: import.meta.url,
  server: undefined,
  wasm: new URL('./trtc-calling.wasm', import.meta.url).href,
};
