import { useEffect, useRef } from 'react'

export default function DialForm ({ hidden, ringing, onDial }) {
  const input = useRef(null)

  useEffect(() => {
    if (ringing) return
    input.current.focus()
    input.current.select()
  }, [ringing])

  function submit (event) {
    event.preventDefault()
    onDial(new FormData(event.target).get('callee').trim(), event.nativeEvent.submitter?.value !== 'audio')
  }

  return (
    <form id="dial" className="card" hidden={hidden} onSubmit={submit}>
      <h2>Call somebody</h2>
      <label htmlFor="callee">Name</label>
      <input
        id="callee" ref={input} name="callee" autoComplete="off" maxLength="32" required placeholder="the name in the other tab"
        spellCheck="false" autoCapitalize="none"
      />
      <div className="row">
        <button type="submit" className="primary" value="video">Video call</button>
        <button type="submit" value="audio">Audio call</button>
      </div>
      <p className="hint">
        Nobody to call? <a id="second-tab" href="." target="_blank" rel="noopener">Open this page in a second tab</a>,
        sign in there with another name, and call that name from here.
      </p>
    </form>
  )
}
