// What pages touch inside of the original.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { captureConsole, freshInstance, withGlobals } from './bundles.mjs';

const CLIENT =
  'join leave publish unpublish subscribe unsubscribe switchRole setProxyServer setTurnServer on off getRemoteMutedState ' +
  'enableAudioVolumeEvaluation getTransportStats getLocalAudioStats';

// proves: 1.3-05
test('the methods of _client exist, do nothing, and say so once each', async (t) => {
  const lines = captureConsole(t);
  const trtc = await freshInstance();
  for (const method of CLIENT.split(' ')) {
    const before = lines.length;
    trtc._trtcClient._client[method]('any', { thing: 1 });
    trtc._trtcClient._client[method]();
    assert.equal(lines.length, before + 1, method);
    assert.ok(lines.at(-1).startsWith(`warn: TRTCCalling - _client.${method}() does nothing here: `), lines.at(-1));
  }
});

test('those that are asynchronous in the original resolve', async (t) => {
  captureConsole(t);
  const { _client } = (await freshInstance())._trtcClient;
  assert.ok(_client.join({ roomId: 1 }) instanceof Promise);
  await _client.join({ roomId: 1 }).then(() => _client.publish()).then(() => _client.leave());
  assert.equal(_client.setTurnServer('turn.example.com'), undefined);
  assert.deepEqual(_client.getRemoteMutedState(), []);
});

// proves: 3.2-01
test('a log level silences these warnings', async (t) => {
  const lines = captureConsole(t);
  const trtc = await freshInstance();
  trtc.setLogLevel(3);
  trtc._trtcClient._client.on('error', () => {});
  trtc.tim.on('error', () => {});
  assert.deepEqual(lines, []);
});

// proves: 1.3-05
test('_localStream is null before anything is captured, and gives the tracks that are sent', async (t) => {
  class MediaStream {
    constructor(tracks) {
      this.tracks = tracks;
    }
  }
  withGlobals(t, { MediaStream });
  const trtc = await freshInstance();
  const client = trtc._trtcClient;
  assert.equal(client._localStream, null, 'the program does not run yet');
  const [audio, video] = [{ kind: 'audio' }, { kind: 'video' }];
  await trtc.startRemoteView({ userID: 'send', videoViewDomID: {} });
  assert.equal(client._localStream, null);
  await trtc.startRemoteView({ userID: 'send', videoViewDomID: { audio, video } });
  await trtc.call({ userID: 'snapshot', payload: { userID: 'A' } });
  assert.equal(client._localStream.getAudioTrack(), audio);
  assert.equal(client._localStream.getVideoTrack(), video);
  assert.deepEqual(client._localStream.getMediaStream().tracks, [audio, video]);
  assert.equal(client._localStream.getUserId(), 'A');
  await trtc.startRemoteView({ userID: 'send', videoViewDomID: { audio } });
  assert.equal(client._localStream.getVideoTrack(), null);
  assert.deepEqual([client._localStream.hasAudio(), client._localStream.hasVideo()], [true, false]);
  assert.deepEqual(client._localStream.getMediaStream().tracks, [audio]);
  await trtc.startRemoteView({ userID: 'send', videoViewDomID: { video } });
  assert.equal(client._localStream.getAudioTrack(), null);
  assert.deepEqual(client._localStream.getMediaStream().tracks, [video]);
});

test('_trtcClient stays the same object', async () => {
  const trtc = await freshInstance();
  assert.equal(trtc._trtcClient, trtc._trtcClient);
});

// proves: 1.3-01 1.3-05 2-02
test('tim is the given object, also in _tsignalingClient and _timClient', async () => {
  const tim = { chat: true };
  const trtc = await freshInstance({ tim });
  assert.equal(trtc.tim, tim);
  assert.equal(trtc._tsignalingClient._tsignaling._tim, tim);
  assert.equal(trtc._timClient._tim, tim);
});

for (const tim of [undefined, null]) {
  // proves: 1.3-01 2-02
  test(`with tim ${tim} there is a stand-in whose methods say once each that there is no chat`, async (t) => {
    const lines = captureConsole(t);
    const trtc = await freshInstance({ tim });
    for (const method of 'on off once registerPlugin createTextMessage getMyProfile updateMyProfile getConversationList'.split(' ')) {
      const before = lines.length;
      await trtc.tim[method]('x', () => {});
      await trtc.tim[method]();
      assert.equal(lines.length, before + 1, method);
      assert.match(lines.at(-1), new RegExp(`^warn: TRTCCalling - tim\\.${method}\\(\\) does nothing here: there is no chat`));
    }
    assert.equal(trtc._tsignalingClient._tsignaling._tim, trtc.tim);
    assert.equal(trtc._timClient._tim, trtc.tim);
  });
}

test('the stand-in refuses to send a message, rather than losing it in silence', async (t) => {
  const lines = captureConsole(t);
  const trtc = await freshInstance();
  await assert.rejects(trtc.tim.sendMessage({}), { code: 2100, message: /^TRTCCalling - tim\.sendMessage: there is no chat/ });
  assert.equal(lines.length, 1);
});

test("the stand-in's login and logout are the user's, and so is its profile", async (t) => {
  captureConsole(t);
  const trtc = await freshInstance();
  await trtc.tim.login({ userID: 'A', userSig: 's' });
  assert.equal(trtc.getUserID(), 'A');
  assert.deepEqual(await trtc.tim.getMyProfile(), { code: 0, data: { userID: 'A', nick: '', avatar: '' } });
  await trtc.tim.logout();
  assert.equal(trtc.getUserID(), '');
});

test("the stand-in's log level is the page's, and its constants are those of the original", async (t) => {
  const lines = captureConsole(t);
  const { tim } = await freshInstance();
  tim.setLogLevel(4);
  tim.on(tim.EVENT.SDK_READY, () => {});
  assert.deepEqual(lines, []);
  assert.equal(tim.EVENT.SDK_READY, 'sdkStateReady');
  assert.equal(tim.TYPES.MSG_CUSTOM, 'TIMCustomElem');
});
