// The script tag: document.currentScript exists only while the script runs for the first time, which is now.

import type { Origin } from './origin';
import { WASM_TAG } from 'virtual:build';

const tag = typeof document === 'undefined' ? null : (document.currentScript as HTMLScriptElement | null);
const url = tag?.src || undefined; // '' for a script within the page

export const origin: Origin = {
  url,
  server: tag?.getAttribute('data-server') ?? undefined,
  wasm: url && new URL(`trtc-calling.wasm?v=${WASM_TAG}`, url).href,
};
