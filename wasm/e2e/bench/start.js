// Start over an access line of 20 Mbit/s with a round trip of 20 ms, like a home's: cold with a new profile,
// then again in the same browser, and in a restarted browser that still has the profile.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openAccess } from '../lib/access.js'
import { launch, openPage } from '../lib/browsers.js'
import { openFront } from '../lib/front.js'
import { start as startServer } from '../lib/server.js'
import { instrument } from '../lib/user.js'
import { percentile, Table } from './figures.js'
import { measure } from './load.js'

const line = { rate: 20e6, roundTrip: 20 }
// The time each load may take, relative to a cold one in the same run with a network that costs nothing: that
// is the machine's part. For a cold load the line adds 320 ms for the bytes of the wasm and 80 ms for four
// round trips; for the others only what is requested from the server again.
const limits = {
  'cold': (bare) => bare + 400,
  'again in the same browser': (bare) => 1.2 * bare,
  'after a restart of the browser': (bare) => 1.3 * bare,
}
const bare = 'cold, without the line'

export async function start({ runs = 10 }) {
  const server = await startServer()
  const front = await openFront(server)
  const access = await openAccess(Number(new URL(front.origin).port), line)
  const { sdkAppID } = await server.userSig('visitor')
  const table = new Table('From the navigation to login(), 20 Mbit/s, round trip 20 ms')
  for (const name of ['chromium', 'firefox']) {
    const times = Object.fromEntries([...Object.keys(limits), bare].map((kind) => [kind, []]))
    for (let run = 0; run < runs; run++) {
      await oneProfile(name, { url: `${access.origin}/e2e/proxied`, visits: [['cold', 'again in the same browser'], ['after a restart of the browser']], sdkAppID, times })
      await oneProfile(name, { url: front.proxied, visits: [[bare]], sdkAppID, times })
    }
    const floor = percentile(times[bare], 0.5)
    for (const [kind, values] of Object.entries(times)) {
      table.row(`${name}: ${kind}`, values, limits[kind] && { 0.5: Math.round(limits[kind](floor)) })
    }
  }
  table.note('Until a login() without parameters has been refused by the Go program. Page, script, wasm and WebSocket go through a relay with that rate and delay (lib/access.js).')
  await access.close()
  await front.close()
  await server.stop()
  return table
}

// oneProfile visits the page with a new profile: visits lists, for each start of the browser, the names of the
// loads.
async function oneProfile(name, { url, visits, sdkAppID, times }) {
  const profile = await mkdtemp(join(tmpdir(), 'trtc-profile-'))
  for (const kinds of visits) {
    const browser = await launch(name, 'normal', { userDataDir: profile })
    const page = await openPage(browser.defaultBrowserContext())
    await instrument(page)
    await page.evaluateOnNewDocument(measure, { sdkAppID })
    for (const kind of kinds) {
      await page.goto(url)
      times[kind].push((await page.evaluate(() => window.measured)).callable)
      await page.goto('about:blank')
    }
    await browser.close()
  }
  await rm(profile, { recursive: true, force: true, maxRetries: 5 })
}
