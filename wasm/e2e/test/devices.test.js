// Devices that are missing, refused or in use, made so by the browsers' own settings; only "in use" is an
// injected error. Nobody's page rings when the caller has no microphone, and afterwards every end is idle.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { Browsers } from '../lib/browsers.js'
import { pairs } from '../lib/pairs.js'
import { Stage } from '../lib/stage.js'
import { until } from '../lib/until.js'
import { answered } from '../lib/user.js'

const noMicrophone = [
  { name: 'has no microphone', kind: 'no microphone', code: 60003 },
  { name: 'is refused the microphone', kind: 'microphone refused', code: 60005 },
  { name: 'has a microphone that is in use', kind: 'normal', fault: { microphone: 'NotReadableError' }, code: 60005 },
]

const noCamera = [
  { name: 'has no camera', kind: 'no camera' },
  { name: 'is refused the camera', kind: 'camera refused' },
  { name: 'has a camera that is in use', kind: 'normal', fault: { camera: 'NotReadableError' } },
]

// This suite has Chromium cameras of its own: pages of one process share a camera in the size that the first of
// them asked for, whatever later ones ask for, and other suites run at the same time. Firefox, which takes long
// to start, does not have this flaw.
export default function ({ browsers }) {
  const own = new Browsers()
  after(() => own.close())
  for (const [name, pair] of pairs('cc', 'ff')) {
    describe(`${pair[0]} (${name})`, () => devices(new Stage(pair[0] === 'chromium' ? own : browsers, pair), pair[0]))
  }
}

function devices(stage, browser) {
  before(async () => {
    await stage.open()
    // To start a browser takes many seconds on a busy machine: it is nothing that a test measures.
    for (const [kind, seat] of [['normal', 0], ['normal', 1], ['no microphone', 0]]) await stage.browsers.at(browser, kind, seat)
  })
  after(() => stage.close())

  // couple signs in two users, the first or the second with special devices, and signs them out afterwards.
  async function couple({ callerKind, calleeKind, callerFault, calleeFault }, body) {
    const caller = await stage.user('caller', { seat: 0, kind: callerKind })
    const callee = await stage.user('callee', { seat: 1, kind: calleeKind })
    await Promise.all([caller.signIn(), callee.signIn()])
    for (const [user, fault] of [[caller, callerFault], [callee, calleeFault]]) {
      await user.page.evaluate((faults) => (window.probe.faults = faults ?? {}), fault)
    }
    await body(caller, callee)
    for (const user of [caller, callee]) assert.deepEqual(await user.ask('liveTracks'), [])
    await Promise.all([stage.giveBack(caller), stage.giveBack(callee)])
  }

  for (const { name, kind, fault, code } of noMicrophone) {
    // proves: D01 D02 D03 3.5-09 3.5-10 4.2-10 5.1-03 7.1-60003 7.1-60005
    test(`a caller that ${name} rings nobody and can call later`, { timeout: 60_000 }, () =>
      couple({ callerKind: kind, callerFault: fault }, async (caller, callee) => {
        const { error } = await caller.invoke('call', { userID: 'callee', type: 2 })
        assert.ok(error?.isError, 'call() did not reject')
        assert.equal((await caller.sees('onError')).code, code)
        assert.equal(await caller.status(), 'idle')
        assert.equal(await callee.next(300), null, 'the callee noticed')
        // The other direction: an invitation is answered by a refusal, and nothing rings.
        await callee.must('call', { userID: 'caller', type: 1 })
        assert.equal((await caller.sees('onError')).code, code)
        assert.deepEqual(await callee.sees('onReject'), { userID: 'caller' })
        assert.equal(await caller.next(300), null, 'it rang all the same')
        assert.deepEqual([await caller.status(), await callee.status()], ['idle', 'idle'])
      }),
    )
  }

  for (const { name, kind, fault } of noCamera) {
    // proves: 3.5-11 3.5-12 F17
    test(`a caller that ${name} calls with sound alone`, { timeout: 60_000 }, () =>
      couple({ callerKind: kind, callerFault: fault }, async (caller, callee) => {
        const { placed } = await answered(caller, callee)
        assert.deepEqual([placed.result.audio, placed.result.video], [true, false])
        await soundOnly(callee, caller)
      }),
    )

    // proves: F17
    test(`a callee that ${name} answers with sound alone`, { timeout: 60_000 }, () =>
      couple({ calleeKind: kind, calleeFault: fault }, async (caller, callee) => {
        const { accepted } = await answered(caller, callee)
        assert.deepEqual([accepted.result.audio, accepted.result.video], [true, false])
        await soundOnly(caller, callee)
      }),
    )
  }

  // proves: 3.11-12 D07
  test('devices are switched during a call, without another offer, and stay chosen', { timeout: 60_000 }, () =>
    couple({ calleeKind: 'several cameras' }, async (caller, callee) => {
      const cameras = await callee.must('getCameras')
      assert.ok(cameras.every((each) => each.kind === 'videoinput' && each.label && 'groupId' in each), JSON.stringify(cameras))
      await answered(caller, callee)
      const listed = { video: await callee.must('getCameras'), audio: await callee.must('getMicrophones') }
      const offer = await callee.ask('offers')
      for (const [deviceType, list] of Object.entries(listed)) {
        const { deviceId } = list.at(-1)
        await callee.must('switchDevice', { deviceType, deviceId })
        assert.equal((await callee.ask('openDevices'))[deviceType], deviceId)
      }
      await moves(caller, 'callee')
      assert.deepEqual(await callee.ask('offers'), offer)
      await callee.must('hangup')
      await caller.skipTo('onCallEnd')
      await callee.skipTo('onCallEnd')
      await answered(caller, callee)
      const open = await callee.ask('openDevices')
      for (const [deviceType, list] of Object.entries(listed)) assert.equal(open[deviceType], list.at(-1).deviceId)
      await turns(callee, { to: listed.video.length > 1 })
      await moves(caller, 'callee')
      await hangUp(caller, callee)
    }),
  )

  // turns: the other camera is used, if there is one.
  async function turns(user, { to }) {
    const before = await user.ask('openDevices')
    assert.equal(await user.must('switchCamera'), to)
    const after = await user.ask('openDevices')
    assert.deepEqual([after.audio === before.audio, after.video !== before.video], [true, to])
  }

  test('a camera that is in use does not replace the one that sends', { timeout: 60_000 }, () =>
    couple({}, async (caller, callee) => {
      await answered(caller, callee)
      const [{ deviceId }] = await callee.must('getCameras')
      await callee.page.evaluate(() => (window.probe.faultOnce = 'NotReadableError'))
      await callee.must('switchDevice', { deviceType: 'video', deviceId })
      assert.equal((await callee.skipTo('onUserAudioAvailable')).name, 'onUserAudioAvailable')
      await moves(caller, 'callee')
      await callee.page.evaluate(() => (window.probe.faults = { camera: 'NotReadableError' }))
      await callee.must('switchDevice', { deviceType: 'video', deviceId })
      assert.equal((await callee.skipTo('onError')).payload.code, 60004)
      await caller.skipTo('onUserVideoAvailable')
      assert.deepEqual((await caller.skipTo('onUserVideoAvailable')).payload, { userID: 'callee', isVideoAvailable: false })
      await callee.page.evaluate(() => (window.probe.faults = {}))
      assert.equal(await callee.must('openCamera'), true)
      await moves(caller, 'callee')
      await hangUp(caller, callee)
    }),
  )

  for (const [profile, width, height] of [['720p', 1280, 720], ['240p', 320, 240], [{ width: 480, height: 360, bitrate: 400 }, 480, 360]]) {
    // proves: D08 3.11-16 3.11-17 3.11-20 3.11-22
    test(`after setVideoQuality(${JSON.stringify(profile)}) others see ${width}x${height}`, { timeout: 60_000 }, () =>
      couple({}, async (caller, callee) => {
        assert.deepEqual(await caller.must('setVideoQuality', profile), profile)
        await answered(caller, callee)
        await moves(callee, 'caller', { width, height })
        await caller.must('closeCamera')
        await caller.must('openCamera')
        await moves(callee, 'caller', { width, height })
        await hangUp(caller, callee)
      }),
    )
  }

  // moves: user sees a moving picture of the other, of the given size if there is one. A browser that is short
  // of processor time makes it smaller for a while.
  async function moves(user, userID, size) {
    const view = await user.view(userID)
    const fits = ({ width, height }) => !size || (width === size.width && height === size.height)
    return user.moves(view, fits)
  }

  async function hangUp(user, other) {
    await user.must('hangup')
    await other.skipTo('onCallEnd')
  }

  // soundOnly: user hears the other but is told that there is no picture.
  async function soundOnly(user, other) {
    const { payload } = await user.skipTo('onUserVideoAvailable')
    assert.deepEqual(payload, { userID: other.userID, isVideoAvailable: false })
    const view = await user.view(other.userID)
    await until(() => user.ask('listen', view, 1500), ({ peak }) => peak >= 0.01, { what: 'sound' })
    assert.deepEqual(await other.ask('liveTracks'), ['audio'])
    await user.must('hangup')
    await other.skipTo('onCallEnd')
  }

  // Chromium without a user interface answers every prompt itself; Firefox leaves it open.
  if (browser === 'firefox') promptOpen(couple)
  // Chromium allows all sound in a page that captures.
  if (browser === 'firefox') soundRefused(stage)
}

function promptOpen(couple) {
  // proves in firefox: F20
  test('an invitation whose question is still open when the caller gives up leaves no event', { timeout: 60_000 }, () =>
    couple({ calleeKind: 'prompt open' }, async (caller, callee) => {
      await caller.must('call', { userID: 'callee', type: 1 })
      await until(() => callee.status(), (status) => status === 'calling', { what: 'the invitation' })
      await caller.must('hangup')
      await until(() => callee.status(), (status) => status === 'idle', { what: 'the end of it' })
      assert.equal(await callee.next(500), null)
    }),
  )
}

// A page that answers on its own, as if nobody had touched it. Driving it from outside would count as a
// gesture.
function answersByItself({ sdkAppID, userID, userSig }) {
  const tell = (...said) => console.log('told', ...said.map((each) => JSON.stringify(each)))
  window.addEventListener('load', async () => {
    const calling = new window.TRTCCalling({ SDKAppID: sdkAppID })
    const resume = () => calling.resumePlayback().then((plays) => tell('resumed', plays))
    calling.on('onInvited', () => calling.accept())
    calling.on('onAutoplayBlocked', (payload) => {
      tell('blocked', payload)
      resume()
    })
    document.addEventListener('click', resume)
    await calling.login({ userID, userSig })
    tell('ready')
  })
}

function soundRefused(stage) {
  // proves in firefox: 3.10-17
  test('refused sound is reported once and plays after a click', { timeout: 60_000 }, async () => {
    const caller = await stage.user('caller', { seat: 0 })
    await caller.signIn()
    const page = await stage.browsers.page('firefox', { kind: 'sound refused', seat: 1, origin: stage.front.origin })
    const said = []
    page.on('console', (message) => message.text().startsWith('told ') && said.push(message.text().slice(5)))
    await page.evaluateOnNewDocument(`(${answersByItself})(${JSON.stringify(await stage.server.userSig('callee'))})`)
    await page.goto(stage.front.blank)
    await until(() => said, () => said.includes('"ready"'), { what: 'the page that answers' })
    await caller.must('call', { userID: 'callee', type: 1 })
    await until(() => said, () => said.includes('"resumed" false'), { what: 'the refusal' })
    await page.mouse.click(20, 20)
    await until(() => said, () => said.includes('"resumed" true'), { what: 'sound after the click' })
    assert.deepEqual(said.filter((text) => text.startsWith('"blocked"')), ['"blocked" {"userIDList":["caller"]}'])
    await caller.must('hangup')
    await page.close()
    await stage.giveBack(caller)
  })
}
