// The class that a page uses, with the methods that the original documents. It holds no logic of calls: methods
// pass to the Go program and return its promise, events come from there, getters read what it said last.

import { Additions } from './additions';
import { messageOf } from '../api/error';
import type { DeviceInfo } from '../api/events';
import { log } from './log';
import { isText, requireGroup, requireParams, withError } from './params';
import { isQuality, qualityError } from './quality';
import { remember } from '../compatibility/storage';
import type {
  AcceptParams, AcceptResult, CallParams, CallResult, GroupCallParams, GroupCallResult, HangupResult, ImGroupCallResult,
  LoginParams, LoginResult, LogoutResult, MultiCallResult, RejectParams, RejectResult, StartViewParams, StopViewParams,
  SwitchDeviceParams, VideoProfile, VideoProfileName,
} from '../api/types';

/**
 * Rejections are Errors with a code. Parameters are looked at first ("TRTCCalling.<method> - params error:<JSON>",
 * 6017; no object at all is a TypeError), then whether somebody is signed in ("… - not login，…", 2024), then
 * the state.
 */
export class TRTCCalling extends Additions {
  static {
    Object.defineProperty(this, 'name', { value: 'TRTCCalling' }); // minifying renames the class
  }

  /**
   * Signs a user in. Resolved is not ready: wait for SDK_READY. Instances of one page that sign in as the same
   * user share its session: all get its events, nobody is kicked out. Rejects with the server's code: 70001
   * UserSig expired, 70003 malformed, 70009 of another key, 70013 of another user, 70014 of another app;
   * 4096 without parameters, 2025 while another login is under way, 90101 to 90104 of error.ts.
   */
  async login(params: LoginParams): Promise<LoginResult> {
    const { userID, userSig } = requireParams('login', params);
    if (isText(userID) && isText(userSig)) {
      remember('userId', userID);
    }
    return this.core.login(Object(params));
  }

  /**
   * Signs the user out and ends its call: for all instances of the page that are signed in as this user, as
   * in the original, where they shared one chat login. Rejects with code 2024 when nobody is signed in.
   */
  logout(): Promise<LogoutResult> {
    return this.core.logout();
  }

  /** Rings a user: 30 s, or timeout. Resolves as soon as it rings. Rejects "… - CALL_STATUS: <status>" unless idle. */
  call(params: CallParams): Promise<CallResult> {
    return this.core.pass('call', params);
  }

  /**
   * Rings several users. During a call it adds them to it, and the result has no audio, video and userId. With a
   * groupID the result is that of one invitation; without, data is a list with an invitation for each.
   */
  groupCall(params: GroupCallParams & { groupID: string }): Promise<ImGroupCallResult>;
  groupCall(params: GroupCallParams): Promise<MultiCallResult>;
  async groupCall(params: GroupCallParams): Promise<GroupCallResult> {
    return withError(await this.core.invoke<GroupCallResult>('groupCall', requireGroup(params)));
  }

  /** Resolves undefined when nothing rings. Parameters of old versions are ignored. */
  accept(_legacy?: AcceptParams): Promise<AcceptResult | undefined> {
    return this.core.invoke('accept');
  }

  /** Resolves undefined when nothing rings. Parameters of old versions are ignored. */
  reject(_legacy?: RejectParams): Promise<RejectResult | undefined> {
    return this.core.invoke('reject');
  }

  /**
   * Ends the call in whatever state it is, and resolves when idle, too: {code: 0, msg: 'ok'}, or what reject()
   * gives for each invitation that was cancelled.
   */
  hangup(): Promise<HangupResult> {
    return this.core.invoke('hangup');
  }

  /** Shows the own camera, mirrored, within an element, whose other children stay. */
  startLocalView(params: StartViewParams): Promise<void> {
    return this.core.pass('startLocalView', params);
  }

  /** Takes away what startLocalView() put there; the camera goes on sending. */
  stopLocalView(params: StopViewParams): Promise<void> {
    return this.core.pass('stopLocalView', params);
  }

  /** May come before the user's picture: it is shown as soon as it is there. */
  startRemoteView(params: StartViewParams): Promise<void> {
    return this.core.pass('startRemoteView', params);
  }

  /** Takes away what startRemoteView() put there. */
  stopRemoteView(params: StopViewParams): Promise<void> {
    return this.core.pass('stopRemoteView', params);
  }

  /** Resolves whether the camera sends; undefined when an ERROR event says why it cannot. */
  openCamera(): Promise<boolean | undefined> {
    return this.core.invoke('openCamera');
  }

  /** Resolves whether there was a camera to close. */
  closeCamera(): Promise<boolean> {
    return this.core.invoke('closeCamera');
  }

  /** Resolves whether there is a microphone. What is truthy mutes. */
  setMicMute(isMute: boolean): Promise<boolean> {
    return this.core.invoke('setMicMute', { isMute: Boolean(isMute) });
  }

  /**
   * From the next call on: 240p (320×240), 360p (640×360), 480p (640×480), 720p (1280×720), 1080p (1920×1080),
   * or {width, height, frameRate, bitrate in kbit/s}. Needs no login. Resolves with what it was given. Anything
   * else rejects with a TRTCCallingError, code 65535.
   */
  async setVideoQuality<P extends VideoProfileName | VideoProfile>(profile: P): Promise<P> {
    if (!isQuality(profile)) {
      throw qualityError();
    }
    this.core.quality = profile;
    await this.core.invoke('setVideoQuality', { profile });
    return profile;
  }

  /** Makes a video call of two an audio call, also while it rings. What stands against it is a warning on the console. */
  async switchToAudioCall(): Promise<void> {
    await this.core.invoke('switchToAudioCall');
  }

  /** The reverse. No promise, unlike its sibling; ERROR 60002 tells that there is no camera. */
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

  /** At once during a call, otherwise for the next one. deviceType is 'video' or 'audio'. */
  switchDevice(params: SwitchDeviceParams): Promise<void> {
    return this.core.pass('switchDevice', params);
  }
}
