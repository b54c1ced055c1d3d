// What the getters tell in the handlers of the events that end a call.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshClass, freshInstance } from './bundles.mjs';
import { emit, options, settled, show } from './wrappers.mjs';

const group = {
  callStatus: 'connected', callType: 2, callID: 'c1', roomID: 1, inviterID: 'ann', groupID: 'g', isInviter: true, isGroupCall: true,
  inviteeList: ['bob', 'cy'], unHandledInviteeList: ['cy'], inviterInviteID: ['i1'], remoteUsers: ['bob'],
};
const next = { callStatus: 'calling', callType: 1, callID: 'c2', roomID: 2, inviterID: 'bob', inviteeList: ['ann'] };

function read(trtc) {
  return {
    status: trtc.getCallStatus(), type: trtc.getCallType(), user: trtc.getUserID(), inviter: trtc.getInviterID(), group: trtc.getGroupID(),
    isInviter: trtc.isInviter(), isGroup: trtc.isGroupCall(), invitees: trtc.getInviteeList(), unhandled: trtc.getUnHandledInviteeList(),
    invites: trtc.getInviterInviteID(), count: trtc.getRemoteStreamCount(),
  };
}

const idle = {
  status: 'idle', type: 0, user: 'ann', inviter: '', group: '', isInviter: false, isGroup: false, invitees: [], unhandled: [], invites: [], count: 0,
};
const ended = {
  ...idle, type: 2, inviter: 'ann', group: 'g', isInviter: true, isGroup: true, invitees: ['bob', 'cy'], unhandled: ['cy'], invites: ['i1'],
};
const calledAgain = { ...idle, status: 'calling', type: 1, inviter: 'bob', invitees: ['ann'] };

/** Notes what the getters tell in the handlers of events. */
function note(trtc, ...events) {
  const seen = [];
  for (const event of events) trtc.on(event, () => seen.push(read(trtc)));
  return seen;
}

// proves: 3.14-10
test('in the handlers of USER_LEAVE and CALL_END, and only there, the getters tell of the call that has ended', async () => {
  const trtc = await freshInstance();
  const seen = note(trtc, 'onUserLeave', 'onCallEnd');
  await show(trtc, group);
  await show(trtc, {});
  assert.deepEqual(read(trtc), idle);
  await emit(trtc, 'onUserLeave', { userID: 'bob' });
  await emit(trtc, 'onCallEnd', { userID: 'ann', callEnd: 1 });
  assert.deepEqual(seen, [ended, ended]);
  assert.deepEqual(read(trtc), idle);
});

// proves: 3.14-10
test('when a handler calls again, the values of the new call stay', async () => {
  const trtc = await freshInstance();
  const seen = note(trtc, 'onCallEnd');
  trtc.on('onUserLeave', () => trtc.call({ userID: 'snapshot', payload: { userID: 'ann', ...next } }));
  await show(trtc, group);
  await show(trtc, {});
  await Promise.all([emit(trtc, 'onUserLeave', { userID: 'bob' }), emit(trtc, 'onCallEnd', { userID: 'ann', callEnd: 1 })]);
  assert.deepEqual(seen, [calledAgain]);
  assert.deepEqual(read(trtc), calledAgain);
});

// proves: 3.14-10
test('a call that never reached the server is not taken for the one that has ended', async () => {
  const trtc = await freshInstance();
  const seen = note(trtc, 'onCallEnd');
  await show(trtc, group);
  await show(trtc, {});
  await show(trtc, { ...next, callID: '' });
  await Promise.all([
    trtc.call({ userID: 'emit', name: 'onCallEnd', payload: {} }), trtc.call({ userID: 'snapshot', payload: { userID: 'ann' } }), settled(trtc),
  ]);
  assert.deepEqual(seen, [ended]);
});

// proves: 3.14-10
test('an event that comes when the next call has ended, too, tells of its own call', async () => {
  const trtc = await freshInstance();
  const seen = note(trtc, 'onCallEnd', 'onUserLeave');
  await show(trtc, group);
  await show(trtc, {});
  await Promise.all([
    trtc.call({ userID: 'emit', name: 'onCallEnd', payload: {} }),
    trtc.call({ userID: 'snapshot', payload: { userID: 'ann', ...next } }),
    trtc.call({ userID: 'emit', name: 'onUserLeave', payload: {} }),
    trtc.call({ userID: 'snapshot', payload: { userID: 'ann' } }),
    settled(trtc),
  ]);
  assert.deepEqual(seen, [ended, { ...calledAgain, status: 'idle' }]);
});

test('a user who leaves while the call goes on changes nothing, and in other events the getters are as always', async () => {
  const trtc = await freshInstance();
  const seen = note(trtc, 'onUserLeave', 'onReject');
  await show(trtc, group);
  await emit(trtc, 'onUserLeave', { userID: 'cy' });
  await show(trtc, {});
  await emit(trtc, 'onReject', { userID: 'cy' });
  assert.deepEqual(seen, [{ ...ended, status: 'connected', count: 1 }, idle]);
});

test('what a handler sets shows until the next change', async () => {
  const trtc = await freshInstance();
  trtc.on('onCallEnd', () => {
    trtc.setGroupID('mine');
    assert.deepEqual(read(trtc), { ...ended, group: 'mine' });
  });
  await show(trtc, group);
  await show(trtc, {});
  await emit(trtc, 'onCallEnd', {});
  assert.deepEqual(read(trtc), { ...idle, group: 'mine' });
  await show(trtc, {});
  assert.deepEqual(read(trtc), idle);
});

test('of two instances of one user, the one that is destroyed in the handler tells nothing, and the other one tells of the call', async () => {
  const TRTCCalling = await freshClass();
  const [first, second] = [new TRTCCalling(options), new TRTCCalling(options)];
  await first.login({ userID: 'ann', userSig: 's' });
  await second.login({ userID: 'ann', userSig: 's' });
  const seen = [];
  first.on('onCallEnd', () => {
    void first.destroy();
    seen.push(read(first));
  });
  second.on('onCallEnd', () => seen.push(read(second)));
  await show(second, group);
  await show(second, {});
  await emit(second, 'onCallEnd', {});
  assert.deepEqual(seen, [{ ...idle, user: '' }, ended]);
});
