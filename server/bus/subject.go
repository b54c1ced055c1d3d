package bus

import (
	"encoding/base64"
	"fmt"
)

// App is an application: every subject carries it, so applications never meet.
type App uint32

// UserSubject is where the sessions of a user receive what is meant for the user: an invitation, a kick. Users'
// names are encoded, because a name like ">" would listen to everybody's messages.
func UserSubject(app App, user, topic string) string {
	return fmt.Sprintf("u.%d.%s.%s", app, base64.RawURLEncoding.EncodeToString([]byte(user)), topic)
}

// SessionSubject is where one session of a user gets replies and updates, in order.
func SessionSubject(app App, user, session, topic string) string {
	return UserSubject(app, user, session+"."+topic)
}

// CallSubject is the address of a call's owner. A later owner has a higher epoch, so a stale one
// simply gets no messages.
func CallSubject(app App, callID string, epoch int) string {
	return fmt.Sprintf("call.%d.%s.%d", app, callID, epoch)
}
