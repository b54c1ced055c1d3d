package browser

import (
	"testing"

	"trtccalling/wasm/calling"
)

func TestReasonOf(t *testing.T) {
	for exception, want := range map[string]calling.DeviceReason{
		"NotFoundError":        calling.DeviceMissing,
		"OverconstrainedError": calling.DeviceMissing,
		"NotAllowedError":      calling.DeviceRefused,
		"SecurityError":        calling.DeviceRefused,
		"NotReadableError":     calling.DeviceInUse,
		"AbortError":           calling.DeviceInUse,
	} {
		t.Run(exception, func(t *testing.T) {
			if got := reasonOf(exception); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}
