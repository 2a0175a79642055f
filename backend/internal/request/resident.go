package request

import (
	"context"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/journey"
)

// Status tells the holder of a code where the request stands (T-35). from names the place the question comes from, for the
// limits. A code that is unknown, wrong, malformed or expired gets one and the same refusal, api.CodeUnknownCode, for the
// same work.
func (s *Service) Status(ctx context.Context, typed api.Personal, from string) (api.Status, error) {
	row, err := s.prove(ctx, typed, from)
	if err != nil {
		return api.Status{}, err
	}
	return s.status(ctx, row)
}

// prove finds the request that a code opens.
func (s *Service) prove(ctx context.Context, typed api.Personal, from string) (row Row, err error) {
	c, wellFormed := parseCode(typed)
	if err := s.guard.begin(c.locator, from); err != nil {
		return Row{}, err
	}
	var found bool
	err = s.deps.Store.View(ctx, func(tx Tx) error {
		row, found, err = tx.RequestByLocator(c.locator)
		return err
	})
	if err != nil {
		return Row{}, err
	}
	hash := s.dummy // who asks for nothing waits as long as who asks for something
	if found {
		hash = row.Code
	}
	var right bool
	if err := s.hashSlowly(ctx, func() { right = s.match(hash, s.pepper(c.secret)) }); err != nil {
		return Row{}, err
	}
	if !wellFormed || !found || !right || s.deps.Calendar.expired(row, s.deps.Clock.Now()) {
		return Row{}, core.Refuse(api.CodeUnknownCode, "refuse.code")
	}
	s.guard.succeed(c.locator, from)
	return row, nil
}

// status is what the holder of the code sees: state words and choices, never what was typed.
func (r Row) status(appointment *api.Appointment) api.Status {
	return api.Status{
		Locator: r.Locator, State: r.State, Team: r.Team, Centre: r.Centre, Place: r.Place, Worker: r.WorkerFirst,
		Created: r.Created, Promise: r.Promise, Contact: r.plan(), Appointment: appointment,
	}
}

func (s *Service) status(ctx context.Context, row Row) (api.Status, error) {
	appointment, err := s.appointment(ctx, row)
	return row.status(appointment), err
}

func (s *Service) appointment(ctx context.Context, row Row) (appointment *api.Appointment, err error) {
	err = s.deps.Store.View(ctx, func(tx Tx) error {
		appointment, err = s.follower.Appointment(tx, row)
		return err
	})
	return appointment, err
}

// Cancel withdraws a request. Asking again, or after the talk, changes nothing and says where the request stands.
func (s *Service) Cancel(ctx context.Context, typed api.Personal, from string) (api.Status, error) {
	row, err := s.prove(ctx, typed, from)
	if err != nil {
		return api.Status{}, err
	}
	return s.ChangeByResident(ctx, row.ID, func(_ Tx, row *Row) (Happened, error) { return row.Cancel(), nil })
}

// Cancel withdraws the request, where it still goes on.
func (r *Row) Cancel() Happened {
	if !r.State.Open() {
		return Happened{}
	}
	done := Happened{Kind: EventCancelled, Action: auditCancelled, From: string(r.State), To: string(api.StateCancelled)}
	r.State = api.StateCancelled
	return done
}

// ChangeContact replaces the contact plan of a request. A plan without a code word keeps the one there is. Who could not be
// reached before and can be now gets a promise from today.
func (s *Service) ChangeContact(ctx context.Context, change api.ContactChange, from string) (api.Status, error) {
	row, err := s.prove(ctx, change.Code, from)
	if err != nil {
		return api.Status{}, err
	}
	plan, problems := journey.AcceptContact(row.Place, change.Contact, s.setting())
	if len(problems) > 0 {
		return api.Status{}, invalid(problems)
	}
	return s.ChangeByResident(ctx, row.ID, func(_ Tx, row *Row) (Happened, error) {
		if over(row.State) {
			return Happened{}, core.Refuse(api.CodeConflict, "refuse.ended")
		}
		return Happened{Kind: EventContact, Action: auditContact}, s.replan(row, plan)
	})
}

func (s *Service) replan(row *Row, plan api.ContactPlan) error {
	key, err := s.dataKey(*row)
	if err != nil {
		return err
	}
	if plan.CodeWord.IsZero() {
		plan.CodeWord, err = key.Open(column(row.ID, "code_word"), row.Sealed.CodeWord)
		if err != nil {
			return err
		}
	}
	if row.Channel == api.ChannelNone && plan.Channel != api.ChannelNone && row.Kept.IsZero() {
		row.Promise, row.Escalated = s.deps.Calendar.Promise(row.Team, s.deps.Clock.Now()), LevelNone
	}
	s.sealContact(row, key, plan)
	return nil
}

func conflictOr(err error) error {
	if err != nil {
		return err
	}
	return core.Refuse(api.CodeConflict, "refuse.conflict")
}
