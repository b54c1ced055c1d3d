// A call between real browsers is seen and heard: pictures move, sound is above silence, at both ends.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { pairs } from '../lib/pairs.js'
import { Stage } from '../lib/stage.js'
import { until } from '../lib/until.js'
import { answered } from '../lib/user.js'

export default function ({ browsers }) {
  for (const [name, pair] of pairs('cc', 'ff', 'cf', 'fc')) {
    describe(`${pair[0]} calls ${pair[1]} (${name})`, () => inCall(new Stage(browsers, pair)))
  }
}

function inCall(stage) {
  let caller
  let callee

  before(async () => {
    await stage.open()
    caller = await stage.user('caller', { seat: 0 })
    callee = await stage.user('callee', { seat: 1 })
    await Promise.all([caller.signIn(), callee.signIn()])
    await answered(caller, callee)
    await caller.view('callee')
    await callee.view('caller')
  })
  after(() => stage.close())

  const ends = () => [
    ['the caller', caller, callee],
    ['the callee', callee, caller],
  ]

  test('both ends see a picture that changes at 10 frames a second or more', { timeout: 60_000 }, async () => {
    for (const [who, user, peer] of ends()) {
      await until(() => user.ask('watch', `view-${peer.userID}`, 1500), (seen) => seen.fps >= 10, { timeout: 15_000, what: `10 fps at ${who}` })
    }
  })

  test('the picture has the size of the frames that the sender encodes, 640x480', { timeout: 30_000 }, async () => {
    for (const [who, user, peer] of ends()) {
      const sent = await until(() => peer.ask('outbound'), (size) => size !== null, { what: 'an encoded frame' })
      const shown = await user.ask('watch', `view-${peer.userID}`, 200)
      assert.deepEqual([who, shown.width, shown.height], [who, sent.width, sent.height])
      assert.deepEqual([who, shown.width, shown.height], [who, 640, 480])
    }
  })

  test('both ends are given sound above silence', { timeout: 30_000 }, async () => {
    for (const [who, user, peer] of ends()) {
      const sound = await until(() => user.ask('listen', `view-${peer.userID}`, 1500), ({ peak }) => peak >= 0.01, { what: `sound at ${who}` })
      assert.ok(sound.played > 1 && !sound.muted && sound.volume > 0, `${who} does not play it: ${JSON.stringify(sound)}`)
      const energy = await until(() => user.ask('energy'), (sum) => sum > 0, { what: `sound from the network at ${who}` })
      assert.ok(energy > 0)
    }
  })

  test('a closed camera sends no picture and an opened one moves again', { timeout: 60_000 }, async () => {
    assert.equal(await callee.must('closeCamera'), true)
    const shut = await caller.skipTo('onUserVideoAvailable').then(async (event) => (event.payload.isVideoAvailable ? caller.skipTo('onUserVideoAvailable') : event))
    assert.deepEqual(shut.payload, { userID: 'callee', isVideoAvailable: false })
    assert.deepEqual(await callee.ask('liveTracks'), ['audio'])
    const first = await callee.ask('sent')
    await caller.ask('watch', 'view-callee', 500)
    const second = await callee.ask('sent')
    assert.equal(second.video, first.video)
    assert.ok(second.audio > first.audio, 'the microphone goes on')

    assert.equal(await callee.must('openCamera'), true)
    const open = await caller.skipTo('onUserVideoAvailable')
    assert.deepEqual(open.payload, { userID: 'callee', isVideoAvailable: true })
    await until(() => caller.ask('watch', 'view-callee', 1000), (seen) => seen.fps >= 10, { timeout: 15_000, what: 'a picture again' })
  })

  test('a muted microphone stays open and sends no sound', { timeout: 30_000 }, async () => {
    assert.equal(await callee.must('setMicMute', true), true)
    await caller.skipTo('onUserAudioAvailable').then((event) => (event.payload.isAudioAvailable ? caller.skipTo('onUserAudioAvailable') : event))
    assert.ok((await callee.ask('liveTracks')).includes('audio'), 'the device is kept')
    // What is in the jitter buffer may still sound for a moment.
    await until(() => caller.ask('listen', 'view-callee', 1200), ({ peak }) => peak < 0.01, { what: 'silence' })
    assert.equal(await callee.must('setMicMute', false), true)
    await until(() => caller.ask('listen', 'view-callee', 1500), ({ peak }) => peak >= 0.01, { what: 'sound again' })
  })

  test('after the end no device is open at either end', { timeout: 30_000 }, async () => {
    await caller.must('hangup')
    await callee.skipTo('onCallEnd')
    for (const [who, user] of ends()) {
      assert.deepEqual([who, await user.ask('liveTracks')], [who, []])
      assert.equal(await user.status(), 'idle')
    }
  })
}
