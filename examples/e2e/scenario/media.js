// What "receives", "sends" and "no media" mean in a browser.
import { until } from '../lib/until.js'

// plays waits until media of a user plays in the page: a picture that changes, sound above silence.
export async function plays(user, { kind, from }) {
  const id = `view-${from}`
  // In an audio call the SDK plays by itself; in a video call sound, too, comes with the view.
  const needsView = await user.page.evaluate((name) => window.probe.calling.getCallType() === 2 && !document.querySelector(`#${name} [id^=player_]`), id)
  if (needsView) await user.view(from, id)
  if (kind === 'audio') return heard(user, id)
  await until(() => user.ask('watch', id, 400), (seen) => seen.changes >= 3, { what: `a moving picture of ${from}` })
}

async function heard(user, id) {
  const audible = ({ peak, played, muted, volume }) => peak >= 0.01 && played > 0 && !muted && volume > 0
  await until(() => user.ask('listen', id, 1300), audible, { what: 'sound that is played' })
}

// quiet fails when a counter of packets moves within half a second.
export async function quiet(user, counter, kinds) {
  const before = await user.ask(counter)
  await new Promise((resolve) => setTimeout(resolve, 500))
  const after = await user.ask(counter)
  for (const kind of kinds) {
    if (after[kind] > before[kind]) throw new Error(`${after[kind] - before[kind]} packets of ${kind} ${counter} in half a second`)
  }
}
