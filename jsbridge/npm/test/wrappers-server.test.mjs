// Pages rendered on a server with each wrapper, in both forms: nothing of a page is there, and nothing is loaded.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import React from 'react';
import { renderToString as renderReact } from 'react-dom/server';
import * as Vue from 'vue';
import { renderToString as renderVue } from 'vue/server-renderer';
import Vue2 from 'vue2';
import * as react from '../dist/react.mjs';
import * as vue from '../dist/vue.mjs';
import { freshInstance, withGlobals } from './bundles.mjs';
import { ann, commonJS, listeners } from './wrappers.mjs';

const require = createRequire(import.meta.url);
// Its main file refuses to work beside Vue 3.
const renderer = require('vue-server-renderer/build.dev.js').createRenderer();
const vue2 = commonJS('vue2.cjs', require('vue2'));

/** A page of Vue; seen gets what the composable gave. */
const page = ({ useTRTCCalling, TRTCLocalView, TRTCRemoteView, TRTCScreenView }, h, source, seen = {}) => ({
  setup() {
    Object.assign(seen, useTRTCCalling(source));
    const attributes = (props) => (h === Vue2.h ? { props } : props);
    return () =>
      h('main', [
        h('p', `${seen.status.value} ${seen.users.value.length} ${seen.network.value}`),
        h(TRTCLocalView, { class: 'me' }),
        h(TRTCRemoteView, attributes({ userID: 'bob' })),
        h(TRTCScreenView, attributes({ userId: 'bob' })),
      ]);
  },
});

const Page = ({ wrapper, source }) => {
  const { createElement: h } = React;
  const { calling, status, users, network } = wrapper.useTRTCCalling(source);
  const views = [
    h(wrapper.TRTCLocalView, { key: 1, className: 'me' }), h(wrapper.TRTCRemoteView, { key: 2, userID: 'bob' }),
    h(wrapper.TRTCScreenView, { key: 3, userID: 'bob' }, 'a name'),
  ];
  return h(wrapper.TRTCCallingProvider, { calling }, h('main', null, h('p', null, `${status} ${users.length} ${network}`), views));
};

const renderings = {
  'vue.mjs': (source, seen) => renderVue(Vue.createSSRApp(page(vue, Vue.h, source, seen))),
  'vue.cjs': (source, seen) => renderVue(Vue.createSSRApp(page(commonJS('vue.cjs', Vue), Vue.h, source, seen))),
  'vue2.cjs': (source, seen) => renderer.renderToString(new Vue2({ ...page(vue2, Vue2.h, source, seen) })),
  'react.mjs': (source) => renderReact(React.createElement(Page, { wrapper: react, source })),
  'react.cjs': (source) => renderReact(React.createElement(Page, { wrapper: commonJS('react.cjs', React), source })),
};

const expected = '<main><p>idle 0 disconnected</p><div class="me"></div><div></div><div></div></main>';
const plain = (html) => html.replace(/ data-server-rendered="true"|a name|<!--.*?-->/g, '');

for (const [form, render] of Object.entries(renderings)) {
  test(`${form}: a page with options is rendered, and loads nothing`, async (t) => {
    const fetched = [];
    withGlobals(t, { fetch: async (url) => fetched.push(url) });
    const seen = {};
    assert.equal(plain(await render({ SDKAppID: 1, serverUrl: 'http://127.0.0.1:1' }, seen)), expected);
    if (seen.calling) { // of React there is none
      seen.calling.on('onInvited', () => {});
      assert.equal(seen.calling.getCallStatus(), 'idle');
      await assert.rejects(seen.calling.login(ann), /there are no calls on a server that renders pages/);
    }
    assert.deepEqual(fetched, []);
  });

  test(`${form}: rendering a page with an instance leaves nothing behind`, async () => {
    const trtc = await freshInstance();
    assert.equal(plain(await render(trtc)), expected);
    assert.equal(listeners(trtc), 0);
  });
}

test('a hook of React without options and without a provider says what it needs', () => {
  const Lost = () => React.createElement('p', null, react.useTRTCCalling().status);
  assert.throws(() => renderReact(React.createElement(Lost)), /needs options, an instance, or a <TRTCCallingProvider>/);
});

test('the forms of a wrapper export the same names', () => {
  const names = ['TRTCLocalView', 'TRTCRemoteView', 'TRTCScreenView', 'useTRTCCalling'];
  for (const module of [vue, commonJS('vue.cjs', Vue), vue2]) {
    assert.deepEqual(Object.keys(module).sort(), names);
  }
  for (const module of [react, commonJS('react.cjs', React)]) {
    assert.deepEqual(Object.keys(module).sort(), ['TRTCCallingProvider', ...names]);
  }
});
