// Injected where wrong use is tested: the values that methods are called with, and what came of it.
;(() => {
  const markup = '<img src=x onerror="window.pwned = true">'
  const huge = 'x'.repeat(300_000) // more than a message may have (protocol.MaxMessageSDP); longer ones prove no more
  const circular = { userID: 'B', type: 1 }
  circular.self = circular

  const values = {
    undefined: undefined,
    null: null,
    number: 5,
    text: 'x',
    'empty object': {},
    list: [],
    huge,
    markup,
    'fields of wrong types': { userID: 5, userSig: [], type: 'x', userIDList: 7, videoViewDomID: 5, deviceType: {}, deviceId: null, callID: 5 },
    'fields of markup': { userID: markup, userSig: markup, type: 1, userIDList: [markup], groupID: markup, videoViewDomID: markup, deviceType: markup, deviceId: markup, callID: markup },
    'huge fields': { userID: huge, userSig: huge, type: 1, userIDList: [huge], videoViewDomID: huge, deviceType: 'video', deviceId: huge, callID: huge },
    circular,
  }

  const told = (outcome) => {
    if (outcome.error instanceof Error) {
      const { name, message, code } = outcome.error
      const short = message.length < 300 ? message : `${message.slice(0, 100)} … ${message.slice(-100)}`
      return { ...outcome, error: { name, message: short, code, isError: true } }
    }
    const type = outcome.result === null ? 'null' : Array.isArray(outcome.result) ? 'array' : typeof outcome.result
    return { ...outcome, result: ['boolean', 'string', 'number'].includes(type) ? String(outcome.result).slice(0, 200) : undefined, type }
  }

  // once calls a method and tells how it ended: threw at once, rejected, resolved, or not within 12 s.
  const once = async (method, given) => {
    let promise
    try {
      promise = window.probe.calling[method](...given)
    } catch (error) {
      return told({ how: 'threw', error })
    }
    if (!(promise instanceof Promise)) return told({ how: 'returned', result: promise })
    const late = new Promise((resolve) => setTimeout(resolve, 12_000, { how: 'still waits' }))
    const settled = promise.then((result) => told({ how: 'resolved', result }), (error) => told({ how: 'rejected', error }))
    return Promise.race([settled, late])
  }

  const handlers = ['on', 'once', 'off']

  window.probe.wrong = {
    names: Object.keys(values),

    // members are all methods of the class and of the classes it extends.
    members() {
      const found = new Set()
      for (let at = window.TRTCCalling.prototype; at !== Object.prototype; at = Object.getPrototypeOf(at)) {
        for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
          if (typeof value === 'function' && name !== 'constructor') found.add(name)
        }
      }
      return [...found].sort()
    },

    // attempt calls a method twice at once with a named value, and tells what came of both, what is in the page
    // that must not be there, and who is signed in then.
    async attempt(method, name) {
      const given = handlers.includes(method) ? ['x', values[name]] : [values[name]]
      const outcomes = await Promise.all([once(method, given), once(method, given)])
      return {
        outcomes: outcomes.map((outcome) => ({ method, name, ...outcome })),
        damage: [...damage(), ...window.probe.errors.splice(0)],
        userID: window.probe.calling.getUserID(),
      }
    },
  }

  // damage is what must not be in a page.
  function damage() {
    return [
      ...[...document.querySelectorAll('img, script:not([src])')].map((element) => `a new element: ${element.outerHTML}`),
      ...(window.pwned ? ['markup ran'] : []),
      ...window.probe.events.filter(({ name, payload }) => name === 'onError' && payload.code >= 90000).map(({ payload }) => `onError ${JSON.stringify(payload)}`),
    ]
  }
})()
