package calendar

import (
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
)

// Date is a day in Kortrijk: "2026-11-26".
type Date string

// The years that a date of an agenda can have: a typing error in a year is refused and does not close a centre until 2206.
const firstYear, lastYear = 2020, 2099

// ParseDate reads a date as forms send it. It refuses what is on no calendar.
func ParseDate(text string) (Date, error) {
	if date := Date(text); date.Valid() {
		return date, nil
	}
	return "", core.Refuse(api.CodeInvalid, "refuse.date")
}

// DateOf is the day of a moment in Kortrijk.
func DateOf(at time.Time) Date { return Date(at.In(core.Brussels).Format(time.DateOnly)) }

// Valid reports whether the date is on the calendar.
func (d Date) Valid() bool {
	_, ok := d.day()
	return ok
}

// Noon is the middle of the day, which no change of the clocks moves to another day; the zero time when the date is not
// valid.
func (d Date) Noon() time.Time {
	at, err := time.ParseInLocation(time.DateOnly, string(d), core.Brussels)
	if err != nil {
		return time.Time{}
	}
	return time.Date(at.Year(), at.Month(), at.Day(), 12, 0, 0, 0, core.Brussels)
}

// day counts the days since 1970.
func (d Date) day() (int, bool) {
	at, err := time.Parse(time.DateOnly, string(d))
	return int(at.Unix() / daySeconds), err == nil && at.Year() >= firstYear && at.Year() <= lastYear
}

// days is a run of days, both ends included.
type days struct{ first, last int }

// always holds every day.
var always = days{first: -1 << 31, last: 1<<31 - 1}

func (d days) holds(day int) bool { return d.first <= day && day <= d.last }

// between is the run of days from first to last; false when it cannot be. A missing end is open when open allows it.
func between(first, last Date, open bool) (days, bool) {
	run, okFirst, okLast := always, true, true
	if first != "" || !open {
		run.first, okFirst = first.day()
	}
	if last != "" || !open {
		run.last, okLast = last.day()
	}
	return run, okFirst && okLast && run.first <= run.last
}
