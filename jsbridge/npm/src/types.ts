// Parameters and results of the methods.

import type { CallType } from './events';
import type { WasmSource } from './wasm';

export interface Options {
  /** A number, or its digits. */
  SDKAppID: number | string;
  /** Kept as the property tim; nothing here uses it. */
  tim?: unknown;
  /** The server, for example https://calls.example.com. See server.ts for where it is looked for otherwise. */
  serverUrl?: string | URL;
  /** Where the wasm is. See wasm.ts for where it is looked for otherwise. */
  wasmUrl?: WasmSource | Promise<WasmSource>;
  /** The compiled wasm itself. */
  wasmModule?: WebAssembly.Module;
  /** What the original forwarded to its chat layer; ignored. */
  [ignored: string]: unknown;
}

export type CallStatus = 'idle' | 'calling' | 'connected';

/** -1 and 0 all, 1 info, 2 warnings, 3 errors, 4 nothing. */
export type LogLevel = -1 | 0 | 1 | 2 | 3 | 4;

export interface LoginParams {
  userID: string;
  userSig: string;
}

export interface CallParams {
  userID: string;
  type: CallType;
  /** Seconds to ring, 1 to 3600; 30 otherwise. */
  timeout?: number;
  /** Ignored, as are roomID and userData. */
  offlinePushInfo?: object;
  roomID?: number;
  userData?: string;
}

export interface StartViewParams {
  userID: string;
  /** The id of an element, or the element. */
  videoViewDomID: string | HTMLElement;
}

export interface StopViewParams {
  userID: string;
  /** Ignored. */
  videoViewDomID?: string | HTMLElement;
}

export interface LoginResult {
  code: number;
  data: { actionStatus: string; errorCode: number; errorInfo: string; repeatLogin?: boolean };
}

export interface LogoutResult {
  code: number;
  data: Record<string, unknown>;
}

/** The chat message as which the original sent a signal; applications may write to it. */
export interface ImMessage {
  ID: string;
  type: string;
  conversationType: string;
  conversationID: string;
  from: string;
  to: string;
  flow: string;
  time: number;
  status: string;
  nick: string;
  avatar: string;
  payload: { data: string; description: string; extension: string };
}

export interface SignalResult {
  inviteID: string;
  code: number;
  data: { message: ImMessage };
}

export interface JoinResult {
  audio: boolean;
  video: boolean;
  /** The local user, with a small d. */
  userId: string;
}

export interface CallResult extends SignalResult, JoinResult {
  roomID: number;
  /** The callee. */
  userID: string;
}

export interface AcceptResult extends SignalResult, JoinResult {
  roomID: number;
  callType: CallType;
}

/** An array when invitations were cancelled. */
export type HangupResult = SignalResult[] | { code: number; msg: string };
