package usersig_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"trtccalling/server/protocol"
	"trtccalling/server/usersig"
)

func TestStore(t *testing.T) {
	t.Run("an app with V1's ID and key verifies V1", func(t *testing.T) {
		s := usersig.NewStore(t.TempDir())
		add(t, s, v1.app)
		if err := s.Verify(1400000000, "xiaojun", v1.sig, time.Unix(1700000001, 0)); err != nil {
			t.Errorf("got %v, want nil", err)
		}
		wantCode(t, s.Verify(1400000000, "xiaojun", v2.sig, time.Unix(1700000001, 0)), protocol.CodeSigOtherUser)
	})
	t.Run("an unknown app is refused", func(t *testing.T) {
		s := usersig.NewStore(t.TempDir())
		wantCode(t, s.Verify(v1.app.ID, v1.user, v1.sig, time.Unix(v1.issued, 0)), protocol.CodeUnknownApp)
	})
	t.Run("what another process adds and removes takes effect at once", func(t *testing.T) {
		folder := t.TempDir()
		running, command := usersig.NewStore(folder), usersig.NewStore(folder)
		verify := func() error { return running.Verify(v1.app.ID, v1.user, v1.sig, time.Unix(v1.issued, 0)) }
		wantCode(t, verify(), protocol.CodeUnknownApp)
		add(t, command, v1.app)
		if err := verify(); err != nil {
			t.Errorf("after adding: got %v, want nil", err)
		}
		if err := command.Remove(v1.app.ID); err != nil {
			t.Fatal(err)
		}
		wantCode(t, verify(), protocol.CodeUnknownApp)
	})
	t.Run("a key keeps all its bytes", func(t *testing.T) {
		s := usersig.NewStore(t.TempDir())
		key := make([]byte, 256)
		for i := range key {
			key[i] = byte(i)
		}
		add(t, s, usersig.App{ID: 7, Key: key})
		app, err := s.App(7)
		if err != nil {
			t.Fatal(err)
		}
		if string(app.Key) != string(key) {
			t.Errorf("got %x, want %x", app.Key, key)
		}
	})
	t.Run("makes an ID and a key that differ from all others", func(t *testing.T) {
		s := usersig.NewStore(t.TempDir())
		first, second := add(t, s, usersig.App{}), add(t, s, usersig.App{})
		if first.ID == 0 || first.ID == second.ID {
			t.Errorf("got the IDs %d and %d, want two", first.ID, second.ID)
		}
		if len(first.Key) < 20 || string(first.Key) == string(second.Key) {
			t.Errorf("got the keys %q and %q, want two of 20 characters at least", first.Key, second.Key)
		}
	})
	t.Run("refuses a second app with the same ID", func(t *testing.T) {
		s := usersig.NewStore(t.TempDir())
		add(t, s, v1.app)
		if _, err := s.Add(usersig.App{ID: v1.app.ID, Key: []byte("other")}); err == nil {
			t.Error("got nil, want an error")
		}
		if app, err := s.App(v1.app.ID); err != nil || string(app.Key) != string(v1.app.Key) {
			t.Errorf("got %q, %v, want the first key", app.Key, err)
		}
	})
	t.Run("cannot remove an app that does not exist", func(t *testing.T) {
		if err := usersig.NewStore(t.TempDir()).Remove(5); !errors.Is(err, usersig.ErrNoApp) {
			t.Errorf("got %v, want ErrNoApp", err)
		}
	})
}

func TestStoreFile(t *testing.T) {
	t.Run("only its owner can read it", func(t *testing.T) {
		folder := filepath.Join(t.TempDir(), "deep", "data")
		add(t, usersig.NewStore(folder), v1.app)
		for name, want := range map[string]os.FileMode{"": 0o700, "apps.json": 0o600} {
			info, err := os.Stat(filepath.Join(folder, name))
			if err != nil {
				t.Fatal(err)
			}
			if got := info.Mode().Perm(); got != want {
				t.Errorf("%q: got %o, want %o", name, got, want)
			}
		}
	})
	t.Run("commands at the same time lose nothing", func(t *testing.T) {
		folder := t.TempDir()
		var all sync.WaitGroup
		for i := range 20 {
			all.Go(func() {
				if _, err := usersig.NewStore(folder).Add(usersig.App{ID: uint32(i + 1)}); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		apps, err := usersig.NewStore(folder).Apps()
		if err != nil || len(apps) != 20 {
			t.Errorf("got %d apps, %v, want 20", len(apps), err)
		}
		left, err := filepath.Glob(filepath.Join(folder, "*.new"))
		if err != nil || len(left) != 0 {
			t.Errorf("got %v, %v left behind, want nothing", left, err)
		}
	})
	for i, text := range []string{"", "{", `{"apps":[]}`, `[{"sdkAppID":1}]`, `[{"sdkAppID":0,"key":"YQ=="}]`, `[{"sdkAppID":1,"key":"?"}]`} {
		t.Run(fmt.Sprintf("damaged, way %d, it is an error and stays as it is", i+1), func(t *testing.T) {
			folder := t.TempDir()
			path := filepath.Join(folder, "apps.json")
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			s := usersig.NewStore(folder)
			err := s.Verify(1, "a", "", time.Unix(0, 0))
			var refused *protocol.Error
			if err == nil || errors.As(err, &refused) {
				t.Errorf("verify: got %v, want an error that is not the client's", err)
			}
			if _, err := s.Add(v1.app); err == nil {
				t.Error("add: got nil, want an error")
			}
			if got, err := os.ReadFile(path); err != nil || string(got) != text {
				t.Errorf("got %q, %v, want %q", got, err, text)
			}
		})
	}
}

func add(t *testing.T, s *usersig.Store, app usersig.App) usersig.App {
	t.Helper()
	added, err := s.Add(app)
	if err != nil {
		t.Fatal(err)
	}
	return added
}
