// An application of ours, copied to a folder where it may be edited, with the packages that are installed beside it.

import { cp, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App, openApp } from './app.mjs';

export const examples = fileURLToPath(new URL('../../../../examples', import.meta.url));

/** Its dev server finds the signalling server at the address that is given. */
export async function copyExample(name, server) {
  const folder = await mkdtemp(join(tmpdir(), 'trtc-example-'));
  for (const part of ['script', name]) await cp(join(examples, part), join(folder, part), { recursive: true, verbatimSymlinks: true });
  const app = new App(join(folder, name));
  await nameServer(app, server);
  return app;
}

/** The same of an application in apps/. */
export async function copyApp(name, server) {
  const { folder } = await openApp(name);
  const app = new App(await mkdtemp(join(tmpdir(), 'trtc-app-')));
  await cp(folder, app.folder, { recursive: true, verbatimSymlinks: true });
  await nameServer(app, server);
  return app;
}

function nameServer(app, server) {
  return edit(app, 'vite.config.js', 'http://127.0.0.1:8080', server);
}

/**
 * Adds to what a file has in one place. It is written without being emptied first: a dev server that looks in between
 * takes an empty module for the change, and its watcher drops what follows within 5 ms.
 */
export async function edit(app, file, from, to) {
  const text = await app.read(file);
  if (text.split(from).length !== 2) throw new Error(`${file} does not have ${JSON.stringify(from)} once`);
  if (to.length < from.length) throw new Error(`${JSON.stringify(to)} is shorter than what it replaces`);
  await writeFile(app.path(file), text.replace(from, () => to), { flag: 'r+' });
}
