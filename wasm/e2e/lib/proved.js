// What this machine has seen pass before: suites that take long and depend on little of the project, such as
// those of old bundlers, are repeated only when something that they depend on has changed. The record lies in
// bin, which is never committed: a fresh clone runs everything, and so does FRESH=1.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { executable } from './browsers.js'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const record = `${root}bin/proved.json`
// Besides what a suite names: the harness, the server with the SDK in it, and the browsers that are supported.
const always = ['wasm/e2e/lib', 'wasm/e2e/probe', 'wasm/e2e/scenario', 'wasm/e2e/package-lock.json', 'jsbridge/npm/package.json', 'bin/trtc-server']
// What tools leave in the applications' folders.
const made = new Set(['node_modules', 'dist', '.next', '.nuxt', '.output', '.cache'])

// proved splits suites into those that have to run and those that have passed with the same inputs: {run,
// keep}. inputs maps the name of a suite to files and folders; a suite without them always runs. keep records
// what has passed, according to the results of the run: a file of lines as .ci/results.mjs writes them.
export async function proved(names, inputs) {
  const known = existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')) : {}
  const hashes = {}
  for (const name of names.filter((each) => inputs[each])) hashes[name] = hashOf([...always, ...inputs[name]], await versions())
  const seen = names.filter((name) => hashes[name] && !process.env.FRESH && known[name]?.hash === hashes[name])
  for (const name of seen) console.log(`${name}: not run again. It passed here on ${known[name].date}, with the same inputs; FRESH=1 runs it all the same.`)
  return { run: names.filter((name) => !seen.includes(name)), keep: (results) => keep(hashes, results) }
}

function keep(hashes, results) {
  const lines = readFileSync(results, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line))
  const known = existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')) : {}
  for (const [name, hash] of Object.entries(hashes)) {
    const own = lines.filter(({ Names: path }) => path.slice(0, -1).some((each) => each.replace('packed ', '') === name))
    if (own.length > 0 && own.every(({ Status: status }) => status === 'pass')) known[name] = { hash, date: own.at(-1).Time.slice(0, 10) }
  }
  mkdirSync(`${root}bin`, { recursive: true })
  writeFileSync(record, `${JSON.stringify(known, undefined, 2)}\n`)
}

async function versions() {
  const browsers = await Promise.all(['chromium', 'firefox'].map(executable))
  return [process.version, ...browsers.map((path) => execFileSync(path, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))]
}

function hashOf(paths, texts) {
  const hash = createHash('sha256')
  for (const text of texts) hash.update(`${text}\0`)
  for (const file of paths.flatMap(filesIn)) hash.update(`${file}\0`).update(readFileSync(root + file)).update('\0')
  return hash.digest('hex')
}

// filesIn lists the files of a folder, or the file itself.
function filesIn(path) {
  if (!statSync(root + path).isDirectory()) return [path]
  const names = readdirSync(root + path).filter((name) => !made.has(name)).sort()
  return names.flatMap((name) => filesIn(`${path}/${name}`))
}
