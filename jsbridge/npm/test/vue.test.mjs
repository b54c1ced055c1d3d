// The same page code with the instance as it is and as state of real Vue 2.7 and Vue 3, which put getters or
// proxies around it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import Vue2 from 'vue2';
import * as Vue3 from 'vue';
import { captureConsole, freshInstance, nextEvents } from './bundles.mjs';

Vue2.config.productionTip = false;
Vue2.config.devtools = false;

const wrappers = {
  'no framework': (trtc) => trtc,
  'Vue.observable of Vue 2': (trtc) => Vue2.observable({ trtc }).trtc,
  'data of a Vue 2 component': (trtc) => new Vue2({ data: () => ({ trtc }) }).trtc,
  'the prototype of Vue 2': (trtc) => {
    class Page extends Vue2.extend({ data: () => ({ busy: false }) }) {}
    Page.prototype.$trtc = trtc;
    return new Page().$trtc;
  },
  'reactive() of Vue 3': (trtc) => Vue3.reactive(trtc),
  'state that is reactive() in Vue 3': (trtc) => Vue3.reactive({ deep: { trtc } }).deep.trtc,
  'ref() of Vue 3': (trtc) => Vue3.ref(trtc).value,
  'readonly() of Vue 3': (trtc) => Vue3.readonly(trtc),
};

/** What a page does with an instance, whatever is around it. */
async function use(trtc, track) {
  const seen = [];
  function handler() {
    seen.push(this === trtc);
  }
  trtc.on(trtc.EVENT.USER_ENTER, handler);
  trtc.once('onUserEnter', handler);
  const ready = nextEvents(trtc, 'sdkReady');
  await trtc.login({ userID: 'A', userSig: 's' });
  await ready;
  seen.push(trtc.getUserID());
  const change = nextEvents(trtc, 'onCallStatusChanged');
  await trtc.call({ userID: 'state' });
  seen.push((await change)[0].callStatus, trtc.callStatus, trtc.hasRemoteConnectedUsers());
  await trtc.call({ userID: 'event first' });
  const last = nextEvents(trtc, 'last');
  await trtc.call({ userID: 'emit', name: 'last', payload: {} });
  await last;
  trtc.off('onUserEnter', handler);
  trtc.changeCallStatus('idle');
  seen.push(trtc.getCallStatus(), await trtc.setVideoQuality('720p'), trtc.getVideoQuality());
  await trtc.startRemoteView({ userID: 'send', videoViewDomID: { audio: track } });
  seen.push(trtc._trtcClient._localStream.getAudioTrack() === track);
  trtc.tim.on('x');
  await trtc.logout();
  await trtc.destroy();
  seen.push(trtc.getUserID(), await trtc.call({ userID: 'x' }).catch(({ code }) => code));
  return seen;
}

/** A host object, as browsers have them: no framework looks into it. */
class MediaStreamTrack {
  get [Symbol.toStringTag]() {
    return 'MediaStreamTrack';
  }
}

const want = ['A', 'connected', 'connected', true, true, true, true, true, 'idle', '720p', '720p', true, '', 90104];

for (const [name, wrap] of Object.entries(wrappers)) {
  test(`a page works with ${name}`, async (t) => {
    const lines = captureConsole(t);
    const trtc = await freshInstance();
    assert.deepEqual(await use(wrap(trtc), new MediaStreamTrack()), want);
    assert.equal(lines.filter((line) => /vue/i.test(line) || line.startsWith('error')).length, 0, lines.join('\n'));
  });
}

test('an instance that page and framework both hold is the same: events come to both, whoever signs in', async () => {
  const trtc = await freshInstance();
  const proxy = Vue3.reactive(trtc);
  const heard = [];
  const handler = () => heard.push('event');
  proxy.on('onUserEnter', handler);
  trtc.off('onUserEnter', handler);
  trtc.on('onUserEnter', () => heard.push('plain'));
  await proxy.login({ userID: 'A', userSig: 's' });
  assert.equal(trtc.getUserID(), 'A');
  const last = nextEvents(proxy, 'onUserEnter');
  await trtc.call({ userID: 'emit', name: 'onUserEnter', payload: {} });
  await last;
  assert.deepEqual(heard, ['plain']);
});

test('no framework looks into what an instance holds', async () => {
  const trtc = await freshInstance();
  Vue2.observable({ trtc });
  assert.ok(trtc.__ob__, 'the instance itself is observed, as every object with fields');
  assert.equal(Object.hasOwn(trtc.core, '__ob__'), false);
  assert.equal(Vue3.isReactive(Vue3.reactive(trtc).core), false);
});

test('a payload that a page keeps in its state stays as it was', async () => {
  const trtc = await freshInstance();
  const state = Vue3.reactive({ call: null });
  trtc.on('onInvited', (payload) => {
    state.call = payload;
  });
  const come = nextEvents(trtc, 'onInvited');
  const payload = { sponsor: 'B', userIDList: ['A'], inviteData: { callType: 2 } };
  await trtc.call({ userID: 'emit', name: 'onInvited', payload });
  await come;
  assert.deepEqual(state.call, payload);
});
