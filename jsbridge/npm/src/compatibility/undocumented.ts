// What the original has but does not document: getters, setters, and the inner parts that pages reach into.

import type { CallStatus, CallType } from '../api/events';
import type { HangupResult, VideoProfile, VideoProfileName } from '../api/types';
import type { Core } from '../facade/core';
import { textOfMessage } from './history';
import { timOf, trtcClientOf, type TrtcClient } from './original';

/**
 * The getters never wait: they show what the Go program said last. Pages used the setters of the original to
 * repair its state when it got stuck. Here the server owns the state and it cannot get stuck, so a setter changes
 * only what the getter shows, until the next change: a page that reads back what it wrote goes on, and the call
 * is not affected.
 */
export abstract class Undocumented {
  /** The option tim as it was given; otherwise a stand-in whose methods warn that there is no chat. */
  tim: any;

  constructor(protected readonly core: Core, tim: unknown) {
    this.tim = tim ?? timOf(core);
  }

  /** 'idle'; 'calling' while a call comes in or is being placed; 'connected' from the moment it rings at the other side. */
  getCallStatus(): CallStatus {
    return this.core.state.callStatus;
  }

  /** The same as getCallStatus(). New here; see onCallStatusChanged. */
  get callStatus(): CallStatus {
    return this.core.state.callStatus;
  }

  /** 0 without a call, 1 for audio, 2 for video. */
  getCallType(): CallType {
    return this.core.state.callType;
  }

  /** The user who is signed in; '' when there is none. */
  getUserID(): string {
    return this.core.state.userID;
  }

  /** The user who placed the call; '' without a call. */
  getInviterID(): string | undefined {
    return this.core.state.inviterID;
  }

  /** The groupID that was given to groupCall(), otherwise ''. */
  getGroupID(): string | undefined {
    return this.core.state.groupID;
  }

  /** Whether this user placed the call. */
  isInviter(): boolean {
    return this.core.state.isInviter;
  }

  /** Whether the call is, or has become, a group call. */
  isGroupCall(): boolean {
    return this.core.state.isGroupCall;
  }

  /** Everyone who was invited. */
  getInviteeList(): string[] {
    return [...this.core.state.inviteeList];
  }

  /** The invited users who have not answered yet. */
  getUnHandledInviteeList(): string[] {
    return [...this.core.state.unHandledInviteeList];
  }

  /** The IDs of this user's invitations that are still ringing. */
  getInviterInviteID(): string[] {
    return [...this.core.state.inviterInviteID];
  }

  /** How many others are in the call. */
  getRemoteStreamCount(): number {
    return this.core.state.remoteUsers.length;
  }

  /** Whether anyone else is in the call. */
  hasRemoteConnectedUsers(): boolean {
    return this.getRemoteStreamCount() > 0;
  }

  /** Whether the call may be switched between audio and video: true, except while a switch is under way. */
  getSwitchCallModeStatus(): boolean {
    return !this.core.state.switching;
  }

  /** The value given to setVideoQuality(); '480p' before. */
  getVideoQuality(): VideoProfileName | VideoProfile {
    return (this.core.quality ?? '480p') as VideoProfileName;
  }

  /** Changes what getCallStatus() shows until the next change. */
  changeCallStatus(callStatus: CallStatus): void {
    this.core.pretend({ callStatus });
  }

  /** Changes what getCallType() shows until the next change. */
  setCallType(callType: CallType): void {
    this.core.pretend({ callType });
  }

  /** Changes what getInviterID() shows until the next change. */
  setInviterID(inviterID: string): void {
    this.core.pretend({ inviterID });
  }

  /** Changes what getGroupID() shows until the next change. */
  setGroupID(groupID: string): void {
    this.core.pretend({ groupID });
  }

  /** Changes what isGroupCall() shows until the next change. */
  setIsGroupCall(isGroupCall: boolean): void {
    this.core.pretend({ isGroupCall });
  }

  /** Changes what getInviteeList() shows until the next change. */
  setInviteeList(list: string[]): void {
    this.core.pretend({ inviteeList: listOf(list) });
  }

  /** Changes what getUnHandledInviteeList() shows until the next change. */
  setUnHandledInviteeList(list: string[]): void {
    this.core.pretend({ unHandledInviteeList: listOf(list) });
  }

  /** Adds an ID to getInviterInviteID() until the next change. */
  setInviterInviteID(id: string): void {
    this.core.pretend({ inviterInviteID: [...this.getInviterInviteID(), id] });
  }

  /** Removes an ID from getInviterInviteID() until the next change. */
  delInviterInviteID(id: string): void {
    this.core.pretend({ inviterInviteID: this.getInviterInviteID().filter((other) => other !== id) });
  }

  /** Changes what getSwitchCallModeStatus() shows until the next change. */
  setSwitchCallModeStatus(maySwitch: boolean): void {
    this.core.pretend({ switching: !maySwitch });
  }

  /**
   * The text, in Chinese, that a chat shows for a message about a call: who called, answered or declined, and how
   * long the call was. '' for other messages. Throws a SyntaxError when the message's data is not JSON.
   */
  extractCallingInfoFromMessage(message?: { type: string; payload?: { data: string } }): string {
    return textOfMessage(message);
  }

  /** Cancels an outgoing call that nobody has answered yet, as the original did within hangup(). */
  async _cancel(): Promise<HangupResult> {
    const { inviterInviteID, remoteUsers } = this.core.state;
    return inviterInviteID.length > 0 && remoteUsers.length === 0 ? this.core.invoke('hangup') : [];
  }

  /** Does nothing: nothing gets stuck that this would free. */
  async _resetTRTCClient(): Promise<void> {}

  /** Does nothing: there is no telemetry to turn off. */
  _setInterfaceUpLoad(_isUpLoad?: boolean): void {}

  /** For pages that reach into the original's media client: _client, _localStream, _roomID. */
  get _trtcClient(): TrtcClient {
    return trtcClientOf(this.core);
  }

  /** For pages that look for the chat object here. */
  get _tsignalingClient(): { _tsignaling: { _tim: any } } {
    return { _tsignaling: { _tim: this.tim } };
  }

  /** For pages that look for the chat object here, where versions before 1.0 had it. */
  get _timClient(): { _tim: any } {
    return { _tim: this.tim };
  }
}

/** The getters copy lists, so they must get one. */
function listOf(value: unknown): string[] {
  return Array.isArray(value) ? [...value] : [];
}
