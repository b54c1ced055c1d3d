package transport

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	"time"

	"github.com/pion/dtls/v3"
	"github.com/pion/logging"
	"github.com/pion/srtp/v3"
)

// replayWindow is how many sequence numbers behind the newest a packet may come.
const replayWindow = 1024

// newCertificate makes the certificate that all connections of a Mux show. On its own it proves nothing: the
// client compares it with the fingerprint in the answer.
func newCertificate() (tls.Certificate, string, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, "", fmt.Errorf("make DTLS key: %w", err)
	}
	template := &x509.Certificate{
		SerialNumber: new(big.Int).SetUint64(randomUint64()),
		Subject:      pkix.Name{CommonName: "WebRTC"},
		NotBefore:    time.Now().AddDate(0, 0, -1),
		NotAfter:     time.Now().AddDate(10, 0, 0),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return tls.Certificate{}, "", fmt.Errorf("make DTLS certificate: %w", err)
	}
	sum := sha256.Sum256(der)
	text := fingerprint{algorithm: "sha-256", sum: sum[:]}.String()
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, text, nil
}

// run is the connection's goroutine: it waits for an address, makes the handshake and then reads until
// DTLS ends. It holds no lock while it waits.
func (c *Conn) run(ctx context.Context) {
	defer c.cancel()
	select {
	case <-c.validated:
	case <-ctx.Done():
		return
	}
	err := c.converse(ctx)
	c.mux.mu.Lock()
	defer c.mux.unlock()
	c.fail(err)
}

// converse returns nil when the client closed DTLS.
func (c *Conn) converse(ctx context.Context) (err error) {
	conn, err := dtls.ServerWithOptions(c.pipe, c.pipe.remoteAddr(), c.dtlsOptions()...)
	if err != nil {
		return errors.Join(fmt.Errorf("start DTLS: %w", err), c.pipe.Close())
	}
	defer func() {
		if closeErr := conn.Close(); err == nil && closeErr != nil {
			err = fmt.Errorf("close DTLS: %w", closeErr)
		}
	}()
	if err := c.shakeHands(ctx, conn); err != nil {
		return err
	}
	if err := c.install(conn); err != nil {
		return err
	}
	return c.awaitCloseNotify(conn)
}

// closeGrace is how long a handshake may go on after Close. The client may have finished it already, and only a
// finished handshake can be ended with close_notify.
const closeGrace = 250 * time.Millisecond

func (c *Conn) shakeHands(ctx context.Context, conn *dtls.Conn) error {
	limit, stop := context.WithTimeout(context.Background(), c.mux.timing.handshake)
	defer stop()
	unlink := context.AfterFunc(ctx, func() { time.AfterFunc(closeGrace, stop) })
	defer unlink()
	if err := conn.HandshakeContext(limit); err != nil {
		return fmt.Errorf("DTLS handshake: %w", err)
	}
	return nil
}

// awaitCloseNotify reads, although nobody sends anything (there are no data channels), until the client says
// that it is gone.
func (c *Conn) awaitCloseNotify(conn *dtls.Conn) error {
	buf := make([]byte, 8192) // the largest record that dtls delivers
	for {
		_, err := conn.Read(buf)
		var timeout interface{ Timeout() bool }
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.As(err, &timeout) && timeout.Timeout():
			return nil // woken by Close
		case err != nil:
			c.log.Debug("DTLS record ignored", "error", err)
		}
	}
}

func (c *Conn) dtlsOptions() []dtls.ServerOption {
	quiet := &logging.DefaultLoggerFactory{Writer: io.Discard, DefaultLogLevel: logging.LogLevelDisabled}
	return []dtls.ServerOption{
		dtls.WithCertificates(c.mux.certificate),
		dtls.WithSRTPProtectionProfiles(dtls.SRTP_AEAD_AES_128_GCM, dtls.SRTP_AES128_CM_HMAC_SHA1_80),
		dtls.WithClientAuth(dtls.RequireAnyClientCert),
		dtls.WithVerifyPeerCertificate(c.verifyCertificate),
		dtls.WithExtendedMasterSecret(dtls.RequireExtendedMasterSecret),
		// A cookie would cost a round trip to learn what ICE has already proved: the client is at its address.
		dtls.WithInsecureSkipVerifyHello(true),
		dtls.WithFlightInterval(100 * time.Millisecond),
		dtls.WithLoggerFactory(quiet),
	}
}

// verifyCertificate compares the client's certificate with its description (RFC 8122, 5).
func (c *Conn) verifyCertificate(raw [][]byte, _ [][]*x509.Certificate) error {
	if len(raw) == 0 {
		return errors.New("no certificate")
	}
	for _, f := range c.fingerprints {
		if f.matches(raw[0]) {
			return nil
		}
	}
	return errors.New("the certificate's fingerprint is not the description's")
}

// install puts the keys of a finished handshake to use.
func (c *Conn) install(conn *dtls.Conn) error {
	in, out, err := srtpContexts(conn)
	if err != nil {
		return err
	}
	c.mux.mu.Lock()
	defer c.mux.unlock()
	if c.closed {
		return net.ErrClosed
	}
	c.dtls, c.srtpIn, c.srtpOut = conn, in, out
	now := c.mux.timing.now()
	c.handler.HandleConnected(now)
	c.handleEarly(now)
	return nil
}

// srtpContexts derives the SRTP keys from the DTLS session (RFC 5764, 4.2).
func srtpContexts(conn *dtls.Conn) (in, out *srtp.Context, err error) {
	selected, ok := conn.SelectedSRTPProtectionProfile()
	state, known := conn.ConnectionState()
	if !ok || !known {
		return nil, nil, errors.New("DTLS agreed on no SRTP profile")
	}
	keys := srtp.Config{Profile: srtp.ProtectionProfile(selected)}
	if err := keys.ExtractSessionKeysFromDTLS(&state, false); err != nil {
		return nil, nil, fmt.Errorf("derive SRTP keys: %w", err)
	}
	in, err = srtp.CreateContext(keys.Keys.RemoteMasterKey, keys.Keys.RemoteMasterSalt, keys.Profile,
		srtp.SRTPReplayProtection(replayWindow), srtp.SRTCPReplayProtection(replayWindow))
	if err != nil {
		return nil, nil, fmt.Errorf("make SRTP context for receiving: %w", err)
	}
	out, err = srtp.CreateContext(keys.Keys.LocalMasterKey, keys.Keys.LocalMasterSalt, keys.Profile)
	if err != nil {
		return nil, nil, fmt.Errorf("make SRTP context for sending: %w", err)
	}
	return in, out, nil
}

// Record types and sizes of DTLS 1.2 (RFC 6347, 4.1).
const (
	recordHeader     = 13
	changeCipherSpec = 20
	alert            = 21
	handshake        = 22
	applicationData  = 23
)

// handleDTLS takes a datagram from a validated address.
func (c *Conn) handleDTLS(b []byte) {
	if acceptableRecords(b, c.dtls != nil) {
		c.pipe.deliver(b)
	}
}

// acceptableRecords keeps from the DTLS library what anybody who forges a source address could send to end a
// connection: broken records, and unencrypted ones where none are due.
func acceptableRecords(b []byte, connected bool) bool {
	for len(b) > 0 {
		if len(b) < recordHeader || b[1] != 0xfe {
			return false
		}
		size := recordHeader + int(binary.BigEndian.Uint16(b[recordHeader-2:]))
		if len(b) < size {
			return false
		}
		epoch, body := binary.BigEndian.Uint16(b[3:]), b[recordHeader:size]
		if !acceptableRecord(b[0], epoch, body, connected) {
			return false
		}
		b = b[size:]
	}
	return true
}

func acceptableRecord(kind byte, epoch uint16, body []byte, connected bool) bool {
	switch kind {
	case handshake:
		return len(body) > 0
	case changeCipherSpec:
		return len(body) == 1 && body[0] == 1
	case alert:
		return epoch > 0 || len(body) == 2 && !connected
	case applicationData:
		return epoch > 0
	}
	return false
}
