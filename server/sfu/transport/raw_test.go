package transport

import (
	"context"
	"errors"
	"net"
	"testing"
	"time"

	"github.com/pion/dtls/v3"
	"github.com/pion/rtp"
	"github.com/pion/sdp/v3"
	"github.com/pion/srtp/v3"
	"github.com/pion/stun/v4"
)

// rawClient is a participant built from STUN, DTLS and SRTP by hand, so that tests can send what no proper
// client sends.
type rawClient struct {
	t      testing.TB
	mux    *Mux
	conn   *Conn
	events *events
	socket *rawSocket

	description     description
	ufrag, password string // the client's own
	remoteUfrag     string
	remotePassword  string
	in, out         *srtp.Context
	dtls            *dtls.Conn
}

// newRawClient has exchanged descriptions and nothing else.
func newRawClient(t testing.TB, m *Mux, media ...string) *rawClient {
	t.Helper()
	return describeRawClient(t, m, newDescription(media...))
}

func describeRawClient(t testing.TB, m *Mux, d description) *rawClient {
	t.Helper()
	c := &rawClient{t: t, mux: m, events: newEvents(), socket: newRawSocket(t, m), description: d,
		ufrag: d.ufrag, password: d.password}
	conn, answer, err := m.Answer(d.String(), c.events)
	if err != nil {
		t.Fatalf("answer: %v", err)
	}
	c.conn = conn
	c.readAnswer(answer)
	return c
}

func (c *rawClient) readAnswer(answer string) {
	c.t.Helper()
	var parsed sdp.SessionDescription
	if err := parsed.UnmarshalString(answer); err != nil {
		c.t.Fatalf("the answer is not SDP: %v", err)
	}
	c.remoteUfrag, _ = parsed.MediaDescriptions[0].Attribute("ice-ufrag")
	c.remotePassword, _ = parsed.MediaDescriptions[0].Attribute("ice-pwd")
}

// check is a connectivity check as a client sends it, with more attributes if wanted.
func (c *rawClient) check(more ...stun.Setter) *stun.Message {
	c.t.Helper()
	setters := append([]stun.Setter{stun.TransactionID, stun.BindingRequest,
		stun.NewUsername(c.remoteUfrag + ":" + c.ufrag)}, more...)
	setters = append(setters, stun.NewShortTermIntegrity(c.remotePassword), stun.Fingerprint)
	message, err := stun.Build(setters...)
	if err != nil {
		c.t.Fatal(err)
	}
	return message
}

// ask sends a request from s and waits for its response. Requests from the server stay unanswered.
func (c *rawClient) ask(s *rawSocket, request *stun.Message) *stun.Message {
	c.t.Helper()
	s.send(c.t, request.Raw)
	for {
		response := c.readSTUN(s)
		if response.TransactionID == request.TransactionID {
			return response
		}
	}
}

func (c *rawClient) readSTUN(s *rawSocket) *stun.Message {
	c.t.Helper()
	var m stun.Message
	m.Raw = receive(c.t, s.stun, "STUN message")
	if err := m.Decode(); err != nil {
		c.t.Fatalf("STUN: %v", err)
	}
	return &m
}

var useCandidate = stun.RawAttribute{Type: stun.AttrUseCandidate}

// validate makes s an address of the client, whether it answers or not.
func (c *rawClient) validate(s *rawSocket, more ...stun.Setter) {
	c.t.Helper()
	if got := c.ask(s, c.check(more...)).Type; got != stun.BindingSuccess {
		c.t.Fatalf("got %v, want a success response", got)
	}
}

// open makes s a new address of the client that the server may send to.
func (c *rawClient) open(s *rawSocket, more ...stun.Setter) {
	c.t.Helper()
	c.validate(s, more...)
	c.answer(s, c.readSTUN(s), c.password)
}

// answer responds to a check by the server, and waits until the server knows.
func (c *rawClient) answer(s *rawSocket, request *stun.Message, password string) {
	c.t.Helper()
	response, err := stun.Build(request, stun.BindingSuccess, stun.NewShortTermIntegrity(password), stun.Fingerprint)
	if err != nil {
		c.t.Fatal(err)
	}
	s.send(c.t, response.Raw)
	c.settle(s)
}

// connect validates the address and makes the handshake.
func (c *rawClient) connect(options ...dtls.ClientOption) {
	c.t.Helper()
	c.open(c.socket, useCandidate)
	if err := c.handshake(options...); err != nil {
		c.t.Fatalf("handshake: %v", err)
	}
	receive(c.t, c.events.connected, "keys at the server")
}

// connectedRawClient has keys and a matching fingerprint.
func connectedRawClient(t testing.TB, m *Mux, media ...string) *rawClient {
	t.Helper()
	c, certificate := certifiedRawClient(t, m, media...)
	c.connect(certificate)
	return c
}

// certifiedRawClient has described itself with the fingerprint of the certificate.
func certifiedRawClient(t testing.TB, m *Mux, media ...string) (*rawClient, dtls.ClientOption) {
	t.Helper()
	certificate, fingerprint, err := newCertificate()
	if err != nil {
		t.Fatal(err)
	}
	d := newDescription(media...)
	d.fingerprint = fingerprint
	return describeRawClient(t, m, d), dtls.WithCertificates(certificate)
}

func (c *rawClient) handshake(options ...dtls.ClientOption) error {
	options = append([]dtls.ClientOption{
		dtls.WithSRTPProtectionProfiles(dtls.SRTP_AEAD_AES_128_GCM, dtls.SRTP_AES128_CM_HMAC_SHA1_80),
		dtls.WithInsecureSkipVerify(true), dtls.WithExtendedMasterSecret(dtls.RequireExtendedMasterSecret),
		dtls.WithFlightInterval(50 * time.Millisecond),
	}, options...)
	conn, err := dtls.ClientWithOptions(c.socket.pipe, net.UDPAddrFromAddrPort(c.socket.server), options...)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(c.t.Context(), patience)
	defer cancel()
	if err := conn.HandshakeContext(ctx); err != nil {
		return errors.Join(err, conn.Close())
	}
	c.dtls = conn
	c.t.Cleanup(func() { _ = conn.Close() }) // a second Close is not a failure
	return c.deriveKeys()
}

func (c *rawClient) deriveKeys() error {
	selected, _ := c.dtls.SelectedSRTPProtectionProfile()
	state, _ := c.dtls.ConnectionState()
	keys := srtp.Config{Profile: srtp.ProtectionProfile(selected)}
	if err := keys.ExtractSessionKeysFromDTLS(&state, true); err != nil {
		return err
	}
	var err error
	if c.in, err = srtp.CreateContext(keys.Keys.RemoteMasterKey, keys.Keys.RemoteMasterSalt, keys.Profile); err != nil {
		return err
	}
	c.out, err = srtp.CreateContext(keys.Keys.LocalMasterKey, keys.Keys.LocalMasterSalt, keys.Profile)
	return err
}

// protect encrypts one RTP packet of the client.
func (c *rawClient) protect(h rtp.Header, payload string) []byte {
	c.t.Helper()
	h.Version = 2
	plain, err := (&rtp.Packet{Header: h, Payload: []byte(payload)}).Marshal()
	if err != nil {
		c.t.Fatal(err)
	}
	protected, err := c.out.EncryptRTP(nil, plain, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	return protected
}

// await sends a good packet as a mark: when it arrives, everything sent before it has been handled. The packets
// that arrived before it are returned.
func (c *rawClient) await(h rtp.Header) []Packet {
	c.t.Helper()
	const mark = "mark"
	c.socket.send(c.t, c.protect(h, mark))
	var before []Packet
	for {
		p := receive(c.t, c.events.rtp, "marked packet")
		if string(p.Payload) == mark {
			return before
		}
		before = append(before, p)
	}
}

// readRTP waits for the next RTP packet of the server.
func (c *rawClient) readRTP() *rtp.Packet {
	c.t.Helper()
	for {
		b := receive(c.t, c.socket.media, "RTP of the server")
		if isRTCP(b) {
			continue
		}
		plain, err := c.in.DecryptRTP(nil, b, nil)
		if err != nil {
			c.t.Fatalf("decrypt: %v", err)
		}
		p := &rtp.Packet{}
		if err := p.Unmarshal(plain); err != nil {
			c.t.Fatalf("parse: %v", err)
		}
		return p
	}
}
