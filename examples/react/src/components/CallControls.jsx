const canShare = navigator.mediaDevices?.getDisplayMedia !== undefined // phones cannot

export default function CallControls ({ call, answered, toggleMute, toggleCamera, toggleShare, hangUp }) {
  return (
    <div id="controls" role="toolbar" aria-label="Call controls">
      <button id="mute" type="button" disabled={!answered} onClick={toggleMute}>{call.muted ? 'Unmute' : 'Mute'}</button>
      {call.video && (
        <button id="camera" type="button" disabled={!answered} onClick={toggleCamera}>{call.camera === false ? 'Camera on' : 'Camera off'}</button>
      )}
      {canShare && (
        <button id="share" type="button" disabled={!answered} onClick={toggleShare}>{call.shares ? 'Stop sharing' : 'Share screen'}</button>
      )}
      <button id="hang-up" type="button" className="danger" autoFocus onClick={hangUp}>{answered ? 'Hang up' : 'Cancel'}</button>
    </div>
  )
}
