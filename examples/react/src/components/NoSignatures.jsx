export default function NoSignatures () {
  return (
    <section id="no-signatures" className="card">
      <h2>This server asks for real sign-in</h2>
      <p>
        Every user needs a signature (UserSig). In production only your own backend makes signatures, because that takes
        the secret key of your app.
      </p>
      <ul>
        <li>To try this page, start the server with <code>--dev</code>: it then signs for everybody on this machine.</li>
        <li>To make one signature by hand: <code>trtc-server usersig --user ann</code></li>
        <li>In your own page: <code>{'login({ userID, userSig })'}</code> with what your backend returned.</li>
      </ul>
    </section>
  )
}
