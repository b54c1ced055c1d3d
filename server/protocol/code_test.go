package protocol_test

import (
	"errors"
	"fmt"
	"testing"

	"trtccalling/server/protocol"
)

func TestAsError(t *testing.T) {
	busy := protocol.Errorf(protocol.CodeEngaged, "A is already in a call")
	for _, tt := range []struct {
		name string
		err  error
		want protocol.Error
	}{
		{"an Error stays as it is", busy, *busy},
		{"an Error that was wrapped", fmt.Errorf("call B: %w", busy), *busy},
		{"any other", errors.New("disk full"), protocol.Error{Code: protocol.CodeInternal, Message: "disk full"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := protocol.AsError(tt.err); *got != tt.want {
				t.Errorf("got %v, want %v", got, &tt.want)
			}
		})
	}
}
