// A target of its own (`node run.js leak`): a hundred calls in one page leave no Go function behind.
import { after, before, describe, test } from 'node:test'
import { pairs } from '../lib/pairs.js'
import { Stage } from '../lib/stage.js'
import { until } from '../lib/until.js'
import { answered } from '../lib/user.js'

export default function ({ browsers }) {
  for (const [name, pair] of pairs('cc', 'ff')) describe(name, () => hundredCalls(new Stage(browsers, pair)))
}

function hundredCalls(stage) {
  let caller
  let callee
  before(async () => ([caller, callee] = await stage.openForTwo()))
  after(() => stage.close())

  async function call() {
    await answered(caller, callee)
    await Promise.all([caller.view('callee'), callee.view('caller')])
    await caller.must('hangup')
    await Promise.all([caller.skipTo('onCallEnd'), callee.skipTo('onCallEnd')])
    await Promise.all([caller.must('stopRemoteView', { userID: 'callee' }), callee.must('stopRemoteView', { userID: 'caller' })])
  }

  test('the number of Go functions held by JavaScript is the same after 100 calls', { timeout: 600_000 }, async () => {
    await call()
    const first = await settled()
    for (let turn = 0; turn < 100; turn++) await call()
    await until(settled, (last) => last[0] === first[0] && last[1] === first[1], { timeout: 15_000, what: `${first} functions` })
  })

  // settled returns the counts of both pages once no connection is open any more.
  async function settled() {
    for (const user of [caller, callee]) {
      await until(() => user.ask('connectionStates'), (states) => states.every((state) => state === 'closed'), { what: 'closed connections' })
    }
    return Promise.all([caller, callee].map((user) => user.ask('liveFunctions')))
  }
}
