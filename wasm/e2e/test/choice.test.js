// What a page chooses before a call: devices, and the quality of the picture.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { pairs } from '../lib/pairs.js'
import { Stage } from '../lib/stage.js'
import { until } from '../lib/until.js'
import { answered } from '../lib/user.js'

export default function ({ browsers }) {
  for (const [name, pair] of pairs('cc', 'ff')) {
    describe(`choices in ${pair[0]} (${name})`, () => chosen(new Stage(browsers, pair)))
  }
}

// Width, height, kbit/s; all at 15 frames a second.
const profiles = { '240p': [320, 240, 400], '360p': [640, 360, 800], '480p': [640, 480, 900], '720p': [1280, 720, 1500], '1080p': [1920, 1080, 2000] }

function chosen(stage) {
  let caller
  let callee

  before(async () => {
    [caller, callee] = await stage.openForTwo()
    await caller.page.evaluate(() => {
      window.asked = []
      const { getUserMedia } = navigator.mediaDevices
      navigator.mediaDevices.getUserMedia = (constraints) => {
        window.asked.push(JSON.parse(JSON.stringify(constraints)))
        return getUserMedia(constraints)
      }
    })
  })
  after(() => stage.close())

  // picture is what the camera was last asked for, and what its encoder may use.
  const picture = () =>
    caller.page.evaluate(() => {
      const { video } = window.asked.findLast((constraints) => constraints.video)
      const open = window.probe.connections.filter((connection) => connection.connectionState !== 'closed')
      const senders = open.flatMap((connection) => connection.getSenders()).filter((sender) => sender.track?.kind === 'video')
      const [sender] = senders
      return { width: video.width, height: video.height, bitrate: sender?.getParameters().encodings[0]?.maxBitrate, rate: sender?.track.getConstraints().frameRate?.max }
    })

  const hangUp = async () => {
    await caller.must('hangup')
    await callee.skipTo('onCallEnd')
  }

  // proves: D06 3.11-09 3.11-10
  test('lists name each device, even where the browser gives no name, and the first one is used', { timeout: 60_000 }, async () => {
    const lists = { videoinput: await caller.must('getCameras'), audioinput: await caller.must('getMicrophones') }
    for (const [kind, list] of Object.entries(lists)) {
      assert.ok(list.length > 0, `no ${kind}`)
      for (const device of list) assert.deepEqual([device.kind, typeof device.label, typeof device.deviceId, device.label !== ''], [kind, 'string', 'string', true])
    }
    await answered(caller, callee)
    const [camera] = await caller.must('getCameras')
    assert.equal((await caller.ask('openDevices')).video, camera.deviceId)
    await hangUp()

    await callee.page.evaluate(() => {
      const device = (kind, deviceId, label) => ({ kind, deviceId, label, groupId: 'g', toJSON: () => ({ kind, deviceId, label, groupId: 'g' }) })
      window.enumerate = navigator.mediaDevices.enumerateDevices
      navigator.mediaDevices.enumerateDevices = async () => [
        device('audioinput', 'communications', 'of the system'), device('audioinput', 'm', ''), device('videoinput', 'c', ''), device('audiooutput', 's', 'a speaker'),
      ]
    })
    const [cameras, microphones] = [await callee.must('getCameras'), await callee.must('getMicrophones')]
    assert.deepEqual(cameras.map(({ deviceId, label }) => [deviceId, label]), [['c', 'camera_0']])
    assert.deepEqual(microphones.map(({ deviceId, label }) => [deviceId, label.replace(/\d$/, '')]), [['m', 'microphone_']])
    await callee.page.evaluate(() => (navigator.mediaDevices.enumerateDevices = window.enumerate))
    await Promise.all([callee.must('getCameras'), callee.must('getMicrophones')]) // chooses real devices again
  })

  // proves: D07 3.11-11 3.11-12
  test('a call opens the device that was chosen before it', { timeout: 60_000 }, async () => {
    for (const { deviceId } of (await caller.must('getMicrophones')).slice(-2).reverse()) {
      assert.equal(await caller.must('switchDevice', { deviceType: 'audio', deviceId }), undefined)
      await answered(caller, callee, 1)
      assert.equal((await caller.ask('openDevices')).audio, deviceId)
      await hangUp()
    }
  })

  for (const [profile, [width, height, kbits]] of Object.entries(profiles)) {
    // proves: 3.11-17..3.11-21 D08
    test(`${profile} asks the camera for its size and the encoder for its bitrate`, { timeout: 60_000 }, async () => {
      assert.equal(await caller.must('setVideoQuality', profile), profile)
      await answered(caller, callee)
      const seen = await until(picture, ({ rate, bitrate }) => rate === 15 && bitrate > 0, { what: 'a camera at 15 frames' })
      const limits = ({ ideal, max }) => [ideal, max]
      assert.deepEqual([limits(seen.width), limits(seen.height)], [[width, width], [height, height]])
      assert.equal(seen.bitrate, kbits * 1000)
      await hangUp()
    })
  }

  // proves: 3.11-14 3.11-22
  test('a quality applies from the next call on, even to a camera that opens later', { timeout: 60_000 }, async () => {
    await caller.must('setVideoQuality', '480p')
    await answered(caller, callee)
    await caller.must('setVideoQuality', '240p')
    await caller.must('closeCamera')
    await caller.must('openCamera')
    assert.equal((await picture()).width.max, 640)
    await hangUp()
    await answered(caller, callee, 1)
    await caller.page.evaluate(() => window.probe.calling.switchToVideoCall())
    await until(() => caller.ask('liveTracks'), (kinds) => kinds.includes('video'), { what: 'an open camera' })
    assert.equal((await picture()).width.max, 320)
    await caller.must('closeCamera')
    await caller.must('openCamera')
    assert.equal((await picture()).width.max, 320)
    await hangUp()
  })
}
