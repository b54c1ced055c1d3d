// percentile of some measurements, by nearest rank.
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))]
}

export const milliseconds = (value) => value.toFixed(0)

// row is a line of a Markdown table: name, number of runs, p50, p95, worst.
export function row(name, values) {
  return `| ${name} | ${values.length} | ${[0.5, 0.95, 1].map((share) => milliseconds(percentile(values, share))).join(' | ')} |`
}

export const head = '| | runs | p50 ms | p95 ms | worst ms |\n|---|---|---|---|---|'
