package scenario_test

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"trtccalling/server/servertest"
	"trtccalling/server/usersig"
	"trtccalling/wasm/e2e/scenario"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestScenarios(t *testing.T) {
	files, err := filepath.Glob("../scenarios/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scenarios: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := scenario.Play(string(text), backend(t)); err != nil {
				t.Error(err)
			}
		})
	}
}

// backend starts a server for one scenario.
func backend(t *testing.T) scenario.Backend {
	t.Helper()
	server := servertest.Start(t, servertest.Options{})
	at, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	return scenario.Backend{Host: at.Host, Path: at.Path, SDKAppID: servertest.App().ID, Sign: sign}
}

// sign makes signatures, which may have expired already.
func sign(user string, valid time.Duration) (string, error) {
	if valid < 0 {
		return usersig.Sign(servertest.App(), user, time.Now().Add(2*valid), -valid)
	}
	return usersig.Sign(servertest.App(), user, time.Now(), valid)
}
