package calendar

import (
	"errors"
	"fmt"
	"time"

	"github.com/goccy/go-yaml"
)

// Cell is the grain in which the agenda of a worker is kept: the database holds each worker's cell once, which is what
// makes a double booking impossible.
const Cell = 15 * time.Minute

const cellMinutes, cellSeconds = int(Cell / time.Minute), int64(Cell / time.Second)

// Rules say how long, how soon and how far ahead. They are read from assets/data/calendar.yaml. Days and Team are set by
// who wires them, before the first use; after that rules are read only.
type Rules struct {
	Days Workdays // must be set
	// Team names the team in whose area a centre, an area or a neighbourhood lies, or "". Without it only the ids of teams
	// are known places, and everything else is as far as an unknown one.
	Team func(place string) string

	Length, Notice map[Kind]time.Duration
	Longer         time.Duration // on top, with an interpreter or companion
	Buffer         time.Duration // after every appointment
	Grid           time.Duration // from one possible start to the next
	Horizon        time.Duration // how far ahead
	Hold           time.Duration // how long a moment is reserved while the form is filled
	CoolDown       time.Duration // how long a freed moment waits; zero is not at all
	Offered        int           // how many moments to offer

	worth  worth
	travel travel
}

type rulesFile struct {
	Kinds    map[Kind]kindFile `yaml:"kinds"`
	Longer   *int              `yaml:"longer_minutes"`
	Buffer   *int              `yaml:"buffer_minutes"`
	Grid     *int              `yaml:"grid_minutes"`
	Horizon  *int              `yaml:"horizon_days"`
	Hold     *int              `yaml:"hold_minutes"`
	CoolDown *int              `yaml:"cool_down_minutes"`
	Offer    offerFile         `yaml:"offer"`
	Travel   travelFile        `yaml:"travel"`
}

type kindFile struct {
	Minutes *int `yaml:"minutes"`
	Notice  *int `yaml:"notice_hours"`
}

type offerFile struct {
	Count         *int `yaml:"count"`
	PreferredPart *int `yaml:"preferred_part"`
	OtherDay      *int `yaml:"other_day"`
	OtherPart     *int `yaml:"other_part"`
	SameArea      *int `yaml:"same_area"`
}

// mostLength bounds an appointment, in minutes.
const mostLength = 4 * 60

// ReadRules reads the text of calendar.yaml. It refuses every number that is missing or cannot be, naming it.
func ReadRules(text []byte) (*Rules, error) {
	var f rulesFile
	if err := yaml.UnmarshalWithOptions(text, &f, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("calendar: calendar.yaml: %w", err)
	}
	b := &bounds{}
	r := &Rules{
		Length: map[Kind]time.Duration{}, Notice: map[Kind]time.Duration{},
		Longer:   minutes(b.quarters("longer_minutes", f.Longer, 0, 2*60)),
		Buffer:   minutes(b.quarters("buffer_minutes", f.Buffer, 0, 2*60)),
		Grid:     minutes(b.quarters("grid_minutes", f.Grid, cellMinutes, 60)),
		Horizon:  time.Duration(b.number("horizon_days", f.Horizon, 1, 366)) * 24 * time.Hour,
		Hold:     minutes(b.number("hold_minutes", f.Hold, 1, 60)),
		CoolDown: minutes(b.number("cool_down_minutes", f.CoolDown, 0, 24*60)),
		Offered:  b.number("offer: count", f.Offer.Count, 1, 10),
		worth: worth{
			preferred: b.number("offer: preferred_part", f.Offer.PreferredPart, 0, 366),
			otherDay:  b.number("offer: other_day", f.Offer.OtherDay, 0, 366),
			otherPart: b.number("offer: other_part", f.Offer.OtherPart, 0, 366),
			near:      b.number("offer: same_area", f.Offer.SameArea, 0, 366),
		},
		travel: f.Travel.table(b),
	}
	if time.Hour%max(r.Grid, Cell) != 0 {
		b.fault("grid_minutes does not divide an hour, want 15, 30 or 60")
	}
	for kind := range f.Kinds {
		if !kind.Valid() {
			b.fault(fmt.Sprintf("kinds: %q is none of talk, visit and phone", kind))
		}
	}
	for _, kind := range []Kind{Talk, Visit, Phone} {
		one := f.Kinds[kind]
		r.Length[kind] = minutes(b.quarters(string(kind)+": minutes", one.Minutes, cellMinutes, mostLength))
		r.Notice[kind] = time.Duration(b.number(string(kind)+": notice_hours", one.Notice, 0, 14*24)) * time.Hour
	}
	if b.first != nil {
		return nil, b.first
	}
	return r, nil
}

func minutes(n int) time.Duration { return time.Duration(n) * time.Minute }

// bounds holds the first thing that is wrong with the file.
type bounds struct{ first error }

func (b *bounds) fault(text string) {
	if b.first == nil {
		b.first = errors.New("calendar: calendar.yaml: " + text)
	}
}

func (b *bounds) number(name string, n *int, least, most int) int {
	if n == nil {
		b.fault(name + " is missing")
		return least
	}
	if *n < least || *n > most {
		b.fault(fmt.Sprintf("%s is %d, want %d to %d", name, *n, least, most))
		return least
	}
	return *n
}

// quarters is a number of minutes that is a whole number of cells.
func (b *bounds) quarters(name string, n *int, least, most int) int {
	whole := b.number(name, n, least, most)
	if whole%cellMinutes != 0 {
		b.fault(fmt.Sprintf("%s is %d, want whole quarter hours", name, whole))
	}
	return whole
}

// Lasts is how long what is asked for takes, without its buffer; zero when it cannot be.
func (r *Rules) Lasts(a Ask) time.Duration {
	length := a.Length
	if length == 0 {
		length = r.Length[a.Kind]
	}
	if length <= 0 || length > minutes(mostLength) {
		return 0
	}
	if a.Longer {
		length += r.Longer
	}
	return length
}

// Cells are the quarter hours since 1970 that an appointment occupies together with the buffer after it, the last one
// included.
func (r *Rules) Cells(start, end time.Time) (first, last int64) {
	first = floorDiv(second(start), cellSeconds)
	return first, max(first, ceilTo(secondUp(end.Add(r.Buffer)), cellSeconds)/cellSeconds-1)
}

// Earliest is the first moment for which someone who asks now is still in time. Notice runs on working days only: who
// asks on Friday evening for a visit with a day's notice is not at the door on Monday morning.
func (r *Rules) Earliest(kind Kind, now time.Time) time.Time {
	at, left := secondUp(now), int64(r.Notice[kind]/time.Second)
	if left == 0 {
		return time.Unix(at, 0).UTC()
	}
	latest := second(now.Add(r.Horizon))
	for d := dayNumbered(dayOf(now)); at <= latest; d = dayNumbered(d.number + 1) {
		if r.Days.Workday(d.noon()) {
			if at+left <= d.to {
				return time.Unix(at+left, 0).UTC()
			}
			left -= d.to - at
		}
		at = d.to
	}
	return time.Unix(latest+1, 0).UTC()
}
