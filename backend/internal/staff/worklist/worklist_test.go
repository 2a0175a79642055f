package worklist_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/staff/worklist"
)

var now = time.Date(2026, 11, 25, 9, 20, 0, 0, core.Brussels)

func day(n int) time.Time { return time.Date(2026, 11, 25+n, 23, 59, 59, 0, core.Brussels) }

func TestGroupsPutTheMostWorryingFirst(t *testing.T) {
	queue := []request.Summary{
		{ID: "done", State: api.StateMet, Standing: request.Kept, Changed: now},
		{ID: "waits", State: api.StateNew, Standing: request.NotOwed},
		{ID: "kept", State: api.StateContacted, Standing: request.Kept, Promise: day(-9)},
		{ID: "calm", State: api.StateNew, Standing: request.Calm, Promise: day(5)},
		{ID: "tomorrow", State: api.StateNew, Standing: request.Soon, Promise: day(1)},
		{ID: "today", State: api.StateNew, Standing: request.Soon, Promise: day(0)},
		{ID: "broken", State: api.StateNew, Standing: request.Passed, Promise: day(-1)},
		{ID: "older", State: api.StateNew, Standing: request.Passed, Promise: day(-2)},
		{ID: "earlier", State: api.StateClosed, Standing: request.Kept, Changed: now.Add(-time.Hour)},
	}
	got := map[worklist.Worry][]core.ID{}
	var order []worklist.Worry
	for _, group := range worklist.Groups(queue, nil, now) {
		order = append(order, group.Worry)
		for _, line := range group.Lines {
			got[group.Worry] = append(got[group.Worry], line.ID)
		}
	}
	want := map[worklist.Worry][]core.ID{
		worklist.Passed: {"older", "broken"}, worklist.Soon: {"today", "tomorrow"}, worklist.Later: {"calm", "kept"},
		worklist.Waiting: {"waits"}, worklist.Done: {"done", "earlier"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(worklist.Order, order); diff != "" {
		t.Error(diff)
	}
}

// TestNothingIsLost: whatever is in a queue, it stands in the list once, and what is open never stands under "done".
func TestNothingIsLost(t *testing.T) {
	states := []api.State{api.StateNew, api.StateContacted, api.StateScheduled, api.StateMet, api.StateMissed, api.StateClosed, api.StateCancelled}
	standings := []request.Standing{request.Kept, request.Calm, request.Soon, request.Passed, request.NotOwed, ""}
	rapid.Check(t, func(t *rapid.T) {
		var queue []request.Summary
		for i := range rapid.IntRange(0, 40).Draw(t, "n") {
			queue = append(queue, request.Summary{
				ID: core.ID(rune('a' + i)), State: rapid.SampledFrom(states).Draw(t, "state"), Standing: rapid.SampledFrom(standings).Draw(t, "standing"),
				Promise: now.AddDate(0, 0, rapid.IntRange(-20, 20).Draw(t, "promise")),
			})
		}
		seen := map[core.ID]int{}
		for _, group := range worklist.Groups(queue, nil, now) {
			for _, line := range group.Lines {
				seen[line.ID]++
				if line.State.Open() == (group.Worry == worklist.Done) {
					t.Fatalf("%s, which is %s, stands under %s", line.ID, line.State, group.Worry)
				}
				if line.Standing == request.Passed && line.State.Open() && group.Worry != worklist.Passed {
					t.Fatalf("a broken promise stands under %s", group.Worry)
				}
			}
		}
		for _, one := range queue {
			if seen[one.ID] != 1 {
				t.Fatalf("%s stands there %d times", one.ID, seen[one.ID])
			}
		}
	})
}

// TestWithWhom: the mark of an open promise; a promise that is kept or not owed has none, however far it had come.
func TestWithWhom(t *testing.T) {
	for name, c := range map[string]struct {
		in   request.Summary
		want string
	}{
		"nobody":          {request.Summary{State: api.StateNew, Standing: request.Soon}, ""},
		"the desk":        {request.Summary{State: api.StateNew, Standing: request.Soon, Escalated: request.LevelDesk}, "desk"},
		"the lead":        {request.Summary{State: api.StateNew, Standing: request.Passed, Escalated: request.LevelLead}, "lead"},
		"kept since":      {request.Summary{State: api.StateContacted, Standing: request.Kept, Escalated: request.LevelLead}, ""},
		"comes back":      {request.Summary{State: api.StateNew, Standing: request.NotOwed, Escalated: request.LevelDesk}, ""},
		"ended meanwhile": {request.Summary{State: api.StateClosed, Standing: request.NotOwed, Escalated: request.LevelDesk}, ""},
	} {
		if got := worklist.TellsOf(c.in); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestWhatCameBeforePeopleIsFirst in its group; the lead's page begins with what came before the lead and loses nothing.
func TestWhatCameBeforePeopleIsFirst(t *testing.T) {
	queue := []request.Summary{
		{ID: "early", State: api.StateNew, Standing: request.Soon, Promise: day(0)},
		{ID: "desk", State: api.StateNew, Standing: request.Soon, Promise: day(1), Escalated: request.LevelDesk},
		{ID: "lead", State: api.StateNew, Standing: request.Soon, Promise: day(1), Escalated: request.LevelLead},
		{ID: "older", State: api.StateNew, Standing: request.Passed, Promise: day(-1), Escalated: request.LevelLead},
		{ID: "kept", State: api.StateContacted, Standing: request.Kept, Promise: day(-1), Escalated: request.LevelLead},
	}
	read := func(groups []worklist.Group) (got []string) {
		for _, group := range groups {
			for _, line := range group.Lines {
				got = append(got, string(group.Worry)+" "+string(line.ID))
			}
		}
		return got
	}
	groups := worklist.Groups(queue, nil, now)
	if diff := cmp.Diff([]string{"passed older", "soon lead", "soon desk", "soon early", "later kept"}, read(groups)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"yours older", "yours lead", "soon desk", "soon early", "later kept"}, read(worklist.ForLead(groups))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(read(worklist.Groups(queue[:1], nil, now)), read(worklist.ForLead(worklist.Groups(queue[:1], nil, now)))); diff != "" {
		t.Error(diff)
	}
}

func TestTaskOf(t *testing.T) {
	for name, c := range map[string]struct {
		in   request.Summary
		want string
	}{
		"call":                 {request.Summary{State: api.StateNew, Channel: api.ChannelPhone}, "call"},
		"never call on SMS":    {request.Summary{State: api.StateNew, Channel: api.ChannelSMS}, "sms"},
		"e-mail":               {request.Summary{State: api.StateNew, Channel: api.ChannelEmail}, "email"},
		"leave in peace":       {request.Summary{State: api.StateNew, Channel: api.ChannelNone}, "wait"},
		"after contact":        {request.Summary{State: api.StateContacted, Channel: api.ChannelPhone}, "arrange"},
		"at home":              {request.Summary{State: api.StateScheduled, Place: api.PlaceHome}, "visit"},
		"on the telephone":     {request.Summary{State: api.StateScheduled, Place: api.PlacePhone}, "talk"},
		"at a centre":          {request.Summary{State: api.StateScheduled, Place: api.PlaceCentre}, "meet"},
		"missed is our signal": {request.Summary{State: api.StateMissed}, "again"},
		"stopped":              {request.Summary{State: api.StateCancelled}, "cancelled"},
		"talked":               {request.Summary{State: api.StateMet}, "met"},
		"closed":               {request.Summary{State: api.StateClosed}, "closed"},
	} {
		if got := worklist.TaskOf(c.in, worklist.Meeting{}, now).Word; got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestDueOf(t *testing.T) {
	summer := time.Date(2027, 3, 28, 0, 30, 0, 0, core.Brussels) // the night of 23 hours
	for name, c := range map[string]struct {
		in   request.Summary
		now  time.Time
		kind string
		days int
	}{
		"today":               {request.Summary{State: api.StateNew, Standing: request.Soon, Promise: day(0)}, now, "today", 0},
		"tomorrow":            {request.Summary{State: api.StateNew, Standing: request.Soon, Promise: day(1)}, now, "tomorrow", 0},
		"after the weekend":   {request.Summary{State: api.StateNew, Standing: request.Soon, Promise: day(3)}, now, "day", 0},
		"yesterday":           {request.Summary{State: api.StateNew, Standing: request.Passed, Promise: day(-1)}, now, "passed", 1},
		"short night":         {request.Summary{State: api.StateNew, Standing: request.Soon, Promise: time.Date(2027, 3, 29, 23, 59, 59, 0, core.Brussels)}, summer, "tomorrow", 0},
		"just after midnight": {request.Summary{State: api.StateNew, Standing: request.Passed, Promise: day(-1)}, time.Date(2026, 11, 25, 0, 0, 1, 0, core.Brussels), "passed", 1},
		"kept":                {request.Summary{State: api.StateContacted, Standing: request.Kept}, now, "kept", 0},
		"nobody chosen":       {request.Summary{State: api.StateNew, Standing: request.NotOwed}, now, "choose", 0},
		"somebody chosen":     {request.Summary{State: api.StateNew, Standing: request.NotOwed, Worker: "amira"}, now, "none", 0},
		"not owed":            {request.Summary{State: api.StateMissed, Standing: request.NotOwed}, now, "none", 0},
		"done today":          {request.Summary{State: api.StateMet, Changed: now.Add(-time.Hour)}, now, "done-today", 0},
		"done before":         {request.Summary{State: api.StateMet, Changed: now.AddDate(0, 0, -1)}, now, "done", 0},
	} {
		if got := worklist.DueOf(c.in, worklist.Meeting{}, c.now); got.Kind != c.kind || got.Days != c.days {
			t.Errorf("%s: %s %d, want %s %d", name, got.Kind, got.Days, c.kind, c.days)
		}
	}
}

func TestNextIsAmongTheMoves(t *testing.T) {
	if got := worklist.Next(api.StateNew, []api.State{api.StateClosed, api.StateContacted}); got != api.StateContacted {
		t.Errorf("after new: %q", got)
	}
	if got := worklist.Next(api.StateScheduled, nil); got != "" {
		t.Errorf("without moves: %q", got)
	}
}

// TestAppointments: the hour stands in the line, what is over and not noted is work, and an offer waits for a yes.
func TestAppointments(t *testing.T) {
	at := func(days, hour int) worklist.Meeting {
		start := time.Date(2026, 11, 25+days, hour, 0, 0, 0, core.Brussels)
		return worklist.Meeting{Start: start, End: start.Add(time.Hour)}
	}
	offered := at(3, 14)
	offered.Offered = true
	scheduled := request.Summary{ID: "one", State: api.StateScheduled, Place: api.PlaceHere, Standing: request.Kept}
	contacted := request.Summary{ID: "one", State: api.StateContacted, Standing: request.Kept}
	for name, c := range map[string]struct {
		in        request.Summary
		meeting   worklist.Meeting
		task, due string
		worry     worklist.Worry
	}{
		"later today":         {scheduled, at(0, 14), "meet", "meets-today", worklist.Soon},
		"under way":           {scheduled, at(0, 9), "meet", "meets-today", worklist.Soon},
		"over, not noted":     {scheduled, at(0, 8), "how", "was", worklist.Soon},
		"over for a week":     {scheduled, at(-7, 8), "how", "was", worklist.Soon},
		"tomorrow":            {scheduled, at(1, 9), "meet", "meets", worklist.Soon},
		"next week":           {scheduled, at(7, 9), "meet", "meets", worklist.Later},
		"offered":             {contacted, offered, "answer", "kept", worklist.Later},
		"no hour":             {scheduled, worklist.Meeting{}, "meet", "kept", worklist.Later},
		"missed and noted":    {request.Summary{ID: "one", State: api.StateMissed, Standing: request.Kept}, at(-1, 9), "again", "kept", worklist.Later},
		"offered, then ended": {request.Summary{ID: "one", State: api.StateCancelled}, offered, "cancelled", "done", worklist.Done},
	} {
		groups := worklist.Groups([]request.Summary{c.in}, map[core.ID]worklist.Meeting{"one": c.meeting}, now)
		line := groups[0].Lines[0]
		if line.Task.Word != c.task || line.Due.Kind != c.due || groups[0].Worry != c.worry {
			t.Errorf("%s: %s, %s, in %s", name, line.Task.Word, line.Due.Kind, groups[0].Worry)
		}
	}
}
