package request

import (
	"context"
	"encoding/json"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/audit"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/seal"
)

// Follower takes part in every change of a request, within the same transaction: the worker, the appointment, the household
// and the messages hang on it. Package appointment is the one in the product; without one, requests stand alone.
type Follower interface {
	// Received sees a request that is about to be stored and may settle its worker, state and promise. What it returns is
	// done once the row is there. An error stores nothing of it.
	Received(tx Tx, row *Row, in Incoming) (settle func() error, err error)
	// Changed sees a change that is about to be stored; it may refuse it or carry it further in after.
	Changed(tx Tx, before Row, after *Row, step Step) error
	// Appointment is the latest appointment of a request as its resident may see it; nil for none.
	Appointment(tx Tx, row Row) (*api.Appointment, error)
}

// Incoming is a request as it came in, judged and cleaned.
type Incoming struct {
	New   api.NewRequest
	Marks Marks // of the sender, also where the row stores none
}

// Step is what kind of change it is, and by whom: an account, audit.Resident or audit.System.
type Step struct {
	Kind EventKind
	By   core.ID
}

// Happened is what a change did, for the history and the audit. Without a kind nothing happened and nothing is stored.
type Happened struct {
	Kind     EventKind
	Action   audit.Action
	From, To string
	Why      core.Message // for staff; may be empty
}

// Follow sets who follows the requests. Call it once, before anything is asked.
func (s *Service) Follow(f Follower) { s.follower = f }

// alone follows nothing.
type alone struct{}

// Received does nothing.
func (alone) Received(Tx, *Row, Incoming) (func() error, error) {
	return func() error { return nil }, nil
}

// Changed does nothing.
func (alone) Changed(Tx, Row, *Row, Step) error { return nil }

// Appointment finds none.
func (alone) Appointment(Tx, Row) (*api.Appointment, error) { return nil, nil }

// Prove finds the request that a code opens; see [Service.Status] for what it refuses.
func (s *Service) Prove(ctx context.Context, typed api.Personal, from string) (Row, error) {
	return s.prove(ctx, typed, from)
}

// OpenRow returns the request of a row with its personal fields opened. Call it where somebody is about to see them, or where
// they decide about the request itself.
func (s *Service) OpenRow(row Row) (Request, error) { return s.openRow(row) }

// Changes by residents and the program change a request as it stands at that moment; changes by staff the one that they saw.

// ChangeByResident changes a request for who proved to hold its code.
func (s *Service) ChangeByResident(ctx context.Context, id core.ID, change func(tx Tx, row *Row) (Happened, error)) (api.Status, error) {
	row, appointment, err := s.changeAlone(ctx, id, audit.Resident, change)
	return row.status(appointment), err
}

// ChangeBySystem changes a request on the program's own account: a promise that comes near.
func (s *Service) ChangeBySystem(ctx context.Context, id core.ID, change func(tx Tx, row *Row) (Happened, error)) error {
	_, _, err := s.changeAlone(ctx, id, audit.System, change)
	return err
}

func (s *Service) changeAlone(ctx context.Context, id, by core.ID, change func(tx Tx, row *Row) (Happened, error)) (after Row, appointment *api.Appointment, err error) {
	var before Row
	var done Happened
	err = s.deps.Store.Update(ctx, func(tx Tx) (err error) {
		var found bool
		before, found, err = tx.Request(id)
		if err != nil {
			return err
		}
		if !found {
			return core.Refuse(api.CodeUnknownCode, "refuse.code")
		}
		after = before.changed(s.deps.Clock.Now())
		if done, err = change(tx, &after); err != nil {
			return err
		}
		if done.Kind == "" {
			after = before
		} else if err := s.conclude(tx, before, &after, by, done); err != nil {
			return err
		}
		appointment, err = s.follower.Appointment(tx, after)
		return err
	})
	if err == nil && done.Kind != "" {
		s.tally(before, after)
		s.hub.publish(after.change(done.Kind))
	}
	return after, appointment, err
}

// conclude stores a change with its place in the history and the audit.
func (s *Service) conclude(tx Tx, before Row, after *Row, by core.ID, done Happened) error {
	if err := s.follower.Changed(tx, before, after, Step{done.Kind, by}); err != nil {
		return err
	}
	if ok, err := tx.UpdateRequest(*after); err != nil || !ok {
		return conflictOr(err)
	}
	return s.Record(tx, *after, by, done)
}

// ChangeByStaff changes a request on behalf of a viewer who may move it. version is the one that they saw.
func (s *Service) ChangeByStaff(ctx context.Context, v account.Viewer, id core.ID, version int, action audit.Action, change func(tx Tx, row *Row) (Happened, error)) error {
	step := staffStep{act: move, action: action}
	step.do = func(tx Tx, row *Row, event *EventRow) error {
		done, err := change(tx, row)
		if err != nil {
			return err
		}
		event.Kind, event.From, event.To = done.Kind, done.From, done.To
		return s.sealWhy(*row, event, done.Why)
	}
	return s.apply(ctx, v, id, version, step)
}

// Record writes something that happened to a request into its history and into the audit, beside the change itself.
func (s *Service) Record(tx Tx, row Row, by core.ID, done Happened) error {
	event := EventRow{Request: row.ID, Kind: done.Kind, From: done.From, To: done.To}
	if err := s.sealWhy(row, &event, done.Why); err != nil {
		return err
	}
	return s.record(tx, s.deps.Clock.Now(), by, done.Action, event)
}

// Recount writes into the history what is part of a change that has its own entry in the audit: that another worker has the
// request because of an hour.
func (s *Service) Recount(tx Tx, row Row, by core.ID, done Happened) error {
	event := EventRow{ID: core.NewID(s.deps.Random), Request: row.ID, At: s.deps.Clock.Now(), Kind: done.Kind, From: done.From, To: done.To}
	if by != audit.Resident && by != audit.System {
		event.Account = by
	}
	if err := s.sealWhy(row, &event, done.Why); err != nil {
		return err
	}
	return tx.InsertEvent(event)
}

// Allowed is a request that the viewer may read now, for features that show more of it. It leaves no trace: opening it does.
func (s *Service) Allowed(tx Tx, v account.Viewer, id core.ID) (Row, error) {
	return s.allowed(tx, v, read, id)
}

// Readable is Allowed in a look of its own.
func (s *Service) Readable(ctx context.Context, v account.Viewer, id core.ID) (row Row, err error) {
	err = s.deps.Store.View(ctx, func(tx Tx) error {
		row, err = s.Allowed(tx, v, id)
		return err
	})
	return row, err
}

// Again is a stored request as if it came in now, for whoever judges it another time: only what its sender is known by.
func (s *Service) Again(row Row) (Incoming, error) {
	r, err := s.openRow(row)
	n := api.NewRequest{Name: r.Name, BirthYear: r.Born, Apart: r.Apart, Contact: r.Contact}
	return Incoming{New: n, Marks: s.marksOf(n)}, err
}

// Line is a request as the viewer sees it in the queue; false where they see none.
func (s *Service) Line(v account.Viewer, row Row) (Summary, bool, error) {
	if allow(v, see, row) != nil {
		return Summary{}, false, nil
	}
	lines, err := s.summaries(v, []Row{row})
	if err != nil {
		return Summary{}, false, err
	}
	return lines[0], true, nil
}

// Sees reports whether the viewer may know that a request is there: for every list that shows something of it.
func Sees(v account.Viewer, row Row) bool { return allow(v, see, row) == nil }

// Named finds the request that a typed locator or code names, of whatever team.
func (s *Service) Named(tx Tx, typed api.Personal) (Row, bool, error) {
	locator, ok := locatorOf(typed.Reveal())
	if !ok {
		return Row{}, false, nil
	}
	return tx.RequestByLocator(locator)
}

// Publish tells live pages of a change that is on disk.
func (s *Service) Publish(c Change) { s.hub.publish(c) }

// ChangeOf is what live pages hear of a change of a request.
func ChangeOf(row Row, kind EventKind) Change { return row.change(kind) }

func whyPlace(id core.ID) seal.Place { return seal.Place{Table: "events", Column: "why", Row: id} }

// sealWhy puts a reason of the rules into an event. It may name a language, so it is sealed; and padded, because its length
// would tell which step decided.
func (s *Service) sealWhy(row Row, event *EventRow, why core.Message) error {
	if why.Key == "" {
		return nil
	}
	key, err := s.dataKey(row)
	if err != nil {
		return err
	}
	text, err := json.Marshal(why)
	if err != nil {
		return err
	}
	if event.ID == "" {
		event.ID = core.NewID(s.deps.Random)
	}
	event.Why = key.Seal(whyPlace(event.ID), padded(text))
	return nil
}

func openWhy(key *seal.DataKey, e EventRow) (why core.Message, err error) {
	text, err := key.Open(whyPlace(e.ID), e.Why)
	if err != nil || text.IsZero() {
		return why, err
	}
	return why, json.Unmarshal([]byte(text.Reveal()), &why)
}
