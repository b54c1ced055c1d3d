package usersig

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
)

// change replaces the apps in the file with what edit makes of them. The lock is held from reading to renaming,
// so that of two simultaneous commands neither loses the other's app. It waits for the lock, which is held for
// milliseconds.
func (s *Store) change(edit func([]App) ([]App, error)) error {
	if err := os.MkdirAll(s.folder, 0o700); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	lock := flock.New(filepath.Join(s.folder, "apps.lock"))
	defer lock.Close() // which unlocks
	if err := lock.Lock(); err != nil {
		return fmt.Errorf("lock apps: %w", err)
	}
	apps, err := s.Apps()
	if err != nil {
		return err
	}
	if apps, err = edit(apps); err != nil {
		return err
	}
	return s.write(apps)
}

// write puts the apps into a new file, onto the disk, and then in place of the old one: after a power failure
// there is the one or the other, never a part.
func (s *Store) write(apps []App) error {
	stored := make([]storedApp, 0, len(apps))
	for _, a := range apps {
		stored = append(stored, storedApp{SDKAppID: a.ID, Key: a.Key})
	}
	text, err := json.MarshalIndent(stored, "", "  ")
	if err != nil {
		return fmt.Errorf("write apps: %w", err)
	}
	// CreateTemp gives the file the mode 0600: keys are nobody else's business.
	f, err := os.CreateTemp(s.folder, "apps-*.new")
	if err != nil {
		return fmt.Errorf("write apps: %w", err)
	}
	defer os.Remove(f.Name()) // what is left of it when a step below fails
	if err := writeSynced(f, append(text, '\n')); err != nil {
		return fmt.Errorf("write apps: %w", err)
	}
	if err := os.Rename(f.Name(), s.path()); err != nil {
		return fmt.Errorf("write apps: %w", err)
	}
	return nil
}

// writeSynced writes text, waits until it is on the disk, and closes f in any case.
func writeSynced(f *os.File, text []byte) error {
	defer f.Close()
	if _, err := f.Write(text); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return f.Close()
}
