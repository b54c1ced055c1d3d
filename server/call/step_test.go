package call

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"trtccalling/server/protocol"
)

var rewrite = flag.Bool("rewrite", false, "write what the steps do into the transcripts")

// A transcript is a text file of inputs, each followed by the effects that it must have:
//
//	12.5s accept B audio video
//	    reply B#1 {"type":2}
//
// The time before an input counts from the beginning of the call. Run with -rewrite after a change and review
// the difference.
func TestTranscripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) { runTranscript(t, file) })
	}
}

func runTranscript(t *testing.T, file string) {
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	call := newCall("c1", 77, "node1")
	for line := range strings.Lines(string(want)) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, "    ") {
			continue // effects from last time
		}
		fmt.Fprintln(&got, line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		now, in := parseInput(t, line)
		for _, e := range call.step(now, in) {
			fmt.Fprintf(&got, "    %s\n", describe(e))
		}
	}
	if *rewrite {
		if err := os.WriteFile(file, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got.String() != string(want) {
		t.Errorf("got:\n%s\nwant:\n%s", got.String(), want)
	}
}

// begin is when the calls of the transcripts begin.
var begin = time.Unix(1_700_000_000, 0)

func parseInput(t *testing.T, line string) (time.Time, Input) {
	t.Helper()
	words := strings.Fields(line)
	after, err := time.ParseDuration(words[0])
	if err != nil {
		t.Fatalf("%q: %v", line, err)
	}
	now := begin.Add(after)
	rest := words[2:]
	has := func(word string) bool { return strings.Contains(" "+strings.Join(rest, " ")+" ", " "+word+" ") }
	var by Who
	if len(rest) > 0 {
		by = who(rest[0])
	}
	request := Request{By: by, ID: 1}
	_, invite, _ := strings.Cut(line, "invite=")
	switch words[1] {
	case "place":
		return now, place(request, rest[1:], has)
	case "connected":
		in := Connected{Request: request, Answer: "an answer"}
		if has("refused") {
			in.Err = protocol.Errorf(protocol.CodeBadDescription, "no media")
		}
		return now, in
	case "rang":
		return now, Rang{By: by, Invite: invite}
	case "occupied":
		return now, Occupied{by, invite}
	case "negotiate":
		request.ID = 2
		return now, Negotiate{request, "an offer"}
	case "accept":
		return now, Accept{request, invite, has("audio"), has("video")}
	case "reject":
		return now, Reject{request, invite}
	case "hangup":
		return now, Hangup{request, invite}
	case "media":
		return now, Media{request, protocol.Media{Audio: has("audio"), Video: has("video"), Screen: has("screen")}}
	case "add":
		in := Add{Request: request, Invitees: invitees(rest[1:])}
		in.Invites = invitesOf(in.Invitees)
		return now, in
	case "join":
		return now, Join{Request: request, Join: protocol.Join{Offer: "an offer", Audio: has("audio"), Video: has("video")}}
	case "switch":
		kind := protocol.AudioCall
		if has("video") {
			kind = protocol.VideoCall
		}
		return now, Switch{request, kind}
	case "info":
		return now, Info{request}
	case "gone":
		return now, Gone{by}
	case "lost":
		return now, Lost{by.User}
	case "slots":
		return now, Slots{by.User, []protocol.Slot{{Mid: "1", UserID: rest[1], Kind: "video", Source: "camera"}}}
	case "lines":
		return now, Lines{by.User, protocol.Lines{Audio: 4, Video: 8}}
	case "expire":
		return now, Expire{}
	case "shutdown":
		return now, Shutdown{}
	}
	t.Fatalf("unknown input %q", line)
	return now, nil
}

// who reads "B" or, for another session of the same user, "B/2".
func who(name string) Who {
	user, session, found := strings.Cut(name, "/")
	if !found {
		session = "1"
	}
	return Who{User: user, Session: session}
}

func place(request Request, words []string, has func(string) bool) Place {
	in := Place{Request: request, Call: protocol.Call{Invitees: invitees(words), Type: protocol.AudioCall, Audio: true, Offer: "an offer"}}
	in.Invites = invitesOf(in.Invitees)
	if has("video") {
		in.Type, in.Video = protocol.VideoCall, true
	}
	return in
}

// invitees reads "to=B,C timeout=5 group=g".
func invitees(words []string) (in protocol.Invitees) {
	for _, word := range words {
		name, value, _ := strings.Cut(word, "=")
		switch name {
		case "to":
			in.UserIDs = strings.Split(value, ",")
		case "timeout":
			in.Timeout, _ = strconv.ParseFloat(value, 64)
		case "group":
			in.GroupID = value
		}
	}
	return in
}

func invitesOf(in protocol.Invitees) (invites []protocol.Invite) {
	for _, user := range in.UserIDs {
		id := "invite-" + user
		if in.GroupID != "" {
			id = "invite-" + in.GroupID
		}
		invites = append(invites, protocol.Invite{InviteID: id, UserID: user})
	}
	return invites
}
