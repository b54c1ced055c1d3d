package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
)

// occupy makes the data folder and keeps other servers out of it until the result is closed or the process
// ends, no matter how.
func occupy(folder string) (io.Closer, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	lock := flock.New(filepath.Join(folder, "server.lock"))
	free, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock the data folder: %w", err)
	}
	if !free {
		return nil, fmt.Errorf("another server is using the data folder %s: stop it, or choose another folder with --data", folder)
	}
	return lock, nil
}
