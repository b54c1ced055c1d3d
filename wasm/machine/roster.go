package machine

import (
	"slices"

	"trtccalling/server/protocol"
)

// roster is who else takes part in a call. Its slices are never changed in place: snapshots share them.
type roster struct {
	ringing []signalContext           // invitations from this user that still ring
	present []string                  // the users in the call
	media   map[string]protocol.Event // the last word on what each user sends; kept for users who have left
}

// invites adds invitations of this user's that ring now.
func (r *roster) invites(about signalContext, invites []protocol.Invite) {
	for _, invite := range invites {
		r.ringing = append(r.ringing, about.of(invite))
	}
}

// answered takes users out of those that ring.
func (r *roster) answered(users ...string) {
	r.ringing = slices.DeleteFunc(slices.Clone(r.ringing), func(a signalContext) bool {
		return slices.Contains(users, a.Invitee)
	})
}

func (r *roster) enter(user string) {
	if !slices.Contains(r.present, user) {
		r.present = append(slices.Clip(r.present), user)
	}
}

func (r *roster) leave(user string) {
	r.present = slices.DeleteFunc(slices.Clone(r.present), func(other string) bool { return other == user })
}

// sends notes what a user sends, and says whether a picture has appeared or disappeared. Until something is
// said, everybody is taken to send one.
func (r *roster) sends(e protocol.Event) (changed bool) {
	last, known := r.media[e.UserID]
	if r.media == nil {
		r.media = make(map[string]protocol.Event)
	}
	r.media[e.UserID] = e
	return e.Video != (!known || last.Video)
}
