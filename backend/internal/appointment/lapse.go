package appointment

import (
	"context"
	"errors"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
)

const (
	lapsesBefore = 2 * time.Hour // a visit without a yes by then does not take place: nobody sets out on a guess
	lapsesAtOnce = 200
)

// Lapse ends the home visits that were offered and not answered, shortly before their hour, and puts their requests back with
// what the team owes. It returns how many. Silence is never a yes.
func (s *Service) Lapse(ctx context.Context) (int, error) {
	var waiting []Row
	err := s.deps.Store.View(ctx, func(tx Tx) (err error) {
		waiting, err = tx.Offered(s.now().Add(lapsesBefore), lapsesAtOnce)
		return err
	})
	done := 0
	for _, a := range waiting {
		lapsed := s.lapse(ctx, a)
		if core.CodeOf(lapsed) == api.CodeConflict { // answered in between
			continue
		}
		if lapsed == nil {
			done++
		}
		err = errors.Join(err, lapsed)
	}
	return done, err
}

func (s *Service) lapse(ctx context.Context, offered Row) error {
	return s.deps.Requests.ChangeBySystem(ctx, offered.Request, func(given request.Tx, row *request.Row) (request.Happened, error) {
		tx := all(given)
		latest, found, err := tx.LatestAppointment(row.ID)
		if err != nil || !found || latest.ID != offered.ID || latest.Version != offered.Version {
			return request.Happened{}, err
		}
		done := booking(latest, request.EventUnbooked, auditCalled)
		done.From, done.To = done.To, ""
		if _, err := s.callOff(tx, latest); err != nil {
			return request.Happened{}, err
		}
		s.owe(row)
		return done, nil
	})
}
