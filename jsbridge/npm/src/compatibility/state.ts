// The undocumented getters and setters of the original.

import type { CallStatus, CallType } from '../api/events';
import { Instance } from '../facade/instance';
import { textOfMessage } from './history';
import type { HangupResult, VideoProfile, VideoProfileName } from '../api/types';

/**
 * The getters show what the Go program said last; they never wait. The setters are there because pages
 * use them to put the state of the original right, which got stuck. Here it cannot, and the server owns
 * it: what is set shows in the getters until the next change, so a page that reads back what it wrote
 * goes on, and no call is any different for it.
 */
export abstract class State extends Instance {
  /** 'idle', 'calling' while it rings in or is being placed, 'connected' from when it rings out. */
  getCallStatus(): CallStatus {
    return this.core.state.callStatus;
  }

  /** As getCallStatus(). The original has none; see onCallStatusChanged. */
  get callStatus(): CallStatus {
    return this.core.state.callStatus;
  }

  /** 0 without a call, 1 audio, 2 video. */
  getCallType(): CallType {
    return this.core.state.callType;
  }

  /** '' when nobody is signed in. */
  getUserID(): string {
    return this.core.state.userID;
  }

  /** Who placed the call; '' without one. */
  getInviterID(): string | undefined {
    return this.core.state.inviterID;
  }

  /** What groupCall() was given; '' otherwise. */
  getGroupID(): string | undefined {
    return this.core.state.groupID;
  }

  /** Whether this user placed the call. */
  isInviter(): boolean {
    return this.core.state.isInviter;
  }

  /** Whether it is, or has become, a group call. */
  isGroupCall(): boolean {
    return this.core.state.isGroupCall;
  }

  /** All who were invited. */
  getInviteeList(): string[] {
    return [...this.core.state.inviteeList];
  }

  /** Those who still ring. */
  getUnHandledInviteeList(): string[] {
    return [...this.core.state.unHandledInviteeList];
  }

  /** The invitations that still ring out. */
  getInviterInviteID(): string[] {
    return [...this.core.state.inviterInviteID];
  }

  /** How many others are in the call. */
  getRemoteStreamCount(): number {
    return this.core.state.remoteUsers.length;
  }

  /** Whether somebody else is in the call. */
  hasRemoteConnectedUsers(): boolean {
    return this.getRemoteStreamCount() > 0;
  }

  /** Whether a change between audio and video is under way. */
  getSwitchCallModeStatus(): boolean {
    return this.core.state.switching;
  }

  /** What setVideoQuality() was given; '480p' before. */
  getVideoQuality(): VideoProfileName | VideoProfile {
    return (this.core.quality ?? '480p') as VideoProfileName;
  }

  /** Shows in getCallStatus() until the next change. */
  changeCallStatus(callStatus: CallStatus): void {
    this.core.pretend({ callStatus });
  }

  /** Shows in getCallType() until the next change. */
  setCallType(callType: CallType): void {
    this.core.pretend({ callType });
  }

  /** Shows in getInviterID() until the next change. */
  setInviterID(inviterID: string): void {
    this.core.pretend({ inviterID });
  }

  /** Shows in getGroupID() until the next change. */
  setGroupID(groupID: string): void {
    this.core.pretend({ groupID });
  }

  /** Shows in isGroupCall() until the next change. */
  setIsGroupCall(isGroupCall: boolean): void {
    this.core.pretend({ isGroupCall });
  }

  /** Shows in getInviteeList() until the next change. */
  setInviteeList(list: string[]): void {
    this.core.pretend({ inviteeList: listOf(list) });
  }

  /** Shows in getUnHandledInviteeList() until the next change. */
  setUnHandledInviteeList(list: string[]): void {
    this.core.pretend({ unHandledInviteeList: listOf(list) });
  }

  /** Adds one to getInviterInviteID() until the next change. */
  setInviterInviteID(id: string): void {
    this.core.pretend({ inviterInviteID: [...this.getInviterInviteID(), id] });
  }

  /** Takes one from getInviterInviteID() until the next change. */
  delInviterInviteID(id: string): void {
    this.core.pretend({ inviterInviteID: this.getInviterInviteID().filter((other) => other !== id) });
  }

  /** Shows in getSwitchCallModeStatus() until the next change. */
  setSwitchCallModeStatus(switching: boolean): void {
    this.core.pretend({ switching });
  }

  /**
   * What a chat shows for the message of a call, in Chinese: who called, answered, declined, how long it
   * was. '' for other messages. Throws a SyntaxError when the message's data is no JSON.
   */
  extractCallingInfoFromMessage(message?: { type: string; payload?: { data: string } }): string {
    return textOfMessage(message);
  }

  abstract hangup(): Promise<HangupResult>;

  /** Cancels what rings out, as the original did within hangup(); a call that is under way stays. */
  async _cancel(): Promise<HangupResult> {
    const { inviterInviteID, remoteUsers } = this.core.state;
    return inviterInviteID.length > 0 && remoteUsers.length === 0 ? this.hangup() : [];
  }

  /** Nothing gets stuck that this would mend. */
  async _resetTRTCClient(): Promise<void> {}

  /** There is no telemetry to turn off. */
  _setInterfaceUpLoad(_isUpLoad?: boolean): void {}
}

/** The getters copy lists, so they must get one. */
function listOf(value: unknown): string[] {
  return Array.isArray(value) ? [...value] : [];
}
