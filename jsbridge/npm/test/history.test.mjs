// extractCallingInfoFromMessage: what a chat shows for a call.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshInstance } from './bundles.mjs';

const trtc = await freshInstance();

function textOf(signal, type = 'TIMCustomElem') {
  return trtc.extractCallingInfoFromMessage({ type, payload: { data: JSON.stringify(signal) } });
}

function invitation(content, groupID = '') {
  return textOf({ businessID: 1, actionType: 1, groupID, data: JSON.stringify(content) });
}

for (const [actionType, want] of [[2, '取消通话'], [3, '已接听'], [4, '拒绝通话'], [5, '无应答'], [0, ''], [6, ''], [undefined, '']]) {
  // proves: 3.13-03 O02
  test(`action ${actionType} is "${want}"`, () => assert.equal(textOf({ businessID: 1, actionType }), want));
}

// proves: 3.13-02 O02
test('an invitation with a room is a call that begins', () => {
  assert.equal(invitation({ room_id: 4711 }), '发起通话');
  assert.equal(invitation({ room_id: 4711 }, 'g'), '发起通话');
});

// proves: 3.13-02 O02
test('the end of a call tells how long it was, as HH:MM:SS', () => {
  assert.equal(invitation({ call_end: 5 }), '结束通话，通话时长：00:00:05');
  assert.equal(invitation({ call_end: 3661, room_id: 1 }), '结束通话，通话时长：01:01:01');
  assert.equal(invitation({ call_end: 360000 }, 'g'), '结束通话，通话时长：100:00:00');
});

// proves: 3.13-02 O02
test('an end without a duration is the end of a group call', () => {
  assert.equal(invitation({ call_end: 0, room_id: 4711 }), '结束群聊');
  assert.equal(invitation({}), '结束群聊');
});

// proves: 3.13-01 O02
test('messages that are not about calls have an empty text', () => {
  assert.equal(trtc.extractCallingInfoFromMessage(), '');
  assert.equal(trtc.extractCallingInfoFromMessage(null), '');
  assert.equal(trtc.extractCallingInfoFromMessage({ type: 'TIMTextElem', payload: { data: '{' } }), '');
  assert.equal(textOf({ businessID: 1, actionType: 3 }, 'TIMTextElem'), '');
  assert.equal(textOf({ businessID: '1', actionType: 3 }), '');
  assert.equal(textOf({ businessID: 'av_call' }), '');
  assert.equal(textOf(null), '');
});

// proves: 3.13-04 O02
test('data that is not JSON throws a SyntaxError at once', () => {
  for (const payload of [{ data: '{' }, { data: '' }, {}, undefined]) {
    assert.throws(() => trtc.extractCallingInfoFromMessage({ type: 'TIMCustomElem', payload }), SyntaxError);
  }
  assert.throws(() => textOf({ businessID: 1, actionType: 1, data: 'no' }), SyntaxError);
});
