// What the methods pass on, and what they give back. The echo program tells what it was called with.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { captureConsole, freshInstance } from './bundles.mjs';

const withParameters =
  'login call groupCall inviteUser joinInGroupCall startLocalView stopLocalView startRemoteView stopRemoteView switchDevice';

const echoed = ['groupCall', 'inviteUser', 'joinInGroupCall', 'startLocalView', 'stopLocalView', 'stopRemoteView', 'switchDevice'];

test('parameters arrive as the same object that the page passed', async () => {
  const trtc = await freshInstance();
  for (const method of echoed) {
    const params = { userIDList: ['B'], type: 1, unknown: () => {} };
    const result = await trtc[method](params);
    assert.equal(result.method, method);
    assert.equal(result.params, params);
  }
});

test('values that are not objects arrive as objects with the same JSON, for the program to refuse', async () => {
  const trtc = await freshInstance();
  for (const method of echoed) {
    for (const value of ['huge'.repeat(1000), 5, true, ['B'], '']) {
      const { params } = await trtc[method](value);
      assert.equal(typeof params, 'object');
      assert.equal(JSON.stringify(params), JSON.stringify(value));
    }
  }
});

// proves: 3.0-03 3.3-07 7.2-05
test('without parameters, methods reject with a TypeError that has a code', async () => {
  const trtc = await freshInstance();
  for (const method of withParameters.split(' ').filter((name) => name !== 'groupCall')) {
    for (const nothing of [undefined, null]) {
      await assert.rejects(trtc[method](nothing), { name: 'TypeError', message: `TRTCCalling.${method} - the parameters are missing`, code: 6017 });
    }
  }
});

test('login with illegal parameters rejects with an RtcError as the original had it, and a code', async () => {
  const trtc = await freshInstance();
  for (const params of [{}, { userID: '' }, 'text', 5, []]) {
    await assert.rejects(trtc.login(params), (error) => {
      assert.deepEqual([error instanceof Error, error.name, error.code, error.code_, error.getCode()], [true, 'RtcError', 4096, 4096, 4096]);
      return true;
    });
  }
});

// proves: 3.0-03
test('groupCall alone calls missing parameters a params error', async () => {
  const trtc = await freshInstance();
  await assert.rejects(trtc.groupCall(), { name: 'Error', message: 'TRTCCalling.groupCall - params error:undefined', code: 6017 });
  await assert.rejects(trtc.groupCall(null), { name: 'Error', message: 'TRTCCalling.groupCall - params error:null', code: 6017 });
});

// proves: 3.6-01
test('groupCall without a list is a TypeError, unless the type is missing, too', async () => {
  const trtc = await freshInstance();
  await assert.rejects(trtc.groupCall({ type: 1 }), { name: 'TypeError', code: 6017 });
  await assert.rejects(trtc.groupCall({ type: 2, userIDList: null }), { name: 'TypeError', code: 6017 });
  assert.equal((await trtc.groupCall({})).method, 'groupCall', 'the program says what is wrong with it');
});

// proves: 3.6-16
test('a groupID that is a number is taken as its text, and 0 as none', async () => {
  const trtc = await freshInstance();
  for (const [groupID, want] of [[4711, '4711'], [0, ''], [NaN, ''], ['g', 'g'], [undefined, undefined]]) {
    const given = { userIDList: ['B'], type: 1, groupID };
    assert.deepEqual((await trtc.groupCall(given)).params, { userIDList: ['B'], type: 1, groupID: want });
    assert.equal(given.groupID, groupID, 'the object of the page stays as it is');
  }
});

test('the error within a result is an Error, with its code and data', async () => {
  const trtc = await freshInstance();
  for (const method of ['groupCall', 'inviteUser']) {
    const answer = { code: 1, data: [], error: { code: 2800, message: 'no network', data: {} }, roomID: 5, groupID: '' };
    const { error, ...rest } = await trtc[method]({ userIDList: ['B'], type: 1, answer: structuredClone(answer) });
    assert.ok(error instanceof Error);
    assert.deepEqual([error.message, error.code, error.data], ['no network', 2800, {}]);
    assert.deepEqual(rest, { code: 1, data: [], roomID: 5, groupID: '' });
  }
});

const withoutParameters = ['reject', 'hangup', 'getCallInfo', 'openCamera', 'closeCamera',
  'getCameras', 'getMicrophones', 'getSpeakers', 'switchCamera', 'resumePlayback'];

// proves: 3.7-04 3.8-02
test('methods without parameters do not pass on any', async () => {
  const trtc = await freshInstance();
  for (const method of withoutParameters) {
    assert.deepEqual(await trtc[method]({ inviteID: 'bogus' }), { method, params: undefined });
  }
});

// proves: 3.11-07
test('single values arrive under their names', async () => {
  const trtc = await freshInstance();
  assert.deepEqual(await trtc.getUserInfo('B'), { method: 'getUserInfo', params: { userID: 'B' } });
  assert.deepEqual(await trtc.setSpeaker('s1'), { method: 'setSpeaker', params: { deviceId: 's1' } });
  assert.deepEqual(await trtc.setMicMute(1), { isMute: true });
  assert.deepEqual(await trtc.setMicMute(), { isMute: false });
});

// proves: 3.12-01
test('switchToAudioCall resolves undefined', async () => {
  const trtc = await freshInstance();
  assert.equal(await trtc.switchToAudioCall(), undefined);
  assert.equal((await trtc.call({ userID: 'last' })).method, 'switchToAudioCall');
});

// proves: 3.0-01 3.12-01
test('switchToVideoCall returns undefined at once and never fails, whatever happens', async (t) => {
  const lines = captureConsole(t);
  const unhandled = [];
  const note = (error) => unhandled.push(error);
  process.on('unhandledRejection', note);
  t.after(() => process.off('unhandledRejection', note));
  const trtc = await freshInstance();
  assert.equal(trtc.switchToVideoCall(), undefined);
  assert.equal((await trtc.call({ userID: 'last' })).method, 'switchToVideoCall');
  await trtc.destroy();
  assert.equal(trtc.switchToVideoCall(), undefined);
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(unhandled, []);
  assert.match(lines.join(), /^warn: TRTCCalling\.switchToVideoCall - .*destroyed/);
});

// proves: 1.2-06 1.2-08 3.11-13 3.11-16 3.14-07
test("setVideoQuality resolves with the page's own value, which getVideoQuality shows", async () => {
  const trtc = await freshInstance();
  assert.equal(trtc.getVideoQuality(), '480p');
  for (const profile of ['240p', '360p', '480p', '720p', '1080p', {}, { width: 320, height: 240, frameRate: 15, bitrate: 300 }, { width: 800, other: null }]) {
    assert.equal(await trtc.setVideoQuality(profile), profile);
    assert.equal(trtc.getVideoQuality(), profile);
    const last = await trtc.call({ userID: 'last' });
    assert.equal(last.method, 'setVideoQuality');
    assert.equal(last.params.profile, profile);
  }
});

// proves: 3.11-15 7.2-04
test('setVideoQuality refuses what no browser can do, with the error of the original and a code', async () => {
  const trtc = await freshInstance();
  const wrong = [undefined, null, '', '4k', '720P', 720, true, [], ['720p'], { width: '640' }, { height: 0 }, { frameRate: -1 }, { bitrate: NaN }, { width: Infinity }];
  for (const profile of wrong) {
    await assert.rejects(trtc.setVideoQuality(profile), (error) => {
      assert.ok(error instanceof Error);
      const { name, message, code, code_, message_ } = error;
      const text = 'params validate failed. <UNKNOWN 65535>';
      assert.deepEqual({ name, message, code, code_, message_ }, { name: 'TRTCCallingError', message: text, code: 65535, code_: 65535, message_: text });
      return true;
    });
  }
  assert.equal(trtc.getVideoQuality(), '480p');
});

// proves: 3.11-13
test('the video quality outlives the program', async (t) => {
  captureConsole(t);
  const trtc = await freshInstance();
  await trtc.setVideoQuality('720p');
  await assert.rejects(trtc.call({ userID: 'exit' }), { code: 90102 });
  await trtc.login({ userID: 'A', userSig: 's' });
  assert.deepEqual(await trtc.call({ userID: 'last' }), { method: 'setVideoQuality', params: { profile: '720p' } });
});
