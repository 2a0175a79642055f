// Package notify sends messages (berichten) to residents, strictly inside their contact plan. What is to be said is stored
// in the transaction of the change that causes it; where it goes and in which words is read at the moment of sending, so
// that a plan that changed meanwhile counts. A message that cannot go becomes a task for people, and one that lost its
// point is dropped; each says so with a receipt.
//
// A Planner function says which messages a change of an appointment asks for, the guard holds a plan against the moment,
// the Writer finds the words, and the Clerk carries them to a Transport.
package notify

import (
	"context"
	"math"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/audit"
	"wijkloket/backend/internal/core"
)

// Kind is what a message is for.
type Kind string

// The kinds of messages.
const (
	Confirmation   Kind = "confirmation"
	Changed        Kind = "change"          // the appointment has another hour, place or worker
	Cancelled      Kind = "cancelled"       // by staff
	ReminderBefore Kind = "reminder-before" // herinnering, two days before
	ReminderDay    Kind = "reminder-day"    // herinnering, the same morning
	Earlier        Kind = "earlier"         // an earlier hour is free
	Missed         Kind = "missed"          // nobody came: another time, a call, or not now
	Kept           Kind = "kept"            // the promise is kept: we have the request and are at work on it
	VisitOffer     Kind = "visit-offer"     // a home visit is proposed: yes, or another place
)

// Kinds are all kinds there are.
var Kinds = []Kind{Confirmation, Changed, Cancelled, ReminderBefore, ReminderDay, Earlier, Missed, Kept, VisitOffer}

// Channel is how a message travels.
type Channel string

// The channels of a message.
const (
	SMS    Channel = "sms"
	Email  Channel = "email"
	Call   Channel = "call"   // beltaak: people call, when the plan says phone
	Desk   Channel = "desk"   // balietaak: people tell it when the resident comes or calls; nobody contacts the resident
	Letter Channel = "letter" // a page that staff print by their own act; never chosen by the program
)

// State is where a message stands.
type State string

// The states of a message.
const (
	Queued    State = "queued"
	Sending   State = "sending" // claimed by the clerk; when NextTry passes, the program stopped while it was sent
	Sent      State = "sent"
	Delivered State = "delivered" // the other side says that it arrived
	Failed    State = "failed"    // it could not go, and is worth nobody's time
	Dropped   State = "dropped"   // it lost its point: too late, the appointment changed, or the plan allows nothing
	Waiting   State = "task"      // people have to act: Channel says whether to call or to wait at the desk
	Done      State = "done"      // they did
)

// Row is one message as it is stored. It holds nothing that was typed about a person: number, address and words are read
// from the request when it is sent.
type Row struct {
	ID          core.ID
	Request     core.ID
	Appointment core.ID // empty for a message about no appointment
	Team        string  // of the request as it stands now: read with it and never written, so a hand-over takes messages along
	Kind        Kind
	Channel     Channel // empty until the guard has chosen
	State       State
	Language    string    // of the request when it was planned
	Start       time.Time // of the appointment it was planned for, or of the earlier hour it offers; zero for none
	Occasion    int       // version of the appointment that caused it, so that moving there and back is two messages
	NotBefore   time.Time
	Deadline    time.Time // after it the message says nothing that helps
	NextTry     time.Time // when the clerk looks at it again
	Attempts    int
	Reference   string // the provider's id of the message
	Receipt     string // short stable code: "sent", "too-late", "no-number", "gateway-500"; never content
	Created     time.Time
	Changed     time.Time
	Version     int
	By          core.ID // account that did the task
}

// Store keeps messages; sqlstore is the one in the product. Update is one change: all of it is on disk when it returns nil,
// and nothing of it otherwise.
type Store interface {
	View(ctx context.Context, do func(Tx) error) error
	Update(ctx context.Context, do func(Tx) error) error
}

// Planned is the part of a transaction in which other features put messages, beside the change that causes them.
type Planned interface {
	// EnqueueMessage returns false, and stores nothing, when there is a message of the same request, appointment, kind, start
	// and occasion: a replay or a crash never doubles.
	EnqueueMessage(Row) (bool, error)
	// DropMessages makes the messages of a request that nobody has acted on yet (queued and task; not those being sent) dropped,
	// with the receipt, a version more and the moment as their change. It takes those of an occasion before the given one, so
	// that a replay cannot drop what it made itself; [AnyOccasion] takes all. An empty appointment means those of every
	// appointment and of none, and no kinds mean every kind. It returns how many.
	DropMessages(request, appointment core.ID, before int, at time.Time, receipt string, kinds ...Kind) (int, error)
}

// AnyOccasion is after every occasion: DropMessages with it takes all, as for a request that ended.
const AnyOccasion = math.MaxInt32

// Tx is what one transaction of the store can do. Look-ups return false for what is not there.
type Tx interface {
	audit.Tx
	Planned
	// DueMessages are those in queued, sending and task whose NextTry is at or before now, the longest due first, at most limit.
	DueMessages(now time.Time, limit int) ([]Row, error)
	// UpdateMessage stores what can change (Channel, State, NextTry, Attempts, Reference, Receipt, Changed, Version, By) when
	// the stored version is still one less than the row's, and returns false otherwise. To claim a message is to update it.
	UpdateMessage(Row) (bool, error)
	Message(id core.ID) (Row, bool, error)
	MessageByReference(reference string) (Row, bool, error)
	// MessagesOf are all messages of a request, the latest made first.
	MessagesOf(request core.ID) ([]Row, error)
	// Tasks are the messages in state task of the requests that are with the team now, the earliest deadline first, at most limit.
	Tasks(team string, limit int) ([]Row, error)
}

// Facts are what a message may say and how it may travel, read from the request and the appointment at the moment of
// sending.
type Facts struct {
	Plan       api.ContactPlan // opened
	Language   string          // of the request
	Start      time.Time       // of the appointment as it stands now; zero for none
	Until      time.Time       // end of the hour in which we come; zero unless the talk is at home
	Place      api.Place       // of the talk
	CentreName string          // where the talk is, or whom to turn to
	Worker     string          // first name; empty for nobody yet
	Locator    string          // public part of the request's code
	Gone       bool            // the request ended, or the appointment changed so that the message is pointless
	Apart      bool            // "keep this apart": only its own worker may see its tasks
}

// Source gives the facts; the app fills it from request and calendar. An error means "not now": the message is tried again.
type Source interface {
	Facts(ctx context.Context, row Row) (Facts, error)
}
