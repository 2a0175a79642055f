// Package calendar answers when whom can be met. It knows the weekly pattern of workers with its exceptions, absences and
// closures, what is already taken, holidays, notice, buffers and the way between two home visits, and gives the moments
// that can be offered: always on local time, right on the days on which the clocks change. It is pure: the caller brings
// the present moment and all that is known, and the database makes sure that nothing is booked twice.
package calendar

import (
	"time"

	"wijkloket/backend/internal/core"
)

// Kind is what an opening or an appointment is for.
type Kind string

// The kinds of appointment.
const (
	Talk  Kind = "talk"  // in a centre
	Visit Kind = "visit" // at home (huisbezoek)
	Phone Kind = "phone"
)

// Valid reports whether the kind is one of the three.
func (k Kind) Valid() bool { return k == Talk || k == Visit || k == Phone }

// Weekly is one block of a worker's weekly pattern. From and To are minutes since midnight on the local clock. A block
// that cannot be is never offered; see [Weekly.Check].
type Weekly struct {
	ID, Worker   core.ID
	Day          time.Weekday
	From, To     int
	Kind         Kind
	Centre       string // only for a talk
	Since, Until Date   // the first and the last day; either may be empty
}

// Exception changes one day of one worker: an extra block, or (Off) hours in which the pattern does not hold. An extra
// block stands also where the same day's Off takes the pattern away, whatever the order. Neither opens a closed day.
type Exception struct {
	ID, Worker core.ID
	On         Date
	From, To   int
	Off        bool
	Kind       Kind   // of an extra block
	Centre     string // of an extra block for talks
}

// Absence is a worker away: from the first day to the last, both included.
type Absence struct {
	ID, Worker  core.ID
	First, Last Date
}

// Closure is a centre closed from the first day to the last, both included. Without a centre everything is closed: every
// centre, visits and calls.
type Closure struct {
	ID          core.ID
	Centre      string
	First, Last Date
}

// Busy is time of a worker that is taken: an appointment, a hold, a freed slot that cools down, an imported event. From
// and To are its own; the buffer after it is added here, unless Kind is empty: an imported event needs none.
type Busy struct {
	Worker   core.ID
	From, To time.Time
	Kind     Kind
	Area     string // the neighbourhood of a home visit, for travel; empty is the worker's own centre
}

// Plan is all that is known of some workers over a span of days.
type Plan struct {
	Weekly     []Weekly
	Exceptions []Exception
	Absences   []Absence
	Closures   []Closure
	Busy       []Busy
}

// Ask is what is wanted.
type Ask struct {
	Kind        Kind
	Centre      string        // for a talk: only in this centre; empty is any
	Area        string        // for a visit: where, for travel and grouping
	Workers     []core.ID     // in order of preference: a moment is offered with the first who is free; none is nobody
	From, Until time.Time     // in which a slot begins, Until not included; the zero time is no bound of its own
	Now         time.Time     // notice and horizon count from here
	Length      time.Duration // zero: as the rules say for the kind
	Longer      bool          // with an interpreter or a companion: takes longer, as the rules say
}

// Slot is a moment that can be offered. Start and End are in UTC.
type Slot struct {
	Worker     core.ID
	Kind       Kind
	Centre     string // of a talk
	Start, End time.Time
	Near       bool // a visit on a day on which this worker visits the same neighbourhood anyway
}

// Workdays knows on which days the teams work: weekends, holidays and closing days. It is request.Calendar in the product.
type Workdays interface{ Workday(at time.Time) bool }
