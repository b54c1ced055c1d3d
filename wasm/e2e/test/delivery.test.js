// The wasm is not delivered as it should be: login() says what is wrong, and nothing hangs. A policy that
// allows only what the SDK needs does not get in the way.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { openFront } from '../lib/front.js'
import { start } from '../lib/server.js'
import { User, instrument } from '../lib/user.js'

const strict = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self'; media-src 'self' blob:"

const html = '<!doctype html><title>not found</title><p>This is a page.'

const broken = [
  {
    name: 'is not found',
    wasm: (response) => response.writeHead(404, { 'content-type': 'text/plain' }).end('no such file'),
    says: [/wasm/, /404/],
  },
  {
    name: 'is an HTML page, as single-page applications answer what they do not have',
    wasm: (response) => response.writeHead(200, { 'content-type': 'text/html' }).end(html),
    says: [/wasm/, /html/i],
  },
  {
    name: 'is damaged',
    wasm: (response) => response.writeHead(200, { 'content-type': 'application/wasm' }).end(Buffer.from('0061736d0100000007ff', 'hex')),
    says: [/wasm/],
  },
]

export default function ({ browsers }) {
  for (const name of ['chromium', 'firefox']) describe(name, () => inBrowser(browsers, name))
}

function inBrowser(browsers, name) {
  let server
  before(async () => (server = await start()))
  after(() => server.stop())

  // visitor opens a page of a front with the change, and runs the body with a user on it.
  async function visitor(change, body) {
    const front = await openFront(server, { change })
    const page = await browsers.page(name, { origin: front.origin })
    try {
      await instrument(page)
      const user = new User(page, { userID: 'visitor', server })
      await user.visit(front.proxied)
      await user.open()
      await body(user)
    } finally {
      await page.browserContext().close()
      await front.close()
    }
  }

  for (const { name: fault, wasm, says } of broken) {
    test(`login() rejects when the wasm ${fault}`, { timeout: 30_000 }, () =>
      visitor({ wasm }, async (user) => {
        const { error, begun, ended } = await user.login()
        assert.ok(error?.isError, `login did not reject: ${JSON.stringify(error)}`)
        for (const pattern of says) assert.match(error.message, pattern)
        assert.ok(ended - begun < 10_000, `it took ${ended - begun} ms`)
      }),
    )
  }

  test('login() works once the wasm is delivered after all', { timeout: 30_000 }, () => {
    const change = { wasm: broken[0].wasm }
    return visitor(change, async (user) => {
      assert.ok((await user.login()).error, 'the first login has no wasm')
      delete change.wasm
      const { error } = await user.login()
      assert.equal(error, undefined)
      await user.sees('sdkReady')
    })
  })

  test('a wasm with another content type works and is warned about once', { timeout: 30_000 }, async () => {
    const wasm = await fetch(`${server.url}/sdk/trtc-calling.wasm`).then((answer) => answer.arrayBuffer())
    const send = (response) => response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(Buffer.from(wasm))
    await visitor({ wasm: send }, async (user) => {
      assert.equal((await user.login()).error, undefined)
      const warnings = (await user.page.evaluate(() => window.probe.warnings)).filter((text) => /application\/wasm/.test(text))
      assert.equal(warnings.length, 1, `warned: ${JSON.stringify(warnings)}`)
    })
  })

  test("a policy without 'wasm-unsafe-eval' is named in the rejection", { timeout: 30_000 }, () =>
    visitor({ csp: strict.replace(" 'wasm-unsafe-eval'", '') }, async (user) => {
      const { error } = await user.login()
      assert.match(error?.message ?? 'resolved', /wasm-unsafe-eval/)
    }),
  )

  test('under a strict policy login, a call and its views work without a violation', { timeout: 60_000 }, () =>
    visitor({ csp: strict }, async (user) => {
      await user.page.evaluate(() => {
        window.violations = []
        document.addEventListener('securitypolicyviolation', (event) => window.violations.push(`${event.violatedDirective} ${event.blockedURI}`))
      })
      assert.equal((await user.login()).error, undefined)
      await user.sees('sdkReady')
      await user.must('call', { userID: 'nobody', type: 2 })
      await user.moves(await user.view('visitor'))
      await user.must('hangup')
      assert.deepEqual(await user.page.evaluate(() => window.violations), [])
    }),
  )
}
