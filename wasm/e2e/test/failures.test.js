// Servers that are gone, wrong or forbidden, pages that may not call, browsers that cannot.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { selfSigned } from '../lib/certificate.js'
import { openFront } from '../lib/front.js'
import { networkAddress } from '../lib/namespace.js'
import { start } from '../lib/server.js'
import { foreign, mute, refuse, silent } from '../lib/signals.js'
import { Stage } from '../lib/stage.js'
import { User, answered, instrument } from '../lib/user.js'

const limit = 10_000

const wrong = [
  { name: 'that answers without an upgrade', signal: refuse },
  { name: 'that never answers', signal: silent },
  { name: 'that upgrades and then says nothing', signal: mute },
  {
    name: 'that speaks another protocol version',
    signal: foreign(({ id }) => ({ id, type: 'reply', body: { version: 9, sessionID: 's', server: 's' } })),
    says: [/server speaks version 9 of the protocol and the page's client version \d+/, /update the page's package trtc-calling-wasm/],
  },
]

const malformed = ['http://', 'not a url', 'ftp://127.0.0.1/', 'http://127.0.0.1:99999']

export default function ({ browsers }) {
  for (const name of ['chromium', 'firefox']) {
    describe(`${name}: the address of the server`, () => addresses(browsers, name))
    describe(`${name}: the page and the browser`, () => pages(browsers, name))
    describe(`${name}: the server goes`, () => gone(new Stage(browsers, [name, name])))
  }
}

// visit opens a page and runs the body with a user on it that has not signed in.
async function visit(page, { url, server, before: script, userID = 'visitor' }, body) {
  try {
    await instrument(page, script)
    const user = new User(page, { userID, server })
    await user.visit(url)
    return await body(user)
  } finally {
    await page.browserContext().close()
  }
}

async function rejects(user, ...says) {
  const { error, begun, ended } = await user.login()
  assert.ok(error?.isError, 'login() did not reject')
  for (const pattern of says) assert.match(error.message, pattern)
  assert.ok(ended - begun < limit, `it took ${Math.round(ended - begun)} ms`)
  return error
}

function addresses(browsers, name) {
  let server
  let front
  before(async () => {
    server = await start()
    front = await openFront(server)
  })
  after(async () => {
    await front.close()
    await server.stop()
  })
  const page = (origin) => browsers.page(name, { origin })
  const behind = async (options, body) => {
    const between = await openFront(server, options)
    try {
      await body(between)
    } finally {
      await between.close()
    }
  }

  for (const { name: kind, signal, says = [] } of wrong) {
    test(`login() to a server ${kind} rejects with the address`, { timeout: 30_000 }, async () => {
      await behind({ change: { signal } }, async (between) => {
        await visit(await page(between.origin), { url: between.proxied, server }, async (user) => {
          await user.open()
          await user.invoke('hangup') // waits until the program runs: loading it may take seconds on a busy machine
          await rejects(user, new RegExp(between.origin.replace('http://', '').replaceAll('.', '\\.')), ...says)
        })
      })
    })
  }

  // proves: 3.3-05
  test('login() at an address where nobody listens rejects with the address', { timeout: 30_000 }, async () => {
    await visit(await page(front.origin), { url: front.blank, server }, async (user) => {
      await user.open({ serverUrl: 'http://127.0.0.1:9' })
      await rejects(user, /127\.0\.0\.1:9/)
    })
  })

  test('a malformed address is reported as malformed', { timeout: 30_000 }, async () => {
    await visit(await page(front.origin), { url: front.blank, server }, async (user) => {
      for (const serverUrl of malformed) {
        await user.open({ serverUrl })
        await rejects(user, new RegExp(serverUrl.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')))
      }
    })
  })

  test('an http server under an https page is reported as that', { timeout: 30_000 }, async () => {
    await behind({ tls: await selfSigned() }, async (secure) => {
      await visit(await page(secure.origin), { url: secure.proxied, server }, async (user) => {
        await user.open({ serverUrl: `http://${networkAddress}:${server.port}` })
        await rejects(user, new RegExp(`${networkAddress}:${server.port}`), /https/)
      })
    })
  })

  test('after a failed login a right one works in the same page', { timeout: 30_000 }, async () => {
    await visit(await page(front.origin), { url: front.blank, server }, async (user) => {
      await user.open({ serverUrl: 'http://127.0.0.1:9' })
      await rejects(user)
      await user.signIn()
    })
  })
}

function pages(browsers, name) {
  let server
  let front
  let network
  before(async () => {
    server = await start({ host: '0.0.0.0' })
    front = await openFront(server)
    network = await openFront(server, { host: networkAddress })
  })
  after(async () => {
    await network.close()
    await front.close()
    await server.stop()
  })

  test('parameters may be objects of any kind: only known fields are read', { timeout: 30_000 }, async () => {
    await visit(await browsers.page(name, { origin: front.origin }), { url: front.blank, server }, async (user) => {
      await user.signIn()
      const texts = await user.page.evaluate(async () => {
        class Odd {
          get userID() { return this.secret }
          get type() { return 1.5 }
          get other() { throw new Error('nobody reads this') }
          constructor(userID) {
            this.secret = userID
            this.self = this
            this.big = 10n
          }
        }
        const calling = window.probe.calling
        const said = (promise) => promise.then(() => 'resolved', (error) => error.message)
        const whole = new Odd('nobody')
        Object.defineProperty(whole, 'type', { value: 1 })
        return [await said(calling.call(new Odd('nobody'))), await said(calling.call(whole)), await said(calling.hangup())]
      })
      assert.deepEqual(texts, ['TRTCCalling.call - params error:{"userID":"nobody","type":1.5}', 'resolved', 'resolved'])
    })
  })

  test('on plain http by address login works and warns once, and calls are refused with the rule', { timeout: 60_000 }, async () => {
    await visit(await browsers.page(name, {}), { url: network.proxied, server }, async (user) => {
      await user.open()
      assert.equal((await user.login()).error, undefined)
      await user.sees('sdkReady')
      const warnings = await user.page.evaluate(() => window.probe.warnings.filter((text) => /https/.test(text)))
      assert.equal(warnings.length, 1, JSON.stringify(warnings))

      const { error } = await user.invoke('call', { userID: 'nobody', type: 1 })
      for (const word of [/https/, /localhost/, /127\.0\.0\.1/]) assert.match(error?.message ?? 'resolved', word)
      assert.equal(await user.status(), 'idle')

      await visit(await browsers.page(name, { origin: front.origin, seat: 1 }), { url: front.proxied, server, userID: 'caller' }, async (caller) => {
        await caller.signIn()
        await user.page.evaluate(() => (window.probe.consumed = window.probe.events.length))
        await caller.must('call', { userID: 'visitor', type: 1 })
        const refused = await user.sees('onError')
        assert.equal(refused.code, 60005)
        for (const word of [/https/, /localhost/, /127\.0\.0\.1/]) assert.match(refused.msg, word)
        assert.deepEqual(await caller.sees('onReject'), { userID: 'visitor' })
        assert.deepEqual(await user.unconsumed(), [])
      })
    })
  })

  test('a refused origin is named together with the flag', { timeout: 30_000 }, async () => {
    await visit(await browsers.page(name, {}), { url: network.blank, server }, async (user) => {
      await user.open({ serverUrl: `http://${networkAddress}:${server.port}` })
      await rejects(user, new RegExp(network.origin), /--origin/)
    })
  })

  const lacking = [
    { piece: 'WebRTC', script: 'delete window.RTCPeerConnection; delete window.webkitRTCPeerConnection', detail: 'isWebRTCSupported' },
    { piece: 'the state of a connection, like Firefox before 113', script: 'delete RTCPeerConnection.prototype.connectionState', detail: 'isWebRTCSupported' },
    { piece: 'transceivers', script: 'delete RTCPeerConnection.prototype.addTransceiver', detail: 'isWebRTCSupported' },
    { piece: 'replaceTrack', script: 'delete RTCRtpSender.prototype.replaceTrack', detail: 'isReplaceTrackSupported' },
    { piece: 'setParameters', script: 'delete RTCRtpSender.prototype.setParameters', detail: 'isSetParametersSupported' },
    { piece: 'devices, like some embedded browsers', after: 'delete Navigator.prototype.mediaDevices', detail: 'isMediaDevicesSupported' },
  ]
  for (const { piece, script, after: late, detail } of lacking) {
    // proves: D05 3.3-10 4.1-02 7.1-60006
    test(`a browser without ${piece} signs in, is told 60006 and cannot call`, { timeout: 30_000 }, async () => {
      await visit(await browsers.page(name, { origin: front.origin }), { url: front.proxied, server, before: script }, async (user) => {
        if (late) await user.page.evaluate(late) // earlier test scripts need it
        await user.open()
        assert.equal((await user.login()).error, undefined)
        const { payload } = await user.skipTo('onError')
        assert.equal(payload.code, 60006)
        assert.equal(payload.msg.result, false)
        assert.deepEqual(Object.keys(payload.msg.detail).filter((key) => !payload.msg.detail[key]), [detail])
        const { error } = await user.invoke('call', { userID: 'nobody', type: 1 })
        assert.match(error?.message ?? 'resolved', new RegExp(`lacks what calls need \\(${detail}\\)\\. Use Chrome 80, .* or newer`))
        assert.equal(await user.status(), 'idle')
      })
    })
  }

  // proves: 3.5-13 F2
  test("call() rejects in a browser that refuses the server's answer, and the page is idle", { timeout: 30_000 }, async () => {
    const script = "RTCPeerConnection.prototype.setRemoteDescription = () => Promise.reject(new Error('not this one'))"
    await visit(await browsers.page(name, { origin: front.origin }), { url: front.proxied, server, before: script }, async (user) => {
      await user.signIn()
      const { error } = await user.invoke('call', { userID: 'nobody', type: 1 })
      assert.match(error?.message ?? 'resolved', /^TRTCClient\.join - join room failed! .*not this one/)
      assert.equal(await user.status(), 'idle')
      assert.deepEqual(await user.ask('liveTracks'), [])
      assert.deepEqual(await user.unconsumed(), [])
    })
  })

  test('a browser without WebSocket is told 60006, and login() rejects with it', { timeout: 30_000 }, async () => {
    await visit(await browsers.page(name, { origin: front.origin }), { url: front.proxied, server }, async (user) => {
      await user.page.evaluate('delete window.WebSocket')
      await user.open()
      assert.match((await user.login()).error?.message ?? 'resolved', /lacks what calls need \(isWebSocketSupported\)/)
      const { payload } = await user.skipTo('onError')
      assert.deepEqual([payload.code, payload.msg.detail.isWebSocketSupported], [60006, false])
    })
  })
}

function gone(stage) {
  before(() => stage.open())
  after(() => stage.close())

  // proves: 4.2-13 7.1-media
  test('a server killed during a call ends it at both ends with an error, and devices are released', { timeout: 60_000 }, async () => {
    const caller = await stage.user('caller', { seat: 0 })
    const callee = await stage.user('callee', { seat: 1 })
    await Promise.all([caller.signIn(), callee.signIn()])
    await answered(caller, callee)
    await stage.server.kill()
    for (const [user, peer] of [
      [caller, 'callee'],
      [callee, 'caller'],
    ]) {
      assert.equal((await user.skipTo('onError')).payload.code, 16390)
      assert.deepEqual(await user.sees('onUserLeave'), { userID: peer })
      assert.equal(await user.status(), 'idle')
      assert.deepEqual(await user.ask('liveTracks'), [])
      assert.deepEqual((await user.unconsumed()).map(({ name }) => name), [])
      assert.ok((await user.invoke('call', { userID: peer, type: 1 })).error?.isError, 'a call without a server')
    }
  })
}
