// What an instance holds, in one place that frameworks leave alone: what has a tag of its own is neither
// observed by Vue 2 nor wrapped by Vue 3, which would cost time and change identities.

import { CHANGED } from './changed';
import { Client, type ClientOptions, type Member } from './client';
import { clientOfUser, forgetClient } from './clients';
import { Emitter } from './emitter';
import { CallingError, CODE } from './error';
import { EVENT } from './events';
import { loginError } from './login';
import { emptySnapshot, type NativeHandle, type NativeMethod, type Snapshot } from './native';
import { isText, requireParams } from './params';
import type { LoginParams, LoginResult, LogoutResult } from './types';

export class Core implements Member {
  readonly emitter = new Emitter();
  told = false;
  /** What setVideoQuality was given; undefined before. */
  quality: unknown;
  private client: Client;
  private destroyed = false;
  /** How often login() was called. */
  private logins = 0;

  constructor(private readonly options: ClientOptions) {
    this.client = new Client(options);
    this.client.join(this);
  }

  get [Symbol.toStringTag](): string {
    return 'TRTCCalling';
  }

  get state(): Snapshot {
    return this.destroyed ? emptySnapshot() : this.client.shown;
  }

  /** Shows something else until the program says how it is. */
  pretend(change: Partial<Snapshot>): void {
    this.client.shown = { ...this.client.shown, ...change };
  }

  async invoke<T>(method: NativeMethod, params?: object): Promise<T> {
    this.refuseDestroyed();
    return this.client.invoke(method, params);
  }

  /** For methods that need parameters. */
  async pass<T>(method: NativeMethod, params: unknown): Promise<T> {
    return this.invoke(method, requireParams(method, params));
  }

  async login(params: LoginParams): Promise<LoginResult> {
    try {
      return await this.signIn(params);
    } catch (error) {
      throw await loginError(error, params.userID, this.options.server);
    }
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

  /** Goes to the client of the user who signs in. True when others are there. */
  private takeClient({ userID, userSig }: LoginParams): boolean {
    const own = this.client;
    const client = isText(userID) && isText(userSig) ? clientOfUser(userID, own, this.options) : own; // else it is refused
    const isFresh = client.reopen();
    if (client !== own) {
      client.join(this);
      this.client = client;
      void this.leave(own);
      this.dispatch(CHANGED, undefined);
    }
    if (this.quality !== undefined && (isFresh || client !== own)) {
      client.invoke('setVideoQuality', { profile: this.quality }).catch(() => undefined); // login says it
    }
    return client !== own && client.isShared();
  }

  /** Of several instances that sign in at once one asks the server, the next when it is refused. */
  private async loginWithOthers(params: LoginParams): Promise<LoginResult> {
    while (this.client.signingIn) {
      try {
        return await this.client.signingIn;
      } catch {
        // its UserSig was no good; this one's may be
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
