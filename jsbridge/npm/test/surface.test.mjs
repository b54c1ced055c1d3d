// What a page sees before it calls anything.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import vm from 'node:vm';
import ts from 'typescript';
import { bundle, echoModule, freshClass, freshCommonJS, freshInstance, withGlobals } from './bundles.mjs';

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

const ADDED_EVENTS = {
  AUTOPLAY_BLOCKED: 'onAutoplayBlocked',
  CALL_STATUS_CHANGED: 'onCallStatusChanged',
  CALL_TYPE_CHANGED: 'onCallTypeChanged',
  DEVICE_CHANGED: 'onDeviceChanged',
  LOAD_PROGRESS: 'onLoadProgress',
  SCREEN_SHARE_AVAILABLE: 'onScreenShareAvailable',
  USER_LIST_CHANGED: 'onUserListChanged',
};

/** The prototype of the original, as it was listed from the running bundle. */
const METHODS =
  'setLogLevel on off login logout call groupCall accept reject hangup startRemoteView stopRemoteView startLocalView ' +
  'stopLocalView openCamera closeCamera setMicMute setVideoQuality switchToAudioCall switchToVideoCall getCameras ' +
  'getMicrophones switchDevice getUserID getCallType setCallType isInviter getInviteeList setInviteeList ' +
  'getUnHandledInviteeList setUnHandledInviteeList isGroupCall setIsGroupCall getGroupID setGroupID ' +
  'hasRemoteConnectedUsers getRemoteStreamCount getInviterID setInviterID getInviterInviteID setInviterInviteID ' +
  'delInviterInviteID getVideoQuality getSwitchCallModeStatus setSwitchCallModeStatus getCallStatus changeCallStatus ' +
  'extractCallingInfoFromMessage _setInterfaceUpLoad _cancel _resetTRTCClient';

const ADDED_METHODS =
  'once destroy inviteUser joinInGroupCall getCallInfo getUserInfo getSpeakers setSpeaker switchCamera resumePlayback ' +
  'startScreenShare stopScreenShare startScreenView stopScreenView _liveFuncs';

// proves: 1-06 1-07
test('importing the modules changes no global', async () => {
  const before = Reflect.ownKeys(globalThis);
  await freshClass();
  freshCommonJS();
  assert.deepEqual(Reflect.ownKeys(globalThis), before);
});

// proves: 1-03 1-06 P02
test('the script defines TRTCCalling, the constructor itself, and nothing else', () => {
  const page = vm.createContext({ URL });
  const before = Object.keys(page);
  vm.runInContext(readFileSync(bundle.script, 'utf8'), page);
  assert.deepEqual(Object.keys(page).filter((name) => !before.includes(name)), ['TRTCCalling']);
  assert.equal(typeof page.TRTCCalling, 'function');
  assert.equal(page.TRTCCalling.EVENT.INVITED, 'onInvited');
});

// proves: 1-04 P01
test('require gives the constructor itself', () => {
  const TRTCCalling = freshCommonJS();
  assert.equal(typeof TRTCCalling, 'function');
  assert.equal(TRTCCalling.default, undefined);
  assert.equal(TRTCCalling.__esModule, undefined);
  assert.equal(typeof TRTCCalling.EVENT, 'object');
});

// proves: 1.1-01..1.1-21 P03 P04 F1
test('the statics are those of the contract', async () => {
  const TRTCCalling = await freshClass();
  assert.deepEqual({ ...TRTCCalling.EVENT }, { ...EVENTS, ...ADDED_EVENTS });
  assert.deepEqual({ ...TRTCCalling.CALL_TYPE }, {
    UNKNOWN: 0, AUDIO_CALL: 1, VIDEO_CALL: 2, 0: 'UNKNOWN', 1: 'AUDIO_CALL', 2: 'VIDEO_CALL',
  });
  assert.equal(TRTCCalling.name, 'TRTCCalling');
  assert.match(TRTCCalling.VERSION, /^\d+\.\d+\.\d+/);
});

// proves: 1.1-23
test('the statics are own properties: import * as of a CommonJS module copies no others', () => {
  const TRTCCalling = freshCommonJS();
  for (const name of ['EVENT', 'CALL_TYPE', 'VERSION']) assert.ok(Object.hasOwn(TRTCCalling, name), name);
  const { outputText } = ts.transpileModule("import * as all from 'trtc-calling-js'; found = [all.EVENT.INVITED, all.CALL_TYPE[1], all.default];", {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2020, esModuleInterop: true },
  });
  const scope = vm.createContext({ exports: {}, found: undefined, require: () => TRTCCalling });
  vm.runInContext(outputText, scope);
  assert.deepEqual([...scope.found], ['onInvited', 'AUDIO_CALL', TRTCCalling]);
});

// proves: F1 P05 1.3-01 2-02
test('an instance has the constants, too, and the tim it was given', async () => {
  const tim = { chat: true };
  const trtc = await freshInstance({ tim });
  assert.equal(trtc.EVENT.INVITED, 'onInvited');
  assert.equal(trtc.CALL_TYPE.VIDEO_CALL, 2);
  assert.equal(trtc.tim, tim);
});

test('a page may set the constants on its instance, as pages of the original do, which has none there', async () => {
  const trtc = await freshInstance();
  trtc.EVENT = { INVITED: 'onInvited', MINE: 'x' };
  trtc.CALL_TYPE = trtc.constructor.CALL_TYPE;
  assert.equal(trtc.EVENT.MINE, 'x');
  assert.equal(trtc.constructor.EVENT.MINE, undefined);
});

/** The names that an instance has from its classes, each with its property. */
function members(trtc) {
  const found = new Map();
  for (let at = Object.getPrototypeOf(trtc); at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
      found.set(name, property);
    }
  }
  found.delete('constructor');
  return found;
}

// proves: 1.3-02..1.3-04 1.3-06 P08
test('an instance has the methods of the original, those that were added, and no others', async () => {
  const methods = [...members(await freshInstance())].filter(([, { value }]) => typeof value === 'function');
  assert.deepEqual(methods.map(([name]) => name).sort(), `${METHODS} ${ADDED_METHODS}`.split(' ').sort());
});

// proves: 1.3-05
test('beside the methods an instance has only these', async () => {
  const trtc = await freshInstance();
  const getters = [...members(trtc)].filter(([, { get }]) => get);
  assert.deepEqual(getters.map(([name]) => name).sort(), ['_timClient', '_trtcClient', '_tsignalingClient', 'callStatus']);
  const values = [...members(trtc)].filter(([, { value }]) => value && typeof value !== 'function');
  assert.deepEqual(values.map(([name]) => name).sort(), ['CALL_TYPE', 'EVENT']);
  assert.deepEqual(Object.keys(trtc).sort(), ['core', 'tim']);
});

// proves: 2-07 3.3-01
test('the app and the user are left in the storage of the tab, as pages expect', async (t) => {
  const storage = new Map();
  withGlobals(t, { sessionStorage: { setItem: (name, value) => storage.set(name, value) } });
  const trtc = await freshInstance({ SDKAppID: 1400000001 });
  assert.deepEqual([...storage], [['sdkAppId', '1400000001']]);
  await trtc.login({ userID: 'A', userSig: '' });
  assert.equal(storage.has('userId'), false, 'bad parameters are refused before anything is stored');
  await assert.rejects(trtc.login({ userID: 'A', userSig: 'wrong' }));
  assert.equal(storage.get('userId'), 'A', 'also when the server refuses, as in the original');
});

test('a storage that is forbidden does not matter', async (t) => {
  withGlobals(t, {});
  Object.defineProperty(globalThis, 'sessionStorage', {
    configurable: true,
    get() {
      throw new Error('SecurityError');
    },
  });
  t.after(() => delete globalThis.sessionStorage);
  const trtc = await freshInstance();
  await trtc.login({ userID: 'A', userSig: 's' });
});

// proves: 2-01 2-04 2-05 P07
test('an SDKAppID that is missing or unusable throws an Error that names it', async () => {
  const TRTCCalling = await freshClass();
  for (const options of [undefined, null, {}, ...[0, -1, 1.5, 'abc', '', NaN, 2 ** 32, null, [1]].map((SDKAppID) => ({ SDKAppID }))]) {
    assert.throws(() => new TRTCCalling(options), { name: 'Error', code: 2000, message: /^TRTCCalling - SDKAppID is/ });
  }
});

// proves: 2-06
test('an SDKAppID may be a text of digits', async () => {
  const trtc = await freshInstance({ SDKAppID: '1400000001', wasmModule: echoModule });
  assert.equal((await trtc.login({ userID: 'A', userSig: 's' })).sdkAppID, 1400000001);
});

// proves: 1.2-01 3.14-01..3.14-08
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
