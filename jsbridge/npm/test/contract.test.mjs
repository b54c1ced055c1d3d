// Rows of the contract that no other test here needs.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { captureConsole, freshClass, freshInstance } from './bundles.mjs';

// proves: 1.1-22
test('EVENT is a plain object that pages may add to', async () => {
  const { EVENT } = await freshClass();
  assert.equal(Object.getPrototypeOf(EVENT), Object.prototype);
  assert.equal(Object.isExtensible(EVENT) && !Object.isFrozen(EVENT), true);
  EVENT.MINE = 'onMine';
  EVENT.INVITED = 'changed';
  assert.deepEqual([EVENT.MINE, EVENT.INVITED], ['onMine', 'changed']);
});

// proves: 2-03
test('options for chat layers are taken and change nothing', async (t) => {
  const lines = captureConsole(t);
  const trtc = await freshInstance({ SDKAppID: 7, offlineSupport: false, isRejectNotifyAll: true, oversea: true, proxyServer: 'x' });
  const { sdkAppID } = await trtc.login({ userID: 'A', userSig: 's' });
  assert.equal(sdkAppID, 7);
  assert.deepEqual(lines, []);
});

// proves: 3.0-01
test('methods that change something return a promise, and reject instead of throwing', async () => {
  const trtc = await freshInstance();
  const methods = 'login logout call groupCall accept reject hangup startLocalView stopLocalView startRemoteView stopRemoteView ' +
    'openCamera closeCamera setMicMute setVideoQuality switchToAudioCall getCameras getMicrophones switchDevice';
  for (const method of methods.split(' ')) {
    const promise = trtc[method]();
    assert.ok(promise instanceof Promise, method);
    await promise.catch((error) => assert.ok(error instanceof Error, method));
  }
  for (const method of ['setLogLevel', 'switchToVideoCall', 'off']) {
    assert.equal(trtc[method](), undefined, method);
  }
  trtc.setLogLevel(0);
});
