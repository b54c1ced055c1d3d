// Devices that are missing, refused or in use, made so by the browsers' own settings; only "in use"
// is an injected error. Nobody rings when the caller has no microphone, and every end is idle after.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
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

export default function ({ browsers }) {
  for (const [name, pair] of pairs('cc', 'ff')) {
    describe(`${pair[0]} (${name})`, () => devices(new Stage(browsers, pair), pair[0]))
  }
}

function devices(stage, browser) {
  before(() => stage.open())
  after(() => stage.close())

  // couple signs two users in, the first or second with special devices, and signs them out after.
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
    test(`a caller that ${name} rings nobody and can call later`, { timeout: 40_000 }, () =>
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
    test(`a caller that ${name} calls with sound alone`, { timeout: 40_000 }, () =>
      couple({ callerKind: kind, callerFault: fault }, async (caller, callee) => {
        const { placed } = await answered(caller, callee)
        assert.deepEqual([placed.result.audio, placed.result.video], [true, false])
        await soundOnly(callee, caller)
      }),
    )

    // proves: F17
    test(`a callee that ${name} answers with sound alone`, { timeout: 40_000 }, () =>
      couple({ calleeKind: kind, calleeFault: fault }, async (caller, callee) => {
        const { accepted } = await answered(caller, callee)
        assert.deepEqual([accepted.result.audio, accepted.result.video], [true, false])
        await soundOnly(caller, callee)
      }),
    )
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

  // Chromium without a user interface answers every question itself; Firefox leaves it open.
  if (browser === 'firefox') promptOpen(couple)
}

function promptOpen(couple) {
  test('an invitation whose question is still open when the caller gives up leaves no event', { timeout: 40_000 }, () =>
    couple({ calleeKind: 'prompt open' }, async (caller, callee) => {
      await caller.must('call', { userID: 'callee', type: 1 })
      await until(() => callee.status(), (status) => status === 'calling', { what: 'the invitation' })
      await caller.must('hangup')
      await until(() => callee.status(), (status) => status === 'idle', { what: 'the end of it' })
      assert.equal(await callee.next(500), null)
    }),
  )
}
