//go:build browser

// Real browsers against the Mux, in a network namespace with an IPv4 and an IPv6 address besides loopback and a
// default route: without them Firefox gathers no candidate that reaches the server.
//
//	go test -c -tags browser -o /tmp/transport.test ./server/sfu/transport
//	cd server/sfu/transport && unshare -n sh -c 'ip link set lo up
//	  ip link add v0 type veth peer name v1; ip addr add 10.99.0.1/24 dev v0; ip addr add fd99::1/64 dev v0 nodad
//	  ip link set v0 up; ip link set v1 up; ip route add default via 10.99.0.2; ip route add default via fd99::2
//	  /tmp/transport.test -test.v -test.run Browser$'
package transport

import (
	"encoding/json"
	"flag"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pion/rtcp"
)

var keepOffers = flag.Bool("keep-offers", false, "keep the browsers' offers in testdata")

func TestBrowser(t *testing.T) {
	for _, name := range []string{"chromium", "firefox"} {
		for family, isWanted := range map[string]func(netip.Addr) bool{"IPv4": netip.Addr.Is4, "IPv6": netip.Addr.Is6} {
			t.Run(name+" over "+family, func(t *testing.T) {
				addresses, err := hostAddresses(true)
				if err != nil {
					t.Fatal(err)
				}
				i := slices.IndexFunc(addresses, isWanted)
				if i < 0 || addresses[i].IsLoopback() {
					t.Fatalf("no address of %s in %v: see the top of this file", family, addresses)
				}
				testBrowser(t, name, addresses[i])
			})
		}
	}
}

// testBrowser makes a page connect, restart ICE, add media and close, and compares what it saw.
func testBrowser(t *testing.T, name string, announce netip.Addr) {
	p := &page{t: t, name: name, results: make(chan report, 1)}
	p.mux = newMux(t, announce)
	p.mirror = &mirror{events: newEvents(), from: map[*Line]uint32{}}
	server := httptest.NewServer(p)
	defer server.Close()
	startBrowser(t, name, server.URL)
	select {
	case got := <-p.results:
		t.Logf("%+v", got)
		if got.Error != "" || got.FramesAfter <= got.Frames || got.Frames < 5 || got.AudioPackets < 20 {
			t.Error("the browser did not see its media come back all the time")
		}
		if got.Cipher != "SRTP_AEAD_AES_128_GCM" {
			t.Errorf("got cipher %s, want GCM", got.Cipher)
		}
	case <-time.After(time.Minute):
		t.Fatal("the page reported nothing")
	}
	if err := receive(t, p.mirror.closed, "close_notify"); err != nil {
		t.Errorf("got %v, want a close_notify", err)
	}
}

// mirror sends a client its own media back.
type mirror struct {
	*events
	conn *Conn
	from map[*Line]uint32 // the client's SSRCs
}

func (h *mirror) HandleRTP(p *Packet) {
	if p.RTX || !p.Line.Send || len(p.Payload) == 0 {
		return
	}
	h.from[p.Line] = p.SSRC
	_ = h.conn.SendRTP(p.Line, Header{p.SequenceNumber, p.Timestamp, p.Marker}, p.Payload) // a repeated number is refused
}

func (h *mirror) HandleRTCP(packets []rtcp.Packet, _ time.Time) {
	for _, p := range packets {
		pli, ok := p.(*rtcp.PictureLossIndication)
		for l, ssrc := range h.from {
			if ok && l.SSRC == pli.MediaSSRC {
				_ = h.conn.SendRTCP(&rtcp.PictureLossIndication{MediaSSRC: ssrc}) // repeated by the browser
			}
		}
	}
}

// report is what testdata/mirror.html measured.
type report struct {
	Error                                string
	Connected, Restarted                 float64
	Frames, FramesAfter, AudioPackets    int
	Lost                                 int
	Cipher, Local, Remote, More, Version string
	RIDs                                 string
}

// page is the server behind testdata/mirror.html.
type page struct {
	t       *testing.T
	name    string
	mux     *Mux
	mirror  *mirror
	results chan report
}

func (p *page) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		p.t.Error(err)
	}
	switch r.URL.Path {
	case "/":
		http.ServeFile(w, r, "testdata/mirror.html")
	case "/first", "/restart", "/more":
		what := strings.TrimPrefix(r.URL.Path, "/")
		p.keep(what, body)
		p.reply(w, what, string(body))
	case "/result":
		var got report
		if err := json.Unmarshal(body, &got); err != nil {
			p.t.Error(err)
		}
		p.results <- got
	}
}

func (p *page) reply(w io.Writer, what, offer string) {
	var answer string
	var err error
	if what == "first" {
		var conn *Conn
		conn, answer, err = p.mux.Answer(offer, p.mirror)
		p.mux.Do(func() { p.mirror.conn = conn })
	} else {
		answer, err = p.mirror.conn.Renegotiate(offer)
	}
	if err != nil {
		p.t.Error(err)
	}
	if _, err := io.WriteString(w, answer); err != nil {
		p.t.Error(err)
	}
}

func (p *page) keep(what string, offer []byte) {
	if !*keepOffers {
		return
	}
	if err := os.WriteFile(filepath.Join("testdata", p.name+"-"+what+".sdp"), offer, 0o644); err != nil {
		p.t.Error(err)
	}
}

const firefoxPreferences = `user_pref("media.navigator.streams.fake", true);
user_pref("media.navigator.permission.disabled", true);
user_pref("media.peerconnection.ice.loopback", true);
user_pref("media.peerconnection.ice.obfuscate_host_addresses", false);
user_pref("media.autoplay.default", 0);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
`

// startBrowser opens url in a fresh profile and ends the browser with the test.
func startBrowser(t *testing.T, name, url string) {
	t.Helper()
	profile := t.TempDir()
	command := exec.Command("chromium", "--headless", "--no-sandbox", "--user-data-dir="+profile,
		"--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--allow-loopback-in-peer-connection",
		"--disable-background-networking", "--disable-component-update", "--disable-sync",
		"--autoplay-policy=no-user-gesture-required", url)
	if name == "firefox" {
		if err := os.WriteFile(filepath.Join(profile, "user.js"), []byte(firefoxPreferences), 0o644); err != nil {
			t.Fatal(err)
		}
		command = exec.Command("firefox-esr", "--headless", "--no-remote", "--profile", profile, url)
		command.Env = append(os.Environ(), "HOME="+profile)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := command.Process.Signal(os.Interrupt); err != nil {
			t.Error(err)
		}
		done := make(chan error, 1)
		go func() { done <- command.Wait() }()
		select {
		case <-done:
		case <-time.After(patience):
			slog.Warn("browser had to be killed", "browser", name, "error", command.Process.Kill())
			<-done
		}
	})
}
