// The wrappers, from the package, in applications that Vite builds, under a strict policy: a real call, answered and seen by
// their components.

import { after, before, test } from 'node:test';
import { answerAndSee } from '../lib/answer.mjs';
import { makeApp, tool } from '../lib/app.mjs';
import { Phone } from '../lib/phone.mjs';
import { strict } from '../lib/policy.mjs';
import { openSite } from '../lib/site.mjs';

const html = '<!doctype html><html lang="en"><meta charset="utf-8"><title>app</title><body><div id="app"></div><script type="module" src="./main.js"></script></body></html>\n';

/** Who signs in stands in the address, as the test gives it. */
const identity = 'const { sdkAppID: SDKAppID, ...who } = JSON.parse(decodeURIComponent(location.hash.slice(1)))\n';

const vueApp = (wrapper) => `import { useTRTCCalling, TRTCLocalView, TRTCRemoteView } from 'trtc-calling-wasm/${wrapper}'
${identity}
export default {
  setup() {
    const { calling, status, users, invitation, error } = useTRTCCalling({ SDKAppID })
    calling.login(who)
    return () => h('main', [
      h('p', { ...id('status') }, \`\${status.value} \${error.value?.code ?? ''}\`),
      invitation.value ? h('button', { ...id('accept'), ...click(() => calling.accept()) }, 'Accept') : null,
      h(TRTCLocalView, { ...id('local') }),
      ...users.value.map(({ userID }) => h(TRTCRemoteView, { key: userID, ...props({ userID }), ...id('remote') })),
    ])
  },
}
`;

const apps = {
  'Vue 3': {
    main: `import { createApp, h } from 'vue'
const id = (id) => ({ id }), props = (given) => given, click = (onClick) => ({ onClick })
${vueApp('vue').replace('export default', 'const app =')}createApp(app).mount('#app')\n`,
    beside: { vue: 'vue' },
    trustedTypes: 'vue', // Vue 3 makes a policy of this name when it starts
  },
  'Vue 2.7': {
    main: `import Vue, { h } from 'vue'
const id = (id) => ({ attrs: { id } }), props = (given) => ({ props: given }), click = (click) => ({ on: { click } })
${vueApp('vue2').replace('export default', 'const app =')}new Vue({ render: (make) => make(app) }).$mount('#app')\n`,
    beside: { vue27: 'vue' },
  },
  React: {
    main: `import { createElement as h, StrictMode, useEffect } from 'react'
import { createRoot } from 'react-dom/client'
import { TRTCCallingProvider, TRTCLocalView, TRTCRemoteView, useTRTCCalling } from 'trtc-calling-wasm/react'
${identity}
function App() {
  const { calling, status, users, invitation, error } = useTRTCCalling({ SDKAppID })
  useEffect(() => void calling?.login(who), [calling])
  return h(TRTCCallingProvider, { calling },
    h('p', { id: 'status' }, \`\${status} \${error?.code ?? ''}\`),
    invitation && h('button', { id: 'accept', onClick: () => calling.accept() }, 'Accept'),
    h(TRTCLocalView, { id: 'local' }),
    users.map(({ userID }) => h(TRTCRemoteView, { key: userID, userID, id: 'remote' })))
}
createRoot(document.getElementById('app')).render(h(StrictMode, null, h(App)))\n`,
    beside: { react: 'react', 'react-dom': 'react-dom' },
  },
};

export default function () {
  const phone = new Phone();
  before(() => phone.open());
  after(() => phone.close());

  for (const [name, { main, beside, trustedTypes = "'none'" }] of Object.entries(apps)) {
    if (!name.includes(process.env.ONLY ?? '')) continue;
    test(`${name}: a call is answered and seen`, { timeout: 120_000 }, async (t) => {
      const app = await makeApp({ 'index.html': html, 'main.js': main });
      t.after(() => app.remove());
      for (const [from, as] of Object.entries(beside)) await app.link(from, as);
      await app.run(tool('vite'), ['build']);
      const policy = strict(phone.server, phone.server.replace('http', 'ws')).replace("trusted-types 'none'", `trusted-types ${trustedTypes}`);
      const site = await openSite(app.path('dist'), { 'content-security-policy': policy });
      t.after(() => site.close());
      await answerAndSee(phone, site.url, await phone.identity('ann'));
    });
  }
}
