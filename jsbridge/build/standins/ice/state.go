package ice

import "time"

// ConnectionState is the state of a transport.
type ConnectionState int

// The states. Zero means none.
const (
	ConnectionStateNew ConnectionState = iota + 1
	ConnectionStateChecking
	ConnectionStateConnected
	ConnectionStateCompleted
	ConnectionStateFailed
	ConnectionStateDisconnected
	ConnectionStateClosed
)

// CandidatePairState is the state of the check between two addresses.
type CandidatePairState int

// The states of a check. Zero means none.
const (
	CandidatePairStateWaiting CandidatePairState = iota + 1
	CandidatePairStateInProgress
	CandidatePairStateFailed
	CandidatePairStateSucceeded
)

func (s CandidatePairState) String() string {
	switch s {
	case CandidatePairStateWaiting:
		return "waiting"
	case CandidatePairStateInProgress:
		return "in-progress"
	case CandidatePairStateFailed:
		return "failed"
	case CandidatePairStateSucceeded:
		return "succeeded"
	}
	return "Unknown candidate pair state"
}

// CandidatePairStats is what an agent counts. A page has no agent, but webrtc names the fields.
type CandidatePairStats struct {
	Timestamp                    time.Time
	LocalCandidateID             string
	RemoteCandidateID            string
	State                        CandidatePairState
	Nominated                    bool
	PacketsSent, PacketsReceived uint32
	BytesSent, BytesReceived     uint64
	LastPacketSentTimestamp      time.Time
	LastPacketReceivedTimestamp  time.Time
	FirstRequestTimestamp        time.Time
	LastRequestTimestamp         time.Time
	LastResponseTimestamp        time.Time
	TotalRoundTripTime           float64
	CurrentRoundTripTime         float64
	AvailableOutgoingBitrate     float64
	AvailableIncomingBitrate     float64
	CircuitBreakerTriggerCount   uint32
	RequestsReceived             uint64
	RequestsSent                 uint64
	ResponsesReceived            uint64
	ResponsesSent                uint64
	RetransmissionsReceived      uint64
	RetransmissionsSent          uint64
	ConsentRequestsSent          uint64
	ConsentExpiredTimestamp      time.Time
}
