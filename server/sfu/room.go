package sfu

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"trtccalling/server/protocol"
)

// maxPeers is how many users a room takes. The cost of a room grows with the square of that.
const maxPeers = 50

// ErrClosed is what Answer returns when the room is closed, or when the user was removed meanwhile.
var ErrClosed = errors.New("the room is closed to this user")

// Room connects the members of one call to one another. Its methods may be called by any goroutine.
type Room struct {
	sfu     *SFU
	callID  string
	notices *notices

	// Protected by the Mux's lock:
	peers     []*peer // in the order in which they came
	closed    bool
	noCameras bool // a call of audio
	selection selection
}

// Answer connects a user's media, or changes its connection, and returns the answer to the offer. What the user
// sends is dropped until Admit.
func (r *Room) Answer(user, offer string) (string, error) {
	p, err := r.join(user)
	if err != nil {
		return "", err
	}
	p.negotiation.Lock()
	defer p.negotiation.Unlock()
	var conn connection
	r.sfu.mux.Do(func() { conn, p.closed = p.conn, false })
	if conn != nil {
		return r.renegotiate(p, conn, offer)
	}
	return r.connect(p, offer)
}

func (r *Room) connect(p *peer, offer string) (string, error) {
	conn, answer, err := r.sfu.mux.Answer(offer, p)
	if err != nil {
		return "", fmt.Errorf("connect %s: %w", p.user, err)
	}
	r.sfu.mux.Do(func() {
		switch {
		case p.removed:
			conn.Close()
			answer, err = "", ErrClosed
		case !p.closed:
			p.conn = conn
			p.adopt(time.Now())
			r.reconcile(time.Now())
		}
	})
	return answer, err
}

func (r *Room) renegotiate(p *peer, conn connection, offer string) (string, error) {
	answer, err := conn.Renegotiate(offer)
	if err != nil {
		return "", fmt.Errorf("renegotiate %s: %w", p.user, err)
	}
	r.sfu.mux.Do(func() {
		if p.conn == conn {
			p.adopt(time.Now())
			r.reconcile(time.Now())
		}
	})
	return answer, nil
}

// Admit lets a user's media through, both ways. It may come before Answer. A user who waits for it has already
// been told what will arrive on which line, and can be ready to show it.
func (r *Room) Admit(user string) {
	p, err := r.join(user)
	if err != nil {
		return // Answer says so
	}
	r.sfu.mux.Do(func() {
		p.admit(time.Now())
	})
}

// PassCameras says whether pictures from cameras are forwarded; at first they are. Screens always are.
func (r *Room) PassCameras(pass bool) {
	r.sfu.mux.Do(func() { r.noCameras = !pass })
}

// Remove ends a user's connection and frees the slots that carried the user's tracks.
func (r *Room) Remove(user string) {
	r.sfu.mux.Do(func() {
		i := slices.IndexFunc(r.peers, func(p *peer) bool { return p.user == user })
		if i < 0 {
			return
		}
		p := r.peers[i]
		r.peers = slices.Delete(r.peers, i, i+1)
		r.drop(p)
		r.reconcile(time.Now())
	})
}

// Close ends all connections and waits for an event in progress; no events follow.
func (r *Room) Close() {
	r.sfu.mux.Do(func() {
		r.closed = true
		for _, p := range r.peers {
			r.drop(p)
		}
		r.peers = nil
		delete(r.sfu.rooms, r)
	})
	r.notices.close()
}

// join returns the user's peer, making it the first time.
func (r *Room) join(user string) (p *peer, err error) {
	r.sfu.mux.Do(func() {
		if r.closed {
			err = ErrClosed
			return
		}
		if i := slices.IndexFunc(r.peers, func(p *peer) bool { return p.user == user }); i >= 0 {
			p = r.peers[i]
			return
		}
		if len(r.peers) >= maxPeers {
			err = protocol.Errorf(protocol.CodeCallFull, "the call is full: it has %d members", maxPeers)
			return
		}
		p = &peer{room: r, user: user, ticks: r.sfu.phase}
		r.sfu.phase++
		r.peers = append(r.peers, p)
	})
	return p, err
}

// drop ends a peer. The Mux's lock is held.
func (r *Room) drop(p *peer) {
	p.removed = true
	if p.conn != nil {
		p.conn.Close()
	}
	p.release(time.Now())
	r.sfu.total.add(p.count)
}
