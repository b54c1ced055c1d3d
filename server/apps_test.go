package main_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"trtccalling/server/usersig"
)

// An app and a signature as the original's signing library makes them.
const (
	knownKey = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e"
	knownSig = "eJyrVgrxCdYrSy1SslIy0jNQ0gHzM1NS80oy0zLBwhWZiflZpXlQqeKU7MSCgswUJStDEwMogMiUZOamKlkZmqOKplYUZBaBxE1NTY3gosWZ6UpWSj5ljuYp*p7l5unBxXnF2WVhVU4uAf7Ozi5JpX7O5SbuHuUhzgZJmQXaTia2SrUAohcx8g__"
)

func TestAppsAdd(t *testing.T) {
	verifiesKnown := func(data string) error {
		return usersig.NewStore(data).Verify(1400000000, "xiaojun", knownSig, time.Unix(1700000001, 0))
	}
	// What an editor or a shell makes of the same key.
	for name, text := range map[string]string{"without a line end": knownKey, "from an editor": knownKey + "\n", "from an editor on Windows": knownKey + "\r\n"} {
		t.Run("takes over a key file "+name, func(t *testing.T) {
			data, file := t.TempDir(), filepath.Join(t.TempDir(), "key")
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			out := succeed(t, "", "apps", "add", "--sdkappid", "1400000000", "--key-file", file, "--data", data)
			if err := verifiesKnown(data); err != nil {
				t.Errorf("got %v, want nil", err)
			}
			if out != "SDKAppID: 1400000000\n" {
				t.Errorf("got %q, want the ID and not the key", out)
			}
		})
		t.Run("takes over a key from the standard input "+name, func(t *testing.T) {
			data := t.TempDir()
			succeed(t, text, "--data", data, "apps", "add", "--sdkappid", "1400000000", "--key-file", "-")
			if err := verifiesKnown(data); err != nil {
				t.Errorf("got %v, want nil", err)
			}
		})
	}
	t.Run("keeps every other byte of a key", func(t *testing.T) {
		data, key := t.TempDir(), " \x00\xff key\t "
		succeed(t, key+"\n", "apps", "add", "--sdkappid", "5", "--key-file", "-", "--data", data)
		app, err := usersig.NewStore(data).App(5)
		if err != nil || string(app.Key) != key {
			t.Errorf("got %q, %v, want %q", app.Key, err, key)
		}
	})
	t.Run("makes an ID and a key and prints both", func(t *testing.T) {
		data := t.TempDir()
		out := succeed(t, "", "apps", "add", "--data", data)
		apps, err := usersig.NewStore(data).Apps()
		if err != nil || len(apps) != 1 {
			t.Fatalf("got %v, %v, want one app", apps, err)
		}
		if want := fmt.Sprintf("SDKAppID: %d\nkey: %s\n", apps[0].ID, apps[0].Key); out != want {
			t.Errorf("got %q, want %q", out, want)
		}
	})
	for name, c := range map[string]struct {
		input string
		args  []string
		want  string
	}{
		"an empty key":             {"", []string{"--key-file", "-"}, "contains no key"},
		"a line end alone":         {"\n", []string{"--key-file", "-"}, "contains no key"},
		"a key of two lines":       {"a\nb\n", []string{"--key-file", "-"}, "more than one line"},
		"a key and an empty line":  {"a\n\n", []string{"--key-file", "-"}, "more than one line"},
		"a file that is not a key": {strings.Repeat("a", 5000), []string{"--key-file", "-"}, "too many for a key"},
		"a file that is not there": {"", []string{"--key-file", "/nowhere/key"}, "/nowhere/key"},
		"the SDKAppID 0":           {"", []string{"--sdkappid", "0"}, "greater than 0"},
		"a negative SDKAppID":      {"", []string{"--sdkappid=-1"}, "sdkappid"},
		"too large an SDKAppID":    {"", []string{"--sdkappid", "4294967296"}, "sdkappid"},
		"an SDKAppID that is text": {"", []string{"--sdkappid", "a"}, "sdkappid"},
	} {
		t.Run("refuses "+name, func(t *testing.T) {
			data := t.TempDir()
			wantRefusal(t, command(t, c.input, append([]string{"apps", "add", "--data", data}, c.args...)...), c.want)
			if out := succeed(t, "", "apps", "list", "--data", data); out != "" {
				t.Errorf("got %q, want no app", out)
			}
		})
	}
	t.Run("refuses an SDKAppID that exists", func(t *testing.T) {
		data := t.TempDir()
		succeed(t, "", "apps", "add", "--sdkappid", "5", "--data", data)
		wantRefusal(t, command(t, "", "apps", "add", "--sdkappid", "5", "--data", data), "5 already exists")
	})
}

func TestAppsListAndRemove(t *testing.T) {
	data := t.TempDir()
	for _, id := range []string{"20", "5", "7"} {
		succeed(t, "", "apps", "add", "--sdkappid", id, "--data", data)
	}
	succeed(t, "", "apps", "remove", "5", "--data", data)
	if got, want := succeed(t, "", "apps", "list", "--data", data), "20\n7\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	wantRefusal(t, command(t, "", "apps", "remove", "5", "--data", data), "no such app")
	wantRefusal(t, command(t, "", "apps", "remove", "--data", data), "apps remove SDKAPPID")
}

func TestUserSig(t *testing.T) {
	data := t.TempDir()
	wantRefusal(t, command(t, "", "usersig", "--user", "alice", "--data", data), "trtc-server apps add")
	succeed(t, "", "apps", "add", "--sdkappid", "5", "--data", data)
	store := usersig.NewStore(data)

	t.Run("signs for the only app", func(t *testing.T) {
		sig := strings.TrimSuffix(succeed(t, "", "usersig", "--user", "alice", "--data", data), "\n")
		if err := store.Verify(5, "alice", sig, time.Now().Add(7*24*time.Hour-time.Minute)); err != nil {
			t.Errorf("got %v, want nil for a week", err)
		}
	})
	t.Run("signs for as long as it is told", func(t *testing.T) {
		sig := strings.TrimSuffix(succeed(t, "", "usersig", "--user", "alice", "--expire", "1h", "--data", data), "\n")
		if err := store.Verify(5, "alice", sig, time.Now().Add(2*time.Hour)); err == nil {
			t.Error("after two hours: got nil, want an error")
		}
	})
	succeed(t, "", "apps", "add", "--sdkappid", "6", "--data", data)
	t.Run("asks which of several apps", func(t *testing.T) {
		wantRefusal(t, command(t, "", "usersig", "--user", "alice", "--data", data), "--sdkappid")
		sig := strings.TrimSuffix(succeed(t, "", "usersig", "--user", "alice", "--sdkappid", "6", "--data", data), "\n")
		if err := store.Verify(6, "alice", sig, time.Now()); err != nil {
			t.Errorf("got %v, want nil", err)
		}
		wantRefusal(t, command(t, "", "usersig", "--user", "alice", "--sdkappid", "7", "--data", data), "app 7", "no such app")
	})
	t.Run("refuses a user ID that nobody may have", func(t *testing.T) {
		wantRefusal(t, command(t, "", "usersig", "--user", "a b", "--sdkappid", "6", "--data", data), "userID")
	})
}

func TestVersion(t *testing.T) {
	if got := succeed(t, "", "--version"); !regexp.MustCompile(`^trtc-server version \S+\n$`).MatchString(got) {
		t.Errorf("got %q, want a version", got)
	}
}
