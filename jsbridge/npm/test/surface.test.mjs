// What a page sees before it calls anything.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import vm from 'node:vm';
import { bundle, echoModule, freshClass, freshCommonJS, freshInstance } from './bundles.mjs';

const EVENTS = {
  ERROR: 'onError',
  SDK_READY: 'sdkReady',
  SDK_NOT_READY: 'sdkNotReady',
  INVITED: 'onInvited',
  USER_ACCEPT: 'onUserAccept',
  USER_ENTER: 'onUserEnter',
  USER_LEAVE: 'onUserLeave',
  REJECT: 'onReject',
  NO_RESP: 'onNoResp',
  LINE_BUSY: 'onLineBusy',
  CALLING_CANCEL: 'onCallingCancel',
  KICKED_OUT: 'onKickedOut',
  CALLING_TIMEOUT: 'onCallingTimeout',
  CALL_END: 'onCallEnd',
  CALLING_END: 'onCallEnd',
  USER_VIDEO_AVAILABLE: 'onUserVideoAvailable',
  USER_AUDIO_AVAILABLE: 'onUserAudioAvailable',
  USER_VOICE_VOLUME: 'onUserVoiceVolume',
  GROUP_CALL_INVITEE_LIST_UPDATE: 'onGroupCallInviteeListUpdate',
};

test('importing the modules changes no global', async () => {
  const before = Reflect.ownKeys(globalThis);
  await freshClass();
  freshCommonJS();
  assert.deepEqual(Reflect.ownKeys(globalThis), before);
});

test('the script defines TRTCCalling, the constructor itself, and nothing else', () => {
  const page = vm.createContext({ URL });
  const before = Object.keys(page);
  vm.runInContext(readFileSync(bundle.script, 'utf8'), page);
  assert.deepEqual(Object.keys(page).filter((name) => !before.includes(name)), ['TRTCCalling']);
  assert.equal(typeof page.TRTCCalling, 'function');
  assert.equal(page.TRTCCalling.EVENT.INVITED, 'onInvited');
});

test('require gives the constructor itself', () => {
  const TRTCCalling = freshCommonJS();
  assert.equal(typeof TRTCCalling, 'function');
  assert.equal(TRTCCalling.default, undefined);
  assert.equal(TRTCCalling.__esModule, undefined);
  assert.equal(typeof TRTCCalling.EVENT, 'object');
});

test('the statics are those of the contract', async () => {
  const TRTCCalling = await freshClass();
  assert.deepEqual({ ...TRTCCalling.EVENT }, EVENTS);
  assert.deepEqual({ ...TRTCCalling.CALL_TYPE }, {
    UNKNOWN: 0, AUDIO_CALL: 1, VIDEO_CALL: 2, 0: 'UNKNOWN', 1: 'AUDIO_CALL', 2: 'VIDEO_CALL',
  });
  assert.equal(TRTCCalling.name, 'TRTCCalling');
  assert.match(TRTCCalling.VERSION, /^\d+\.\d+\.\d+/);
});

test('an instance has the constants, too, and the tim it was given', async () => {
  const tim = { chat: true };
  const trtc = await freshInstance({ tim });
  assert.equal(trtc.EVENT.INVITED, 'onInvited');
  assert.equal(trtc.CALL_TYPE.VIDEO_CALL, 2);
  assert.equal(trtc.tim, tim);
});

test('an instance has the methods', async () => {
  const trtc = await freshInstance();
  const names =
    'on off setLogLevel login logout call accept reject hangup startLocalView stopLocalView startRemoteView ' +
    'stopRemoteView openCamera closeCamera setMicMute getCallStatus';
  for (const name of names.split(' ')) {
    assert.equal(typeof trtc[name], 'function', name);
  }
});

test('an SDKAppID that is missing or unusable throws an Error that names it', async () => {
  const TRTCCalling = await freshClass();
  for (const options of [undefined, null, {}, ...[0, -1, 1.5, 'abc', '', NaN, 2 ** 32, null, [1]].map((SDKAppID) => ({ SDKAppID }))]) {
    assert.throws(() => new TRTCCalling(options), { name: 'Error', message: /^TRTCCalling - SDKAppID is/ });
  }
});

test('an SDKAppID may be a text of digits', async () => {
  const trtc = await freshInstance({ SDKAppID: '1400000001', wasmModule: echoModule });
  assert.equal((await trtc.login({ userID: 'A', userSig: 's' })).sdkAppID, 1400000001);
});

test('before login the getters answer as idle', async () => {
  const trtc = await freshInstance();
  assert.equal(trtc.getCallStatus(), 'idle');
  assert.equal(trtc.getUserID(), '');
  assert.equal(trtc.getCallType(), 0);
  assert.equal(trtc.isInviter(), false);
  assert.equal(trtc.isGroupCall(), false);
  assert.deepEqual(trtc.getInviteeList(), []);
  assert.equal(trtc.hasRemoteConnectedUsers(), false);
});
