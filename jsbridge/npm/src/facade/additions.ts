// What the original has not. None of it changes what the original's methods and events give.

import { State } from '../compatibility/state';
import { withError } from './params';
import type { SpeakerInfo } from '../api/events';
import type {
  CallInfo, InviteUserParams, JoinedResult, JoinParams, MultiCallResult, StartViewParams, StopViewParams, UserInfo,
} from '../api/types';

export abstract class Additions extends State {
  /** Rings more people for the call that one is in; it becomes a group call. Resolves as groupCall() without a groupID does. */
  async inviteUser(params: InviteUserParams): Promise<MultiCallResult> {
    return withError(await this.core.pass<MultiCallResult>('inviteUser', params));
  }

  /**
   * Enters a call that one was in, or was invited to, without being rung again. Rejects with code 8010 when
   * it is over, 8011 for others.
   */
  joinInGroupCall(params: JoinParams): Promise<JoinedResult> {
    return this.core.pass('joinInGroupCall', params);
  }

  /** The call that one is in, from the server: who is there, who rings, who invited whom, since when. undefined without one. */
  getCallInfo(): Promise<CallInfo | undefined> {
    return this.core.invoke('getCallInfo');
  }

  /** A member of the call: one entry of getCallInfo(), with the nick and avatar that the user gave at login. */
  getUserInfo(userID: string): Promise<UserInfo> {
    return this.core.invoke('getUserInfo', { userID });
  }

  /** [{deviceId, label, kind: 'audiooutput'}]; empty where a browser does not tell. */
  getSpeakers(): Promise<SpeakerInfo[]> {
    return this.core.invoke('getSpeakers');
  }

  /** Plays the others there from now on. Rejects where a browser cannot. */
  setSpeaker(deviceId: string): Promise<void> {
    return this.core.invoke('setSpeaker', { deviceId });
  }

  /** From the front camera to the back camera or the other way round; on a computer to the next one. Resolves whether there is one. */
  switchCamera(): Promise<boolean> {
    return this.core.invoke('switchCamera');
  }

  /**
   * Lets the user choose a screen, a window or a tab, and sends it beside the camera, in a call of any type. To be
   * called in a click. Resolves whether it is sent: not while the user is still being asked, nor when it was stopped
   * meanwhile. Rejects with code 60005 when the user says no or the browser cannot, 4097 without a call.
   */
  startScreenShare(): Promise<boolean> {
    return this.core.invoke('startScreenShare');
  }

  /** Resolves whether there was something to stop. */
  stopScreenShare(): Promise<boolean> {
    return this.core.invoke('stopScreenShare');
  }

  /** Shows the screen that another one shares (onScreenShareAvailable), whole; like startRemoteView() otherwise. */
  startScreenView(params: StartViewParams): Promise<void> {
    return this.core.pass('startScreenView', params);
  }

  /** Takes away what startScreenView() put there. */
  stopScreenView(params: StopViewParams): Promise<void> {
    return this.core.pass('stopScreenView', params);
  }

  /** Plays what the browser refused to play (onAutoplayBlocked). To be called in a click. Resolves whether all plays. */
  resumePlayback(): Promise<boolean> {
    return this.core.invoke('resumePlayback');
  }
}
