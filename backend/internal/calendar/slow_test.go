package calendar_test

import (
	"cmp"
	"slices"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/core"
)

// slow judges one moment minute by minute, with the library's local clock and no arithmetic on days: the plainest reading
// of the rules, to hold the fast one against. It reads the travel table from the file by itself.
type slow struct {
	rules    *calendar.Rules
	plan     calendar.Plan
	ask      calendar.Ask
	length   time.Duration
	earliest time.Time
	travel   struct {
		Same, Unknown int
		Between       map[string]map[string]int
	}
}

func newSlow(t testing.TB, text []byte, rules *calendar.Rules, plan calendar.Plan, ask calendar.Ask) *slow {
	var file struct {
		Travel struct {
			Same, Unknown int
			Between       map[string]map[string]int
		}
	}
	if err := yaml.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	s := &slow{rules: rules, plan: plan, ask: ask, length: ask.Length, earliest: ask.Now, travel: file.Travel}
	if s.length == 0 {
		s.length = map[calendar.Kind]time.Duration{calendar.Talk: time.Hour, calendar.Visit: time.Hour, calendar.Phone: 30 * time.Minute}[ask.Kind]
	}
	if ask.Longer {
		s.length += 30 * time.Minute
	}
	left := map[calendar.Kind]time.Duration{calendar.Talk: 2 * time.Hour, calendar.Visit: 24 * time.Hour, calendar.Phone: 2 * time.Hour}[ask.Kind]
	for step := time.Second; left > 0; { // second by second to the minute, then minute by minute
		if s.earliest.Second() == 0 {
			step = min(left, time.Minute)
		}
		if rules.Days.Workday(s.earliest) {
			left -= step
		}
		s.earliest = s.earliest.Add(step)
	}
	return s
}

func clock(at time.Time) (date string, weekday time.Weekday, minute int) {
	l := at.In(core.Brussels)
	return l.Format(time.DateOnly), l.Weekday(), l.Hour()*60 + l.Minute()
}

func within(first, last calendar.Date, date string) bool {
	return (first == "" || string(first) <= date) && (last == "" || date <= string(last))
}

// open reports whether in this minute the worker is there for what is asked, in the centre if it is a talk.
func (s *slow) open(worker core.ID, centre string, minute time.Time) bool {
	date, weekday, at := clock(minute)
	if !s.rules.Days.Workday(minute) {
		return false
	}
	for _, c := range s.plan.Closures {
		if within(c.First, c.Last, date) && (c.Centre == "" || s.ask.Kind == calendar.Talk && c.Centre == centre) {
			return false
		}
	}
	for _, a := range s.plan.Absences {
		if a.Worker == worker && within(a.First, a.Last, date) {
			return false
		}
	}
	off, extra := false, false
	for _, e := range s.plan.Exceptions {
		if e.Worker == worker && string(e.On) == date && e.From <= at && at < e.To {
			off = off || e.Off
			extra = extra || !e.Off && e.Kind == s.ask.Kind && (e.Kind != calendar.Talk || e.Centre == centre)
		}
	}
	return extra || !off && slices.ContainsFunc(s.plan.Weekly, func(w calendar.Weekly) bool {
		return w.Worker == worker && w.Day == weekday && w.From <= at && at < w.To && within(w.Since, w.Until, date) &&
			w.Kind == s.ask.Kind && (w.Kind != calendar.Talk || w.Centre == centre)
	})
}

// own is the centre that a worker is in when nothing else is known.
func (s *slow) own(worker core.ID, at time.Time) string {
	date, weekday, minute := clock(at)
	type hours struct {
		from, to int
		centre   string
	}
	var today []hours
	home := ""
	for _, e := range s.plan.Exceptions {
		if e.Worker == worker && string(e.On) == date && !e.Off && e.Kind == calendar.Talk {
			today = append(today, hours{e.From, e.To, e.Centre})
		}
	}
	for _, w := range s.plan.Weekly {
		if w.Worker != worker || w.Kind != calendar.Talk {
			continue
		}
		home = cmp.Or(home, w.Centre)
		if w.Day == weekday && within(w.Since, w.Until, date) {
			today = append(today, hours{w.From, w.To, w.Centre})
		}
	}
	for _, h := range today {
		if h.from <= minute && minute < h.to {
			return h.centre
		}
	}
	slices.SortStableFunc(today, func(a, b hours) int { return a.from - b.from })
	if len(today) > 0 {
		return today[0].centre
	}
	return home
}

func (s *slow) way(from, to string) time.Duration {
	team := func(place string) string {
		if centres[place] != "" {
			return centres[place]
		}
		return place
	}
	from, to = team(from), team(to)
	known := func(team string) bool {
		return slices.Contains([]string{"noord", "centrum", "marke", "zuid", "zuidelijke-rand"}, team)
	}
	switch n := s.travel.Between[from][to] + s.travel.Between[to][from]; {
	case !known(from) || !known(to):
		return time.Duration(s.travel.Unknown) * time.Minute
	case from == to && n > 0:
		return time.Duration(n/2) * time.Minute
	case from == to:
		return time.Duration(s.travel.Same) * time.Minute
	default:
		return time.Duration(n) * time.Minute
	}
}

// clear reports whether nothing taken is too near, with the worker standing at a place.
func (s *slow) clear(worker core.ID, place string, start time.Time) bool {
	for _, b := range s.plan.Busy {
		if b.Worker != worker {
			continue
		}
		after, way := 15*time.Minute, time.Duration(0)
		if b.Kind == "" {
			after = 0
		}
		if b.Kind == calendar.Visit || s.ask.Kind == calendar.Visit {
			there := b.Area
			if there == "" && b.Kind != calendar.Visit {
				there = s.own(worker, b.From)
			}
			way = s.way(place, there)
		}
		if b.To.Add(after+way).After(start) && start.Add(s.length+15*time.Minute+way).After(b.From) {
			return false
		}
	}
	return true
}

// centre is where the worker can do what is asked at a moment: the first of the centres for a talk.
func (s *slow) centre(worker core.ID, start time.Time) (string, bool) {
	centres := []string{""}
	if s.ask.Kind == calendar.Talk {
		centres = []string{"marke", "overleie", "v-tex"}
	}
	if s.ask.Centre != "" {
		centres = []string{s.ask.Centre}
	}
	date, _, minute := clock(start)
	_, _, before := clock(start.Add(-time.Hour))
	if minute%30 != 0 || minute == before || start.Before(s.earliest) || start.After(s.ask.Now.Add(60*24*time.Hour)) {
		return "", false
	}
next:
	for _, centre := range centres {
		for m := start; m.Before(start.Add(s.length)); m = m.Add(time.Minute) {
			if day, _, _ := clock(m); day != date || !s.open(worker, centre, m) {
				continue next
			}
		}
		if s.clear(worker, s.place(worker, centre, start), start) {
			return centre, true
		}
	}
	return "", false
}

// place is where the worker stands. For a call it is the centre of the hour in which the hours for calls began.
func (s *slow) place(worker core.ID, centre string, start time.Time) string {
	switch s.ask.Kind {
	case calendar.Talk:
		return centre
	case calendar.Visit:
		return s.ask.Area
	default:
		date, _, _ := clock(start)
		for m := start.Add(-time.Minute); ; m = m.Add(-time.Minute) {
			if day, _, _ := clock(m); day != date || !s.open(worker, "", m) {
				return s.own(worker, m.Add(time.Minute))
			}
		}
	}
}

// free is Free, said slowly.
func (s *slow) free(until time.Time) []calendar.Slot {
	var slots []calendar.Slot
	for start := s.ask.Now.Truncate(15 * time.Minute); start.Before(until); start = start.Add(15 * time.Minute) {
		if start.Before(s.ask.From) {
			continue
		}
		for _, worker := range s.ask.Workers {
			if centre, ok := s.centre(worker, start); ok {
				slots = append(slots, calendar.Slot{Worker: worker, Kind: s.ask.Kind, Centre: centre, Start: start, End: start.Add(s.length), Near: s.near(worker, start)})
				break
			}
		}
	}
	return slots
}

func (s *slow) near(worker core.ID, start time.Time) bool {
	date, _, _ := clock(start)
	return s.ask.Kind == calendar.Visit && s.ask.Area != "" && slices.ContainsFunc(s.plan.Busy, func(b calendar.Busy) bool {
		day, _, _ := clock(b.From)
		return b.Worker == worker && b.Kind == calendar.Visit && b.Area == s.ask.Area && day == date
	})
}
