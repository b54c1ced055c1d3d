// The call on the screen: how it begins, what its buttons do, how it ends.
import { ref } from 'vue'
import TRTCCalling from 'trtc-calling-wasm'
import { fail, say, showError } from './notices'
import { duration } from './texts'
import { useEvents } from './useEvents'

const { AUDIO_CALL, VIDEO_CALL } = TRTCCalling.CALL_TYPE

export function useCall (calling) {
  const call = ref(null) // { peer, video, incoming, camera, muted, shares }; camera is null until it is known

  function begin ({ peer, video, incoming }) {
    call.value = { peer, video, incoming, camera: null, muted: false, shares: false }
    say('')
  }

  function end (reason) {
    call.value = null
    say(reason)
  }

  // attempt reports what went wrong, and returns nothing when the call is already over: then nobody needs the
  // result.
  async function attempt (promise) {
    const mine = call.value
    try {
      const result = await promise
      return call.value === mine ? result : undefined
    } catch (cause) {
      if (call.value !== mine) return
      if (calling.getCallStatus() === 'idle') end('')
      fail(cause)
    }
  }

  async function place (peer, video) {
    showError('')
    begin({ peer, video, incoming: false })
    started(await attempt(calling.call({ userID: peer, type: video ? VIDEO_CALL : AUDIO_CALL })))
  }

  async function answer ({ sponsor, inviteData }) {
    begin({ peer: sponsor, video: inviteData.callType === VIDEO_CALL, incoming: true })
    started(await attempt(calling.accept()))
  }

  // video is false when there is no camera.
  function started ({ video } = {}) {
    if (video === undefined) return
    if (call.value.video && !video) say('Your camera is not available: the call goes on with sound only')
    call.value.camera = video
  }

  function decline () {
    end('')
    return attempt(calling.reject())
  }

  function hangUp () {
    end('Call ended')
    return attempt(calling.hangup())
  }

  function toggleMute () {
    call.value.muted = !call.value.muted
    return attempt(calling.setMicMute(call.value.muted))
  }

  async function toggleCamera () {
    const done = await attempt(call.value.camera ? calling.closeCamera() : calling.openCamera())
    if (done) call.value.camera = !call.value.camera
  }

  async function toggleShare () {
    const shares = await attempt(call.value.shares ? calling.stopScreenShare().then(() => false) : startShare())
    if (shares === null) say('Nothing is shared')
    else if (shares !== undefined) showShare(shares)
  }

  async function startShare () {
    try {
      return await calling.startScreenShare()
    } catch (cause) {
      if (cause.code !== 60005) throw cause
      return null // the user changed their mind
    }
  }

  function showShare (shares) {
    call.value.shares = shares
    say(shares ? 'You are sharing your screen' : '')
  }

  useEvents(calling, {
    onReject: ({ userID }) => end(`${userID} declined`),
    onNoResp: ({ userIDList }) => end(`${userIDList[0]} is not signed in`),
    onCallingCancel: () => end('Missed call'),
    onCallingTimeout: ({ sponsor }) => end(sponsor === calling.getUserID() ? 'No answer' : `Missed call from ${sponsor}`),
    onLineBusy ({ sponsor, userID }) {
      if (userID === calling.getUserID()) say(`${sponsor} tried to call you`)
      else end(`${userID} is in another call`)
    },
    onCallEnd ({ callEnd }) {
      if (calling.getCallStatus() !== 'idle') return // the end of the previous call
      if (callEnd > 0) end(`Call ended after ${duration(callEnd)}`)
      else if (call.value) end('Call ended')
    },
    onScreenShareAvailable ({ userID }) {
      if (call.value && userID === calling.getUserID()) showShare(false) // ended by the browser's own button
    },
  })

  return { call, place, answer, decline, hangUp, toggleMute, toggleCamera, toggleShare }
}
