// Package api holds the vocabulary between a client and its surroundings, and decides nothing: what methods
// take (params.go), return (result.go) and reject with (error.go), the events (event.go), what the synchronous
// getters show (snapshot.go), and what a client needs from the place it runs in: [Media].
//
// Fields and texts are those of trtc-calling-js; jsbridge/npm/test/contract-rows.txt lists where they come
// from. Pages use the Media of wasm/browser, native programs that of wasm/native. The decisions are made in
// wasm/machine.
package api
