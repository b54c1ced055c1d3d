// Cold page load to a callable login(): a fresh browser process and profile each time, the SDK and
// its wasm (brotli) from the server on the same machine.
import { freshContext, launch, openPage } from '../lib/browsers.js'
import { openFront } from '../lib/front.js'
import { start } from '../lib/server.js'
import { instrument } from '../lib/user.js'
import { Table } from './figures.js'

export async function load({ runs = 10 }) {
  const server = await start()
  const front = await openFront(server)
  const table = new Table('Page load to login(), cold')
  for (const name of ['chromium', 'firefox']) {
    const callable = []
    const signedIn = []
    for (let run = 0; run < runs; run++) {
      const times = await oneLoad(name, { server, front })
      callable.push(times.callable)
      signedIn.push(times.signedIn)
    }
    table.row(`${name}: login() callable`, callable, { 0.5: 400 })
    table.row(`${name}: signed in`, signedIn)
  }
  table.note('Counted from the start of the navigation; "callable" is when a login() without parameters has been refused by the Go program.')
  await front.close()
  await server.stop()
  return table
}

async function oneLoad(name, { server, front }) {
  const browser = await launch(name)
  try {
    const page = await openPage(await freshContext(browser, { name, origin: front.origin }))
    await instrument(page)
    await page.evaluateOnNewDocument(measure, await server.userSig('visitor'))
    await page.goto(front.blank)
    return await page.evaluate(() => window.measured)
  } finally {
    await browser.close()
  }
}

// measure runs in the page before its scripts and signs in as early as a page can; without a userID it only
// tries to.
export function measure({ sdkAppID, userID, userSig }) {
  const signIn = async () => {
    const calling = new window.TRTCCalling({ SDKAppID: sdkAppID })
    await calling.login({}).catch(() => {})
    const callable = performance.now()
    if (userID === undefined) return { callable }
    await calling.login({ userID, userSig })
    return { callable, signedIn: performance.now() }
  }
  window.measured = new Promise((resolve, reject) => {
    document.addEventListener('DOMContentLoaded', () => signIn().then(resolve, reject))
  })
}
