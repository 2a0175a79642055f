package appointment

import (
	"io"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/audit"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/household"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/routing"
	"wijkloket/backend/internal/seal"
)

// Households is what bookings ask of the households.
type Households interface {
	// Meet finds what a new request has to do with households that are known. It reads only.
	Meet(tx household.Tx, row request.Row, in request.Incoming) (household.Meeting, error)
	// Join carries it out, once the request is stored.
	Join(tx household.Tx, row request.Row, m household.Meeting) error
	// Changed looks again when a resident is known by other marks.
	Changed(tx household.Tx, before, after request.Row) error
	// Knows are the workers who must not meet somebody who comes apart; none for anybody else.
	Knows(tx household.Tx, row request.Row) ([]core.ID, error)
}

// Deps are what the service works with. All are required.
type Deps struct {
	Store      Store
	Requests   *request.Service
	Households Households
	Calendar   *calendar.Rules
	Routing    *routing.Rules
	City       func() request.City
	Promise    func(team string, asked time.Time) time.Time // see request.Calendar
	Keys       *seal.Keys
	Clock      core.Clock
	Random     io.Reader
}

// Service makes, moves and ends appointments.
type Service struct{ deps Deps }

// The audit actions of this package.
const (
	auditBooked   audit.Action = "appointment.booked"
	auditOffered  audit.Action = "appointment.offered"
	auditAccepted audit.Action = "appointment.accepted"
	auditMoved    audit.Action = "appointment.moved"
	auditCalled   audit.Action = "appointment.called-off"
	auditAnswered audit.Action = "appointment.answered"
	auditRouted   audit.Action = "request.routed"
)

// New makes the service and lets it follow the requests.
func New(deps Deps) *Service {
	s := &Service{deps}
	deps.Requests.Follow(s)
	return s
}

// all is the transaction with everything that hangs on a request. The store gives one and the same to every feature; that it
// does is checked where it is made.
func all(tx request.Tx) Tx { return tx.(Tx) }

func (s *Service) now() time.Time { return s.deps.Clock.Now() }

// kindOf is the kind of appointment that a place asks for; false where there is none: "call me first" has no hour.
func kindOf(place api.Place) (calendar.Kind, bool) {
	switch place {
	case api.PlaceHere, api.PlaceCentre:
		return calendar.Talk, true
	case api.PlaceHome:
		return calendar.Visit, true
	case api.PlacePhone:
		return calendar.Phone, true
	}
	return "", false
}

// placeOf is the place of a kind of appointment.
func placeOf(kind calendar.Kind) api.Place {
	switch kind {
	case calendar.Visit:
		return api.PlaceHome
	case calendar.Phone:
		return api.PlacePhone
	default:
		return api.PlaceCentre
	}
}

// shown is the appointment as its resident sees it.
func (r Row) shown() *api.Appointment {
	return &api.Appointment{ID: string(r.ID), State: r.State, Slot: api.Slot{
		Start: r.Start, End: r.End, Place: placeOf(r.Kind), Centre: r.Centre, Worker: r.WorkerFirst, Languages: r.Languages,
	}}
}
