import { TRTCLocalView } from 'trtc-calling-wasm/react'
import { Calls } from './calls'

// A component of the server holds one of the package.
export default function Page() {
  return (
    <Calls>
      <TRTCLocalView id="local" />
    </Calls>
  )
}
