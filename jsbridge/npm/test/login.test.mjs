// Methods that are called while login() is under way.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { captureConsole, freshClass, freshInstance } from './bundles.mjs';
import { options } from './wrappers.mjs';

const late = { userID: 'ann', userSig: 'late' };
const refused = { userID: 'ann', userSig: 'wrong late' };

/** Calls each method that needs a login. */
const needing = {
  call: (trtc) => trtc.call({ userID: 'count' }),
  groupCall: (trtc) => trtc.groupCall({ userIDList: ['B'], type: 1 }),
  inviteUser: (trtc) => trtc.inviteUser({ userIDList: ['B'] }),
  joinInGroupCall: (trtc) => trtc.joinInGroupCall({ callID: 'c' }),
  hangup: (trtc) => trtc.hangup(),
  getCallInfo: (trtc) => trtc.getCallInfo(),
  getUserInfo: (trtc) => trtc.getUserInfo('B'),
  startLocalView: (trtc) => trtc.startLocalView({ userID: 'ann', videoViewDomID: {} }),
  stopLocalView: (trtc) => trtc.stopLocalView({ userID: 'ann' }),
  startRemoteView: (trtc) => trtc.startRemoteView({ userID: 'B', videoViewDomID: {} }),
  stopRemoteView: (trtc) => trtc.stopRemoteView({ userID: 'B' }),
  openCamera: (trtc) => trtc.openCamera(),
  closeCamera: (trtc) => trtc.closeCamera(),
  setMicMute: (trtc) => trtc.setMicMute(true),
  getCameras: (trtc) => trtc.getCameras(),
  getMicrophones: (trtc) => trtc.getMicrophones(),
  getSpeakers: (trtc) => trtc.getSpeakers(),
  setSpeaker: (trtc) => trtc.setSpeaker('s'),
  switchDevice: (trtc) => trtc.switchDevice({ deviceType: 'video', deviceId: 'c' }),
  switchCamera: (trtc) => trtc.switchCamera(),
  resumePlayback: (trtc) => trtc.resumePlayback(),
};

/** Calls each method that needs none. */
const free = {
  accept: (trtc) => trtc.accept(),
  reject: (trtc) => trtc.reject(),
  setVideoQuality: (trtc) => trtc.setVideoQuality('720p'),
  switchToAudioCall: (trtc) => trtc.switchToAudioCall(),
};

/** Notes in which order promises settle. */
function order(promises) {
  const settled = [];
  for (const [name, promise] of Object.entries(promises)) {
    promise.then(() => settled.push(name), () => settled.push(name));
  }
  return settled;
}

for (const [name, begin] of Object.entries(needing)) {
  // proves: 3.3-11
  test(`${name} waits for the login under way, and fails with it`, async () => {
    const trtc = await freshInstance();
    const login = trtc.login(late);
    const settled = order({ [name]: begin(trtc), login });
    await login;
    assert.deepEqual(settled, ['login'], 'it reaches the program only now');
    await begin(trtc);
    assert.deepEqual(settled, ['login', name]);

    const other = await freshInstance();
    const attempts = [other.login(refused), begin(other)];
    const [{ reason }, { reason: why }] = await Promise.allSettled(attempts);
    assert.deepEqual([reason.code, why?.code], [6017, 6017]);
  });
}

for (const [name, begin] of Object.entries(free)) {
  // proves: 3.3-11
  test(`${name} does not need a login, so it does not wait for one`, async () => {
    const trtc = await freshInstance();
    const login = trtc.login(refused);
    const settled = order({ login, [name]: begin(trtc) });
    await assert.rejects(login, { code: 6017 });
    assert.deepEqual(settled, [name, 'login']);
  });
}

// proves: 3.3-11
test('what was called while it was under way comes first, in the order of the calls', async () => {
  const trtc = await freshInstance();
  const login = trtc.login(late);
  const before = [1, 2, 3].map(() => trtc.call({ userID: 'count' }));
  const { calls } = await login;
  const after = trtc.call({ userID: 'count' });
  assert.deepEqual(await Promise.all([...before, after]), [1, 2, 3, 4].map((number) => calls + number));
});

// proves: 3.3-11
test('parameters that are missing are refused at once, and the getters do not wait', async () => {
  const trtc = await freshInstance();
  const login = trtc.login(late);
  const settled = order({ login, call: trtc.call() });
  assert.equal(trtc.getUserID(), '');
  await login;
  assert.deepEqual(settled, ['call', 'login']);
});

test('logout does not wait: it ends the login that is under way', async () => {
  const trtc = await freshInstance();
  const settled = order({ login: trtc.login(late), logout: trtc.logout() });
  await trtc.call({ userID: 'count' });
  assert.deepEqual(settled, ['logout', 'login']);
});

test('a second login that is refused does not spoil what waits for the first', async () => {
  const trtc = await freshInstance();
  const login = trtc.login(late);
  const second = trtc.login(late);
  const waiting = trtc.call({ userID: 'waited' });
  await assert.rejects(second, { code: 2025 });
  await login;
  assert.equal(await waiting, 'waited');
});

test('an instance whose own login is refused waits for that one, not for the login of another as the same user', async () => {
  const TRTCCalling = await freshClass();
  const [first, second] = [new TRTCCalling(options), new TRTCCalling(options)];
  const spoiled = first.login(refused);
  const login = second.login(late);
  const waiting = second.call({ userID: 'waited' });
  await assert.rejects(spoiled, { code: 6017 });
  await login;
  assert.equal(await waiting, 'waited');
});

test('of two logins as different users, one after the other, methods wait for the later one', async () => {
  const TRTCCalling = await freshClass();
  const [other, trtc] = [new TRTCCalling(options), new TRTCCalling(options)];
  await other.login({ userID: 'bob', userSig: 's' });
  const first = trtc.login(refused);
  const second = trtc.login({ userID: 'bob', userSig: 'late' });
  const waiting = trtc.call({ userID: 'waited' });
  await assert.rejects(first, { code: 6017 });
  await second;
  assert.equal(await waiting, 'waited');
});

test('an instance that is destroyed meanwhile passes on nothing', async (t) => {
  captureConsole(t);
  const TRTCCalling = await freshClass();
  const [first, second] = [new TRTCCalling(options), new TRTCCalling(options)];
  await first.login({ userID: 'ann', userSig: 's' });
  const login = second.login({ userID: 'ann', userSig: 'late' });
  const waiting = second.call({ userID: 'passed' });
  await second.destroy();
  await assert.rejects(waiting, { code: 90104 });
  await login;
});
