#!/usr/bin/env node
// npx trtc-calling-wasm copy-assets DIR: puts what a page has to load into a folder that is served as it is.

import { copyFileSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const usage = `usage: npx trtc-calling-wasm copy-assets DIR

Copies trtc-calling.js and trtc-calling.wasm to DIR, for example public/. A page then loads the script by a tag, or an
application gives the option wasmUrl: '/trtc-calling.wasm'. Copy again after each update: script and wasm belong together.`;

function copyAssets(folder) {
  mkdirSync(folder, { recursive: true });
  for (const name of ['trtc-calling.js', 'trtc-calling.wasm']) {
    const target = join(folder, name);
    copyFileSync(fileURLToPath(new URL(name, import.meta.url)), target);
    console.log(`${target} (${statSync(target).size} bytes)`);
  }
}

const [command, folder, ...rest] = process.argv.slice(2);
if (command !== 'copy-assets' || folder === undefined || rest.length > 0) {
  console.error(usage);
  process.exit(2);
}
try {
  copyAssets(folder);
} catch (error) {
  console.error(`trtc-calling-wasm: the files could not be copied to ${folder}: ${error.message}`);
  process.exit(1);
}
