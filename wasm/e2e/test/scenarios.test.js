// The situations of the contract, as scenarios/*.txt describe them, between real browsers.
import { after, before, describe, test } from 'node:test'
import { readFileSync, readdirSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { pairs } from '../lib/pairs.js'
import { Stage } from '../lib/stage.js'
import { parse } from '../scenario/parse.js'
import { play } from '../scenario/runner.js'

// Another release's scenarios, when .ci/previous says so.
const folder = process.env.SCENARIOS ? pathToFileURL(process.env.SCENARIOS) : new URL('../scenarios/', import.meta.url)

// What a scenario says when browsers may differ in it, in either role: devices, what is sent, views and sound. A switch
// between audio and video closes or opens cameras. That media arrives at all is said in most of the others too; it
// is the same in both roles.
const ofBrowsers = /sends|plugs|microphone|camera|mute|view|volume|screen|switchDevice|switchTo/i

function scenarios() {
  const files = readdirSync(folder).filter((file) => file.endsWith('.txt')).sort()
  if (files.length === 0) throw new Error('there are no scenarios')
  return files.filter((file) => file.includes(process.env.ONLY ?? '')).map((file) => {
    const text = readFileSync(new URL(file, folder), 'utf8')
    return { file, statements: parse(text), isSignalling: !ofBrowsers.test(text.replaceAll(/#.*/g, '')) }
  })
}

// The same Go program decides about signalling in both browsers, and natively, so a scenario about that alone is played in one
// of the two mixes, in turn; make contract plays all of them in both browsers.
function playedBy(all, mix) {
  let turn = 0
  return all.filter(({ isSignalling }) => !isSignalling || turn++ % 2 === mix)
}

export default function ({ browsers }) {
  const all = scenarios()
  describe('all pairs', { concurrency: 2 }, () => {
    // Both roles of each scenario in both browsers; PAIRS=cc,ff plays them between two of the same kind (make
    // contract does).
    const wanted = process.env.PAIRS ? ['cc', 'ff', 'cf', 'fc'] : ['cf', 'fc']
    for (const [mix, [name, pair]] of pairs(...wanted).entries()) {
      const played = process.env.PAIRS ? all : playedBy(all, mix)
      // One after the other within a pair: they share users and pages.
      describe(`${pair[0]} with ${pair[1]} (${name})`, { concurrency: 1 }, () => playAll(played, new Stage(browsers, pair)))
    }
  })
}

function playAll(files, stage) {
  before(() => stage.open())
  after(() => stage.close())
  for (const { file, statements } of files) {
    test(file, { timeout: 120_000 }, () => play(statements, stage))
  }
}
