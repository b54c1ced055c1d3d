// Calls in browsers reduced to what Chrome 80, Firefox 113 and Safari 15.1 have: the oldest that the package
// says it supports. What any of the three lacks is taken out, which leaves less than each of them has.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { absent, oldest, removal } from '../lib/oldest.js'
import { Stage } from '../lib/stage.js'
import { User, answered, instrument } from '../lib/user.js'
import { plays } from '../scenario/media.js'

export default function ({ browsers }) {
  for (const name of ['chromium', 'firefox']) {
    if (name.includes(process.env.ONLY ?? '')) describe(`${name} with what ${oldest.map((each) => each.join(' ')).join(', ')} have`, () => inBrowser(browsers, name))
  }
}

function inBrowser(browsers, name) {
  const stage = new Stage(browsers, [name, name])
  const pages = []
  let users
  before(async () => {
    await stage.open()
    users = await Promise.all(['ann', 'ben', 'cat'].map(oldUser))
  })
  after(async () => {
    await Promise.all(pages.map((page) => page.browserContext().close()))
    await stage.close()
  })

  // oldUser opens a page and takes out of it what old browsers lack, after the tests' own scripts and before
  // those of the page.
  async function oldUser(userID, seat) {
    const page = await browsers.page(name, { seat: seat % 2, origin: stage.front.origin })
    pages.push(page)
    await instrument(page)
    await page.evaluateOnNewDocument(removal(absent()))
    const user = new User(page, { userID, server: stage.server })
    await user.visit(stage.front.proxied)
    await user.signIn()
    return user
  }

  const sees = async (user, others) => {
    for (const { userID } of others) {
      await plays(user, { kind: 'video', from: userID })
      await plays(user, { kind: 'audio', from: userID })
    }
  }

  test('it is an old browser', async () => {
    const removed = await users[0].page.evaluate(() => window.removed)
    for (const path of ['Array.at', 'Object.hasOwn', 'structuredClone', 'AbortSignal.any']) assert.ok(removed.includes(path), `${path} is there`)
    assert.ok(removed.length > 500, `only ${removed.length} things were taken out`)
  })

  test('two have a video call: pictures move and sound plays at both ends', { timeout: 90_000 }, async () => {
    const [ann, ben] = users
    await answered(ann, ben)
    await sees(ann, [ben])
    await sees(ben, [ann])
    await ann.must('hangup')
    await Promise.all([ann, ben].map((user) => user.skipTo('onCallEnd')))
    for (const user of [ann, ben]) assert.deepEqual(await user.ask('liveTracks'), [])
  })

  test('three have a group call: everybody sees and hears both others', { timeout: 120_000 }, async () => {
    const [ann, ben, cat] = users
    await ann.must('groupCall', { userIDList: ['ben', 'cat'], type: 2 })
    for (const user of [ben, cat]) {
      await user.skipTo('onInvited')
      await user.must('accept')
    }
    for (const user of users) await sees(user, users.filter((other) => other !== user))
    for (const user of users) await user.must('hangup')
    for (const user of users) assert.deepEqual(await user.page.evaluate(() => window.probe.errors), [])
  })
}
