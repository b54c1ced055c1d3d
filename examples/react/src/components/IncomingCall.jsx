// An incoming call. The dialog is there as long as somebody is calling.
import { useEffect } from 'react'
import TRTCCalling from 'trtc-calling-wasm'
import { initial } from '../texts.js'

function open (dialog) {
  dialog.showModal()
  dialog.querySelector('#answer').focus()
  return () => dialog.close()
}

export default function IncomingCall ({ invitation: { sponsor, inviteData }, onAnswer, onDecline }) {
  const isVideo = inviteData.callType === TRTCCalling.CALL_TYPE.VIDEO_CALL

  useEffect(() => {
    document.title = `${sponsor} is calling…`
    return () => { document.title = 'Calls' }
  }, [sponsor])

  return (
    // Escape does not count as an answer.
    <dialog id="incoming" ref={open} aria-labelledby="caller" onCancel={event => event.preventDefault()}>
      <span id="caller-avatar" className="avatar" aria-hidden="true">{initial(sponsor)}</span>
      <p>
        <strong id="caller">{sponsor}</strong><br />
        <span id="caller-wants">{isVideo ? 'wants to see you' : 'wants to talk to you'}</span>
      </p>
      <div className="row">
        <button id="decline" type="button" className="danger" onClick={onDecline}>Decline</button>
        <button id="answer" type="button" className="accept" onClick={onAnswer}>Answer</button>
      </div>
    </dialog>
  )
}
