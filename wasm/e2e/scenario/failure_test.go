package scenario_test

import (
	"strings"
	"testing"

	"trtccalling/wasm/e2e/scenario"
)

// A runner that never fails proves nothing: these scenarios are wrong, and it has to find that out.
func TestWrongScenariosFail(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"another event", "users A B\nA call B audio\nB sees onReject\n", "line 3"},
		{"another payload", "users A B\nA call B audio\nB sees onInvited sponsor=C\n", "sponsor is \"A\""},
		{"another status", "users A\nA status calling\n", "A is idle, want calling"},
		{"another result", "users A\nA hangup -> undefined\n", "line 2"},
		{"a rejection", "users A\nA call A\n", "call wants"},
		{"an event that nobody takes", "users A\nA microphone refused\nA call B audio -> rejects\nA hangup\n", "nobody took"},
		{"an event where there should be none", "users A B\nA call B audio timeout=1\nB sees onInvited\nB reject\nnothing more\n", "want nothing more"},
		{"no media", "users A B\nA call B audio\nB sees onInvited\nB receives no audio from A\nA sends no media\n", "line 5"},
		{"an open device", "users A B\nA call B audio\nB sees onInvited\nA has no live device\n", "open devices"},
		{"nobody there", "A hangup\n", "there is no page A"},
		{"the second turn", "users A\nrepeat 2\nA login -> data.repeatLogin=true\nA status calling\nend\n", "turn 1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			err := scenario.Play(test.text, backend(t))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}
