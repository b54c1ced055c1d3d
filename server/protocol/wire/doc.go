// Package wire keeps what clients and servers of the current version of the protocol, and of the previous one,
// said to each other, and plays it against today's server and client. recorded/N holds the recordings of
// version N: each is a scenario (wasm/e2e/scenarios/README.md), a line "wire", and every message that passed
// when it was played:
//
//	users A B
//	A call B video
//	wire
//	A > {"id":1,"type":"login","body":{"version":1,…}}
//	A < {"id":1,"type":"reply","body":{"version":1,…}}
//	A < close 1000
//
// What differs from run to run (ids, signatures, answers) is a variable: "$callID1". Two tests play a
// recording:
//
//   - The client of it against today's server: the messages with > are sent, and what the server says must have
//     everything that it had when it was recorded.
//   - The server of it against today's client, which plays the scenario: the messages with < are sent, and the client's
//     must have everything that they had.
//
// More fields and more types are allowed, as both sides ignore what they do not know. A third test requires
// each type and each field of package protocol to occur in the recordings.
//
// Recordings are made by
//
//	go test ./server/protocol/wire -update
//
// which refuses when the existing ones no longer hold. Such a change needs a new version: raise
// protocol.Version, copy recorded/N to recorded/N+1, delete recorded/N-1, and update.
package wire
