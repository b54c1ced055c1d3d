package protocol

// Version is the version of the protocol that this code speaks. It is raised when something that clients and
// servers of the last one say or expect no longer holds; the recordings in server/protocol/wire tell. Fields
// and types may be added under the same version, because unknown ones are ignored.
const Version = 1

// CheckVersions refuses a client and a server that do not understand each other: each works with the previous
// version and the next one. Both sides ask, so it does not matter which is the older release.
func CheckVersions(server, client int) *Error {
	switch difference := server - client; {
	case server < 1 || client < 1:
		return versionError(server, client, "one of them does not state its version: is this the right server?")
	case difference > 1:
		return versionError(server, client, "update the page's package trtc-calling-wasm (or reload a page that has been open for a long time)")
	case difference < -1:
		return versionError(server, client, "update the server, trtc-server")
	}
	return nil
}

func versionError(server, client int, advice string) *Error {
	return Errorf(CodeVersion, "the server speaks version %d of the protocol and the page's client version %d, which do not work together: %s",
		server, client, advice)
}
