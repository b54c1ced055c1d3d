// What the tests ask of a page, whatever framework it is made with: window.page.
import TRTCCalling from 'trtc-calling-wasm'

const plain = (value) => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)))

// watchViews records which views are started and not stopped.
function watchViews() {
  const views = new Set()
  for (const name of ['LocalView', 'RemoteView', 'ScreenView']) {
    for (const [verb, note] of [['start', 'add'], ['stop', 'delete']]) {
      const method = TRTCCalling.prototype[verb + name]
      TRTCCalling.prototype[verb + name] = function (params) {
        views[note](`${name} ${params.userID}`)
        return method.call(this, params)
      }
    }
  }
  return views
}

// control takes how to mount the page, how to read what it shows, and how to wait for what follows from a
// change.
export function control(mount, read, settled) {
  let seen = {}
  let unmount
  let given
  const called = { login: 0, destroy: 0 }
  const views = watchViews()
  for (const name of Object.keys(called)) {
    const method = TRTCCalling.prototype[name]
    TRTCCalling.prototype[name] = function (...values) {
      called[name] += 1
      return method.apply(this, values)
    }
  }

  const page = {
    // open mounts the page, with an instance that it makes from options or with one that it is given.
    async open({ options, identity, hydrate = false }) {
      seen = {}
      unmount = mount({ source: options ?? given, identity }, seen, hydrate)
      await settled()
    },

    async close() {
      unmount()
      await settled()
    },

    // change gives a page of React other options, or the given instance.
    async change(options) {
      seen.give(options ?? given)
      await settled()
    },

    // give makes the instance that pages are given.
    async give(options, identity) {
      given = new TRTCCalling(options)
      window.probe.calling = given // from here on the probe asks it for its functions
      await given.login(identity)
    },

    calling: () => read(seen, 'calling'),
    invoke: async (method, params) => plain(await page.calling()[method](params)),
    called: () => called,
    views: () => [...views].sort(),
    pin: (userID) => void seen.pin(userID),
    instances: () => seen.instances?.size ?? 1,

    state: () => plain(Object.fromEntries(['status', 'userID', 'invitation', 'users', 'devices', 'network', 'error'].map((key) => [key, read(seen, key)]))),

    // count returns what must not grow: handlers of the given instance, elements, functions of Go.
    async count() {
      const handlers = [...given.core.emitter.registrations.values()].flat().length
      return { handlers, elements: document.querySelectorAll('*').length, functions: await given._liveFuncs() }
    },

    // repeat opens and closes the page this many times; every view is started and stopped, because the methods
    // of the instance settle in the order in which they were called.
    async repeat(times, given) {
      for (let turn = 0; turn < times; turn++) {
        await page.open(given)
        await page.calling().setMicMute(false).catch(() => {}) // refused without a call
        await page.close()
      }
    },
  }
  window.page = page
}
