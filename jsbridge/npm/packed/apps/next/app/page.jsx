'use client'

import { useEffect } from 'react'
import TRTCCalling from 'trtc-calling-wasm'

export default function Page() {
  useEffect(() => {
    window.TRTCCalling = TRTCCalling
  }, [])
  return <main>{Object.keys(TRTCCalling.CALL_TYPE).length} names</main>
}
