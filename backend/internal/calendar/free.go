package calendar

import (
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
)

// Free gives every moment that can be offered, by start, one per start: with the first of the workers who is free then.
// What lies in the past, within notice, beyond the horizon, on a closed day, in an absence or too near to what is taken is
// not among them.
func (r *Rules) Free(p Plan, a Ask) []Slot { return r.AppendFree(nil, p, a) }

// AppendFree appends what [Rules.Free] gives to slots.
func (r *Rules) AppendFree(slots []Slot, p Plan, a Ask) []Slot {
	j := r.judge(p, a, a.Workers)
	if j.length == 0 || len(j.agendas) == 0 {
		return slots
	}
	for number := dayOf(time.Unix(j.first, 0)); ; number++ {
		d := dayNumbered(number)
		if d.from >= j.last {
			return slots
		}
		if j.works(d) {
			slots = j.day(slots, d)
		}
	}
}

// longestDay is the most starts that a day can have: 25 hours of quarter hours.
const longestDay = 25 * 60 / cellMinutes

// pick is who can be met at a start.
type pick struct {
	agenda *agenda
	centre string
}

// day appends the moments of one day. A day has few possible starts, so the workers fill in a table of them, the
// preferred one first, and no sorting is needed.
func (j *judge) day(slots []Slot, d day) []Slot {
	var table [longestDay]pick
	for i := range j.agendas {
		a := &j.agendas[i]
		openings := j.openings(a, d)
		for _, o := range openings {
			j.sweep(&table, a, d, o)
		}
		a.near = len(openings) > 0 && j.isNear(a, d)
	}
	for cell, found := range table {
		if found.agenda != nil {
			slots = append(slots, j.slot(found, d.from+int64(cell)*cellSeconds))
		}
	}
	return slots
}

// isNear reports whether the worker is in the neighbourhood of the visit asked for on that day anyway.
func (j *judge) isNear(a *agenda, d day) bool { return j.ask.Kind == Visit && a.visits(j.ask.Area, d) }

func (j *judge) slot(found pick, start int64) Slot {
	return Slot{
		Worker: found.agenda.worker, Kind: j.ask.Kind, Centre: found.centre, Near: found.agenda.near,
		Start: time.Unix(start, 0).UTC(), End: time.Unix(start+j.length, 0).UTC(),
	}
}

// sweep enters the starts of one opening into the table, leaping over what blocks them.
func (j *judge) sweep(table *[longestDay]pick, a *agenda, d day, o opening) {
	blocked := j.obstacles(a, d, o)
	for start := ceilTo(max(o.from, j.first), j.grid); start+j.length <= o.to && start < j.last; {
		if leap, hit := past(blocked, start); hit {
			start = ceilTo(leap, j.grid)
			continue
		}
		if cell := (start - d.from) / cellSeconds; table[cell].agenda == nil && !d.repeated(start) {
			table[cell] = pick{a, o.centre}
		}
		start += j.grid
	}
}

// past finds something that blocks a start, and where that ends.
func past(blocked []obstacle, start int64) (end int64, hit bool) {
	for _, b := range blocked {
		if b.soft.from < start && start < b.soft.to {
			return b.soft.to, true
		}
	}
	return 0, false
}

// Fits judges one moment with one worker as [Rules.Free] does, for the transaction that books it. The worker need not be
// among those of the ask. Its refusal says why it cannot be: "refuse.slot.past", ".notice", ".horizon", ".closed" (there
// is no opening then), ".taken" or ".travel" (free, but the worker would not be there in time).
func (r *Rules) Fits(p Plan, a Ask, worker core.ID, start time.Time) (Slot, error) {
	j := r.judge(p, a, []core.ID{worker})
	at := second(start)
	switch {
	case start.Before(a.Now):
		return Slot{}, refuse("past")
	case start.Before(r.Earliest(a.Kind, a.Now)):
		return Slot{}, refuse("notice")
	case at > second(a.Now.Add(r.Horizon)):
		return Slot{}, refuse("horizon")
	case j.length == 0 || at < j.first || at >= j.last || at%j.grid != 0 || start.Nanosecond() != 0:
		return Slot{}, refuse("closed")
	}
	d, whose := dayNumbered(dayOf(start)), &j.agendas[0]
	if !j.works(d) || d.repeated(at) {
		return Slot{}, refuse("closed")
	}
	refusal := refuse("closed")
	for _, o := range j.openings(whose, d) {
		if at < o.from || at+j.length > o.to {
			continue
		}
		if refusal = j.objection(j.obstacles(whose, d, o), at); refusal == nil {
			whose.near = j.isNear(whose, d)
			return j.slot(pick{whose, o.centre}, at), nil
		}
	}
	return Slot{}, refusal
}

// objection says why a start is blocked; nil when it is not.
func (j *judge) objection(blocked []obstacle, at int64) error {
	var refusal error
	for _, b := range blocked {
		switch {
		case b.hard.from < at && at < b.hard.to:
			return refuse("taken")
		case b.soft.from < at && at < b.soft.to:
			refusal = refuse("travel")
		}
	}
	return refusal
}

// refuse is a conflict, not a fault of the resident: the moment could be offered a little earlier, or to somebody else.
func refuse(why string) error { return core.Refuse(api.CodeConflict, "refuse.slot."+why) }
