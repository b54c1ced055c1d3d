// Several instances in one page. The program of a fresh copy of the module is shared by its instances; each
// login tells how many logins and calls its client has had, so one sees who shares a client.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { captureConsole, echoModule, freshClass, nextEvents } from './bundles.mjs';

/** Makes instances of one page. */
async function page() {
  const TRTCCalling = await freshClass();
  return (options = {}) => new TRTCCalling({ SDKAppID: 1, wasmModule: echoModule, serverUrl: 'http://127.0.0.1:1', ...options });
}

const ann = { userID: 'ann', userSig: 's' };
const bob = { userID: 'bob', userSig: 's' };

/** Lets the client of an instance emit an event. */
function emit(trtc, name, payload = {}) {
  return trtc.call({ userID: 'emit', name, payload });
}

/** Collects who hears which event, until every event that was emitted before has come. */
function listen(instances, ...names) {
  const heard = [];
  for (const [who, trtc] of Object.entries(instances)) {
    for (const name of names) {
      trtc.on(name, () => heard.push(`${who} ${name}`));
    }
  }
  return heard;
}

async function settled(trtc) {
  const last = nextEvents(trtc, 'last');
  await emit(trtc, 'last');
  await last;
}

// proves: 1.3-07
test('two instances that sign in as one user share its client, and both get all events and the state', async () => {
  const make = await page();
  const [first, second] = [make(), make()];
  const heard = listen({ first, second }, 'onUserEnter', 'onKickedOut');
  assert.equal((await first.login(ann)).repeat, false);
  assert.equal((await second.login(ann)).repeat, true, 'the program is asked, and nobody signs in twice');
  await emit(first, 'onUserEnter');
  await emit(second, 'onKickedOut');
  await first.call({ userID: 'snapshot', payload: { callStatus: 'connected', userID: 'ann' } });
  await settled(first);
  assert.deepEqual(heard, ['first onUserEnter', 'second onUserEnter', 'first onKickedOut', 'second onKickedOut']);
  assert.deepEqual([first.getCallStatus(), second.getCallStatus()], ['connected', 'connected']);
});

// proves: 1.3-07
test('each gets sdkReady once, after its own login', async () => {
  const make = await page();
  const [first, second] = [make(), make()];
  const order = [];
  for (const [name, trtc] of Object.entries({ first, second })) {
    trtc.on('sdkReady', (payload) => order.push(`${name} ready`, payload));
  }
  const ready = { name: 'ts_im_ready', data: undefined };
  await first.login(ann);
  await settled(first);
  assert.deepStrictEqual(order, ['first ready', ready]);
  await second.login(ann);
  order.push('second promise');
  await settled(second);
  await second.login(ann);
  await settled(second);
  assert.deepStrictEqual(order, ['first ready', ready, 'second promise', 'second ready', ready]);
});

test('instances that sign in at the same time all succeed, and get sdkReady once', async () => {
  const make = await page();
  const [first, second, third] = [make(), make(), make()];
  const heard = listen({ first, second, third }, 'sdkReady');
  const slow = { ...ann, userSig: 'late' };
  const results = await Promise.all([first.login(slow), second.login(slow), third.login(slow)]);
  assert.deepEqual(results.map(({ repeat }) => repeat), [false, false, false]);
  await settled(first);
  assert.deepEqual(heard.sort(), ['first sdkReady', 'second sdkReady', 'third sdkReady']);
});

test('an instance whose UserSig is refused does not spoil the login of the others, which try one after the other', async () => {
  const make = await page();
  const signatures = ['wrong late', 'wrong late', 'wrong', 'late', 'late'];
  const instances = signatures.map(() => make());
  const results = await Promise.allSettled(instances.map((trtc, i) => trtc.login({ userID: 'ann', userSig: signatures[i] })));
  assert.deepEqual(results.map(({ reason, value }) => reason?.code ?? value.repeat), [6017, 6017, 6017, false, false]);
  assert.deepEqual(instances.map((trtc) => trtc.getUserID()), ['ann', 'ann', 'ann', 'ann', 'ann']);
});

test('one instance that signs in twice at once is refused the second time, as in the original', async () => {
  const make = await page();
  const trtc = make();
  const results = await Promise.allSettled([trtc.login({ userID: 'ann', userSig: 'late' }), trtc.login(ann)]);
  assert.deepEqual(results.map(({ reason }) => reason?.code), [undefined, 2025]);
});

test('no event comes after destroy, not even one that was on its way', async () => {
  const make = await page();
  const [first, second] = [make(), make()];
  await first.login(ann);
  await second.login(ann);
  const heard = listen({ first, second }, 'onUserEnter', 'onCallStatusChanged');
  await first.call({ userID: 'snapshot', payload: { callStatus: 'connected' } });
  await emit(first, 'onUserEnter');
  await first.destroy();
  await settled(second);
  assert.deepEqual(heard, ['second onCallStatusChanged', 'second onUserEnter']);
});

test('two users in one page have a client each', async () => {
  const make = await page();
  const [first, second] = [make(), make()];
  const heard = listen({ first, second }, 'sdkReady', 'onUserEnter');
  await Promise.all([first.login(ann), second.login(bob)]);
  await emit(second, 'onUserEnter');
  await settled(first);
  await settled(second);
  assert.deepEqual(heard.sort(), ['first sdkReady', 'second onUserEnter', 'second sdkReady']);
  assert.deepEqual([first.getUserID(), second.getUserID()], ['ann', 'bob']);
  await first.logout();
  assert.deepEqual([first.getUserID(), second.getUserID()], ['', 'bob']);
});

test('the same user of another app or another server is somebody else', async () => {
  const make = await page();
  const [first, otherApp, otherServer] = [make(), make({ SDKAppID: 2 }), make({ serverUrl: 'http://127.0.0.1:2' })];
  await Promise.all([first, otherApp, otherServer].map((trtc) => trtc.login(ann)));
  const heard = listen({ first, otherApp, otherServer }, 'onUserEnter');
  await emit(first, 'onUserEnter');
  await settled(first);
  await settled(otherApp);
  await settled(otherServer);
  assert.deepEqual(heard, ['first onUserEnter']);
});

test('logout of one signs out all of the user, and a login brings back all but that one', async () => {
  const make = await page();
  const [first, second, third] = [make(), make(), make()];
  await first.login(ann);
  await second.login(ann);
  await third.login(ann);
  await second.logout();
  assert.deepEqual([first.getUserID(), second.getUserID(), third.getUserID()], ['', '', '']);
  const heard = listen({ first, second, third }, 'sdkReady');
  await settled(first);
  heard.length = 0;
  assert.equal((await first.login(ann)).repeat, false);
  await settled(first);
  assert.deepEqual(heard, ['first sdkReady', 'third sdkReady']);
  assert.deepEqual([first.getUserID(), second.getUserID(), third.getUserID()], ['ann', '', 'ann']);
});

test('an instance that was dropped after its logout keeps nobody signed in', async () => {
  const make = await page();
  const [old, fresh] = [make(), make()];
  await old.login(ann);
  await old.logout();
  await fresh.login(ann);
  await fresh.login(bob);
  assert.deepEqual([old.getUserID(), fresh.getUserID()], ['', 'bob']);
  assert.equal((await make().login(ann)).repeat, false, 'ann is signed in nowhere');
});

test('nor does an instance whose logout was refused because it was signed out already', async () => {
  const make = await page();
  const [old, fresh] = [make(), make()];
  await old.login(ann);
  await old.logout();
  await old.login({ userID: 'ann', userSig: 'refused' }).catch(() => undefined);
  await old.logout().catch(() => undefined);
  await fresh.login(ann);
  await fresh.login(bob);
  assert.equal((await make().login(ann)).repeat, false, 'ann is signed in nowhere');
});

test('destroying one instance leaves the other signed in; the last one frees everything', async () => {
  const make = await page();
  const [witness, first, second] = [make(), make(), make()];
  await witness.login(bob);
  const before = await witness._liveFuncs();
  await first.login(ann);
  await second.login(ann);
  const heard = listen({ first, second }, 'onUserEnter');
  await first.destroy();
  await first.destroy();
  assert.equal(first.getUserID(), '');
  await assert.rejects(first.call({ userID: 'x' }), { code: 90104 });
  assert.equal(second.getUserID(), 'ann');
  await emit(second, 'onUserEnter');
  await settled(second);
  assert.deepEqual(heard, ['second onUserEnter']);
  await second.destroy();
  assert.ok((await witness._liveFuncs()) < before, 'second had a client before it shared one');
  const third = make();
  assert.equal((await third.login(ann)).repeat, false, 'nothing is left of the old client');
});

test('an instance that signs in as another user leaves the others as they are', async () => {
  const make = await page();
  const [first, second, third] = [make(), make(), make()];
  await first.login(ann);
  await second.login(ann);
  await third.login(bob);
  assert.equal((await second.login({ userID: 'carol', userSig: 's' })).repeat, false);
  assert.deepEqual([first.getUserID(), second.getUserID(), third.getUserID()], ['ann', 'carol', 'bob']);
  assert.equal((await second.login(bob)).repeat, true);
  assert.deepEqual([first.getUserID(), second.getUserID(), third.getUserID()], ['ann', 'bob', 'bob']);
  const again = make();
  assert.equal((await again.login({ userID: 'carol', userSig: 's' })).repeat, false, 'nobody is carol any more');
});

test('an instance that is alone and changes its user keeps its client, and is found only as the new user', async () => {
  const make = await page();
  const [first, second, third] = [make(), make(), make()];
  await first.login(ann);
  assert.deepEqual([(await first.login(bob)).calls, (await second.login(bob)).repeat], [2, true]);
  assert.equal((await third.login(ann)).repeat, false);
  assert.deepEqual([first.getUserID(), second.getUserID(), third.getUserID()], ['bob', 'bob', 'ann']);
});

test('calls before and after a login that joins another instance keep their order', async () => {
  const make = await page();
  const [first, second] = [make(), make()];
  await first.login(ann);
  const results = await Promise.all([second.call({ userID: 'count' }), second.login(ann), second.call({ userID: 'count' })]);
  assert.equal(results[0], 1, "on the instance's own client");
  assert.equal(results[1].calls, 2, 'on the shared one');
  assert.equal(results[2], 3);
});

test('a quality that was chosen before login goes along to the shared client', async () => {
  const make = await page();
  const [first, second] = [make(), make()];
  await first.login(ann);
  await second.setVideoQuality('1080p');
  await second.login(ann);
  assert.deepEqual(await first.call({ userID: 'last' }), { method: 'setVideoQuality', params: { profile: '1080p' } });
  assert.deepEqual([first.getVideoQuality(), second.getVideoQuality()], ['480p', '1080p']);
});

test('when the program ends, all instances hear it, and one login brings them all back', async (t) => {
  captureConsole(t);
  const make = await page();
  const [first, second] = [make(), make()];
  await first.login(ann);
  await second.login(ann);
  const failed = [nextEvents(first, 'onError'), nextEvents(second, 'onError')];
  await assert.rejects(first.call({ userID: 'exit' }), { code: 90102 });
  const [[one], [other]] = await Promise.all(failed);
  assert.deepEqual([one.code, other.code], [90102, 90102]);
  await second.login(ann);
  assert.deepEqual([first.getUserID(), second.getUserID()], ['ann', 'ann']);
  assert.equal(await first.call({ userID: 'alive' }), 'alive');
});

test('users without a valid name do not share anything', async () => {
  const make = await page();
  const [first, second] = [make(), make()];
  for (const trtc of [first, second]) {
    await assert.rejects(trtc.login({ userID: '', userSig: 's' }), { code: 4096 });
  }
  const heard = listen({ first, second }, 'onUserEnter');
  await emit(first, 'onUserEnter');
  await settled(first);
  await settled(second);
  assert.deepEqual(heard, ['first onUserEnter']);
});

test('an instance that does not wait for its logout before it signs in again is among the others again', async () => {
  const make = await page();
  const [first, second] = [make(), make()];
  const heard = listen({ first }, 'onUserEnter');
  await first.login(ann);
  const out = first.logout();
  await first.login(ann);
  await out;
  assert.equal((await second.login(ann)).repeat, true);
  const again = second.logout();
  await second.login(ann);
  await again;
  await emit(second, 'onUserEnter');
  await settled(second);
  assert.deepEqual(heard, ['first onUserEnter']);
});

test('a login with illegal parameters leaves everybody where they are', async () => {
  const make = await page();
  const [first, second] = [make(), make()];
  const heard = listen({ second }, 'onUserEnter');
  await first.login(ann);
  await second.login(bob);
  await second.login({ userID: 'ann', userSig: undefined }).catch(() => undefined);
  await emit(first, 'onUserEnter');
  await settled(first);
  assert.deepEqual(heard, []);
});
