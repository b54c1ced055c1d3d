// A user: a page in a real browser with the SDK in it, driven as an application drives it.
import { readFile } from 'node:fs/promises'
import { until } from './until.js'

const probes = await Promise.all(
  ['calling.js', 'media.js'].map((name) => readFile(new URL(`../probe/${name}`, import.meta.url), 'utf8')),
)

// Events that the original does not have, and one that comes every second: a page takes them only when they are
// asked for.
export const optional = [
  'onAutoplayBlocked', 'onCallStatusChanged', 'onCallTypeChanged', 'onDeviceChanged',
  'onLoadProgress', 'onScreenShareAvailable', 'onUserListChanged', 'onUserVoiceVolume',
]

// instrument puts the probes into every document that the page loads from now on.
export async function instrument(page, before = '') {
  await page.evaluateOnNewDocument(`${before};${probes.join(';')}`)
}

export class User {
  // userID is the user to sign in, server signs for it; page is at a document that loads the SDK.
  constructor(page, { userID, server }) {
    this.page = page
    this.userID = userID
    this.server = server
  }

  // visit loads the test page, and waits until its SDK script has run.
  async visit(url) {
    await this.page.goto(url)
    await this.page.waitForFunction(() => typeof window.TRTCCalling === 'function')
  }

  // open makes a new instance in the page; options are merged over those that fit the server.
  async open(options = {}) {
    this.identity ??= await this.server.userSig(this.userID)
    const all = { SDKAppID: this.identity.sdkAppID, ...options }
    await this.page.evaluate((given, left) => window.probe.open(given, left), all, optional.filter((name) => !this.taken?.includes(name)))
  }

  // invoke calls a method and returns {result} or {error}, with the times of call and settlement.
  invoke(method, params) {
    return this.page.evaluate((name, value) => window.probe.invoke(name, value), method, params)
  }

  // must calls a method that has to resolve, and returns the result.
  async must(method, params) {
    const outcome = await this.invoke(method, params)
    if (outcome.error) throw new Error(`${this.userID} ${method}: ${JSON.stringify(outcome.error)}`)
    return outcome.result
  }

  async login({ userID, userSig, ...profile } = {}) {
    const own = userSig === undefined || userID === undefined ? this.identity : {}
    return this.invoke('login', { userID: userID ?? own.userID, userSig: userSig ?? own.userSig, ...profile })
  }

  // signIn opens an instance, signs in and takes the sdkReady event.
  async signIn(options) {
    await this.open(options)
    const outcome = await this.login()
    if (outcome.error) throw new Error(`${this.userID} cannot sign in: ${outcome.error.message}`)
    await this.sees('sdkReady')
  }

  next(timeout = 10_000) {
    return this.page.evaluate((limit) => window.probe.next(limit), timeout)
  }

  // sees takes the next event, which has to be the named one, and returns its payload.
  async sees(name, timeout) {
    const event = await this.next(timeout)
    if (event?.name !== name) throw new Error(`${this.userID} saw ${describe(event)}, want ${name}`)
    return event.payload
  }

  // skipTo takes events until the named one comes, and returns it whole.
  async skipTo(name, timeout = 10_000) {
    const passed = []
    for (;;) {
      const event = await this.next(timeout)
      if (event === null) throw new Error(`${this.userID} waited for ${name} in vain after ${passed.join(', ') || 'nothing'}`)
      if (event.name === name) return event
      passed.push(event.name)
    }
  }

  unconsumed() {
    return this.page.evaluate(() => window.probe.unconsumed())
  }

  status() {
    return this.page.evaluate(() => window.probe.calling.getCallStatus())
  }

  // view makes a node in the page and starts the view of a user in it.
  async view(userID, id = `view-${userID}`) {
    await this.page.evaluate((name) => window.probe.node(name), id)
    const method = userID === this.userID ? 'startLocalView' : 'startRemoteView'
    await this.must(method, { userID, videoViewDomID: id })
    return id
  }

  // awaitFrame starts the view of a user and returns a function that waits for the first frame shown.
  async awaitFrame(userID) {
    const view = await this.view(userID)
    const handle = await this.page.evaluateHandle((id) => ({ frame: window.probe.firstFrame(id, 15_000) }), view)
    return async () => {
      const frame = await handle.evaluate(({ frame: promise }) => promise)
      if (frame === null) throw new Error(`${this.userID} saw no frame of ${userID}`)
      return frame
    }
  }

  // moves waits for a moving picture in an element that also satisfies fits, if given; it returns what it saw.
  moves(id, fits = () => true) {
    return until(() => this.ask('moves', id), (seen) => seen.changes >= 3 && fits(seen), { what: `a moving picture in ${id} of ${this.userID}` })
  }

  // ask runs a question of the media probe in the page.
  ask(question, ...values) {
    return this.page.evaluate((name, given) => window.probe[name](...given), question, values)
  }

  // reset signs out and empties the page, so that it can become another user's.
  async reset() {
    await this.page.evaluate(async () => {
      const { probe } = window
      for (const name of new Set(Object.values(window.TRTCCalling.EVENT))) probe.calling?.off(name)
      await probe.calling?.logout().catch(() => {})
      probe.calling = null
      probe.clear()
    })
    this.identity = undefined
  }
}

export function describe(event) {
  return event ? `${event.name} ${JSON.stringify(event.payload)}` : 'nothing'
}

// answered brings two signed-in users into a call and returns when both have resolved.
export async function answered(caller, callee, type = 2) {
  const placed = await caller.invoke('call', { userID: callee.userID, type })
  if (placed.error) throw new Error(`call: ${placed.error.message}`)
  await callee.skipTo('onInvited')
  const accepted = await callee.invoke('accept')
  if (accepted.error) throw new Error(`accept: ${accepted.error.message}`)
  await Promise.all([caller.skipTo('onUserEnter'), callee.skipTo('onUserEnter')])
  return { placed, accepted }
}
