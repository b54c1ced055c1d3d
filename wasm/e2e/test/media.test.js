// A call between real browsers is seen and heard: pictures move, sound is above silence, at both ends.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { pairs } from '../lib/pairs.js'
import { Stage } from '../lib/stage.js'
import { until } from '../lib/until.js'

export default function ({ browsers }) {
  for (const [name, pair] of pairs('cc', 'ff', 'cf', 'fc')) {
    describe(`${pair[0]} calls ${pair[1]} (${name})`, () => inCall(new Stage(browsers, pair)))
  }
}

function inCall(stage) {
  let caller
  let callee
  let first

  before(async () => {
    [caller, callee] = await stage.openForTwo()
    await caller.must('call', { userID: 'callee', type: 2 })
    await callee.sees('onInvited')
    // Views that are asked for before anybody has answered must show the very first picture.
    first = [await caller.awaitFrame('callee'), await callee.awaitFrame('caller')]
    await callee.must('accept')
  })
  after(() => stage.close())

  const ends = () => [
    ['the caller', caller, callee],
    ['the callee', callee, caller],
  ]

  // proves: W02
  test('both ends see a picture that changes at 10 frames a second or more', { timeout: 60_000 }, async () => {
    for (const [who, user, peer] of ends()) {
      await user.moves(`view-${peer.userID}`)
      await until(() => user.ask('frameRate', `view-${peer.userID}`, 1500), (seen) => seen.fps >= 10, { timeout: 15_000, what: `10 fps at ${who}` })
    }
  })

  // proves: 3.11-19 3.10-04 F15
  test('the first picture shown is 640x480', { timeout: 30_000 }, async () => {
    for (const awaited of first) {
      const { width, height } = await awaited()
      assert.deepEqual([width, height], [640, 480])
    }
  })

  test('the picture has the size of the frames that the sender encodes', { timeout: 30_000 }, async () => {
    for (const [who, user, peer] of ends()) {
      // A busy machine may lower the size between the two questions, so they are repeated until they agree.
      const sizes = async () => [await peer.ask('outbound'), await user.ask('frameRate', `view-${peer.userID}`, 200)]
      const same = ([sent, shown]) => sent !== null && sent.width === shown.width && sent.height === shown.height
      await until(sizes, same, { what: `the sender's size at ${who}` })
    }
  })

  test('only the full layer is sent while two talk', { timeout: 15_000 }, async () => {
    for (const [, user] of ends()) {
      const layers = (await user.ask('layers')).filter(({ framesEncoded }) => framesEncoded > 0)
      assert.deepEqual(layers.map(({ rid }) => rid), ['f'])
    }
  })

  // proves: W02
  test('both ends receive sound above silence', { timeout: 30_000 }, async () => {
    for (const [who, user, peer] of ends()) {
      const sound = await until(() => user.ask('listen', `view-${peer.userID}`, 1500), ({ peak }) => peak >= 0.01, { what: `sound at ${who}` })
      assert.ok(sound.played > 0 && !sound.muted && sound.volume > 0, `${who} does not play it: ${JSON.stringify(sound)}`)
      const energy = await until(() => user.ask('energy'), (sum) => sum > 0, { what: `sound from the network at ${who}` })
      assert.ok(energy > 0)
    }
  })

  // proves: D10 D11 F3 3.11-04 3.11-06
  test('a closed camera sends no picture, and a reopened one shows a moving picture again', { timeout: 60_000 }, async () => {
    assert.equal(await callee.must('closeCamera'), true)
    const shut = await caller.skipTo('onUserVideoAvailable').then(async (event) => (event.payload.isVideoAvailable ? caller.skipTo('onUserVideoAvailable') : event))
    assert.deepEqual(shut.payload, { userID: 'callee', isVideoAvailable: false })
    assert.deepEqual(await callee.ask('liveTracks'), ['audio'])
    await until(() => sentWithin(callee, 500), (sent) => sent.video === 0 && sent.audio > 0, { timeout: 5000, what: 'sound without a picture' })

    assert.equal(await callee.must('openCamera'), true)
    const open = await caller.skipTo('onUserVideoAvailable')
    assert.deepEqual(open.payload, { userID: 'callee', isVideoAvailable: true })
    await until(() => caller.ask('watch', 'view-callee', 1000), (seen) => seen.changes >= 5, { what: 'a moving picture again' })
  })

  // proves: D12 3.11-07
  test('a muted microphone stays open and sends no sound', { timeout: 30_000 }, async () => {
    assert.equal(await callee.must('setMicMute', true), true)
    await caller.skipTo('onUserAudioAvailable').then((event) => (event.payload.isAudioAvailable ? caller.skipTo('onUserAudioAvailable') : event))
    assert.ok((await callee.ask('liveTracks')).includes('audio'), 'the device is kept')
    // What is in the jitter buffer may still sound for a moment.
    await until(() => caller.ask('listen', 'view-callee', 1200), ({ peak }) => peak < 0.01, { what: 'silence' })
    assert.equal(await callee.must('setMicMute', false), true)
    await until(() => caller.ask('listen', 'view-callee', 1500), ({ peak }) => peak >= 0.01, { what: 'sound again' })
  })

  // proves: F2
  test('after the end no device is open at either end', { timeout: 30_000 }, async () => {
    await caller.must('hangup')
    await callee.skipTo('onCallEnd')
    for (const [who, user] of ends()) {
      assert.deepEqual([who, await user.ask('liveTracks')], [who, []])
      assert.equal(await user.status(), 'idle')
    }
  })
}

// sentWithin counts the packets that leave a page within some milliseconds.
async function sentWithin(user, duration) {
  const begun = await user.ask('sent')
  await new Promise((resolve) => setTimeout(resolve, duration))
  const ended = await user.ask('sent')
  return { audio: ended.audio - begun.audio, video: ended.video - begun.video }
}
