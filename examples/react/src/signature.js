// In production your own backend signs: the secret key must never reach a page. A server in development mode
// signs for everybody on its machine; any other server answers 404, and there is no signature.
export async function fetchSignature (userID) {
  const response = await fetch('/v1/dev/usersig?userID=' + encodeURIComponent(userID))
  if (response.status === 404) return null
  if (!response.ok) throw new Error(`the server did not sign for ${userID}: ${await response.text()}`)
  return response.json() // { sdkAppID, userID, userSig }
}
