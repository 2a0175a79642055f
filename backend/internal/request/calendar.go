package request

import (
	"fmt"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/be"

	"wijkloket/backend/internal/core"
)

// Calendar knows on which days the teams work and how long a promise takes. It is read from assets/data/promise.yaml,
// which the city can change; the ten legal holidays come from the calendar library.
type Calendar struct {
	days     *cal.BusinessCalendar
	standard int
	teams    map[string]int
	codeLife time.Duration

	desk, lead moment // when an open promise comes before them
}

type promiseFile struct {
	Days     int            `yaml:"working_days"`
	Teams    map[string]int `yaml:"teams"`
	CodeDays int            `yaml:"code_days"`
	Escalate struct {
		Desk moment `yaml:"desk"`
		Lead moment `yaml:"lead"`
	} `yaml:"escalate"`
	Closed struct {
		Yearly []closing `yaml:"yearly"` // "11-02"
		Dates  []closing `yaml:"dates"`  // "2026-12-24"
	} `yaml:"closed"`
}

type closing struct {
	On   string `yaml:"on"`
	Name string `yaml:"name"`
}

// longestPromise bounds the data: more than a month is no promise.
const longestPromise = 20

// ReadCalendar reads the text of promise.yaml. It refuses numbers and days that cannot be, naming them.
func ReadCalendar(text []byte) (*Calendar, error) {
	var file promiseFile
	if err := yaml.UnmarshalWithOptions(text, &file, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("request: promise.yaml: %w", err)
	}
	c := &Calendar{days: cal.NewBusinessCalendar(), standard: file.Days, teams: file.Teams, codeLife: time.Duration(file.CodeDays) * 24 * time.Hour}
	c.days.AddHoliday(be.Holidays...)
	for team, days := range file.Teams {
		if days < 1 || days > longestPromise {
			return nil, fmt.Errorf("request: promise.yaml: team %q promises %d working days, want 1 to %d", team, days, longestPromise)
		}
	}
	if file.Days < 1 || file.Days > longestPromise || file.CodeDays < 1 {
		return nil, fmt.Errorf("request: promise.yaml: working_days must be 1 to %d and code_days at least 1", longestPromise)
	}
	if err := c.readMoments(file.Escalate.Desk, file.Escalate.Lead); err != nil {
		return nil, err
	}
	for _, day := range file.Closed.Yearly {
		on, err := time.Parse("01-02", day.On)
		if err != nil {
			return nil, fmt.Errorf("request: promise.yaml: yearly closing %q is not a month and day such as 07-11", day.On)
		}
		c.days.AddHoliday(&cal.Holiday{Name: day.Name, Month: on.Month(), Day: on.Day(), Func: cal.CalcDayOfMonth})
	}
	for _, day := range file.Closed.Dates {
		on, err := time.Parse(time.DateOnly, day.On)
		if err != nil {
			return nil, fmt.Errorf("request: promise.yaml: closing %q is not a date such as 2026-12-24", day.On)
		}
		c.days.AddHoliday(&cal.Holiday{Name: day.Name, Month: on.Month(), Day: on.Day(), StartYear: on.Year(), EndYear: on.Year(), Func: cal.CalcDayOfMonth})
	}
	return c, nil
}

// day is the calendar day of a moment in Kortrijk, as its noon, which no change of the clocks moves to another day.
func (*Calendar) day(at time.Time) time.Time {
	local := at.In(core.Brussels)
	return time.Date(local.Year(), local.Month(), local.Day(), 12, 0, 0, 0, core.Brussels)
}

// Workday reports whether the teams work on the day of the moment.
func (c *Calendar) Workday(at time.Time) bool { return c.days.IsWorkday(c.day(at)) }

// NextWorkday is the first working day after the day of the moment, as its noon.
func (c *Calendar) NextWorkday(at time.Time) time.Time {
	day := c.day(at)
	for {
		day = day.AddDate(0, 0, 1)
		if c.days.IsWorkday(day) {
			return day
		}
	}
}

// Promise is the moment before which the team contacts a resident who asked now: the end of the last of its working days
// to come. The day of asking does not count, so that a request just before closing time gets as long as one at nine.
func (c *Calendar) Promise(team string, asked time.Time) time.Time {
	day := c.day(asked)
	for range c.promiseDays(team) {
		day = c.NextWorkday(day)
	}
	return time.Date(day.Year(), day.Month(), day.Day(), 23, 59, 59, 0, core.Brussels).UTC()
}

// promiseDays are the working days that a team takes.
func (c *Calendar) promiseDays(team string) int {
	if own, ok := c.teams[team]; ok {
		return own
	}
	return c.standard
}

// expired reports that the code of a request opens nothing any more: it ended long ago.
func (c *Calendar) expired(r Row, now time.Time) bool {
	return !r.State.Open() && now.Sub(r.Changed) > c.codeLife
}
