// Parameters, results and errors of the methods.

import type { CallStatus, CallType } from './events';
import type { WasmSource } from '../loading/wasm';

export interface Options {
  /** The number of the app. Its digits as a text will do, too. */
  SDKAppID: number;
  /** A chat object of the page; kept as the property tim, and nothing here uses it. */
  tim?: any;
  /** The server, for example https://calls.example.com. See server.ts for where it is looked for otherwise. */
  serverUrl?: string | URL;
  /** Where the wasm is. See wasm.ts for where it is looked for otherwise. */
  wasmUrl?: WasmSource | Promise<WasmSource>;
  /** The compiled wasm itself. */
  wasmModule?: WebAssembly.Module;
  /** What the original forwarded to its chat layer; ignored. */
  [ignored: string]: unknown;
}

/** -1 and 0 all, 1 info, 2 warnings, 3 errors, 4 nothing. */
export type LogLevel = -1 | 0 | 1 | 2 | 3 | 4;

/** What others learn about a user by getUserInfo(). */
export interface Profile {
  nick?: string;
  /** Usually a URL. */
  avatar?: string;
}

export interface LoginParams extends Profile {
  /** 1 to 32 of A-Z, a-z, 0-9, _ and -. */
  userID: string;
  userSig: string;
}

/** For what notifies those who are not there; see push in the server's configuration. */
export interface OfflinePushInfo {
  title?: string;
  description?: string;
  androidOPPOChannelID?: string;
  extension?: string;
}

/** What the methods that ring somebody have in common. */
export interface RingParams {
  /** Seconds to ring, 1 to 3600; 30 otherwise. */
  timeout?: number;
  offlinePushInfo?: OfflinePushInfo;
  /** A text for those who are rung; see getCallInfo(). */
  userData?: string;
  /** Ignored: the server chooses. */
  roomID?: number;
}

export interface CallParams extends RingParams {
  userID: string;
  type: CallType;
}

export interface GroupCallParams extends RingParams {
  userIDList: string[];
  type: CallType;
  /** With it there is one invitation for all. It grants nothing. */
  groupID?: string;
}

export interface InviteUserParams extends RingParams {
  userIDList: string[];
}

export interface JoinParams {
  /** Of getCallInfo(), or of what the application was told by others. */
  callID: string;
}

/** Of old versions, ignored. */
export interface AcceptParams {
  inviteID?: string;
  roomID?: number;
  callType?: CallType;
}

/** Of old versions, ignored. */
export interface RejectParams {
  inviteID?: string;
  isBusy?: boolean;
  callType?: CallType;
}

export interface StartViewParams {
  userID: string;
  /** The id of an element, or the element. */
  videoViewDomID: string | HTMLDivElement;
}

export interface StopViewParams {
  userID: string;
  /** Ignored. */
  videoViewDomID?: string | HTMLDivElement;
}

export interface SwitchDeviceParams {
  deviceType: 'video' | 'audio';
  deviceId: string;
}

export type VideoProfileName = '240p' | '360p' | '480p' | '720p' | '1080p';

/** What is left out is 640 × 480, 15 frames a second, 500 kbit/s. */
export interface VideoProfile {
  width?: number;
  height?: number;
  frameRate?: number;
  /** kbit/s. */
  bitrate?: number;
}

export interface LoginResult {
  code: number;
  data: {
    actionStatus: string;
    errorCode: number;
    errorInfo: string;
    /** The user was signed in already. */
    repeatLogin?: boolean;
    [more: string]: any;
  };
}

export interface LogoutResult {
  code: number;
  data: any;
}

/** The chat message as which the original sent a signal; applications may write to it. */
export interface ImMessage {
  ID: string;
  type: string;
  conversationType: 'C2C' | 'GROUP' | string;
  from: string;
  to: string;
  payload: { data: string; description?: string; extension?: string };
  /** conversationID, flow, time (Unix seconds), status, nick, avatar, and what an application adds. */
  [more: string]: any;
}

export interface SignalResult {
  inviteID: string;
  code: number;
  data: { message: ImMessage };
}

/** There when the method joined the room; not when it only added people. */
export interface JoinResult {
  audio?: boolean;
  video?: boolean;
  /** The local user, with a small d. */
  userId?: string;
}

export interface CallResult extends SignalResult, JoinResult {
  roomID: number;
  /** The callee. */
  userID: string;
}

/** Of groupCall with a groupID. */
export interface ImGroupCallResult extends SignalResult, JoinResult {
  roomID: number;
  groupID: string;
}

/** Of groupCall without a groupID. */
export interface MultiCallResult extends JoinResult {
  /** 0, or 1 with error when nobody could be invited. */
  code: number;
  data: Array<SignalResult & { roomID: number; userID: string }>;
  error?: SignalError;
  roomID: number;
  groupID: '';
}

export type GroupCallResult = ImGroupCallResult | MultiCallResult;

export interface AcceptResult extends SignalResult, JoinResult {
  roomID: number;
  callType: CallType;
}

export type RejectResult = SignalResult;

/** An array when invitations were cancelled. */
export type HangupResult = SignalResult[] | { code: 0; msg: 'ok' };

/** Of joinInGroupCall. */
export interface JoinedResult {
  code: number;
  audio: boolean;
  video: boolean;
  /** The local user. */
  userId: string;
  callID: string;
  roomID: number;
  callType: CallType;
  groupID: string;
}

/** Times are Unix milliseconds, 0 for what has not happened. */
export interface CallInfo {
  callID: string;
  roomID: number;
  callType: CallType;
  groupID: string;
  isGroupCall: boolean;
  /** When the first callee answered. */
  since: number;
  members: UserInfo[];
}

/** One who is in the call, or rings. */
export interface UserInfo {
  userID: string;
  /** Who invited this one; '' for who placed the call. */
  inviterID: string;
  /** 'calling' while it rings there. */
  status: CallStatus;
  /** When the user came in. */
  since: number;
  nick: string;
  avatar: string;
  /** Of the user's invitation. */
  userData: string;
}

/** Every rejection carries a code: that of the server, or one of the facade's (error.ts). */
export interface CodedError extends Error {
  code: number;
}

export interface SignalError extends CodedError {
  data: Record<string, unknown>;
}

/** Of setVideoQuality. */
export interface ParameterError extends Error {
  name: 'TRTCCallingError';
  code: 65535;
  code_: 65535;
  message_: string;
}
