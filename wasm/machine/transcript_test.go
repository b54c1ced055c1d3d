package machine

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

var updateTranscripts = flag.Bool("update", false, "write what the steps do into the transcripts")

// A transcript is a text file of inputs, each followed by the effects that it must have:
//
//	login {"Ticket":1,"Params":{"userID":"A","userSig":"sig"}}
//	    dial {"Session":1,"UserID":"A","UserSig":"sig"}
//
// A line "support insecure" or "support nothing" changes the place that the client runs in. A changed status is
// shown before the effects. Run with -update after a change and review the difference.
func TestTranscripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) { playTranscript(t, file) })
	}
}

func playTranscript(t *testing.T, file string) {
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	p := &transcript{status: api.StatusIdle, at: Moment{Now: time.Unix(1_700_000_000, 0), Support: api.Support{Secure: true}, JSON: api.NativeJSON{}}}
	for line := range strings.Lines(string(want)) {
		line = strings.TrimRight(line, "\n")
		if !strings.HasPrefix(line, "    ") { // otherwise the effects from last time
			p.line(t, line)
		}
	}
	if *updateTranscripts {
		if err := os.WriteFile(file, []byte(p.got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if p.got.String() != string(want) {
		t.Errorf("got:\n%s\nwant:\n%s", p.got.String(), want)
	}
}

type transcript struct {
	state  Machine
	status api.Status
	at     Moment
	got    strings.Builder
}

func (p *transcript) line(t *testing.T, line string) {
	t.Helper()
	fmt.Fprintln(&p.got, line)
	name, body, _ := strings.Cut(line, " ")
	switch name {
	case "", "#":
		return
	case "support":
		p.at.Support = api.Support{Secure: body != "insecure", Detail: map[string]bool{"isWebRTCSupported": body != "nothing"}}
		return
	}
	in, err := parseInput(name, body)
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	for _, e := range p.state.Step(p.at, in) {
		published, isState := e.(Publish)
		switch {
		case !isState:
			fmt.Fprintf(&p.got, "    %s\n", describe(e))
		case published.Snapshot.CallStatus != p.status:
			p.status = published.Snapshot.CallStatus
			fmt.Fprintf(&p.got, "    (%s)\n", p.status)
		}
	}
}

// describe writes an effect as the name of its type and, as JSON, the fields that are set.
func describe(e Effect) string {
	v := reflect.ValueOf(e)
	var fields []string
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			continue
		}
		text, err := json.Marshal(v.Field(i).Interface())
		if err != nil {
			text = []byte(err.Error())
		}
		fields = append(fields, v.Type().Field(i).Name+"="+string(text))
	}
	return nameOf(e) + " " + strings.Join(fields, " ")
}

// parseInput makes an input from the name of its type and its fields as JSON. Errors are texts; a reply's Err
// may be a protocol.Error, a device's a DeviceError.
func parseInput(name, body string) (Input, error) {
	prototype, known := prototypes()[name]
	if !known {
		return nil, fmt.Errorf("there is no input %q", name)
	}
	in := reflect.New(reflect.TypeOf(prototype))
	if body == "" {
		return in.Elem().Interface().(Input), nil
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal([]byte(body), &raw); err != nil {
		return nil, err
	}
	fail, failed := raw["Err"]
	params := raw["Params"]
	delete(raw, "Err")
	delete(raw, "Params")
	rest, err := json.Marshal(raw)
	if err == nil {
		err = json.Unmarshal(rest, in.Interface())
	}
	readParams(in.Interface(), params)
	if failed && err == nil {
		in.Elem().FieldByName("Err").Set(reflect.ValueOf(parseError(fail)))
	}
	return in.Elem().Interface().(Input), err
}

// readParams reads parameters as they come from a page.
func readParams(in any, text []byte) {
	switch in := in.(type) {
	case *Login:
		in.Params = api.ReadLoginParams(text, api.NativeJSON{})
	case *Place:
		in.Params = api.ReadCallParams(text, api.NativeJSON{})
	case *GroupCall:
		in.Params = api.ReadGroupCallParams(text, api.NativeJSON{})
	case *InviteUser:
		in.Params = api.ReadGroupCallParams(text, api.NativeJSON{})
	case *Join:
		in.Params = api.ReadJoinParams(text, api.NativeJSON{})
	case *StartView:
		_ = json.Unmarshal(text, &in.Params) // a field of a wrong type is absent
	case *StopView:
		_ = json.Unmarshal(text, &in.Params) // a field of a wrong type is absent
	case *SwitchDevice:
		in.Params = api.ReadSwitchParams(text, api.NativeJSON{})
	case *SetQuality:
		in.Params = api.ReadQualityParams(text, api.NativeJSON{})
	}
}

// nameOf is what transcripts call an input or an effect.
func nameOf(v any) string {
	name := reflect.TypeOf(v).Name()
	return strings.ToLower(name[:1]) + name[1:]
}

func parseError(raw json.RawMessage) error {
	var device api.DeviceError
	if json.Unmarshal(raw, &device) == nil && device.Device != "" {
		return &device
	}
	var refused protocol.Error
	if json.Unmarshal(raw, &refused) == nil && refused.Code != 0 {
		return &refused
	}
	if string(raw) == `"abandoned"` {
		return api.ErrAbandoned
	}
	return fmt.Errorf("%s", raw)
}

func prototypes() map[string]Input {
	byName := make(map[string]Input)
	for _, in := range []Input{
		Login{}, Logout{}, Bye{}, Returned{}, Stop{}, SignedInto{}, LoginFailed{}, Lost{}, Kicked{},
		Place{}, DevicesOpened{}, Offered{}, Reply{}, Invited{}, Probed{}, Accept{}, Reject{}, Hangup{},
		GroupCall{}, InviteUser{}, Join{}, SwitchCall{}, Info{},
		MediaFailed{}, Answered{}, Update{}, Busy{}, OpenCamera{}, CloseCamera{}, MuteMicrophone{}, StartView{}, StopView{},
		ListDevices{}, DevicesListed{}, SwitchDevice{}, DeviceSwitched{}, TurnCamera{}, CameraTurned{}, SetQuality{},
		SetSpeaker{}, SpeakerSet{}, DeviceLost{}, DeviceReplaced{}, DevicesChanged{}, SoundBlocked{}, Heard{},
		StartScreen{}, StopScreen{}, ScreenOpened{}, ScreenEnded{},
	} {
		byName[nameOf(in)] = in
	}
	return byName
}
