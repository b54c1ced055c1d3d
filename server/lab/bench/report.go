package main

import (
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"
	"time"
)

// report writes the page. Figures are medians over the rounds, with the least and the most in brackets.
func (b *bench) report(m machine) string {
	var page strings.Builder
	p := func(format string, args ...any) { fmt.Fprintf(&page, format+"\n", args...) }
	p("# Cost of the server's media\n")
	p("%s, commit %s. %d rounds; figures are medians (least–most).\n", time.Now().UTC().Format("2006-01-02 15:04 UTC"), m.commit, b.rounds)
	p("Machine: %d × %s, %s, Linux %s.", runtime.NumCPU(), m.processor, m.memory, m.kernel)
	p("Versions: %s.", strings.Join(m.versions, ", "))
	pinned := "The server has one core and the rig another."
	if !b.pinned {
		pinned = "Nothing was pinned to a core: figures move more than they should."
	}
	p("%s Everything is on loopback, so sending includes the kernel's delivery to the receiver.\n", pinned)
	b.reportLoad(p)
	b.reportTimes(p)
	p("“Other” is the CPU that the rest of the machine used meanwhile. Delay above some 30 %% of other says more")
	p("about the machine than about the server; CPU for each packet hardly moves with it.")
	return page.String()
}

func (b *bench) reportLoad(p func(string, ...any)) {
	r := b.results
	p("| | 25 calls | limit | group of 9 | limit |")
	p("|---|---|---|---|---|")
	row := func(name string, ofCalls, ofGroup float64, figure func(loadFigures) float64) {
		p("| %s | %s | %s | %s | %s |", name,
			b.within(name+" in 25 calls", each(r.calls, figure), ofCalls), limitText(ofCalls),
			b.within(name+" in the group of 9", each(r.group, figure), ofGroup), limitText(ofGroup))
	}
	against := func(name string, ofCalls, ofGroup float64, compare func(loadFigures, floorFigures) float64) {
		p("| %s | %s | %s | %s | %s |", name,
			b.within(name+" in 25 calls", paired(r.calls, r.floor[floorKey(manyCalls, "plain")], compare), ofCalls), limitText(ofCalls),
			b.within(name+" in the group of 9", paired(r.group, r.floor[floorKey(oneGroup, "plain")], compare), ofGroup), limitText(ofGroup))
	}
	against("**server CPU for each forwarded packet, in plain floors of the same round**", 1.25, 1,
		func(f loadFigures, floor floorFigures) float64 { return f.CPUPerFwdUS / floor.CPUPerFwdUS })
	row("the same, µs", noLimit, noLimit, func(f loadFigures) float64 { return f.CPUPerFwdUS })
	for _, mode := range floorModes() {
		cpu := func(f floorFigures) float64 { return f.CPUPerFwdUS }
		p("| floor, %s, AES-128-GCM, µs | %s | | %s | |", mode,
			medians(each(r.floor[floorKey(manyCalls, mode)], cpu)), medians(each(r.floor[floorKey(oneGroup, mode)], cpu)))
	}
	row("memory for each participant, MiB", 0.45, 0.7, func(f loadFigures) float64 { return f.RSSPerParticipantKB / 1024 })
	row("delay p50, ms", noLimit, noLimit, func(f loadFigures) float64 { return f.P50US / 1000 })
	row("delay p99, ms", noLimit, noLimit, func(f loadFigures) float64 { return f.P99US / 1000 })
	against("delay p99 above the plain floor's of the same round, ms", 1, noLimit,
		func(f loadFigures, floor floorFigures) float64 { return (f.P99US - floor.P99US) / 1000 })
	row("packets forwarded in the window", noLimit, noLimit, func(f loadFigures) float64 { return float64(f.Forwarded) })
	row("loss, %", 0, 0, func(f loadFigures) float64 { return f.LossPct })
	row("server CPU, % of a core", noLimit, noLimit, func(f loadFigures) float64 { return f.CPUPct })
	row("rig CPU, % of a core", noLimit, noLimit, func(f loadFigures) float64 { return f.RigCPUPct })
	row("other, % of a core", noLimit, noLimit, func(f loadFigures) float64 { return f.OtherCPUPct })
	p("")
	p("The 25 calls are made by the protocol (sign in, call, ring, accept) on the whole server; the group and the")
	p("joins are in rooms of the media alone, so that nothing but media is measured. SRTP: %s.\n", strings.Join(r.calls[0].SRTP, ", "))
}

func (b *bench) reportTimes(p func(string, ...any)) {
	r := b.results
	p("| time | median, ms | limit | p90, ms | p99, ms | limit |")
	p("|---|---|---|---|---|---|")
	row := func(name string, ofMedian, ofP99 float64, list []spread) {
		p("| %s | %s | %s | %s | %s | %s |", name,
			b.within("median of "+name, each(list, func(s spread) float64 { return s.Median }), ofMedian), limitText(ofMedian),
			medians(each(list, func(s spread) float64 { return s.P90 })),
			b.within("p99 of "+name, each(list, func(s spread) float64 { return s.P99 }), ofP99), limitText(ofP99))
	}
	row("joins an idle server and hears", 30, noLimit, each(r.join, func(f joinFigures) spread { return f.Hears }))
	row("… and sees", noLimit, noLimit, each(r.join, func(f joinFigures) spread { return f.Sees }))
	row("… and is heard", 30, noLimit, each(r.join, func(f joinFigures) spread { return f.IsHeard }))
	row("`call` leaves, callee has the invitation", noLimit, 50, each(r.invite, func(f inviteFigures) spread { return f.Invited }))
	p("")
	p("%d joins and %d calls in each round; the clients are native.\n", b.joins, b.settings.calls)
	idle := each(r.idle, func(f idleFigures) float64 { return f.RSSPerUserKB })
	p("Memory of a user who is signed in and idle: %s KB of the server's resident set (limit %v), %d users in each round.\n",
		b.within("KB for each idle user", idle, idleLimit), idleLimit, b.users)
}

func each[F, P any](list []F, part func(F) P) (parts []P) {
	for _, f := range list {
		parts = append(parts, part(f))
	}
	return parts
}

// paired compares the figures of each round with those of its floor.
func paired(list []loadFigures, floors []floorFigures, compare func(loadFigures, floorFigures) float64) (values []float64) {
	for i, f := range list {
		values = append(values, compare(f, floors[i]))
	}
	return values
}

// noLimit is what no figure exceeds.
var noLimit = math.Inf(1)

// idleLimit is in KB. It is missed, by what goroutines and the WebSocket library take.
const idleLimit = 40.0

func limitText(limit float64) string {
	if math.IsInf(limit, 1) {
		return ""
	}
	return fmt.Sprint(limit)
}

// within writes the figure of all rounds, and notes for the end if its median is above the limit.
func (b *bench) within(name string, values []float64, limit float64) string {
	if m := median(values); m > limit {
		b.missed = append(b.missed, fmt.Sprintf("%s: %s, the limit is %v", name, round3(m), limit))
	}
	return medians(values)
}

// medians writes the median, least and most of a figure.
func medians(values []float64) string {
	return fmt.Sprintf("%s (%s–%s)", round3(median(values)), round3(slices.Min(values)), round3(slices.Max(values)))
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

// round3 keeps three digits of small numbers and all digits of large ones.
func round3(v float64) string {
	switch {
	case v >= 100 || v <= -100:
		return fmt.Sprintf("%.0f", v)
	case v >= 10 || v <= -10:
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.2f", v)
}
