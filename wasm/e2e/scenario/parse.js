// Reads scenario files, as scenarios/README.md defines them, into statements.

// parse returns [{line, text, do, ...}]; `repeat` holds its lines in `body`.
export function parse(text) {
  const lines = text.split('\n').map((raw, index) => ({ line: index + 1, text: raw.trim(), words: words(raw, index + 1) }))
  const rest = lines.filter((entry) => entry.words.length > 0)
  const statements = block(rest, false)
  if (rest.length > 0) throw new Error(`line ${rest[0].line}: end without repeat`)
  return statements
}

function block(rest, nested) {
  const statements = []
  while (rest.length > 0) {
    if (rest[0].words[0] === 'end') {
      if (nested) rest.shift()
      return statements
    }
    const entry = rest.shift()
    const parsed = statement(entry)
    if (parsed.do === 'repeat') parsed.body = block(rest, true)
    statements.push({ line: entry.line, text: entry.text, ...parsed })
  }
  if (nested) throw new Error('repeat without end')
  return statements
}

// words splits a line at blanks; quotes and braces hold a word together, # begins a comment.
function words(raw, line) {
  const found = []
  let at = 0
  while (at < raw.length) {
    if (/\s/.test(raw[at])) at++
    else if (raw[at] === '#') break
    else {
      const [word, next] = raw[at] === '{' ? braces(raw, at, line) : plain(raw, at, line)
      found.push(word)
      at = next
    }
  }
  return found
}

function braces(raw, begin, line) {
  let depth = 0
  let quoted = false
  for (let at = begin; at < raw.length; at++) {
    if (quoted) {
      if (raw[at] === '\\') at++
      else if (raw[at] === '"') quoted = false
    } else if (raw[at] === '"') quoted = true
    else if (raw[at] === '{') depth++
    else if (raw[at] === '}' && --depth === 0) return [raw.slice(begin, at + 1), at + 1]
  }
  throw new Error(`line ${line}: a { is not closed`)
}

function plain(raw, begin, line) {
  let word = ''
  let quoted = false
  let at = begin
  for (; at < raw.length && (quoted || !/\s/.test(raw[at])); at++) {
    if (raw[at] === '"') quoted = !quoted
    else word += raw[at]
  }
  if (quoted) throw new Error(`line ${line}: a quote is not closed`)
  return [word, at]
}

const alone = {
  users: (rest) => ({ do: 'users', names: rest }),
  page: ([name, of, user]) => ({ do: 'page', name, user: of === 'of' ? user : name }),
  nothing: () => ({ do: 'nothing' }),
  clock: ([name]) => ({ do: 'clock', name }),
  seconds: ([name, , begin, , end]) => ({ do: 'seconds', name, moments: [begin, end].join().split(',') }),
  repeat: ([count]) => ({ do: 'repeat', count: Number(count) }),
}

const ofUser = {
  begins: (who, [method, ...args]) => ({ do: 'begins', who, method, args }),
  finishes: (who, [method, ...rest]) => ({ do: 'finishes', who, method, expect: afterArrow(rest) }),
  sees: (who, rest) => sees(who, rest),
  status: (who, [want]) => ({ do: 'status', who, want }),
  microphone: (who, state) => ({ do: 'device', who, device: 'microphone', state: state.join(' ') }),
  camera: (who, state) => ({ do: 'device', who, device: 'camera', state: state.join(' ') }),
  screen: (who, state) => ({ do: 'device', who, device: 'screen', state: state.join(' ') }),
  ends: (who) => ({ do: 'endsScreen', who }),
  closes: (who) => ({ do: 'closes', who }),
  crashes: (who) => ({ do: 'crashes', who }),
  receives: (who, rest) => receives(who, rest),
  shows: (who, expect) => ({ do: 'shows', who, expect }),
  hears: (who, rest) => hears(who, rest),
  unplugs: (who, [device]) => ({ do: 'unplugs', who, device }),
  plugs: (who, [device]) => ({ do: 'plugs', who, device }),
  sends: (who) => ({ do: 'sendsNothing', who }),
  has: (who) => ({ do: 'released', who }),
}

function statement({ words: [first, ...rest], line, text }) {
  if (alone[first]) return alone[first](rest)
  const [verb, ...more] = rest
  if (verb === undefined) throw new Error(`line ${line}: ${text} says nothing`)
  if (ofUser[verb]) return ofUser[verb](first, more)
  const arrow = more.indexOf('->')
  const args = arrow < 0 ? more : more.slice(0, arrow)
  return { do: 'invokes', who: first, method: verb, args, expect: afterArrow(more.slice(args.length)) }
}

function afterArrow(rest) {
  return rest[0] === '->' ? rest.slice(1) : null
}

function sees(who, rest) {
  if (rest[0] !== 'together') return { do: 'sees', who, event: rest[0], expect: rest.slice(1) }
  const events = [[]]
  for (const word of rest.slice(1)) {
    if (word === ';') events.push([])
    else events.at(-1).push(word)
  }
  return { do: 'seesTogether', who, events: events.map(([event, ...expect]) => ({ event, expect })) }
}

function hears(who, rest) {
  const none = rest[0] === 'no'
  const [what, , of] = none ? rest.slice(1) : rest
  return what === 'volume' ? { do: 'hearsVolume', who, of, none } : { do: 'hears', who, what }
}

function receives(who, rest) {
  const none = rest[0] === 'no'
  const [kind, , from] = none ? rest.slice(1) : rest
  return { do: none ? 'receivesNo' : 'receives', who, kind, from }
}
