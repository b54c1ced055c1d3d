// What a page and its users notice of the SDK besides its methods and events.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { pairs } from '../lib/pairs.js'
import { Stage } from '../lib/stage.js'
import { answered } from '../lib/user.js'

export default function ({ browsers }) {
  for (const [name, pair] of pairs('cc', 'ff')) {
    describe(`a page in ${pair[0]} (${name})`, () => noticed(new Stage(browsers, pair)))
  }
}

function noticed(stage) {
  let caller
  let callee

  before(async () => {
    await stage.open()
    caller = await stage.user('caller', { seat: 0 })
    callee = await stage.user('callee', { seat: 1 })
  })
  after(() => stage.close())

  // proves: 1-08 1-09 F16
  test('from loading to the end of a call it talks only to its server', { timeout: 60_000 }, async () => {
    const asked = []
    callee.page.on('request', (request) => asked.push(request.url()))
    await callee.page.evaluateOnNewDocument(() => {
      window.sockets = []
      window.WebSocket = class extends window.WebSocket {
        constructor(...values) {
          super(...values)
          window.sockets.push(this.url)
        }
      }
      for (const [owner, name] of [[navigator, 'sendBeacon'], [window, 'fetch'], [XMLHttpRequest.prototype, 'open']]) {
        const original = owner[name]
        owner[name] = function (...values) {
          window.sockets.push(new URL(name === 'open' ? values[1] : (values[0].url ?? values[0]), location.href).href)
          return original.apply(this, values)
        }
      }
    })
    await callee.visit(stage.front.blank)
    await Promise.all([caller.signIn(), callee.signIn()])
    await answered(caller, callee)
    await callee.must('hangup')
    await callee.skipTo('onCallEnd')
    asked.push(...(await callee.page.evaluate(() => window.sockets)))
    const ours = [new URL(stage.front.origin).host, new URL(stage.server.url).host]
    const others = asked.filter((url) => /^(https?|wss?):/.test(url) && !ours.includes(new URL(url).host))
    assert.deepEqual(others, [])
    for (const part of [/\.js$/, /\.wasm/, /^ws:/]) assert.ok(asked.some((url) => part.test(url)), `${part} is not among ${asked}`)
  })

  // proves: V05 F7 4.1-21 3.0-06
  test('a handler of onInvited that throws is reported on the console, and the call keeps ringing', { timeout: 60_000 }, async () => {
    await callee.page.evaluate(() => {
      window.probe.calling.on('onInvited', () => {
        throw new Error('a fault of the page')
      })
    })
    await caller.page.evaluate(() => (window.probe.consumed = window.probe.events.length))
    await answered(caller, callee)
    const { said, errors } = await callee.page.evaluate(() => ({ said: window.probe.console, errors: window.probe.errors }))
    assert.ok(said.some((text) => text.includes('onInvited') && text.includes('a fault of the page')), said.join('\n'))
    assert.deepEqual(errors, [])
    assert.deepEqual(await callee.page.evaluate(() => window.probe.events.filter(({ name }) => name === 'onError')), [])
    await callee.must('hangup')
    await caller.skipTo('onCallEnd')
  })

  // proves: 3.11-23
  test('sound is captured in mono, with echo cancellation, gain control and noise suppression', { timeout: 60_000 }, async () => {
    await caller.page.evaluate(() => {
      window.asked = []
      const original = navigator.mediaDevices.getUserMedia
      navigator.mediaDevices.getUserMedia = (constraints) => {
        window.asked.push(JSON.parse(JSON.stringify(constraints)))
        return original(constraints)
      }
    })
    await caller.must('call', { userID: 'callee', type: 1 })
    const sound = (await caller.page.evaluate(() => window.asked)).filter(({ audio }) => audio)
    assert.ok(sound.length > 0, 'nothing was captured')
    for (const { audio } of sound) {
      assert.deepEqual([audio.echoCancellation, audio.autoGainControl, audio.noiseSuppression, audio.channelCount], [true, true, true, 1])
    }
    await caller.must('hangup')
  })

  // proves: 3.3-11
  test('a page that does not wait for login() can call at once, and is told why when it cannot sign in', { timeout: 60_000 }, async () => {
    await caller.visit(stage.front.blank) // nobody is signed in
    await caller.open()
    const { results, refusals } = await caller.page.evaluate(async ({ userID, userSig }) => {
      const { calling } = window.probe
      const code = (promise) => promise.then(() => 0, (error) => error.code)
      const refusals = await Promise.all([code(calling.login({ userID, userSig: `${userSig}x` })), code(calling.call({ userID: 'callee', type: 1 }))])
      const [, cameras, call] = await Promise.all([calling.login({ userID, userSig }), calling.getCameras(), calling.call({ userID: 'callee', type: 1 })])
      return { refusals, results: [cameras.length > 0, call.userID] }
    }, caller.identity)
    assert.ok(refusals[0] >= 70_000 && refusals[0] === refusals[1], refusals.join())
    assert.deepEqual(results, [true, 'callee'])
    await callee.skipTo('onInvited')
    await caller.must('hangup')
    await callee.skipTo('onCallingCancel')
  })

  // proves: F18 3.14-10
  test('accept() and hangup() resolve before their events; handlers of the end still see the call in the getters', { timeout: 60_000 }, async () => {
    await caller.must('call', { userID: 'callee', type: 2 })
    await callee.skipTo('onInvited')
    for (const { page } of [caller, callee]) await page.evaluate(noteEnd)
    const accepted = await callee.page.evaluate(() => {
      const { calling } = window.probe
      const noted = []
      const entered = new Promise((resolve) => calling.once('onUserEnter', () => resolve(noted.push('entered'))))
      return Promise.all([calling.accept().then(() => noted.push('accepted')), entered]).then(() => noted)
    })
    assert.deepEqual(accepted, ['accepted', 'entered'])
    await Promise.all([caller.skipTo('onUserEnter'), callee.skipTo('onUserEnter')])
    await caller.page.evaluate(() => window.probe.calling.hangup().then(() => window.noted.push('resolved')))
    await Promise.all([caller.skipTo('onCallEnd'), callee.skipTo('onCallEnd')])
    const told = (isInviter) => ['idle', 2, 'caller', isInviter, ['callee'], 0]
    assert.deepEqual(await caller.page.evaluate(() => window.noted), ['resolved', told(true), told(true)])
    assert.deepEqual(await callee.page.evaluate(() => window.noted), [told(false), told(false)])
    assert.deepEqual(await caller.page.evaluate(() => [window.probe.calling.getCallType(), window.probe.calling.getInviterID()]), [0, ''])
  })
}

// noteEnd runs in a page: it notes what the getters return in the handlers of the events that end a call.
function noteEnd() {
  const { calling } = window.probe
  window.noted = []
  for (const event of ['onUserLeave', 'onCallEnd']) {
    calling.on(event, () => window.noted.push([
      calling.getCallStatus(), calling.getCallType(), calling.getInviterID(), calling.isInviter(), calling.getInviteeList(), calling.getRemoteStreamCount(),
    ]))
  }
}
