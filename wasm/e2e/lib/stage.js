// A stage: a server, and pages in real browsers on which users sign in. Pages are kept and reused; a page that
// was closed, crashed or failed is replaced.
import { chromiumGrants } from './browsers.js'
import { openFront } from './front.js'
import { binary, sdkBinary, start } from './server.js'
import { User, instrument } from './user.js'

export class Stage {
  // pair names the browsers of the first and of the second page: ['chromium', 'firefox'].
  constructor(browsers, pair) {
    this.browsers = browsers
    this.pair = pair
    this.free = []
    this.contexts = new Set()
  }

  async open() {
    this.server = await start()
    this.sdk = sdkBinary === binary ? this.server : await start({ program: sdkBinary })
    this.front = await openFront(this.server, { sdk: this.sdk.url })
  }

  // openForTwo opens, and returns a caller and a callee who are signed in, one on each page.
  async openForTwo() {
    await this.open()
    const both = [await this.user('caller', { seat: 0 }), await this.user('callee', { seat: 1 })]
    await Promise.all(both.map((user) => user.signIn()))
    return both
  }

  async close() {
    await Promise.allSettled([...this.contexts].map((context) => context.close()))
    await this.front?.close()
    await this.server?.stop()
    if (this.sdk !== this.server) await this.sdk?.stop()
  }

  // user returns a page for the seat, of the kind the scenario needs, on which nobody is signed in.
  async user(userID, { seat, kind = 'normal' }) {
    const browser = this.pair[seat % 2]
    const at = this.free.findIndex((place) => place.seat === seat && place.kind === kind)
    const place = at >= 0 ? this.free.splice(at, 1)[0] : await this.place(browser, { seat, kind })
    const user = new User(place.page, { userID, server: this.server })
    user.place = place
    return user
  }

  async place(browser, { seat, kind }) {
    const page = await this.browsers.page(browser, { kind, seat: seat % 2, origin: this.front.origin })
    this.contexts.add(page.browserContext())
    await instrument(page, this.sdk === this.server ? '' : `globalThis.TRTC_CALLING_SERVER = '${this.server.url}'`)
    await page.goto(this.front.blank)
    await page.waitForFunction(() => typeof window.TRTCCalling === 'function')
    return { page, browser, seat, kind }
  }

  // giveBack keeps a page for the next scenario, signed out.
  async giveBack(user) {
    const { place } = user
    if (place.refused?.size > 0) await chromiumGrants(place.page, ['camera', 'microphone'])
    place.refused = undefined
    await user.reset()
    this.free.push(place)
  }

  // discard ends a page that can no longer be trusted.
  async discard(user) {
    await user.place.page.browserContext().close().catch(() => {})
  }

  // crash cuts all connections of a page: Chromium ends its renderer, Firefox is killed as a whole.
  async crash(user) {
    const { page, browser, seat, kind } = user.place
    if (browser === 'firefox') return this.browsers.kill(browser, kind, seat % 2)
    const session = await page.createCDPSession()
    const crashed = new Promise((resolve) => page.once('error', resolve))
    session.send('Page.crash').catch(() => {})
    await crashed
    await page.browserContext().close()
  }
}
