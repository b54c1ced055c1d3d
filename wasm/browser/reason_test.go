package browser

import (
	"testing"

	"trtccalling/wasm/api"
)

func TestReasonOf(t *testing.T) {
	for exception, want := range map[string]api.DeviceReason{
		"NotFoundError":        api.DeviceMissing,
		"OverconstrainedError": api.DeviceMissing,
		"NotAllowedError":      api.DeviceRefused,
		"SecurityError":        api.DeviceRefused,
		"NotReadableError":     api.DeviceInUse,
		"AbortError":           api.DeviceInUse,
	} {
		t.Run(exception, func(t *testing.T) {
			if got := reasonOf(exception); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}
