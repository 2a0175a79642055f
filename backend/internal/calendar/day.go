package calendar

import (
	"time"

	"wijkloket/backend/internal/core"
)

const (
	daySeconds    = 24 * 60 * 60
	minuteSeconds = 60
	dayMinutes    = 24 * 60
)

// span is from one moment to another, in seconds since 1970; the second is not in it.
type span struct{ from, to int64 }

// day is one day in Kortrijk.
type day struct {
	number   int // since 1970
	weekday  time.Weekday
	from, to int64 // from midnight to midnight
	turn     int64 // when the clocks change; to on all other days
	shift    int64 // by how many seconds they go forward
}

// dayOf is the number of the day of a moment.
func dayOf(at time.Time) int {
	_, offset := at.In(core.Brussels).Zone()
	return int(floorDiv(at.Unix()+int64(offset), daySeconds))
}

// dayNumbered finds midnight, the midnight after it and the change of the clocks between them.
func dayNumbered(number int) day {
	midnight := time.Date(1970, time.January, 1+number, 0, 0, 0, 0, core.Brussels)
	d := day{number: number, weekday: midnight.Weekday(), from: midnight.Unix()}
	d.to = d.from + daySeconds
	d.turn = d.to
	if _, end := midnight.ZoneBounds(); !end.IsZero() && end.Unix() < d.to {
		_, before := midnight.Zone()
		_, after := end.Zone()
		d.turn, d.shift = end.Unix(), int64(after-before)
		d.to -= d.shift
	}
	return d
}

// noon is a moment of the day that is on no other day, whatever the clocks do.
func (d day) noon() time.Time { return time.Unix(d.from+daySeconds/2, 0) }

// parts are the moments of the day at which the local clock stands between two minutes. They are one span, except where
// the clocks change: an hour that is skipped is in none, and of an hour that comes twice both are in.
func (d day) parts(from, to int) (before, after span) {
	start, end := d.from+int64(from)*minuteSeconds, d.from+int64(to)*minuteSeconds
	before = span{start, min(end, d.turn)}
	if d.shift != 0 {
		after = span{max(start-d.shift, d.turn), end - d.shift}
	}
	return before, after
}

// repeated reports whether the clock shows at a moment what it showed an hour ago. Nothing begins there: nobody could
// tell the two apart.
func (d day) repeated(at int64) bool { return d.shift < 0 && at >= d.turn && at < d.turn-d.shift }

// clock is the minute since midnight that the local clock shows at a moment of the day.
func (d day) clock(at int64) int {
	if at >= d.turn {
		at += d.shift
	}
	return int((at - d.from) / minuteSeconds)
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// ceilTo rounds up to the next whole step.
func ceilTo(at, step int64) int64 { return -floorDiv(-at, step) * step }

// second rounds a moment down to a second, secondUp rounds it up.
func second(at time.Time) int64 { return at.Unix() }

func secondUp(at time.Time) int64 {
	if at.Nanosecond() > 0 {
		return at.Unix() + 1
	}
	return at.Unix()
}
