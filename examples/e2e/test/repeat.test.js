// The same pages call again and again: nothing of an earlier call stands in the way of the next.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { pairs } from '../lib/pairs.js'
import { Stage } from '../lib/stage.js'
import { until } from '../lib/until.js'
import { answered } from '../lib/user.js'

export default function ({ browsers }) {
  for (const [name, pair] of pairs('cc', 'ff')) {
    describe(`${pair[0]} and ${pair[1]} (${name})`, () => again(new Stage(browsers, pair)))
  }
}

function again(stage) {
  let users
  before(async () => {
    await stage.open()
    users = [await stage.user('one', { seat: 0 }), await stage.user('two', { seat: 1 })]
    await Promise.all(users.map((user) => user.signIn()))
  })
  after(() => stage.close())

  test('ten calls in a row, either page calling, are seen and end', { timeout: 120_000 }, async () => {
    for (let turn = 0; turn < 10; turn++) {
      const [caller, callee] = turn % 2 ? users : [...users].reverse()
      await answered(caller, callee)
      for (const [user, peer] of [
        [caller, callee],
        [callee, caller],
      ]) {
        const view = await user.view(peer.userID)
        await until(() => user.ask('watch', view, 300), (seen) => seen.changes >= 3, { what: `a moving picture in call ${turn + 1}` })
      }
      await caller.must('hangup')
      await Promise.all(users.map((user) => user.skipTo('onCallEnd')))
      for (const user of users) assert.deepEqual(await user.ask('liveTracks'), [])
    }
  })

  // proves: F2
  test('a call right after a refused one works, ten times', { timeout: 120_000 }, async () => {
    const [caller, callee] = users
    for (let turn = 0; turn < 10; turn++) {
      await caller.must('call', { userID: callee.userID, type: 2 })
      await callee.skipTo('onInvited')
      await callee.must('reject')
      await caller.skipTo('onReject')
    }
    await answered(caller, callee)
    const view = await callee.view(caller.userID)
    await until(() => callee.ask('watch', view, 300), (seen) => seen.changes >= 3, { what: 'a moving picture' })
    await caller.must('hangup')
    await callee.skipTo('onCallEnd')
  })
}
