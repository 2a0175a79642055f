package appointment

import (
	"wijkloket/backend/api"
	"wijkloket/backend/internal/audit"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
)

// reroute looks whether another worker should have a request whose address or topics were corrected. The worker stays where
// nothing that decides has changed; a resident who expects somebody at an hour keeps both.
func (s *Service) reroute(tx Tx, before request.Row, after *request.Row, live bool) error {
	if live {
		if after.Team != before.Team {
			return core.Refuse(api.CodeConflict, "refuse.appointment.first")
		}
		return nil
	}
	opened, err := s.deps.Requests.OpenRow(*after)
	if err != nil {
		return err
	}
	workers, err := tx.Candidates(s.now())
	if err != nil {
		return err
	}
	kind, _ := kindOf(after.Place)
	ask := s.wishFor(*after, kind, after.Centre, opened).ask
	if ask.Not, err = s.deps.Households.Knows(tx, *after); err != nil {
		return err
	}
	choice, another := s.deps.Routing.Again(ask, workers, before.Worker)
	if !another {
		after.Worker = before.Worker
		return nil
	}
	from := before.Worker
	s.give(after, choice)
	done := request.Happened{Kind: request.EventAssigned, Action: auditRouted, From: string(from), To: string(after.Worker), Why: choice.Why}
	return s.deps.Requests.Record(tx, *after, audit.System, done)
}
