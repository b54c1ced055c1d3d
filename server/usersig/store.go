package usersig

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"trtccalling/server/protocol"
)

// Store keeps apps in the file apps.json of a data folder.
//
// It holds nothing in memory: every look-up reads the file, so that an app added or removed by another process
// takes effect at the next login of a running server, without a signal or a restart. The file has a line or
// two, and reading it costs less than verifying a signature. It is replaced by renaming, so a reader never sees
// half of it; writers take turns with a lock on the folder.
type Store struct {
	folder string
}

// ErrNoApp is returned for an app that does not exist.
var ErrNoApp = errors.New("no such app")

// storedApp is one element of the array in apps.json. The key is in base64 there, because it may be
// any bytes.
type storedApp struct {
	SDKAppID uint32 `json:"sdkAppID"`
	Key      []byte `json:"key"`
}

// NewStore returns the store in a data folder. The folder need not exist: the first Add makes it.
func NewStore(folder string) *Store { return &Store{folder: folder} }

// Apps returns all apps in the order they were added.
func (s *Store) Apps() ([]App, error) {
	text, err := os.ReadFile(s.path())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read apps: %w", err)
	}
	var stored []storedApp
	if err := json.Unmarshal(text, &stored); err != nil {
		return nil, fmt.Errorf("read apps: %s: %w", s.path(), err)
	}
	apps := make([]App, 0, len(stored))
	for _, a := range stored {
		app := App{ID: a.SDKAppID, Key: a.Key}
		if err := app.check(); err != nil {
			return nil, fmt.Errorf("read apps: %s: %w", s.path(), err)
		}
		apps = append(apps, app)
	}
	return apps, nil
}

// App returns the app with an SDKAppID, or ErrNoApp.
func (s *Store) App(id uint32) (App, error) {
	apps, err := s.Apps()
	if err != nil {
		return App{}, err
	}
	if i := slices.IndexFunc(apps, func(a App) bool { return a.ID == id }); i >= 0 {
		return apps[i], nil
	}
	return App{}, ErrNoApp
}

// Verify is the function Verify with the app looked up: a *protocol.Error, with CodeUnknownApp when
// there is no app with the SDKAppID. Any other error means that apps.json cannot be read.
func (s *Store) Verify(id uint32, userID, sig string, now time.Time) error {
	app, err := s.App(id)
	if errors.Is(err, ErrNoApp) {
		return protocol.Errorf(protocol.CodeUnknownApp, "SDKAppID %d is unknown to this server", id)
	}
	if err != nil {
		return err
	}
	return Verify(app, userID, sig, now)
}

// Add stores an app. If the ID is 0 or the key is missing it makes one; it returns the app as stored.
func (s *Store) Add(app App) (App, error) {
	err := s.change(func(apps []App) ([]App, error) {
		app.complete(apps)
		if slices.ContainsFunc(apps, func(a App) bool { return a.ID == app.ID }) {
			return nil, fmt.Errorf("SDKAppID %d already exists; remove it first to give it another key", app.ID)
		}
		return append(apps, app), nil
	})
	if err != nil {
		return App{}, fmt.Errorf("add app: %w", err)
	}
	return app, nil
}

// Remove deletes an app. Users who are signed in stay so, but nobody can sign in to it any more.
func (s *Store) Remove(id uint32) error {
	err := s.change(func(apps []App) ([]App, error) {
		kept := slices.DeleteFunc(apps, func(a App) bool { return a.ID == id })
		if len(kept) == len(apps) {
			return nil, ErrNoApp
		}
		return kept, nil
	})
	if err != nil {
		return fmt.Errorf("remove app %d: %w", id, err)
	}
	return nil
}

// firstID is the first SDKAppID that the store gives out. It has the length that applications are used to, and
// is above the IDs that the original gives out, which Add can take over alongside it.
const firstID = 1_900_000_001

// complete makes the ID and the key that are missing.
func (a *App) complete(others []App) {
	if a.ID == 0 {
		a.ID = firstID
		for slices.ContainsFunc(others, func(o App) bool { return o.ID == a.ID }) {
			a.ID++
		}
	}
	if len(a.Key) == 0 {
		// rand.Text has 130 bits, and only letters and digits: it survives every configuration file.
		a.Key = []byte(rand.Text())
	}
}

// check refuses what no signer can use.
func (a *App) check() error {
	if a.ID == 0 || len(a.Key) == 0 {
		return errors.New("an app needs an SDKAppID above 0 and a key")
	}
	return nil
}

func (s *Store) path() string { return filepath.Join(s.folder, "apps.json") }
