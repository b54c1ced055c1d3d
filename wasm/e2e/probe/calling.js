// Injected into every test page before its own scripts: it drives the SDK as an application does and keeps what
// the SDK said, with times that can be compared between browsers on one machine.
;(() => {
  const now = () => performance.timeOrigin + performance.now()
  const plain = (value) => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)))
  const failure = (error) => ({ name: error.name, message: error.message, code: error.code, isError: error instanceof Error })

  const probe = {
    now,
    calling: null,
    events: [],
    consumed: 0,
    waiting: null,
    errors: [],
    warnings: [],
    console: [],

    // open makes an instance and listens to everything it can emit, except for what is left out.
    open(options, left) {
      const calling = new window.TRTCCalling(options)
      probe.calling = calling
      probe.events = []
      probe.consumed = 0
      for (const name of new Set(Object.values(window.TRTCCalling.EVENT))) {
        if (!left.includes(name)) calling.on(name, (payload) => probe.record(name, payload))
      }
      calling.on('onUserVoiceVolume', ({ volumeMap }) => (probe.volumes = plain(volumeMap)))
    },

    // volumeOf is how loud a user was in the last event, and undefined when there was none.
    volumes: [],
    forgetVolumes: () => void (probe.volumes = []),
    volumeOf: (userID) => probe.volumes.find(({ userId }) => userId === userID)?.audioVolume,

    record(name, payload) {
      probe.events.push({ name, payload: plain(payload) ?? {}, undefinedPayload: payload === undefined, time: now() })
      probe.waiting?.()
    },

    // invoke calls a method and tells how it settled; it never rejects itself.
    async invoke(method, params) {
      const begun = now()
      try {
        const promise = params === undefined ? probe.calling[method]() : probe.calling[method](params)
        const result = await promise
        return { result: plain(result), undefinedResult: result === undefined, begun, ended: now() }
      } catch (error) {
        return { error: failure(error), begun, ended: now() }
      }
    },

    // next returns the oldest event that has not been asked for yet, or null after the timeout.
    async next(timeout) {
      if (probe.consumed === probe.events.length) {
        await new Promise((resolve) => {
          const timer = setTimeout(resolve, timeout)
          probe.waiting = () => {
            clearTimeout(timer)
            resolve()
          }
        })
        probe.waiting = null
      }
      return probe.consumed < probe.events.length ? probe.events[probe.consumed++] : null
    },

    // liveFunctions counts the Go functions that JavaScript holds now, in the whole page.
    liveFunctions: () => probe.calling._liveFuncs(),

    // shows is what the getters return.
    shows() {
      const { calling } = probe
      return plain({
        callStatus: calling.getCallStatus(), callType: calling.getCallType(), userID: calling.getUserID(),
        inviterID: calling.getInviterID(), groupID: calling.getGroupID(), isInviter: calling.isInviter(),
        isGroupCall: calling.isGroupCall(), inviteeList: calling.getInviteeList(),
        unHandledInviteeList: calling.getUnHandledInviteeList(), inviterInviteID: calling.getInviterInviteID(),
        remoteUserCount: calling.getRemoteStreamCount(),
      })
    },

    unconsumed: () => probe.events.slice(probe.consumed),

    // node makes a <div> of 320 by 240 for a view and returns its id.
    node(id) {
      if (!document.getElementById(id)) {
        const node = document.createElement('div')
        node.id = id
        node.dataset.probe = 'view'
        node.style.cssText = 'width:320px;height:240px;float:left'
        document.body.append(node)
      }
      return id
    },

    clear() {
      probe.events = []
      probe.consumed = 0
      probe.faults = {}
      probe.answerDelay = 0
      probe.plugAll()
      for (const node of document.querySelectorAll('[data-probe]')) node.remove()
    },
  }

  // A page that hears nothing gets no message from the server until it hears again.
  let kept = null
  const keep = (event) => {
    if (!kept) return
    event.stopImmediatePropagation()
    kept.push(event)
  }
  probe.holdMessages = () => {
    kept ??= []
  }
  probe.releaseMessages = () => {
    const events = kept ?? []
    kept = null
    for (const { target, data } of events) target.dispatchEvent(new MessageEvent('message', { data }))
  }
  window.WebSocket = class extends window.WebSocket {
    constructor(...values) {
      super(...values)
      this.addEventListener('message', keep)
    }
  }

  window.addEventListener('error', (event) => probe.errors.push(String(event.message)))
  window.addEventListener('unhandledrejection', (event) => probe.errors.push(`unhandled: ${event.reason}`))
  for (const level of ['warn', 'error', 'log']) {
    const original = console[level].bind(console)
    console[level] = (...values) => {
      if (level === 'warn') probe.warnings.push(values.map(String).join(' '))
      probe.console.push(values.map(String).join(' '))
      original(...values)
    }
  }
  window.probe = probe
})()
