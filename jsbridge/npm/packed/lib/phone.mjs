// A real call between the page of an application and another user, in real browsers, through the real server.

import assert from 'node:assert/strict';
import { Browsers } from '../../../../wasm/e2e/lib/browsers.js';
import { Stage } from '../../../../wasm/e2e/lib/stage.js';
import { answered, instrument, User } from '../../../../wasm/e2e/lib/user.js';
import { watch } from './policy.mjs';

/** The browsers of all suites: to start one costs as much as a call. run.mjs closes them. */
export const browsers = new Browsers();

export class Phone {
  #stage = new Stage(browsers, ['chromium', 'chromium']);

  async open() {
    await this.#stage.open();
    this.peer = await this.#stage.user('peer', { seat: 1 });
    await this.peer.signIn();
  }

  async close() {
    await this.#stage.close();
  }

  get server() {
    return this.#stage.server.url;
  }

  /** {sdkAppID, userID, userSig} for a user. */
  identity(userID) {
    return this.#stage.server.userSig(userID);
  }

  /**
   * Opens an application and tells it by a global where the server is, unless that is undefined. It is there when it has
   * put the class into window.TRTCCalling, or when an element is.
   */
  async visit(url, { ready, ...options } = {}) {
    const server = 'server' in options ? options.server : this.server;
    const page = await browsers.page('chromium', { origin: new URL(url).origin });
    const user = new User(page, { userID: 'app', server: this.#stage.server });
    const loaded = [];
    const said = [];
    page.on('request', (request) => request.url().includes('.wasm') && loaded.push(request.url()));
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(`error: ${error.message}`));
    await instrument(page, `${watch};${server === undefined ? '' : `globalThis.TRTC_CALLING_SERVER = ${JSON.stringify(server)}`}`);
    try {
      await (ready ? page.goto(url).then(() => page.waitForSelector(ready)) : user.visit(url));
    } catch (error) {
      throw new Error(`${url} does not start: ${error.message}\n${said.join('\n')}`);
    }
    return { user, loaded, said, close: () => page.browserContext().close() };
  }

  /** Calls the peer from an application and waits until each sees the other. Returns where the wasm came from, and the console. */
  async call(url) {
    const { user, loaded, said, close } = await this.visit(url);
    try {
      await user.signIn();
      await this.#talk(user);
      return { loaded, said };
    } finally {
      await close();
    }
  }

  async #talk(user) {
    await answered(user, this.peer);
    for (const [who, other] of [[user, this.peer], [this.peer, user]]) {
      await who.moves(await who.view(other.userID));
    }
    await user.must('hangup');
    await Promise.all([user, this.peer].map((who) => who.skipTo('onCallEnd')));
    assert.deepEqual(await user.ask('liveTracks'), []);
  }
}
