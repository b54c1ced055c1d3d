// Prints the times that people notice, measured in real browsers against the built server, and writes them to
// results/; fails when one is above its limit. `node bench.js` measures everything; `node bench.js answer load`
// the named parts; RUNS=5 makes it short.
import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { cpus, release, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { answer } from './bench/answer.js'
import { load } from './bench/load.js'
import { start } from './bench/start.js'
import { launch } from './lib/browsers.js'
import { isInside, runInside } from './lib/namespace.js'
import { binary } from './lib/server.js'

const run = promisify(execFile)
const parts = { answer, load, start }
const named = process.argv.slice(2)

if (!isInside()) process.exit(await runInside(fileURLToPath(import.meta.url), named))

const sections = [await machine()]
const missed = []
for (const name of named.length > 0 ? named : Object.keys(parts)) {
  const section = await parts[name]({ runs: Number(process.env.RUNS) || undefined })
  console.log(`${section}`)
  sections.push(section)
  missed.push(...section.missed)
}
const folder = new URL('results/', import.meta.url)
await mkdir(folder, { recursive: true })
const file = new URL(`browsers-${new Date().toISOString().slice(0, 10)}${named.length > 0 ? `-${named.join('-')}` : ''}.md`, folder)
await writeFile(file, sections.join('\n'))
console.log(`written to ${fileURLToPath(file)}`)
for (const line of missed) console.error(`above its limit: ${line}`)
process.exitCode = missed.length > 0 ? 1 : 0

async function machine() {
  const versions = []
  for (const name of ['chromium', 'firefox']) {
    const browser = await launch(name)
    versions.push(await browser.version())
    await browser.close()
  }
  const server = await run(binary, ['--version']).then(({ stdout }) => stdout.trim())
  const text = `# Times in real browsers

${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC. ${cpus().length} cores (${cpus()[0].model}), ${Math.round(totalmem() / 2 ** 30)} GB, kernel ${release()},
node ${process.version}, ${versions.join(', ')} (headless, fake devices). Server: ${server}.
Server and both browsers share the machine. Load of the machine before the run: ${(await run('cat', ['/proc/loadavg'])).stdout.split(' ')[0]}.
`
  console.log(text)
  return text
}
