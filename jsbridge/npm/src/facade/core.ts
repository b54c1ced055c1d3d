// What is behind an instance, in one object that frameworks leave alone: Vue 2 does not observe, and Vue 3 does not
// wrap, an object with a tag of its own. Doing so would cost time and change identities.

import { CallingError, CODE } from '../api/error';
import { EVENT } from '../api/events';
import type { LoginParams, LoginResult, LogoutResult } from '../api/types';
import { remember } from '../compatibility/storage';
import { emptySnapshot, type NativeHandle, type NativeMethod, type Snapshot } from '../program/native';
import { CHANGED } from './changed';
import { Client, type ClientOptions, type Member } from './client';
import { clientOfUser, forgetClient } from './clients';
import { Emitter } from './emitter';
import { loginError } from './login';
import { isText, requireParams } from './params';
import { isQuality, qualityError } from './quality';

/** Methods that do not need a login, so they do not wait for one. All others reject without one. */
const NEEDS_NO_LOGIN: readonly NativeMethod[] = ['accept', 'reject', 'setVideoQuality', 'switchToAudioCall', 'switchToVideoCall'];

export class Core implements Member {
  readonly emitter = new Emitter();
  told = false;
  /** The value given to setVideoQuality(); undefined before. */
  quality: unknown;
  private client: Client;
  private destroyed = false;
  /** How often login() was called. */
  private logins = 0;
  /** The login of this instance that is under way. */
  private signingIn: Promise<LoginResult> | undefined;

  constructor(private readonly options: ClientOptions) {
    this.client = new Client(options);
    this.client.join(this);
  }

  get [Symbol.toStringTag](): string {
    return 'TRTCCalling';
  }

  get state(): Readonly<Snapshot> {
    return this.destroyed ? emptySnapshot() : this.client.shown;
  }

  /** Shows something else until the program says how it is. */
  pretend(change: Partial<Snapshot>): void {
    this.client.pretend(change);
  }

  /**
   * Passes a method on, in the order of the calls. Pages written for the original do not wait for login(), so what
   * needs a login waits for the one under way, and fails with it.
   */
  async invoke<T>(method: NativeMethod, params?: object): Promise<T> {
    this.refuseDestroyed();
    const login = this.signingIn ?? this.client.signingIn;
    if (login && !NEEDS_NO_LOGIN.includes(method)) {
      await login;
      this.refuseDestroyed();
    }
    return this.client.invoke(method, params);
  }

  /** For methods that need parameters. */
  async pass<T>(method: NativeMethod, params: unknown): Promise<T> {
    return this.invoke(method, requireParams(method, params));
  }

  async setQuality<P>(profile: P): Promise<P> {
    if (!isQuality(profile)) {
      throw qualityError();
    }
    this.quality = profile;
    await this.invoke('setVideoQuality', { profile });
    return profile;
  }

  async login(params: LoginParams): Promise<LoginResult> {
    const given = requireParams('login', params);
    if (hasUser(given)) {
      remember('userId', given.userID);
    }
    const { client } = this;
    const login = this.signIn(given).catch(async (error: unknown) => {
      throw await loginError(error, given.userID, this.options.server);
    });
    if (!this.signingIn || client !== this.client) { // the program refuses a second one, and the first goes on
      this.signingIn = login;
    }
    const done = () => {
      if (this.signingIn === login) {
        this.signingIn = undefined;
      }
    };
    login.then(done, done);
    return login;
  }

  /** Signs all instances of the user out. This one stays out when another one signs in again. */
  async logout(): Promise<LogoutResult> {
    this.refuseDestroyed();
    const { client, logins } = this;
    try {
      return await client.invoke('logout');
    } finally {
      if (client === this.client && logins === this.logins) { // also when nobody was signed in any more
        this.stayOut(client);
      }
    }
  }

  private stayOut(client: Client): void {
    if (client.isShared()) {
      this.client = new Client(this.options);
      this.client.join(this);
      void this.leave(client);
      this.dispatch(CHANGED, undefined);
    } else {
      forgetClient(client);
      client.key = '';
    }
  }

  /** Payloads cross the border as JSON, which has no undefined. */
  dispatch(name: string, payload: unknown): void {
    this.emitter.emit(name, name === EVENT.SDK_READY ? { ...(payload as object), data: undefined } : payload);
  }

  localTracks(): ReturnType<NativeHandle['localTracks']> {
    return this.client.localTracks();
  }

  liveFuncs(): Promise<number> {
    return this.client.liveFuncs();
  }

  async destroy(): Promise<void> {
    if (!this.destroyed) {
      this.destroyed = true;
      this.dispatch(CHANGED, undefined);
      await this.leave(this.client);
    }
  }

  private async signIn(params: LoginParams): Promise<LoginResult> {
    this.refuseDestroyed();
    if (this.options.server.error) {
      throw this.options.server.error;
    }
    this.logins += 1;
    if (!this.takeClient(params)) {
      return this.client.login(params);
    }
    const result = await this.loginWithOthers(params);
    this.client.greet(this);
    return result;
  }

  /** Moves to the client of the user who signs in. True when others are there. */
  private takeClient(params: LoginParams): boolean {
    const own = this.client;
    const client = hasUser(params) ? clientOfUser(params.userID, own, this.options) : own; // the program refuses it
    const isFresh = client.reopen();
    if (client !== own) {
      client.join(this);
      this.client = client;
      void this.leave(own);
      this.dispatch(CHANGED, undefined);
    }
    if (this.quality !== undefined && (isFresh || client !== own)) {
      client.invoke('setVideoQuality', { profile: this.quality }).catch(() => undefined); // login tells what is wrong
    }
    return client !== own && client.isShared();
  }

  /** Of several instances that sign in at once, one asks the server; when it is refused, the next one does. */
  private async loginWithOthers(params: LoginParams): Promise<LoginResult> {
    while (this.client.signingIn) {
      try {
        return await this.client.signingIn;
      } catch {
        // its UserSig was not valid; this one's may be
      }
    }
    return this.client.login(params);
  }

  private leave(client: Client): Promise<void> {
    if (!client.isShared()) {
      forgetClient(client);
    }
    return client.leave(this);
  }

  private refuseDestroyed(): void {
    if (this.destroyed) {
      throw new CallingError(CODE.DESTROYED, 'TRTCCalling - this instance was destroyed');
    }
  }
}

function hasUser({ userID, userSig }: LoginParams): boolean {
  return isText(userID) && isText(userSig);
}
