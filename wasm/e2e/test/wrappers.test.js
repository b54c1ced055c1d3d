// The wrappers for frameworks in real pages, with the frameworks' development builds; React in StrictMode.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { fileOf, frameworks } from '../lib/frameworks.js'
import { pairs } from '../lib/pairs.js'
import { Stage } from '../lib/stage.js'
import { until } from '../lib/until.js'
import { instrument } from '../lib/user.js'

const smallest = { width: 160, height: 90, frameRate: 5, bitrate: 100 }

export default function ({ browsers }) {
  // Two at a time: opening a view 500 times keeps one processor busy, while the calls mostly wait.
  describe('all frameworks', { concurrency: 2 }, () => {
    for (const [, pair] of pairs('cc', 'ff')) {
      for (const framework of Object.keys(frameworks)) {
        describe(`${framework} in ${pair[0]}`, { concurrency: 1 }, () => pageOf(new Stage(browsers, pair), framework))
      }
    }
  })
}

function pageOf(stage, name) {
  const framework = frameworks[name]
  const chromium = stage.pair[0] === 'chromium'
  let page
  let ben
  let options
  let rendered = ''

  before(async () => {
    await stage.open()
    stage.front.change.file = (pathname) => fileOf(framework, pathname, rendered)
    page = await stage.browsers.page(stage.pair[0], { origin: stage.front.origin })
    stage.contexts.add(page.browserContext())
    await instrument(page)
    await visit()
    ben = await stage.user('ben', { seat: 1, kind: chromium ? 'screen' : 'normal' })
    await ben.signIn()
    options = { SDKAppID: ben.identity.sdkAppID }
  })
  after(() => stage.close())

  async function visit() {
    await page.goto(`${stage.front.origin}/e2e/framework`)
    await page.waitForFunction(() => window.page !== undefined)
  }

  const ask = (question, ...given) => page.evaluate((name, values) => window.page[name](...values), question, given)
  const shows = (good, what) => until(() => ask('state'), good, { what })
  const inView = (id) => page.evaluate((node) => document.querySelectorAll(`#${node} video`).length, id)
  const moves = (id) => until(() => page.evaluate((node) => window.probe.moves(node), id), (seen) => seen.changes >= 3, { what: `a moving picture in ${id}` })

  // talk has ben call the page, and answers the call.
  async function talk() {
    await ben.must('call', { userID: 'ann', type: 2 })
    await shows(({ invitation }) => invitation?.sponsor === 'ben', 'the invitation')
    await ask('invoke', 'accept')
    await ben.skipTo('onUserEnter')
    await shows(({ status, users }) => status === 'connected' && users[0]?.video && users[0].audio, 'ben with picture and sound')
  }

  async function hangUp() {
    await ben.must('hangup')
    await shows(({ status, users }) => status === 'idle' && users.length === 0, 'the end')
  }

  test('a server-rendered page is hydrated without a warning, and works', { timeout: 60_000 }, async () => {
    const given = { source: { SDKAppID: 1, serverUrl: stage.front.origin } }
    const body = await framework.render(framework, given)
    assert.match(body, /<main.*<p>idle {2}disconnected<\/p>/)
    const said = () => page.evaluate(() => [...window.probe.console, ...window.probe.errors])
    rendered = body.replaceAll('p>', 'b>')
    await visit()
    await ask('open', { options, hydrate: true })
    await until(said, (lines) => lines.length > 0, { what: 'a complaint about a page that differs' })
    rendered = body
    await visit()
    await ask('open', { options, identity: await stage.server.userSig('guest'), hydrate: true })
    await until(() => page.evaluate(() => document.querySelector('p').textContent), (text) => text === 'idle guest connected', { what: 'who is signed in' })
    assert.deepEqual(await said(), [])
    await ask('close')
    rendered = ''
    await visit()
  })

  test('calls have pictures in their views, one after the other, and the page shows what the other user does', { timeout: 90_000 }, async () => {
    await ask('open', { options, identity: await stage.server.userSig('ann') })
    await shows(({ network, userID, devices }) => network === 'connected' && userID === 'ann' && devices.cameras.length > 0, 'ann with devices')
    for (let turn = 0; turn < 2; turn++) {
      await talk()
      await Promise.all([moves('remote-ben'), moves('local')])
      await until(() => inView('remote-ben'), (count) => count === 1, { what: 'one picture' })
      if (turn === 0) {
        await ben.must('closeCamera')
        await shows(({ users }) => users[0]?.video === false && users[0].audio, 'ben without a picture')
      }
      await hangUp()
      await until(() => page.evaluate(() => document.querySelectorAll('video').length), (count) => count === 0, { what: 'no pictures' })
    }
    assert.equal(await ask('instances'), 1)
    assert.deepEqual(await ask('called'), { login: 1, destroy: 0 })
  })

  test('of two views of a user the newer one shows the picture, then the older one again; other content may change', { timeout: 60_000 }, async () => {
    await talk()
    await moves('remote-ben')
    await ask('pin', 'ben')
    await moves('pinned')
    assert.equal(await inView('remote-ben'), 0)
    await ask('pin', 'nobody')
    await moves('remote-ben')
    assert.equal(await inView('pinned'), 0)
    await page.evaluate(() => new MutationObserver(() => (window.changed = true)).observe(document.getElementById('remote-ben').querySelector('video').parentNode.parentNode, { childList: true }))
    await ben.must('setMicMute', true)
    await until(() => page.evaluate(() => document.getElementById('remote-ben').textContent), (text) => text === 'ben is silent', { what: 'the label' })
    await moves('remote-ben')
    assert.equal(await page.evaluate(() => window.changed), undefined, 'the picture was taken out')
    await ask('pin', '')
    await hangUp()
  })

  if (chromium) {
    test('a screen is shown in a view of its own', { timeout: 60_000 }, async () => {
      await talk()
      await ben.must('startScreenShare')
      await moves('screen-ben')
      await ben.must('stopScreenShare')
      await until(() => inView('screen-ben'), (count) => count === 0, { what: 'no screen' })
      await hangUp()
    })
  }

  test('the page that made an instance destroys it', { timeout: 30_000 }, async () => {
    await ask('close')
    assert.equal((await ask('called')).destroy, 1)
    const code = await page.evaluate(() => window.page.calling().getCallInfo().catch((error) => error.code))
    assert.equal(code, 90104)
  })

  test('opened and closed 500 times during a call, the page leaves nothing behind and the given instance untouched', { timeout: 240_000 }, async () => {
    await ask('give', options, await stage.server.userSig('ann'))
    await ask('open', {})
    // What counts here is views: the smallest pictures leave the processor to them.
    await ask('invoke', 'setVideoQuality', smallest)
    await ben.must('setVideoQuality', smallest)
    await talk()
    await Promise.all([moves('remote-ben'), moves('local')])
    assert.deepEqual(await ask('views'), ['LocalView local', 'RemoteView ben'])
    await ask('close')
    assert.deepEqual(await ask('views'), [])
    await ask('repeat', 50, {})
    const count = await settled()
    assert.equal(count.handlers, 0)
    const before = chromium && (await collected())
    await ask('repeat', 450, {})
    await until(() => ask('count'), (now) => JSON.stringify(now) === JSON.stringify(count), { what: JSON.stringify(count) })
    if (chromium) {
      const after = await collected()
      assert.ok(after.listeners <= before.listeners + 3, `${before.listeners} listeners became ${after.listeners}`) // some are the browser's own
      assert.ok(after.heap < 2 * before.heap, `${before.heap} bytes became ${after.heap}`)
    }
    assert.equal(await page.evaluate(() => document.querySelectorAll('video').length), 0)
    await ben.must('closeCamera')
    await ask('open', {})
    await shows(({ users }) => users[0]?.audio && !users[0].video, 'ben with sound alone')
    await ben.must('openCamera')
    await Promise.all([moves('remote-ben'), moves('local')])
    await hangUp()
    await ask('close')
  })

  test('the same holds when it makes and destroys an instance each time', { timeout: 120_000 }, async () => {
    await ask('repeat', 1, { options })
    const count = await settled()
    await ask('repeat', 100, { options })
    await until(() => ask('count'), (now) => JSON.stringify(now) === JSON.stringify(count), { what: JSON.stringify(count) })
  })

  if (name.startsWith('React')) {
    test('other options make another instance, equal ones do not, and each instance ends when it is no longer shown', { timeout: 30_000 }, async () => {
      const { destroy } = await ask('called')
      const ended = async () => (await ask('called')).destroy - destroy
      await ask('open', { options })
      await ask('change', options)
      assert.deepEqual([await ask('instances'), await ended()], [1, 0])
      await ask('change', { ...options, serverUrl: stage.front.origin })
      await until(() => ask('instances'), (count) => count === 2, { what: 'a second instance' })
      assert.equal(await ended(), 1)
      await ask('change')
      await until(() => ask('state'), ({ userID }) => userID === 'ann', { what: 'the given instance' })
      assert.equal(await ended(), 2)
      await ask('close')
      assert.deepEqual([await ask('instances'), await ended()], [3, 2])
      assert.equal((await ask('count')).handlers, 0)
    })
  }

  // collected is what the page holds once nothing is left of what it does not show.
  async function collected() {
    const session = await page.createCDPSession()
    const weigh = async () => {
      await session.send('HeapProfiler.collectGarbage')
      const { nodes, jsEventListeners: listeners } = await session.send('Memory.getDOMCounters')
      const { usedSize, embedderHeapUsedSize } = await session.send('Runtime.getHeapUsage')
      return { nodes, listeners, heap: usedSize + embedderHeapUsedSize }
    }
    const weight = await until(weigh, ({ nodes }) => nodes < 100, { pause: 300, what: 'a page without detached nodes' })
    await session.detach()
    return weight
  }

  // settled is the count once it no longer changes.
  async function settled() {
    let last
    return until(() => ask('count'), (now) => {
      const same = JSON.stringify(now) === JSON.stringify(last)
      last = now
      return same
    }, { pause: 300, what: 'a count that stays' })
  }
}
