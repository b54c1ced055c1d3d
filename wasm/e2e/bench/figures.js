// percentile returns a percentile of some measurements, by nearest rank.
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))]
}

export const milliseconds = (value) => value.toFixed(0)

// Table collects measured times as a page of Markdown, and notes which of them are above their limit.
export class Table {
  constructor(title) {
    this.lines = [`## ${title}\n`, '| | runs | p50 ms | p95 ms | worst ms | limits |', '|---|---|---|---|---|---|']
    this.missed = []
  }

  // row adds times in ms; limits names the shares that have one: { 0.5: 100, 0.95: 200 }.
  row(name, values, limits = {}) {
    const figures = [0.5, 0.95, 1].map((share) => milliseconds(percentile(values, share)))
    this.lines.push(`| ${name} | ${values.length} | ${figures.join(' | ')} | ${Object.values(limits).join(' / ')} |`)
    for (const [share, limit] of Object.entries(limits)) {
      const value = percentile(values, Number(share))
      if (value > limit) this.missed.push(`${name}: p${100 * share} is ${milliseconds(value)} ms, the limit ${limit}`)
    }
  }

  note(text) {
    this.lines.push(`\n${text}\n`)
  }

  toString() {
    return this.lines.join('\n')
  }
}
