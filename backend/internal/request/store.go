package request

import (
	"context"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/audit"
	"wijkloket/backend/internal/core"
)

// Store keeps requests; sqlstore is the one in the product. Update is one change: all of it is on disk when it returns
// nil, and nothing of it otherwise.
type Store interface {
	View(ctx context.Context, do func(Tx) error) error
	Update(ctx context.Context, do func(Tx) error) error
}

// Tx is what one transaction of the store can do. Look-ups return false for what is not there.
type Tx interface {
	audit.Tx
	// InsertRequest returns false, and stores nothing, when the idempotency key or the locator is there already.
	InsertRequest(Row) (bool, error)
	RequestByIdempotency(key []byte) (Row, bool, error)
	RequestByLocator(locator string) (Row, bool, error)
	Request(id core.ID) (Row, bool, error)
	// UpdateRequest stores the row when the stored version is still one less than its own, and returns false otherwise.
	UpdateRequest(Row) (bool, error)
	// Requests are those of one team that fit the filter, at most limit, the latest change first.
	Requests(team string, f Selection, limit int) ([]Row, error)
	// Promised are the requests of all teams that are open, that somebody can be reached for, and whose promise is not kept,
	// lies before the moment and did not come before the lead: at most limit, the earliest promise first, beginning after a
	// row of the page before (the zero Row: with the first).
	Promised(before time.Time, after Row, limit int) ([]Row, error)
	RequestsByPhone(team string, index []byte) ([]Row, error)
	RequestsByEmail(team string, index []byte) ([]Row, error)

	InsertEvent(EventRow) error
	Events(request core.ID) ([]EventRow, error) // newest first
	// LastOpened is when the account last opened the request, zero for never.
	LastOpened(request, account core.ID) (time.Time, error)
	InsertNote(NoteRow) error
	Notes(request core.ID) ([]NoteRow, error) // newest first
	InsertOutcome(OutcomeRow) error
	Outcomes(request core.ID) ([]OutcomeRow, error) // oldest first

	Account(id core.ID) (account.Stored, bool, error)
}

// Selection is a Filter in the store's words.
type Selection struct {
	Worker   core.ID
	Centre   string
	OpenOnly bool
	Since    time.Time // with OpenOnly: and what is over but changed at or after
}

// Row is a request as it is stored: what is about the person is sealed.
type Row struct {
	ID          core.ID
	Locator     string
	Idempotency []byte // derived from the Idempotency-Key
	Body        []byte // derived from the body that came with it
	Code        string // slow hash of the code's secret
	Team        string
	Centre      string
	Kiosk       string
	Place       api.Place
	State       api.State
	Worker      core.ID
	Language    string
	Channel     api.Channel
	Parts       []api.DayPart
	Voicemail   bool
	Introduce   api.Introduction
	NeverWrite  bool
	Remind      api.Remind
	Consent     string
	Apart       bool // kept apart from the household: it has no blind index and no link
	Sealed      Sealed
	PhoneIndex  []byte
	EmailIndex  []byte
	PersonIndex []byte // of name and year of birth
	Created     time.Time
	Promise     time.Time
	Kept        time.Time
	Escalated   Level
	Changed     time.Time
	Version     int

	WorkerName, WorkerFirst string // of the account; read, never written
}

// Sealed are the columns that are ciphertexts, each under the request's own key.
type Sealed struct {
	DataKey  []byte // that key, wrapped by the master
	Name     []byte
	Phone    []byte
	Email    []byte
	Address  []byte
	Message  []byte
	CodeWord []byte
	Why      []byte
	Born     []byte // year of birth
	About    []byte // topics, rights, language of the talk, interpreter, companion: they tell about health and origin (GDPR 9)
}

// EventRow is an event as it is stored.
type EventRow struct {
	ID      core.ID
	Request core.ID
	At      time.Time
	Account core.ID // empty: the resident or the system
	Kind    EventKind
	From    string
	To      string
	Reason  []byte // sealed
	Why     []byte // sealed: why this worker
	Who     string // name of the account; read, never written
}

// NoteRow is a note as it is stored.
type NoteRow struct {
	ID      core.ID
	Request core.ID
	At      time.Time
	Account core.ID
	Note    []byte // sealed
	Who     string // name of the account; read, never written
}

// OutcomeRow is a noted outcome as it is stored. None is ever changed: the latest of a right counts.
type OutcomeRow struct {
	ID      core.ID
	Request core.ID
	At      time.Time
	Account core.ID
	Outcome []byte // sealed: which right, and what became of it
	Who     string // name of the account; read, never written
}
