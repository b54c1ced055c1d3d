// The package in frameworks that render on a server: built, served, and a real call from the page.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { answerAndSee } from '../lib/answer.mjs';
import { openApp } from '../lib/app.mjs';
import { Phone } from '../lib/phone.mjs';

const quiet = { NEXT_TELEMETRY_DISABLED: '1', NUXT_TELEMETRY_DISABLED: '1', NITRO_HOST: '127.0.0.1', NITRO_PORT: '4830' };

function next(bundler) {
  return {
    name: 'next',
    build: (app, SDKAppID) => app.run('npx', ['next', 'build', bundler], { ...quiet, NEXT_PUBLIC_SDKAPPID: SDKAppID }),
    serve: (app) => app.serve('npx', ['next', 'start', '-H', '127.0.0.1', '-p', '4831'], /Ready in/, quiet).then(() => 'http://127.0.0.1:4831/'),
  };
}

const frameworks = {
  'Next 16 with webpack': next('--webpack'),
  'Next 16 with Turbopack': next('--turbopack'),
  'Nuxt 4': {
    name: 'nuxt',
    build: (app, SDKAppID) => app.run('npx', ['nuxt', 'build'], { ...quiet, VITE_SDKAPPID: SDKAppID }),
    serve: (app) => app.serve('node', ['.output/server/index.mjs'], /Listening on/, quiet).then(() => 'http://127.0.0.1:4830/'),
  },
};

export default function () {
  const phone = new Phone();
  before(() => phone.open());
  after(() => phone.close());

  for (const [title, { name, build, serve }] of Object.entries(frameworks)) {
    if (!title.includes(process.env.ONLY ?? '')) continue;
    // proves: 1-01 1-07
    test(`${title}: rendered on the server, and a real call, with the plain package and with the wrapper`, { timeout: 240_000 }, async (t) => {
      const app = await openApp(name);
      t.after(() => app.close());
      const ann = await phone.identity('ann');
      await build(app, String(ann.sdkAppID));
      const url = await serve(app);
      assert.match(await rendered(url), /<main>6 names<\/main>/);
      assert.match(await rendered(`${url}wrapper`), /<p id="status">idle <\/p>.*<div id="local"/);
      const { loaded, said } = await phone.call(url);
      assert.ok(loaded.at(-1)?.startsWith(url), `the wasm came from ${loaded}`);
      assert.deepEqual(said.filter((text) => /^error: |hydrat/i.test(text)), []);
      await answerAndSee(phone, `${url}wrapper`, ann);
    });
  }
}

/** What the server made of a page. */
const rendered = async (url) => (await (await fetch(url)).text()).replaceAll('<!-- -->', '');
