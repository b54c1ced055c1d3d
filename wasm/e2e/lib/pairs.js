// Who calls whom: c is Chromium, f is Firefox; the caller comes first.
const names = { c: 'chromium', f: 'firefox' }

// pairs returns the wanted pairs as [letters, [caller, callee]], or those that PAIRS names.
export function pairs(...wanted) {
  const chosen = process.env.PAIRS?.split(',') ?? wanted
  return wanted.filter((pair) => chosen.includes(pair)).map((pair) => [pair, [...pair].map((letter) => names[letter])])
}
