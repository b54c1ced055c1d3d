// What the oldest supported browsers lack: computed from MDN's data of what came when, so that it can be taken
// out of a current browser. Options of methods and syntax cannot be taken out; esbuild writes no newer syntax,
// and the wasm is checked.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

const data = createRequire(import.meta.url)('@mdn/browser-compat-data')
const { browserslist } = JSON.parse(await readFile(new URL('../../../jsbridge/npm/package.json', import.meta.url), 'utf8'))

// oldest are the browsers of package.json: [['chrome', '80'], …].
export const oldest = browserslist.map((entry) => entry.split(' >= '))

const number = (version) => Number.parseFloat(String(version).replace('≤', ''))

// has tells whether a browser has what a data entry describes, without a flag and under this name.
function has({ support }, browser, version) {
  const statements = [support[browser] ?? []].flat()
  return statements.some(({ version_added: added, version_removed: removed, flags, prefix, alternative_name: other }) => {
    if (flags || prefix || other || !added || added === 'preview') return false
    return number(added) <= number(version) && !(removed && number(removed) <= number(version))
  })
}

// absent lists what at least one of the browsers lacks: ['RTCPeerConnection'] is the class, ['Array', 'at'] a
// member of it.
export function absent(browsers = oldest) {
  const lacks = ({ __compat: compat }) => compat && browsers.some(([browser, version]) => !has(compat, browser, version))
  const found = []
  for (const [name, entry] of [...Object.entries(data.api), ...Object.entries(data.javascript.builtins)]) {
    if (lacks(entry)) {
      found.push([name])
      continue
    }
    const members = Object.keys(entry).filter((key) => key !== '__compat' && key !== name && lacks(entry[key]))
    found.push(...members.map((key) => [name, key.replace(/_static$/, '').replace(/^(.*)_event$/, 'on$1')]))
  }
  return found
}

// removal is a script that takes all of it out of a page, and leaves in window.removed how much there was.
export function removal(list) {
  return `(${remove})(${JSON.stringify(list)})`
}

function remove(list) {
  const take = (owner, key) => owner !== undefined && owner !== null && Object.prototype.hasOwnProperty.call(owner, key) && Reflect.deleteProperty(owner, key)
  const owners = (name) => (name === 'Window' ? [window] : [window[name], window[name]?.prototype])
  const taken = list.filter(([name, member]) =>
    member === undefined ? take(window, name) : owners(name).map((owner) => take(owner, member)).some(Boolean),
  )
  window.removed = taken.map((path) => path.join('.'))
}
