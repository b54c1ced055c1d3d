// What every instance begins with: its constants, what it was given, its events.

import { VERSION } from 'virtual:build';
import { Core } from './core';
import { CODE, withCode } from '../api/error';
import { CALL_TYPE, EVENT, type EventMap, type EventName, type EventNames } from '../api/events';
import { log } from './log';
import { timOf, trtcClientOf, type TrtcClient } from '../compatibility/original';
import { findServer } from '../loading/server';
import { remember } from '../compatibility/storage';
import type { LoginParams, LoginResult, LogLevel, LogoutResult, Options } from '../api/types';

export abstract class Instance {
  /** The names of the events. The original has them on the class alone. */
  static readonly EVENT: EventNames = EVENT;
  /** UNKNOWN 0, AUDIO_CALL 1, VIDEO_CALL 2, and the reverse. */
  static readonly CALL_TYPE: typeof CALL_TYPE = CALL_TYPE;
  /** Of this package. */
  static readonly VERSION: string = VERSION;

  static {
    // Not on each instance, where Vue 2 would observe them; and pages may write to them, as the setup guide
    // of the original made them do: it reads them from instances, which had none.
    Object.assign(this.prototype, { EVENT, CALL_TYPE });
  }

  /** The same as on the class. */
  declare readonly EVENT: EventNames;
  /** The same as on the class. */
  declare readonly CALL_TYPE: typeof CALL_TYPE;

  /** The option tim, as it was given; otherwise a stand-in that says of what apps call that there is no chat. */
  tim: any;
  protected readonly core: Core;

  /** Throws when SDKAppID is missing or no integer (code 2000). Loading begins; methods wait for it. */
  constructor(options: Options) {
    const sdkAppID = parseAppID(options?.SDKAppID);
    const { serverUrl, wasmModule, wasmUrl, tim } = options;
    this.core = new Core({ sdkAppID, server: findServer(serverUrl), wasmModule, wasmUrl });
    this.tim = tim ?? timOf(this);
    remember('sdkAppId', sdkAppID);
  }

  abstract login(params: LoginParams): Promise<LoginResult>;
  abstract logout(): Promise<LogoutResult>;
  abstract getUserID(): string;

  /**
   * Handlers are called with this instance as this, or with context, in the order of their registration.
   * What one throws goes to the console. Throws a TypeError for what is no function.
   */
  on<E extends EventName>(event: E, handler: (payload: EventMap[E]) => void, context?: any): void;
  on(event: string, handler: (payload: any) => void, context?: any): void;
  on(event: unknown, handler: unknown, context?: unknown): void {
    this.core.emitter.on(event, handler, context ?? this);
  }

  /** As on(), for one event. off() removes it, too. */
  once<E extends EventName>(event: E, handler: (payload: EventMap[E]) => void, context?: any): void;
  once(event: string, handler: (payload: any) => void, context?: any): void;
  once(event: unknown, handler: unknown, context?: unknown): void {
    this.core.emitter.on(event, handler, context ?? this, true);
  }

  /** Removes a handler, however often and with whatever context it is registered; without one, all of the event. */
  off<E extends EventName>(event: E, handler?: (payload: EventMap[E]) => void, context?: any): void;
  off(event: string, handler?: (payload: any) => void, context?: any): void;
  off(event: unknown, handler?: unknown): void {
    this.core.emitter.off(event, handler);
  }

  /** What goes to the console, of all instances: -1 and 0 all, 1 info, 2 warnings, 3 errors, 4 nothing. */
  setLogLevel(level: LogLevel): void {
    log.setLevel(level);
  }

  /**
   * Ends this instance: no method works any more (code 90104) and no event comes. The last instance of
   * its user leaves the call, signs out and gives back what the page lent.
   */
  destroy(): Promise<void> {
    return this.core.destroy();
  }

  /** For pages that reach into the original: _client, _localStream, _roomID. */
  get _trtcClient(): TrtcClient {
    return trtcClientOf(this.core);
  }

  /** For pages that look for the chat object here. */
  get _tsignalingClient(): { _tsignaling: { _tim: any } } {
    return { _tsignaling: { _tim: this.tim } };
  }

  /** For tests: how many functions the Go program holds for the page. */
  _liveFuncs(): Promise<number> {
    return this.core.liveFuncs();
  }
}

function parseAppID(value: unknown): number {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number) || number < 1 || number > 0xffffffff) {
    const what = value === undefined ? 'is missing' : `is ${String(value)}`;
    const text = `TRTCCalling - SDKAppID ${what}. Give the number of your app: new TRTCCalling({ SDKAppID: 1400000001 })`;
    throw withCode(CODE.NO_APP, new Error(text));
  }
  return number;
}
