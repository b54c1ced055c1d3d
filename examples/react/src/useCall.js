// The call on the screen: how it begins, what its buttons do, how it ends.
import { useRef, useState } from 'react'
import TRTCCalling from 'trtc-calling-wasm'
import { duration } from './texts.js'
import { useEvents } from './useEvents.js'

const { AUDIO_CALL, VIDEO_CALL } = TRTCCalling.CALL_TYPE

export function useCall (calling, { say, showError, fail }) {
  const [call, setCall] = useState(null) // { peer, video, incoming, camera, muted, shares }; camera is null until it is known
  const change = values => setCall(now => now && { ...now, ...values })
  const changes = useRef(0) // calls that have begun or ended

  function begin ({ peer, video, incoming }) {
    changes.current += 1
    setCall({ peer, video, incoming, camera: null, muted: false, shares: false })
    say('')
  }

  function end (reason) {
    changes.current += 1
    setCall(null)
    say(reason)
  }

  // attempt reports what went wrong, and returns nothing when the call is already over: then nobody needs the
  // result.
  async function attempt (promise) {
    const mine = changes.current
    try {
      const result = await promise
      return changes.current === mine ? result : undefined
    } catch (cause) {
      if (changes.current !== mine) return
      if (calling.getCallStatus() === 'idle') end('')
      fail(cause)
    }
  }

  async function place (peer, video) {
    showError('')
    begin({ peer, video, incoming: false })
    started(video, await attempt(calling.call({ userID: peer, type: video ? VIDEO_CALL : AUDIO_CALL })))
  }

  async function answer ({ sponsor, inviteData }) {
    const video = inviteData.callType === VIDEO_CALL
    begin({ peer: sponsor, video, incoming: true })
    started(video, await attempt(calling.accept()))
  }

  // result.video is false when there is no camera.
  function started (wanted, result) {
    if (!result) return
    if (wanted && !result.video) say('Your camera is not available: the call goes on with sound only')
    change({ camera: result.video })
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
    change({ muted: !call.muted })
    return attempt(calling.setMicMute(!call.muted))
  }

  async function toggleCamera () {
    const done = await attempt(call.camera ? calling.closeCamera() : calling.openCamera())
    if (done) change({ camera: !call.camera })
  }

  async function toggleShare () {
    const shares = await attempt(call.shares ? calling.stopScreenShare().then(() => false) : startShare())
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
    change({ shares })
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
      else if (call) end('Call ended')
    },
    onScreenShareAvailable ({ userID }) {
      if (call && userID === calling.getUserID()) showShare(false) // ended by the browser's own button
    },
  })

  return { call, place, answer, decline, hangUp, toggleMute, toggleCamera, toggleShare }
}
