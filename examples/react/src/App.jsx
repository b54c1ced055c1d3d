// The page: who is signed in, what there is to say, and one screen.
import { useEffect, useEffectEvent, useState } from 'react'
import NoSignatures from './components/NoSignatures.jsx'
import Phone from './components/Phone.jsx'
import SignIn from './components/SignIn.jsx'
import { fetchSignature } from './signature.js'
import { useNotices } from './useNotices.js'

const asked = new URLSearchParams(location.search).get('user') ?? ''
const signedInBefore = asked ? null : sessionStorage.getItem('user') // this tab was reloaded

export default function App () {
  const [screen, setScreen] = useState(signedInBefore ? 'loading' : 'sign-in') // or 'no-signatures', 'phone'
  const [identity, setIdentity] = useState(null) // what the server has signed; the phone signs in with it
  const { status, error, tell } = useNotices()

  async function signIn (userID) {
    tell.showError('')
    tell.say('Signing in…')
    try {
      const signature = await fetchSignature(userID)
      if (signature) {
        setIdentity(signature)
      } else {
        tell.say('')
        setScreen('no-signatures')
      }
    } catch (cause) {
      refused(cause)
    }
  }

  function refused (cause) {
    signedOut()
    tell.fail(cause)
  }

  function signedIn () {
    sessionStorage.setItem('user', identity.userID) // per tab, so two tabs are two users
    tell.say('')
    setScreen('phone')
  }

  function signOut () {
    sessionStorage.removeItem('user')
    signedOut()
  }

  function signedOut (reason = '') {
    setIdentity(null)
    setScreen('sign-in')
    tell.say(reason)
  }

  const comeBack = useEffectEvent(() => {
    if (screen === 'loading') signIn(signedInBefore)
  })
  useEffect(() => comeBack(), [])

  return (
    <>
      <header>
        <h1>Calls</h1>
        {screen === 'phone' && (
          <p id="me">
            Signed in as <strong id="my-name">{identity.userID}</strong>{' '}
            <button id="sign-out" type="button" className="link" onClick={signOut}>Sign out</button>
          </p>
        )}
      </header>

      {error && <p id="error" role="alert">{error}</p>}
      <p id="status" role="status" aria-live="polite">{status}</p>

      <main>
        {screen === 'sign-in' && <SignIn name={identity?.userID ?? asked} onSubmit={signIn} />}
        {screen === 'no-signatures' && <NoSignatures />}
        {identity && <Phone key={identity.userID} identity={identity} tell={tell} onSignedIn={signedIn} onRefused={refused} onSignedOut={signedOut} />}
      </main>
    </>
  )
}
