// Parameters, results and errors of the methods.

import type { CallStatus, CallType } from './events';
import type { WasmSource } from '../loading/wasm';

export interface Options {
  /** The number of the app, or its digits as a text. */
  SDKAppID: number;
  /** The page's own chat object. It becomes the property tim; nothing here uses it. */
  tim?: any;
  /** The address of the server, for example https://calls.example.com. The README says where it is looked for otherwise. */
  serverUrl?: string | URL;
  /** Where the wasm is. The README says where it is looked for otherwise. */
  wasmUrl?: WasmSource | Promise<WasmSource>;
  /** The compiled wasm itself. */
  wasmModule?: WebAssembly.Module;
  /** false: invitations that were made before a login do not ring. */
  offlineSupport?: boolean;
  /** Options that the original passed on to its chat layer. They are ignored. */
  [ignored: string]: unknown;
}

/** -1 and 0 everything, 1 info and above, 2 warnings, 3 errors, 4 nothing. */
export type LogLevel = -1 | 0 | 1 | 2 | 3 | 4;

/** What others get to know about a user from getUserInfo(). */
export interface Profile {
  nick?: string;
  /** Usually a URL. */
  avatar?: string;
}

export interface LoginParams extends Profile {
  /** 1 to 32 characters of A-Z, a-z, 0-9, _ and -. */
  userID: string;
  userSig: string;
  /** false: invitations that were made before do not ring. Otherwise they ring for the rest of their time. */
  offlineSupport?: boolean;
}

/** What a notification should say. It is accepted and checked, but not sent to anybody yet. */
export interface OfflinePushInfo {
  title?: string;
  description?: string;
  androidOPPOChannelID?: string;
  extension?: string;
}

/** The parameters that all methods that ring somebody have in common. */
export interface RingParams {
  /** How many seconds it rings, 1 to 3600. The default is 30. */
  timeout?: number;
  offlinePushInfo?: OfflinePushInfo;
  /** A text for the users who are invited; getCallInfo() shows it. */
  userData?: string;
  /** Ignored: the server chooses the room. */
  roomID?: number;
}

export interface CallParams extends RingParams {
  userID: string;
  type: CallType;
}

export interface GroupCallParams extends RingParams {
  userIDList: string[];
  type: CallType;
  /** With it there is one invitation for everyone. It does not give any rights. A number is taken as its text. */
  groupID?: string;
}

export interface InviteUserParams extends RingParams {
  userIDList: string[];
}

export interface JoinParams {
  /** From getCallInfo() of somebody in the call, or of this user earlier. */
  callID: string;
}

/** Parameters of old versions, ignored. */
export interface AcceptParams {
  inviteID?: string;
  roomID?: number;
  callType?: CallType;
}

/** Parameters of old versions, ignored. */
export interface RejectParams {
  inviteID?: string;
  isBusy?: boolean;
  callType?: CallType;
}

export interface StartViewParams {
  userID: string;
  /** The ID of an element, or the element itself. */
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

/** The defaults are 640 × 480, 15 frames a second and 500 kbit/s. */
export interface VideoProfile {
  width?: number;
  height?: number;
  frameRate?: number;
  /** In kbit/s. */
  bitrate?: number;
}

export interface LoginResult {
  code: number;
  data: {
    actionStatus: string;
    errorCode: number;
    errorInfo: string;
    /** True when the user was signed in already. */
    repeatLogin?: boolean;
    [more: string]: any;
  };
}

export interface LogoutResult {
  code: number;
  data: any;
}

/** The original sent signals as chat messages, and results have such a message. Applications may write to it. */
export interface ImMessage {
  ID: string;
  type: string;
  conversationType: 'C2C' | 'GROUP' | string;
  from: string;
  to: string;
  payload: { data: string; description?: string; extension?: string };
  /** conversationID, flow, time (Unix seconds), status, nick, avatar, and whatever an application adds. */
  [more: string]: any;
}

export interface SignalResult {
  inviteID: string;
  code: number;
  data: { message: ImMessage };
}

/** Present when the method joined the room, not when it only added people. */
export interface JoinResult {
  audio?: boolean;
  video?: boolean;
  /** The local user. Note the small d. */
  userId?: string;
}

export interface CallResult extends SignalResult, JoinResult {
  roomID: number;
  /** The user who is called. */
  userID: string;
}

/** The result of groupCall() with a groupID. */
export interface ImGroupCallResult extends SignalResult, JoinResult {
  roomID: number;
  groupID: string;
}

/** The result of groupCall() without a groupID. */
export interface MultiCallResult extends JoinResult {
  /** 0; or 1, with error, when nobody could be invited. */
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

/** An array if invitations were cancelled. */
export type HangupResult = SignalResult[] | { code: 0; msg: 'ok' };

/** The result of joinInGroupCall(). */
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

/** Times are in Unix milliseconds; 0 means that it has not happened. */
export interface CallInfo {
  callID: string;
  roomID: number;
  callType: CallType;
  groupID: string;
  isGroupCall: boolean;
  /** When the first invited user answered. */
  since: number;
  members: UserInfo[];
}

/** A user who is in the call, or is being rung. */
export interface UserInfo {
  userID: string;
  /** The user who invited this one; '' for the user who placed the call. */
  inviterID: string;
  /** 'calling' while this user is being rung. */
  status: CallStatus;
  /** When the user joined. */
  since: number;
  nick: string;
  avatar: string;
  /** From the user's invitation. */
  userData: string;
}

/** Every rejection has a code, from the server or from this package (error.ts). */
export interface CodedError extends Error {
  code: number;
}

export interface SignalError extends CodedError {
  data: Record<string, unknown>;
}

/** What setVideoQuality() rejects with. */
export interface ParameterError extends Error {
  name: 'TRTCCallingError';
  code: 65535;
  code_: 65535;
  message_: string;
}
