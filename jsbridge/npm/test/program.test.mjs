// Methods, promises and the life of the Go program.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { captureConsole, echoModule, freshClass, freshInstance, nextEvents, withGlobals } from './bundles.mjs';

test('a method that is called before the program runs waits for it', async () => {
  const trtc = await freshInstance();
  assert.equal(await trtc.call({ userID: 'hello' }), 'hello');
});

test('calls reach the program in their order, also those before it runs', async () => {
  const trtc = await freshInstance();
  const results = await Promise.all([
    trtc.call({ userID: 'count' }),
    trtc.login({ userID: 'A' }).then(({ calls }) => calls),
    trtc.call({ userID: 'count' }),
    trtc.call({ userID: 'count' }),
  ]);
  assert.deepEqual(results, [1, 2, 3, 4]);
});

// proves: 3.3-04
test('an event that follows from a method comes after its promise', async () => {
  const trtc = await freshInstance();
  const order = [];
  const ready = nextEvents(trtc, 'sdkReady');
  trtc.on('sdkReady', () => order.push('event'));
  await trtc.login({ userID: 'A' });
  order.push('promise');
  await new Promise((resolve) => queueMicrotask(resolve));
  order.push('what follows');
  await ready;
  assert.deepEqual(order, ['promise', 'what follows', 'event']);
});

test('events that the program emits before it settles come after the promise, too, in order', async () => {
  const trtc = await freshInstance();
  const order = [];
  trtc.on('onUserEnter', ({ userID }) => order.push(userID));
  const all = nextEvents(trtc, 'onUserEnter', 3);
  await trtc.call({ userID: 'event first' });
  order.push('promise');
  await all;
  assert.deepEqual(order, ['promise', '1', '2', '3']);
});

// proves: 4.1-01
test('sdkReady has the payload of the original', async () => {
  const trtc = await freshInstance();
  const ready = nextEvents(trtc, 'sdkReady');
  await trtc.login({ userID: 'A' });
  assert.deepStrictEqual(await ready, [{ name: 'ts_im_ready', data: undefined }]);
});

test('the getters show the state at once', async () => {
  const trtc = await freshInstance();
  await trtc.login({ userID: 'A' });
  assert.equal(trtc.getUserID(), 'A');
  await trtc.call({ userID: 'state' });
  assert.equal(trtc.getCallStatus(), 'connected');
  assert.equal(trtc.getRemoteStreamCount(), 1);
  assert.equal(trtc.getUserID(), '', 'a snapshot is the whole state');
});

test('undefined comes through', async () => {
  const trtc = await freshInstance();
  assert.equal(await trtc.accept({ inviteID: 'bogus' }), undefined);
});

test('an error keeps its code', async () => {
  const trtc = await freshInstance();
  await assert.rejects(trtc.call({ userID: 'fail' }), { name: 'Error', message: 'refused', code: 6017 });
});

test('an element arrives as the page passed it', async () => {
  const trtc = await freshInstance();
  const element = { circular: undefined };
  element.circular = element;
  assert.equal(await trtc.startRemoteView({ userID: 'B', videoViewDomID: element }), element);
});

test('the program leaves nothing on globalThis and takes nothing away', async () => {
  const before = Reflect.ownKeys(globalThis).map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]);
  const trtc = await freshInstance();
  await trtc.login({ userID: 'A' });
  const after = Reflect.ownKeys(globalThis).map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]);
  assert.deepEqual(after.map(([name]) => name), before.map(([name]) => name));
  assert.equal(globalThis.process, process);
  assert.deepEqual(after, before);
});

test('a hundred calls leave no function behind', async () => {
  const trtc = await freshInstance();
  await trtc.login({ userID: 'A' });
  const before = await trtc._liveFuncs();
  for (let i = 0; i < 100; i++) {
    await trtc.call({ userID: i % 2 ? 'late' : 'at once' });
  }
  assert.equal(await trtc._liveFuncs(), before);
});

test('instances share one program, and destroy gives back what an instance held', async (t) => {
  const TRTCCalling = await freshClass();
  const instantiate = t.mock.method(WebAssembly, 'instantiate');
  const first = new TRTCCalling({ SDKAppID: 1, wasmModule: echoModule });
  await first.call({ userID: 'x' });
  const alone = await first._liveFuncs();
  const second = new TRTCCalling({ SDKAppID: 2, serverUrl: 'http://127.0.0.1:1' });
  await second.call({ userID: 'x' });
  assert.equal(instantiate.mock.callCount(), 1);
  assert.ok((await first._liveFuncs()) > alone);
  await second.destroy();
  assert.equal(await first._liveFuncs(), alone);
  await assert.rejects(second.call({ userID: 'x' }), { code: 90104 });
  await assert.rejects(second.login({ userID: 'x' }), { code: 90104 });
  assert.equal(await first.call({ userID: 'still there' }), 'still there');
});

test('when create refuses, the methods reject with its error', async () => {
  const trtc = await freshInstance({ SDKAppID: 666 });
  await assert.rejects(trtc.call({ userID: 'x' }), { message: 'refused', code: 6017 });
});

/** Lets the program hold a WebSocket, of which Node 20 has none. */
async function holdSocket(t, trtc) {
  class WebSocket {
    closed = false;
    close() {
      this.closed = true;
    }
  }
  withGlobals(t, { WebSocket });
  return trtc.startRemoteView({ userID: 'keep', videoViewDomID: new WebSocket() });
}

for (const [how, words] of [['exit', /exit code 3/], ['panic', /exit code 2/]]) {
  test(`after the program ends by ${how}, pending calls reject, onError fires and the next login starts afresh`, async (t) => {
    const lines = captureConsole(t);
    const trtc = await freshInstance();
    await trtc.login({ userID: 'A' });
    const failed = nextEvents(trtc, 'onError');
    const socket = await holdSocket(t, trtc);
    const pending = trtc.call({ userID: 'never' });
    const ending = trtc.call({ userID: how });
    await assert.rejects(pending, { code: 90102, message: words });
    await assert.rejects(ending, { code: 90102 });
    const [{ code, msg }] = await failed;
    assert.equal(code, 90102);
    assert.match(msg, words);
    assert.equal(socket.closed, true);
    assert.equal(trtc.getUserID(), '');
    await assert.rejects(trtc.call({ userID: 'x' }), { code: 90102 });
    assert.equal((await trtc.login({ userID: 'B' })).sdkAppID, 1);
    assert.equal(await trtc.call({ userID: 'alive' }), 'alive');
    if (how === 'panic') {
      assert.match(lines.join('\n'), /panic: the program is broken[^]*main_js\.go/);
    }
  });
}


test('an exception that goes through the program ends it, and what it held is released', async (t) => {
  class MediaStreamTrack {
    live = true;
    stop() {
      this.live = false;
    }
  }
  withGlobals(t, { MediaStreamTrack });
  const camera = new MediaStreamTrack();
  Object.defineProperty(camera, 'property', {
    get() {
      throw new Error('not for you');
    },
  });
  const trtc = await freshInstance();
  const failed = nextEvents(trtc, 'onError');
  const pending = trtc.call({ userID: 'never' });
  await assert.rejects(trtc.startRemoteView({ userID: 'break', videoViewDomID: camera }), { code: 90102, message: /not for you/ });
  await assert.rejects(pending, { code: 90102 });
  assert.equal((await failed)[0].code, 90102);
  assert.equal(camera.live, false);
  assert.equal((await trtc.login({ userID: 'B' })).sdkAppID, 1);
});

test("a WebSocket of the program fires no error events, and the page's own does", async (t) => {
  class WebSocket extends EventTarget {
    closed = [];
    constructor(url) {
      super();
      this.url = url;
    }
    close(...parameters) {
      this.closed.push(parameters);
    }
  }
  withGlobals(t, { WebSocket, CloseEvent: Event });
  const trtc = await freshInstance();
  const socket = await trtc.call({ userID: 'dial' });
  assert.equal(globalThis.WebSocket, WebSocket);
  assert.equal(socket.url, 'ws://127.0.0.1:1');
  assert.ok(socket instanceof WebSocket);
  const heard = [];
  for (const [name, target] of [['program', socket], ['page', new WebSocket('ws://127.0.0.1:1')]]) {
    for (const event of ['error', 'close']) {
      target.addEventListener(event, () => heard.push(`${name} ${event}`));
      target.dispatchEvent(new Event(event));
    }
  }
  assert.deepEqual(heard, ['program close', 'page error', 'page close']);
  socket.close(1008, 'dial timed out');
  socket.close(1000, 'bye');
  socket.close(4000, 'own');
  assert.deepEqual(socket.closed, [[], [1000, 'bye'], [4000, 'own']]);
  await Promise.resolve();
  // Only the close that the library waits for although nobody may answer is told at once.
  assert.deepEqual(heard.slice(3), ['program close']);
  // After an error the end is told in any case: of what a policy refuses Chromium says nothing more.
  await new Promise((resolve) => socket.addEventListener('close', resolve, { once: true }));
});
