package call

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"log/slog"
	"math/big"
	"sync"

	"github.com/google/uuid"

	"trtccalling/server/bus"
	"trtccalling/server/protocol"
)

// MediaServer is what calls need from a media server.
type MediaServer interface {
	// Open makes the room of a call. events' methods must not block.
	Open(callID string, events RoomEvents) Room
}

// Room forwards the media of one call. Its methods return at once.
type Room interface {
	// Answer connects a user, or changes its connection. What it sends is dropped until Admit.
	Answer(user, offer string) (answer string, err error)
	// Admit lets the user's media through; it may come before Answer.
	Admit(user string)
	// PassCameras says whether pictures from cameras are forwarded; at first they are. Screens always are.
	PassCameras(pass bool)
	// Remove closes the user's connection, if there is one.
	Remove(user string)
	Close()
}

// RoomEvents is what a room reports on its own.
type RoomEvents interface {
	SlotsChanged(user string, slots []protocol.Slot)
	LinesWanted(user string, lines protocol.Lines)
	Lost(user string, err error)
}

// Service holds the calls that this node owns.
type Service struct {
	bus    *bus.Bus
	media  MediaServer
	server string
	log    *slog.Logger

	done sync.WaitGroup

	mu     sync.Mutex // protects:
	owners map[*owner]bool
	closed bool
}

// NewService makes a Service. server names this process to clients.
func NewService(b *bus.Bus, media MediaServer, server string, log *slog.Logger) *Service {
	return &Service{bus: b, media: media, server: server, log: log, owners: map[*owner]bool{}}
}

// Ref is a call as sessions know it: its id and where it takes messages.
type Ref struct{ ID, Address string }

// Open makes a call that waits for the request that places it.
func (s *Service) Open(app bus.App) (Ref, error) {
	id, roomID, err := newIDs()
	if err != nil {
		return Ref{}, err
	}
	o := &owner{
		service: s, app: app, id: id, address: bus.CallSubject(app, id, firstEpoch),
		log: s.log.With("call", id), call: newCall(id, roomID, s.server),
		inputs: make(chan Input), rings: map[string]Ring{},
	}
	if err := s.start(o); err != nil {
		return Ref{}, err
	}
	return Ref{ID: id, Address: o.address}, nil
}

func (s *Service) start(o *owner) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return protocol.Errorf(protocol.CodeUnavailable, "the server is shutting down")
	}
	mailbox, err := s.bus.Subscribe(o.address, o.receive)
	if err != nil {
		return err
	}
	o.mailbox = mailbox
	o.room = s.media.Open(o.id, o)
	s.owners[o] = true
	s.done.Go(o.run)
	return nil
}

func (s *Service) forget(o *owner) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.owners, o)
}

// Len returns how many calls there are.
func (s *Service) Len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.owners)
}

// Close ends all calls, telling their members, and waits for that until ctx ends.
func (s *Service) Close(ctx context.Context) error {
	s.mu.Lock()
	s.closed = true
	for o := range s.owners {
		o.post(encode(message{Type: typeShutdown}, nil))
	}
	s.mu.Unlock()
	done := make(chan struct{})
	go func() { s.done.Wait(); close(done) }()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("end the calls: %w", ctx.Err())
	}
}

// Find names a call by its id alone, whether it exists or not.
func Find(app bus.App, id string) Ref {
	return Ref{ID: id, Address: bus.CallSubject(app, id, firstEpoch)}
}

// Ask is a session's request as it came: a type of protocol and its body.
type Ask struct {
	Request
	Type    string
	Body    any
	Profile protocol.Profile // of the user who asks
}

// Send passes a session's request to a call. The reply comes to the session's TopicReply; when the call no
// longer exists, an Unreachable message comes to unreachable.
func (s *Service) Send(to Ref, ask Ask, unreachable string) error {
	return s.bus.Publish(to.Address, unreachable, encode(message{Type: ask.Type, By: ask.By, ID: ask.ID, Profile: ask.Profile}, ask.Body))
}

// Rang tells a call that a session of a callee rings, and how that user wants to be shown. unreachable
// is as in Send.
func (s *Service) Rang(to Ref, in Rang, unreachable string) error {
	return s.bus.Publish(to.Address, unreachable, encode(message{Type: typeRang, By: in.By, Invite: in.Invite, Profile: in.Profile}, nil))
}

// Occupied tells a call that a callee is in another one.
func (s *Service) Occupied(to Ref, in Occupied) error {
	return s.bus.Publish(to.Address, "", encode(message{Type: typeOccupied, By: in.By, Invite: in.Invite}, nil))
}

// Gone tells a call that a session has ended.
func (s *Service) Gone(to Ref, by Who) error {
	return s.bus.Publish(to.Address, "", encode(message{Type: typeGone, By: by}, nil))
}

const maxRoomID = 100_000_000

func newIDs() (callID string, roomID int, err error) {
	random := make([]byte, 16)
	if _, err := rand.Read(random); err != nil {
		return "", 0, fmt.Errorf("make a call id: %w", err)
	}
	room, err := rand.Int(rand.Reader, big.NewInt(maxRoomID))
	if err != nil {
		return "", 0, fmt.Errorf("make a room id: %w", err)
	}
	return hex.EncodeToString(random), int(room.Int64()) + 1, nil
}

// invitesFor makes an id for each user, or one for all who are invited as a group.
func invitesFor(invitees protocol.Invitees) []protocol.Invite {
	shared := uuid.NewString()
	invites := make([]protocol.Invite, len(invitees.UserIDs))
	for i, user := range invitees.UserIDs {
		invites[i] = protocol.Invite{InviteID: shared, UserID: user}
		if invitees.GroupID == "" {
			invites[i].InviteID = uuid.NewString()
		}
	}
	return invites
}
