package request

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"wijkloket/backend/api"
)

var allStates = []api.State{api.StateNew, api.StateContacted, api.StateScheduled, api.StateMet, api.StateMissed, api.StateClosed, api.StateCancelled}

// TestMoves holds the whole table of steps: every pair that is not listed is refused.
func TestMoves(t *testing.T) {
	want := map[api.State]string{
		api.StateNew:       "contacted scheduled closed",
		api.StateContacted: "scheduled met closed",
		api.StateScheduled: "contacted met missed closed",
		api.StateMissed:    "contacted scheduled closed",
		api.StateMet:       "scheduled closed",
	}
	for _, from := range allStates {
		for _, to := range allStates {
			listed := slices.Contains(strings.Fields(want[from]), string(to))
			if got := canMove(from, to); got != listed {
				t.Errorf("%s to %s: %t", from, to, got)
			}
		}
	}
}

// TestNoPathSkips: however staff walk, nobody is met or missed who was not contacted or invited before, and nothing leads
// out of an end.
func TestNoPathSkips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		state, invited := api.StateNew, false
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			to := rapid.SampledFrom(allStates).Draw(t, "to")
			if !canMove(state, to) {
				continue
			}
			if over(state) {
				t.Fatalf("a step out of %s", state)
			}
			if (to == api.StateMet || to == api.StateMissed) && !invited {
				t.Fatalf("%s without a contact before", to)
			}
			if to == api.StateCancelled {
				t.Fatal("staff cancelled what is the resident's to cancel")
			}
			state = to
			invited = invited || keeps(to)
		}
	})
}

func TestStanding(t *testing.T) {
	days := testCalendar(t)
	monday := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	open := Row{State: api.StateNew, Channel: api.ChannelPhone, Promise: days.Promise("noord", monday)} // Thursday
	with := func(change func(*Row)) Row {
		row := open
		change(&row)
		return row
	}
	tests := map[string]struct {
		row  Row
		now  time.Time
		want Standing
	}{
		"just asked":                  {open, monday, Calm},
		"two working days before":     {open, monday.AddDate(0, 0, 1), Calm},
		"the working day before":      {open, monday.AddDate(0, 0, 2), Soon},
		"on the day":                  {open, monday.AddDate(0, 0, 3), Soon},
		"the last second":             {open, open.Promise, Soon},
		"after it":                    {open, open.Promise.Add(time.Second), Passed},
		"missed and not kept":         {with(func(r *Row) { r.State = api.StateMissed }), open.Promise.Add(time.Hour), Passed},
		"contacted in time":           {with(func(r *Row) { r.Kept = monday; r.State = api.StateContacted }), open.Promise.Add(time.Hour), Kept},
		"comes back":                  {with(func(r *Row) { r.Channel = api.ChannelNone }), open.Promise.Add(time.Hour), NotOwed},
		"cancelled":                   {with(func(r *Row) { r.State = api.StateCancelled }), monday, NotOwed},
		"closed without a contact":    {with(func(r *Row) { r.State = api.StateClosed }), monday, NotOwed},
		"Friday for a Monday":         {with(func(r *Row) { r.Promise = days.Promise("noord", monday.AddDate(0, 0, 2)) }), monday.AddDate(0, 0, 4), Soon},
		"Sunday for a Monday":         {with(func(r *Row) { r.Promise = days.Promise("noord", monday.AddDate(0, 0, 2)) }), monday.AddDate(0, 0, 6), Soon},
		"Thursday for a Monday: calm": {with(func(r *Row) { r.Promise = days.Promise("noord", monday.AddDate(0, 0, 2)) }), monday.AddDate(0, 0, 3), Calm},
	}
	for name, test := range tests {
		if got := test.row.standing(test.now, days); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}
