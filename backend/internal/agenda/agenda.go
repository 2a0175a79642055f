// Package agenda is when workers can be met, as they and their team keep it: the weekly pattern, what differs on a day, who is
// away, which centre is closed, what their office calendar says, and the secret address under which that calendar reads
// the appointments made here.
package agenda

import (
	"context"
	"io"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/appointment"
	"wijkloket/backend/internal/audit"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/seal"
)

// Deps are what the service works with. All are required.
type Deps struct {
	Store      appointment.Store
	Keys       *seal.Keys
	Clock      core.Clock
	Random     io.Reader
	Centre     func(id string) bool // whether the directory knows the centre
	CentreName func(id string) string
}

// Service keeps agendas.
type Service struct {
	deps  Deps
	chain *audit.Chain
}

// The audit actions of this package. What is changed is a worker's own time, so the subject is the worker.
const (
	auditChanged  audit.Action = "agenda.changed"
	auditClosed   audit.Action = "agenda.centre-closed"
	auditImported audit.Action = "agenda.imported"
	auditFeed     audit.Action = "agenda.feed"
)

// New makes the service.
func New(deps Deps) *Service { return &Service{deps: deps, chain: audit.New(deps.Keys)} }

// Agenda is all that is known of when one worker can be met, from today on.
type Agenda struct {
	Worker     account.Account
	Weekly     []calendar.Weekly
	Exceptions []calendar.Exception
	Absences   []calendar.Absence
	Closures   []calendar.Closure
	Office     []calendar.Busy // from the imported office calendar
	FeedSince  time.Time       // zero: there is no feed
	May        bool            // the viewer may change it
}

// Of is the agenda of a worker of the viewer's team.
func (s *Service) Of(ctx context.Context, v account.Viewer, worker core.ID) (a Agenda, err error) {
	now := s.deps.Clock.Now()
	today := calendar.DateOf(now)
	err = s.deps.Store.View(ctx, func(tx appointment.Tx) error {
		if a.Worker, err = s.seen(tx, v, worker); err != nil {
			return err
		}
		a.May = mayChange(v, a.Worker)
		for _, read := range []func() error{
			func() (err error) { a.Weekly, err = tx.Weekly(worker); return },
			func() (err error) { a.Exceptions, err = tx.Exceptions(worker, today); return },
			func() (err error) { a.Absences, err = tx.Absences(worker, today); return },
			func() (err error) { a.Closures, err = tx.Closures(today); return },
			func() (err error) { a.Office, err = tx.OfficeBusy(worker, now); return },
			func() (err error) { a.FeedSince, err = tx.FeedSince(worker); return },
		} {
			if err := read(); err != nil {
				return err
			}
		}
		return nil
	})
	return a, err
}

// seen is a worker of the viewer's team; anybody else is not there.
func (s *Service) seen(tx appointment.Tx, v account.Viewer, worker core.ID) (account.Account, error) {
	stored, found, err := tx.Account(worker)
	if err != nil {
		return account.Account{}, err
	}
	if !found || v.Team == "" || stored.Team != v.Team || !meets(stored.Role) {
		return account.Account{}, core.Refuse(api.CodeNotFound, "refuse.notfound")
	}
	return stored.Account, nil
}

// meets reports whether somebody in this role talks with residents at an hour.
func meets(role account.Role) bool { return role == account.Worker || role == account.Lead }

// mayChange: one's own agenda, and for a lead that of everybody in the team.
func mayChange(v account.Viewer, worker account.Account) bool {
	return v.ID == worker.ID || v.Role == account.Lead && v.Team == worker.Team
}

// change changes an agenda and returns the appointments that stand in the way of it: they are not touched, because people call
// people.
func (s *Service) change(ctx context.Context, v account.Viewer, worker core.ID, action audit.Action, do func(tx appointment.Tx) error) error {
	return s.deps.Store.Update(ctx, func(tx appointment.Tx) error {
		seen, err := s.seen(tx, v, worker)
		if err != nil {
			return err
		}
		if !mayChange(v, seen) {
			return core.Refuse(api.CodeForbidden, "refuse.role.act")
		}
		if err := do(tx); err != nil {
			return err
		}
		return s.chain.Append(tx, s.deps.Clock.Now(), v.ID, action, worker)
	})
}

// AddWeekly adds a block to the weekly pattern.
func (s *Service) AddWeekly(ctx context.Context, v account.Viewer, w calendar.Weekly) error {
	if err := s.check(w.Check(), w.Kind, w.Centre); err != nil {
		return err
	}
	w.ID = core.NewID(s.deps.Random)
	return s.change(ctx, v, w.Worker, auditChanged, func(tx appointment.Tx) error {
		present, err := tx.Weekly(w.Worker)
		if err != nil {
			return err
		}
		if len(present) >= most {
			return full()
		}
		for _, other := range present {
			if other.Day == w.Day && w.From < other.To && other.From < w.To && together(other, w) {
				return field("from", "refuse.block.overlap")
			}
		}
		return tx.InsertWeekly(w)
	})
}

// most bounds each kind of entry of one agenda.
const most = 200

func full() error { return core.Refuse(api.CodeConflict, "refuse.agenda.full") }

// together reports that two blocks can be in force on the same date.
func together(a, b calendar.Weekly) bool {
	return (a.Until == "" || b.Since == "" || a.Until >= b.Since) && (b.Until == "" || a.Since == "" || b.Until >= a.Since)
}

func field(name, key string) error {
	refusal := core.Refuse(api.CodeInvalid, "refuse.invalid")
	refusal.Fields = []core.FieldError{{Field: name, Reason: core.Message{Key: key}}}
	return refusal
}

// check adds to the form of a block that its centre exists.
func (s *Service) check(form error, kind calendar.Kind, centre string) error {
	if form == nil && kind == calendar.Talk && !s.deps.Centre(centre) {
		return field("centre", "refuse.centre")
	}
	return form
}

// AddException changes one day of an agenda.
func (s *Service) AddException(ctx context.Context, v account.Viewer, e calendar.Exception) ([]appointment.Row, error) {
	if e.Off {
		e.Kind, e.Centre = "", ""
	}
	if err := s.check(e.Check(), e.Kind, e.Centre); err != nil {
		return nil, err
	}
	e.ID = core.NewID(s.deps.Random)
	var met []appointment.Row
	err := s.change(ctx, v, e.Worker, auditChanged, func(tx appointment.Tx) (err error) {
		present, err := tx.Exceptions(e.Worker, calendar.DateOf(s.deps.Clock.Now()))
		if err != nil {
			return err
		}
		if len(present) >= most {
			return full()
		}
		if e.Off {
			from, until := span(e.On, e.From, e.To)
			met, err = s.inTheWay(tx, e.Worker, from, until)
			if err != nil {
				return err
			}
		}
		return tx.InsertException(e)
	})
	return met, err
}

// AddAbsence says that a worker is away, and returns the appointments that fall in it.
func (s *Service) AddAbsence(ctx context.Context, v account.Viewer, a calendar.Absence) ([]appointment.Row, error) {
	if err := a.Check(); err != nil {
		return nil, err
	}
	a.ID = core.NewID(s.deps.Random)
	var met []appointment.Row
	err := s.change(ctx, v, a.Worker, auditChanged, func(tx appointment.Tx) (err error) {
		present, err := tx.Absences(a.Worker, calendar.DateOf(s.deps.Clock.Now()))
		if err != nil {
			return err
		}
		if len(present) >= most {
			return full()
		}
		from, until := wholeDays(a.First, a.Last)
		if met, err = s.inTheWay(tx, a.Worker, from, until); err != nil {
			return err
		}
		return tx.InsertAbsence(a)
	})
	return met, err
}

// inTheWay are the appointments of a worker that are still to come and start in a span.
func (s *Service) inTheWay(tx appointment.Tx, worker core.ID, from, until time.Time) ([]appointment.Row, error) {
	if now := s.deps.Clock.Now(); from.Before(now) {
		from = now
	}
	rows, err := tx.WorkerAppointments(worker, from, until)
	var live []appointment.Row
	for _, row := range rows {
		if row.State.Live() {
			live = append(live, row)
		}
	}
	return live, err
}

// span is part of a day, in minutes of the local clock.
func span(on calendar.Date, from, to int) (time.Time, time.Time) {
	noon := on.Noon()
	at := func(minute int) time.Time {
		return time.Date(noon.Year(), noon.Month(), noon.Day(), 0, minute, 0, 0, core.Brussels)
	}
	return at(from), at(to)
}

func wholeDays(first, last calendar.Date) (time.Time, time.Time) {
	from, _ := span(first, 0, 0)
	until, _ := span(last, 24*60, 0)
	return from, until
}

// RemoveWeekly takes a block out of the pattern. What is gone already is gone.
func (s *Service) RemoveWeekly(ctx context.Context, v account.Viewer, worker, id core.ID) error {
	return s.change(ctx, v, worker, auditChanged, func(tx appointment.Tx) error {
		_, err := tx.DeleteWeekly(worker, id)
		return err
	})
}

// RemoveException takes back a change of one day.
func (s *Service) RemoveException(ctx context.Context, v account.Viewer, worker, id core.ID) error {
	return s.change(ctx, v, worker, auditChanged, func(tx appointment.Tx) error {
		_, err := tx.DeleteException(worker, id)
		return err
	})
}

// RemoveAbsence takes back an absence.
func (s *Service) RemoveAbsence(ctx context.Context, v account.Viewer, worker, id core.ID) error {
	return s.change(ctx, v, worker, auditChanged, func(tx appointment.Tx) error {
		_, err := tx.DeleteAbsence(worker, id)
		return err
	})
}
