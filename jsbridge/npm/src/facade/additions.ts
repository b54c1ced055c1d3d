// Methods that the original does not have. None of them changes what the original's methods and events give.

import type { SpeakerInfo } from '../api/events';
import type {
  CallInfo, InviteUserParams, JoinedResult, JoinParams, MultiCallResult, StartViewParams, StopViewParams, UserInfo,
} from '../api/types';
import { Undocumented } from '../compatibility/undocumented';
import { withError } from './params';

export abstract class Additions extends Undocumented {
  /**
   * Ends this instance: its methods reject from now on (code 90104) and it gets no more events. When it is the last
   * instance of its user, the call is left, the user is signed out, and the page gets back what it lent.
   */
  destroy(): Promise<void> {
    return this.core.destroy();
  }

  /**
   * Rings more people for the current call, which becomes a group call. Resolves with the same as groupCall()
   * without a groupID.
   */
  async inviteUser(params: InviteUserParams): Promise<MultiCallResult> {
    return withError(await this.core.pass<MultiCallResult>('inviteUser', params));
  }

  /**
   * Enters a call that this user was in, or was invited to, without being rung again. Rejects with code 8010 when
   * the call is over, and with 8011 for anybody else.
   */
  joinInGroupCall(params: JoinParams): Promise<JoinedResult> {
    return this.core.pass('joinInGroupCall', params);
  }

  /**
   * The current call as the server knows it: who is in it, who is being rung, who invited whom, and since when.
   * undefined without a call.
   */
  getCallInfo(): Promise<CallInfo | undefined> {
    return this.core.invoke('getCallInfo');
  }

  /** One member of the call: an entry of getCallInfo(), with the nick and avatar that the user gave at login. */
  getUserInfo(userID: string): Promise<UserInfo> {
    return this.core.invoke('getUserInfo', { userID });
  }

  /** [{deviceId, label, kind: 'audiooutput'}]; empty where the browser does not list them. */
  getSpeakers(): Promise<SpeakerInfo[]> {
    return this.core.invoke('getSpeakers');
  }

  /** Plays the sound of the others on this device from now on. Rejects where the browser cannot. */
  setSpeaker(deviceId: string): Promise<void> {
    return this.core.invoke('setSpeaker', { deviceId });
  }

  /** Changes between the front and the back camera; on a computer, to the next camera. Resolves with whether there is another one. */
  switchCamera(): Promise<boolean> {
    return this.core.invoke('switchCamera');
  }

  /**
   * Lets the user choose a screen, a window or a tab, and sends it beside the camera, in a call of either type. Call
   * it in a click. Resolves with whether the screen is sent: false while the user is already being asked, and when
   * sharing was stopped meanwhile. Rejects with code 60005 when the user declines or the browser cannot share, and
   * with 4097 without a call.
   */
  startScreenShare(): Promise<boolean> {
    return this.core.invoke('startScreenShare');
  }

  /** Resolves with whether a screen was shared. */
  stopScreenShare(): Promise<boolean> {
    return this.core.invoke('stopScreenShare');
  }

  /** Shows the whole screen that another user shares (onScreenShareAvailable); otherwise like startRemoteView(). */
  startScreenView(params: StartViewParams): Promise<void> {
    return this.core.pass('startScreenView', params);
  }

  /** Removes what startScreenView() put there. */
  stopScreenView(params: StopViewParams): Promise<void> {
    return this.core.pass('stopScreenView', params);
  }

  /** Plays what the browser refused to play (onAutoplayBlocked). Call it in a click. Resolves with whether everything plays. */
  resumePlayback(): Promise<boolean> {
    return this.core.invoke('resumePlayback');
  }

  /** For tests: how many functions the Go program holds for the page. */
  _liveFuncs(): Promise<number> {
    return this.core.liveFuncs();
  }
}
