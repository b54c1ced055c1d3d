// The devices of a scenario's users. A user whose devices never change gets a browser that has or allows them
// so by its own settings; a change along the way is a permission where the browser can change it, and otherwise
// an injected error.
import { chromiumGrants } from '../lib/browsers.js'

const errors = { refused: 'NotAllowedError', missing: 'NotFoundError', 'in use': 'NotReadableError' }
const kinds = {
  'microphone refused': 'microphone refused',
  'microphone missing': 'no microphone',
  'camera refused': 'camera refused',
  'camera missing': 'no camera',
}

const opening = new Set(['users', 'page', 'device'])

export class Devices {
  constructor(statements) {
    const all = flat(statements)
    const begun = all.findIndex((statement) => !opening.has(statement.do))
    this.lines = all.map((statement, at) => ({ ...statement, early: at < begun })).filter((statement) => statement.do === 'device')
    this.sharing = new Set(all.filter(({ method }) => method === 'startScreenShare').map(({ who }) => who))
    this.doomed = new Set(all.filter((statement) => statement.do === 'crashes').map(({ who }) => who))
  }

  // kind is the kind of browser that a page needs.
  kind(name, browser) {
    if (this.doomed.has(name) && browser === 'firefox') return 'doomed'
    if (this.sharing.has(name)) return 'screen'
    return this.settled(name) ?? 'normal'
  }

  // settled is the one state of a user's devices, known before anything happens, that a browser can be started
  // with.
  settled(name) {
    const own = this.lines.filter(({ who }) => who === name)
    return own.length === 1 && own[0].early ? kinds[`${own[0].device} ${own[0].state}`] : undefined
  }

  async apply(user, { who, device, state }) {
    if (this.settled(who)) return
    if (device !== 'screen' && user.place.browser === 'chromium' && (state === 'refused' || state === 'granted')) {
      await this.permit(user, { device, granted: state === 'granted' })
      return setFault(user, device, undefined)
    }
    await setFault(user, device, errors[state])
  }

  async permit(user, { device, granted }) {
    const place = user.place
    place.refused ??= new Set()
    if (granted) place.refused.delete(device)
    else place.refused.add(device)
    await chromiumGrants(place.page, [...['camera', 'microphone'].filter((name) => !place.refused.has(name))])
  }
}

function setFault(user, device, error) {
  return user.page.evaluate((name, fault) => (window.probe.faults[name] = fault), device, error)
}

function flat(statements) {
  return statements.flatMap((statement) => (statement.body ? flat(statement.body) : [statement]))
}
