// Crowd signs many native users in to a server in development mode. Each accepts every call that it gets, with
// real media. When all are there it prints a line of JSON; for each line that it reads it prints another one,
// with what every user receives and whether it is in a call. It ends when its input does.
//
//	go run ./server/lab/crowd -server http://127.0.0.1:8080 -users 15
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"time"
)

// settings are the command line.
type settings struct {
	server string
	prefix string
	users  int
	quiet  int
}

func main() {
	log.SetFlags(0)
	var s settings
	flag.StringVar(&s.server, "server", "http://127.0.0.1:8080", "the server, in development mode")
	flag.StringVar(&s.prefix, "prefix", "n", "of the users' names, which are numbered from 1")
	flag.IntVar(&s.users, "users", 15, "how many")
	flag.IntVar(&s.quiet, "quiet", 0, "how many users, the last ones, are quiet")
	flag.Parse()
	if err := run(s); err != nil {
		log.Fatal(err)
	}
}

func run(s settings) error {
	var crowd []*user
	defer func() {
		for _, u := range crowd {
			u.close()
		}
	}()
	for i := range s.users {
		u, err := newUser(fmt.Sprint(s.prefix, i+1), s, i >= s.users-s.quiet)
		if err != nil {
			return err
		}
		crowd = append(crowd, u)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for _, u := range crowd {
		if err := u.signIn(ctx, s.server); err != nil {
			return fmt.Errorf("%s: %w", u.id, err)
		}
	}
	out := json.NewEncoder(os.Stdout)
	for lines := bufio.NewScanner(os.Stdin); ; {
		if err := out.Encode(report(crowd)); err != nil {
			return err
		}
		if !lines.Scan() {
			return lines.Err()
		}
	}
}
