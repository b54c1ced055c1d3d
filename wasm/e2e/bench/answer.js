// accept() to the first remote frame shown, at both ends, from the click; the camera is opened inside accept().
// Fresh pages each time, in browsers that have captured before; then browser processes that capture for the
// first time.
import { Browsers } from '../lib/browsers.js'
import { openFront } from '../lib/front.js'
import { pairs } from '../lib/pairs.js'
import { start } from '../lib/server.js'
import { until } from '../lib/until.js'
import { User, instrument } from '../lib/user.js'
import { Table } from './figures.js'

// PAUSE is the shortest time it rings before the click, in ms: a person has to hear it, look and aim.
const PAUSE = 2_500

// Limits in ms by share of the runs.
const WARM = { 0.5: 100, 0.95: 200 }
const FIRST = { 0.5: 150, 0.95: 300 }

export async function answer({ runs = 20, processes = runs === 20 ? 10 : runs }) {
  const server = await start()
  const front = await openFront(server)
  const table = new Table('accept() to the first remote frame')
  const sizes = new Set()
  const chosen = pairs('cc', 'ff', 'cf', 'fc')
  for (const [name, pair] of chosen) {
    const browsers = new Browsers()
    await warm(browsers, { pair, server, front })
    await series(table, { name, runs, sizes, limits: WARM, once: (later) => oneCall(browsers, { pair, server, front, later }) })
    await browsers.close()
  }
  for (const [name, pair] of chosen) {
    const once = async () => {
      const browsers = new Browsers()
      try {
        return await oneCall(browsers, { pair, server, front })
      } finally {
        await browsers.close()
      }
    }
    await series(table, { name: `${name}, fresh processes`, runs: processes, sizes, limits: FIRST, once })
  }
  table.note(`Counted from the click; both were connected while it rang, for ${PAUSE} ms at least. Sizes of the first frames, and of those shown 10 s later in one call per pair: ${[...sizes].join(', ')}.`)
  await front.close()
  await server.stop()
  return table
}

async function series(table, { name, runs, sizes, limits, once }) {
  const caller = []
  const callee = []
  for (let run = 0; run < runs; run++) {
    const seen = await once(run === runs - 1)
    caller.push(seen.caller.time - seen.click)
    callee.push(seen.callee.time - seen.click)
    for (const frame of [seen.caller, seen.callee, ...(seen.later ?? [])]) sizes.add(`${frame.width}x${frame.height}`)
  }
  table.row(`${name}: caller sees callee`, caller, limits)
  table.row(`${name}: callee sees caller`, callee, limits)
  console.log(table.lines.slice(-2).join('\n'))
}

// warm makes every browser capture once.
async function warm(browsers, { pair, server, front }) {
  await oneCall(browsers, { pair, server, front })
}

async function oneCall(browsers, { pair, server, front, later = false }) {
  const [caller, callee] = await Promise.all(
    pair.map(async (browser, seat) => {
      const page = await browsers.page(browser, { seat, origin: front.origin })
      await instrument(page)
      const user = new User(page, { userID: seat === 0 ? 'caller' : 'callee', server })
      await user.visit(front.blank)
      await user.signIn()
      return user
    }),
  )
  await caller.must('call', { userID: 'callee', type: 2 })
  await callee.sees('onInvited')
  const rings = new Promise((resolve) => setTimeout(resolve, PAUSE))
  await prepared(caller, callee)
  await rings
  const shown = await Promise.all([caller.awaitFrame('callee'), callee.awaitFrame('caller')])
  const click = await callee.page.evaluate(clickToAccept)
  const seen = { click, caller: await shown[0](), callee: await shown[1]() }
  if (later) seen.later = await sizesLater(caller, callee)
  await caller.must('hangup')
  await Promise.all([caller, callee].map((user) => user.page.browserContext().close()))
  return seen
}

// prepared waits until both are connected and the caller's encoder has settled.
async function prepared(caller, callee) {
  for (const user of [caller, callee]) {
    await until(() => user.ask('connectionStates'), (states) => states.includes('connected'), { what: 'the prepared connection' })
  }
  await until(() => caller.ask('sent'), (sent) => sent.video > 20, { what: 'media of the caller' })
}

// sizesLater returns the sizes shown at both ends ten seconds after the first frame.
async function sizesLater(caller, callee) {
  await new Promise((resolve) => setTimeout(resolve, 10_000))
  return Promise.all([caller.ask('watch', 'view-callee', 300), callee.ask('watch', 'view-caller', 300)])
}

// clickToAccept runs in the page: a button's handler calls accept(), as an application's does.
function clickToAccept() {
  const button = document.createElement('button')
  document.body.append(button)
  return new Promise((resolve, reject) => {
    button.addEventListener('click', () => {
      const time = window.probe.now()
      window.probe.calling.accept().then(() => resolve(time), reject)
    })
    button.click()
  })
}
