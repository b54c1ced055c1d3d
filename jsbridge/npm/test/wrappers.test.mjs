// What the wrappers show of an instance, by that of Vue: they share what makes it (src/wrappers).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as Vue from 'vue';
import { useTRTCCalling } from '../dist/vue.mjs';
import { freshClass, freshInstance } from './bundles.mjs';
import { ann, emit, inPage, listeners, options, settled, show } from './wrappers.mjs';

/** Uses the composable in a scope that ends with the test. */
function use(t, source) {
  const scope = Vue.effectScope();
  t.after(() => scope.stop());
  return { scope, ...scope.run(() => useTRTCCalling(source)) };
}

/** An instance that ann is signed in with, and what is shown of it. */
async function signedIn(t) {
  inPage(t);
  const trtc = await freshInstance();
  const shown = use(t, trtc);
  await trtc.login(ann);
  await settled(trtc);
  return { trtc, shown };
}

/** A call with bob in it. */
async function withBob(t) {
  const both = await signedIn(t);
  await show(both.trtc, { callStatus: 'connected', callType: 2, remoteUsers: ['bob'] });
  await emit(both.trtc, 'onUserEnter', { userID: 'bob' });
  return both;
}

const bob = { userID: 'bob', video: false, audio: false, screen: false, volume: 0 };

test('it shows who is signed in, also after changes without an event', async (t) => {
  const { trtc, shown } = await signedIn(t);
  assert.deepEqual([shown.userID.value, shown.network.value], ['ann', 'connected']);
  await trtc.logout();
  await settled(trtc);
  assert.deepEqual([shown.userID.value, shown.network.value], ['', 'disconnected']);
});

test('of two instances of one user each shows when the other signs out', async (t) => {
  inPage(t);
  const TRTCCalling = await freshClass();
  const [first, second] = [new TRTCCalling(options), new TRTCCalling(options)];
  const [one, two] = [use(t, first), use(t, second)];
  await first.login(ann);
  await second.login(ann);
  await settled(second);
  assert.deepEqual([one.userID.value, two.userID.value], ['ann', 'ann']);
  await first.logout();
  await settled(second);
  assert.deepEqual([one.userID.value, two.userID.value], ['', '']);
});

test('it shows that the page has destroyed the instance', async (t) => {
  const { trtc, shown } = await withBob(t);
  await trtc.destroy();
  assert.deepEqual([shown.userID.value, shown.status.value, shown.users.value], ['', 'idle', []]);
});

test('an invitation is there while it rings', async (t) => {
  const { trtc, shown } = await signedIn(t);
  const invitation = { sponsor: 'bob', userIDList: ['ann'], inviteID: '1', inviteData: { callType: 2 } };
  const ring = async () => {
    await show(trtc, { callStatus: 'calling', callType: 2 });
    await emit(trtc, 'onInvited', invitation);
  };
  await ring();
  assert.deepEqual([shown.status.value, shown.callType.value, shown.invitation.value], ['calling', 2, invitation]);
  for (const event of ['onCallingCancel', 'onCallingTimeout']) {
    await emit(trtc, event, {});
    assert.equal(shown.invitation.value, null, event);
    await ring();
  }
  for (const callStatus of ['connected', 'idle']) {
    await show(trtc, { callStatus });
    assert.deepEqual([shown.status.value, shown.invitation.value], [callStatus, null]);
    await emit(trtc, 'onInvited', invitation);
    assert.equal(shown.invitation.value, null, 'what comes too late is over');
    await ring();
  }
});

test('it shows the others in the call, and what each sends', async (t) => {
  const { trtc, shown } = await withBob(t);
  assert.deepEqual(shown.users.value, [bob]);
  await emit(trtc, 'onUserVideoAvailable', { userID: 'bob', isVideoAvailable: true });
  await emit(trtc, 'onUserAudioAvailable', { userID: 'bob', isAudioAvailable: true });
  await emit(trtc, 'onScreenShareAvailable', { userID: 'bob', isScreenShareAvailable: true });
  await emit(trtc, 'onUserVoiceVolume', { volumeMap: [{ userId: 'ann', audioVolume: 7 }, { userId: 'bob', audioVolume: 40 }] });
  assert.deepEqual(shown.users.value, [{ userID: 'bob', video: true, audio: true, screen: true, volume: 40 }]);
  assert.equal(shown.volume.value, 7);
  await show(trtc, { callStatus: 'connected', callType: 2, remoteUsers: ['bob', 'cy'] });
  assert.deepEqual(shown.users.value.map(({ userID, video }) => [userID, video]), [['bob', true], ['cy', false]]);
  await emit(trtc, 'onUserLeave', { userID: 'bob' });
  assert.equal(shown.users.value.length, 2, 'that was of the call before: bob is in this one');
  await show(trtc, { callStatus: 'connected', callType: 2, remoteUsers: ['cy'] });
  assert.deepEqual(shown.users.value.map(({ userID }) => userID), ['cy']);
  await show(trtc, { callStatus: 'idle' });
  assert.deepEqual([shown.users.value, shown.volume.value], [[], 0]);
});

test('a user who leaves and enters again begins without picture and sound', async (t) => {
  const { trtc, shown } = await withBob(t);
  await emit(trtc, 'onUserVideoAvailable', { userID: 'bob', isVideoAvailable: true });
  await emit(trtc, 'onUserEnter', { userID: 'bob' });
  assert.deepEqual(shown.users.value, [bob]);
  await show(trtc, { callStatus: 'connected', remoteUsers: [] });
  await emit(trtc, 'onUserEnter', { userID: 'bob' });
  assert.deepEqual(shown.users.value, [], 'has left by then');
});

test('a part that does not change stays the same object, and one that changes becomes a new object', async (t) => {
  const { trtc, shown } = await withBob(t);
  const { users: { value: before }, invitation } = shown;
  let runs = 0;
  Vue.watch(shown.users, () => (runs += 1), { flush: 'sync' });
  await emit(trtc, 'onUserVideoAvailable', { userID: 'bob', isVideoAvailable: false });
  await emit(trtc, 'onUserVoiceVolume', { volumeMap: [{ userId: 'bob', audioVolume: 0 }] });
  await show(trtc, { callStatus: 'connected', callType: 2, remoteUsers: ['bob'] });
  assert.equal(shown.users.value, before);
  assert.equal(runs, 0);
  await emit(trtc, 'onUserVideoAvailable', { userID: 'bob', isVideoAvailable: true });
  assert.notEqual(shown.users.value, before);
  assert.deepEqual([before, runs, invitation.value], [[bob], 1, null]);
});

test('a wrapper that begins in the middle of a call shows who is there and what they send', async (t) => {
  inPage(t);
  const trtc = await freshInstance();
  await trtc.login(ann);
  const media = [{ audio: true, video: false, screen: true }, { audio: false, video: true, screen: false }];
  await show(trtc, { callStatus: 'connected', callType: 2, remoteUsers: ['bob', 'cy'], remoteMedia: media });
  const { status, users } = use(t, trtc);
  assert.deepEqual([status.value, users.value], ['connected', [{ ...bob, ...media[0] }, { ...bob, userID: 'cy', ...media[1] }]]);
});

test('devices are looked for after login and when a call has begun, and events about them count', async (t) => {
  const { trtc, shown } = await signedIn(t);
  const asked = () => Object.values(shown.devices.value).map(({ method }) => method);
  const all = ['getCameras', 'getMicrophones', 'getSpeakers'];
  assert.deepEqual(asked(), all);
  const devices = { cameras: [{ deviceId: 'c' }], microphones: [], speakers: [] };
  await emit(trtc, 'onDeviceChanged', devices);
  assert.deepEqual(shown.devices.value, devices);
  await show(trtc, { callStatus: 'connected' });
  await settled(trtc);
  assert.deepEqual(asked(), all);
});

test('the last error stays until it is cleared; a lost connection until the next login', async (t) => {
  const { trtc, shown } = await signedIn(t);
  await emit(trtc, 'onError', { code: 60003, msg: 'no microphone' });
  assert.deepEqual([shown.error.value, shown.network.value], [{ code: 60003, msg: 'no microphone' }, 'connected']);
  shown.clearError();
  assert.equal(shown.error.value, null);
  await show(trtc, { userID: '' });
  await emit(trtc, 'onError', { code: 16390, msg: 'lost' });
  assert.deepEqual([shown.error.value.code, shown.network.value], [16390, 'lost']);
  await show(trtc, { userID: 'ann' });
  assert.equal(shown.network.value, 'connected');
  await show(trtc, { userID: '' });
  assert.equal(shown.network.value, 'disconnected', 'as when one is kicked out');
});

test('a given instance loses the handlers of the wrapper, and only those, once nobody uses it', async (t) => {
  inPage(t);
  const trtc = await freshInstance();
  trtc.on('onUserEnter', () => {});
  const [first, second] = [use(t, trtc), use(t, trtc)];
  const count = listeners(trtc);
  assert.ok(count > 10, `${count} handlers`);
  first.scope.stop();
  await settled(trtc);
  assert.equal(listeners(trtc), count, 'the other still listens');
  second.scope.stop();
  const third = use(t, trtc);
  await settled(trtc);
  assert.equal(listeners(trtc), count, 'one came in the same breath');
  third.scope.stop();
  await settled(trtc);
  assert.equal(listeners(trtc), 1);
  assert.equal((await trtc.login(ann)).repeat, false);
});

test('an instance that the wrapper has made is destroyed with the scope', async (t) => {
  inPage(t);
  const { scope, calling, userID } = use(t, options);
  await calling.login(ann);
  await settled(calling);
  assert.equal(userID.value, 'ann');
  scope.stop();
  await assert.rejects(calling.login(ann), { code: 90104 });
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(listeners(calling), 0);
});

test('no proxy is put around the instance, and a given proxy is unwrapped', async (t) => {
  inPage(t);
  const trtc = await freshInstance();
  const { calling } = use(t, Vue.reactive({ trtc }).trtc);
  assert.equal(calling, trtc);
  assert.equal(Vue.isReactive(Vue.reactive({ calling }).calling), false);
  assert.equal(Vue.isReactive(Vue.ref(calling).value), false);
});

test('without options and without a component around it says what it needs; without an SDKAppID the facade does', (t) => {
  inPage(t);
  assert.throws(() => use(t, undefined), /needs options, an instance/);
  assert.throws(() => use(t, {}), { code: 2000 });
});
