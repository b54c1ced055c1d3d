package main

import "slices"

// loadResult is one run of the scenario load.
type loadResult struct {
	Driver                   string
	Rooms, Size, Publishers  int
	Seconds                  float64
	SRTP                     []string
	SentIn                   int64 // packets that publishers sent to the server
	Expected, Forwarded, Dup int64 // packets that subscribers should have received, did receive, received again
	LossPct                  float64
	ServerUser, ServerSys    float64 // CPU seconds of the server in the window
	CPUPct                   float64 // of one core
	CPUPerFwdUS              float64 // CPU microseconds for each forwarded packet
	CPUPerIOUS               float64 // for each packet in or out
	RSSIdleKB, RSSLoadedKB   int64
	RSSPerParticipantKB      float64
	P50US, P95US, P99US      int32 // one-way delay through the server
	MaxUS                    int32
	SetupMS                  float64 // until everybody had video from everybody, pauses included
	RigCPUPct                float64
	OtherCPUPct              float64 // of one core, by anything but the server and the rig: noise
	RcvbufErrors             int64
}

// joinResult is one run of the scenario join, in milliseconds from the start of the join.
type joinResult struct {
	Hears, Sees, IsHeard *spread
}

// inviteResult is one run of the scenario invite, in milliseconds from sending the request.
type inviteResult struct {
	Invited *spread
}

// idleResult is one run of the scenario idle.
type idleResult struct {
	Users                   int
	RSSBeforeKB, RSSAfterKB int64
	RSSPerUserKB            float64
	Seconds                 float64 // to sign all of them in, one after the other
}

// spread is a summary of repeated timings.
type spread struct {
	N                          int
	Median, Min, Max, P90, P99 float64
}

func newSpread(v []float64) *spread {
	if len(v) == 0 {
		return nil
	}
	slices.Sort(v)
	return &spread{
		N: len(v), Median: v[len(v)/2], Min: v[0], Max: v[len(v)-1], P90: v[len(v)*9/10], P99: v[len(v)*99/100],
	}
}
