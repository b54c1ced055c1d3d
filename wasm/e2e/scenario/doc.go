// Package scenario runs the files of wasm/e2e/scenarios natively: every user is a real client core
// with real media (native), and all of them talk to a real server. The same files run in browsers
// by runner.js. The language is defined in scenarios/README.md.
package scenario
