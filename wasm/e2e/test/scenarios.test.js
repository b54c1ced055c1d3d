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

function scenarios() {
  const files = readdirSync(folder).filter((file) => file.endsWith('.txt')).sort()
  if (files.length === 0) throw new Error('there are no scenarios')
  return files.filter((file) => file.includes(process.env.ONLY ?? '')).map((file) => [file, parse(readFileSync(new URL(file, folder), 'utf8'))])
}

export default function ({ browsers }) {
  const all = scenarios()
  describe('all pairs', { concurrency: 2 }, () => {
    // Both roles of each scenario in both browsers; PAIRS=cc,ff plays them between two of the same kind (make
    // contract does).
    const wanted = process.env.PAIRS ? ['cc', 'ff', 'cf', 'fc'] : ['cf', 'fc']
    for (const [name, pair] of pairs(...wanted)) {
      // One after the other within a pair: they share users and pages.
      describe(`${pair[0]} with ${pair[1]} (${name})`, { concurrency: 1 }, () => playAll(all, new Stage(browsers, pair)))
    }
  })
}

function playAll(files, stage) {
  before(() => stage.open())
  after(() => stage.close())
  for (const [file, statements] of files) {
    test(file, { timeout: 120_000 }, () => play(statements, stage))
  }
}
