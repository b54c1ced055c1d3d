// While it rings, nothing from the callee leaves its page and no device is open; the caller's media does not
// reach it either.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { pairs } from '../lib/pairs.js'
import { Stage } from '../lib/stage.js'
import { until } from '../lib/until.js'

export default function ({ browsers }) {
  for (const [name, pair] of pairs('cc', 'ff')) {
    describe(`${pair[0]} rings ${pair[1]} (${name})`, () => whileRinging(new Stage(browsers, pair)))
  }
}

function whileRinging(stage) {
  let caller
  let callee

  before(async () => {
    [caller, callee] = await stage.openForTwo()
    await caller.must('call', { userID: 'callee', type: 2 })
    await callee.sees('onInvited')
    // The callee is prepared: connected, without a track. Only then does silence prove anything.
    await until(() => callee.ask('connectionStates'), (states) => states.includes('connected'), { what: 'the prepared connection' })
    await until(() => caller.ask('sent'), (sent) => sent.video > 20, { what: 'media of the caller' })
  })
  after(() => stage.close())

  // proves: 3.7-02
  test('a callee that has not accepted sends no RTP packet', { timeout: 15_000 }, async () => {
    const begun = await caller.ask('sent')
    await until(() => caller.ask('sent'), (sent) => sent.video > begun.video + 20, { what: 'more media of the caller' })
    assert.deepEqual(await callee.ask('sent'), { audio: 0, video: 0 })
  })

  test('a callee that has not accepted receives no media from the caller', async () => {
    assert.deepEqual(await callee.ask('received'), { audio: 0, video: 0 })
  })

  test('a callee that has not accepted has no open device', async () => {
    assert.deepEqual(await callee.ask('liveTracks'), [])
  })

  test('a refused call leaves no open device and no connection at either end', { timeout: 15_000 }, async () => {
    await callee.must('reject')
    await caller.sees('onReject')
    for (const user of [caller, callee]) {
      assert.deepEqual(await user.ask('liveTracks'), [])
      await until(() => user.ask('connectionStates'), (states) => states.every((state) => state === 'closed'), { what: 'closed connections' })
    }
  })
}
