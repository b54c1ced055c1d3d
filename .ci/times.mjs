// A reporter of Node's test runner: at the very end, how many seconds each suite took. Suites that run side by
// side, and those that wait for another one's browsers, take more seconds than they would alone.
import { EventEmitter } from 'node:events'

// Three reporters listen to the runner, which warns of more than ten listeners.
EventEmitter.defaultMaxListeners = 20

export default async function* times(events) {
  const suites = []
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue
    if (data.details?.type === 'suite' && (data.nesting <= 1 || data.name.startsWith('packed '))) suites.push([data.details.duration_ms, data.name, data.nesting])
  }
  yield '\nseconds of each suite\n'
  for (const [duration, name, nesting] of suites) yield `${(duration / 1000).toFixed(1).padStart(8)}  ${nesting === 0 ? 'all of ' : ''}${name}\n`
}
