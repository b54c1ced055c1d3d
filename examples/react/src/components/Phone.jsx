// A user who calls and is called: signed in while this component is mounted.
import { useEffect, useEffectEvent } from 'react'
import { TRTCCallingProvider, useTRTCCalling } from 'trtc-calling-wasm/react'
import { errorText } from '../texts.js'
import { useCall } from '../useCall.js'
import { useEvents } from '../useEvents.js'
import CallScreen from './CallScreen.jsx'
import DialForm from './DialForm.jsx'
import IncomingCall from './IncomingCall.jsx'

export default function Phone ({ identity, tell, onSignedIn, onRefused, onSignedOut }) {
  const { calling, userID, invitation } = useTRTCCalling({ SDKAppID: identity.sdkAppID })
  const { call, place, answer, decline, ...buttons } = useCall(calling, tell)

  const signedIn = useEffectEvent(onSignedIn)
  const refused = useEffectEvent(onRefused)
  useEffect(() => {
    let gone = false
    calling?.login(identity).then(() => gone || signedIn(), cause => gone || refused(cause))
    return () => { gone = true }
  }, [calling, identity])

  useEvents(calling, {
    onKickedOut: () => onSignedOut('You signed in somewhere else, so this tab is signed out'),
    onError (error) {
      if (error.code === 16390) onSignedOut() // the server is gone, and nobody is signed in any more
      tell.showError(errorText(error))
    },
  })

  return userID && (
    <TRTCCallingProvider calling={calling}>
      <DialForm hidden={call !== null} ringing={invitation !== null} onDial={place} />
      {call && <CallScreen call={call} {...buttons} />}
      {!call && invitation && <IncomingCall invitation={invitation} onAnswer={() => answer(invitation)} onDecline={decline} />}
    </TRTCCallingProvider>
  )
}
