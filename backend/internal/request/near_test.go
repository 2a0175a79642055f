package request

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"wijkloket/backend/internal/core"
)

// TestEscalationDays: moments that a person can check with a calendar of Belgium.
func TestEscalationDays(t *testing.T) {
	calendar := testCalendar(t)
	for name, test := range map[string]struct{ team, promised, desk, lead string }{
		"Thursday":                         {"noord", "2026-11-26", "2026-11-25 09:00", "2026-11-26 12:00"},
		"Monday":                           {"noord", "2026-11-30", "2026-11-27 09:00", "2026-11-30 12:00"},
		"Tuesday after Christmas":          {"noord", "2026-12-29", "2026-12-28 09:00", "2026-12-29 12:00"},
		"Monday after Christmas":           {"noord", "2026-12-28", "2026-12-24 09:00", "2026-12-28 12:00"},
		"Monday after summer time began":   {"noord", "2027-03-30", "2027-03-26 09:00", "2027-03-30 12:00"},
		"a day that became a day off":      {"noord", "2026-12-26", "2026-12-23 09:00", "2026-12-24 12:00"},
		"homeless: the promised day alone": {"thuisloosheid", "2026-11-30", "2026-11-30 09:00", "2026-11-30 12:00"},
	} {
		promised, err := time.ParseInLocation(time.DateTime, test.promised+" 23:59:59", core.Brussels)
		if err != nil {
			t.Fatal(err)
		}
		desk, lead := calendar.Escalation(test.team, promised)
		for who, pair := range map[string][2]string{"desk": {local(desk), test.desk}, "lead": {local(lead), test.lead}} {
			if pair[0] != pair[1] {
				t.Errorf("%s: %s at %s, want %s", name, who, pair[0], pair[1])
			}
		}
	}
}

func local(at time.Time) string { return at.In(core.Brussels).Format("2006-01-02 15:04") }

// drawCalendar is a calendar as a city could write it: any number of days, closings a week long, hours in any order that is
// allowed.
func drawCalendar(t *rapid.T) (*Calendar, []string) {
	var text strings.Builder
	teams := []string{"noord", "zuid", "jeugd"}
	deskDays := rapid.IntRange(0, 5).Draw(t, "desk days before")
	leadDays := rapid.IntRange(0, deskDays).Draw(t, "lead days before")
	deskAt := rapid.IntRange(7*60, 17*60-1).Draw(t, "desk minute")
	leadAt := rapid.IntRange(deskAt+1, 17*60).Draw(t, "lead minute")
	fmt.Fprintf(&text, "working_days: %d\ncode_days: 60\nteams: {zuid: %d, jeugd: %d}\n", rapid.IntRange(1, 6).Draw(t, "days"),
		rapid.IntRange(1, 20).Draw(t, "zuid"), rapid.IntRange(1, 2).Draw(t, "jeugd"))
	fmt.Fprintf(&text, "escalate:\n  desk: {days_before: %d, at: '%02d:%02d'}\n  lead: {days_before: %d, at: '%02d:%02d'}\n",
		deskDays, deskAt/60, deskAt%60, leadDays, leadAt/60, leadAt%60)
	text.WriteString("closed:\n  dates:\n    - {on: 2026-01-02, name: brug}\n")
	for _, first := range rapid.SliceOfN(rapid.IntRange(0, 364), 0, 6).Draw(t, "closings") {
		for day := range rapid.IntRange(1, 9).Draw(t, "long") {
			fmt.Fprintf(&text, "    - {on: %s, name: dicht}\n", time.Date(2026, 1, 1+first+day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly))
		}
	}
	calendar, err := ReadCalendar([]byte(text.String()))
	if err != nil {
		t.Fatalf("%v\n%s", err, text.String())
	}
	return calendar, teams
}

// TestEscalationIsAlwaysInTime, for every calendar: on working days after the day of asking, the desk before the lead, and
// the lead before the promise breaks. The search for what is near never overlooks any of it.
func TestEscalationIsAlwaysInTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		calendar, teams := drawCalendar(t)
		team := rapid.SampledFrom(teams).Draw(t, "team")
		asked := time.Unix(rapid.Int64Range(1_767_225_600, 1_798_761_599).Draw(t, "asked"), 0) // in 2026
		promise := calendar.Promise(team, asked)
		desk, lead := calendar.Escalation(team, promise)
		if !desk.Before(lead) || !lead.Before(promise) || !desk.After(asked) {
			t.Fatalf("asked %s, desk %s, lead %s, promised %s", local(asked), local(desk), local(lead), local(promise))
		}
		for _, at := range []time.Time{desk, lead} {
			if !calendar.Workday(at) || !calendar.day(at).After(calendar.day(asked)) {
				t.Fatalf("asked %s, told %s", local(asked), local(at))
			}
		}
		if !promise.Before(calendar.horizon(desk)) {
			t.Fatalf("at %s nobody looks as far as %s", local(desk), local(promise))
		}
	})
}

// TestThePathOfAPromise, for every calendar and every clock, one that jumps included: whoever looks when, each is told once
// at most, the desk never after the lead, nobody before the moment has come; and who looks after it has come finds both told.
func TestThePathOfAPromise(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		calendar, teams := drawCalendar(t)
		asked := time.Unix(rapid.Int64Range(1_767_225_600, 1_798_761_599).Draw(t, "asked"), 0)
		row := Row{Team: rapid.SampledFrom(teams).Draw(t, "team"), State: "new", Channel: "phone"}
		row.Promise = calendar.Promise(row.Team, asked)
		desk, lead := calendar.Escalation(row.Team, row.Promise)
		var told []string
		latest := asked
		for _, hours := range rapid.SliceOfN(rapid.IntRange(-48, 24*45), 1, 12).Draw(t, "looks, in hours after asking") {
			now := asked.Add(time.Duration(hours) * time.Hour)
			if now.After(latest) {
				latest = now
			}
			level, to := row.near(now, calendar)
			if to == "" {
				if level != row.Escalated {
					t.Fatalf("level %d without a word", level)
				}
				continue
			}
			row.Escalated = level
			told = append(told, to)
			if now.Before(desk) || (to != ToldDesk && now.Before(lead)) || (to == ToldPassed) != now.After(row.Promise) {
				t.Fatalf("told %s at %s: desk %s, lead %s, promised %s", to, local(now), local(desk), local(lead), local(row.Promise))
			}
		}
		switch text := strings.Join(told, " "); {
		case text == "" && latest.Before(desk), text == ToldDesk && latest.Before(lead):
		case strings.TrimPrefix(text, "desk ") == ToldPassed, text == ToldBoth, text == "desk lead":
		default:
			t.Fatalf("told %q; last looked at %s: desk %s, lead %s", text, local(latest), local(desk), local(lead))
		}
	})
}
