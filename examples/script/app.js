// A whole calling page: sign in, call, ring, answer, talk, hang up.
// The SDK is the one script tag in index.html; it adds the class TRTCCalling to the page. What the page shows is in
// screen.js.

/** @type {TRTCCalling} the signed-in user's connection to the server */
let trtc
/** The call on the screen, or null: { peer, video, incoming, answered, muted, cameraOff, shares, startedAt } */
let call = null

// --- Signing in --------------------------------------------------------------------------------

async function signIn (userID) {
  clearError()
  say('Signing in…')
  const signature = await fetchSignature(userID)
  if (!signature) {
    say('')
    return show('no-signatures')
  }

  if (!trtc) {
    trtc = new TRTCCalling({ SDKAppID: signature.sdkAppID })
    listen(trtc)
  }
  await trtc.login({ userID, userSig: signature.userSig })

  sessionStorage.setItem('user', userID) // per tab, so two tabs are two users
  $('my-name').textContent = userID
  $('me').hidden = false
  say('')
  show('dial')
  $('callee').focus()
}

// In production your own backend signs: the secret key must never reach a page.
async function fetchSignature (userID) {
  const response = await fetch('/v1/dev/usersig?userID=' + encodeURIComponent(userID))
  if (response.status === 404) return null
  if (!response.ok) throw new Error(`the server did not sign for ${userID}: ${await response.text()}`)
  return response.json()
}

async function signOut () {
  sessionStorage.removeItem('user')
  await trtc.logout()
  signedOut('')
}

function signedOut (reason) {
  endCall(reason)
  $('me').hidden = true
  show('sign-in')
}

// --- Calling and being called ------------------------------------------------------------------

async function placeCall (userID, video) {
  clearError()
  beginCall({ peer: userID, video })
  progress('Calling…')
  const type = video ? TRTCCalling.CALL_TYPE.VIDEO_CALL : TRTCCalling.CALL_TYPE.AUDIO_CALL
  const result = await unlessOver(trtc.call({ userID, type }))
  if (!result) return
  if (!call.startedAt) progress('Ringing…')
  started(result)
}

async function answer () {
  $('incoming').close()
  beginCall(call)
  progress('Connecting…')
  const result = await unlessOver(trtc.accept())
  if (result) started(result)
}

// unlessOver waits for a result that nobody needs if the call ends first.
async function unlessOver (promise) {
  const mine = call
  try {
    const result = await promise
    return call === mine ? result : null
  } catch (error) {
    if (call === mine) throw error
    return null
  }
}

async function decline () {
  endCall('')
  await trtc.reject()
}

async function hangUp () {
  endCall('Call ended')
  await trtc.hangup()
}

// listen connects the SDK's events to the page. The results of `call()` and `accept()` do not tell when
// somebody answers: the events do.
function listen (trtc) {
  const { EVENT } = TRTCCalling

  trtc.on(EVENT.INVITED, ({ sponsor, inviteData }) => {
    ring(sponsor, inviteData.callType === TRTCCalling.CALL_TYPE.VIDEO_CALL)
  })
  trtc.on(EVENT.USER_ENTER, ({ userID }) => {
    if (!call) return // hung up at the same moment
    answered()
    // An audio call plays its sound without a view.
    if (call.video) trtc.startRemoteView({ userID, videoViewDomID: 'remote' })
  })
  trtc.on(EVENT.USER_VIDEO_AVAILABLE, ({ isVideoAvailable }) => {
    $('stage').classList.toggle('has-picture', isVideoAvailable)
  })
  trtc.on(EVENT.USER_AUDIO_AVAILABLE, ({ isAudioAvailable }) => {
    $('peer-muted').hidden = isAudioAvailable
  })

  trtc.on(EVENT.SCREEN_SHARE_AVAILABLE, ({ userID, isScreenShareAvailable }) => {
    if (!call) return
    if (userID === trtc.getUserID()) return showShare(false) // ended by the browser's own button
    $('stage').classList.toggle('has-screen', isScreenShareAvailable)
    if (isScreenShareAvailable) trtc.startScreenView({ userID, videoViewDomID: 'screen' })
  })

  trtc.on(EVENT.REJECT, ({ userID }) => endCall(`${userID} declined`))
  trtc.on(EVENT.NO_RESP, ({ userIDList }) => endCall(`${userIDList[0]} is not signed in`))
  trtc.on(EVENT.CALLING_CANCEL, () => endCall('Missed call'))
  trtc.on(EVENT.CALLING_TIMEOUT, ({ sponsor }) => {
    endCall(sponsor === trtc.getUserID() ? 'No answer' : `Missed call from ${sponsor}`)
  })
  trtc.on(EVENT.LINE_BUSY, ({ sponsor, userID }) => {
    if (userID === trtc.getUserID()) say(`${sponsor} tried to call you`)
    else endCall(`${userID} is in another call`)
  })
  trtc.on(EVENT.CALLING_END, ({ callEnd }) => {
    if (trtc.getCallStatus() !== 'idle') return // the end of the previous call
    if (callEnd > 0) endCall(`Call ended after ${duration(callEnd)}`)
    else if (call) endCall('Call ended')
  })

  trtc.on(EVENT.KICKED_OUT, () => signedOut('You signed in somewhere else, so this tab is signed out'))
  trtc.on(EVENT.ERROR, ({ code, msg }) => {
    if (code === 16390) signedOut('') // the SDK does not sign in again on its own
    showError(errorText(code, msg))
  })
}

function errorText (code, msg) {
  switch (code) {
    case 60003: return 'There is no microphone. Connect one and try again.'
    case 60004: return 'There is no camera, or it is in use.'
    case 60005: return msg === '{}' ? 'This page is not allowed to use the microphone. Allow it in the address bar and try again.' : msg
    case 60006: return 'This browser is too old for calls, or has WebRTC switched off.'
    case 16390: return 'The connection to the server is lost. Sign in again.'
  }
  return `Error ${code}: ${msg}`
}

// --- Buttons -----------------------------------------------------------------------------------

// run starts something that may fail, and reports it if it does.
function run (action) {
  Promise.resolve(action()).catch(error => {
    console.error(error)
    if (call && trtc?.getCallStatus() === 'idle') endCall('')
    showError(error.message)
    say('')
    if (!screenID) show('sign-in')
  })
}

$('sign-in').addEventListener('submit', event => {
  event.preventDefault()
  run(() => signIn($('name').value.trim()))
})
$('dial').addEventListener('submit', event => {
  event.preventDefault()
  run(() => placeCall($('callee').value.trim(), event.submitter?.value !== 'audio'))
})
$('sign-out').addEventListener('click', () => run(signOut))
$('answer').addEventListener('click', () => run(answer))
$('decline').addEventListener('click', () => run(decline))
$('hang-up').addEventListener('click', () => run(hangUp))
$('mute').addEventListener('click', () => run(toggleMute))
$('camera').addEventListener('click', () => run(toggleCamera))
$('share').addEventListener('click', () => run(toggleShare))
$('incoming').addEventListener('cancel', event => event.preventDefault()) // Escape does not count as an answer

// --- Start -------------------------------------------------------------------------------------

setInterval(showTime, 1000)
$('name').value = new URLSearchParams(location.search).get('user') ?? ''
const signedInBefore = sessionStorage.getItem('user') // this tab was reloaded
if (typeof TRTCCalling === 'undefined') {
  showError('The SDK did not load from /sdk/trtc-calling.js. Was it built? Run "make build".')
} else if (signedInBefore && !$('name').value) {
  $('name').value = signedInBefore
  run(() => signIn(signedInBefore))
} else {
  show('sign-in')
  $('name').focus()
}
