// An application made with a wrapper: it answers a call and its components show it.

import assert from 'node:assert/strict';
import { until } from '../../../../wasm/e2e/lib/until.js';
import { violations } from './policy.mjs';

/**
 * Opens an application of the wrappers, which signs in as its address says, and waits until its components have
 * answered and shown a call of the peer. Fails for what the page complains about.
 */
export async function answerAndSee(phone, url, identity) {
  const who = encodeURIComponent(JSON.stringify(identity));
  const { user, said, close } = await phone.visit(`${url}#${who}`, { ready: '#status' });
  const { page } = user;
  try {
    await until(() => phone.peer.invoke('call', { userID: identity.userID, type: 2 }), ({ error }) => error === undefined, { what: 'a call to the application' });
    await page.waitForSelector('#accept');
    await page.click('#accept');
    for (const id of ['remote', 'local']) await user.moves(id);
    await phone.peer.moves(await phone.peer.view(identity.userID));
    await phone.peer.must('hangup');
    await until(() => page.$eval('#status', ({ textContent }) => textContent.trim()), (text) => text === 'idle', { what: 'the end, without an error' });
    await until(() => page.$('#remote video'), (picture) => picture === null, { what: 'no picture any more' });
    assert.deepEqual(said.filter((text) => /^error: |hydrat/i.test(text)), []);
    assert.deepEqual(await violations(page), []);
  } finally {
    await close();
  }
}
