// The types under the names that code for the original uses, such as TRTCCalling.CallParams. Nothing of this exists
// at run time.

import type * as E from './events';
import type * as T from './types';

declare module '../facade/calling' {
  namespace TRTCCalling {
    export type CallType = E.CallType;
    /** The members as types. Their values are in CALL_TYPE. */
    export namespace CallType {
      export type UNKNOWN = E.CallType.UNKNOWN;
      export type AUDIO_CALL = E.CallType.AUDIO_CALL;
      export type VIDEO_CALL = E.CallType.VIDEO_CALL;
    }
    export type CallStatus = E.CallStatus;
    export type EventNames = E.EventNames;
    export type EventMap = E.EventMap;
    export type ErrorEvent = E.ErrorEvent;
    export type ReadyEvent = E.ReadyEvent;
    export type InviteData = E.InviteData;
    export type InvitedEvent = E.InvitedEvent;
    export type UserEvent = E.UserEvent;
    export type NoRespEvent = E.NoRespEvent;
    export type LineBusyEvent = E.LineBusyEvent;
    export type TimeoutEvent = E.TimeoutEvent;
    export type CallEndEvent = E.CallEndEvent;
    export type VideoAvailableEvent = E.VideoAvailableEvent;
    export type AudioAvailableEvent = E.AudioAvailableEvent;
    export type AutoplayBlockedEvent = E.AutoplayBlockedEvent;
    export type ScreenShareAvailableEvent = E.ScreenShareAvailableEvent;
    export type VoiceVolumeEvent = E.VoiceVolumeEvent;
    export type InviteeListEvent = E.InviteeListEvent;
    export type EmptyEvent = E.EmptyEvent;
    export type CallStatusEvent = E.CallStatusEvent;
    export type CallTypeEvent = E.CallTypeEvent;
    export type LoadProgressEvent = E.LoadProgressEvent;
    export type DevicesEvent = E.DevicesEvent;
    export type DeviceInfo = E.DeviceInfo;
    export type SpeakerInfo = E.SpeakerInfo;
    export type UserListEvent = E.UserListEvent;
    export type Options = T.Options;
    export type LogLevel = T.LogLevel;
    export type Profile = T.Profile;
    export type LoginParams = T.LoginParams;
    export type OfflinePushInfo = T.OfflinePushInfo;
    export type CallParams = T.CallParams;
    export type GroupCallParams = T.GroupCallParams;
    export type InviteUserParams = T.InviteUserParams;
    export type JoinParams = T.JoinParams;
    export type AcceptParams = T.AcceptParams;
    export type RejectParams = T.RejectParams;
    export type StartViewParams = T.StartViewParams;
    export type StopViewParams = T.StopViewParams;
    export type SwitchDeviceParams = T.SwitchDeviceParams;
    export type VideoProfileName = T.VideoProfileName;
    export type VideoProfile = T.VideoProfile;
    export type LoginResult = T.LoginResult;
    export type LogoutResult = T.LogoutResult;
    export type ImMessage = T.ImMessage;
    export type SignalResult = T.SignalResult;
    export type JoinResult = T.JoinResult;
    export type CallResult = T.CallResult;
    export type ImGroupCallResult = T.ImGroupCallResult;
    export type MultiCallResult = T.MultiCallResult;
    export type GroupCallResult = T.GroupCallResult;
    export type AcceptResult = T.AcceptResult;
    export type RejectResult = T.RejectResult;
    export type HangupResult = T.HangupResult;
    export type CallInfo = T.CallInfo;
    export type JoinedResult = T.JoinedResult;
    export type UserInfo = T.UserInfo;
    export type CodedError = T.CodedError;
    export type SignalError = T.SignalError;
    export type ParameterError = T.ParameterError;
  }
}
