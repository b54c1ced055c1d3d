// The package from a server's own address, as the READMEs say: npm finds it, a page's project takes it, and after an upgrade
// of the server one command mends the lock file.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { openFront } from '../../../../wasm/e2e/lib/front.js';
import { start } from '../../../../wasm/e2e/lib/server.js';
import { emptyApp, tarball } from '../lib/app.mjs';

const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
const say = (name) => ['--input-type=module', '-e', `import TRTCCalling from '${name}'; console.log(TRTCCalling.VERSION, new TRTCCalling({ SDKAppID: 1 }).getCallStatus())`];

export default function () {
  let server;
  let address;
  before(async () => {
    server = await start();
    address = `${server.url}/sdk/trtc-calling-wasm.tgz`;
  });
  after(() => server.stop());

  /** A folder on a machine that has never seen the package: npm has an empty cache there. */
  async function newcomer(t) {
    const app = await emptyApp();
    t.after(() => app.remove());
    return app;
  }

  test('the address leads to that of the version, which is the package of this build', { timeout: 30_000 }, async () => {
    const first = await fetch(address, { redirect: 'manual' });
    assert.deepEqual([first.status, first.headers.get('location')], [307, `trtc-calling-wasm-${version}.tgz`]);
    const whole = await fetch(address);
    assert.equal(whole.url, `${server.url}/sdk/trtc-calling-wasm-${version}.tgz`);
    assert.ok(Buffer.from(await whole.arrayBuffer()).equals(await readFile(tarball)), 'the server was built with another package: run "make npm"');
  });

  test('npm i in an empty folder: it can be imported, and the lock file has the address and the hash', { timeout: 120_000 }, async (t) => {
    const app = await newcomer(t);
    await app.npm('i', address);
    assert.equal(await app.run('node', say('trtc-calling-wasm')), `${version} idle\n`);
    const { resolved, integrity } = await app.locked('trtc-calling-wasm');
    assert.equal(resolved, address);
    assert.equal(integrity, `sha512-${createHash('sha512').update(await readFile(tarball)).digest('base64')}`);
  });

  test('npm i under the name of the original', { timeout: 120_000 }, async (t) => {
    const app = await newcomer(t);
    await app.npm('i', `trtc-calling-js@${address}`);
    assert.equal(await app.run('node', say('trtc-calling-js')), `${version} idle\n`);
  });

  test('after an upgrade of the server npm ci fails with EINTEGRITY, and npm i mends the lock file', { timeout: 240_000 }, async (t) => {
    const change = {};
    const front = await openFront(server, { change });
    t.after(() => front.close());
    const here = `${front.origin}/sdk/trtc-calling-wasm.tgz`;
    const app = await newcomer(t);
    await app.npm('i', here);
    const upgraded = await repack(t, '9.9.9');
    change.file = (path) => (path.endsWith('.tgz') ? { type: 'application/gzip', content: upgraded } : undefined);

    const other = await newcomer(t);
    await other.write({ 'package.json': await app.read('package.json'), 'package-lock.json': await app.read('package-lock.json') });
    await assert.rejects(other.npm('ci'), /EINTEGRITY/);
    for (const machine of [app, other]) {
      await machine.npm('i', here);
      assert.equal((await machine.locked('trtc-calling-wasm')).version, '9.9.9');
      await machine.npm('ci');
    }
  });
}

/** The package with another number, as npm packs it. */
async function repack(t, number) {
  const app = await emptyApp();
  t.after(() => app.remove());
  await app.run('tar', ['-xzf', tarball]);
  const manifest = JSON.parse(await app.read('package/package.json'));
  await app.write({ 'package/package.json': JSON.stringify({ ...manifest, version: number }) });
  await app.npm('pack', './package');
  return readFile(app.path(`trtc-calling-wasm-${number}.tgz`));
}
