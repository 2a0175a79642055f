package request

import (
	"context"
	"slices"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/audit"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/seal"
	"wijkloket/backend/journey"
)

func notePlace(id core.ID) seal.Place {
	return seal.Place{Table: "notes", Column: "note", Row: id}
}

func reasonPlace(id core.ID) seal.Place {
	return seal.Place{Table: "events", Column: "reason", Row: id}
}

// staffStep is one change by staff: what it needs, what it is called, and what it does to the row and the event.
type staffStep struct {
	act    act
	action audit.Action
	kind   EventKind
	do     func(tx Tx, row *Row, event *EventRow) error

	reopens bool // also where the request is over
}

// apply runs a step as one change. version is the one that the viewer saw: when the request has changed since, the answer is
// a conflict that says what happened, and nothing is stored.
func (s *Service) apply(ctx context.Context, v account.Viewer, id core.ID, version int, st staffStep) error {
	var before, after Row
	var kind EventKind
	err := s.deps.Store.Update(ctx, func(tx Tx) (err error) {
		before, err = s.allowed(tx, v, st.act, id)
		if err != nil {
			return err
		}
		if before.Version != version {
			if err := s.conflict(tx, before, version); err != nil {
				return err
			}
		}
		if over(before.State) && !st.reopens {
			return core.Refuse(api.CodeConflict, "refuse.ended")
		}
		now := s.deps.Clock.Now()
		after = before.changed(now)
		event := EventRow{Request: id, Kind: st.kind}
		if err := st.do(tx, &after, &event); err != nil {
			return err
		}
		if err := s.follower.Changed(tx, before, &after, Step{event.Kind, v.ID}); err != nil {
			return err
		}
		kind = event.Kind
		if ok, err := tx.UpdateRequest(after); err != nil || !ok {
			return conflictOr(err)
		}
		return s.record(tx, now, v.ID, st.action, event)
	})
	if err != nil {
		return err
	}
	s.tally(before, after)
	s.hub.publish(after.change(kind))
	if before.Team != after.Team {
		gone := before.change(kind)
		gone.Version = after.Version
		s.hub.publish(gone)
	}
	return nil
}

// quiet are the events that change no version.
var quiet = []EventKind{EventOpened, EventNoted, EventOutcome, EventLinked, EventUnlinked, EventUnlike, EventDoubted}

// conflict says what happened to the request since the viewer saw it. That a promise came near is no reason to refuse: it
// would stop the very hand that is about to keep it.
func (s *Service) conflict(tx Tx, row Row, version int) error {
	events, err := tx.Events(row.ID)
	if err != nil {
		return err
	}
	events = slices.DeleteFunc(events, func(e EventRow) bool { return slices.Contains(quiet, e.Kind) })
	since := row.Version - version // changes, each with its event
	if since > 0 && since <= len(events) && !slices.ContainsFunc(events[:since], happened) {
		return nil
	}
	at := slices.IndexFunc(events, happened)
	if at < 0 {
		return core.Refuse(api.CodeConflict, "refuse.conflict")
	}
	refusal := core.Refuse(api.CodeConflict, "refuse.conflict."+string(events[at].Kind))
	refusal.Reason.Args = map[string]any{"Who": events[at].Who}
	return refusal
}

// happened reports that somebody did it: it is not only that a promise came near.
func happened(e EventRow) bool { return e.Kind != EventEscalated }

// Assign gives a request to a worker or lead of its team whose account is open.
func (s *Service) Assign(ctx context.Context, v account.Viewer, id, worker core.ID, version int) error {
	return s.apply(ctx, v, id, version, staffStep{act: assign, action: auditAssigned, kind: EventAssigned, do: func(tx Tx, row *Row, event *EventRow) error {
		chosen, found, err := tx.Account(worker)
		if err != nil {
			return err
		}
		if !found || !chosen.TakesRequests(row.Team) {
			return invalid(wrong("worker", "refuse.worker"))
		}
		event.From, event.To = string(row.Worker), string(worker)
		row.Worker = worker
		return s.sealWhy(*row, event, core.Message{Key: "why.worker.given", Args: map[string]any{"Who": v.Name}})
	}})
}

// Take gives a request to the viewer. A worker takes what nobody has; a lead may take over.
func (s *Service) Take(ctx context.Context, v account.Viewer, id core.ID, version int) error {
	return s.apply(ctx, v, id, version, staffStep{act: take, action: auditTaken, kind: EventTaken, do: func(_ Tx, row *Row, event *EventRow) error {
		event.From, event.To = string(row.Worker), string(v.ID)
		row.Worker = v.ID
		return s.sealWhy(*row, event, core.Message{Key: "why.worker.taken", Args: map[string]any{"Who": v.Name}})
	}})
}

// Release gives a request back to the team's queue.
func (s *Service) Release(ctx context.Context, v account.Viewer, id core.ID, version int) error {
	return s.apply(ctx, v, id, version, staffStep{act: release, action: auditReleased, kind: EventAssigned, do: func(_ Tx, row *Row, event *EventRow) error {
		event.From = string(row.Worker)
		row.Worker = ""
		return nil
	}})
}

// AddNote writes down what colleagues should know. Notes are for the person's own good and may be asked for by them
// (GDPR 15); they are sealed like the request.
func (s *Service) AddNote(ctx context.Context, v account.Viewer, id core.ID, text api.Personal) error {
	text, err := required("note", text, api.MaxNote, "refuse.note")
	if err != nil {
		return err
	}
	var row Row
	err = s.deps.Store.Update(ctx, func(tx Tx) (err error) {
		if row, err = s.allowed(tx, v, note, id); err != nil {
			return err
		}
		key, err := s.dataKey(row)
		if err != nil {
			return err
		}
		now := s.deps.Clock.Now()
		written := NoteRow{ID: core.NewID(s.deps.Random), Request: id, At: now, Account: v.ID}
		written.Note = key.Seal(notePlace(written.ID), text)
		if err := tx.InsertNote(written); err != nil {
			return err
		}
		return s.record(tx, now, v.ID, auditNoted, EventRow{Request: id, Kind: EventNoted})
	})
	if err == nil {
		s.hub.publish(row.change(EventNoted))
	}
	return err
}

// Move changes the state of a request. Closing wants a reason; steps that skip one are refused.
func (s *Service) Move(ctx context.Context, v account.Viewer, id core.ID, to api.State, reason api.Personal, version int) error {
	reason, err := reasoned(reason, to == api.StateClosed)
	if err != nil {
		return err
	}
	return s.apply(ctx, v, id, version, staffStep{act: move, action: auditMoved, kind: EventState, do: func(_ Tx, row *Row, event *EventRow) error {
		if !canMove(row.State, to) {
			return core.Refuse(api.CodeConflict, "refuse.move")
		}
		event.From, event.To = string(row.State), string(to)
		row.State = to
		if row.Kept.IsZero() && keeps(to) {
			row.Kept = row.Changed
		}
		return s.sealReason(*row, event, reason)
	}})
}

// HandOver gives a request to another team, which starts anew with it. The reason is required. A promise that is still open
// stays: the resident was told that day. After one that was kept, the new team makes its own.
func (s *Service) HandOver(ctx context.Context, v account.Viewer, id core.ID, team string, reason api.Personal, version int) error {
	reason, err := reasoned(reason, true)
	if err != nil {
		return err
	}
	return s.apply(ctx, v, id, version, staffStep{act: handOver, action: auditHandedOver, kind: EventHandedOver, do: func(_ Tx, row *Row, event *EventRow) error {
		city := s.deps.City()
		if _, known := city.CentresOf(team); !known || team == row.Team {
			return invalid(wrong("team", "refuse.team"))
		}
		event.From, event.To = row.Team, team
		row.Team, row.Centre = team, nearest(city, team, row.Centre)
		row.State, row.Worker = api.StateNew, ""
		row.Escalated = LevelNone // nobody of the new team was told
		if !row.Kept.IsZero() {
			row.Kept, row.Promise = time.Time{}, s.deps.Calendar.Promise(team, row.Changed)
		}
		return s.sealReason(*row, event, reason)
	}})
}

func (s *Service) sealReason(row Row, event *EventRow, reason api.Personal) error {
	if reason.IsZero() {
		return nil
	}
	key, err := s.dataKey(row)
	if err != nil {
		return err
	}
	event.ID = core.NewID(s.deps.Random)
	event.Reason = key.Seal(reasonPlace(event.ID), reason)
	return nil
}

func reasoned(reason api.Personal, needed bool) (api.Personal, error) {
	if !needed && reason.IsZero() {
		return reason, nil
	}
	return required("reason", reason, api.MaxReason, "refuse.reason")
}

// required cleans a text and refuses one that is empty, too long or holds a national number.
func required(field string, text api.Personal, limit int, empty string) (api.Personal, error) {
	cleaned, problems := journey.AcceptText(field, text, limit)
	if len(problems) > 0 {
		return api.Personal{}, invalid(problems)
	}
	if cleaned.IsZero() {
		return api.Personal{}, invalid(wrong(field, empty))
	}
	return cleaned, nil
}
