// Package native is an [api.Media] for native programs, on pion/webrtc: with it, tests and bots take part in
// calls. Its camera and microphone play short recordings (VP8 and Opus, made by a browser's encoders) in a
// loop, restart with a key frame when one is asked for, and can be missing, refused or in use. It shows nothing
// and plays nothing: it counts what arrives from whom.
package native
