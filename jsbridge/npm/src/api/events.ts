// The constants of the class and the payload of each event. EventMap is the one truth about events:
// the names of EVENT, the types of on(), once() and off().

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
  // The original has none of those that follow.
  AUTOPLAY_BLOCKED: 'onAutoplayBlocked',
  CALL_STATUS_CHANGED: 'onCallStatusChanged',
  CALL_TYPE_CHANGED: 'onCallTypeChanged',
  DEVICE_CHANGED: 'onDeviceChanged',
  LOAD_PROGRESS: 'onLoadProgress',
  SCREEN_SHARE_AVAILABLE: 'onScreenShareAvailable',
  USER_LIST_CHANGED: 'onUserListChanged',
} as const;

/** With its reverse: CallType[1] is 'AUDIO_CALL'. Pages know it as CALL_TYPE. */
export enum CallType {
  UNKNOWN = 0,
  AUDIO_CALL = 1,
  VIDEO_CALL = 2,
}

export const CALL_TYPE = CallType;

export type EventNames = Readonly<typeof EVENT>;
export type EventName = keyof EventMap;

/** What getCallStatus() returns. A caller is connected as soon as it rings at the other side. */
export type CallStatus = 'idle' | 'calling' | 'connected';

export interface EventMap {
  /** A failure that no method reports. */
  onError: ErrorEvent;
  /** Follows a login: from now on calls are possible. */
  sdkReady: ReadyEvent;
  sdkNotReady: EmptyEvent;
  /** Somebody calls, and the microphone may be used. */
  onInvited: InvitedEvent;
  /** To the inviter: userID answered. */
  onUserAccept: UserEvent;
  /** userID is in the call. */
  onUserEnter: UserEvent;
  /** userID left the call, or we did. */
  onUserLeave: UserEvent;
  /** userID declined. */
  onReject: UserEvent;
  /** To the inviter: those were never reached. */
  onNoResp: NoRespEvent;
  onLineBusy: LineBusyEvent;
  /** The inviter gave up. */
  onCallingCancel: EmptyEvent;
  /** The user signed in elsewhere; this login and its call are over. */
  onKickedOut: EmptyEvent;
  /** Those did not answer in time. */
  onCallingTimeout: TimeoutEvent;
  onCallEnd: CallEndEvent;
  onUserVideoAvailable: VideoAvailableEvent;
  onUserAudioAvailable: AudioAvailableEvent;
  /** About once a second during a call. */
  onUserVoiceVolume: VoiceVolumeEvent;
  /** In group calls, when somebody comes or goes. */
  onGroupCallInviteeListUpdate: InviteeListEvent;
  /** The browser refuses to play sound. The next click mends it, and so does resumePlayback() in one. */
  onAutoplayBlocked: AutoplayBlockedEvent;
  /** Before the other events of the same change. */
  onCallStatusChanged: CallStatusEvent;
  /** The call became one of audio or of video; userID asked for it. */
  onCallTypeChanged: CallTypeEvent;
  /** A device was plugged in or out. */
  onDeviceChanged: DevicesEvent;
  /** The Go program is being loaded. Not when it is there already, nor when the page gave it itself. */
  onLoadProgress: LoadProgressEvent;
  /** Somebody shares a screen, or no longer does. Of oneself only when the browser's own button ended it. */
  onScreenShareAvailable: ScreenShareAvailableEvent;
  /** Who is in the call with us. */
  onUserListChanged: UserListEvent;
}

export interface ErrorEvent {
  /** 60001 to 60006, a media code (4096, 16385, …), or 90102: the Go program has ended, and the next login() starts it again. */
  code: number;
  /** A text; the result of the check for 60006. */
  msg: string | { result: boolean; detail?: Record<string, boolean> };
}

export interface ReadyEvent {
  name: 'ts_im_ready';
  data?: undefined;
}

export interface InviteData {
  /** 4. */
  version: number;
  callType: CallType.AUDIO_CALL | CallType.VIDEO_CALL;
  /** Always 0. */
  callEnd: number;
  roomID: number;
}

export interface InvitedEvent {
  /** Who calls. */
  sponsor: string;
  /** With a groupID all who were invited together, otherwise the receiver alone. */
  userIDList: string[];
  /** A groupID was given, or two or more were invited. */
  isFromGroup: boolean;
  inviteData: InviteData;
  inviteID: string;
}

export interface UserEvent {
  userID: string;
}

export interface NoRespEvent {
  sponsor: string;
  userIDList: string[];
  /** The first of userIDList; the original has none. */
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

export interface ScreenShareAvailableEvent {
  userID: string;
  isScreenShareAvailable: boolean;
}

export interface VoiceVolumeEvent {
  /** An array, oneself included; userId with a small d. audioVolume is 0 to 100. */
  volumeMap: Array<{ userId: string; audioVolume: number; stream?: unknown }>;
}

export interface InviteeListEvent {
  userIDList: string[];
}

export interface CallStatusEvent {
  callStatus: CallStatus;
  oldCallStatus: CallStatus;
}

export interface CallTypeEvent {
  callType: CallType.AUDIO_CALL | CallType.VIDEO_CALL;
  userID: string;
}

export interface AutoplayBlockedEvent {
  /** Who is not heard, as far as it is known by then. */
  userIDList: string[];
}

export interface LoadProgressEvent {
  /** Bytes, unpacked. */
  loaded: number;
  /** The size of the program that belongs to this release. */
  total: number;
}

export interface DevicesEvent {
  cameras: DeviceInfo[];
  microphones: DeviceInfo[];
  speakers: SpeakerInfo[];
}

export interface DeviceInfo {
  deviceId: string;
  /** "camera_0", "microphone_0" when the browser tells no name. */
  label: string;
  kind: 'videoinput' | 'audioinput';
  groupId?: string;
  getCapabilities?(): unknown;
}

export interface SpeakerInfo {
  deviceId: string;
  label: string;
  kind: 'audiooutput';
  groupId?: string;
}

export interface UserListEvent {
  /** Without oneself. */
  userList: string[];
}

export type EmptyEvent = Record<string, never>;
