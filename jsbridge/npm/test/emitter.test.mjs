// on and off, and how handlers are called.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { captureConsole, freshInstance, nextEvents } from './bundles.mjs';

/** Lets three onUserEnter events come: users 1, 2 and 3. */
async function emitThree(trtc) {
  const third = new Promise((resolve) => {
    trtc.on('onUserEnter', ({ userID }) => userID === '3' && resolve());
  });
  await trtc.call({ userID: 'event first', type: 1 });
  await third;
}

// proves: 3.1-03 V01
test('a handler that is not a function is a TypeError', async () => {
  const trtc = await freshInstance();
  assert.throws(() => trtc.on('x', 5), { name: 'TypeError', message: '5 is not a function' });
  assert.throws(() => trtc.on('x'), { name: 'TypeError', message: 'undefined is not a function' });
});

// proves: 3.1-01 3.1-04 3.1-07
test('on and off return undefined and take any name', async () => {
  const trtc = await freshInstance();
  assert.equal(trtc.on(undefined, () => {}), undefined);
  assert.equal(trtc.off('never registered', () => {}), undefined);
  assert.equal(trtc.off(undefined), undefined);
});

// proves: 3.1-02 V02
test('this is the instance, or the context', async () => {
  const trtc = await freshInstance();
  const context = { name: 'mine' };
  const seen = [];
  function handler() {
    seen.push(this);
  }
  trtc.on('onUserEnter', handler);
  trtc.on('onUserEnter', function () {
    handler.call(this);
  }, context);
  await emitThree(trtc);
  assert.equal(seen[0], trtc);
  assert.equal(seen[1], context);
});

// proves: 3.1-05 V03
test('a handler that is registered twice is called twice, with a warning, and removed by one off', async (t) => {
  const lines = captureConsole(t);
  const trtc = await freshInstance();
  let calls = 0;
  const handler = () => calls++;
  trtc.on('onUserEnter', handler);
  assert.deepEqual(lines, []);
  trtc.on('onUserEnter', handler, { other: 'context' });
  assert.match(lines[0], /^warn: .*onUserEnter/);
  await emitThree(trtc);
  assert.equal(calls, 6);
  trtc.off('onUserEnter', handler);
  await emitThree(trtc);
  assert.equal(calls, 6);
});

// proves: 3.1-06
test('off without a handler removes all handlers of the event and nothing else', async () => {
  const trtc = await freshInstance();
  const heard = [];
  trtc.on('onUserEnter', () => heard.push('enter'));
  trtc.on('onUserEnter', () => heard.push('enter again'));
  trtc.on('sdkReady', () => heard.push('ready'));
  trtc.off('onUserEnter');
  const ready = nextEvents(trtc, 'sdkReady');
  await emitThree(trtc);
  await trtc.login({ userID: 'A' });
  await ready;
  assert.deepEqual(heard, ['ready']);
});

// proves: 3.1-08
test('handlers are called in the order of their registration', async () => {
  const trtc = await freshInstance();
  const heard = [];
  for (const name of 'abc') {
    trtc.on('onUserEnter', ({ userID }) => heard.push(userID + name));
  }
  await emitThree(trtc);
  assert.equal(heard.join(' '), '1a 1b 1c 2a 2b 2c 3a 3b 3c');
});

// proves: 3.0-06 F7
test('a handler that throws does not stop the others, and the console tells of it', async (t) => {
  const lines = captureConsole(t);
  const trtc = await freshInstance();
  const heard = [];
  trtc.on('onUserEnter', () => {
    throw new Error('my own fault');
  });
  trtc.on('onUserEnter', ({ userID }) => heard.push(userID));
  trtc.on('onError', ({ msg }) => heard.push(msg));
  await emitThree(trtc);
  assert.deepEqual(heard, ['1', '2', '3']);
  assert.equal(lines.length, 3);
  assert.match(lines[0], /^error: .*onUserEnter.*my own fault/);
});

// proves: 3.1-09
test('handlers may be removed and added in a handler', async () => {
  const trtc = await freshInstance();
  const heard = [];
  const last = () => heard.push('last');
  const added = () => heard.push('added');
  const first = () => {
    heard.push('first');
    trtc.off('onUserEnter', first);
    trtc.off('onUserEnter', last);
    trtc.on('onUserEnter', added);
  };
  trtc.on('onUserEnter', first);
  trtc.on('onUserEnter', () => heard.push('middle'));
  trtc.on('onUserEnter', last);
  await emitThree(trtc);
  assert.equal(heard.join(' '), 'first middle middle added middle added');
});

test('once is for one event, with the same this and context as on', async () => {
  const trtc = await freshInstance();
  const context = {};
  const heard = [];
  assert.equal(trtc.once('onUserEnter', function ({ userID }) {
    heard.push(userID, this === trtc);
  }), undefined);
  trtc.once('onUserEnter', function () {
    heard.push(this === context);
  }, context);
  await emitThree(trtc);
  assert.deepEqual(heard, ['1', true, true]);
  assert.throws(() => trtc.once('x', null), { name: 'TypeError', message: 'null is not a function' });
});

test('off removes what once registered, and a handler of both is called twice, then once', async (t) => {
  captureConsole(t);
  const trtc = await freshInstance();
  const heard = [];
  const removed = () => heard.push('removed');
  const both = ({ userID }) => heard.push(userID);
  trtc.once('onUserEnter', removed);
  trtc.off('onUserEnter', removed);
  trtc.on('onUserEnter', both);
  trtc.once('onUserEnter', both);
  await emitThree(trtc);
  assert.deepEqual(heard, ['1', '1', '2', '3']);
});

test('a handler of once that registers itself again is called by the next event', async () => {
  const trtc = await freshInstance();
  const heard = [];
  const again = ({ userID }) => {
    heard.push(userID);
    trtc.once('onUserEnter', again);
  };
  trtc.once('onUserEnter', again);
  await emitThree(trtc);
  assert.deepEqual(heard, ['1', '2', '3']);
});

test('each event comes in a task of its own', async () => {
  const trtc = await freshInstance();
  const order = [];
  trtc.on('onUserEnter', ({ userID }) => {
    order.push(userID);
    Promise.resolve().then(() => order.push(`reaction to ${userID}`));
  });
  await emitThree(trtc);
  assert.equal(order.join(', '), '1, reaction to 1, 2, reaction to 2, 3, reaction to 3');
});

// proves: 3.2-01 3.2-02
test('a log level hides warnings of the program', async (t) => {
  const lines = captureConsole(t);
  const trtc = await freshInstance();
  await trtc.call({ userID: 'warn' });
  assert.equal(trtc.setLogLevel(3), undefined);
  await trtc.call({ userID: 'warn' });
  assert.deepEqual(lines, ['warn: mind the gap']);
  trtc.setLogLevel(2);
  await trtc.call({ userID: 'warn' });
  trtc.setLogLevel(-1);
  await trtc.call({ userID: 'warn' });
  trtc.setLogLevel(4);
  await trtc.call({ userID: 'warn' });
  assert.equal(lines.length, 3);
});
