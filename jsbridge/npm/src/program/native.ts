// The border to the Go program, seen from here. The package comment of jsbridge (doc.go) explains it; change both
// together.

import type { CallStatus, CallType } from '../api/events';

/** The environment variable with the name of the function that the program calls when it is ready. */
export const READY_VARIABLE = 'JSBRIDGE_READY';

/** What the program passes to that function. */
export interface Native {
  /** Makes a client. Returns an Error instead of throwing it. */
  create(options: NativeOptions): NativeHandle | Error;
  /** How many functions the program holds for JavaScript; for tests. */
  liveFuncs(): number;
}

export interface NativeOptions {
  /** "wss://calls.example.com/v1/signal"; "" when none was found. */
  server: string;
  sdkAppID: number;
  /** Invitations that were made before a login do not ring. */
  onlyNew: boolean;
  /** Called for each event, in order. */
  emit(name: string, payload: unknown): void;
  /** Called with each change, before the results and events that follow from it. What is left out is empty. */
  state(snapshot: Partial<Snapshot>): void;
  /** Levels: 0 log, 1 info, 2 warning, 3 error. */
  log(level: number, text: string): void;
  /** Called right before a WebSocket is made; see socket.ts. */
  dialing(): void;
}

/** Each takes at most one object. What the page passed comes as it is; a text or a number comes as its object. */
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
  /** The tracks that this user sends right now. Answers at once. */
  localTracks(): { audio?: MediaStreamTrack; video?: MediaStreamTrack };
  /** Ends the client and frees what it holds. */
  release(): void;
};

/** What the synchronous getters read. */
export interface Snapshot {
  callStatus: CallStatus;
  callType: CallType;
  /** '' without a call, and until the server knows of it. */
  callID: string;
  /** 0 without a call. */
  roomID: number;
  /** Whether a switch between audio and video is under way. */
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
