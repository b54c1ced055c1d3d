// The situations of the contract, as scenarios/*.txt tell them, between real browsers.
import { after, before, describe, test } from 'node:test'
import { readFileSync, readdirSync } from 'node:fs'
import { pairs } from '../lib/pairs.js'
import { Stage } from '../lib/stage.js'
import { parse } from '../scenario/parse.js'
import { play } from '../scenario/runner.js'

const folder = new URL('../scenarios/', import.meta.url)

function scenarios() {
  const files = readdirSync(folder).filter((file) => file.endsWith('.txt')).sort()
  if (files.length === 0) throw new Error('there are no scenarios')
  return files.filter((file) => file.includes(process.env.ONLY ?? '')).map((file) => [file, parse(readFileSync(new URL(file, folder), 'utf8'))])
}

export default function ({ browsers }) {
  const all = scenarios()
  describe('all pairs', { concurrency: 2 }, () => {
    for (const [name, pair] of pairs('cc', 'ff', 'cf', 'fc')) {
      // One after the other within a pair: they share users and pages.
      const files = pair[0] === pair[1] ? all : all.filter(([, statements]) => tellsOfMedia(statements))
      describe(`${pair[0]} with ${pair[1]} (${name})`, { concurrency: 1 }, () => playAll(files, new Stage(browsers, pair)))
    }
  })
}

// tellsOfMedia says whether somebody receives something. That is what two kinds of browsers can do to each
// other; in all else each of them talks with the server alone.
const tellsOfMedia = (statements) => statements.some((each) => each.do === 'receives' || each.do === 'receivesNo' || tellsOfMedia(each.body ?? []))

function playAll(files, stage) {
  before(() => stage.open())
  after(() => stage.close())
  for (const [file, statements] of files) {
    test(file, { timeout: 60_000 }, () => play(statements, stage))
  }
}
