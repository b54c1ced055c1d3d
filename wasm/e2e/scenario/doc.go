// Package scenario runs the files of wasm/e2e/scenarios natively: every user is a real client with real media
// (package native), and all of them talk to a real server. runner.js runs the same files in browsers. The
// language is defined in scenarios/README.md.
package scenario
