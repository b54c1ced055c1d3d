// Inner parts of the original that pages use although they were never meant to. What has a meaning here works; the
// rest does nothing, and says so once.

import type { Core } from '../facade/core';
import { CallingError, CODE } from '../api/error';
import { log } from '../facade/log';
import type { LoginParams } from '../api/types';

type Methods = Record<string, (...ignored: unknown[]) => unknown>;

/** The media client of the original. */
export interface TrtcClient {
  readonly _client: Methods;
  /** What is sent; null while nothing is captured. */
  readonly _localStream: LocalStream | null;
  /** The room of the call; 0 without a call. */
  readonly _roomID: number;
}

export interface LocalStream {
  getAudioTrack(): MediaStreamTrack | null;
  getVideoTrack(): MediaStreamTrack | null;
  /** A new stream with the tracks that are sent now. */
  getMediaStream(): MediaStream;
  hasAudio(): boolean;
  hasVideo(): boolean;
  getUserId(): string;
}

const made = new WeakMap<Core, TrtcClient>();

export function trtcClientOf(core: Core): TrtcClient {
  const client = made.get(core) ?? makeTrtcClient(core);
  made.set(core, client);
  return client;
}

function makeTrtcClient(core: Core): TrtcClient {
  return {
    _client: {
      ...inert('_client', 'setProxyServer setTurnServer on off enableAudioVolumeEvaluation setSmallStreamProfile setRemoteVideoStreamType', ROOM),
      ...inert('_client', 'getRemoteMutedState', ROOM, () => []),
      ...inert(
        '_client',
        'join leave publish unpublish subscribe unsubscribe switchRole getTransportStats getLocalAudioStats getLocalVideoStats ' +
          'getRemoteAudioStats getRemoteVideoStats startPublishCDNStream stopPublishCDNStream startMixTranscode stopMixTranscode ' +
          'enableSmallStream disableSmallStream',
        ROOM,
        async () => ({}),
      ),
    },
    get _localStream() {
      return localStreamOf(core);
    },
    get _roomID() {
      return core.state.roomID;
    },
  };
}

function localStreamOf(core: Core): LocalStream | null {
  const { audio = null, video = null } = core.localTracks();
  if (!audio && !video) {
    return null;
  }
  return {
    getAudioTrack: () => audio,
    getVideoTrack: () => video,
    getMediaStream: () => new MediaStream([audio, video].filter((track) => track !== null)),
    hasAudio: () => audio !== null,
    hasVideo: () => video !== null,
    getUserId: () => core.state.userID,
  };
}

const ROOM = 'the server decides about rooms and connections.';
const CHAT = 'there is no chat. Give your own chat object as option tim.';

/** Stands in for the chat object of the original. Chat and calls shared one login there, so its login() is the user's. */
export function timOf(core: Core): object {
  const answer = async () => ({ code: 0, data: { userID: core.state.userID, nick: '', avatar: '' } });
  return {
    EVENT: { SDK_READY: 'sdkStateReady', SDK_NOT_READY: 'sdkStateNotReady', MESSAGE_RECEIVED: 'onMessageReceived', KICKED_OUT: 'kickedOut', ERROR: 'error' },
    TYPES: { MSG_TEXT: 'TIMTextElem', MSG_CUSTOM: 'TIMCustomElem', CONV_C2C: 'C2C', CONV_GROUP: 'GROUP' },
    login: (params: LoginParams) => core.login(params),
    logout: () => core.logout(),
    setLogLevel: (level: number) => log.setLevel(level),
    ...inert('tim', 'on off once registerPlugin createTextMessage createCustomMessage createImageMessage createFileMessage', CHAT),
    ...inert('tim', 'getMyProfile updateMyProfile getUserProfile getConversationList getMessageList setMessageRead joinGroup quitGroup', CHAT, answer),
    ...inert('tim', 'sendMessage', CHAT, async () => {
      throw new CallingError(CODE.NOT_SENT, `TRTCCalling - tim.sendMessage: ${CHAT}`); // nobody gets it, so it must not seem sent
    }),
  };
}

/** Methods that do nothing and say so once each. */
function inert(owner: string, names: string, why: string, answer?: () => unknown): Methods {
  const method = (name: string) => {
    let told = false;
    return () => {
      if (!told) {
        told = true;
        log.warn(`TRTCCalling - ${owner}.${name}() does nothing here: ${why}`);
      }
      return answer?.();
    };
  };
  return Object.fromEntries(names.split(' ').map((name) => [name, method(name)]));
}
