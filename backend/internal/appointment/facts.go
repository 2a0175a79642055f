package appointment

import (
	"context"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/notify"
	"wijkloket/backend/internal/request"
)

// Facts reads what a message may say and how it may travel, as the request and its appointment stand now.
func (s *Service) Facts(ctx context.Context, m notify.Row) (facts notify.Facts, err error) {
	err = s.deps.Store.View(ctx, func(tx Tx) error {
		row, found, err := tx.Request(m.Request)
		if err != nil {
			return err
		}
		if !found {
			facts.Gone = true
			return nil
		}
		a, err := appointmentOf(tx, m)
		if err != nil {
			return err
		}
		gone, err := s.pointless(tx, m, row, a)
		if err != nil {
			return err
		}
		facts, err = s.facts(row, a)
		facts.Gone = gone
		return err
	})
	return facts, err
}

func appointmentOf(tx Tx, m notify.Row) (Row, error) {
	if m.Appointment == "" {
		return Row{}, nil
	}
	a, _, err := tx.Appointment(m.Appointment)
	return a, err
}

// pointless reports that a message would say what is no longer so.
func (s *Service) pointless(tx Tx, m notify.Row, row request.Row, a Row) (bool, error) {
	same := a.Start.Equal(m.Start)
	switch m.Kind {
	case notify.Kept:
		return row.State != api.StateNew, nil
	case notify.Missed:
		return row.State != api.StateMissed || a.State != api.AppointmentMissed, nil
	case notify.Cancelled:
		return a.State != api.AppointmentCancelled || over(row.State), nil
	case notify.VisitOffer:
		return a.State != api.AppointmentOffered || !same, nil
	case notify.Earlier:
		offered, found, err := tx.Earlier(a.ID)
		return !found || a.State != api.AppointmentBooked || !offered.Start.Equal(m.Start), err
	default:
		return a.State != api.AppointmentBooked || !same, nil
	}
}

func (s *Service) facts(row request.Row, a Row) (notify.Facts, error) {
	opened, err := s.deps.Requests.OpenRow(row)
	if err != nil {
		return notify.Facts{}, err
	}
	facts := notify.Facts{
		Plan: opened.Contact, Language: row.Language, Place: row.Place, Worker: row.WorkerFirst, Locator: row.Locator, Apart: row.Apart,
	}
	centre := row.Centre
	if a.ID != "" {
		facts.Start, facts.Place, facts.Worker = a.Start, placeOf(a.Kind), a.WorkerFirst
		if a.Kind == calendar.Visit {
			facts.Until = a.End
		}
		if a.Centre != "" {
			centre = a.Centre
		}
	}
	facts.CentreName, _ = s.deps.City().CentreName(centre)
	return facts, nil
}

var _ notify.Source = (*Service)(nil)
