package staff

import (
	"context"
	"io"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/agenda"
	"wijkloket/backend/internal/appointment"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/notify"
)

// Appointments is what the pages ask of the appointments; every method decides by the viewer.
type Appointments interface {
	Of(ctx context.Context, v account.Viewer, id core.ID) (appointment.Row, bool, error)
	Choices(ctx context.Context, v account.Viewer, id core.ID, p appointment.Plan, from time.Time) ([]calendar.Slot, time.Time, error)
	Schedule(ctx context.Context, v account.Viewer, id core.ID, version int, p appointment.Plan) error
	CallOff(ctx context.Context, v account.Viewer, id core.ID, version int) error
	Accepted(ctx context.Context, v account.Viewer, id core.ID, version int) error
	Day(ctx context.Context, v account.Viewer, worker core.ID, from, until time.Time) ([]appointment.Row, error)
}

// Agendas is what the pages ask of when workers can be met; every method decides by the viewer.
type Agendas interface {
	Of(ctx context.Context, v account.Viewer, worker core.ID) (agenda.Agenda, error)
	AddWeekly(ctx context.Context, v account.Viewer, w calendar.Weekly) error
	RemoveWeekly(ctx context.Context, v account.Viewer, worker, id core.ID) error
	AddException(ctx context.Context, v account.Viewer, e calendar.Exception) ([]appointment.Row, error)
	RemoveException(ctx context.Context, v account.Viewer, worker, id core.ID) error
	AddAbsence(ctx context.Context, v account.Viewer, a calendar.Absence) ([]appointment.Row, error)
	RemoveAbsence(ctx context.Context, v account.Viewer, worker, id core.ID) error
	Import(ctx context.Context, v account.Viewer, worker core.ID, text io.Reader) (int, error)
	ForgetImport(ctx context.Context, v account.Viewer, worker core.ID) error
	NewFeed(ctx context.Context, v account.Viewer) (api.Personal, error)
	EndFeed(ctx context.Context, v account.Viewer) error
	Feed(ctx context.Context, secret api.Personal) ([]byte, error)
	Closures(ctx context.Context) ([]calendar.Closure, error)
	AddClosure(ctx context.Context, v account.Viewer, c calendar.Closure, own bool) error
	RemoveClosure(ctx context.Context, v account.Viewer, id core.ID, own bool) error
}

// agendaRemoval takes an entry out of a worker's agenda.
type agendaRemoval func(ctx context.Context, v account.Viewer, worker, id core.ID) error

// Letters finds the words of a message as a page to print. notify.Writer is the one in the product.
type Letters interface {
	Letter(kind notify.Kind, f notify.Facts) notify.Text
}
