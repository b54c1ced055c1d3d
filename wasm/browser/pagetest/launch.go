//go:build unix

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

// browser is a browser process of this program with a profile of its own.
type browser struct {
	command *exec.Cmd
	profile string
	ended   chan struct{} // closed when the process is gone
}

// launch starts the named browser, headless and with fake devices, on a page.
func launch(name, url string) (*browser, error) {
	profile, err := os.MkdirTemp("", "pagetest")
	if err != nil {
		return nil, fmt.Errorf("make a profile: %w", err)
	}
	command, err := commandFor(name, profile, url)
	if err == nil {
		// The browser gets a process group, so that its child processes end with it.
		command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
		err = command.Start()
	}
	if err != nil {
		_ = os.RemoveAll(profile)
		return nil, fmt.Errorf("start %q: %w", name, err)
	}
	b := &browser{command: command, profile: profile, ended: make(chan struct{})}
	go func() {
		_ = command.Wait() // it is killed, so it always ends with an error
		close(b.ended)
	}()
	return b, nil
}

// close ends the browser and removes its profile.
func (b *browser) close() {
	_ = syscall.Kill(-b.command.Process.Pid, syscall.SIGKILL)
	<-b.ended
	_ = os.RemoveAll(b.profile)
}

func commandFor(name, profile, url string) (*exec.Cmd, error) {
	switch name {
	case "", "chromium":
		return exec.Command("chromium", "--headless=new", "--no-sandbox", "--no-first-run", "--user-data-dir="+profile,
			"--use-fake-device-for-media-stream=device-count=2", "--use-fake-ui-for-media-stream",
			"--allow-loopback-in-peer-connection", "--disable-background-networking",
			"--disable-component-update", "--disable-sync", url), nil
	case "firefox":
		prefs := filepath.Join(profile, "user.js")
		if err := os.WriteFile(prefs, []byte(firefoxPrefs()), 0o600); err != nil {
			return nil, err
		}
		return exec.Command("firefox-esr", "--headless", "--no-remote", "--profile", profile, url), nil
	}
	return nil, fmt.Errorf("no such browser: BROWSER is chromium or firefox")
}

func firefoxPrefs() string {
	var b strings.Builder
	for _, pref := range [...]string{
		"media.navigator.streams.fake", "media.navigator.permission.disabled", "media.peerconnection.ice.loopback",
	} {
		fmt.Fprintf(&b, "user_pref(%q, true);\n", pref)
	}
	for _, pref := range [...]string{
		"media.peerconnection.ice.obfuscate_host_addresses", "app.update.enabled", "browser.aboutwelcome.enabled",
		"datareporting.policy.dataSubmissionEnabled", "network.captive-portal-service.enabled",
		"network.connectivity-service.enabled", "browser.shell.checkDefaultBrowser",
	} {
		fmt.Fprintf(&b, "user_pref(%q, false);\n", pref)
	}
	return b.String()
}
