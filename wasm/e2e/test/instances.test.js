// Several instances in one page: two for one user, whose own page does not kick him out, and two for two users.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { pairs } from '../lib/pairs.js'
import { Stage } from '../lib/stage.js'
import { until } from '../lib/until.js'

export default function ({ browsers }) {
  for (const [name, pair] of pairs('cc', 'ff')) {
    describe(`${pair[0]} (${name})`, () => {
      const stage = new Stage(browsers, pair)
      before(() => stage.open())
      after(() => stage.close())
      test('two for one user share the session: both get the events, and each shows what the other does', { timeout: 60_000 }, () => sharing(stage))
      test('two for two users call and see each other within the page, and the tracks that pages reach for are real', { timeout: 60_000 }, () => calling(stage))
    })
  }
}

// another makes a second instance next to the probe's, signs it in and keeps what it hears.
async function another(user, identity) {
  await user.page.evaluate(async ({ sdkAppID, ...params }) => {
    const trtc = new window.TRTCCalling({ SDKAppID: sdkAppID })
    window.another = { trtc, heard: [] }
    for (const name of new Set(Object.values(trtc.EVENT))) trtc.on(name, () => window.another.heard.push(name))
    await trtc.login(params)
  }, identity)
  await until(() => heard(user), (names) => names.includes('sdkReady'), { what: 'sdkReady of the other instance' })
}

const heard = (user) => user.page.evaluate(() => window.another.heard)
const ofAnother = (user, method, params) => user.page.evaluate((name, value) => window.another.trtc[name](value), method, params)
const statuses = (user) => user.page.evaluate(() => [window.probe.calling.callStatus, window.another.trtc.callStatus])

// inside is what pages read inside the original: the tracks that are sent, the room.
function inside(user) {
  return user.page.evaluate(() => {
    const { _localStream: local, _roomID: room } = window.probe.calling._trtcClient
    const told = (track) => track instanceof MediaStreamTrack && `${track.kind} ${track.readyState}`
    const stream = local && {
      audio: told(local.getAudioTrack()), video: told(local.getVideoTrack()), has: [local.hasAudio(), local.hasVideo()], user: local.getUserId(),
      both: local.getMediaStream().getTracks().map(({ kind }) => kind).sort().join(),
    }
    return { stream, room }
  })
}

async function sharing(stage) {
  const [user, peer] = [await stage.user('shared', { seat: 0 }), await stage.user('peer', { seat: 1 })]
  await Promise.all([user.signIn(), peer.signIn()])
  await another(user, user.identity)
  await peer.must('call', { userID: 'shared', type: 2 })
  await user.skipTo('onInvited')
  await until(() => heard(user), (names) => names.includes('onInvited'), { what: 'the invitation at the other instance' })
  const accepted = await ofAnother(user, 'accept')
  assert.equal(accepted.callType, 2)
  await peer.skipTo('onUserEnter')
  assert.deepEqual(await statuses(user), ['connected', 'connected'])
  await user.must('hangup')
  await peer.skipTo('onCallEnd')
  await until(() => statuses(user), (all) => all.join() === 'idle,idle', { what: 'both idle' })
  const names = await heard(user)
  assert.ok(!names.includes('onKickedOut'), names.join())
  await ofAnother(user, 'destroy')
  assert.equal(await user.page.evaluate(() => window.probe.calling.getUserID()), 'shared')
  await stage.giveBack(user)
  await stage.giveBack(peer)
}

async function calling(stage) {
  const user = await stage.user('left', { seat: 0 })
  await user.signIn()
  await another(user, await stage.server.userSig('right'))
  assert.deepEqual(await inside(user), { stream: null, room: 0 })
  const { roomID } = await user.must('call', { userID: 'right', type: 2 })
  await until(() => heard(user), (names) => names.includes('onInvited'), { what: 'the invitation' })
  await ofAnother(user, 'accept')
  await user.skipTo('onUserEnter')
  const view = await user.view('right')
  await user.page.evaluate(() => window.probe.node('view-left'))
  await ofAnother(user, 'startRemoteView', { userID: 'left', videoViewDomID: 'view-left' })
  for (const id of [view, 'view-left']) {
    await user.moves(id)
  }
  const stream = { audio: 'audio live', video: 'video live', both: 'audio,video', has: [true, true], user: 'left' }
  assert.deepEqual(await inside(user), { stream, room: roomID })
  await ofAnother(user, 'hangup')
  await user.skipTo('onCallEnd')
  assert.deepEqual(await inside(user), { stream: null, room: 0 })
  await ofAnother(user, 'destroy')
  await stage.giveBack(user)
}
