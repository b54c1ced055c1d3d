// The constants of the class and the payloads of the events. EventMap is the only source of what events there are and
// what comes with them: the types of on(), once() and off() are made of it.

export const EVENT = {
  ERROR: 'onError',
  SDK_READY: 'sdkReady',
  /** The original's README lists it, but neither the original nor this package emits it. */
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
  // The following are not in the original.
  AUTOPLAY_BLOCKED: 'onAutoplayBlocked',
  CALL_STATUS_CHANGED: 'onCallStatusChanged',
  CALL_TYPE_CHANGED: 'onCallTypeChanged',
  DEVICE_CHANGED: 'onDeviceChanged',
  LOAD_PROGRESS: 'onLoadProgress',
  SCREEN_SHARE_AVAILABLE: 'onScreenShareAvailable',
  USER_LIST_CHANGED: 'onUserListChanged',
} as const;

/** Works in reverse, too: CallType[1] is 'AUDIO_CALL'. Pages know it as CALL_TYPE. */
export enum CallType {
  UNKNOWN = 0,
  AUDIO_CALL = 1,
  VIDEO_CALL = 2,
}

export const CALL_TYPE = CallType;

export type EventNames = Readonly<typeof EVENT>;
export type EventName = keyof EventMap;

/** What getCallStatus() returns. A caller is 'connected' as soon as it rings at the other side. */
export type CallStatus = 'idle' | 'calling' | 'connected';

export interface EventMap {
  /** A failure that no method reports. */
  onError: ErrorEvent;
  /** Follows a login: calls can be made and received from now on. */
  sdkReady: ReadyEvent;
  sdkNotReady: EmptyEvent;
  /** A call comes in. Fires once the user has allowed the microphone. */
  onInvited: InvitedEvent;
  /** For the inviter: userID answered. */
  onUserAccept: UserEvent;
  /** userID is in the call now. */
  onUserEnter: UserEvent;
  /** userID left the call, or this user did. */
  onUserLeave: UserEvent;
  /** userID declined. */
  onReject: UserEvent;
  /** For the inviter: these users could not be reached. */
  onNoResp: NoRespEvent;
  /** userID is in another call. */
  onLineBusy: LineBusyEvent;
  /** The inviter cancelled the call before it was answered. */
  onCallingCancel: EmptyEvent;
  /** The user signed in somewhere else, which ends this login and its call. */
  onKickedOut: EmptyEvent;
  /** These users did not answer in time. */
  onCallingTimeout: TimeoutEvent;
  /** The call is over. The getters still tell of it in the handler, except for getCallStatus(). */
  onCallEnd: CallEndEvent;
  /** Whether userID's camera sends: once after onUserEnter, and with each change. */
  onUserVideoAvailable: VideoAvailableEvent;
  /** Whether userID's microphone sends: once after onUserEnter, and with each change. */
  onUserAudioAvailable: AudioAvailableEvent;
  /** About once a second during a call. */
  onUserVoiceVolume: VoiceVolumeEvent;
  /** In group calls: somebody joined or left. */
  onGroupCallInviteeListUpdate: InviteeListEvent;
  /** The browser refuses to play sound. It plays after the next click, or after resumePlayback() in a click. */
  onAutoplayBlocked: AutoplayBlockedEvent;
  /** getCallStatus() changed. Fires before the other events of the same change. */
  onCallStatusChanged: CallStatusEvent;
  /** The call became an audio call or a video call, because userID switched it. */
  onCallTypeChanged: CallTypeEvent;
  /** A device was plugged in or out. */
  onDeviceChanged: DevicesEvent;
  /** The Go program is being loaded. Does not fire when it is loaded already, or was given as wasmModule. */
  onLoadProgress: LoadProgressEvent;
  /** userID shares a screen, or stopped. For this user it fires only when the browser's own button ended the sharing. */
  onScreenShareAvailable: ScreenShareAvailableEvent;
  /** The list of the others in the call changed. */
  onUserListChanged: UserListEvent;
}

export interface ErrorEvent {
  /** 60001 to 60006; a media code (4096, 16385, …); or 90102: the Go program has ended, and the next login() starts it again. */
  code: number;
  /** A text; for 60006, the result of the check. */
  msg: string | { result: boolean; detail?: Record<string, boolean> };
}

export interface ReadyEvent {
  name: 'ts_im_ready';
  data?: undefined;
}

export interface InviteData {
  /** Always 4. */
  version: number;
  callType: CallType.AUDIO_CALL | CallType.VIDEO_CALL;
  /** Always 0. */
  callEnd: number;
  roomID: number;
}

export interface InvitedEvent {
  /** The user who calls. */
  sponsor: string;
  /** With a groupID, everyone who was invited together; otherwise only the receiver. */
  userIDList: string[];
  /** Whether a groupID was given, or at least two users were invited. */
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
  /** The first of userIDList. The original does not have it. */
  userID: string;
}

export interface LineBusyEvent {
  sponsor: string;
  /** The user who is busy; at the busy side, the receiver. */
  userID: string;
}

export interface TimeoutEvent {
  sponsor: string;
  userIDList: string[];
}

export interface CallEndEvent {
  userID: string;
  /** How long the call was, in whole seconds; 0 when nobody answered. */
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
  /** An array that includes this user. Note the small d in userId. audioVolume is 0 to 100. */
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
  /** The users who are not heard, as far as they are known. */
  userIDList: string[];
}

export interface LoadProgressEvent {
  /** In bytes, uncompressed. */
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
  /** "camera_0" or "microphone_0" when the browser does not tell the name. */
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
  /** Without this user. */
  userList: string[];
}

export type EmptyEvent = Record<string, never>;
