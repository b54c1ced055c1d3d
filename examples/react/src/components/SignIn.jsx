export default function SignIn ({ name, onSubmit }) {
  function submit (event) {
    event.preventDefault()
    onSubmit(new FormData(event.target).get('name').trim())
  }

  return (
    <form id="sign-in" className="card" onSubmit={submit}>
      <h2>Who are you?</h2>
      <label htmlFor="name">Your name</label>
      <input
        id="name" name="name" defaultValue={name} autoFocus autoComplete="username" maxLength="32" required
        pattern="[A-Za-z0-9_\-]+" title="letters, digits, - and _" placeholder="ann" spellCheck="false" autoCapitalize="none"
      />
      <button type="submit" className="primary">Sign in</button>
    </form>
  )
}
