package request

import (
	"context"
	"slices"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/core"
)

// undoWithin is how long a step can be taken back: long enough to notice a wrong touch, too short to rewrite a day.
const undoWithin = 10 * time.Minute

// Undo takes back the step that the viewer just made, as long as nothing has happened to the request since: the state is what
// it was, and a promise that only that step had kept is open again. Without it a wrong touch on "we are in contact" would
// take a frightened person out of sight. The history keeps both. Taking back is not taken back: that is the step itself again.
func (s *Service) Undo(ctx context.Context, v account.Viewer, id core.ID, version int) error {
	return s.apply(ctx, v, id, version, staffStep{act: move, action: auditMoved, kind: EventState, reopens: true, do: func(tx Tx, row *Row, event *EventRow) error {
		events, err := tx.Events(id)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(events, func(e EventRow) bool { return happened(e) && !slices.Contains(quiet, e.Kind) })
		if at < 0 {
			return core.Refuse(api.CodeConflict, "refuse.move")
		}
		last := events[at]
		forward := last.Kind == EventState && canMove(api.State(last.From), api.State(last.To))
		if !forward || last.Account != v.ID || row.Changed.Sub(last.At) > undoWithin {
			return core.Refuse(api.CodeConflict, "refuse.move")
		}
		event.From, event.To = last.To, last.From
		row.State = api.State(last.From)
		if row.Kept.Equal(last.At) {
			row.Kept = time.Time{}
		}
		return nil
	}})
}
