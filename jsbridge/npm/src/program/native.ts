// The border to the Go program, seen from here. Its other half, and the prose, is the package comment
// of jsbridge (doc.go). Change both together.

import type { CallStatus, CallType } from '../api/events';

/** The environment variable that tells the program the name of the function that waits for it. */
export const READY_VARIABLE = 'JSBRIDGE_READY';

/** What the program hands over when it is ready. */
export interface Native {
  /** Returns the Error instead of throwing it. */
  create(options: NativeOptions): NativeHandle | Error;
  /** How many functions the program holds for JavaScript; for tests. */
  liveFuncs(): number;
}

export interface NativeOptions {
  /** "wss://calls.example.com/v1/signal", or "" when none was found. */
  server: string;
  sdkAppID: number;
  emit(name: string, payload: unknown): void;
  state(snapshot: Partial<Snapshot>): void;
  /** 0 log, 1 info, 2 warning, 3 error. */
  log(level: number, text: string): void;
  /** To be called right before a WebSocket is made; see socket.ts. */
  dialing(): void;
}

export type NativeMethod =
  | 'login'
  | 'logout'
  | 'call'
  | 'groupCall'
  | 'inviteUser'
  | 'joinInGroupCall'
  | 'accept'
  | 'reject'
  | 'hangup'
  | 'getCallInfo'
  | 'getUserInfo'
  | 'switchToAudioCall'
  | 'switchToVideoCall'
  | 'startLocalView'
  | 'stopLocalView'
  | 'startRemoteView'
  | 'stopRemoteView'
  | 'startScreenView'
  | 'stopScreenView'
  | 'startScreenShare'
  | 'stopScreenShare'
  | 'openCamera'
  | 'closeCamera'
  | 'setMicMute'
  | 'setVideoQuality'
  | 'getCameras'
  | 'getMicrophones'
  | 'getSpeakers'
  | 'switchDevice'
  | 'switchCamera'
  | 'setSpeaker'
  | 'resumePlayback';

export type NativeHandle = Record<NativeMethod, (params?: object) => Promise<unknown>> & {
  /** What this user sends right now. */
  localTracks(): { audio?: MediaStreamTrack; video?: MediaStreamTrack };
  release(): void;
};

/** What the synchronous getters read. The program pushes it with each change. */
export interface Snapshot {
  callStatus: CallStatus;
  callType: CallType;
  /** '' without a call. */
  callID: string;
  /** 0 without a call. */
  roomID: number;
  /** A change between audio and video is under way. */
  switching: boolean;
  /** '' when nobody is signed in. */
  userID: string;
  inviterID: string;
  groupID: string;
  isInviter: boolean;
  isGroupCall: boolean;
  inviteeList: string[];
  unHandledInviteeList: string[];
  inviterInviteID: string[];
  remoteUsers: string[];
  /** What each of remoteUsers sends. */
  remoteMedia: Array<{ audio: boolean; video: boolean; screen: boolean }>;
}

export function emptySnapshot(): Snapshot {
  return {
    callStatus: 'idle',
    callType: 0,
    callID: '',
    roomID: 0,
    switching: false,
    userID: '',
    inviterID: '',
    groupID: '',
    isInviter: false,
    isGroupCall: false,
    inviteeList: [],
    unHandledInviteeList: [],
    inviterInviteID: [],
    remoteUsers: [],
    remoteMedia: [],
  };
}
