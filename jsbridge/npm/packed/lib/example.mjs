// One of the examples, copied to a folder where it may be edited, with the packages that are installed beside it.

import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App } from './app.mjs';

export const examples = fileURLToPath(new URL('../../../../examples', import.meta.url));

/** Its dev server finds the signalling server at the address that is given. */
export async function copyExample(name, server) {
  const folder = await mkdtemp(join(tmpdir(), 'trtc-example-'));
  for (const part of ['script', name]) await cp(join(examples, part), join(folder, part), { recursive: true, verbatimSymlinks: true });
  const app = new App(join(folder, name));
  await edit(app, 'vite.config.js', 'http://127.0.0.1:8080', server);
  return app;
}

/** Replaces what a file has in one place. */
export async function edit(app, file, from, to) {
  const text = await app.read(file);
  if (text.split(from).length !== 2) throw new Error(`${file} does not have ${JSON.stringify(from)} once`);
  await app.write({ [file]: text.replace(from, () => to) });
}
