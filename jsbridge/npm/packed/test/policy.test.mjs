// The package under the strictest policy that it can be under: a whole call works, looks the same, and breaks nothing.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openFront } from '../../../../wasm/e2e/lib/front.js';
import { Stage } from '../../../../wasm/e2e/lib/stage.js';
import { until } from '../../../../wasm/e2e/lib/until.js';
import { instrument, User } from '../../../../wasm/e2e/lib/user.js';
import { dark, fallsQuiet, plays } from '../../../../wasm/e2e/scenario/media.js';
import { makeApp, tool } from '../lib/app.mjs';
import { strict as policy, violations, watch } from '../lib/policy.mjs';
import { browsers } from '../lib/phone.mjs';
import { filesOf } from '../lib/site.mjs';

const strict = policy();
const withoutWasm = strict.replace(" 'wasm-unsafe-eval'", '');

const html = (script) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>app</title>${script}<body></body></html>\n`;

/** How an application takes the package, and what it puts on the page. */
const apps = {
  'built by Vite': async (app) => {
    await app.write({
      'index.html': html('<script type="module" src="./main.js"></script>'),
      'main.js': "import TRTCCalling from 'trtc-calling-wasm'\nwindow.TRTCCalling = TRTCCalling\n",
    });
    await app.run(tool('vite'), ['build']);
  },
  'with the assets copied': async (app) => {
    await app.write({ 'dist/index.html': html('<script src="./trtc-calling.js"></script>') });
    await app.run('npx', ['trtc-calling-wasm', 'copy-assets', 'dist']);
  },
};

export default function () {
  for (const [how, build] of Object.entries(apps)) {
    for (const name of ['chromium', 'firefox']) {
      if (`${how} ${name}`.includes(process.env.ONLY ?? '')) describe(`${how}, in ${name}`, () => inBrowser(name, build));
    }
  }
}

function inBrowser(name, build) {
  const stage = new Stage(browsers, [name, 'chromium']);
  let app;
  let file;
  let peer;
  before(async () => {
    app = await makeApp({});
    await build(app);
    file = await filesOf(app.path('dist'));
    await stage.open();
    peer = await stage.user('peer', { seat: 1 });
    await peer.signIn();
  });
  after(async () => {
    await stage.close();
    await app.remove();
  });

  /** Opens the application under a policy; everything is on one origin, as connect-src 'self' wants. */
  async function visit(policies, body) {
    const front = await openFront(stage.server, { change: { file, ...policies } });
    const page = await browsers.page(name, { kind: 'screen', origin: front.origin });
    try {
      await instrument(page, watch);
      const user = new User(page, { userID: 'app', server: stage.server });
      await page.goto(`${front.origin}/index.html`);
      await until(() => page.evaluate(() => typeof window.TRTCCalling), (type) => type === 'function', { what: 'the class' });
      return await body(user, front);
    } finally {
      await page.browserContext().close();
      await front.close();
    }
  }

  const refused = (csp, body) => visit(csp, async (user, front) => {
    await user.open();
    const { error } = await user.login();
    await body(error?.message ?? 'login() resolved', front, user);
  });

  test('a whole call works and looks as without a policy', { timeout: 180_000 }, async () => {
    const looks = [];
    for (const policies of [{}, { csp: strict }]) {
      await visit(policies, async (user) => {
        looks.push(await wholeCall(user, peer));
        assert.deepEqual(await violations(user.page), []);
      });
    }
    assert.deepEqual(looks[1], looks[0]);
    assert.ok(looks[0].length >= 8, `only ${looks[0].length} elements were compared`);
  });

  test("without 'wasm-unsafe-eval' login() says what to add", { timeout: 60_000 }, () =>
    refused({ csp: withoutWasm }, async (message, front, user) => {
      assert.match(message, /the page's Content-Security-Policy refuses WebAssembly\. Add 'wasm-unsafe-eval' to script-src\./);
      assert.match((await violations(user.page)).join(), /^enforce script-src wasm-eval/, 'the sign by which it is known');
    }),
  );

  test('a policy that only reports refuses nothing', { timeout: 60_000 }, () =>
    visit({ reportOnly: withoutWasm }, async (user) => {
      await user.signIn();
      assert.match((await violations(user.page)).join(), /report script-src wasm-eval/, 'it reports');
    }),
  );

  test('a file that is damaged is not taken for refused by a policy that only reports', { timeout: 60_000 }, () =>
    refused({ reportOnly: withoutWasm, file: (path) => (path.endsWith('.wasm') ? { type: 'application/wasm', content: 'x' } : file(path)) }, (message) => {
      assert.match(message, /\.wasm\S* is not the file that belongs to this script/);
    }),
  );

  test('without connect-src login() names the address to add', { timeout: 60_000 }, () =>
    refused({ csp: strict.replace("connect-src 'self'", "connect-src 'none'") }, (message, front) => {
      assert.match(message, new RegExp(`the page's Content-Security-Policy refuses ${front.origin}/\\S+\\.wasm\\S*\\. Add it to connect-src`));
    }),
  );

  test('with connect-src for plain requests alone login() names the address of the server', { timeout: 60_000 }, () =>
    refused({ csp: strict.replace("connect-src 'self'", 'connect-src http://127.0.0.1:*/assets/ http://127.0.0.1:*/trtc-calling.wasm') }, (message, front) => {
      assert.match(message, new RegExp(`cannot connect to ${front.origin.replace('http', 'ws')}/v1/signal: .*connect-src.*serverUrl`));
    }),
  );
}

/** Everything that people do in a call, from the application's page. Returns how its views look. */
async function wholeCall(user, peer) {
  await user.signIn();
  await user.must('call', { userID: 'peer', type: 2 });
  await peer.skipTo('onInvited');
  await peer.must('accept');
  await Promise.all([user.skipTo('onUserEnter'), peer.skipTo('onUserEnter')]);
  for (const [who, other] of [[user, peer], [peer, user]]) {
    await plays(who, { kind: 'video', from: other.userID });
    await plays(who, { kind: 'audio', from: other.userID });
  }
  await user.view('app');
  await user.moves('view-app');

  await peer.page.evaluate(() => (window.probe.consumed = window.probe.events.length));
  const tells = async (event, key, value) => assert.equal((await peer.skipTo(event)).payload[key], value, event);
  await user.must('setMicMute', true);
  await tells('onUserAudioAvailable', 'isAudioAvailable', false);
  await user.must('setMicMute', false);
  await tells('onUserAudioAvailable', 'isAudioAvailable', true);
  await user.must('closeCamera');
  await tells('onUserVideoAvailable', 'isVideoAvailable', false);
  await fallsQuiet(user, 'sent', ['video']);
  await user.must('openCamera');
  await tells('onUserVideoAvailable', 'isVideoAvailable', true);
  await plays(peer, { kind: 'video', from: 'app' });

  await user.page.mouse.click(2, 2); // browsers want the user's own click
  assert.equal(await user.must('startScreenShare'), true);
  await plays(peer, { kind: 'screen', from: 'app' });
  await user.must('stopScreenShare');
  await dark(peer, 'app');
  const seen = await look(user.page);

  await user.must('hangup');
  await Promise.all([user, peer].map((who) => who.skipTo('onCallEnd')));
  assert.deepEqual(await user.ask('liveTracks'), []);
  await user.must('logout');
  await peer.page.evaluate(() => (window.probe.consumed = window.probe.events.length));
  return seen;
}

/**
 * Where every element of the views is, and all its computed styles. Ids of players are other ones in each call, and a player's
 * picture and sound are in the order in which they arrived, so the elements are sorted by tag.
 */
function look(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll('[data-probe="view"]')].flatMap((view) => {
      const inside = [...view.querySelectorAll('*')].sort((a, b) => a.tagName.localeCompare(b.tagName));
      return [view, ...inside];
    }).map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      const styles = Object.fromEntries([...getComputedStyle(element)].map((name) => [name, getComputedStyle(element).getPropertyValue(name)]));
      return { tag: element.tagName, classes: element.className, x, y, width, height, muted: element.muted, paused: element.paused, styles };
    }),
  );
}
