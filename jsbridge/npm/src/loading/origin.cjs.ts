// CommonJS: code that a bundler has put somewhere does not know where it is.

import type { Origin } from './origin';

export const origin: Origin = { url: undefined, server: undefined, wasm: undefined };
