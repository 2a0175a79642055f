package agenda

import (
	"context"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/appointment"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/core"
)

// Closures are the days on which centres are closed, from today on.
func (s *Service) Closures(ctx context.Context) (closures []calendar.Closure, err error) {
	err = s.deps.Store.View(ctx, func(tx appointment.Tx) error {
		closures, err = tx.Closures(calendar.DateOf(s.deps.Clock.Now()))
		return err
	})
	return closures, err
}

// mayClose: the administrator keeps the centres, a lead those of the team; own says whether the centre is the team's.
func mayClose(v account.Viewer, own bool) bool {
	return v.Role == account.Admin || v.Role == account.Lead && own
}

// AddClosure closes a centre, or with an empty centre all of them. own says whether the centre is of the viewer's team.
// Appointments are not touched: a closed door is told by people.
func (s *Service) AddClosure(ctx context.Context, v account.Viewer, c calendar.Closure, own bool) error {
	if !mayClose(v, own) {
		return core.Refuse(api.CodeForbidden, "refuse.role.act")
	}
	if c.Centre != "" && !s.deps.Centre(c.Centre) {
		return field("centre", "refuse.centre")
	}
	if err := c.Check(); err != nil {
		return err
	}
	c.ID = core.NewID(s.deps.Random)
	return s.deps.Store.Update(ctx, func(tx appointment.Tx) error {
		present, err := tx.Closures(calendar.DateOf(s.deps.Clock.Now()))
		if err != nil {
			return err
		}
		if len(present) >= most {
			return full()
		}
		if err := tx.InsertClosure(c); err != nil {
			return err
		}
		return s.chain.Append(tx, s.deps.Clock.Now(), v.ID, auditClosed, c.ID)
	})
}

// RemoveClosure opens a centre again.
func (s *Service) RemoveClosure(ctx context.Context, v account.Viewer, id core.ID, own bool) error {
	if !mayClose(v, own) {
		return core.Refuse(api.CodeForbidden, "refuse.role.act")
	}
	return s.deps.Store.Update(ctx, func(tx appointment.Tx) error {
		if _, err := tx.DeleteClosure(id); err != nil {
			return err
		}
		return s.chain.Append(tx, s.deps.Clock.Now(), v.ID, auditClosed, id)
	})
}
