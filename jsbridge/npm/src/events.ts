// The constants of the class and the payload of each event. EventMap is the one truth about events:
// the names of EVENT, the types of on() and off().

export const EVENT = {
  ERROR: 'onError',
  SDK_READY: 'sdkReady',
  /** Listed by the original's README, never emitted by it nor by us. */
  SDK_NOT_READY: 'sdkNotReady',
  INVITED: 'onInvited',
  USER_ACCEPT: 'onUserAccept',
  USER_ENTER: 'onUserEnter',
  USER_LEAVE: 'onUserLeave',
  REJECT: 'onReject',
  NO_RESP: 'onNoResp',
  LINE_BUSY: 'onLineBusy',
  CALLING_CANCEL: 'onCallingCancel',
  KICKED_OUT: 'onKickedOut',
  CALLING_TIMEOUT: 'onCallingTimeout',
  CALL_END: 'onCallEnd',
  /** The same event as CALL_END. */
  CALLING_END: 'onCallEnd',
  USER_VIDEO_AVAILABLE: 'onUserVideoAvailable',
  USER_AUDIO_AVAILABLE: 'onUserAudioAvailable',
  USER_VOICE_VOLUME: 'onUserVoiceVolume',
  GROUP_CALL_INVITEE_LIST_UPDATE: 'onGroupCallInviteeListUpdate',
} as const;

/** A numeric enumeration with its reverse: CALL_TYPE[1] is 'AUDIO_CALL'. */
export const CALL_TYPE = {
  UNKNOWN: 0,
  AUDIO_CALL: 1,
  VIDEO_CALL: 2,
  0: 'UNKNOWN',
  1: 'AUDIO_CALL',
  2: 'VIDEO_CALL',
} as const;

export type CallType = 0 | 1 | 2;
export type EventName = keyof EventMap;

export interface EventMap {
  onError: ErrorEvent;
  sdkReady: ReadyEvent;
  sdkNotReady: EmptyEvent;
  onInvited: InvitedEvent;
  /** userID is who answered. */
  onUserAccept: UserEvent;
  onUserEnter: UserEvent;
  onUserLeave: UserEvent;
  onReject: UserEvent;
  onNoResp: NoRespEvent;
  onLineBusy: LineBusyEvent;
  onCallingCancel: EmptyEvent;
  onKickedOut: EmptyEvent;
  onCallingTimeout: TimeoutEvent;
  onCallEnd: CallEndEvent;
  onUserVideoAvailable: VideoAvailableEvent;
  onUserAudioAvailable: AudioAvailableEvent;
  onUserVoiceVolume: VoiceVolumeEvent;
  onGroupCallInviteeListUpdate: InviteeListEvent;
}

export interface ErrorEvent {
  code: number;
  /** A text; the result of the check for 60006. */
  msg: string | { result: boolean; detail?: Record<string, boolean> };
}

export interface ReadyEvent {
  name: 'ts_im_ready';
  data: undefined;
}

export interface InvitedEvent {
  /** Who calls. */
  sponsor: string;
  userIDList: string[];
  isFromGroup: boolean;
  inviteData: { version: number; callType: CallType; callEnd: number; roomID: number };
  inviteID: string;
}

export interface UserEvent {
  userID: string;
}

export interface NoRespEvent {
  sponsor: string;
  userIDList: string[];
  userID: string;
}

export interface LineBusyEvent {
  sponsor: string;
  /** Who is busy; the receiver itself at the busy side. */
  userID: string;
}

export interface TimeoutEvent {
  sponsor: string;
  userIDList: string[];
}

export interface CallEndEvent {
  userID: string;
  /** Whole seconds; 0 when nobody was ever connected. */
  callEnd: number;
}

export interface VideoAvailableEvent {
  userID: string;
  isVideoAvailable: boolean;
}

export interface AudioAvailableEvent {
  userID: string;
  isAudioAvailable: boolean;
}

export interface VoiceVolumeEvent {
  /** An array, and userId with a small d. */
  volumeMap: Array<{ userId: string; audioVolume: number; stream?: unknown }>;
}

export interface InviteeListEvent {
  userIDList: string[];
}

export type EmptyEvent = Record<string, never>;
