// Compares results and payloads with the expectations of a scenario. A mismatch is returned as a
// sentence; null means that everything holds.

// check compares a method's outcome {result} or {error} to an expectation.
export function check(outcome, words, variables) {
  const rejects = words?.[0] === 'rejects'
  if (outcome.error && !rejects) return `was rejected: ${JSON.stringify(outcome.error)}`
  if (rejects) {
    if (!outcome.error) return `resolved with ${JSON.stringify(outcome.result)}, want a rejection`
    return pairs(outcome.error, words.slice(1), variables, { prefix: 'message' })
  }
  return words === null ? null : value(outcome.result, words, variables)
}

const constants = { undefined: undefined, true: true, false: false }

// value compares a result or payload to an expectation.
export function value(actual, words, variables) {
  const [first, ...rest] = words
  if (words.length === 1 && first in constants) {
    return actual === constants[first] ? null : `is ${JSON.stringify(actual)}, want ${first}`
  }
  if (words.length === 1 && first === 'ok') return pairs(actual, ['only', 'code=0', 'msg=ok'], variables)
  if (first !== 'array') return pairs(actual, words, variables)
  if (!Array.isArray(actual)) return `is ${JSON.stringify(actual)}, want an array`
  const count = Number(rest[0])
  if (actual.length !== count) return `has ${actual.length} elements, want ${count}`
  return actual.reduce((found, element) => found ?? pairs(element, rest.slice(1), variables), null)
}

function pairs(actual, words, variables, { prefix } = {}) {
  if (words.length === 0) return null
  if (actual === null || typeof actual !== 'object') return `is ${JSON.stringify(actual)}, want an object`
  const only = words[0] === 'only'
  const given = (only ? words.slice(1) : words).map(pair)
  if (only) {
    const allowed = new Set(given.map(({ path }) => path.split('.')[0]))
    const extra = Object.keys(actual).filter((key) => !allowed.has(key))
    if (extra.length > 0) return `has unexpected keys: ${extra.join(', ')}`
  }
  for (const wanted of given) {
    const problem = holds(actual, wanted, { variables, prefix })
    if (problem) return problem
  }
  return null
}

function pair(word) {
  const match = /^([^=<]+?)(<=|=)(.*)$/s.exec(word)
  return match ? { path: match[1], operator: match[2], want: match[3] } : { path: word }
}

function holds(actual, { path, operator, want }, { variables, prefix }) {
  const found = path.split('.').reduce((object, key) => object?.[key], actual)
  if (found === undefined || found === null) return `${path} is missing`
  if (operator === undefined) return null
  if (operator === '<=') return typeof found === 'number' && found <= Number(want) ? null : `${path} is ${found}, want <= ${want}`
  if (want.startsWith('$')) return bound(path, found, { name: want, variables })
  if (path === prefix) return String(found).startsWith(want) ? null : `${path} is ${JSON.stringify(found)}, want it to begin with ${want}`
  return equals(found, want) ? null : `${path} is ${JSON.stringify(found)}, want ${want}`
}

function bound(path, found, { name, variables }) {
  if (!variables.has(name)) variables.set(name, found)
  const want = variables.get(name)
  return JSON.stringify(want) === JSON.stringify(found) ? null : `${path} is ${JSON.stringify(found)}, want ${name}, ${JSON.stringify(want)}`
}

function equals(found, want) {
  if (typeof found === 'string' && found === want) return true
  const list = /^\[(.*)\]$/.exec(want)
  if (list && Array.isArray(found) && found.join(',') === list[1]) return true
  try {
    return canonical(JSON.parse(want)) === canonical(found)
  } catch {
    return false
  }
}

// canonical is JSON with the keys of objects in order.
function canonical(input) {
  return JSON.stringify(input, (key, object) =>
    object && typeof object === 'object' && !Array.isArray(object)
      ? Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)))
      : object,
  )
}
