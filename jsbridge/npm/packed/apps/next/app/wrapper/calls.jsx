'use client'

import { useEffect } from 'react'
import { TRTCCallingProvider, TRTCRemoteView, useTRTCCalling } from 'trtc-calling-wasm/react'

const SDKAppID = Number(process.env.NEXT_PUBLIC_SDKAPPID)

export function Calls({ children }) {
  const { calling, status, invitation, users, error } = useTRTCCalling({ SDKAppID })
  useEffect(() => {
    calling?.login(JSON.parse(decodeURIComponent(location.hash.slice(1))))
  }, [calling])
  return (
    <TRTCCallingProvider calling={calling}>
      <p id="status">{`${status} ${error?.code ?? ''}`}</p>
      {invitation && <button id="accept" onClick={() => calling.accept()}>Accept</button>}
      {users.map(({ userID }) => <TRTCRemoteView key={userID} userID={userID} id="remote" />)}
      {children}
    </TRTCCallingProvider>
  )
}
