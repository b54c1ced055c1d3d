// Package jsbridge is the border between Go and the JavaScript of a page: functions, promises, values
// and errors. It knows nothing about calls. Apart from this comment it exists under GOOS=js only.
//
// # Rules of the border
//
// A callback from JavaScript runs while the page waits, so it must not block: a callback that waits
// for a promise stops the whole program. It takes its arguments apart, hands them over and returns.
// A callback must not panic either, which would end the program; every function made here runs
// under one guard that turns a panic into a console message or a rejected promise.
//
// A js.Func is never collected by itself. Functions are made in a Scope and end with it. LiveFuncs
// counts those that exist, so a test can see that none is left behind.
//
// # How the Go program and the facade meet
//
// The facade (npm/src/program/native.ts is its half of this text) starts the program with the environment
// variable named by ReadyVariable. Its value is the name of a global function. The program makes an
// object and hands it over by Ready, once, as the last thing it does before it waits; the facade
// removes the global at once. The object has two functions:
//
//	create(options) -> handle    makes a client; an Error is returned, not thrown, when it cannot
//	liveFuncs() -> number        LiveFuncs, for tests
//
// options are
//
//	server    string    "wss://calls.example.com/v1/signal"; "" when the facade found none
//	sdkAppID  number    integer, 1 to 4294967295
//	emit(name, payload)    to be called for each event, in order: a string and a plain object
//	state(snapshot)        to be called with each change, before the results and events of it
//	log(level, text)       for the console: 0 log, 1 info, 2 warning, 3 error
//	dialing()              to be called right before a WebSocket is made: it will fire no error events,
//	                       which nhooyr.io/websocket answers by blocking inside the callback
//
// A handle is an object of methods. A method takes at most one plain object and returns a promise; what
// the page passed comes as it is, except that a text or a number comes as the object of it. With parameters:
// login, call, groupCall, inviteUser, joinInGroupCall({callID}), getUserInfo({userID}), the views
// (startLocalView, startRemoteView and their stop methods), switchDevice,
// setSpeaker({deviceId}), setVideoQuality({profile}), setMicMute({isMute}). Without: logout, accept, reject,
// hangup, getCallInfo, switchToAudioCall, switchToVideoCall, openCamera,
// closeCamera, getCameras, getMicrophones, getSpeakers, switchCamera, resumePlayback. Two are no such methods:
// localTracks() returns {audio, video}, the tracks that are sent, at once; release() ends the client and frees
// what it holds.
//
// A snapshot has the fields callStatus ("idle", "calling", "connected"), callType, callID, roomID (0 without
// a call), switching, userID, inviterID, groupID, isInviter, isGroupCall, inviteeList, unHandledInviteeList,
// inviterInviteID and remoteUsers; those that are left out take the value that they have before login. A
// change of callStatus is an event that the facade makes itself (onCallStatusChanged).
//
// The facade takes over a snapshot at once and gives events to the page in tasks of their own, one
// by one. So a promise that the program settles and the events that it emits after (or just before,
// in the same turn) reach the page in this order: first the promise, then the events.
//
// # A table of methods
//
// Method and Action make methods of Go functions that do not block and answer by calling done, once,
// now or later, from any goroutine:
//
//	handle := scope.Object(map[string]jsbridge.Handler{
//		"view":   jsbridge.Method(client.View),   // func(ViewParams, func(result any, err error))
//		"hangup": jsbridge.Action(client.Hangup), // func(func(result any, err error))
//	})
//
// Parameters are structs with json tags (or json.RawMessage for the text itself). A field of type
// js.Value takes what the page passed as it is, for example an element. A property that is undefined,
// null or missing leaves the field's zero value. Results and event payloads are encoded by their json
// tags; nil becomes undefined. Errors become Error objects, see ErrorValue.
package jsbridge
