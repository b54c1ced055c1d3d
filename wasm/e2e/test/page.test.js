// What a page and those who watch it notice of the SDK beside its methods and events.
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
  test('from loading to the end of a call it talks to its server alone', { timeout: 60_000 }, async () => {
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
  test('a handler of onInvited that throws is told by the console, and the call rings on', { timeout: 60_000 }, async () => {
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
}
