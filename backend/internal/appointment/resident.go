package appointment

import (
	"context"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/audit"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/notify"
	"wijkloket/backend/internal/request"
)

// OffersOfMine are moments for the request that a code opens, in its own place or another: its own worker's, or the team's
// while it has none or when the own worker has no hour at all.
func (s *Service) OffersOfMine(ctx context.Context, in api.SlotsOfMine, from string) (offer api.SlotOffer, err error) {
	row, err := s.deps.Requests.Prove(ctx, in.Code, from)
	if err != nil {
		return api.SlotOffer{}, err
	}
	w, err := s.wishOfMine(row, in.Place, in.Centre)
	if err != nil {
		return api.SlotOffer{}, err
	}
	err = s.deps.Store.View(ctx, func(tx Tx) error {
		offer, err = s.offers(tx, w, in.Many, in.From)
		if err == nil && len(offer.Slots) == 0 && w.only != nil {
			w.only = nil
			offer, err = s.offers(tx, w, in.Many, in.From)
		}
		return err
	})
	return offer, err
}

// wishOfMine is what a moment for a request has to fit.
func (s *Service) wishOfMine(row request.Row, place api.Place, centre string) (wish, error) {
	opened, err := s.deps.Requests.OpenRow(row)
	if err != nil {
		return wish{}, err
	}
	if place == "" {
		place = row.Place
	}
	kind, ok := kindOf(place)
	if !ok {
		kind = calendar.Phone // "call me first" becomes a call at an hour
	}
	if centre == "" {
		centre = row.Centre
	}
	if _, known := s.deps.City().TeamOf(centre); kind == calendar.Talk && !known {
		return wish{}, wrong("centre", "wrong.choice")
	}
	if err := s.checkPlace(kind, opened); err != nil {
		return wish{}, err
	}
	w := s.wishFor(row, kind, centre, opened)
	if row.Worker != "" {
		w.only = []core.ID{row.Worker}
	}
	return w, nil
}

// Book gives the request of a code the moment that its resident chose, or moves its appointment there: also one that staff
// made, to another place too, and without a reason. To book what is booked already changes nothing.
func (s *Service) Book(ctx context.Context, in api.Booking, from string) (api.Status, error) {
	row, err := s.deps.Requests.Prove(ctx, in.Code, from)
	if err != nil {
		return api.Status{}, err
	}
	var w wish
	status, err := s.deps.Requests.ChangeByResident(ctx, row.ID, func(given request.Tx, row *request.Row) (request.Happened, error) {
		if !row.State.Open() {
			return request.Happened{}, core.Refuse(api.CodeConflict, "refuse.ended")
		}
		if w, err = s.wishOfMine(*row, in.Place, in.Centre); err != nil {
			return request.Happened{}, err
		}
		return s.bookAt(all(given), row, w, in.Start)
	})
	return status, s.orOthers(ctx, w, in.Start, err)
}

// bookAt books a moment for a request, by its resident.
func (s *Service) bookAt(tx Tx, row *request.Row, w wish, start time.Time) (request.Happened, error) {
	latest, found, err := tx.LatestAppointment(row.ID)
	if err != nil {
		return request.Happened{}, err
	}
	live := found && latest.State.Live()
	if live && latest.State == api.AppointmentBooked && latest.Kind == w.kind && latest.Centre == w.centre && latest.Start.Equal(start) {
		return request.Happened{}, nil
	}
	chosen, err := s.chosen(tx, w, start)
	if err != nil {
		return request.Happened{}, err
	}
	now, had := s.now(), row.Worker
	if !live {
		booked := s.newRow(*row, w, chosen)
		booked.Accepted = now
		if err := s.place(tx, booked); err != nil {
			return request.Happened{}, err
		}
		s.meets(row, booked)
		if err := s.because(tx, *row, had, w); err != nil {
			return request.Happened{}, err
		}
		return booking(booked, request.EventBooked, auditBooked), s.tell(tx, *row, booked, notify.Booked)
	}
	moved, err := s.move(tx, latest, w, chosen, now)
	if err != nil {
		return request.Happened{}, err
	}
	s.meets(row, moved)
	if err := s.because(tx, *row, had, w); err != nil {
		return request.Happened{}, err
	}
	done := booking(moved, request.EventRebooked, auditMoved)
	done.From = hourOf(latest)
	return done, s.tell(tx, *row, moved, notify.Moved)
}

// chosen is a moment with whoever is free then: the own worker, or somebody of the team while there is none, or where the own
// worker has no hour at all, which is when the team's are offered.
func (s *Service) chosen(tx Tx, w wish, start time.Time) (calendar.Slot, error) {
	people, err := s.people(tx, w)
	if err != nil {
		return calendar.Slot{}, err
	}
	if w.only != nil {
		own, err := s.free(tx, w, w.only, time.Time{})
		if err != nil {
			return calendar.Slot{}, err
		}
		if len(own) == 0 {
			w.only = nil
			if people, err = s.people(tx, w); err != nil {
				return calendar.Slot{}, err
			}
		}
	}
	free, err := s.fitting(tx, w, people.rank, start)
	if err != nil {
		return calendar.Slot{}, err
	}
	if len(free) == 0 {
		return calendar.Slot{}, errTaken
	}
	return free[0], nil
}

// because says in the history why another worker has a request that got an hour.
func (s *Service) because(tx Tx, row request.Row, before core.ID, w wish) error {
	if row.Worker == before {
		return nil
	}
	workers, err := tx.Candidates(s.now())
	if err != nil {
		return err
	}
	if w.ask.Not, err = s.deps.Households.Knows(tx, row); err != nil {
		return err
	}
	w.ask.Among = []core.ID{row.Worker}
	why := s.deps.Routing.Choose(w.ask, workers).Why
	done := request.Happened{Kind: request.EventAssigned, From: string(before), To: string(row.Worker), Why: why}
	return s.deps.Requests.Recount(tx, row, audit.System, done)
}

// meets brings a request in step with an appointment that its resident agreed to.
func (s *Service) meets(row *request.Row, a Row) {
	row.State, row.Worker, row.Place = api.StateScheduled, a.Worker, placeOf(a.Kind)
	if a.Kind == calendar.Talk {
		row.Centre = a.Centre
	}
	if row.Kept.IsZero() {
		row.Kept = row.Changed
	}
}

// move gives an appointment another moment, maybe in another place and with another worker, by the resident's own wish.
func (s *Service) move(tx Tx, a Row, w wish, to calendar.Slot, now time.Time) (Row, error) {
	freed := a
	apart := to.Worker != a.Worker || !to.Start.Before(a.End.Add(s.deps.Calendar.Buffer)) || !a.Start.Before(to.End.Add(s.deps.Calendar.Buffer))
	if err := s.vacate(tx, a, apart); err != nil {
		return a, err
	}
	a.Worker, a.Kind, a.Centre, a.Area, a.Start, a.End = to.Worker, to.Kind, to.Centre, w.area, to.Start, to.End
	a.State, a.Accepted = api.AppointmentBooked, now
	if err := s.occupy(tx, a.Worker, a.Start, a.End, a.ID, time.Time{}); err != nil {
		return a, err
	}
	if err := tx.DeleteEarlier(a.ID); err != nil {
		return a, err
	}
	a, err := s.update(tx, a)
	if err != nil || !apart {
		return a, err
	}
	return a, s.offerEarlier(tx, freed)
}
