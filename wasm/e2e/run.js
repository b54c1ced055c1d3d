// The suite: `node run.js` plays everything, `node run.js media scenarios` only the named files.
// Options for local work: PAIRS=cc,ff for some pairs of browsers, ONLY=text for some scenarios.
import { after, describe } from 'node:test'
import { access, mkdir, readdir, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { Browsers } from './lib/browsers.js'
import { isInside, runInside } from './lib/namespace.js'
import { proved } from './lib/proved.js'
import { binary } from './lib/server.js'

// Suites that measure or are watched have the machine to themselves; the rest mostly waits, and waits together.
const alone = ['media', 'group']
// The longest begin first. The suites wrappers, examples and minimum are about the npm package: make test-npm
// runs them.
const together = ['scenarios', 'wrong-use', 'devices', 'failures', 'example', 'page', 'delivery', 'privacy', 'views', 'instances', 'choice', 'renegotiation', 'private-network', 'readme']
const named = process.argv.slice(2)

if (!(await access(binary).then(() => true, () => false))) {
  console.error(`there is no server at ${binary}: run "make build" first`)
  process.exit(1)
}
// These are not repeated while everything they depend on is unchanged.
const inputs = {
  minimum: ['wasm/e2e/test/minimum.test.js'],
  wrappers: ['wasm/e2e/test/wrappers.test.js', 'wasm/e2e/pages', 'jsbridge/npm/dist', 'jsbridge/npm/package-lock.json'],
}
const narrowed = process.env.PAIRS || process.env.ONLY
if (!isInside()) {
  const { run, keep } = await proved(named, narrowed ? {} : inputs)
  if (named.length > 0 && run.length === 0) process.exit(0)
  const results = await resultsFile()
  const status = await runInside(fileURLToPath(import.meta.url), run, results)
  keep(results)
  process.exit(status)
}

const browsers = new Browsers()
after(() => browsers.close())
await register(named.length > 0 ? named : alone, 1)
if (named.length === 0) await register(together, 2)

// register adds the named files to the suite, this many of them at a time.
async function register(names, concurrency) {
  const files = await Promise.all(names.map(async (name) => [name, (await import(`./test/${name}.test.js`)).default]))
  describe(names.join(', '), { concurrency }, () => {
    for (const [name, tests] of files) describe(name, { concurrency: 1 }, () => tests({ browsers }))
  })
}

// resultsFile is where the results of this run go, for `make contract`: part of the suite has a file of its
// own, and the whole suite makes those of parts obsolete.
async function resultsFile() {
  const folder = fileURLToPath(new URL('../../bin/results/', import.meta.url))
  await mkdir(folder, { recursive: true })
  const part = [...named, process.env.PAIRS, process.env.ONLY].filter(Boolean).map((word) => word.replaceAll(/[^\w,-]/g, '_'))
  if (part.length === 0) {
    const old = (await readdir(folder)).filter((file) => file.startsWith('e2e'))
    await Promise.all(old.map((file) => rm(`${folder}${file}`)))
  }
  return `${folder}${['e2e', ...part].join('.')}.jsonl`
}
