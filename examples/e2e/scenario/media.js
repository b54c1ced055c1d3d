// What "receives", "sends" and "no media" mean in a browser.
import { until } from '../lib/until.js'

// plays waits until media of a user plays in the page: a picture that changes, sound above silence.
export async function plays(user, { kind, from }) {
  const id = `view-${from}`
  const shown = await user.page.evaluate((name) => document.querySelector(`#${name} video`) !== null, id)
  if (kind === 'video' && !shown) await user.view(from, id)
  if (kind === 'audio') return heard(user, id)
  await until(() => user.ask('watch', id, 400), (seen) => seen.changes >= 3, { what: `a moving picture of ${from}` })
}

async function heard(user, id) {
  const sound = await until(() => user.ask('listen', id, 2000), ({ peak }) => peak >= 0.01, { what: 'sound' })
  if (sound.paused || sound.muted || sound.volume === 0) throw new Error(`the sound is not played: ${JSON.stringify(sound)}`)
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
