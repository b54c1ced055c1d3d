// The call: the other user's picture fills the stage, your own sits in the corner.
import { TRTCLocalView, TRTCRemoteView, TRTCScreenView, useTRTCCalling } from 'trtc-calling-wasm/react'
import { initial } from '../texts.js'
import CallControls from './CallControls.jsx'
import CallTimer from './CallTimer.jsx'

export default function CallScreen ({ call, ...buttons }) {
  const { status, users } = useTRTCCalling()
  const other = users.find(({ userID }) => userID === call.peer) // who has answered

  return (
    <section id="call" aria-label="Call">
      <div id="stage" className={stageClass(call, other)}>
        <TRTCScreenView id="screen" userID={call.peer} />
        <TRTCRemoteView id="remote" userID={call.peer} />
        <div id="card">
          <span id="avatar" className="avatar" aria-hidden="true">{initial(call.peer)}</span>
          <strong id="peer">{call.peer}</strong>
          <span id="progress">{progress(call, other, status)}</span>
        </div>
        <TRTCLocalView id="local" aria-label="Your camera" />
        {other && (
          <p id="banner">
            <span id="peer-tag">{call.peer}</span> {!other.audio && <span id="peer-muted">· muted</span>} <CallTimer />
          </p>
        )}
      </div>
      <CallControls call={call} answered={other !== undefined} {...buttons} />
    </section>
  )
}

function stageClass (call, other) {
  const classes = { answered: other, 'has-picture': other?.video, 'has-screen': other?.screen, 'has-camera': call.camera }
  return Object.keys(classes).filter(name => classes[name]).join(' ')
}

function progress (call, other, status) {
  if (other) return 'Connected'
  if (call.incoming) return 'Connecting…'
  return status === 'connected' ? 'Ringing…' : 'Calling…'
}
