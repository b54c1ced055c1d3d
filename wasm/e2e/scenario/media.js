// What "receives", "sends" and "no media" mean in a browser.
import { until } from '../lib/until.js'

// plays waits until media of a user plays in the page: a picture that changes, or sound above silence.
export async function plays(user, { kind, from }) {
  if (kind === 'screen') return user.moves(await screenOf(user, from))
  const id = `view-${from}`
  // In an audio call the SDK plays on its own; in a video call sound, too, comes with the view.
  const needsView = await user.page.evaluate((name) => window.probe.calling.getCallType() === 2 && !document.querySelector(`#${name} [id^=player_]`), id)
  if (needsView) await user.view(from, id)
  if (kind === 'audio') return heard(user, id)
  await user.moves(id)
}

// screenOf shows the screen that somebody shares, and returns the id of its view.
async function screenOf(user, from) {
  const id = `screen-${from}`
  await user.page.evaluate((name) => window.probe.node(name), id)
  await user.must('startScreenView', { userID: from, videoViewDomID: id })
  return id
}

// dark waits until the view of a screen is empty.
export async function dark(user, from) {
  const id = `#screen-${from} video`
  await until(() => user.page.evaluate((view) => document.querySelector(view) === null, id), Boolean, { what: `the end of the screen of ${from}` })
}

async function heard(user, id) {
  const audible = ({ peak, played, muted, volume }) => peak >= 0.01 && played > 0 && !muted && volume > 0
  await until(() => user.ask('listen', id, 1300), audible, { what: 'sound that is played' })
}

// A browser that repeats a picture does so once a second, and must not slip between two checks.
const pause = 1_200

// quiet fails when a counter of packets moves within that time.
export async function quiet(user, counter, kinds) {
  const moved = await movement(user, counter, kinds)
  if (moved.length > 0) throw new Error(`${moved.join(' and ')} ${counter} within ${pause} ms`)
}

// fallsQuiet waits until a counter stays still for that time: the last packets of a camera that was just closed
// may still be on their way when the event arrives.
export async function fallsQuiet(user, counter, kinds) {
  const rests = (moved) => moved.length === 0
  await until(() => movement(user, counter, kinds), rests, { timeout: 4_000, what: `${pause} ms without ${kinds.join(' and ')} ${counter}` })
}

async function movement(user, counter, kinds) {
  const before = await user.ask(counter)
  await new Promise((resolve) => setTimeout(resolve, pause))
  const after = await user.ask(counter)
  return kinds.filter((kind) => after[kind] > before[kind]).map((kind) => `${after[kind] - before[kind]} packets of ${kind}`)
}
