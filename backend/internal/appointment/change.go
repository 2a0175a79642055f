package appointment

import (
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/notify"
	"wijkloket/backend/internal/request"
)

// Changed keeps the appointment in step with its request. Staff cannot end or give away a request whose resident still expects
// to be met: they move the appointment or call it off first, and then the resident hears of it.
func (s *Service) Changed(given request.Tx, before request.Row, after *request.Row, step request.Step) error {
	tx := all(given)
	latest, found, err := tx.LatestAppointment(before.ID)
	if err != nil {
		return err
	}
	live := found && latest.State.Live()
	switch step.Kind {
	case request.EventCancelled:
		return s.withdrawn(tx, *after, latest, live)
	case request.EventState:
		return s.stated(tx, *after, latest, found)
	case request.EventHandedOver:
		if live {
			return core.Refuse(api.CodeConflict, "refuse.appointment.first")
		}
	case request.EventContact:
		return s.deps.Households.Changed(tx, before, *after)
	case request.EventAmended:
		return s.reroute(tx, before, after, live)
	case request.EventAssigned, request.EventTaken:
		if live && latest.Worker != after.Worker {
			return s.another(tx, *after, latest)
		}
	}
	return nil
}

// withdrawn ends what hangs on a request that its resident cancelled.
func (s *Service) withdrawn(tx Tx, row request.Row, latest Row, live bool) error {
	if _, err := tx.DropMessages(row.ID, "", notify.AnyOccasion, s.now(), notify.ReceiptPointless); err != nil || !live {
		return err
	}
	_, err := s.callOff(tx, latest)
	return err
}

// callOff ends an appointment. Its time cools down first, so that nobody trades hours, and is then offered to who waits long.
func (s *Service) callOff(tx Tx, row Row) (Row, error) {
	if err := s.vacate(tx, row, true); err != nil {
		return row, err
	}
	freed := row
	row.State = api.AppointmentCancelled
	row, err := s.update(tx, row)
	if err != nil {
		return row, err
	}
	if err := tx.DeleteEarlier(row.ID); err != nil {
		return row, err
	}
	return row, s.offerEarlier(tx, freed)
}

func (s *Service) vacate(tx Tx, row Row, cools bool) error {
	var until time.Time
	if cools && s.deps.Calendar.CoolDown > 0 {
		until = s.now().Add(s.deps.Calendar.CoolDown)
	}
	return tx.Vacate(row.ID, until)
}

// update stores an appointment as its next version.
func (s *Service) update(tx Tx, row Row) (Row, error) {
	row.Version++
	row.Changed = s.now()
	ok, err := tx.UpdateAppointment(row)
	if err == nil && !ok {
		err = core.Refuse(api.CodeConflict, "refuse.conflict")
	}
	return row, err
}

// stated follows a state that staff chose.
func (s *Service) stated(tx Tx, row request.Row, latest Row, found bool) error {
	switch {
	case !found:
		return nil
	case row.State == api.StateMet && latest.State == api.AppointmentBooked:
		return s.held(tx, row, latest, api.AppointmentMet)
	case row.State == api.StateMissed && latest.State == api.AppointmentBooked:
		return s.held(tx, row, latest, api.AppointmentMissed)
	case row.State == api.StateScheduled && (latest.State == api.AppointmentMet || latest.State == api.AppointmentMissed):
		latest.State = api.AppointmentBooked // a wrong touch is taken back: it stands again
		latest, err := s.update(tx, latest)
		if err != nil {
			return err
		}
		return s.plan(tx, row, latest, notify.Withdrawn)
	case row.State != api.StateScheduled && latest.State.Live():
		return core.Refuse(api.CodeConflict, "refuse.appointment.first")
	}
	return nil
}

// held closes an appointment that took place, or to which nobody came. A missed one is our signal to reach out kindly, once.
func (s *Service) held(tx Tx, row request.Row, latest Row, as api.AppointmentState) error {
	latest.State = as
	latest, err := s.update(tx, latest)
	if err != nil {
		return err
	}
	if err := tx.DeleteEarlier(latest.ID); err != nil {
		return err
	}
	if as == api.AppointmentMissed {
		return s.tell(tx, row, latest, notify.NotMet)
	}
	return s.plan(tx, row, latest, notify.Withdrawn)
}

// another gives the hour to the worker who now has the request, if they are free then.
func (s *Service) another(tx Tx, row request.Row, latest Row) error {
	if row.Worker == "" {
		return core.Refuse(api.CodeConflict, "refuse.appointment.first")
	}
	if err := s.vacate(tx, latest, false); err != nil {
		return err
	}
	latest.Worker = row.Worker
	if err := s.occupy(tx, row.Worker, latest.Start, latest.End, latest.ID, time.Time{}); err != nil {
		if core.CodeOf(err) == api.CodeSlotTaken {
			err = core.Refuse(api.CodeConflict, "refuse.appointment.busy")
		}
		return err
	}
	latest, err := s.update(tx, latest)
	if err != nil {
		return err
	}
	if latest.State == api.AppointmentOffered {
		return s.tell(tx, row, latest, notify.Offered)
	}
	return s.tell(tx, row, latest, notify.Moved)
}

// mine reports whether the viewer plans this request's hours: their own, or any of the team for reception and lead.
func mine(v account.Viewer, row request.Row) bool { return mayPlan(v) || row.Worker == v.ID }
