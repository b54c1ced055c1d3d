// The suite: `node run.js` plays everything, `node run.js media scenarios` only the named files.
// Options for one's own work: PAIRS=cc,ff for some pairs of browsers, ONLY=text for some scenarios.
import { after, describe } from 'node:test'
import { access } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { Browsers } from './lib/browsers.js'
import { isInside, runInside } from './lib/namespace.js'
import { binary } from './lib/server.js'

// In this order: what everything else depends on comes first.
const suite = ['example', 'media', 'privacy', 'scenarios', 'devices', 'delivery', 'failures', 'repeat']
const named = process.argv.slice(2)

if (!(await access(binary).then(() => true, () => false))) {
  console.error(`there is no server at ${binary}: run "make build" first`)
  process.exit(1)
}
if (!isInside()) {
  process.exit(await runInside(fileURLToPath(import.meta.url), named))
}

const browsers = new Browsers()
after(() => browsers.close())
for (const name of named.length > 0 ? named : suite) {
  const { default: register } = await import(`./test/${name}.test.js`)
  describe(name, () => register({ browsers }))
}
