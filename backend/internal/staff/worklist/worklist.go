// Package worklist turns a team's queue into what reception reads in one look: what must be done now, by when, the most
// worrying first. It is pure, and it knows no names.
package worklist

import (
	"cmp"
	"slices"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
)

// Worry is a group of the queue, in the order in which it is read.
type Worry string

// The groups.
const (
	Passed  Worry = "passed"  // the promise is broken: first of all
	Soon    Worry = "soon"    // due today or tomorrow
	Later   Worry = "later"   // the rest, contacted ones that go on included
	Waiting Worry = "waiting" // the resident comes or calls; nobody waits for us
	Done    Worry = "done"    // met, closed or cancelled
)

// Yours is the group with which a lead's page begins: what came before the lead.
const Yours Worry = "yours"

// Order is the groups from most to least worrying.
var Order = []Worry{Passed, Soon, Later, Waiting, Done}

// Meeting is the appointment of a request as far as the list needs it; the zero value is none.
type Meeting struct {
	Start, End time.Time
	Offered    bool // it waits for the resident's yes
}

// Line is a request as a task.
type Line struct {
	request.Summary
	Meeting Meeting
	Task    Task
	Due     Due
	Told    string // with whom an open promise is: desk, lead, or "" for nobody
}

// Group is the lines of one worry, the most pressing first.
type Group struct {
	Worry Worry
	Lines []Line
}

// Groups sorts a queue by worry; groups without a line are left out. The appointments that are known stand by their request.
func Groups(queue []request.Summary, meetings map[core.ID]Meeting, now time.Time) []Group {
	lines := map[Worry][]Line{}
	for _, summary := range queue {
		m := meetings[summary.ID]
		worry := worryOf(summary, m, now)
		lines[worry] = append(lines[worry], Line{Summary: summary, Meeting: m, Task: TaskOf(summary, m, now), Due: DueOf(summary, m, now), Told: TellsOf(summary)})
	}
	var groups []Group
	for _, worry := range Order {
		if len(lines[worry]) == 0 {
			continue
		}
		slices.SortStableFunc(lines[worry], before(worry))
		groups = append(groups, Group{Worry: worry, Lines: lines[worry]})
	}
	return groups
}

func worryOf(s request.Summary, m Meeting, now time.Time) Worry {
	switch {
	case !s.State.Open():
		return Done
	case s.Standing == request.Passed:
		return Passed
	case s.Standing == request.Soon, ToNote(s, m, now), meets(s, m) && dayNumber(m.Start)-dayNumber(now) <= 1:
		return Soon
	case s.Standing == request.NotOwed:
		return Waiting
	default:
		return Later
	}
}

// TellsOf is with whom the open promise of a request is: "desk", "lead", or "" where nobody was told or nothing is owed.
func TellsOf(s request.Summary) string {
	if !s.State.Open() || s.Standing == request.Kept || s.Standing == request.NotOwed || s.Escalated == request.LevelNone {
		return ""
	}
	return s.Escalated.Name()
}

// ForLead begins with what came before the lead, taken out of the groups in which others see it.
func ForLead(groups []Group) []Group {
	yours := Group{Worry: Yours}
	var rest []Group
	for _, group := range groups {
		others := Group{Worry: group.Worry}
		for _, line := range group.Lines {
			if line.Told == request.ToldLead {
				yours.Lines = append(yours.Lines, line)
			} else {
				others.Lines = append(others.Lines, line)
			}
		}
		if len(others.Lines) > 0 {
			rest = append(rest, others)
		}
	}
	if len(yours.Lines) == 0 {
		return rest
	}
	return append([]Group{yours}, rest...)
}

// before orders a group: what is done by what was done last, everything else by how far it came, then by its promise, and
// what has no promise left by how long it waits.
func before(worry Worry) func(a, b Line) int {
	if worry == Done {
		return func(a, b Line) int { return b.Changed.Compare(a.Changed) }
	}
	return func(a, b Line) int {
		return cmp.Or(cmp.Compare(owed(a), owed(b)), cmp.Compare(told(b), told(a)), a.moment().Compare(b.moment()), a.Created.Compare(b.Created))
	}
}

// moment is when a line counts: at its appointment, else by its promise.
func (l Line) moment() time.Time {
	if meets(l.Summary, l.Meeting) {
		return l.Meeting.Start
	}
	return l.Promise
}

// meets reports that resident and team have an hour together.
func meets(s request.Summary, m Meeting) bool {
	return s.State == api.StateScheduled && !m.Start.IsZero() && !m.Offered
}

// ToNote reports that an appointment is over and nobody has noted how it went. That is work too: a resident who was missed
// waits for a kind word.
func ToNote(s request.Summary, m Meeting, now time.Time) bool {
	return meets(s, m) && !m.End.After(now)
}

// owed puts open promises before kept ones.
func owed(l Line) int {
	if l.Standing == request.Kept || l.Standing == request.NotOwed {
		return 1
	}
	return 0
}

// told puts what came before the lead first, and what came before the desk next.
func told(l Line) request.Level {
	if l.Told == "" {
		return request.LevelNone
	}
	return l.Escalated
}

// Task says what to do, as a word of the catalogue (key "staff.task.<Word>") and a pictogram.
type Task struct {
	Word string
	Icon string
}

// TaskOf is what must be done for a request now.
func TaskOf(s request.Summary, m Meeting, now time.Time) Task {
	switch {
	case ToNote(s, m, now):
		return Task{"how", "help"}
	case m.Offered && s.State.Open():
		return Task{"answer", "clock"}
	}
	switch s.State {
	case api.StateNew:
		return reach(s.Channel)
	case api.StateContacted:
		return Task{"arrange", "calendar"}
	case api.StateScheduled:
		return meet(s.Place)
	case api.StateMissed:
		return Task{"again", "refresh"} // our signal to reach out, never a score on a person
	case api.StateCancelled:
		return Task{"cancelled", "close"}
	default:
		return Task{string(s.State), "check"}
	}
}

func reach(channel api.Channel) Task {
	switch channel {
	case api.ChannelPhone:
		return Task{"call", "call"}
	case api.ChannelSMS:
		return Task{"sms", "sms"}
	case api.ChannelEmail:
		return Task{"email", "email"}
	default:
		return Task{"wait", "door"}
	}
}

func meet(place api.Place) Task {
	switch place {
	case api.PlaceHome:
		return Task{"visit", "place-home"}
	case api.PlacePhone:
		return Task{"talk", "place-phone"}
	default:
		return Task{"meet", "pillar-help"}
	}
}

// Due is the moment that counts for a line, ready for a sentence (key "staff.due.<Kind>").
type Due struct {
	Kind string // passed, today, tomorrow, day, kept, choose, none, done-today, done; meets-today, meets, was of an appointment
	Days int    // how many days ago, for passed
	At   time.Time
}

// Pressing reports that a promise is still to be kept.
func (d Due) Pressing() bool {
	return d.Kind == "passed" || d.Kind == "today" || d.Kind == "tomorrow" || d.Kind == "day"
}

// DueOf is what to say about the appointment or the promise of a request at now. Days begin and end in Kortrijk.
func DueOf(s request.Summary, m Meeting, now time.Time) Due {
	switch {
	case ToNote(s, m, now):
		return Due{Kind: "was", At: m.Start}
	case meets(s, m) && dayNumber(m.Start) == dayNumber(now):
		return Due{Kind: "meets-today", At: m.Start}
	case meets(s, m):
		return Due{Kind: "meets", At: m.Start}
	case !s.State.Open() && dayNumber(s.Changed) == dayNumber(now):
		return Due{Kind: "done-today", At: s.Changed}
	case !s.State.Open():
		return Due{Kind: "done", At: s.Changed}
	case s.Standing == request.NotOwed && s.State == api.StateNew && s.Worker == "":
		return Due{Kind: "choose", At: s.Promise} // they were told that by this day they know who helps them
	case s.Standing == request.NotOwed:
		return Due{Kind: "none"}
	case s.Standing == request.Kept:
		return Due{Kind: "kept"}
	}
	due := Due{Kind: "day", At: s.Promise}
	switch days := dayNumber(s.Promise) - dayNumber(now); {
	case s.Standing == request.Passed:
		due.Kind, due.Days = "passed", max(-days, 0)
	case days == 0:
		due.Kind = "today"
	case days == 1:
		due.Kind = "tomorrow"
	}
	return due
}

// dayNumber counts calendar days in Kortrijk, so that a night with a clock change is one night.
func dayNumber(at time.Time) int {
	year, month, day := at.In(core.Brussels).Date()
	return int(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}

// Today is the first moment of the day of now in Kortrijk.
func Today(now time.Time) time.Time {
	year, month, day := now.In(core.Brussels).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, core.Brussels)
}

// Next is the state that naturally follows, among those that may be chosen; "" where none does.
func Next(from api.State, moves []api.State) api.State {
	for _, to := range natural[from] {
		if slices.Contains(moves, to) {
			return to
		}
	}
	return ""
}

var natural = map[api.State][]api.State{
	api.StateNew:       {api.StateContacted},
	api.StateContacted: {api.StateMet},
	api.StateScheduled: {api.StateMet},
	api.StateMissed:    {api.StateContacted},
	api.StateMet:       {api.StateClosed},
}
