package browser

import (
	"testing"

	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

func TestVolume(t *testing.T) {
	tests := []struct {
		level float64
		want  int
	}{{0, 0}, {0.0005, 0}, {0.002, 1}, {0.5, 50}, {1, 100}, {1.2, 100}}
	for _, test := range tests {
		if got := volume(test.level); got != test.want {
			t.Errorf("level %v: got %d, want %d", test.level, got, test.want)
		}
	}
	if got := rootMeanSquare([]byte{128, 128}); got != 0 {
		t.Errorf("silence: got %v, want 0", got)
	}
	if got := rootMeanSquare([]byte{64, 192}); got != 0.5 {
		t.Errorf("a square wave: got %v, want 0.5", got)
	}
}

func TestLevels(t *testing.T) {
	p := newPage(t)
	openAll(t, p)
	c, _, _ := dial(t, p, protocol.AudioCall)
	if err := c.Send(testContext(t), api.Devices{Microphone: true}); err != nil {
		t.Fatal(err)
	}
	c.SetSlots(bobsSlots[:1])
	eventually(t, "bob is heard", func() bool { return c.Levels(testContext(t)).Users["bob"] > 0 })
	if _, own := c.measure(testContext(t), "", c.audio); own {
		eventually(t, "this user is heard", func() bool { return c.Levels(testContext(t)).Self > 0 })
	}
	c.SetSlots(nil)
	if users := c.Levels(testContext(t)).Users; len(users) != 0 {
		t.Errorf("got levels of %v after all have left, want none", users)
	}
	c.Close()
}
