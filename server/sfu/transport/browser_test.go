//go:build browser

// Real browsers against the Mux. Run it in a network namespace of its own, because Firefox does not
// send to a server that announces loopback alone:
//
//	go test -c -tags browser -o /tmp/transport.test ./server/sfu/transport
//	unshare -n sh -c 'ip link set lo up; ip link add v0 type veth peer name v1; ip addr add 10.99.0.1/24 dev v0;
//	  ip link set v0 up; ip link set v1 up; cd server/sfu/transport && /tmp/transport.test -test.v -test.run Browser'
package transport

import (
	"encoding/json"
	"flag"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pion/rtcp"
)

var record = flag.Bool("record", false, "keep the browsers' offers in testdata")

// mirror sends a client its own media back.
type mirror struct {
	*events
	mux  *Mux
	conn *Conn
	from map[*Line]uint32
}

func (h *mirror) HandleRTP(p *Packet) {
	if p.RTX || !p.Line.Send || len(p.Payload) == 0 {
		return
	}
	h.from[p.Line] = p.SSRC
	_ = h.conn.SendRTP(p.Line, Header{p.SequenceNumber, p.Timestamp, p.Marker}, p.Payload)
}

func (h *mirror) HandleRTCP(packets []rtcp.Packet, _ time.Time) {
	for _, p := range packets {
		if pli, ok := p.(*rtcp.PictureLossIndication); ok {
			for l, ssrc := range h.from {
				if l.SSRC == pli.MediaSSRC {
					_ = h.conn.SendRTCP(&rtcp.PictureLossIndication{MediaSSRC: ssrc})
				}
			}
		}
	}
}

// report is what the page measured.
type report struct {
	Error                                string
	Connected, Restarted                 float64
	Frames, FramesAfter, AudioPackets    int
	Lost                                 int
	Cipher, Local, Remote, More, Version string
	RIDs                                 string
}

func TestBrowser(t *testing.T) {
	for _, name := range []string{"chromium", "firefox"} {
		t.Run(name, func(t *testing.T) {
			m, err := Listen(Config{Log: slog.Default()})
			if err != nil {
				t.Fatal(err)
			}
			defer m.Close()
			h := &mirror{events: newEvents(), mux: m, from: map[*Line]uint32{}}
			var started time.Time
			results := make(chan report, 1)
			var once sync.Once
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				switch r.URL.Path {
				case "/":
					http.ServeFile(w, r, "testdata/mirror.html")
				case "/offer":
					started = time.Now()
					keep(t, name+"-first", string(body))
					conn, answer, err := m.Answer(string(body), h)
					if err != nil {
						t.Error(err)
						return
					}
					m.Do(func() { h.conn = conn })
					io.WriteString(w, answer)
				case "/renegotiate":
					once.Do(func() {
						at := receive(t, h.connected, "keys")
						t.Logf("offer to keys at the server: %v", at.Sub(started))
					})
					keep(t, name+"-"+r.URL.RawQuery, string(body))
					answer, err := h.conn.Renegotiate(string(body))
					if err != nil {
						t.Error(err)
					}
					io.WriteString(w, answer)
				case "/result":
					var got report
					if err := json.Unmarshal(body, &got); err != nil {
						t.Error(err)
					}
					results <- got
				}
			}))
			defer server.Close()
			startBrowser(t, name, server.URL)
			select {
			case got := <-results:
				t.Logf("%+v", got)
				if got.Error != "" || got.FramesAfter <= got.Frames || got.Frames < 5 || got.AudioPackets < 20 {
					t.Errorf("the browser did not see its media come back: %+v", got)
				}
			case <-time.After(60 * time.Second):
				t.Fatal("no result")
			}
			if err := receive(t, h.closed, "close_notify"); err != nil {
				t.Errorf("got %v, want a close_notify", err)
			}
		})
	}
}

func keep(t *testing.T, name, offer string) {
	if !*record {
		return
	}
	if err := os.WriteFile(filepath.Join("testdata", name+".sdp"), []byte(offer), 0o644); err != nil {
		t.Error(err)
	}
}

func startBrowser(t *testing.T, name, url string) {
	t.Helper()
	profile := t.TempDir()
	command := exec.Command("chromium", "--headless", "--no-sandbox", "--user-data-dir="+profile, "--use-fake-device-for-media-stream",
		"--use-fake-ui-for-media-stream", "--allow-loopback-in-peer-connection", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required", url)
	if name == "firefox" {
		prefs := `user_pref("media.navigator.streams.fake", true);
user_pref("media.navigator.permission.disabled", true);
user_pref("media.peerconnection.ice.loopback", true);
user_pref("media.peerconnection.ice.obfuscate_host_addresses", false);
user_pref("media.autoplay.default", 0);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("app.update.enabled", false);
`
		if err := os.WriteFile(filepath.Join(profile, "user.js"), []byte(prefs), 0o644); err != nil {
			t.Fatal(err)
		}
		command = exec.Command("firefox-esr", "--headless", "--no-remote", "--profile", profile, url)
		command.Env = append(os.Environ(), "HOME="+profile)
	}
	var log strings.Builder
	command.Stderr = &log
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = command.Process.Signal(os.Interrupt)
		done := make(chan error, 1)
		go func() { done <- command.Wait() }()
		select {
		case <-done:
		case <-time.After(5 * time.Second):
			_ = command.Process.Kill()
			<-done
		}
		if t.Failed() {
			t.Log(log.String())
		}
	})
}
