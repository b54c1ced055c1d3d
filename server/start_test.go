package main_test

import (
	"encoding/json"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"trtccalling/server/usersig"
)

func TestDevelopment(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	p := start(t, "--dev", "--listen", "localhost:0", "--data", data)
	var first signed

	t.Run("is healthy", func(t *testing.T) {
		response, body := p.get("/healthz", nil)
		if response.StatusCode != http.StatusOK || body != "ok\n" {
			t.Errorf("got %d %q, want 200 ok", response.StatusCode, body)
		}
	})
	t.Run("serves a page, or says how to build it", func(t *testing.T) {
		response, body := p.get("/", nil)
		isPage := response.StatusCode == http.StatusOK && strings.Contains(body, "<script")
		saysHow := response.StatusCode == http.StatusServiceUnavailable && strings.Contains(body, "make build")
		if !isPage && !saysHow {
			t.Errorf("got %d %q, want a page, or 503 with what to do", response.StatusCode, body)
		}
	})
	t.Run("names the page to open and warns", func(t *testing.T) {
		for _, want := range []string{"url=http://localhost:", "development mode"} {
			if !strings.Contains(p.logged(), want) {
				t.Errorf("got %q, want %q in it", p.logged(), want)
			}
		}
	})
	t.Run("listens on both loopback addresses", func(t *testing.T) {
		_, port, err := net.SplitHostPort(p.address)
		if err != nil {
			t.Fatal(err)
		}
		for _, host := range []string{"127.0.0.1", "::1"} {
			c, err := net.DialTimeout("tcp", net.JoinHostPort(host, port), 5*time.Second)
			if err != nil {
				t.Errorf("%s: %v", host, err)
				continue
			}
			c.Close()
		}
	})
	t.Run("signs for anybody who asks", func(t *testing.T) {
		response, body := p.get("/v1/dev/usersig?userID=alice", nil)
		if got := response.Header.Get("Content-Type"); response.StatusCode != http.StatusOK || got != "application/json" {
			t.Fatalf("got %d %s %s, want 200 application/json", response.StatusCode, got, body)
		}
		first = readSigned(t, body)
		if first.UserID != "alice" || first.SDKAppID == 0 {
			t.Errorf("got %+v, want alice and an app", first)
		}
		if err := usersig.NewStore(data).Verify(first.SDKAppID, "alice", first.UserSig, time.Now()); err != nil {
			t.Errorf("verify: got %v, want nil", err)
		}
	})
	for name, query := range map[string]string{"no user ID": "", "an empty user ID": "?userID=", "a user ID with a space": "?userID=a%20b", "a user ID that is too long": "?userID=" + strings.Repeat("a", 33)} {
		t.Run("refuses "+name, func(t *testing.T) {
			response, body := p.get("/v1/dev/usersig"+query, nil)
			if response.StatusCode != http.StatusBadRequest || !strings.Contains(body, "userID must have 1 to 32 characters") {
				t.Errorf("got %d %q, want 400 and the rule", response.StatusCode, body)
			}
		})
	}
	t.Run("lets pages of other local ports read a signature", func(t *testing.T) {
		response, _ := p.get("/v1/dev/usersig?userID=a", http.Header{"Origin": {"http://localhost:5173"}})
		if got := response.Header.Get("Access-Control-Allow-Origin"); response.StatusCode != http.StatusOK || got != "http://localhost:5173" {
			t.Errorf("got %d %q, want 200 and the origin", response.StatusCode, got)
		}
	})
	t.Run("reports what was forwarded", func(t *testing.T) {
		response, body := p.get("/v1/dev/media", nil)
		if response.StatusCode != http.StatusOK || !strings.Contains(body, `"Rooms":{}`) {
			t.Errorf("got %d %s, want no rooms", response.StatusCode, body)
		}
	})
	t.Run("refuses pages of other hosts", func(t *testing.T) {
		response, body := p.get("/v1/dev/usersig?userID=a", http.Header{"Origin": {"https://evil.example"}})
		if response.StatusCode != http.StatusForbidden || !strings.Contains(body, "https://evil.example") || !strings.Contains(body, "--origin") {
			t.Errorf("got %d %q, want 403 with the origin and the flag", response.StatusCode, body)
		}
	})
	t.Run("refuses a foreign name that resolves to this machine", func(t *testing.T) {
		response, body := p.get("/v1/dev/usersig?userID=a", http.Header{"Host": {"evil.example"}})
		if response.StatusCode != http.StatusForbidden || strings.Contains(body, "userSig") {
			t.Errorf("got %d %q, want 403", response.StatusCode, body)
		}
	})
	t.Run("keeps its app over a restart", func(t *testing.T) {
		p.end(syscall.SIGTERM)
		again := start(t, "--dev", "--listen", "localhost:0", "--data", data)
		_, body := again.get("/v1/dev/usersig?userID=alice", nil)
		if got := readSigned(t, body).SDKAppID; got != first.SDKAppID {
			t.Errorf("got app %d, want %d", got, first.SDKAppID)
		}
	})
}

func TestProduction(t *testing.T) {
	t.Run("without an app it says in two lines what to do", func(t *testing.T) {
		data := filepath.Join(t.TempDir(), "data")
		out := command(t, "", "--data", data)
		wantRefusal(t, out, "\n  to try it on this machine:  trtc-server --dev\n  to set it up:               trtc-server apps add\n")
		if _, err := os.Stat(data); !os.IsNotExist(err) {
			t.Errorf("got %v, want no data folder left behind", err)
		}
	})
	t.Run("with an app it has no development endpoint", func(t *testing.T) {
		data := t.TempDir()
		succeed(t, "", "apps", "add", "--data", data)
		p := start(t, "--listen", "127.0.0.1:0", "--data", data)
		if response, _ := p.get("/healthz", nil); response.StatusCode != http.StatusOK {
			t.Errorf("healthz: got %d, want 200", response.StatusCode)
		}
		response, body := p.get("/v1/dev/usersig?userID=alice", nil)
		if response.StatusCode != http.StatusNotFound || strings.Contains(body, "userSig") {
			t.Errorf("got %d %q, want 404", response.StatusCode, body)
		}
	})
}

func TestRefusalsToStart(t *testing.T) {
	taken := occupyTCP(t)
	udp, err := net.ListenPacket("udp", ":0")
	if err != nil {
		t.Fatal(err)
	}
	defer udp.Close()
	_, udpPort, _ := net.SplitHostPort(udp.LocalAddr().String())
	running := t.TempDir()
	start(t, "--dev", "--listen", "127.0.0.1:0", "--data", running)

	for name, c := range map[string]struct {
		args []string
		want []string
	}{
		"the TCP port is taken":              {[]string{"--dev", "--listen", taken}, []string{"TCP port " + taken + " is taken", "--listen"}},
		"the UDP port is taken":              {[]string{"--dev", "--media-port", udpPort}, []string{"UDP port " + udpPort, "--media-port"}},
		"the data folder is another's":       {[]string{"--dev", "--data", running}, []string{"another server is using the data folder " + running, "--data"}},
		"development on all addresses":       {[]string{"--dev", "--listen", ":0"}, []string{"--dev-allow-remote"}},
		"development on a host name":         {[]string{"--dev", "--listen", "a.example:0"}, []string{"--dev-allow-remote"}},
		"an address without a port":          {[]string{"--dev", "--listen", "8080"}, []string{"--listen", "HOST:PORT"}},
		"an origin with a path":              {[]string{"--dev", "--origin", "https://a.example/"}, []string{"--origin", "https://a.example/"}},
		"an invalid media address":           {[]string{"--dev", "--media-ip", "a.example"}, []string{"--media-ip", "a.example"}},
		"an invalid media port":              {[]string{"--dev", "--media-port", "70000"}, []string{"--media-port", "70000"}},
		"a log level that does not exist":    {[]string{"--dev", "--log-level", "loud"}, []string{"--log-level", "loud"}},
		"a flag that does not exist":         {[]string{"--develop"}, []string{"develop"}},
		"a command that does not exist":      {[]string{"serve"}, []string{"serve"}},
		"development mode neither on or off": {[]string{"--dev=perhaps"}, []string{"dev"}},
	} {
		t.Run(name, func(t *testing.T) {
			args := append([]string{"--data", t.TempDir(), "--listen", "127.0.0.1:0", "--media-port", "0"}, c.args...)
			wantRefusal(t, command(t, "", args...), c.want...)
		})
	}
}

func TestEnvironment(t *testing.T) {
	t.Run("sets every flag", func(t *testing.T) {
		c := exec.Command(program)
		c.Env = append(os.Environ(), "TRTC_DEV=true", "TRTC_LISTEN=0.0.0.0:0", "TRTC_DEV_ALLOW_REMOTE=true", "TRTC_MEDIA_PORT=0", "TRTC_LOG_LEVEL=info",
			"TRTC_MEDIA_IP=127.0.0.1", "TRTC_ORIGIN=https://a.example,https://b.example", "TRTC_DATA="+t.TempDir())
		p := startCommand(t, c)
		for origin, want := range map[string]int{"https://a.example": 200, "https://b.example": 200, "https://c.example": 403} {
			response, _ := p.get("/v1/dev/usersig?userID=a", http.Header{"Origin": {origin}, "Host": {"calls.example"}})
			if response.StatusCode != want {
				t.Errorf("%s: got %d, want %d", origin, response.StatusCode, want)
			}
		}
	})
	t.Run("a flag takes precedence", func(t *testing.T) {
		t.Setenv("TRTC_LOG_LEVEL", "loud")
		p := start(t, "--dev", "--listen", "127.0.0.1:0", "--log-level", "info", "--data", t.TempDir())
		if response, _ := p.get("/healthz", nil); response.StatusCode != http.StatusOK {
			t.Errorf("got %d, want 200", response.StatusCode)
		}
	})
}

// signed is the answer of the development endpoint.
type signed struct {
	SDKAppID uint32 `json:"sdkAppID"`
	UserID   string `json:"userID"`
	UserSig  string `json:"userSig"`
}

func readSigned(t *testing.T, body string) signed {
	t.Helper()
	var s signed
	if err := json.Unmarshal([]byte(body), &s); err != nil {
		t.Fatalf("%q: %v", body, err)
	}
	return s
}
