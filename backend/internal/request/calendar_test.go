package request

import (
	"io/fs"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"wijkloket/assets"
	"wijkloket/backend/internal/core"
)

func testCalendar(t testing.TB) *Calendar {
	t.Helper()
	text, err := fs.ReadFile(assets.Files, "data/promise.yaml")
	if err != nil {
		t.Fatal(err)
	}
	calendar, err := ReadCalendar(text)
	if err != nil {
		t.Fatal(err)
	}
	return calendar
}

// TestPromises: dates that a person can check with a calendar of Belgium.
func TestPromises(t *testing.T) {
	calendar := testCalendar(t)
	tests := map[string]struct{ team, asked, want string }{
		"Monday morning":                    {"noord", "2026-11-23 09:00", "2026-11-26"},
		"Monday a minute before midnight":   {"noord", "2026-11-23 23:59", "2026-11-26"},
		"Tuesday a minute after midnight":   {"noord", "2026-11-24 00:01", "2026-11-27"},
		"Friday":                            {"noord", "2026-11-27 16:00", "2026-12-02"},
		"Saturday":                          {"noord", "2026-11-28 11:00", "2026-12-02"},
		"before Christmas, a Friday":        {"noord", "2026-12-23 10:00", "2026-12-29"},
		"before Easter 2027 (29 March off)": {"noord", "2027-03-25 10:00", "2027-03-31"},
		"before Ascension, with its bridge": {"noord", "2027-05-05 10:00", "2027-05-12"},
		"before 11 July 2028, a Tuesday":    {"noord", "2028-07-10 10:00", "2028-07-14"},
		"night in which winter time begins": {"noord", "2026-10-25 02:30", "2026-10-28"},
		"night in which summer time begins": {"noord", "2027-03-28 03:30", "2027-04-01"},
		"homeless: the next working day":    {"thuisloosheid", "2026-11-27 16:00", "2026-11-30"},
	}
	for name, test := range tests {
		asked, err := time.ParseInLocation("2006-01-02 15:04", test.asked, core.Brussels)
		if err != nil {
			t.Fatal(err)
		}
		got := calendar.Promise(test.team, asked)
		if local := got.In(core.Brussels).Format("2006-01-02 15:04:05"); local != test.want+" 23:59:59" {
			t.Errorf("%s: %s, want the end of %s", name, local, test.want)
		}
		if got.Location() != time.UTC {
			t.Errorf("%s: in zone %v", name, got.Location())
		}
	}
}

// TestPromiseIsAlwaysAWorkingDayToCome: never a weekend or holiday, never today, never further than the days allow.
func TestPromiseIsAlwaysAWorkingDayToCome(t *testing.T) {
	calendar := testCalendar(t)
	rapid.Check(t, func(t *rapid.T) {
		asked := time.Unix(rapid.Int64Range(1_767_225_600, 2_524_608_000).Draw(t, "asked"), 0) // 2026 to 2050
		team := rapid.SampledFrom([]string{"noord", "thuisloosheid", "unheard-of"}).Draw(t, "team")
		promise := calendar.Promise(team, asked)
		if !promise.After(asked) || !calendar.Workday(promise) {
			t.Fatalf("asked %v, promised %v", asked.In(core.Brussels), promise.In(core.Brussels))
		}
		if calendar.day(promise).Equal(calendar.day(asked)) {
			t.Fatalf("promised for the day of asking, %v", asked)
		}
		if promise.Sub(asked) > 14*24*time.Hour {
			t.Fatalf("asked %v, promised %v", asked, promise)
		}
	})
}

func TestCalendarRefusesWhatCannotBe(t *testing.T) {
	const days, told = "working_days: 3\ncode_days: 60\n", "escalate: {desk: {days_before: 1, at: '09:00'}, lead: {at: '12:00'}}\n"
	good := days + told
	if _, err := ReadCalendar([]byte(good)); err != nil {
		t.Fatal(err)
	}
	tests := map[string]string{
		"no days at all":       "code_days: 60\n" + told,
		"no life of codes":     "working_days: 3\n" + told,
		"too many":             "working_days: 300\ncode_days: 60\n" + told,
		"nobody is told":       days,
		"no lead":              days + "escalate: {desk: {days_before: 1, at: '09:00'}}\n",
		"an hour that is none": days + "escalate: {desk: {at: '9 uur'}, lead: {at: '12:00'}}\n",
		"in the night":         days + "escalate: {desk: {at: '02:30'}, lead: {at: '12:00'}}\n",
		"too late to act":      days + "escalate: {desk: {at: '09:00'}, lead: {at: '23:00'}}\n",
		"lead before desk":     days + "escalate: {desk: {at: '12:00'}, lead: {days_before: 1, at: '13:00'}}\n",
		"hours out of order":   days + "escalate: {desk: {days_before: 1, at: '14:00'}, lead: {at: '12:00'}}\n",
		"after the promise":    days + "escalate: {desk: {days_before: 1, at: '09:00'}, lead: {days_before: -1, at: '12:00'}}\n",
		"none for a team":      good + "teams: {noord: 0}\n",
		"a day that is none":   good + "closed: {yearly: [{on: 13-45, name: x}]}\n",
		"a date that is none":  good + "closed: {dates: [{on: 2026-02-30, name: x}]}\n",
		"a misspelt word":      good + "wroking_days: 3\n",
		"no YAML":              "\t{",
	}
	for name, text := range tests {
		if _, err := ReadCalendar([]byte(text)); err == nil || !strings.Contains(err.Error(), "promise.yaml") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
