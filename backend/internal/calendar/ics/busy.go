package ics

import (
	"io"
	"slices"
	"strings"
	"time"

	ical "github.com/arran4/golang-ical"
	"github.com/teambition/rrule-go"
)

// Span is a time in which somebody is busy, in UTC. It is all that is kept of an imported calendar.
type Span struct{ From, To time.Time }

// ReadBusy reads an office calendar and gives the times between from and until in which its owner is busy: sorted, cut to
// that span, and joined where they touch, so that not even the number of appointments remains. What is cancelled or does
// not block time is left out. A file that cannot be read whole is refused: half of it would offer hours that are taken.
// Refusals are core.Errors and repeat nothing of the file; any other error is the reader's own.
func ReadBusy(text io.Reader, from, until time.Time, limit Limit) ([]Span, error) {
	r := &reader{limit: limit, zones: newZones()}
	if err := r.read(text); err != nil {
		return nil, err
	}
	x := &expansion{zones: r.zones, limit: limit, from: from, until: until, instead: map[string][]time.Time{}}
	for _, e := range r.events {
		if err := x.replace(e); err != nil {
			return nil, err
		}
	}
	for _, e := range r.events {
		if err := x.event(e); err != nil {
			return nil, err
		}
	}
	return joined(x.spans), nil
}

// expansion turns events into spans.
type expansion struct {
	zones       zones
	limit       Limit
	from, until time.Time
	instead     map[string][]time.Time // occurrences of a series that stand in the file by themselves
	series      int
	spans       []Span
}

func (x *expansion) replace(e raw) error {
	if e.instead == nil {
		return nil
	}
	at, err := x.moment(e.instead)
	x.instead[e.uid] = append(x.instead[e.uid], at.Time)
	return err
}

// event adds the spans of one event and of its series.
func (x *expansion) event(e raw) error {
	if e.start == nil {
		return errMalformed
	}
	start, err := x.moment(e.start)
	if err != nil {
		return err
	}
	length, err := x.lengthOf(e, start)
	if err != nil || e.free {
		return err
	}
	if e.rule == "" && len(e.also) == 0 {
		return x.add(start.Time, length)
	}
	starts, err := x.starts(e, start, length)
	if err != nil {
		return err
	}
	for _, at := range starts {
		if err := x.add(at, length); err != nil {
			return err
		}
	}
	return nil
}

// add keeps a span as far as it lies in the one asked for.
func (x *expansion) add(start time.Time, length length) error {
	s := Span{start, length.after(start)}
	if !s.From.Before(s.To) || !s.From.Before(x.until) || !x.from.Before(s.To) {
		return nil
	}
	if len(x.spans) == x.limit.Spans {
		return errTooLarge
	}
	if s.From.Before(x.from) {
		s.From = x.from
	}
	if s.To.After(x.until) {
		s.To = x.until
	}
	x.spans = append(x.spans, Span{s.From.UTC(), s.To.UTC()})
	return nil
}

// starts are the occurrences of a series that can reach the span asked for.
func (x *expansion) starts(e raw, start moment, length length) ([]time.Time, error) {
	var set rrule.Set
	set.DTStart(start.Time)
	set.RDate(start.Time)
	if e.rule != "" {
		rule, err := x.rule(e.rule, start, length)
		if err != nil {
			return nil, err
		}
		if rule != nil {
			set.RRule(rule)
		}
	}
	also, err := x.moments(e.also)
	if err != nil {
		return nil, err
	}
	for _, at := range also {
		set.RDate(at)
	}
	except, err := x.moments(e.except)
	if err != nil {
		return nil, err
	}
	if e.instead == nil {
		except = append(except, x.instead[e.uid]...)
	}
	for _, at := range except {
		set.ExDate(at)
	}
	return set.Between(length.before(x.from), x.until, true), nil
}

// rule reads a recurrence as office calendars write them: by days, weeks, months or years. Finer ones are refused, because
// a rule of seconds that never happens would keep the machine busy for days. It is nil when it ended before the span asked
// for.
func (x *expansion) rule(text string, start moment, length length) (*rrule.RRule, error) {
	option, err := rrule.StrToROptionInLocation(text, start.Location())
	if err != nil || option.Freq > rrule.DAILY || option.Interval < 0 || option.Count < 0 {
		return nil, errMalformed
	}
	for _, finer := range [][]int{option.Byhour, option.Byminute, option.Bysecond, option.Byeaster} {
		if len(finer) > 0 {
			return nil, errMalformed
		}
	}
	option.Dtstart = start.Time
	if _, last, _ := strings.Cut(text, "UNTIL="); len(last) == len("20261126") || strings.Index(last, ";") == len("20261126") {
		option.Until = option.Until.AddDate(0, 0, 1).Add(-time.Second) // a day without a time is meant whole
	}
	if !option.Until.IsZero() && option.Until.Before(length.before(x.from)) {
		return nil, nil
	}
	if x.series++; x.series > x.limit.Series {
		return nil, errTooLarge
	}
	if option.Until.IsZero() || option.Until.After(x.until) {
		option.Until = x.until
	}
	rule, err := rrule.NewRRule(*option)
	if err != nil {
		return nil, errMalformed
	}
	return rule, nil
}

// lengthOf is how long an event takes, from its end, its duration, or neither: then a day, or no time at all.
func (x *expansion) lengthOf(e raw, start moment) (length, error) {
	switch {
	case e.end != nil:
		end, err := x.moment(e.end)
		if err != nil || end.Before(start.Time) || end.day != start.day {
			if err == nil {
				err = errMalformed
			}
			return length{}, err
		}
		if start.day {
			return length{days: max(1, int(end.Sub(start.Time).Hours()+12)/24)}, nil // some programs end a day on itself
		}
		return length{exact: end.Sub(start.Time)}, nil
	case e.length != nil:
		l, ok := readLength(e.length.Value)
		if !ok {
			return length{}, errMalformed
		}
		return l, nil
	case start.day:
		return length{days: 1}, nil
	default:
		return length{}, nil
	}
}

// moment reads the one time of a property.
func (x *expansion) moment(p *ical.BaseProperty) (moment, error) {
	location := x.zones.find(parameter(p, "TZID"))
	if location == nil {
		location = time.UTC
		if !strings.HasSuffix(p.Value, "Z") {
			return moment{}, errZone
		}
	}
	at, ok := readMoment(p.Value, location)
	if !ok {
		return moment{}, errMalformed
	}
	return at, nil
}

// moments reads properties that hold lists of times. Of a period its beginning counts.
func (x *expansion) moments(properties []*ical.BaseProperty) ([]time.Time, error) {
	var all []time.Time
	for _, p := range properties {
		for text := range strings.SplitSeq(p.Value, ",") {
			one := *p
			one.Value, _, _ = strings.Cut(text, "/")
			at, err := x.moment(&one)
			if err != nil {
				return nil, err
			}
			all = append(all, at.Time)
		}
	}
	return all, nil
}

func parameter(p *ical.BaseProperty, name string) string {
	for key, values := range p.ICalParameters {
		if strings.EqualFold(key, name) && len(values) > 0 {
			return values[0]
		}
	}
	return ""
}

// joined sorts spans and makes one of those that touch.
func joined(spans []Span) []Span {
	slices.SortFunc(spans, func(a, b Span) int { return a.From.Compare(b.From) })
	var out []Span
	for _, s := range spans {
		if n := len(out); n > 0 && !s.From.After(out[n-1].To) {
			if s.To.After(out[n-1].To) {
				out[n-1].To = s.To
			}
			continue
		}
		out = append(out, s)
	}
	return out
}
