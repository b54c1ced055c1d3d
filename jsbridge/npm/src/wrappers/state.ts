// What a wrapper shows of an instance, and how events change it. States are replaced, never changed in place.

import type { TRTCCalling } from '../facade/calling';
import { CallType, EVENT, type CallStatus, type DevicesEvent, type ErrorEvent, type EventMap, type InvitedEvent } from '../api/events';
import type { Snapshot } from '../program/native';

/** Another user in the call. */
export interface CallUser {
  readonly userID: string;
  /** Whether the user's camera sends. */
  readonly video: boolean;
  /** Whether the user's microphone sends. */
  readonly audio: boolean;
  /** Whether the user shares a screen. */
  readonly screen: boolean;
  /** How loud the user is, 0 to 100; updated about once a second. */
  readonly volume: number;
}

/**
 * 'connected' while a user is signed in; 'lost' after the connection to the server was lost for good, so a new login() is
 * needed; 'disconnected' otherwise: before login(), and after logout() and onKickedOut.
 */
export type Network = 'disconnected' | 'connected' | 'lost';

/** Everything that a wrapper shows. Each part stays the same object until it changes. */
export interface CallingState {
  /** The instance, with all methods of the API. null on a server, and in React until the component is mounted. */
  readonly calling: TRTCCalling | null;
  /** As getCallStatus(): 'idle'; 'calling' while a call comes in or is being placed; 'connected' once it rings at the other side. */
  readonly status: CallStatus;
  /** 0 without a call, 1 for audio, 2 for video. */
  readonly callType: CallType;
  /** The user who is signed in; '' when there is none. */
  readonly userID: string;
  /** The payload of onInvited, from when a call comes in until it is answered or over. */
  readonly invitation: InvitedEvent | null;
  /** The other users in the call, in the order in which they joined. */
  readonly users: readonly CallUser[];
  /** How loud this user is, 0 to 100. */
  readonly volume: number;
  /** {cameras, microphones, speakers}; empty before login(). Their names are known once the user has allowed a device. */
  readonly devices: Readonly<DevicesEvent>;
  readonly network: Network;
  /** The payload {code, msg} of the last onError, until clearError(). What methods reject with is not here. */
  readonly error: ErrorEvent | null;
  /** Sets error to null, for example when the user closes the message. */
  clearError(): void;
}

/** What is shown without an instance: on a server, and while a page is hydrated. */
export const emptyState: CallingState = {
  calling: null,
  status: 'idle',
  callType: CallType.UNKNOWN,
  userID: '',
  invitation: null,
  users: [],
  volume: 0,
  devices: { cameras: [], microphones: [], speakers: [] },
  network: 'disconnected',
  error: null,
  clearError: () => undefined,
};

/** The codes of errors that sign the user out: the server is lost, the Go program has ended. */
const LOST: readonly number[] = [16390, 90102];

type Change = Partial<CallingState>;
export type Reducer<E extends keyof EventMap> = (state: CallingState, payload: EventMap[E], shown: Snapshot) => Change;

/**
 * What each event changes. shown is what the getters show, and may be newer than the event: events come one by one, and a
 * user who has entered may have left by then.
 */
export const reducers: { readonly [E in keyof EventMap]?: Reducer<E> } = {
  [EVENT.INVITED]: (_, invitation, { callStatus }) => (callStatus === 'calling' ? { invitation } : {}),
  [EVENT.CALLING_CANCEL]: () => ({ invitation: null }),
  [EVENT.CALLING_TIMEOUT]: () => ({ invitation: null }),
  [EVENT.USER_ENTER]: ({ users }, { userID }, { remoteUsers }) => ({
    users: [...without(users, userID), ...(remoteUsers.includes(userID) ? [newcomer(userID)] : [])],
  }),
  [EVENT.USER_LEAVE]: ({ users }, { userID }, { remoteUsers }) => ({
    users: remoteUsers.includes(userID) ? users : without(users, userID), // otherwise the event is about the previous call
  }),
  [EVENT.USER_VIDEO_AVAILABLE]: ({ users }, { userID, isVideoAvailable: video }) => ({ users: patch(users, userID, { video }) }),
  [EVENT.USER_AUDIO_AVAILABLE]: ({ users }, { userID, isAudioAvailable: audio }) => ({ users: patch(users, userID, { audio }) }),
  [EVENT.SCREEN_SHARE_AVAILABLE]: ({ users }, { userID, isScreenShareAvailable: screen }) => ({ users: patch(users, userID, { screen }) }),
  [EVENT.USER_VOICE_VOLUME]: hear,
  [EVENT.DEVICE_CHANGED]: (_, devices) => ({ devices }),
  [EVENT.ERROR]: ({ network }, error, { userID }) => ({
    error,
    network: userID === '' && LOST.includes(error.code) ? 'lost' : network,
  }),
};

/** Takes over what the getters show. A wrapper that begins to listen during a call has had no events of what others send. */
export function takeOver(state: CallingState, shown: Snapshot): Change {
  const { callStatus: status, callType, userID, remoteUsers, remoteMedia } = shown;
  const fresh = state.userID !== userID;
  const at = (user: string, index: number) =>
    state.users.find((other) => other.userID === user) ?? { ...newcomer(user), ...(fresh && remoteMedia[index]) };
  return {
    status,
    callType,
    userID,
    users: same(state.users, remoteUsers.map(at)),
    volume: remoteUsers.length > 0 ? state.volume : 0,
    invitation: status === 'calling' ? state.invitation : null,
    network: userID !== '' ? 'connected' : state.network === 'lost' ? 'lost' : 'disconnected',
  };
}

/** A user who enters. Events tell what the user sends. */
function newcomer(userID: string): CallUser {
  return { userID, video: false, audio: false, screen: false, volume: 0 };
}

function without(users: readonly CallUser[], userID: string): readonly CallUser[] {
  return users.filter((user) => user.userID !== userID);
}

/** Changes one user, if there is a difference. */
function patch(users: readonly CallUser[], userID: string, change: Partial<CallUser>): readonly CallUser[] {
  const differs = (user: CallUser) => (Object.keys(change) as Array<keyof CallUser>).some((key) => user[key] !== change[key]);
  return same(users, users.map((user) => (user.userID === userID && differs(user) ? { ...user, ...change } : user)));
}

function hear({ userID, users, volume }: CallingState, { volumeMap }: EventMap['onUserVoiceVolume']): Change {
  const levels = new Map(volumeMap.map((each): [string, number] => [each.userId, each.audioVolume]));
  return {
    volume: levels.get(userID) ?? volume,
    users: users.reduce((all, user) => patch(all, user.userID, { volume: levels.get(user.userID) ?? user.volume }), users),
  };
}

/** The old list if the new one has the same elements. */
function same<T>(old: readonly T[], list: readonly T[]): readonly T[] {
  return old.length === list.length && list.every((value, index) => value === old[index]) ? old : list;
}
