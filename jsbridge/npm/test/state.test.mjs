// The synchronous getters, the setters of the original, and how changes are told.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshInstance, nextEvents } from './bundles.mjs';

const snapshot = {
  callStatus: 'connected', callType: 2, callID: 'c1', roomID: 4711, switching: true, userID: 'A', inviterID: 'A', groupID: 'g',
  isInviter: true, isGroupCall: true, inviteeList: ['B', 'C'], unHandledInviteeList: ['C'], inviterInviteID: ['i1'], remoteUsers: ['B'],
};

function push(trtc, payload) {
  return trtc.call({ userID: 'snapshot', payload });
}

function read(trtc) {
  return {
    status: trtc.getCallStatus(), property: trtc.callStatus, type: trtc.getCallType(), user: trtc.getUserID(), inviter: trtc.getInviterID(),
    group: trtc.getGroupID(), isInviter: trtc.isInviter(), isGroup: trtc.isGroupCall(), invitees: trtc.getInviteeList(),
    unhandled: trtc.getUnHandledInviteeList(), invites: trtc.getInviterInviteID(), count: trtc.getRemoteStreamCount(),
    connected: trtc.hasRemoteConnectedUsers(), maySwitch: trtc.getSwitchCallModeStatus(), room: trtc._trtcClient._roomID,
  };
}

const idle = {
  status: 'idle', property: 'idle', type: 0, user: '', inviter: '', group: '', isInviter: false, isGroup: false, invitees: [],
  unhandled: [], invites: [], count: 0, connected: false, maySwitch: true, room: 0,
};

const inCall = {
  status: 'connected', property: 'connected', type: 2, user: 'A', inviter: 'A', group: 'g', isInviter: true, isGroup: true,
  invitees: ['B', 'C'], unhandled: ['C'], invites: ['i1'], count: 1, connected: true, maySwitch: false, room: 4711,
};

// proves: 1.2-01 3.14-01..3.14-06 3.14-08 3.14-09
test('the getters show what the program said last, and idle before and after', async () => {
  const trtc = await freshInstance();
  assert.deepEqual(read(trtc), idle);
  await push(trtc, snapshot);
  assert.deepEqual(read(trtc), inCall);
  await push(trtc, {});
  assert.deepEqual(read(trtc), idle);
});

test("a page that writes to a getter's list changes nothing", async () => {
  const trtc = await freshInstance();
  await push(trtc, snapshot);
  trtc.getInviteeList().push('X');
  trtc.getUnHandledInviteeList().pop();
  trtc.getInviterInviteID().pop();
  assert.deepEqual(read(trtc), inCall);
});

// proves: 1.3-03
test('what the setters set shows until the next change, and then what is true', async () => {
  const trtc = await freshInstance();
  await push(trtc, snapshot);
  for (const [setter, value] of [
    ['changeCallStatus', 'idle'], ['setCallType', 1], ['setInviterID', 'X'], ['setGroupID', 'h'], ['setIsGroupCall', false],
    ['setInviteeList', ['X']], ['setUnHandledInviteeList', []], ['setInviterInviteID', 'i2'], ['setSwitchCallModeStatus', true],
  ]) {
    assert.equal(trtc[setter](value), undefined);
  }
  assert.deepEqual(read(trtc), {
    ...inCall, status: 'idle', property: 'idle', type: 1, inviter: 'X', group: 'h', isGroup: false, invitees: ['X'], unhandled: [],
    invites: ['i1', 'i2'], maySwitch: true,
  });
  trtc.delInviterInviteID('i1');
  assert.deepEqual(trtc.getInviterInviteID(), ['i2']);
  await push(trtc, snapshot);
  assert.deepEqual(read(trtc), inCall);
});

test('setters take anything', async () => {
  const trtc = await freshInstance();
  for (const value of [undefined, null, 5, 'x', {}]) {
    trtc.setInviteeList(value);
    trtc.setUnHandledInviteeList(value);
    assert.deepEqual([trtc.getInviteeList(), trtc.getUnHandledInviteeList()], [[], []]);
  }
});

test('a change of the status has one event, in order with the others, and after the promise', async () => {
  const trtc = await freshInstance();
  const heard = [];
  trtc.on('onCallStatusChanged', ({ callStatus, oldCallStatus }) => heard.push(`${oldCallStatus} to ${callStatus}`));
  trtc.on('onUserEnter', ({ userID }) => heard.push(userID));
  const last = nextEvents(trtc, 'onCallEnd');
  await push(trtc, { callStatus: 'calling' });
  heard.push('promise');
  trtc.changeCallStatus('idle'); // is nothing that happened
  await push(trtc, { callStatus: 'calling', userID: 'A' });
  await trtc.call({ userID: 'emit', name: 'onUserEnter', payload: { userID: 'B' } });
  await push(trtc, snapshot);
  await push(trtc, {});
  await trtc.call({ userID: 'emit', name: 'onCallEnd', payload: {} });
  await last;
  assert.deepEqual(heard, ['promise', 'idle to calling', 'B', 'calling to connected', 'connected to idle']);
});

test('when the program ends, the change of the status has its event, too', async () => {
  const trtc = await freshInstance();
  await push(trtc, snapshot);
  const heard = [];
  trtc.on('onCallStatusChanged', (payload) => heard.push(payload));
  const failed = nextEvents(trtc, 'onError');
  await assert.rejects(trtc.call({ userID: 'exit' }));
  await failed;
  assert.deepEqual(heard, [{ callStatus: 'connected', oldCallStatus: 'idle' }, { callStatus: 'idle', oldCallStatus: 'connected' }]);
  assert.equal(trtc.callStatus, 'idle');
});

// proves: 1.3-04
test('_cancel cancels what rings out and nothing else', async () => {
  const trtc = await freshInstance();
  assert.deepEqual(await trtc._cancel(), []);
  await push(trtc, snapshot);
  assert.deepEqual(await trtc._cancel(), [], 'somebody is in the call');
  await push(trtc, { ...snapshot, remoteUsers: [] });
  assert.equal((await trtc._cancel()).method, 'hangup');
});

// proves: 1.3-04
test('_resetTRTCClient and _setInterfaceUpLoad leave the call alone', async () => {
  const trtc = await freshInstance();
  await push(trtc, snapshot);
  assert.equal(await trtc._resetTRTCClient(), undefined);
  assert.equal(trtc._setInterfaceUpLoad(true), undefined);
  assert.deepEqual(read(trtc), inCall);
});
