// Package native is a [calling.Media] for native programs, on pion/webrtc: tests and bots take part
// in calls with it. Its camera and microphone play short recordings (VP8 and Opus, made by a browser's
// encoders) in a loop, begin again with a key frame when one is asked for, and can be missing, refused
// or in use. It shows nothing and plays nothing: it counts what arrives from whom.
package native
