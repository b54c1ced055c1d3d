// The one command that the README of each example gives, and a call on what it serves.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { join } from 'node:path';
import { App } from '../lib/app.mjs';
import { examples } from '../lib/example.mjs';
import { Phone } from '../lib/phone.mjs';

export default function () {
  const phone = new Phone();
  before(() => phone.open());
  after(() => phone.close());

  for (const name of ['vue', 'react']) {
    test(`the lock file of examples/${name} fits each build of the package`, async () => {
      const { packages } = JSON.parse(await readFile(join(examples, name, 'package-lock.json'), 'utf8'));
      assert.equal(packages['node_modules/trtc-calling-wasm'].integrity, undefined, 'npm has written it anew; take it out');
    });

    if (!name.includes(process.env.ONLY ?? '')) continue;
    test(`npm start in examples/${name}: two tabs call each other`, { timeout: 300_000 }, async (t) => {
      const app = new App(join(examples, name));
      t.after(() => app.close());
      // Not those of the make that runs the tests.
      const env = { MAKEFLAGS: '', MAKELEVEL: '', MFLAGS: '' };
      const url = await app.serve('npm', ['start'], /http:\/\/localhost:5173/, env);
      const ann = await signIn(phone, url, 'ann', t);
      const ben = await signIn(phone, url, 'ben', t);
      await ann.page.type('#callee', 'ben');
      await ann.page.click('#dial button[value=video]');
      await ben.page.waitForSelector('#answer');
      await ben.page.click('#answer');
      for (const user of [ann, ben]) for (const id of ['remote', 'local']) await user.moves(id);
    });
  }
}

async function signIn(phone, url, name, t) {
  const { user, close } = await phone.visit(url, { ready: '#name', server: undefined }); // the page finds its own
  t.after(close);
  await user.page.type('#name', name);
  await user.page.click('#sign-in button');
  await user.page.waitForSelector('#callee');
  return user;
}
