package main

import (
	"fmt"
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
	p("| | 25 calls | target | group of 9 | target |")
	p("|---|---|---|---|---|")
	row := func(name, callsTarget, groupTarget string, figure func(loadFigures) float64) {
		p("| %s | %s | %s | %s | %s |", name, medians(r.calls, figure), callsTarget, medians(r.group, figure), groupTarget)
	}
	row("**server CPU for each forwarded packet, µs**", "14", "5", func(f loadFigures) float64 { return f.CPUPerFwdUS })
	for _, mode := range floorModes() {
		cpu := func(f floorFigures) float64 { return f.CPUPerFwdUS }
		p("| floor, %s, AES-128-GCM, µs | %s | | %s | |", mode,
			medians(r.floor[floorKey(manyCalls, mode)], cpu), medians(r.floor[floorKey(oneGroup, mode)], cpu))
	}
	row("memory for each participant, MiB", "0.45", "0.7", func(f loadFigures) float64 { return f.RSSPerParticipantKB / 1024 })
	row("delay p50, ms", "", "", func(f loadFigures) float64 { return f.P50US / 1000 })
	row("delay p99, ms", "1", "", func(f loadFigures) float64 { return f.P99US / 1000 })
	row("packets forwarded in the window", "", "", func(f loadFigures) float64 { return float64(f.Forwarded) })
	row("loss, %", "0", "0", func(f loadFigures) float64 { return f.LossPct })
	row("server CPU, % of a core", "", "", func(f loadFigures) float64 { return f.CPUPct })
	row("rig CPU, % of a core", "", "", func(f loadFigures) float64 { return f.RigCPUPct })
	row("other, % of a core", "", "", func(f loadFigures) float64 { return f.OtherCPUPct })
	p("")
	p("The 25 calls are made by the protocol (sign in, call, ring, accept) on the whole server; the group and the")
	p("joins are in rooms of the media alone, because the protocol has no group calls yet. SRTP: %s.\n", strings.Join(r.calls[0].SRTP, ", "))
}

func (b *bench) reportTimes(p func(string, ...any)) {
	r := b.results
	p("| time | median, ms | p90, ms | p99, ms | target, ms |")
	p("|---|---|---|---|---|")
	row := func(name, target string, list []spread) {
		p("| %s | %s | %s | %s | %s |", name,
			medians(list, func(s spread) float64 { return s.Median }), medians(list, func(s spread) float64 { return s.P90 }),
			medians(list, func(s spread) float64 { return s.P99 }), target)
	}
	row("joins an idle server and hears", "30", each(r.join, func(f joinFigures) spread { return f.Hears }))
	row("… and sees", "", each(r.join, func(f joinFigures) spread { return f.Sees }))
	row("… and is heard", "30", each(r.join, func(f joinFigures) spread { return f.IsHeard }))
	row("`call` leaves, callee has the invitation", "50 (p99)", each(r.invite, func(f inviteFigures) spread { return f.Invited }))
	p("")
	p("%d joins and %d calls in each round; the clients are native.\n", b.joins, b.settings.calls)
	p("Memory of a user who is signed in and idle: %s KB of the server's resident set (target 30), %d users in each round.\n",
		medians(r.idle, func(f idleFigures) float64 { return f.RSSPerUserKB }), b.users)
}

func each[F any](list []F, part func(F) spread) (parts []spread) {
	for _, f := range list {
		parts = append(parts, part(f))
	}
	return parts
}

// medians writes the median, least and most of a figure.
func medians[F any](list []F, figure func(F) float64) string {
	var values []float64
	for _, f := range list {
		values = append(values, figure(f))
	}
	slices.Sort(values)
	n := len(values)
	middle := (values[(n-1)/2] + values[n/2]) / 2
	return fmt.Sprintf("%s (%s–%s)", round3(middle), round3(values[0]), round3(values[n-1]))
}

// round3 keeps three digits of small numbers and all of large ones.
func round3(v float64) string {
	switch {
	case v >= 100 || v <= -100:
		return fmt.Sprintf("%.0f", v)
	case v >= 10 || v <= -10:
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.2f", v)
}
