// What the tests of the wrappers share.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { echoModule, nextEvents, pageDocument, withGlobals } from './bundles.mjs';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const require = createRequire(import.meta.url);

/** Options of an instance on the echo program. */
export const options = { SDKAppID: 1, wasmModule: echoModule, serverUrl: 'http://127.0.0.1:1' };

export const ann = { userID: 'ann', userSig: 's' };

/** A CommonJS wrapper, with the framework that it is given. */
export function commonJS(file, framework) {
  const module = { exports: {} };
  const find = (name) => (name.startsWith('./') ? require(`${dist}${name}`) : framework);
  new Function('module', 'exports', 'require', readFileSync(`${dist}${file}`, 'utf8'))(module, module.exports, find);
  return module.exports;
}

/** Lets code believe that it is in a page. */
export function inPage(t) {
  withGlobals(t, { document: pageDocument() });
}

/** Lets the program emit an event, and waits until it has come. */
export async function emit(trtc, name, payload) {
  await trtc.call({ userID: 'emit', name, payload });
  await settled(trtc);
}

/** Lets the program say how things are; calling emit() afterwards tells what led to it. */
export async function show(trtc, snapshot) {
  await trtc.call({ userID: 'snapshot', payload: { userID: 'ann', ...snapshot } });
  await settled(trtc);
}

/** Waits until every event that was emitted before has come. */
export async function settled(trtc) {
  const last = nextEvents(trtc, 'last');
  await trtc.call({ userID: 'emit', name: 'last', payload: {} });
  await last;
  trtc.off('last');
}

/** How many handlers are registered at an instance. */
export function listeners(trtc) {
  return [...trtc.core.emitter.registrations.values()].flat().length;
}
