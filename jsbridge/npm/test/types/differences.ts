// How our types differ from the contract's: exactly as listed here. Something that is listed and does not differ
// fails to compile, too. types.test.mjs compiles this file.

import Contract = require('../contract');
import type { TRTCCalling as Ours } from '../../src/module';
import type {} from '../../src/api/namespace';

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
/** The members that both have and that do not fit each other, in one direction at least. */
type Different<A, B> = { [K in keyof A & keyof B]: Same<A[K], B[K]> extends true ? never : K }[keyof A & keyof B];
type Added<A, B> = Exclude<keyof B, keyof A>;
type List<Found, Listed> = Same<Found, Listed>;
function holds<_T extends true>(): void {}

// Members of an instance. F1: EVENT and CALL_TYPE are always there.
type Members = 'EVENT' | 'CALL_TYPE';
type AddedMembers =
  | 'once' | 'destroy' | 'callStatus' | 'inviteUser' | 'joinInGroupCall' | 'getCallInfo' | 'getUserInfo' | 'getSpeakers' | 'setSpeaker'
  | 'switchCamera' | 'resumePlayback' | 'startScreenShare' | 'stopScreenShare' | 'startScreenView' | 'stopScreenView'
  | '_trtcClient' | '_tsignalingClient' | '_timClient' | '_cancel' | '_resetTRTCClient' | '_setInterfaceUpLoad' | '_liveFuncs';
holds<List<Different<Contract, Ours>, Members>>();
holds<List<Added<Contract, Ours>, AddedMembers>>();
holds<List<Exclude<keyof Contract, keyof Ours>, never>>();

// Statics: VERSION is ours, and EVENT has more names.
type AddedStatics = 'VERSION';
holds<List<Added<typeof Contract, typeof Ours>, AddedStatics>>();
holds<List<Different<typeof Contract, typeof Ours>, 'prototype' | 'EVENT'>>();

// Names of events, and events.
type AddedNames =
  | 'SDK_NOT_READY' | 'AUTOPLAY_BLOCKED' | 'CALL_STATUS_CHANGED' | 'CALL_TYPE_CHANGED' | 'DEVICE_CHANGED'
  | 'LOAD_PROGRESS' | 'SCREEN_SHARE_AVAILABLE' | 'USER_LIST_CHANGED';
type AddedEvents =
  | 'sdkNotReady' | 'onAutoplayBlocked' | 'onCallStatusChanged' | 'onCallTypeChanged' | 'onDeviceChanged'
  | 'onLoadProgress' | 'onScreenShareAvailable' | 'onUserListChanged';
holds<List<Different<Contract.EventNames, Ours.EventNames>, never>>();
holds<List<Added<Contract.EventNames, Ours.EventNames>, AddedNames>>();
holds<List<Added<Contract.EventMap, Ours.EventMap>, AddedEvents>>();

// Payloads. F9: onNoResp always has userID.
holds<List<Different<Contract.EventMap, Ours.EventMap>, 'onNoResp'>>();
holds<List<Different<Contract.NoRespEvent, Ours.NoRespEvent>, 'userID'>>();

// Parameters and results, by their fields, which catches optional ones that were added.
type Pairs = {
  ErrorEvent: [Contract.ErrorEvent, Ours.ErrorEvent];
  ReadyEvent: [Contract.ReadyEvent, Ours.ReadyEvent];
  InviteData: [Contract.InviteData, Ours.InviteData];
  InvitedEvent: [Contract.InvitedEvent, Ours.InvitedEvent];
  UserEvent: [Contract.UserEvent, Ours.UserEvent];
  LineBusyEvent: [Contract.LineBusyEvent, Ours.LineBusyEvent];
  TimeoutEvent: [Contract.TimeoutEvent, Ours.TimeoutEvent];
  CallEndEvent: [Contract.CallEndEvent, Ours.CallEndEvent];
  VideoAvailableEvent: [Contract.VideoAvailableEvent, Ours.VideoAvailableEvent];
  AudioAvailableEvent: [Contract.AudioAvailableEvent, Ours.AudioAvailableEvent];
  VoiceVolumeEvent: [Contract.VoiceVolumeEvent, Ours.VoiceVolumeEvent];
  InviteeListEvent: [Contract.InviteeListEvent, Ours.InviteeListEvent];
  EmptyEvent: [Contract.EmptyEvent, Ours.EmptyEvent];
  CallStatus: [Contract.CallStatus, Ours.CallStatus];
  CallType: [Contract.CallType, Ours.CallType];
  LogLevel: [Contract.LogLevel, Ours.LogLevel];
  Options: [Contract.Options, Ours.Options];
  LoginParams: [Contract.LoginParams, Ours.LoginParams];
  OfflinePushInfo: [Contract.OfflinePushInfo, Ours.OfflinePushInfo];
  CallParams: [Contract.CallParams, Ours.CallParams];
  GroupCallParams: [Contract.GroupCallParams, Ours.GroupCallParams];
  AcceptParams: [Contract.AcceptParams, Ours.AcceptParams];
  RejectParams: [Contract.RejectParams, Ours.RejectParams];
  StartViewParams: [Contract.StartViewParams, Ours.StartViewParams];
  StopViewParams: [Contract.StopViewParams, Ours.StopViewParams];
  SwitchDeviceParams: [Contract.SwitchDeviceParams, Ours.SwitchDeviceParams];
  VideoProfileName: [Contract.VideoProfileName, Ours.VideoProfileName];
  VideoProfile: [Contract.VideoProfile, Ours.VideoProfile];
  ImMessage: [Contract.ImMessage, Ours.ImMessage];
  SignalResult: [Contract.SignalResult, Ours.SignalResult];
  JoinResult: [Contract.JoinResult, Ours.JoinResult];
  CallResult: [Contract.CallResult, Ours.CallResult];
  ImGroupCallResult: [Contract.ImGroupCallResult, Ours.ImGroupCallResult];
  MultiCallResult: [Contract.MultiCallResult, Ours.MultiCallResult];
  AcceptResult: [Contract.AcceptResult, Ours.AcceptResult];
  RejectResult: [Contract.RejectResult, Ours.RejectResult];
  HangupResult: [Contract.HangupResult, Ours.HangupResult];
  LoginResult: [Contract.LoginResult, Ours.LoginResult];
  DeviceInfo: [Contract.DeviceInfo, Ours.DeviceInfo];
  SignalError: [Contract.SignalError, Ours.SignalError];
  ParameterError: [Contract.ParameterError, Ours.ParameterError];
};
type Unlike = { [K in keyof Pairs]: Pairs[K] extends [infer A, infer B] ? (Same<A, B> extends true ? (Same<keyof A, keyof B> extends true ? never : K) : K) : never }[keyof Pairs];
/** Ours: options that name the server and the wasm, the profile at login. F10: setVideoQuality's error has code, too. */
holds<List<Unlike, 'LoginParams' | 'ParameterError'>>();
type Named<T> = keyof { [K in keyof T as string extends K ? never : number extends K ? never : K]: T[K] };
holds<List<Exclude<Named<Ours.Options>, Named<Contract.Options>>, 'serverUrl' | 'wasmUrl' | 'wasmModule' | 'offlineSupport'>>();
holds<List<Added<Contract.LoginParams, Ours.LoginParams>, 'nick' | 'avatar' | 'offlineSupport'>>();
holds<List<Added<Contract.ParameterError, Ours.ParameterError>, 'code'>>();

// And what matters most: ours goes wherever the contract's is expected.
export const asContract = (ours: Ours): Contract => ours;
export const asConstructor = (ours: typeof Ours): new (options: Contract.Options) => Contract => ours;
