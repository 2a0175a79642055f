package appointment

import (
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/notify"
	"wijkloket/backend/internal/request"
)

// occasion is what messages of an appointment are planned for.
func occasion(row request.Row, a Row) notify.Occasion {
	return notify.Occasion{Request: row.ID, Appointment: a.ID, Version: a.Version, Language: row.Language, Start: a.Start}
}

// tell plans the messages of a change, in the change itself.
func (s *Service) tell(tx Tx, row request.Row, a Row, change func(now time.Time, o notify.Occasion) notify.Change) error {
	now := s.now()
	return change(now, occasion(row, a)).Apply(tx, now, s.deps.Random)
}

// plan is tell for a change of which nothing is said.
func (s *Service) plan(tx Tx, row request.Row, a Row, change func(o notify.Occasion) notify.Change) error {
	return s.tell(tx, row, a, func(_ time.Time, o notify.Occasion) notify.Change { return change(o) })
}

// acknowledge says that we have the request, to who can be written to and has no hour yet. It does not keep the promise: that is
// for people to do.
func (s *Service) acknowledge(tx Tx, row request.Row) error {
	if row.Channel != api.ChannelSMS && row.Channel != api.ChannelEmail {
		return nil
	}
	return s.tell(tx, row, Row{Version: 1}, func(now time.Time, o notify.Occasion) notify.Change {
		return notify.PromiseKept(now, o, row.Promise)
	})
}
