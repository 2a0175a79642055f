// Package appointment makes appointments (afspraken): it offers moments, holds one while somebody fills in, books it in the
// same change as the request it belongs to, moves and cancels it, proposes home visits that the resident accepts or not, and
// gives every request its worker. Nothing is booked twice, because the insert is the check: a worker's time is rows under a
// key that the database keeps unique.
package appointment

import (
	"context"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/audit"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/household"
	"wijkloket/backend/internal/notify"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/routing"
)

// Store keeps appointments; sqlstore is the one in the product. Update is one change: all of it is on disk when it returns
// nil, and nothing of it otherwise.
type Store interface {
	View(ctx context.Context, do func(Tx) error) error
	Update(ctx context.Context, do func(Tx) error) error
}

// Tx is what one transaction of the store can do. It is that of the requests too, because an appointment is made in the same
// change as what it belongs to. Look-ups return false for what is not there.
type Tx interface {
	request.Tx
	household.Tx
	notify.Planned
	Times
	Bookings
	// Candidates are the workers who may take a request: of every team, disabled ones left out, and those without a share in
	// the work. Open counts their requests that are neither closed nor cancelled, Last is when they were last given one, and
	// Away tells whether they are absent on the day of now.
	Candidates(now time.Time) ([]routing.Worker, error)
	Picture(account core.ID) ([]byte, error) // none where there is none
	Accounts() ([]account.Account, error)
}

// Times is when workers can be met.
type Times interface {
	audit.Tx
	// Plan is all that is known of these workers from one moment to the other: patterns, exceptions, absences and closures that
	// touch the span, and as Busy every appointment, hold that has not expired by now, freed moment that cools down and imported
	// event in it. Without workers it is empty.
	Plan(workers []core.ID, from, until, now time.Time) (calendar.Plan, error)

	Weekly(worker core.ID) ([]calendar.Weekly, error) // by day and hour
	InsertWeekly(calendar.Weekly) error
	DeleteWeekly(worker, id core.ID) (bool, error)
	Exceptions(worker core.ID, from calendar.Date) ([]calendar.Exception, error) // of that day and later, by day
	InsertException(calendar.Exception) error
	DeleteException(worker, id core.ID) (bool, error)
	Absences(worker core.ID, from calendar.Date) ([]calendar.Absence, error) // that end that day or later, by day
	InsertAbsence(calendar.Absence) error
	DeleteAbsence(worker, id core.ID) (bool, error)
	Closures(from calendar.Date) ([]calendar.Closure, error)
	InsertClosure(calendar.Closure) error
	DeleteClosure(id core.ID) (bool, error)
	// ReplaceOfficeBusy puts what an office calendar says in the place of what it said before.
	ReplaceOfficeBusy(worker core.ID, busy []calendar.Busy) error
	OfficeBusy(worker core.ID, from time.Time) ([]calendar.Busy, error) // what ends later, by start

	// PutFeed gives a worker's calendar a secret address in the place of the one before; no token takes it away.
	PutFeed(worker core.ID, token []byte, created time.Time) error
	Feed(token []byte) (worker core.ID, found bool, err error) // not of a disabled account
	FeedSince(worker core.ID) (time.Time, error)               // zero: there is none
}

// Bookings are holds and appointments.
type Bookings interface {
	// Occupy takes the cells from first to last of a worker for an owner, until a moment or, with none, for good. A cell is a
	// quarter of an hour, counted from 1970. What expired by now makes room first, and so does what cools down after the same
	// owner, who may move to an hour that overlaps the old one. It returns false when one of them is taken: then some of the
	// others may have been inserted, and the caller gives the change up.
	Occupy(worker core.ID, first, last int64, owner core.ID, until, now time.Time) (bool, error)
	// Vacate gives up the cells of an owner: at once, or, with a moment, when they have cooled down. Those that cool down already
	// go on as they do.
	Vacate(owner core.ID, until time.Time) error

	InsertHold(HoldRow) error
	HoldByToken(token []byte) (HoldRow, bool, error)
	DeleteHold(id core.ID) error
	DropHolds(expiredBy time.Time) (int, error) // with their cells, and those that have cooled down

	InsertAppointment(Row) error // fails with the database's own refusal when the request has a live one already
	// UpdateAppointment stores everything but ID, Request, By and Created when the stored version is still one less.
	UpdateAppointment(Row) (bool, error)
	Appointment(id core.ID) (Row, bool, error)
	LatestAppointment(request core.ID) (Row, bool, error) // live or not, the last that was made
	// TeamAppointments are those of the requests that are with a team now, live or past, that start in the span, by start; of one
	// worker when given.
	TeamAppointments(team string, worker core.ID, from, until time.Time) ([]Row, error)
	// WorkerAppointments are those of a worker that start in the span, cancelled ones too, by start.
	WorkerAppointments(worker core.ID, from, until time.Time) ([]Row, error)
	// Offered are the appointments that still wait for a yes and start before a moment, by start, at most limit.
	Offered(before time.Time, limit int) ([]Row, error)
	// Waiting are booked appointments of this kind, team (that has the request now) and centre that start after a moment, the one that was made first in
	// front, at most limit.
	Waiting(kind calendar.Kind, team, centre string, after time.Time, limit int) ([]Row, error)

	PutEarlier(EarlierRow) error // in the place of the one before
	Earlier(appointment core.ID) (EarlierRow, bool, error)
	DeleteEarlier(appointment core.ID) error
}

// Row is an appointment (afspraak) as it is stored. Nothing of it is about a person but who meets: not even the address of a
// home visit, which stays in the request.
type Row struct {
	ID       core.ID
	Request  core.ID
	Worker   core.ID
	Team     string // of the request when it was made
	Kind     calendar.Kind
	Centre   string // for a talk
	Area     string // for a visit: the team's area, for the way there
	State    api.AppointmentState
	Start    time.Time
	End      time.Time
	Accepted time.Time // the resident's yes; zero: not yet
	By       core.ID   // who made it; empty: the resident
	Created  time.Time
	Changed  time.Time
	Version  int

	WorkerFirst, WorkerName string   // of the account; read, never written
	Languages               []string // of the account
}

// HoldRow is a moment that is kept for somebody who is filling in.
type HoldRow struct {
	ID      core.ID // owner of the cells
	Token   []byte  // derived from the holder's secret
	Worker  core.ID
	Kind    calendar.Kind
	Centre  string
	Area    string
	Start   time.Time
	End     time.Time
	Expires time.Time
}

// EarlierRow is an earlier moment that is offered for an appointment. Nobody is counted: who does not want it loses nothing.
type EarlierRow struct {
	Appointment core.ID
	Worker      core.ID
	Centre      string
	Start       time.Time
	End         time.Time
	Created     time.Time
}
