package calling

import (
	"context"
	"sync"

	"trtccalling/wasm/api"
	"trtccalling/wasm/machine"
)

// work is the media of one attempt. Its blocking operations run in three lanes, each in order: the microphone's
// and the camera's, which may wait for a person at a prompt, and the connection's, which must not wait for
// that. An operation on both devices takes its turn in both lanes.
type work struct {
	attempt int
	media   api.Media
	post    func(machine.Input)
	cancel  context.CancelFunc
	beside  func(operation) // runs one that nothing waits for in a goroutine of its own

	microphone, camera <-chan struct{} // closed when the lane's last operation has ended

	connection *mailbox[operation]
	conn       api.Connection // belongs to the connection lane's goroutine
	disconnect chan struct{}
}

// operation is one step in a lane. It is also called when ctx has ended, and must then only post its outcome.
type operation func(ctx context.Context)

// startWork starts the lanes; running counts them until they have ended.
func startWork(w *work, running *sync.WaitGroup) {
	ctx, cancel := context.WithCancel(context.Background())
	w.cancel = cancel
	w.beside = func(op operation) { running.Go(func() { op(ctx) }) }
	idle := make(chan struct{})
	close(idle)
	w.microphone, w.camera = idle, idle
	w.connection = newMailbox[operation]()
	w.disconnect = make(chan struct{})
	running.Go(func() {
		drive(ctx, w.connection)
		<-w.disconnect
		if w.conn != nil {
			w.conn.Close()
		}
	})
}

// drive runs a lane's operations. After the end it still calls the remaining ones, so that each of them reports
// an outcome.
func drive(ctx context.Context, lane *mailbox[operation]) {
	for {
		op, ok := lane.take(ctx)
		if !ok {
			break
		}
		op(ctx)
	}
	for _, op := range lane.close() {
		op(ctx)
	}
}

// onDevices runs an operation once the earlier ones that need one of the same devices have ended.
func (w *work) onDevices(needed api.Devices, op operation) {
	ended := make(chan struct{})
	var before []<-chan struct{}
	for device, last := range map[string]*<-chan struct{}{api.Microphone: &w.microphone, api.Camera: &w.camera} {
		if needed.Has(device) {
			before = append(before, *last)
			*last = ended
		}
	}
	w.beside(func(ctx context.Context) {
		defer close(ended)
		for _, other := range before {
			<-other
		}
		op(ctx)
	})
}
