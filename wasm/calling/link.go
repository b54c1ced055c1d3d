package calling

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"nhooyr.io/websocket"

	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
	"trtccalling/wasm/machine"
)

const (
	loginTimeout = 8 * time.Second  // to dial and sign in: with loading the program, a page has its answer within 10 s
	replyTimeout = 10 * time.Second // to answer a request; a server that takes longer is gone
	writeTimeout = 5 * time.Second
	closeTimeout = 5 * time.Second // for the server to close after logout, bye or kicked
	readLimit    = 2 * protocol.MaxMessageSDP
)

// link is one connection to the server, from dialling to its end. What happens on it is posted as inputs, in
// order, with the session's number on them.
type link struct {
	session int
	post    func(machine.Input)
	dialing func()
	dial    func(ctx context.Context, url string) (*websocket.Conn, error)
	json    api.Codec
	outbox  *mailbox[outgoing]
	cancel  context.CancelCauseFunc
	said    *protocol.Error // what the server said about the connection; belongs to run's goroutine

	mu      sync.Mutex // protects:
	last    uint64     // ID of the last request
	pending []pending  // in the order of their IDs
	up      bool       // signed in
	over    bool       // no more replies will come
	closing bool       // by this side
}

// outgoing is a message ready to be sent.
type outgoing []byte

type pending struct {
	id      uint64
	request machine.Request
	expiry  *time.Timer
}

var (
	errNoReply = errors.New("the server does not answer")
)

func newLink(session int, post func(machine.Input), cancel context.CancelCauseFunc) *link {
	return &link{
		session: session, post: post, cancel: cancel,
		outbox: newMailbox[outgoing](), dialing: func() {}, dial: dialWebSocket,
	}
}

func dialWebSocket(ctx context.Context, url string) (*websocket.Conn, error) {
	conn, _, err := websocket.Dial(ctx, url, nil)
	return conn, err
}

// run connects, signs in and reads until the connection ends.
func (l *link) run(ctx context.Context, server string, body protocol.Login) {
	conn, welcome, err := l.signIn(ctx, server, body)
	if err != nil {
		l.finish()
		l.post(machine.LoginFailed{Session: l.session, Err: err})
		if conn != nil {
			l.part(conn)
		}
		return
	}
	l.mu.Lock()
	l.up = true
	l.mu.Unlock()
	l.post(machine.SignedInto{Session: l.session, LoggedIn: welcome})
	writing, stopWriting := context.WithCancel(ctx)
	var writer sync.WaitGroup
	writer.Go(func() { l.write(writing, conn) })
	l.ended(l.read(ctx, conn), context.Cause(ctx))
	stopWriting()
	// This comes last, because it waits for the other side, which may be gone. Where the server has closed
	// already it does nothing. CloseNow would not do: in a page only 1000 may be given as the reason, anything
	// else leaves the connection open.
	conn.Close(websocket.StatusNormalClosure, "")
	writer.Wait()
}

// part ends a connection that never signed in. Only one side must close: when both do, browsers report an
// error. The server closes when it has said something about the connection as a whole.
func (l *link) part(conn *websocket.Conn) {
	if l.said != nil {
		ctx, cancel := context.WithTimeout(context.Background(), closeTimeout)
		defer cancel()
		for {
			if _, _, err := conn.Read(ctx); err != nil {
				break
			}
		}
	}
	conn.Close(websocket.StatusNormalClosure, "")
}

// ended posts what the end of the connection means; cause is why this side ended it, if it did.
func (l *link) ended(err, cause error) {
	l.finish()
	l.mu.Lock()
	closing := l.closing
	l.mu.Unlock()
	switch {
	case closing:
	case websocket.CloseStatus(err) == protocol.CloseKicked:
		l.post(machine.Kicked{Session: l.session})
	case l.said != nil:
		l.post(machine.Lost{Session: l.session, Err: l.said})
	case cause != nil:
		l.post(machine.Lost{Session: l.session, Err: cause})
	default:
		l.post(machine.Lost{Session: l.session, Err: err})
	}
}

// signIn dials and sends login, which has to be the first request. Along with an error it may return a
// connection, which the caller must close.
func (l *link) signIn(ctx context.Context, server string, body protocol.Login) (*websocket.Conn, protocol.LoggedIn, error) {
	var welcome protocol.LoggedIn
	to, err := address(server)
	if err != nil {
		return nil, welcome, err
	}
	ctx, cancel := context.WithTimeout(ctx, loginTimeout)
	defer cancel()
	l.dialing()
	conn, err := l.dial(ctx, to)
	if err != nil {
		return nil, welcome, dialError(ctx, to, err)
	}
	conn.SetReadLimit(readLimit)
	welcome, err = l.introduce(ctx, conn, body)
	if err != nil {
		return conn, welcome, introduceError(ctx, to, err)
	}
	return conn, welcome, nil
}

const textNoServer = "no calling server answers there, there is no network, or the page's Content-Security-Policy does not list it in connect-src"

func dialError(ctx context.Context, to string, err error) error {
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return api.Errorf(api.CodeTimeout, "no answer from %s within %v.", to, loginTimeout)
	case errors.Is(err, net.ErrClosed): // all that a page gets to know
		return api.Errorf(api.CodeNetwork, "cannot connect to %s: %s.", to, textNoServer)
	}
	return api.Errorf(api.CodeNetwork, "cannot connect to %s: %s (%s).", to, textNoServer, err)
}

func introduceError(ctx context.Context, to string, err error) error {
	var refused *protocol.Error
	switch {
	case errors.As(err, &refused) && refused.Code == protocol.CodeVersion: // the address may be wrong
		return protocol.Errorf(refused.Code, "%s: %s", to, refused.Message)
	case refused != nil:
		return err
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return api.Errorf(api.CodeTimeout, "%s did not answer the login within %v.", to, loginTimeout)
	}
	return api.Errorf(api.CodeNetwork, "%s did not answer the login: %s.", to, err)
}

func (l *link) introduce(ctx context.Context, conn *websocket.Conn, body protocol.Login) (protocol.LoggedIn, error) {
	var welcome protocol.LoggedIn
	message, err := l.encode(protocol.TypeLogin, body, l.nextID())
	if err != nil {
		return welcome, err
	}
	if err := conn.Write(ctx, websocket.MessageText, message); err != nil {
		return welcome, err
	}
	e, err := l.receive(ctx, conn)
	if e.Type == protocol.TypeError {
		l.said = e.Error
	}
	switch {
	case err != nil:
		return welcome, err
	case e.Error != nil: // refused: this login, or the connection as a whole
		return welcome, e.Error
	case e.Type != protocol.TypeReply || l.json.Unmarshal(e.Body, &welcome) != nil:
		return welcome, otherProtocol("its first message is not a reply to login")
	}
	if refusal := protocol.CheckVersions(welcome.Version, protocol.Version); refusal != nil {
		return welcome, refusal
	}
	return welcome, nil
}

func otherProtocol(what string) *protocol.Error {
	return protocol.Errorf(protocol.CodeVersion, "the server speaks another protocol: %s", what)
}

func (l *link) receive(ctx context.Context, conn *websocket.Conn) (protocol.Envelope, error) {
	var e protocol.Envelope
	_, data, err := conn.Read(ctx)
	if err != nil {
		return e, err
	}
	if err := l.json.Unmarshal(data, &e); err != nil {
		return e, otherProtocol("a message is not a JSON envelope")
	}
	return e, nil
}

// read posts what the server sends until the connection ends.
func (l *link) read(ctx context.Context, conn *websocket.Conn) error {
	for {
		e, err := l.receive(ctx, conn)
		if err != nil {
			return err
		}
		if e.Type == protocol.TypeError && e.Error != nil {
			l.said = e.Error
		}
		if err := l.handle(e); err != nil {
			return err
		}
	}
}

// handle posts one message. An unknown type is not an error: a newer server may have more to say.
func (l *link) handle(e protocol.Envelope) error {
	switch e.Type {
	case protocol.TypeReply:
		l.replied(e)
	case protocol.TypeInvited:
		in := machine.Invited{Session: l.session}
		return l.push(e, &in.Invited, func() machine.Input { return in })
	case protocol.TypeUpdate:
		in := machine.Update{Session: l.session}
		return l.push(e, &in.Update, func() machine.Input { return in })
	case protocol.TypeBusy:
		in := machine.Busy{Session: l.session}
		return l.push(e, &in.Busy, func() machine.Input { return in })
	case protocol.TypeKicked:
		l.post(machine.Kicked{Session: l.session})
	}
	return nil
}

func (l *link) push(e protocol.Envelope, body any, in func() machine.Input) error {
	if err := l.json.Unmarshal(e.Body, body); err != nil {
		return fmt.Errorf("read %s: %w", e.Type, err)
	}
	l.post(in())
	return nil
}
