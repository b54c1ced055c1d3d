// Injected after calling.js and before the SDK: what devices, connections and pictures do, seen from outside of
// the SDK. Constructors are wrapped, never replaced by imitations.
;(() => {
  const { probe } = window
  const connections = []
  probe.answerDelay = 0
  const tracks = []

  if (window.RTCPeerConnection) {
    const Native = window.RTCPeerConnection
    window.RTCPeerConnection = class extends Native {
      constructor(...values) {
        super(...values)
        connections.push(this)
      }

      // answerDelay holds back what the server says about media, in milliseconds.
      async setRemoteDescription(description) {
        await new Promise((resolve) => setTimeout(resolve, probe.answerDelay))
        return super.setRemoteDescription(description)
      }
    }
  }

  const devices = navigator.mediaDevices
  if (devices) {
    const capture = devices.getUserMedia.bind(devices)
    devices.getUserMedia = async (constraints) => {
      const fault = (constraints.audio && probe.faults.microphone) || (constraints.video && probe.faults.camera)
      if (fault) throw new DOMException('injected by the test', fault)
      if (probe.faultOnce) {
        const once = probe.faultOnce
        probe.faultOnce = undefined
        throw new DOMException('injected once by the test', once)
      }
      const stream = await capture(constraints)
      tracks.push(...stream.getTracks())
      return stream
    }
    const share = devices.getDisplayMedia.bind(devices)
    devices.getDisplayMedia = async (options) => {
      if (probe.faults.screen) throw new DOMException('injected by the test', probe.faults.screen)
      const stream = await share(options)
      tracks.push(...stream.getTracks())
      probe.screen = stream.getVideoTracks()[0]
      return stream
    }
    const list = devices.enumerateDevices.bind(devices)
    devices.enumerateDevices = async () => (await list()).filter(({ kind }) => !unplugged.has(kind))
  }

  // An unplugged device ends its captures, and is in no list until it is plugged in again.
  const unplugged = new Set()
  const kinds = { camera: ['videoinput', 'video'], microphone: ['audioinput', 'audio'] }
  // In a task of the page: Firefox passes no event to listeners that comes from outside.
  const changed = () => setTimeout(() => devices.dispatchEvent(new Event('devicechange')))
  probe.unplug = (device) => {
    const [kind, media] = kinds[device]
    unplugged.add(kind)
    probe.faults[device] = 'NotFoundError'
    for (const track of tracks.filter((each) => each.kind === media && each.readyState === 'live')) {
      track.stop()
      track.dispatchEvent(new Event('ended'))
    }
    changed()
  }
  probe.plug = (device) => {
    unplugged.delete(kinds[device][0])
    delete probe.faults[device]
    changed()
  }
  // endScreen is what the browser's own button does.
  probe.endScreen = () => {
    probe.screen.stop()
    probe.screen.dispatchEvent(new Event('ended'))
  }
  probe.plugAll = () => unplugged.clear()

  const entries = async (type) => {
    const open = connections.filter((connection) => connection.connectionState !== 'closed')
    const reports = await Promise.all(open.map((connection) => connection.getStats()))
    return reports.flatMap((report) => [...report.values()].filter((entry) => entry.type === type))
  }

  // Kept, because some tests take it out of the page.
  const nextFrame = HTMLVideoElement.prototype.requestVideoFrameCallback

  const video = (id) => document.querySelector(`#${id} video`)
  const audio = (id) => document.querySelector(`#${id} audio`) ?? document.querySelector('#_trtc_calling_layer audio')

  // picture is a small copy of what an element shows now; two pictures differ if any pixel does.
  const canvas = document.createElement('canvas')
  canvas.width = 160
  canvas.height = 120
  const context = canvas.getContext('2d', { willReadFrequently: true })
  const picture = (element) => {
    context.drawImage(element, 0, 0, canvas.width, canvas.height)
    return context.getImageData(0, 0, canvas.width, canvas.height).data
  }
  const differs = (a, b) => a === undefined || a.some((value, index) => value !== b[index])

  // eachFrame calls look for each frame that a view shows, until look returns false or the time is over.
  const eachFrame = async (id, duration, look) => {
    const element = video(id)
    if (!element) return { missing: true, width: 0, height: 0 }
    const begun = performance.now()
    await new Promise((resolve) => {
      let over = false
      const end = () => resolve((over = true))
      const next = () => {
        if (over) return
        if (look(element)) nextFrame.call(element, next)
        else end()
      }
      nextFrame.call(element, next)
      setTimeout(end, duration)
    })
    const { videoWidth: width, videoHeight: height, paused } = element
    return { width, height, paused, seconds: (performance.now() - begun) / 1000 }
  }

  const loudest = async (recording) => {
    const bytes = await recording.arrayBuffer()
    if (bytes.byteLength === 0) return 0
    const sound = await new OfflineAudioContext(1, 48000, 48000).decodeAudioData(bytes)
    return sound.getChannelData(0).reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0)
  }

  Object.assign(probe, {
    connections,

    connectionStates: () => connections.map((connection) => connection.connectionState),

    // faults names the error that asking for a device ends with; only what browsers cannot be made to do by
    // their own settings is injected here.
    faults: {},

    liveTracks: () => tracks.filter((track) => track.readyState === 'live').map((track) => track.kind),
    // openDevices are the ids of what is captured now.
    openDevices: () =>
      Object.fromEntries(tracks.filter((track) => track.readyState === 'live').map((track) => [track.kind, track.getSettings().deviceId])),

    // offers are the descriptions that the open connections have sent.
    offers: () => connections.filter((each) => each.connectionState !== 'closed').map((each) => each.localDescription?.sdp),

    captured: () => tracks.length,

    // sent counts the RTP packets that left this page since it was loaded, per kind.
    async sent() {
      const count = { audio: 0, video: 0 }
      for (const entry of await entries('outbound-rtp')) count[entry.kind] += entry.packetsSent ?? 0
      return count
    },

    // outbound is the size of the frames that the encoder passes to the network now.
    async outbound() {
      const layers = (await entries('outbound-rtp')).filter((entry) => entry.kind === 'video' && entry.frameWidth)
      const largest = layers.reduce((best, entry) => (entry.frameWidth > (best?.frameWidth ?? 0) ? entry : best), null)
      return largest && { width: largest.frameWidth, height: largest.frameHeight }
    },

    layers: async () => (await entries('outbound-rtp')).filter((entry) => entry.kind === 'video').map(({ rid, framesEncoded }) => ({ rid, framesEncoded })),

    // watch looks at a view for a while, or until enough has changed: pictures that differ from the previous
    // one.
    async watch(id, duration, enough = Infinity) {
      let changes = 0
      let last
      const look = (element) => {
        const current = picture(element)
        if (differs(last, current)) changes++
        last = current
        return changes < enough
      }
      return { ...(await eachFrame(id, duration, look)), changes }
    },

    // moves watches for three pictures. A busy machine may show few in a second; judging that is up to the
    // suites media and group.
    moves: (id) => probe.watch(id, 5_000, 3),

    // frameRate counts the frames that a view shows in a second without looking at them: on a saturated
    // processor, looking at each would show a fifth fewer.
    async frameRate(id, duration) {
      let frames = 0
      const shown = await eachFrame(id, duration, () => ++frames)
      return { ...shown, fps: frames / shown.seconds }
    },

    // listen measures the loudest sample of what an audio element plays, 0 to 1. It records and decodes,
    // because a running AudioContext needs an audio device, which a test machine does not have.
    async listen(id, duration) {
      const element = audio(id)
      const sources = element?.srcObject?.getAudioTracks() ?? []
      if (sources.length === 0) return { peak: 0, missing: true }
      const begun = element.currentTime
      const recorder = new MediaRecorder(new MediaStream(sources))
      const pieces = []
      recorder.ondataavailable = (event) => pieces.push(event.data)
      const stopped = new Promise((resolve) => (recorder.onstop = resolve))
      recorder.start()
      await new Promise((resolve) => setTimeout(resolve, duration))
      recorder.stop()
      await stopped
      return { peak: await loudest(new Blob(pieces)), played: element.currentTime - begun, muted: element.muted, volume: element.volume }
    },

    // energy is the sound decoded from the network over the connections that are open.
    async energy() {
      const inbound = (await entries('inbound-rtp')).filter((entry) => entry.kind === 'audio')
      return inbound.reduce((sum, entry) => sum + (entry.totalAudioEnergy ?? 0), 0)
    },

    async received() {
      const count = { audio: 0, video: 0 }
      for (const entry of await entries('inbound-rtp')) count[entry.kind] += entry.packetsReceived ?? 0
      return count
    },

    // firstFrame resolves with the time and size of the first picture that a view shows from now on.
    firstFrame(id, timeout) {
      return new Promise((resolve) => {
        const deadline = setTimeout(() => resolve(null), timeout)
        const attach = (element) =>
          nextFrame.call(element, (time, frame) => {
            clearTimeout(deadline)
            resolve({ time: probe.now(), width: frame.width, height: frame.height })
          })
        const element = video(id)
        if (element) return attach(element)
        const observer = new MutationObserver(() => {
          const added = video(id)
          if (!added) return
          observer.disconnect()
          attach(added)
        })
        observer.observe(document.body, { childList: true, subtree: true })
      })
    },
  })
})()
