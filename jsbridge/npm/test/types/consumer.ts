// Code as applications have it, written against the contract's types. types.test.mjs compiles it against these and
// against ours, unchanged.

import TRTCCalling from 'trtc-calling-js';

const options: TRTCCalling.Options = { SDKAppID: 1400000001, offlineSupport: true };
const trtc = new TRTCCalling({ SDKAppID: 1400000001, tim: undefined, isRejectNotifyAll: false });
const other: TRTCCalling = new TRTCCalling(options);

// Constants, on the class and in types, with the reverse mapping.
const names: TRTCCalling.EventNames = TRTCCalling.EVENT;
const video: TRTCCalling.CallType = TRTCCalling.CALL_TYPE.VIDEO_CALL;
const reverse: string = TRTCCalling.CALL_TYPE[video];
const fromForm: number = Number('2');
const onInstance: 'onInvited' | undefined = trtc.EVENT?.INVITED;
const typeOnInstance: TRTCCalling.CallType | undefined = trtc.CALL_TYPE?.AUDIO_CALL;
export type OnlyVideo = TRTCCalling.CallType.VIDEO_CALL;
export const seen: unknown[] = [names, reverse, onInstance, typeOnInstance, other];

class Page {
  private inviteID = '';
  status: TRTCCalling.CallStatus = 'idle';
  volumes: Record<string, number> = {};

  // Every event by its constant, with its payload's fields.
  listen(): void {
    trtc.on(TRTCCalling.EVENT.ERROR, this.handleError, this);
    trtc.on(TRTCCalling.EVENT.SDK_READY, ({ name }) => this.log(name));
    trtc.on(TRTCCalling.EVENT.INVITED, this.handleInvited, this);
    trtc.on(TRTCCalling.EVENT.USER_ACCEPT, ({ userID }) => this.log(userID));
    trtc.on(TRTCCalling.EVENT.USER_ENTER, ({ userID }) => {
      void trtc.startRemoteView({ userID, videoViewDomID: `video-${userID}` });
    });
    trtc.on(TRTCCalling.EVENT.USER_LEAVE, ({ userID }) => void trtc.stopRemoteView({ userID, videoViewDomID: 'x' }));
    trtc.on(TRTCCalling.EVENT.REJECT, (event: TRTCCalling.UserEvent) => this.log(event.userID));
    trtc.on(TRTCCalling.EVENT.NO_RESP, ({ sponsor, userIDList, userID }) => this.log(sponsor, ...userIDList, userID ?? userIDList[0]));
    trtc.on(TRTCCalling.EVENT.LINE_BUSY, ({ sponsor, userID }) => this.log(sponsor, userID));
    trtc.on(TRTCCalling.EVENT.CALLING_CANCEL, () => this.reset());
    trtc.on(TRTCCalling.EVENT.KICKED_OUT, () => void trtc.logout());
    trtc.on(TRTCCalling.EVENT.CALLING_TIMEOUT, ({ userIDList }) => this.log(userIDList.join()));
    trtc.on(TRTCCalling.EVENT.CALLING_END, ({ callEnd }: TRTCCalling.CallEndEvent) => this.log(callEnd.toFixed()));
    trtc.on(TRTCCalling.EVENT.CALL_END, ({ userID }) => this.log(userID));
    trtc.on(TRTCCalling.EVENT.USER_VIDEO_AVAILABLE, ({ userID, isVideoAvailable }) => this.log(userID, String(isVideoAvailable)));
    trtc.on(TRTCCalling.EVENT.USER_AUDIO_AVAILABLE, ({ isAudioAvailable }) => isAudioAvailable || this.reset());
    trtc.on(TRTCCalling.EVENT.USER_VOICE_VOLUME, ({ volumeMap }) => {
      volumeMap.forEach(({ userId, audioVolume }) => (this.volumes[userId] = audioVolume));
    });
    trtc.on(TRTCCalling.EVENT.GROUP_CALL_INVITEE_LIST_UPDATE, ({ userIDList }) => this.log(...userIDList));
    trtc.on('onInvited', ({ inviteData }) => this.log(inviteData.roomID.toFixed()));
    trtc.on('anything', (payload) => this.log(payload.of.any.kind));
    const name: string = 'onUserEnter';
    trtc.on(name, (payload) => this.log(payload.userID));
    trtc.off(TRTCCalling.EVENT.INVITED, this.handleInvited, this);
    trtc.off(TRTCCalling.EVENT.INVITED);
    trtc.off('anything', this.reset);
  }

  handleError({ code, msg }: TRTCCalling.ErrorEvent): void {
    this.log(String(code), typeof msg === 'string' ? msg : String(msg.detail?.['webRTC'] ?? msg.result));
  }

  handleInvited(event: TRTCCalling.InvitedEvent): void {
    const { sponsor, userIDList, isFromGroup, inviteData, inviteID } = event;
    const { version, callType, callEnd, roomID }: TRTCCalling.InviteData = inviteData;
    this.inviteID = inviteID;
    const only: TRTCCalling.CallType.AUDIO_CALL | TRTCCalling.CallType.VIDEO_CALL = callType;
    if (callType === TRTCCalling.CALL_TYPE.VIDEO_CALL && !isFromGroup && !callEnd) {
      this.log(sponsor, ...userIDList, String(version), String(roomID), String(only));
    }
  }

  async signIn(params: TRTCCalling.LoginParams): Promise<boolean> {
    trtc.setLogLevel(1);
    const { code, data }: TRTCCalling.LoginResult = await trtc.login(params);
    this.log(data.actionStatus, data.errorInfo, data.anythingElse);
    return code === 0 && data.errorCode === 0 && !data.repeatLogin;
  }

  async call(userID: string): Promise<void> {
    const info: TRTCCalling.OfflinePushInfo = { title: 't', description: 'd', androidOPPOChannelID: 'c', extension: 'e' };
    const params: TRTCCalling.CallParams = { userID, type: TRTCCalling.CALL_TYPE.VIDEO_CALL, timeout: 30, roomID: 1, userData: 'u', offlinePushInfo: info };
    const result: TRTCCalling.CallResult = await trtc.call(params);
    await trtc.call({ userID, type: 2 });
    await trtc.call({ userID, type: fromForm });
    const message: TRTCCalling.ImMessage = result.data.message;
    message.nick = 'Ann';
    message['mine'] = { of: 'any kind' };
    this.log(result.inviteID, result.userID, result.userId ?? '', result.roomID.toFixed(), message.payload.data, message.ID);
    const joined: boolean = (result.audio ?? false) && (result.video ?? false);
    this.log(String(joined));
  }

  async group(userIDList: string[]): Promise<void> {
    const inGroup: TRTCCalling.ImGroupCallResult = await trtc.groupCall({ userIDList, type: TRTCCalling.CALL_TYPE.AUDIO_CALL, groupID: 'g' });
    this.log(inGroup.inviteID, inGroup.data.message.to, inGroup.groupID);
    const params: TRTCCalling.GroupCallParams = { userIDList, type: 1, timeout: 60 };
    const each: TRTCCalling.MultiCallResult = await trtc.groupCall(params);
    each.data.forEach(({ inviteID, userID, roomID, data }) => this.log(inviteID, userID, String(roomID), data.message.ID));
    if (each.error) {
      this.log(String(each.error.code), each.error.message, JSON.stringify(each.error.data));
    }
  }

  async answer(yes: boolean): Promise<void> {
    const accepted: TRTCCalling.AcceptResult | undefined = yes ? await trtc.accept({ inviteID: this.inviteID, roomID: 1, callType: 2 }) : undefined;
    const rejected: TRTCCalling.RejectResult | undefined = await trtc.reject({ inviteID: this.inviteID, isBusy: false, callType: 1 });
    this.log(accepted?.inviteID, String(accepted?.callType), rejected?.data.message.ID);
  }

  async end(): Promise<void> {
    const result: TRTCCalling.HangupResult = await trtc.hangup();
    if (Array.isArray(result)) {
      result.forEach(({ data }: TRTCCalling.SignalResult) => this.log(data.message.ID));
    } else {
      const ok: 'ok' = result.msg;
      this.log(ok);
    }
  }

  async media(node: HTMLDivElement): Promise<void> {
    const view: TRTCCalling.StartViewParams = { userID: 'A', videoViewDomID: node };
    await trtc.startLocalView(view);
    await trtc.stopLocalView({ userID: 'A' });
    const opened: boolean | undefined = await trtc.openCamera();
    const closed: boolean = await trtc.closeCamera();
    const muted: boolean = await trtc.setMicMute(true);
    const quality: '720p' = await trtc.setVideoQuality('720p');
    const profile: TRTCCalling.VideoProfile = await trtc.setVideoQuality({ width: 640, height: 360, frameRate: 15, bitrate: 500 });
    const cameras: TRTCCalling.DeviceInfo[] = await trtc.getCameras();
    const [microphone] = await trtc.getMicrophones();
    const device: TRTCCalling.SwitchDeviceParams = { deviceType: 'audio', deviceId: microphone!.deviceId };
    await trtc.switchDevice(device);
    await trtc.switchToAudioCall();
    trtc.switchToVideoCall();
    this.log(String(opened && closed && muted), quality, String(profile.width), cameras[0]?.label, cameras[0]?.kind);
  }

  state(): void {
    const status: TRTCCalling.CallStatus = trtc.getCallStatus();
    const lists: string[][] = [trtc.getInviteeList(), trtc.getUnHandledInviteeList(), trtc.getInviterInviteID()];
    const texts: Array<string | undefined> = [trtc.getUserID(), trtc.getInviterID(), trtc.getGroupID()];
    const flags: boolean[] = [trtc.isInviter(), trtc.isGroupCall(), trtc.hasRemoteConnectedUsers(), trtc.getSwitchCallModeStatus()];
    const quality: TRTCCalling.VideoProfileName | TRTCCalling.VideoProfile = trtc.getVideoQuality();
    const type: TRTCCalling.CallType = trtc.getCallType();
    seen.push(status, lists, texts, flags, quality, type, trtc.getRemoteStreamCount().toFixed());
    trtc.setCallType(type);
    trtc.setInviteeList(['B']);
    trtc.setUnHandledInviteeList([]);
    trtc.setIsGroupCall(false);
    trtc.setGroupID('');
    trtc.setInviterID('A');
    trtc.setInviterInviteID('i');
    trtc.delInviterInviteID('i');
    trtc.setSwitchCallModeStatus(false);
    trtc.changeCallStatus('idle');
  }

  chat(): string {
    trtc.tim.registerPlugin({ anything: true });
    trtc.tim.sendMessage(trtc.tim.createTextMessage({ to: 'B' })).then(({ data }: { data: unknown }) => seen.push(data));
    return trtc.extractCallingInfoFromMessage({ type: 'TIMCustomElem', payload: { data: '{}' } });
  }

  failed(error: TRTCCalling.SignalError | TRTCCalling.ParameterError): void {
    if (error.name === 'TRTCCallingError' && 'code_' in error) {
      this.log(String(error.code_), error.message_);
    }
  }

  private log(...texts: unknown[]): void {
    seen.push(texts);
  }

  private reset(): void {
    this.status = 'idle';
  }
}

export const page = new Page();
