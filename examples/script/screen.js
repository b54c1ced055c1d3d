// What the page shows of a call, and the buttons within one. app.js has the rest, and the variables trtc and
// call.

const $ = id => document.getElementById(id)
/** The part of the page that is shown; '' at first */
let screenID = ''

function ring (sponsor, video) {
  call = { peer: sponsor, video, incoming: true }
  $('caller').textContent = sponsor
  $('caller-avatar').textContent = initial(sponsor)
  $('caller-wants').textContent = video ? 'wants to see you' : 'wants to talk to you'
  document.title = `${sponsor} is calling…`
  $('incoming').showModal()
  $('answer').focus()
}

function beginCall ({ peer, video }) {
  call = { peer, video, muted: false, cameraOff: false, shares: false }
  $('peer').textContent = $('peer-tag').textContent = peer
  $('avatar').textContent = initial(peer)
  $('peer-muted').hidden = true
  $('timer').textContent = ''
  $('stage').className = ''
  $('camera').hidden = !video
  $('hang-up').textContent = 'Cancel'
  $('share').hidden = !navigator.mediaDevices?.getDisplayMedia // phones cannot share
  $('mute').disabled = $('camera').disabled = $('share').disabled = true
  showToggles()
  document.title = 'Calls'
  show('call')
  say('')
  $('hang-up').focus()
}

function answered () {
  call.startedAt = performance.now()
  $('stage').classList.add('answered')
  $('hang-up').textContent = 'Hang up'
  $('mute').disabled = $('camera').disabled = $('share').disabled = false
  progress('Connected')
  showTime()
}

// started is called with what call() or accept() returned: video is false when there is no camera.
function started ({ video }) {
  if (call.video && !video) say('Your camera is not available: the call goes on with sound only')
  showCamera(video)
}

function showCamera (hasCamera) {
  call.cameraOff = !hasCamera
  showToggles()
  if (hasCamera) trtc.startLocalView({ userID: trtc.getUserID(), videoViewDomID: 'local' })
  $('stage').classList.toggle('has-camera', hasCamera)
}

function endCall (reason) {
  call = null
  document.title = 'Calls'
  if ($('incoming').open) {
    $('incoming').close()
    $('callee').select() // the dialog returns the focus, but Chromium shows no caret
  }
  if (screenID === 'call') show('dial')
  say(reason)
}

async function toggleMute () {
  call.muted = !call.muted
  showToggles()
  await trtc.setMicMute(call.muted)
}

async function toggleCamera () {
  const wasOff = call.cameraOff
  const done = await unlessOver(wasOff ? trtc.openCamera() : trtc.closeCamera())
  if (done !== null) showCamera(wasOff ? done : !done)
}

async function toggleShare () {
  const shares = call.shares ? trtc.stopScreenShare().then(() => false) : trtc.startScreenShare()
  try {
    const result = await unlessOver(shares)
    if (result !== null) showShare(result)
  } catch (error) {
    if (error.code !== 60005) throw error
    say('Nothing is shared') // the user changed their mind
  }
}

function showShare (shares) {
  call.shares = shares
  say(shares ? 'You are sharing your screen' : '')
  showToggles()
}

function showToggles () {
  $('mute').textContent = call.muted ? 'Unmute' : 'Mute'
  $('camera').textContent = call.cameraOff ? 'Camera on' : 'Camera off'
  $('share').textContent = call.shares ? 'Stop sharing' : 'Share screen'
}

function showTime () {
  if (call?.startedAt) $('timer').textContent = duration((performance.now() - call.startedAt) / 1000)
}

const duration = seconds => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`
const initial = name => [...name][0].toUpperCase()

function show (id) {
  screenID = id
  for (const part of document.querySelectorAll('main > *')) part.hidden = part.id !== id
}

function say (text) { $('status').textContent = text }
function progress (text) { $('progress').textContent = text }
function clearError () { $('error').hidden = true }

function showError (text) {
  $('error').textContent = text
  $('error').hidden = false
}
