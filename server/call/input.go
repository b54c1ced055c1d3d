package call

import "trtccalling/server/protocol"

// Who names one session of one user.
type Who struct {
	User    string `json:"user"`
	Session string `json:"session"`
}

// Request is a session's request: the reply carries its ID.
type Request struct {
	By Who
	ID uint64
}

func (r Request) request() Request { return r }

// Input is what a call's step takes.
type Input interface{ input() }

// The inputs.
type (
	// Place is the first input: By calls the members of Invites.
	Place struct {
		Request
		protocol.Call
		Invites []protocol.Invite
		Profile protocol.Profile
	}
	// Add rings more users.
	Add struct {
		Request
		protocol.Invitees
		Invites []protocol.Invite
	}
	// Join brings in a user who was a member or was invited before.
	Join struct {
		Request
		protocol.Join
		Profile protocol.Profile
	}
	// Switch changes the type of a call of two.
	Switch struct {
		Request
		Type protocol.CallType
	}
	// Info asks for what there is to know.
	Info struct{ Request }
	// Connected is the outcome of an earlier Connect effect.
	Connected struct {
		Request
		Answer string
		Err    *protocol.Error
	}
	// Rang says that a session of the callee rings. It names the invitation, because it may come when that has
	// ended and the user has been invited by another one.
	Rang struct {
		By      Who
		Invite  string
		Profile protocol.Profile
	}
	// Occupied says that the callee is in another call. The invitation is named as in Rang.
	Occupied struct {
		By     Who
		Invite string
	}
	// Negotiate asks for an answer to an offer.
	Negotiate struct {
		Request
		Offer string
	}
	// Accept answers an invitation; without an Invite, the one that rings.
	Accept struct {
		Request
		Invite       string
		Audio, Video bool
	}
	// Reject declines an invitation, named as in Accept.
	Reject struct {
		Request
		Invite string
	}
	// Hangup leaves in whatever state the call is. With an Invite it does not decline a different one.
	Hangup struct {
		Request
		Invite string
	}
	// Media says what a member sends from now on.
	Media struct {
		Request
		protocol.Media
	}
	// Gone says that a session ended.
	Gone struct{ By Who }
	// Lost says that a member's media connection is lost.
	Lost struct{ User string }
	// Slots is the new slot table of a member's connection.
	Slots struct {
		User  string
		Slots []protocol.Slot
	}
	// Lines is the number of m-lines that a member's connection should have.
	Lines struct {
		User  string
		Lines protocol.Lines
	}
	// Expire says that the time requested with Arm has come, or that nobody placed the call in time.
	Expire struct{}
	// Shutdown says that the server is stopping.
	Shutdown struct{}
)

func (Place) input()     {}
func (Add) input()       {}
func (Join) input()      {}
func (Switch) input()    {}
func (Info) input()      {}
func (Connected) input() {}
func (Rang) input()      {}
func (Occupied) input()  {}
func (Negotiate) input() {}
func (Accept) input()    {}
func (Reject) input()    {}
func (Hangup) input()    {}
func (Media) input()     {}
func (Gone) input()      {}
func (Lost) input()      {}
func (Slots) input()     {}
func (Lines) input()     {}
func (Expire) input()    {}
func (Shutdown) input()  {}
