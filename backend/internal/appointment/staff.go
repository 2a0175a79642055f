package appointment

import (
	"context"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/notify"
	"wijkloket/backend/internal/request"
)

// Plan is an appointment as staff make it.
type Plan struct {
	Kind   calendar.Kind
	Centre string  // of a talk
	Worker core.ID // empty: the request's own
	Start  time.Time
	// Agreed: the resident said yes to the home visit, in words, to the viewer. Without it a visit is only offered.
	Agreed bool
	// Free: an hour outside the worker's pattern, agreed between people. What is taken stays taken.
	Free bool
}

// Choices are moments for a request as staff see them: also of a colleague, also in another centre.
func (s *Service) Choices(ctx context.Context, v account.Viewer, id core.ID, p Plan, from time.Time) (slots []calendar.Slot, next time.Time, err error) {
	err = s.deps.Store.View(ctx, func(tx Tx) error {
		row, err := s.deps.Requests.Allowed(tx, v, id)
		if err != nil {
			return err
		}
		w, workers, err := s.wishOfStaff(row, p)
		if err != nil {
			return err
		}
		if slots, err = s.free(tx, w, workers, from); err != nil {
			return err
		}
		if len(slots) > many {
			slots, next = page(slots)
		}
		return nil
	})
	return slots, next, err
}

func (s *Service) wishOfStaff(row request.Row, p Plan) (wish, []core.ID, error) {
	opened, err := s.deps.Requests.OpenRow(row)
	if err != nil {
		return wish{}, nil, err
	}
	if err := s.checkPlace(p.Kind, opened); err != nil {
		return wish{}, nil, err
	}
	w := s.wishFor(row, p.Kind, p.Centre, opened)
	worker := p.Worker
	if worker == "" {
		worker = row.Worker
	}
	if worker == "" {
		return wish{}, nil, wrong("worker", "refuse.worker")
	}
	w.only = []core.ID{worker}
	return w, w.only, nil
}

// Schedule makes or moves the appointment of a request. A home visit is offered, and takes place only after the resident's
// yes; a move of a visit that was agreed is a new offer, unless the resident agreed to that hour too.
func (s *Service) Schedule(ctx context.Context, v account.Viewer, id core.ID, version int, p Plan) error {
	return s.deps.Requests.ChangeByStaff(ctx, v, id, version, auditBooked, func(given request.Tx, row *request.Row) (request.Happened, error) {
		tx := all(given)
		if !p.Kind.Valid() {
			return request.Happened{}, wrong("kind", "refuse.kind")
		}
		w, workers, err := s.wishOfStaff(*row, p)
		if err != nil {
			return request.Happened{}, err
		}
		if err := s.mayMeet(tx, v, row, workers[0]); err != nil {
			return request.Happened{}, err
		}
		to, err := s.staffSlot(tx, w, workers[0], p)
		if err != nil {
			return request.Happened{}, err
		}
		return s.schedule(tx, v, row, w, to, p.Agreed || p.Kind != calendar.Visit)
	})
}

// mayMeet: a worker plans their own hours, reception and lead those of the team. Whoever meets the resident must be somebody
// requests of the team can be given to.
func (s *Service) mayMeet(tx Tx, v account.Viewer, row *request.Row, worker core.ID) error {
	if !mayPlan(v) && worker != v.ID {
		return core.Refuse(api.CodeForbidden, "refuse.role.act")
	}
	chosen, found, err := tx.Account(worker)
	if err != nil {
		return err
	}
	if !found || !chosen.TakesRequests(row.Team) {
		return wrong("worker", "refuse.worker")
	}
	return nil
}

// staffSlot is the moment that staff chose: one of the pattern, or a free one that lies ahead.
func (s *Service) staffSlot(tx Tx, w wish, worker core.ID, p Plan) (calendar.Slot, error) {
	if !p.Free {
		free, err := s.fitting(tx, w, []core.ID{worker}, p.Start)
		if err != nil {
			return calendar.Slot{}, err
		}
		if len(free) == 0 {
			return calendar.Slot{}, errTaken
		}
		return free[0], nil
	}
	now := s.now()
	if !p.Start.After(now) || !plausible(p.Start, now) {
		return calendar.Slot{}, core.Refuse(api.CodeConflict, "refuse.slot.past")
	}
	lasts := s.deps.Calendar.Lasts(calendar.Ask{Kind: w.kind, Longer: w.longer})
	return calendar.Slot{Worker: worker, Kind: w.kind, Centre: w.centre, Start: p.Start, End: p.Start.Add(lasts)}, nil
}

func (s *Service) schedule(tx Tx, v account.Viewer, row *request.Row, w wish, to calendar.Slot, agreed bool) (request.Happened, error) {
	latest, found, err := tx.LatestAppointment(row.ID)
	if err != nil {
		return request.Happened{}, err
	}
	a := s.newRow(*row, w, to)
	a.By = v.ID
	if !agreed {
		a.State = api.AppointmentOffered
	} else {
		a.Accepted = a.Created
	}
	live := found && latest.State.Live()
	if live {
		a, err = s.replace(tx, latest, a)
	} else {
		err = s.place(tx, a)
	}
	if err != nil {
		return request.Happened{}, err
	}
	if a.Worker != row.Worker {
		given := request.Happened{Kind: request.EventAssigned, From: string(row.Worker), To: string(a.Worker)}
		given.Why = core.Message{Key: "why.worker.given", Args: map[string]any{"Who": v.Name}}
		if err := s.deps.Requests.Recount(tx, *row, v.ID, given); err != nil {
			return request.Happened{}, err
		}
	}
	if !agreed {
		row.Worker, row.State = a.Worker, offeredState(row.State)
		return booking(a, request.EventOffered, auditOffered), s.tell(tx, *row, a, notify.Offered)
	}
	s.meets(row, a)
	if !live {
		return booking(a, request.EventBooked, auditBooked), s.tell(tx, *row, a, notify.Booked)
	}
	done := booking(a, request.EventRebooked, auditMoved)
	done.From = hourOf(latest)
	return done, s.tell(tx, *row, a, notify.Moved)
}

// replace puts a plan in the place of the appointment that stands, which stays the same one: who has its address or its
// calendar entry keeps it.
func (s *Service) replace(tx Tx, old, to Row) (Row, error) {
	if err := s.vacate(tx, old, false); err != nil {
		return old, err
	}
	to.ID, to.By, to.Created, to.Version = old.ID, old.By, old.Created, old.Version
	if err := s.occupy(tx, to.Worker, to.Start, to.End, to.ID, time.Time{}); err != nil {
		return old, err
	}
	if err := tx.DeleteEarlier(to.ID); err != nil {
		return old, err
	}
	return s.update(tx, to)
}

// offeredState: an offer is a contact, but no appointment yet.
func offeredState(state api.State) api.State {
	if state == api.StateScheduled || state == api.StateMissed {
		return api.StateContacted
	}
	return state
}

// CallOff ends the appointment of a request on behalf of the team. The resident hears of it, and the team owes a contact anew.
func (s *Service) CallOff(ctx context.Context, v account.Viewer, id core.ID, version int) error {
	return s.deps.Requests.ChangeByStaff(ctx, v, id, version, auditCalled, func(given request.Tx, row *request.Row) (request.Happened, error) {
		tx := all(given)
		latest, found, err := tx.LatestAppointment(row.ID)
		if err != nil {
			return request.Happened{}, err
		}
		if !found || !latest.State.Live() {
			return request.Happened{}, core.Refuse(api.CodeConflict, "refuse.appointment.none")
		}
		if !mine(v, *row) {
			return request.Happened{}, core.Refuse(api.CodeForbidden, "refuse.role.act")
		}
		was := booking(latest, request.EventUnbooked, auditCalled)
		was.From, was.To = was.To, ""
		if latest, err = s.callOff(tx, latest); err != nil {
			return request.Happened{}, err
		}
		s.owe(row)
		return was, s.tell(tx, *row, latest, notify.CancelledByStaff)
	})
}

// Accepted notes that the resident said yes to the home visit, in words, to the viewer; the history says who noted it.
func (s *Service) Accepted(ctx context.Context, v account.Viewer, id core.ID, version int) error {
	return s.deps.Requests.ChangeByStaff(ctx, v, id, version, auditAccepted, func(given request.Tx, row *request.Row) (request.Happened, error) {
		tx := all(given)
		latest, _, err := tx.LatestAppointment(row.ID)
		if err != nil {
			return request.Happened{}, err
		}
		if latest.State != api.AppointmentOffered {
			return request.Happened{}, core.Refuse(api.CodeConflict, "refuse.offer.gone")
		}
		return s.accept(tx, row, latest, latest.Start)
	})
}

// Of is the latest appointment of a request, for staff who may read it; false for none.
func (s *Service) Of(ctx context.Context, v account.Viewer, id core.ID) (row Row, found bool, err error) {
	err = s.deps.Store.View(ctx, func(tx Tx) error {
		if _, err := s.deps.Requests.Allowed(tx, v, id); err != nil {
			return err
		}
		row, found, err = tx.LatestAppointment(id)
		return err
	})
	return row, found, err
}

// Day are the appointments of the viewer's team between two moments, of one worker when given. A worker sees their own.
func (s *Service) Day(ctx context.Context, v account.Viewer, worker core.ID, from, until time.Time) (rows []Row, err error) {
	if v.Team == "" {
		return nil, nil
	}
	if !mayPlan(v) {
		worker = v.ID
	}
	err = s.deps.Store.View(ctx, func(tx Tx) error {
		rows, err = tx.TeamAppointments(v.Team, worker, from, until)
		return err
	})
	return rows, err
}
