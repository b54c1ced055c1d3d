// What arrives on a new m-line before the page has applied the server's answer must not be lost for good.
import { after, before, describe, test } from 'node:test'
import { pairs } from '../lib/pairs.js'
import { Stage } from '../lib/stage.js'
import { answered } from '../lib/user.js'

export default function ({ browsers }) {
  for (const [name, pair] of pairs('cc', 'ff')) {
    describe(`${pair[0]} (${name})`, () => lateAnswers(new Stage(browsers, pair)))
  }
}

function lateAnswers(stage) {
  let viewer
  let sharer
  before(async () => {
    await stage.open()
    viewer = await stage.user('viewer', { seat: 0 })
    sharer = await stage.user('sharer', { seat: 1, kind: 'screen' })
    await Promise.all([viewer.signIn(), sharer.signIn()])
  })
  after(() => stage.close())

  for (const delay of [0, 20, 50, 100, 200]) {
    test(`media that comes ${delay} ms before the answer is applied is shown after it`, { timeout: 40_000 }, async () => {
      await answered(viewer, sharer)
      await viewer.moves(await viewer.view('sharer'))
      await viewer.page.evaluate((time) => (window.probe.answerDelay = time), delay)
      await sharer.page.mouse.click(2, 2)
      await sharer.must('startScreenShare')
      await viewer.page.evaluate(() => window.probe.node('screen'))
      await viewer.must('startScreenView', { userID: 'sharer', videoViewDomID: 'screen' })
      await viewer.moves('screen')
      await viewer.moves('view-sharer')
      await viewer.page.evaluate(() => (window.probe.answerDelay = 0))
      await viewer.must('hangup')
      await Promise.all([viewer.skipTo('onCallEnd'), sharer.skipTo('onCallEnd')])
    })
  }
}
