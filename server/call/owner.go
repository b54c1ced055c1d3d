package call

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"trtccalling/server/bus"
	"trtccalling/server/protocol"
)

const (
	ringEvery   = time.Second     // between two invitations of a callee for whom nobody answered
	placeWithin = 5 * time.Second // a call that has not been placed by then is forgotten
	firstEpoch  = 1
)

// owner is the one goroutine of a call: all inputs come to it, and it performs all effects.
type owner struct {
	service *Service
	app     bus.App
	id      string
	address string
	log     *slog.Logger

	call    *Call
	room    Room
	mailbox *bus.Subscription
	inputs  chan Input

	rings  map[string]Ring // who is invited every second
	expire *time.Timer
	repeat *time.Ticker
}

// SlotsChanged, LinesWanted and Lost are what the room reports; they only post.
func (o *owner) SlotsChanged(user string, slots []protocol.Slot) {
	o.post(encode(message{Type: typeSlots, By: Who{User: user}}, slots))
}

func (o *owner) LinesWanted(user string, lines protocol.Lines) {
	o.post(encode(message{Type: typeLines, By: Who{User: user}}, lines))
}

func (o *owner) Lost(user string, err error) {
	o.log.Info("media connection lost", "user", user, "error", err)
	o.post(encode(message{Type: typeLost, By: Who{User: user}}, nil))
}

func (o *owner) post(data []byte) {
	if err := o.service.bus.Publish(o.address, "", data); err != nil {
		o.log.Error("post to the call", "error", err)
	}
}

// receive runs in the mailbox's goroutine.
func (o *owner) receive(m bus.Message) {
	in, err := decode(m.Data)
	if err != nil {
		o.log.Error("message to the call", "error", err)
		return
	}
	o.inputs <- in
}

// run owns the call until its last message has been answered.
func (o *owner) run() {
	defer o.service.forget(o)
	o.expire = time.NewTimer(placeWithin)
	o.repeat = time.NewTicker(ringEvery)
	defer o.expire.Stop()
	defer o.repeat.Stop()
	for {
		select {
		case in := <-o.inputs:
			o.step(in)
		case <-o.expire.C:
			o.step(Expire{})
		case <-o.repeat.C:
			o.ringAgain()
		case <-o.mailbox.Closed():
			o.room.Close()
			return
		}
	}
}

func (o *owner) step(in Input) {
	effects := o.call.step(time.Now(), in)
	for _, e := range effects {
		o.do(e)
	}
}

func (o *owner) do(e Effect) {
	switch e := e.(type) {
	case Reply:
		o.reply(e)
	case Tell:
		o.send(bus.SessionSubject(o.app, e.To.User, e.To.Session, TopicUpdate), e.Update)
	case Ring:
		_, again := o.rings[e.User]
		o.rings[e.User] = e
		o.invite(e, again)
	case Hush:
		delete(o.rings, e.User)
	case Arm:
		o.expire.Reset(time.Until(e.At))
	case Connect:
		o.connect(e)
	case Admit:
		o.room.Admit(e.User)
	case Cameras:
		o.room.PassCameras(e.Pass)
	case Remove:
		o.room.Remove(e.User)
	case End:
		o.log.Info("call over")
		o.mailbox.Drain()
	}
}

func (o *owner) reply(e Reply) {
	answer := Answer{ID: e.ID, Error: e.Err, Over: e.Over}
	if e.Err == nil {
		body, err := json.Marshal(e.Body)
		if err != nil {
			answer.Error = protocol.Errorf(protocol.CodeInternal, "write the reply: %v", err)
		}
		answer.Body = body
	}
	o.send(bus.SessionSubject(o.app, e.By.User, e.By.Session, TopicReply), answer)
}

// connect answers an offer. That takes a millisecond of computation and no I/O, so the owner does it itself.
func (o *owner) connect(e Connect) {
	in := Connected{Request: e.Request}
	answer, err := o.room.Answer(e.By.User, e.Offer)
	if err != nil {
		o.log.Warn("offer refused", "user", e.By.User, "error", err)
		in.Err = protocol.AsError(fmt.Errorf("answer the offer: %w", err))
	}
	in.Answer = answer
	o.step(in)
}

func (o *owner) ringAgain() {
	for _, ring := range o.rings {
		o.invite(ring, true)
	}
}

func (o *owner) invite(r Ring, again bool) {
	r.Invited.Timeout = max(time.Until(r.Until), 0).Seconds()
	o.send(bus.UserSubject(o.app, r.User, TopicInvite), Invitation{Address: o.address, Invited: r.Invited, Again: again})
}

func (o *owner) send(subject string, body any) {
	data, err := json.Marshal(body)
	if err == nil {
		err = o.service.bus.Publish(subject, "", data)
	}
	if err != nil {
		o.log.Error("send from the call", "subject", subject, "error", err)
	}
}
