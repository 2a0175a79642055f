// Package request is the hulpvraag: from the moment a resident sends it until someone has talked with them. It holds
// the states, the promise, the code that opens "my request", the contact plan and who may see what. Storage is an
// interface that sqlstore fills in.
package request

import (
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/core"
)

// Request is a stored request as the feature works with it, its personal fields opened.
type Request struct {
	ID       core.ID
	Locator  string
	Team     string // whose queue
	Centre   string // where the resident can turn to, or meets
	Kiosk    string // where it was made; empty for a phone
	Place    api.Place
	State    api.State
	Worker   core.ID // account that took it or was given it; empty while nobody did
	Language string  // of the screens
	Topics   []string
	Rights   []string // ids of the rights that the resident shared, and of no other

	TalkLanguage string
	Interpreter  bool
	Companion    api.Companion

	Contact api.ContactPlan // with number, address and code word
	Address api.Address
	Name    api.Personal
	Born    api.Personal // year of birth
	Message api.Personal
	Apart   bool // kept apart from the household

	Why       core.Message // why this team: one reason, shown to staff
	Consent   string       // version of the sentence
	Created   time.Time
	Promise   time.Time // we contact the resident before this moment
	Kept      time.Time // first contact; zero until then
	Escalated Level
	Changed   time.Time
	Version   int // grows with every change; a change on an old one is a conflict
}

// Summary is a line of the queue: what must be done, by when, for a code word and not for a name.
type Summary struct {
	ID          core.ID
	Locator     string
	Team        string
	Centre      string
	Place       api.Place
	Channel     api.Channel
	State       api.State
	Standing    Standing
	CodeWord    api.Personal
	Language    string // to talk in
	Interpreter bool
	Worker      core.ID
	WorkerName  string
	Created     time.Time
	Promise     time.Time
	Escalated   Level
	Changed     time.Time // last change; the day's finished work is told by it
	Version     int
	Opens       bool // the viewer may open it
}

// Filter narrows a queue. The zero value asks for the whole queue of the viewer's team.
type Filter struct {
	Mine   bool      // only what the viewer took or was given
	Open   bool      // leave out what is met, closed or cancelled,
	Since  time.Time // but not when it changed at or after this moment; zero: leave it out whenever
	Centre string    // id; empty: every centre of the team
}

// Standing is how a request stands to its promise.
type Standing string

// The standings, in the order of worry.
const (
	Kept    Standing = "kept"
	Calm    Standing = "calm"
	Soon    Standing = "soon"     // due on this working day or the next
	Passed  Standing = "passed"   // should never be
	NotOwed Standing = "not-owed" // the resident comes back, or cancelled
)

// Event is one thing that happened to a request: who did what, when. It never holds what was typed about a person.
type Event struct {
	At     time.Time
	Who    string // name of the account, or "" for the resident or the system
	Kind   EventKind
	From   string // state, team or worker before, where it applies
	To     string
	Reason api.Personal // of handing over or closing; may be about a person, so it is sealed
	Why    core.Message // of an assignment that the rules made: one sentence
}

// EventKind names what happened (key "event.<kind>").
type EventKind string

// What can happen to a request.
const (
	EventReceived   EventKind = "received"
	EventOpened     EventKind = "opened" // someone read it
	EventAssigned   EventKind = "assigned"
	EventTaken      EventKind = "taken"
	EventState      EventKind = "state"
	EventNoted      EventKind = "noted"
	EventOutcome    EventKind = "outcome" // staff noted what became of a right; which one is told nowhere but in the noting itself
	EventHandedOver EventKind = "handed-over"
	EventContact    EventKind = "contact-changed" // by the resident
	EventCancelled  EventKind = "cancelled"

	EventBooked    EventKind = "booked"    // an appointment was made
	EventOffered   EventKind = "offered"   // staff proposed a home visit; it takes place after a yes
	EventAccepted  EventKind = "accepted"  // the resident said yes to it
	EventRebooked  EventKind = "rebooked"  // the appointment was moved
	EventUnbooked  EventKind = "unbooked"  // the appointment was called off; the request goes on
	EventAnswered  EventKind = "answered"  // the resident answered a question of ours; To is the reply
	EventAmended   EventKind = "amended"   // staff corrected address or topics
	EventEscalated EventKind = "escalated" // the promise is near: To says who was told
	EventLinked    EventKind = "linked"    // the household was recognised, or put together by staff
	EventUnlinked  EventKind = "unlinked"
	EventUnlike    EventKind = "unlike"  // staff said that a proposed household is another one
	EventDoubted   EventKind = "doubted" // and took that back
)

// Level is how far the care about a promise that is near has gone.
type Level int

// The levels.
const (
	LevelNone Level = iota
	LevelDesk       // the desk was told
	LevelLead       // the lead was told
)

// Note is what a member of staff wrote down, opened.
type Note struct {
	At   time.Time
	Who  string
	Text api.Personal
}

// Detail is an opened request with its history, newest first.
type Detail struct {
	Request
	WorkerName string
	Standing   Standing
	Notes      []Note
	TakeUp     []TakeUp // the rights that were shared, in the resident's order, and then those that staff added
	LastNoted  Noting   // the latest of them
	Events     []Event
	Moves      []api.State // states that the viewer may choose now
}

// Change tells live pages that something happened in a team's queue; it says nothing about a person.
type Change struct {
	Team    string
	ID      core.ID
	Kind    EventKind
	Version int

	apart  bool
	worker core.ID // where it is kept apart
}

// Concerns reports whether the viewer may know of the change: that something happened to a request that is kept apart is
// itself something that colleagues must not hear.
func (c Change) Concerns(v account.Viewer) bool {
	return allow(v, see, Row{Team: c.Team, Apart: c.apart, Worker: c.worker}) == nil
}
