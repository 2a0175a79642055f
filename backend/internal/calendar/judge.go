package calendar

import (
	"cmp"
	"slices"
	"time"

	"wijkloket/backend/internal/core"
)

// judge answers one ask on one plan. Every answer of this package comes from its openings and its blocked starts.
type judge struct {
	rules                *Rules
	ask                  Ask
	length, buffer, grid int64
	first, last          int64 // starts: not before first, before last
	agendas              []agenda
	closures             []closure
	zones                map[string]int // of the places met so far

	open    []opening // what the last openings answered
	blocked []obstacle
}

type closure struct {
	centre string
	run    days
}

// opening is a span in which what is asked for can take place.
type opening struct {
	span
	centre string
}

// obstacle keeps starts away: those between the two ends of a span. soft counts the way there, hard does not.
type obstacle struct{ soft, hard span }

func (r *Rules) judge(p Plan, a Ask, workers []core.ID) *judge {
	j := &judge{
		rules: r, ask: a, length: int64(r.Lasts(a) / time.Second), buffer: int64(r.Buffer / time.Second), grid: int64(r.Grid / time.Second),
		first: second(r.Earliest(a.Kind, a.Now)), last: second(a.Now.Add(r.Horizon)) + 1, zones: map[string]int{},
	}
	if !a.From.IsZero() {
		j.first = max(j.first, secondUp(a.From))
	}
	if !a.Until.IsZero() {
		j.last = min(j.last, secondUp(a.Until))
	}
	index := make(map[core.ID]int, len(workers))
	for _, worker := range workers {
		if _, twice := index[worker]; !twice {
			index[worker] = len(j.agendas)
			j.agendas = append(j.agendas, agenda{worker: worker})
		}
	}
	j.fill(p, func(worker core.ID) *agenda {
		if i, ok := index[worker]; ok {
			return &j.agendas[i]
		}
		return nil
	})
	return j
}

// fill sorts the plan into the agendas; what belongs to nobody who was asked for is left out.
func (j *judge) fill(p Plan, of func(core.ID) *agenda) {
	for _, c := range p.Closures {
		if run, ok := between(c.First, c.Last, false); ok {
			j.closures = append(j.closures, closure{c.Centre, run})
		}
	}
	for _, w := range p.Weekly {
		if a := of(w.Worker); a != nil {
			a.addWeekly(w)
		}
	}
	for _, e := range p.Exceptions {
		if a := of(e.Worker); a != nil {
			a.addException(e)
		}
	}
	for _, absence := range p.Absences {
		if run, ok := between(absence.First, absence.Last, false); ok {
			if a := of(absence.Worker); a != nil {
				a.away = append(a.away, run)
			}
		}
	}
	for i := range j.agendas {
		j.agendas[i].sortChanges()
	}
	for _, b := range p.Busy {
		if a := of(b.Worker); a != nil {
			j.take(a, b)
		}
	}
	for i := range j.agendas {
		j.agendas[i].sortBusy()
	}
}

// take enters what is taken, with the zone it is in as far as a way from or to there can matter.
func (j *judge) take(a *agenda, b Busy) {
	t := taken{span: span{second(b.From), secondUp(b.To)}, visit: b.Kind == Visit, area: b.Area, zone: nowhere}
	if t.from >= t.to || t.to <= j.first-margin || t.from >= j.last+margin {
		return
	}
	if b.Kind != "" {
		t.buffer = j.buffer
	}
	switch {
	case b.Area != "":
		t.zone = j.zone(b.Area)
	case !t.visit && j.ask.Kind == Visit:
		d := dayNumbered(dayOf(b.From))
		t.zone = j.zone(a.centreAt(d, t.from))
	}
	a.busy = append(a.busy, t)
}

// margin is how far outside the span of an ask something taken can matter: the longest appointment, buffer and way, and
// the rest of a day for grouping.
const margin = 2 * daySeconds

// reach is how far something taken can keep openings away.
func (j *judge) reach() int64 { return j.buffer + int64(j.rules.travel.longest/time.Second) }

// zone is the zone of a place: a team, or what lies in the area of one.
func (j *judge) zone(place string) int {
	zone, known := j.zones[place]
	if known {
		return zone
	}
	zone, known = j.rules.travel.zones[place]
	if !known && place != "" && j.rules.Team != nil {
		zone, known = j.rules.travel.zones[j.rules.Team(place)]
	}
	if !known {
		zone = nowhere
	}
	j.zones[place] = zone
	return zone
}

// works reports whether anything takes place on a day.
func (j *judge) works(d day) bool {
	return j.rules.Days.Workday(d.noon()) && !j.isClosed("", d.number)
}

func (j *judge) isClosed(centre string, day int) bool {
	return slices.ContainsFunc(j.closures, func(c closure) bool { return c.centre == centre && c.run.holds(day) })
}

// wants reports whether a block is for what is asked, on a day on which it can be.
func (j *judge) wants(b block, day int) bool {
	return b.kind == j.ask.Kind && b.run.holds(day) &&
		(b.kind != Talk || (j.ask.Centre == "" || b.centre == j.ask.Centre) && !j.isClosed(b.centre, day))
}

// openings are the spans of a working day in which the worker can do what is asked, by centre and then by time; spans of
// one centre do not touch each other. The answer holds until the next call.
func (j *judge) openings(a *agenda, d day) []opening {
	j.open = j.open[:0]
	if a.isAway(d.number) {
		return nil
	}
	for _, b := range a.weekly[d.weekday] {
		if j.wants(b, d.number) {
			j.add(d, b)
		}
	}
	changes := a.changesOn(d.number)
	for _, c := range changes {
		if c.off {
			before, after := d.parts(c.from, c.to)
			j.cut(before)
			j.cut(after)
		}
	}
	for _, c := range changes {
		if !c.off && j.wants(c.block, d.number) {
			j.add(d, c.block)
		}
	}
	j.merge()
	return j.open
}

func (j *judge) add(d day, b block) {
	before, after := d.parts(b.from, b.to)
	for _, part := range [...]span{before, after} {
		if part.from < part.to {
			j.open = append(j.open, opening{part, b.centre})
		}
	}
}

// cut takes a span out of all openings.
func (j *judge) cut(s span) {
	if s.from >= s.to {
		return
	}
	for i := range j.open { // what is appended below lies after s
		o := j.open[i]
		if o.from < s.to && s.from < o.to {
			j.open[i].to = max(o.from, s.from)
			if s.to < o.to {
				j.open = append(j.open, opening{span{s.to, o.to}, o.centre})
			}
		}
	}
}

// merge sorts the openings and joins those of one centre that touch.
func (j *judge) merge() {
	if len(j.open) < 2 {
		return
	}
	slices.SortFunc(j.open, func(x, y opening) int {
		return cmp.Or(cmp.Compare(x.centre, y.centre), cmp.Compare(x.from, y.from))
	})
	kept := j.open[:1]
	for _, o := range j.open[1:] {
		if last := &kept[len(kept)-1]; last.centre == o.centre && o.from <= last.to {
			last.to = max(last.to, o.to)
		} else {
			kept = append(kept, o)
		}
	}
	j.open = kept
}

// obstacles are what keeps starts out of an opening: what is taken, the buffers after both, and the way between them when
// one of the two is a visit. The answer holds until the next call.
func (j *judge) obstacles(a *agenda, d day, o opening) []obstacle {
	j.blocked = j.blocked[:0]
	near := a.busyIn(span{o.from - j.reach(), o.to + j.reach()})
	if len(near) == 0 {
		return nil
	}
	zone := j.stand(a, d, o)
	for _, b := range near {
		hard := span{b.from - j.length - j.buffer, b.to + b.buffer}
		soft := hard
		if b.visit || j.ask.Kind == Visit {
			way := j.rules.travel.way(zone, b.zone)
			soft = span{hard.from - way, hard.to + way}
		}
		if soft.from < o.to && soft.to > o.from {
			j.blocked = append(j.blocked, obstacle{soft, hard})
		}
	}
	return j.blocked
}

// stand is the zone where what is asked for takes place.
func (j *judge) stand(a *agenda, d day, o opening) int {
	switch j.ask.Kind {
	case Visit:
		return j.zone(j.ask.Area)
	case Talk:
		return j.zone(o.centre)
	default:
		return j.zone(a.centreAt(d, o.from))
	}
}
