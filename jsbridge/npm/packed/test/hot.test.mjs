// The examples, and an application in Vue 2.7, under Vite's dev server, edited in the middle of a call. What is edited is
// there, and the call goes on or has ended, for both: nothing is left that belongs to neither.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { until } from '../../../../wasm/e2e/lib/until.js';
import { copyApp, copyExample, edit } from '../lib/example.mjs';
import { Phone } from '../lib/phone.mjs';

const said = "console.info('edited')";

/**
 * What is edited in each of them: a file, what it says once, and what it says instead. Vue makes a component whose script
 * has changed anew, and with it the instance that it owns: the call ends. React keeps it.
 */
const edits = {
  vue: {
    'a text': ['components/CallScreen.vue', '<span id="progress">', '<span id="progress">edited '],
    'a component that shows the call': ['components/CallScreen.vue', 'const { status, users }', `${said}\nconst { status, users }`],
    'the component that owns the instance': ['components/Phone.vue', 'const { calling, userID', `${said}\nconst { calling, userID`, 'ends'],
    'what it is made with': ['useCall.js', 'const call = ref(null)', `${said}\n  const call = ref(null)`, 'ends'],
    'the page': ['App.vue', "const screen = ref('')", `${said}\nconst screen = ref('')`, 'ends'],
  },
  'vue 2': {
    'a text': ['CallScreen.vue', '<span id="progress">', '<span id="progress">edited '],
    'a component that shows the call': ['CallScreen.vue', 'const { status, users }', `${said}\nconst { status, users }`],
    'the component that owns the instance': ['Phone.vue', 'const { calling, userID', `${said}\nconst { calling, userID`, 'ends'],
    'what it is made with': ['useCall.js', 'const call = ref(null)', `${said}\n  const call = ref(null)`, 'ends'],
  },
  react: {
    'a text': ['components/CallScreen.jsx', '<span id="progress">', '<span id="progress">edited '],
    'a component that shows the call': ['components/CallScreen.jsx', 'const { status, users }', `${said}\n  const { status, users }`],
    'the component that owns the instance': ['components/Phone.jsx', 'const { calling, userID', `${said}\n  const { calling, userID`],
    'what it is made with': ['useCall.js', 'const [call, setCall]', `${said}\n  const [call, setCall]`],
    'the page': ['App.jsx', 'const { status, error, tell }', `${said}\n  const { status, error, tell }`],
  },
};

const copies = {
  vue: (server) => copyExample('vue', server),
  'vue 2': (server) => copyApp('vite-vue2', server),
  react: (server) => copyExample('react', server),
};

export default function () {
  const phone = new Phone();
  before(() => phone.open());
  after(() => phone.close());

  for (const name of Object.keys(edits)) {
    if (!name.includes(process.env.ONLY ?? '')) continue;
    describe(name, () => editInCall(phone, name));
  }
}

function editInCall(phone, name) {
  let app;
  let ann;
  let page;
  let clean;

  before(async () => {
    app = await copies[name](phone.server);
    const url = await app.serve('node_modules/.bin/vite', ['--host', '127.0.0.1', '--clearScreen', 'false']);
    ann = await phone.visit(`${url}/`, { ready: '#name' });
    page = ann.user.page;
    await page.type('#name', 'ann');
    await page.evaluate(watchHoldings);
    await page.click('#sign-in button');
    await page.waitForSelector('#dial');
    await talk();
    clean = await holdings();
  });
  after(async () => {
    await ann?.close();
    await app?.remove();
  });

  for (const [what, [file, from, to, ends]] of Object.entries(edits[name])) {
    test(`${what} is edited, and the call ${ends ?? 'goes on'}`, { timeout: 60_000 }, async () => {
      const before = ann.said.length;
      await edit(app, `src/${file}`, from, to);
      const isShown = () => page.evaluate((marker) => document.getElementById('progress')?.textContent.startsWith(marker), 'edited');
      await until(async () => ann.said.slice(before).includes('edited') || (!to.startsWith(said) && (await isShown())), Boolean, { what: 'what was edited' });
      assert.equal(await agree(), ends ? 'no call' : 'a call', ann.said.slice(before).join('\n'));
      if (ends) {
        assert.deepEqual(await page.evaluate(() => window.probe.liveTracks()), [], 'what is captured without a call');
        clean.made += 1;
        await talk();
      }
      await seeEachOther();
      await until(holdings, (held) => isDeepStrictEqual(held, clean), { what: JSON.stringify(clean) });
      assert.deepEqual(ann.said.filter((text) => text.startsWith('error: ')), []);
    });
  }

  async function talk() {
    await until(() => phone.peer.invoke('call', { userID: 'ann', type: 2 }), ({ error }) => error === undefined, { what: 'a call to ann' });
    await page.waitForSelector('#answer');
    await page.click('#answer');
    await seeEachOther();
  }

  async function seeEachOther() {
    for (const id of ['remote', 'local']) await ann.user.moves(id);
    await phone.peer.moves(await phone.peer.view('ann'));
  }

  /** Waits until both say the same, and gives what they say. */
  async function agree() {
    const both = () => Promise.all([page.evaluate(() => document.getElementById('call') !== null), phone.peer.status()]);
    const [inCall] = await until(both, ([shown, status]) => shown === (status === 'connected'), { what: 'the same at both ends' });
    return inCall ? 'a call' : 'no call';
  }

  /** What the page holds for the call; a second instance would have a socket, tracks and handlers of its own. */
  function holdings() {
    return page.evaluate(() => ({
      ...window.held(),
      tracks: window.probe.liveTracks().sort(),
      pictures: document.querySelectorAll('video').length,
    }));
  }
}

/** Runs in the page, before it signs in: window.held() tells the sockets, instances and handlers that are alive. */
async function watchHoldings() {
  const loaded = performance.getEntriesByType('resource').find(({ name }) => name.includes('/trtc-calling.mjs'));
  const { prototype } = (await import(loaded.name)).default;
  const instances = new Set();
  const { on } = prototype;
  prototype.on = function (...given) {
    instances.add(this);
    return on.apply(this, given);
  };
  const sockets = [];
  window.WebSocket = class extends window.WebSocket {
    constructor(...given) {
      super(...given);
      sockets.push(this);
    }
  };
  window.held = () => {
    const alive = [...instances].filter(({ core }) => !core.destroyed);
    return {
      sockets: sockets.filter(({ readyState }) => readyState <= WebSocket.OPEN).length,
      instances: alive.length,
      made: instances.size,
      handlers: alive.flatMap(({ core }) => [...core.emitter.registrations.values()].flat()).length,
    };
  };
}
