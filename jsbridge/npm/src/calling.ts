// The class that a page uses. It holds no logic of calls: methods pass to the Go program and return its
// promise, events come from there, getters read what it said last.

import { VERSION } from 'virtual:build';
import { Client } from './client';
import { Emitter } from './emitter';
import { CallingError, CODE } from './error';
import { CALL_TYPE, EVENT, type CallType, type EventMap, type EventName } from './events';
import { Log } from './log';
import { findServer, type Server } from './server';
import type {
  AcceptResult, CallParams, CallResult, CallStatus, HangupResult, LoginParams, LoginResult, LogLevel,
  LogoutResult, Options, SignalResult, StartViewParams, StopViewParams,
} from './types';

export class TRTCCalling {
  static readonly EVENT = EVENT;
  static readonly CALL_TYPE = CALL_TYPE;
  static readonly VERSION = VERSION;

  static {
    Object.defineProperty(this, 'name', { value: 'TRTCCalling' }); // minifying renames the class
  }

  readonly EVENT = EVENT;
  readonly CALL_TYPE = CALL_TYPE;
  /** What the page gave as option tim. */
  tim: unknown;

  private readonly emitter = new Emitter();
  private readonly log = new Log();
  private readonly server: Server;
  private readonly client: Client;

  /** Throws when SDKAppID is missing or no integer. Loading begins; methods wait for it. */
  constructor(options: Options) {
    const sdkAppID = parseAppID(options?.SDKAppID);
    this.tim = options.tim;
    this.server = findServer(options.serverUrl);
    const emitter = this.emitter; // not this: a framework may have wrapped it by then
    this.client = new Client({
      sdkAppID,
      server: this.server,
      wasmModule: options.wasmModule,
      wasmUrl: options.wasmUrl,
      log: this.log,
      dispatch: (name, payload) => emitter.emit(name, complete(name, payload)),
    });
  }

  /** Handlers are called with this instance as this, or with context. */
  on<E extends EventName>(event: E, handler: (payload: EventMap[E]) => void, context?: unknown): void;
  on(event: string, handler: (payload: unknown) => void, context?: unknown): void;
  on(event: unknown, handler: unknown, context?: unknown): void {
    this.emitter.on(event, handler, context ?? this);
  }

  /** Removes a handler, however often it is registered; without one, all of the event. */
  off<E extends EventName>(event: E, handler?: (payload: EventMap[E]) => void, context?: unknown): void;
  off(event: string, handler?: (payload: unknown) => void, context?: unknown): void;
  off(event: unknown, handler?: unknown): void {
    this.emitter.off(event, handler);
  }

  setLogLevel(level: LogLevel): void {
    this.log.setLevel(level);
  }

  /** Resolved is not ready: wait for SDK_READY. */
  async login(params: LoginParams): Promise<LoginResult> {
    this.client.reopen();
    const user = requireParams('login', params).userID;
    if (this.server.error) {
      throw loginError(user, this.server.error);
    }
    try {
      return await this.client.invoke('login', params);
    } catch (error) {
      throw error instanceof CallingError ? loginError(user, error) : withHint(error, this.server.hint);
    }
  }

  logout(): Promise<LogoutResult> {
    return this.client.invoke('logout');
  }

  /** Resolves as soon as it rings. */
  async call(params: CallParams): Promise<CallResult> {
    return this.client.invoke('call', requireParams('call', params));
  }

  /** Resolves undefined when nothing rings. Parameters of old versions are ignored. */
  accept(_legacy?: object): Promise<AcceptResult | undefined> {
    return this.client.invoke('accept');
  }

  /** Resolves undefined when nothing rings. Parameters of old versions are ignored. */
  reject(_legacy?: object): Promise<SignalResult | undefined> {
    return this.client.invoke('reject');
  }

  hangup(): Promise<HangupResult> {
    return this.client.invoke('hangup');
  }

  async startLocalView(params: StartViewParams): Promise<void> {
    return this.client.invoke('startLocalView', requireParams('startLocalView', params));
  }

  async stopLocalView(params: StopViewParams): Promise<void> {
    return this.client.invoke('stopLocalView', requireParams('stopLocalView', params));
  }

  /** May come before the user's picture: it is shown as soon as it is there. */
  async startRemoteView(params: StartViewParams): Promise<void> {
    return this.client.invoke('startRemoteView', requireParams('startRemoteView', params));
  }

  async stopRemoteView(params: StopViewParams): Promise<void> {
    return this.client.invoke('stopRemoteView', requireParams('stopRemoteView', params));
  }

  /** Resolves whether the camera sends; undefined when an ERROR event says why it cannot. */
  openCamera(): Promise<boolean | undefined> {
    return this.client.invoke('openCamera');
  }

  closeCamera(): Promise<boolean> {
    return this.client.invoke('closeCamera');
  }

  setMicMute(isMute: boolean): Promise<boolean> {
    return this.client.invoke('setMicMute', { isMute: Boolean(isMute) });
  }

  getCallStatus(): CallStatus {
    return this.client.snapshot.callStatus;
  }

  getCallType(): CallType {
    return this.client.snapshot.callType;
  }

  getUserID(): string {
    return this.client.snapshot.userID;
  }

  getInviterID(): string {
    return this.client.snapshot.inviterID;
  }

  getGroupID(): string {
    return this.client.snapshot.groupID;
  }

  isInviter(): boolean {
    return this.client.snapshot.isInviter;
  }

  isGroupCall(): boolean {
    return this.client.snapshot.isGroupCall;
  }

  getInviteeList(): string[] {
    return [...this.client.snapshot.inviteeList];
  }

  getUnHandledInviteeList(): string[] {
    return [...this.client.snapshot.unHandledInviteeList];
  }

  getInviterInviteID(): string[] {
    return [...this.client.snapshot.inviterInviteID];
  }

  getRemoteStreamCount(): number {
    return this.client.snapshot.remoteUsers.length;
  }

  hasRemoteConnectedUsers(): boolean {
    return this.client.snapshot.remoteUsers.length > 0;
  }

  /** Ends this instance: leaves its call, signs out, gives back what it holds. The original has none. */
  destroy(): Promise<void> {
    return this.client.destroy();
  }

  /** For tests: how many functions the Go program holds for the page. */
  _liveFuncs(): Promise<number> {
    return this.client.liveFuncs();
  }
}

function parseAppID(value: unknown): number {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number) || number < 1 || number > 0xffffffff) {
    const what = value === undefined ? 'is missing' : `is ${String(value)}`;
    throw new Error(`TRTCCalling - SDKAppID ${what}. Give the number of your app: new TRTCCalling({ SDKAppID: 1400000001 })`);
  }
  return number;
}

function requireParams<P extends object>(method: string, params: P): P {
  if (typeof params !== 'object' || params === null) {
    throw new TypeError(`TRTCCalling.${method} - the parameters are missing`);
  }
  return params;
}

/** Keeps the wording of the original, and the code that it lost. */
function loginError(userID: unknown, cause: CallingError): Error {
  const error = new Error(`TRTCCalling.login - userId: ${String(userID)} login failed, error: ${cause.message} `);
  return Object.assign(error, { code: cause.code, cause });
}

/** Adds to the program's own words, when it did not reach a server, how to name another one. */
function withHint(error: unknown, hint: string): unknown {
  const code = error instanceof Error ? (error as Error & { code?: number }).code : undefined;
  if (error instanceof Error && (code === CODE.NOT_REACHED || code === CODE.NO_ANSWER)) {
    error.message += hint;
  }
  return error;
}

/** Payloads cross the border as JSON, which has no undefined. */
function complete(name: string, payload: unknown): unknown {
  return name === EVENT.SDK_READY ? { ...(payload as object), data: undefined } : payload;
}
