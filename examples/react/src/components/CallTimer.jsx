// How long the call has lasted.
import { useEffect, useState } from 'react'
import { duration } from '../texts.js'

export default function CallTimer () {
  const [seconds, setSeconds] = useState(0)

  useEffect(() => {
    const start = performance.now()
    const timer = setInterval(() => setSeconds((performance.now() - start) / 1000), 1000)
    return () => clearInterval(timer)
  }, [])

  return <time id="timer">{duration(seconds)}</time>
}
