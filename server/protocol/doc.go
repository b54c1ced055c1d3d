// Package protocol is what a client and a server say to each other. It is everything one needs to write a
// client in another language; the types of this package are the messages' exact fields.
//
// # Connecting
//
// A client opens a WebSocket (RFC 6455) at the path /v1/signal. Every message is one text frame with one
// JSON object, an Envelope:
//
//	{"id": 1, "type": "login", "body": {…}}          a request
//	{"id": 1, "type": "reply", "body": {…}}          its reply
//	{"id": 1, "type": "reply", "error": {"code": 70001, "message": "…"}}
//	{"seq": 1, "type": "invited", "body": {…}}       a push of the server
//	{"type": "bye"}                                  a notification: no id, no reply
//	{"type": "error", "error": {…}}                  about a message without a readable id, or about the connection
//
// The ids of a client's requests are whole numbers above 0 and increase. Each request gets exactly one reply,
// and the requests of a connection are handled and answered in order. Pushes are numbered from 1 by seq. Both
// sides must ignore unknown fields. A message has at most 64 KiB, or 256 KiB if it carries a session
// description (call, join, negotiate). Any other message of more than 64 KiB is refused with code 90003; one of
// more than 256 KiB ends the connection with close code 1009.
//
// The server sends WebSocket pings and closes the connection of a client that does not answer for 9 seconds. A
// page from an origin that the server does not allow gets an error message with code 90005 and close code 4403
// instead of a refused upgrade, because a browser would not tell the page why.
//
// # Signing in
//
// The first request is login, within 10 seconds: the version of the protocol, the application's SDKAppID, the
// user's name and a UserSig (TLSSigAPIv2). A server of version N accepts N-1 to N+1 and refuses others with
// code 90004, naming both; a client does the same with the version in the reply. The reply names the session
// and the server process. A user has one session: when the user signs in again, the older session gets the push
// kicked and close code 4001, and its call ends.
//
// logout ends the session after its reply; bye does the same without one, for a page that is going away. The
// end of the connection for whatever reason ends the session, and with it the user's part in a call.
//
// # Calling
//
// call names the users to ring, the type (1 audio, 2 video), how long to ring and what the caller sends, and
// carries the caller's offer: the same request connects media. The reply gives the call's id, the invitations
// and the answer. It says nothing about the callee: whether somebody rings, is busy, or is not signed in comes
// as an update.
//
// A callee gets the push invited and may at once send negotiate with an offer of its own, so that media is
// connected when it answers; until then the server forwards nothing from it, and it should not send anything.
// It answers with accept, saying what it sends, or with reject. Both name the invitation: a callee who has been
// invited again meanwhile is asked again.
//
// A member of a call says with media what it sends from now on (camera closed, muted), sends negotiate again
// when its connection changes, and leaves with hangup. hangup is valid in every state: it cancels an outgoing
// call that still rings (the reply lists the cancelled invitations) and declines an incoming one. It may be
// sent right after call, without waiting for the reply and without the call's id; then it declines no incoming
// call.
//
// # Groups
//
// A call may invite several users at once, and any member of a call may invite more with add, which turns a
// call of two into a group. Users who are invited together share one time to ring. With a groupID, which is any
// text and grants nothing, they also share the invitation's id and hear of each other: who accepts, declines,
// is busy or lets it ring. Without one only the inviter hears that, and an inviter who leaves takes back the
// invitations that still ring; an invitation with a groupID that somebody has accepted goes on. When only one
// member is left in a call it ends, and nobody rings any more. A video call has at most 16 members, ringing
// ones included, an audio call 50.
//
// join brings back a user who was in the call or was invited to it. It carries an offer, as call does. info
// tells a member, even one that still rings, who is in the call and who invited whom.
//
// # Audio and video
//
// switch changes the type of a call of two, even while it rings. Everybody in it hears of that as switched, and
// the server adjusts what members send: in an audio call nobody sends video, whatever accept and media say.
// When both sides switch at once the second request is refused, because the call already has that type. The
// reply to accept names the type that the call has by then, and says whether it is a group. A group cannot be
// switched.
//
// # What a user can be in
//
// A user is in at most one call. A user who is called meanwhile gets the push busy, and the caller the event
// busy. A callee who is not signed in is invited again every second, so one who signs in while it rings is
// invited for the time that is left.
//
// # Updates
//
// What happens in a call comes as update: the events of one step in order, and over when the receiver is no
// longer in the call. Apply over before you show the events: a page may want to call again from its handler of
// the event. Events and when they come:
//
//	entered    a user is in the call; media follows at once
//	accepted   a user answered; to the inviter, with a groupID also to those invited together
//	media      a user sends audio and video, or not; after entered, and whenever the user says so
//	left       a user left, or the receiver itself did
//	rejected, busy
//	           a callee declined, or is in another call; to the same users as accepted
//	cancelled  to a callee: the inviter gave up, or the call is over
//	timeout    a callee rang and did not answer in time; to the callee and to the same users as accepted
//	noresponse callees were never reached in time; to the inviter, with a groupID all of them at once
//	switched   the call has another type
//	grouped    a call of two is now a group: a user has added somebody, who may not have answered yet; to the other one in it
//	ended      the call lasted this many seconds for the receiver (the last two both hear of the one who stays),
//	           counted from when somebody else was there;
//	           after left, timeout or noresponse, and in a group after the last rejected or busy
//
// After cancelled, and in a call of two after rejected and busy, there is no ended. A reply is always sent
// before the updates that follow from its request.
//
// # Media
//
// Each member has one WebRTC connection, always offered by the client and answered by the server: ICE-lite, all
// candidates in the answer, DTLS passive, one BUNDLE, VP8 and Opus. The first offer holds one sendrecv audio
// and one sendrecv video m-line; media from others arrives on them and on further recvonly m-lines. An update's
// slots say which user's media arrives on which m-line (mid), always as the whole table. A callee is told while
// it rings, before it accepts and before anything arrives. The SSRC of an m-line stays when its source changes,
// and sequence numbers and timestamps continue, so a WebRTC stack sees one continuous stream; only the slots
// say who is in it.
//
// The first video m-line on which a client may send carries its camera, a further one its screen. The client
// offers that m-line as sendrecv when it begins to share, as recvonly when it stops, and says so with media.
//
// When there is more to receive than m-lines, an update's lines say how many of each kind there should be in
// all, the sendrecv ones included; the client adds recvonly m-lines and offers again with negotiate. It is told
// once, and again after that offer if there are still too few; the numbers never go down. At most 8 are asked
// for audio and 16 for video; those for cameras are added only once a camera sends, and screens come first.
//
// When there are more than 8 others, the 8 loudest are forwarded to each member, and the slots change as people
// start and stop speaking. Clients send the header extension urn:ietf:params:rtp-hdrext:ssrc-audio-level (RFC
// 6464) for that; a client that does not counts as quieter than speech.
//
// An ICE restart (negotiate with new credentials) is possible while the server named in the reply is the
// connection's; if it is another one, build a new connection.
//
// # Errors
//
// Codes are the constants of Code. A refused request has changed nothing, and the connection and the call go
// on. Only a request that the call did not answer in time (CodeUnavailable) may still take effect.
package protocol
