// A public page and a server in a private network: Chromium connects them only if the user allows it (Local
// Network Access), and login() says so. The page's name is one on the Internet, and a flag makes its address
// count as public; the rest is the browser's doing.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { launch } from '../lib/browsers.js'
import { selfSigned } from '../lib/certificate.js'
import { openFront } from '../lib/front.js'
import { start } from '../lib/server.js'
import { User, instrument } from '../lib/user.js'

const origin = 'https://page.test'
const told = /only if the user allows it \(Local Network Access\); for this page that is "denied"\. The address is /

export default function () {
  let server
  let front
  let browser
  before(async () => {
    server = await start({ flags: ['--origin', origin] })
    front = await openFront(server, { tls: await selfSigned() })
    const { port } = new URL(front.origin)
    const args = [`--host-resolver-rules=MAP page.test:443 127.0.0.1:${port}`, `--ip-address-space-overrides=127.0.0.1:${port}=public`]
    browser = await launch('chromium', 'normal', { args })
  })
  after(async () => {
    await browser?.close()
    await front?.close()
    await server?.stop()
  })

  // signIn returns what login() to serverUrl says on a page whose user answers the browser's prompt; '' when it
  // works.
  async function signIn(answer, { at = origin, serverUrl = server.url } = {}) {
    const context = await browser.createBrowserContext()
    try {
      const page = await context.newPage()
      const session = await page.createCDPSession()
      const setting = answer && { permission: { name: 'loopback-network' }, setting: answer, origin, browserContextId: context.id }
      if (setting) await session.send('Browser.setPermission', setting)
      await instrument(page)
      const user = new User(page, { userID: 'visitor', server })
      await user.visit(`${at}/e2e/proxied`)
      await user.open({ serverUrl })
      return (await user.login()).error?.message ?? ''
    } finally {
      await context.close()
    }
  }

  test('a user who allows it signs in', { timeout: 30_000 }, async () => assert.equal(await signIn('granted'), ''))

  test('a user who refuses is told what kept the server out of reach', { timeout: 30_000 }, async () => assert.match(await signIn('denied'), told))

  // Without a window there is nobody to ask: Chromium treats that as a refusal.
  test('so is a user who does not answer', { timeout: 30_000 }, async () => assert.match(await signIn(), told))

  test('when access is allowed, or the page is in that network itself, a missing server is reported as just that', { timeout: 30_000 }, async () => {
    const serverUrl = 'http://127.0.0.1:9'
    for (const said of [await signIn('granted', { serverUrl }), await signIn(undefined, { serverUrl, at: front.origin })]) {
      assert.match(said, /cannot connect to ws:\/\/127\.0\.0\.1:9/)
      assert.doesNotMatch(said, /Local Network Access/)
    }
  })
}
