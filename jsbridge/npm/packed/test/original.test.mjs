// An application that was written for trtc-calling-js: the package takes its place under the same name, the server is
// named by a meta element or by a proxy, and not a line of the code changes.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { until } from '../../../../wasm/e2e/lib/until.js';
import { openApp } from '../lib/app.mjs';
import { Phone } from '../lib/phone.mjs';
import { openSite } from '../lib/site.mjs';

const names = { 'vue-cli-4': 'Vue CLI 4 (webpack 4)', 'vue-cli-5': 'Vue CLI 5 (webpack 5)' };

export default function () {
  const phone = new Phone();
  before(() => phone.open());
  after(() => phone.close());

  for (const [folder, title] of Object.entries(names)) {
    if (!title.includes(process.env.ONLY ?? '')) continue;

    // proves: 1-01
    test(`${title}: the server is of another origin, which one meta element names`, { timeout: 240_000 }, async (t) => {
      const app = await openApp(folder, { as: 'trtc-calling-js', sources: 'vue2' });
      t.after(() => app.close());
      await nameServer(app, phone.server);
      await app.run('npx', ['vue-cli-service', 'build']);
      const site = await openSite(app.path('dist'));
      t.after(() => site.close());
      await consult(phone, site.url);
    });

    // proves: 1-01
    test(`${title}: the dev server's proxy hides where the server is`, { timeout: 240_000 }, async (t) => {
      const app = await openApp(folder, { as: 'trtc-calling-js', sources: 'vue2' });
      t.after(() => app.close());
      await nameServer(app, '');
      await app.serve('npx', ['vue-cli-service', 'serve', '--port', '4840'], /App running at:/, { CALLING_SERVER: phone.server });
      await consult(phone, 'http://127.0.0.1:4840/');
    });
  }
}

/** What whoever deploys it changes: the page, not the code. */
async function nameServer(app, server) {
  const page = await app.read('public/index.html');
  await app.write({ 'public/index.html': page.replace('content="SERVER"', `content="${server}"`) });
}

/** A user signs in by the application's form, calls, is called, and mutes; all by its buttons. */
async function consult(phone, url) {
  const { user, said, close } = await phone.visit(url, { server: undefined, ready: '#login' });
  const { page } = user;
  try {
    const { sdkAppID, userSig } = await phone.identity('patient');
    await fill(page, { sdkAppID: String(sdkAppID), userID: 'patient', userSig });
    await page.click('#login');
    await page.waitForSelector('#callee').catch(async () => assert.fail(`not signed in: ${await text(page, '#error')}\n${said.join('\n')}`));
    await fill(page, { callee: 'peer' });
    await page.click('#call');
    await phone.peer.skipTo('onInvited');
    await phone.peer.must('accept');
    await seen(user, phone.peer);
    await page.click('#mute');
    await phone.peer.skipTo('onUserAudioAvailable');
    await page.click('#hangup');
    await phone.peer.skipTo('onCallEnd');

    await phone.peer.must('call', { userID: 'patient', type: 2 });
    await page.waitForSelector('#accept');
    await page.click('#accept');
    await seen(user, phone.peer);
    await phone.peer.must('hangup');
    await until(() => text(page, '#status'), (status) => status === 'idle', { what: 'the end of the call' });
    assert.equal(await text(page, '#error'), '');
    assert.deepEqual(said.filter((line) => line.startsWith('error: ')), []);
  } finally {
    await close();
  }
}

async function fill(page, values) {
  for (const [id, value] of Object.entries(values)) {
    await page.waitForSelector(`#${id}`);
    await page.type(`#${id}`, value);
  }
}

const text = (page, selector) => page.$eval(selector, (element) => element.textContent.trim());

/** The application shows the peer and itself, and the peer is shown it. */
async function seen(user, peer) {
  for (const id of ['video-peer', 'local']) await user.moves(id);
  await peer.moves(await peer.view('patient'));
}
