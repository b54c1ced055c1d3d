// Package api has the words in which a client and its surroundings talk, and nothing that decides: what
// methods take (params.go), give (result.go) and reject with (error.go), the events (event.go), what the
// synchronous getters show (snapshot.go), and what a client needs of the place that it runs in: [Media].
//
// Fields and texts are those of trtc-calling-js; jsbridge/npm/test/contract-rows.txt lists where they come
// from. A page's implementation of Media is wasm/browser, that of native programs is wasm/native. Who decides
// is wasm/machine.
package api
