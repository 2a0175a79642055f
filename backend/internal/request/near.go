package request

import (
	"fmt"
	"time"

	"wijkloket/backend/internal/core"
)

// moment is when a promise that is still open comes before people: so many working days before the promised day, at an
// hour. The file says it as {days_before: 1, at: "09:00"}.
type moment struct {
	DaysBefore int    `yaml:"days_before"`
	At         string `yaml:"at"`

	clock time.Duration // At, since midnight
}

// Nobody is told anything outside these hours: it would be told to nobody. They also keep clear of the nights in which the
// clocks change.
const (
	earliestTold = 7 * time.Hour
	latestTold   = 17 * time.Hour
)

func (m *moment) read(name string) error {
	at, err := time.Parse("15:04", m.At)
	if err != nil {
		return fmt.Errorf("request: promise.yaml: escalate: %s: %q is not an hour such as 09:00", name, m.At)
	}
	m.clock = time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute
	if m.clock < earliestTold || m.clock > latestTold {
		return fmt.Errorf("request: promise.yaml: escalate: %s: at %s nobody is there, want 07:00 to 17:00", name, m.At)
	}
	if m.DaysBefore < 0 || m.DaysBefore > longestPromise {
		return fmt.Errorf("request: promise.yaml: escalate: %s: %d days before, want 0 to %d", name, m.DaysBefore, longestPromise)
	}
	return nil
}

// readMoments takes over when desk and lead are told. The hours too must be in order: a team that promises the next working
// day tells both on that one day.
func (c *Calendar) readMoments(desk, lead moment) error {
	if err := desk.read("desk"); err != nil {
		return err
	}
	if err := lead.read("lead"); err != nil {
		return err
	}
	if lead.DaysBefore > desk.DaysBefore || lead.clock <= desk.clock {
		return fmt.Errorf("request: promise.yaml: escalate: the desk comes before the lead, by the day and by the hour")
	}
	c.desk, c.lead = desk, lead
	return nil
}

// Escalation is when a promise of a team comes before the desk, and when before the lead: always on working days, in this
// order, before it breaks, and never on the day on which the resident asked.
func (c *Calendar) Escalation(team string, promise time.Time) (desk, lead time.Time) {
	return c.before(team, promise, c.desk), c.before(team, promise, c.lead)
}

func (c *Calendar) before(team string, promise time.Time, m moment) time.Time {
	day := c.day(promise)
	if !c.days.IsWorkday(day) { // it became a day off after the promise was made
		day = c.lastWorkday(day)
	}
	for range min(m.DaysBefore, c.promiseDays(team)-1) {
		day = c.lastWorkday(day)
	}
	return time.Date(day.Year(), day.Month(), day.Day(), 0, int(m.clock/time.Minute), 0, 0, core.Brussels).UTC()
}

// lastWorkday is the last working day before the day of the moment, as its noon.
func (c *Calendar) lastWorkday(at time.Time) time.Time {
	day := c.day(at)
	for {
		day = day.AddDate(0, 0, -1)
		if c.days.IsWorkday(day) {
			return day
		}
	}
}

// horizon is a moment after every promise that could come before anybody now.
func (c *Calendar) horizon(now time.Time) time.Time {
	day := c.day(now)
	for range c.desk.DaysBefore + 1 {
		day = c.NextWorkday(day)
	}
	return day
}
