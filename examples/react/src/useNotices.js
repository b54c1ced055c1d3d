import { useMemo, useState } from 'react'

/** The notices above the screens: status says how things are, error what went wrong. */
export function useNotices () {
  const [status, say] = useState('')
  const [error, showError] = useState('')
  const tell = useMemo(() => ({
    say,
    showError,
    fail (cause) {
      console.error(cause)
      showError(cause.message)
      say('')
    },
  }), [])
  return { status, error, tell }
}
