package call

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"trtccalling/server/protocol"
)

// describe writes an effect as one line of a transcript.
func describe(e Effect) string {
	switch e := e.(type) {
	case Reply:
		over := ""
		if e.Over {
			over = " (out)"
		}
		if e.Err != nil {
			return fmt.Sprintf("refuse %s#%d %d %s%s", e.By.User, e.ID, e.Err.Code, e.Err.Message, over)
		}
		return fmt.Sprintf("reply %s#%d %s%s", e.By.User, e.ID, asJSON(e.Body), over)
	case Tell:
		return "tell " + e.To.User + " " + describeUpdate(e.Update)
	case Ring:
		return "ring " + e.User + " " + asJSON(e.Invited)
	case Arm:
		return fmt.Sprintf("expire at %s", e.At.Sub(begin))
	case Connect:
		return fmt.Sprintf("connect %s#%d", e.By.User, e.ID)
	case Hush:
		return "hush " + e.User
	case Cameras:
		if e.Pass {
			return "let cameras pass"
		}
		return "stop cameras"
	case Admit:
		return "admit " + e.User
	case Remove:
		return "remove " + e.User
	case End:
		return "end"
	}
	return fmt.Sprintf("unknown effect %T", e)
}

func describeUpdate(u protocol.Update) string {
	var parts []string
	for _, e := range u.Events {
		parts = append(parts, asJSON(e))
	}
	if u.Slots != nil {
		parts = append(parts, "slots "+asJSON(u.Slots))
	}
	if u.Lines != nil {
		parts = append(parts, "lines "+asJSON(u.Lines))
	}
	if u.Over {
		parts = append(parts, "over")
	}
	return strings.Join(parts, ", ")
}

func asJSON(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// proves: 1.2-07 F12 3.5-16
func TestTimeToRing(t *testing.T) {
	for _, test := range []struct {
		name    string
		seconds float64
		want    time.Duration
	}{
		{"none given", 0, 30 * time.Second},
		{"negative", -5, 30 * time.Second},
		{"below a second", 0.2, time.Second},
		{"fractions count", 1.5, 1500 * time.Millisecond},
		{"as given", 12, 12 * time.Second},
		{"more than an hour", 1e9, time.Hour},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := ringTime(test.seconds); got != test.want {
				t.Errorf("ringTime(%v) = %v, want %v", test.seconds, got, test.want)
			}
		})
	}
}
