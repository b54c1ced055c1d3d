// The class that a page uses, with the methods that the original documents. It has no logic of its own: methods
// go to the Go program and return its promise, events come from there, getters read what it said last. It is
// three classes because its 75 members do not fit into one file: this one, Additions and Undocumented.

import { VERSION } from 'virtual:build';
import { CALL_TYPE, EVENT, type DeviceInfo, type EventMap, type EventName, type EventNames } from '../api/events';
import { messageOf } from '../api/error';
import type {
  AcceptParams, AcceptResult, CallParams, CallResult, GroupCallParams, GroupCallResult, HangupResult, ImGroupCallResult,
  LoginParams, LoginResult, LogLevel, LogoutResult, MultiCallResult, Options, RejectParams, RejectResult, StartViewParams,
  StopViewParams, SwitchDeviceParams, VideoProfile, VideoProfileName,
} from '../api/types';
import { remember } from '../compatibility/storage';
import { findServer } from '../loading/server';
import { Additions } from './additions';
import { Core } from './core';
import { log } from './log';
import { requireAppID, requireGroup, withError } from './params';

/**
 * Methods reject with an Error that has a code. They check their parameters first ("TRTCCalling.<method> - params
 * error:<JSON>", 6017; a TypeError when there is no object at all), then whether anyone is signed in ("… - not
 * login，…", 2024), then the state. While login() is under way, methods that need it wait for it, and reject with
 * its error if it fails.
 */
export class TRTCCalling extends Additions {
  /** The names of the events. The original has them on the class only. */
  static readonly EVENT: EventNames = EVENT;
  /** UNKNOWN 0, AUDIO_CALL 1, VIDEO_CALL 2, and the reverse. */
  static readonly CALL_TYPE: typeof CALL_TYPE = CALL_TYPE;
  /** The version of this package. */
  static readonly VERSION: string = VERSION;

  static {
    Object.defineProperty(this, 'name', { value: 'TRTCCalling' }); // minifying renames the class
    // Not on each instance, where Vue 2 would observe them. Writable, because the setup guide of the original has
    // pages set them: it reads them from instances, which did not have any.
    Object.assign(this.prototype, { EVENT, CALL_TYPE });
  }

  /** The same as on the class. */
  declare readonly EVENT: EventNames;
  /** The same as on the class. */
  declare readonly CALL_TYPE: typeof CALL_TYPE;

  /** Throws when SDKAppID is missing or is not an integer (code 2000). Loading begins at once; methods wait for it. */
  constructor(options: Options) {
    const sdkAppID = requireAppID(options?.SDKAppID);
    const { serverUrl, wasmModule, wasmUrl, tim, offlineSupport } = options;
    super(new Core({ sdkAppID, server: findServer(serverUrl), wasmModule, wasmUrl, onlyNew: offlineSupport === false }), tim);
    remember('sdkAppId', sdkAppID);
  }

  /**
   * Handlers are called in the order in which they were registered, with context as this, or else the instance. What
   * a handler throws goes to the console. Throws a TypeError when the handler is not a function.
   */
  on<E extends EventName>(event: E, handler: (payload: EventMap[E]) => void, context?: any): void;
  on(event: string, handler: (payload: any) => void, context?: any): void;
  on(event: unknown, handler: unknown, context?: unknown): void {
    this.core.emitter.on(event, handler, context ?? this);
  }

  /** Like on(), for one event. off() removes the handler, too. */
  once<E extends EventName>(event: E, handler: (payload: EventMap[E]) => void, context?: any): void;
  once(event: string, handler: (payload: any) => void, context?: any): void;
  once(event: unknown, handler: unknown, context?: unknown): void {
    this.core.emitter.on(event, handler, context ?? this, true);
  }

  /** Removes a handler, however often and with whatever context it was registered; without one, all handlers of the event. */
  off<E extends EventName>(event: E, handler?: (payload: EventMap[E]) => void, context?: any): void;
  off(event: string, handler?: (payload: any) => void, context?: any): void;
  off(event: unknown, handler?: unknown): void {
    this.core.emitter.off(event, handler);
  }

  /** How much goes to the console, for all instances: -1 and 0 everything, 1 info and above, 2 warnings, 3 errors, 4 nothing. */
  setLogLevel(level: LogLevel): void {
    log.setLevel(level);
  }

  /**
   * Signs a user in. Calls can come in once SDK_READY has fired, shortly after this resolves. Instances of one page
   * that sign in as the same user share its session: all of them get its events, and none is kicked out. Rejects with
   * the server's code: 70001 UserSig expired, 70003 malformed, 70009 signed with another key, 70013 for another user,
   * 70014 for another app; with 4096 without parameters, 2025 while another login is under way, and 90101 to 90104
   * (error.ts).
   */
  login(params: LoginParams): Promise<LoginResult> {
    return this.core.login(params);
  }

  /**
   * Signs the user out and ends its call, in all instances of the page that are signed in as this user: in the
   * original, they shared one chat login. Rejects with code 2024 when nobody is signed in.
   */
  logout(): Promise<LogoutResult> {
    return this.core.logout();
  }

  /**
   * Rings a user for 30 s, or for timeout. Resolves as soon as it rings at the other side. Rejects with
   * "… - CALL_STATUS: <status>" when not idle.
   */
  call(params: CallParams): Promise<CallResult> {
    return this.core.pass('call', params);
  }

  /**
   * Rings several users. During a call it adds them to that call, and the result has no audio, video and userId. With
   * a groupID there is one invitation, and the result is about it; without one, data lists an invitation for each user.
   */
  groupCall(params: GroupCallParams & { groupID: string }): Promise<ImGroupCallResult>;
  groupCall(params: GroupCallParams): Promise<MultiCallResult>;
  async groupCall(params: GroupCallParams): Promise<GroupCallResult> {
    return withError(await this.core.invoke<GroupCallResult>('groupCall', requireGroup(params)));
  }

  /** Answers the call that is ringing. Resolves with undefined when there is none. Parameters of old versions are ignored. */
  accept(_legacy?: AcceptParams): Promise<AcceptResult | undefined> {
    return this.core.invoke('accept');
  }

  /** Declines the call that is ringing. Resolves with undefined when there is none. Parameters of old versions are ignored. */
  reject(_legacy?: RejectParams): Promise<RejectResult | undefined> {
    return this.core.invoke('reject');
  }

  /**
   * Ends the call, whatever state it is in; without one it resolves, too. Resolves with {code: 0, msg: 'ok'}, or with
   * a list of the invitations that were cancelled, each like the result of reject().
   */
  hangup(): Promise<HangupResult> {
    return this.core.invoke('hangup');
  }

  /** Shows this user's camera, mirrored, in an element. The element's other children stay. */
  startLocalView(params: StartViewParams): Promise<void> {
    return this.core.pass('startLocalView', params);
  }

  /** Removes what startLocalView() put there; the camera goes on sending. */
  stopLocalView(params: StopViewParams): Promise<void> {
    return this.core.pass('stopLocalView', params);
  }

  /** Shows another user in an element, at once or as soon as the user's picture comes. */
  startRemoteView(params: StartViewParams): Promise<void> {
    return this.core.pass('startRemoteView', params);
  }

  /** Removes what startRemoteView() put there. */
  stopRemoteView(params: StopViewParams): Promise<void> {
    return this.core.pass('stopRemoteView', params);
  }

  /** Resolves with whether the camera sends, or with undefined when an ERROR event says why it cannot. */
  openCamera(): Promise<boolean | undefined> {
    return this.core.invoke('openCamera');
  }

  /** Resolves with whether there was a camera to close. */
  closeCamera(): Promise<boolean> {
    return this.core.invoke('closeCamera');
  }

  /** Mutes the microphone, or unmutes it. Resolves with whether there is one. */
  setMicMute(isMute: boolean): Promise<boolean> {
    return this.core.invoke('setMicMute', { isMute: Boolean(isMute) });
  }

  /**
   * Sets the quality for the calls that follow: 240p (320×240), 360p (640×360), 480p (640×480), 720p (1280×720), 1080p
   * (1920×1080), or {width, height, frameRate, bitrate in kbit/s}. Needs no login. Resolves with its parameter. Rejects
   * with a TRTCCallingError, code 65535, for anything else.
   */
  setVideoQuality<P extends VideoProfileName | VideoProfile>(profile: P): Promise<P> {
    return this.core.setQuality(profile);
  }

  /**
   * Turns a video call between two into an audio call, also while it rings. When it cannot, a warning on the console
   * says why.
   */
  async switchToAudioCall(): Promise<void> {
    await this.core.invoke('switchToAudioCall');
  }

  /** The reverse. Unlike the other direction it returns no promise; ERROR 60002 tells that there is no camera. */
  switchToVideoCall(): void {
    this.core.invoke('switchToVideoCall').catch((error: unknown) => log.warn(`TRTCCalling.switchToVideoCall - ${messageOf(error)}`));
  }

  /** [{deviceId, label, kind: 'videoinput', …}] */
  getCameras(): Promise<DeviceInfo[]> {
    return this.core.invoke('getCameras');
  }

  /** [{deviceId, label, kind: 'audioinput', …}] */
  getMicrophones(): Promise<DeviceInfo[]> {
    return this.core.invoke('getMicrophones');
  }

  /** Takes another device: at once during a call, otherwise for the next one. deviceType is 'video' or 'audio'. */
  switchDevice(params: SwitchDeviceParams): Promise<void> {
    return this.core.pass('switchDevice', params);
  }
}
