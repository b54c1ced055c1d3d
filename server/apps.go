package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"

	"trtccalling/server/usersig"

	"github.com/urfave/cli/v3"
)

// maxKeyFile is the size of the largest key file, in bytes: anything larger is another file, passed by mistake.
const maxKeyFile = 4 << 10

func appsCommand() *cli.Command {
	sdkAppID := &cli.Uint32Flag{Name: "sdkappid", Usage: "the `NUMBER` of the app; left out, the server picks one", Validator: checkSDKAppID}
	keyFile := &cli.StringFlag{Name: "key-file", TakesFile: true, Usage: "`FILE` with the app's secret key, or - for standard input; " +
		"a line end after the key is ignored. Left out, a key is generated"}
	return &cli.Command{
		Name:  "apps",
		Usage: "add, list and remove apps; a running server notices at once",
		Commands: []*cli.Command{
			{Name: "add", Usage: "add an existing app with its key, or a new one", Flags: []cli.Flag{sdkAppID, keyFile}, Action: addApp},
			{Name: "list", Usage: "print the SDKAppID of every app", Action: listApps},
			{Name: "remove", Usage: "remove an app: nobody can sign in to it any more", ArgsUsage: "SDKAPPID", Action: removeApp},
		},
	}
}

func checkSDKAppID(id uint32) error {
	if id == 0 {
		return errors.New("an SDKAppID must be greater than 0")
	}
	return nil
}

// addApp prints a key only when it has made it, because nobody else knows it then.
func addApp(_ context.Context, cmd *cli.Command) error {
	app := usersig.App{ID: cmd.Uint32("sdkappid")}
	if cmd.IsSet("key-file") {
		var err error
		if app.Key, err = readKey(cmd.String("key-file"), cmd.Root().Reader); err != nil {
			return err
		}
	}
	made := app.Key == nil
	app, err := appStore(cmd).Add(app)
	if err != nil {
		return err
	}
	fmt.Fprintf(cmd.Root().Writer, "SDKAppID: %d\n", app.ID)
	if made {
		fmt.Fprintf(cmd.Root().Writer, "key: %s\n", app.Key)
	}
	return nil
}

// readKey reads a key and keeps its bytes, except for one line end at the end: editors and echo put it there,
// and no key has one. A line end anywhere else is refused, because nobody could tell what was meant, and every
// signature would fail.
func readKey(path string, stdin io.Reader) ([]byte, error) {
	from := stdin
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return nil, fmt.Errorf("--key-file: %w", err)
		}
		defer f.Close()
		from = f
	}
	key, err := io.ReadAll(io.LimitReader(from, maxKeyFile+1))
	if err != nil {
		return nil, fmt.Errorf("--key-file: %w", err)
	}
	if len(key) > maxKeyFile {
		return nil, fmt.Errorf("--key-file: %s has more than %d bytes, too many for a key", path, maxKeyFile)
	}
	if cut, ok := bytes.CutSuffix(key, []byte("\n")); ok {
		key = bytes.TrimSuffix(cut, []byte("\r"))
	}
	if len(key) == 0 {
		return nil, fmt.Errorf("--key-file: %s contains no key", path)
	}
	if bytes.ContainsAny(key, "\r\n") {
		return nil, fmt.Errorf("--key-file: %s has more than one line", path)
	}
	return key, nil
}

func listApps(_ context.Context, cmd *cli.Command) error {
	apps, err := appStore(cmd).Apps()
	if err != nil {
		return err
	}
	for _, app := range apps {
		fmt.Fprintln(cmd.Root().Writer, app.ID)
	}
	return nil
}

func removeApp(_ context.Context, cmd *cli.Command) error {
	id, err := strconv.ParseUint(cmd.Args().First(), 10, 32)
	if err != nil || cmd.Args().Len() != 1 {
		return errors.New("say which app: trtc-server apps remove SDKAPPID")
	}
	return appStore(cmd).Remove(uint32(id))
}

func userSigCommand() *cli.Command {
	return &cli.Command{
		Name:  "usersig",
		Usage: "print a signature that lets a user sign in",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "user", Required: true, Usage: "the userID: " + usersig.UserIDRule},
			&cli.Uint32Flag{Name: "sdkappid", Usage: "the `NUMBER` of the app; needed when there are several", Validator: checkSDKAppID},
			&cli.DurationFlag{Name: "expire", Value: 7 * 24 * time.Hour, Usage: "how long the signature is valid, for example 24h"},
		},
		Action: printUserSig,
	}
}

func printUserSig(_ context.Context, cmd *cli.Command) error {
	app, err := chosenApp(appStore(cmd), cmd.Uint32("sdkappid"))
	if err != nil {
		return err
	}
	sig, err := usersig.Sign(app, cmd.String("user"), time.Now(), cmd.Duration("expire"))
	if err != nil {
		return err
	}
	fmt.Fprintln(cmd.Root().Writer, sig)
	return nil
}

// chosenApp returns the app with an SDKAppID, or for 0 the only one there is.
func chosenApp(store *usersig.Store, id uint32) (usersig.App, error) {
	if id != 0 {
		app, err := store.App(id)
		if err != nil {
			return usersig.App{}, fmt.Errorf("app %d: %w", id, err)
		}
		return app, nil
	}
	apps, err := store.Apps()
	if err != nil {
		return usersig.App{}, err
	}
	switch len(apps) {
	case 0:
		return usersig.App{}, errors.New("there is no app yet: add one with trtc-server apps add")
	case 1:
		return apps[0], nil
	default:
		return usersig.App{}, errors.New("there are several apps: choose one with --sdkappid (trtc-server apps list shows them)")
	}
}

func appStore(cmd *cli.Command) *usersig.Store { return usersig.NewStore(cmd.String("data")) }
