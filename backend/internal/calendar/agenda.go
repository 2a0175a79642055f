package calendar

import (
	"cmp"
	"slices"
	"time"

	"wijkloket/backend/internal/core"
)

// agenda is what is known of one worker, sorted so that one day is found without reading the others.
type agenda struct {
	worker  core.ID
	weekly  [7][]block
	changes []change // by day
	away    []days
	busy    []taken // by from
	ends    []int64 // the latest end of busy up to and with each, so that the past is skipped at once
	home    string  // a centre of the pattern, for the days without one
	near    bool    // on the day that is looked at, the worker visits the neighbourhood asked for
}

// block is hours of a day in which something can take place, in minutes.
type block struct {
	from, to int
	kind     Kind
	centre   string
	run      days
}

// change is a block, or its absence, on one day.
type change struct {
	block
	day int
	off bool
}

// taken is a [Busy] as the rules see it.
type taken struct {
	span
	buffer int64 // after it
	visit  bool
	area   string
	zone   int
}

// newBlock makes a block, false for one that cannot be.
func newBlock(from, to int, kind Kind, centre string) (block, bool) {
	ok := hours(from, to) && kind.Valid() && (kind != Talk || centre != "")
	if kind != Talk {
		centre = ""
	}
	return block{from: from, to: to, kind: kind, centre: centre, run: always}, ok
}

func hours(from, to int) bool { return 0 <= from && from < to && to <= dayMinutes }

func (a *agenda) addWeekly(w Weekly) {
	b, ok := newBlock(w.From, w.To, w.Kind, w.Centre)
	run, runs := between(w.Since, w.Until, true)
	if !ok || !runs || w.Day < time.Sunday || w.Day > time.Saturday {
		return
	}
	b.run = run
	a.weekly[w.Day] = append(a.weekly[w.Day], b)
	if a.home == "" {
		a.home = b.centre
	}
}

func (a *agenda) addException(e Exception) {
	b, ok := newBlock(e.From, e.To, e.Kind, e.Centre)
	if e.Off {
		ok = hours(e.From, e.To)
	}
	if day, valid := e.On.day(); ok && valid {
		a.changes = append(a.changes, change{block: b, day: day, off: e.Off})
	}
}

func (a *agenda) sortChanges() {
	slices.SortStableFunc(a.changes, func(x, y change) int { return cmp.Compare(x.day, y.day) })
}

func (a *agenda) sortBusy() {
	slices.SortFunc(a.busy, func(x, y taken) int { return cmp.Compare(x.from, y.from) })
	a.ends = make([]int64, len(a.busy))
	latest := int64(-1 << 62)
	for i, b := range a.busy {
		latest = max(latest, b.to)
		a.ends[i] = latest
	}
}

// changesOn are the exceptions of a day.
func (a *agenda) changesOn(day int) []change {
	i, _ := slices.BinarySearchFunc(a.changes, day, func(c change, day int) int { return cmp.Compare(c.day, day) })
	n := i
	for n < len(a.changes) && a.changes[n].day == day {
		n++
	}
	return a.changes[i:n]
}

// busyIn is what may reach into a span; its last entries' starts lie before the end of it.
func (a *agenda) busyIn(s span) []taken {
	i, _ := slices.BinarySearch(a.ends, s.from+1)
	n, _ := slices.BinarySearchFunc(a.busy, s.to, func(b taken, to int64) int { return cmp.Compare(b.from, to) })
	return a.busy[min(i, n):n]
}

func (a *agenda) isAway(day int) bool {
	return slices.ContainsFunc(a.away, func(run days) bool { return run.holds(day) })
}

// visits reports whether the worker visits an area on a day.
func (a *agenda) visits(area string, d day) bool {
	return area != "" && slices.ContainsFunc(a.busyIn(span{d.from, d.to}), func(b taken) bool {
		return b.visit && b.area == area && b.from >= d.from
	})
}

// centreAt is the centre that the worker is in when nothing else is known: the one of the talks of that hour, else of the
// first talks of that day, else of the pattern.
func (a *agenda) centreAt(d day, at int64) string {
	minute, first, centre := d.clock(at), dayMinutes, a.home
	look := func(b block) bool {
		if b.kind == Talk && b.from < first {
			first, centre = b.from, b.centre
		}
		return b.kind == Talk && b.from <= minute && minute < b.to
	}
	for _, c := range a.changesOn(d.number) {
		if !c.off && look(c.block) {
			return c.centre
		}
	}
	for _, b := range a.weekly[d.weekday] {
		if b.run.holds(d.number) && look(b) {
			return b.centre
		}
	}
	return centre
}
