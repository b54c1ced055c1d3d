// What a wrapper shows of an instance, and how the instance's events change it. Nothing here is changed in place.

import type { TRTCCalling } from '../facade/calling';
import { CallType, EVENT, type CallStatus, type DevicesEvent, type ErrorEvent, type EventMap, type InvitedEvent } from '../api/events';
import type { Snapshot } from '../program/native';

/** Somebody else in the call. */
export interface CallUser {
  readonly userID: string;
  /** Whether the user's camera sends. */
  readonly video: boolean;
  /** Whether the user's microphone sends. */
  readonly audio: boolean;
  /** Whether the user shares a screen. */
  readonly screen: boolean;
  /** How loud the user is, 0 to 100; new about once a second. */
  readonly volume: number;
}

/**
 * 'connected' while somebody is signed in; 'lost' when the connection to the server was lost for good, so that a new
 * login() is needed; 'disconnected' otherwise: before login(), after logout() and onKickedOut.
 */
export type Network = 'disconnected' | 'connected' | 'lost';

/** All that a wrapper shows. Each part stays the same object until it changes. */
export interface CallingState {
  /** The instance, with all methods of the API. null on a server, and in React until the component is mounted. */
  readonly calling: TRTCCalling | null;
  /** As getCallStatus(): 'idle', 'calling' while it rings in or is being placed, 'connected' from when it rings out. */
  readonly status: CallStatus;
  /** 0 without a call, 1 audio, 2 video. */
  readonly callType: CallType;
  /** Who is signed in here; '' when nobody is. */
  readonly userID: string;
  /** The payload of onInvited while it rings here, until the call is answered or over. */
  readonly invitation: InvitedEvent | null;
  /** The others in the call, in the order in which they came. */
  readonly users: readonly CallUser[];
  /** How loud oneself is, 0 to 100. */
  readonly volume: number;
  /** {cameras, microphones, speakers}, empty before login(). Their names are known once a device was allowed. */
  readonly devices: Readonly<DevicesEvent>;
  readonly network: Network;
  /** The payload {code, msg} of the last onError, until clearError(). What methods reject with is not here. */
  readonly error: ErrorEvent | null;
  /** Makes error null again, for example when the user has closed the message. */
  clearError(): void;
}

/** What is shown without an instance: on a server, and when a page is hydrated. */
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

/** The error codes after which the user is signed out: the server is lost, the Go program has ended. */
const LOST: readonly number[] = [16390, 90102];

type Change = Partial<CallingState>;
export type Reducer<E extends keyof EventMap> = (state: CallingState, payload: EventMap[E], shown: Snapshot) => Change;

/**
 * What each event changes. shown is what the getters show, which may be later than the event: the events of one
 * change come one by one, and who has entered may have left by then.
 */
export const reducers: { readonly [E in keyof EventMap]?: Reducer<E> } = {
  [EVENT.INVITED]: (_, invitation, { callStatus }) => (callStatus === 'calling' ? { invitation } : {}),
  [EVENT.CALLING_CANCEL]: () => ({ invitation: null }),
  [EVENT.CALLING_TIMEOUT]: () => ({ invitation: null }),
  [EVENT.USER_ENTER]: ({ users }, { userID }, { remoteUsers }) => ({
    users: [...without(users, userID), ...(remoteUsers.includes(userID) ? [newcomer(userID)] : [])],
  }),
  [EVENT.USER_LEAVE]: ({ users }, { userID }, { remoteUsers }) => ({
    users: remoteUsers.includes(userID) ? users : without(users, userID), // else the event is of the call before
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

/** Takes over what the getters show. What those send who are there already when a wrapper begins to listen, no event tells. */
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

/** Media events follow when somebody enters. */
function newcomer(userID: string): CallUser {
  return { userID, video: false, audio: false, screen: false, volume: 0 };
}

function without(users: readonly CallUser[], userID: string): readonly CallUser[] {
  return users.filter((user) => user.userID !== userID);
}

/** Changes one user, and nothing when nothing is different. */
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

/** The old list when the new one holds the same. */
function same<T>(old: readonly T[], list: readonly T[]): readonly T[] {
  return old.length === list.length && list.every((value, index) => value === old[index]) ? old : list;
}
