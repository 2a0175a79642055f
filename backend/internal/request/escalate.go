package request

import (
	"context"
	"errors"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
)

// Who hears of a promise, as EventEscalated tells it in To.
const (
	ToldDesk   = "desk"
	ToldLead   = "lead"
	ToldBoth   = "both"   // the lead's moment came before anybody had told the desk: the request is new to the team, or we were off
	ToldPassed = "passed" // the promise had broken before anybody was told; both hear it
)

// promisePage is how many requests one look brings up.
const promisePage = 200

// Escalate carries every promise that is near and not kept before the desk, and later before the lead; promise.yaml says
// when. It returns how many it carried further. What counts is the clock and how far each request is, and nothing else, so
// running it late, twice, in two programs or by a clock that was set tells nobody twice and leaves nobody out. One request
// that cannot be changed does not hold up the others.
func (s *Service) Escalate(ctx context.Context) (int, error) {
	var carried int
	var failed []error
	for after, more := (Row{}), true; more; {
		rows, err := s.promised(ctx, after)
		if err != nil {
			return carried, errors.Join(append(failed, err)...)
		}
		for _, row := range rows {
			told, err := s.escalate(ctx, row)
			switch {
			case core.CodeOf(err) == api.CodeUnavailable, ctx.Err() != nil:
				return carried, errors.Join(append(failed, err)...)
			case err != nil:
				failed = append(failed, err)
			case told:
				carried++
			}
			after = row
		}
		more = len(rows) == promisePage
	}
	return carried, errors.Join(failed...)
}

// promised are the next requests after one whose promise could be near.
func (s *Service) promised(ctx context.Context, after Row) (rows []Row, err error) {
	until := s.deps.Calendar.horizon(s.deps.Clock.Now())
	err = s.deps.Store.View(ctx, func(tx Tx) error {
		rows, err = tx.Promised(until, after, promisePage)
		return err
	})
	return rows, err
}

// escalate carries one promise further, where its moment has come. Whoever was first in between has the last word: the
// change looks at the request again.
func (s *Service) escalate(ctx context.Context, row Row) (told bool, err error) {
	now := s.deps.Clock.Now()
	if _, to := row.near(now, s.deps.Calendar); to == "" {
		return false, nil
	}
	err = s.ChangeBySystem(ctx, row.ID, func(_ Tx, row *Row) (Happened, error) {
		level, to := row.near(now, s.deps.Calendar)
		if to == "" {
			return Happened{}, nil
		}
		told, row.Escalated = true, level
		return Happened{Kind: EventEscalated, Action: auditEscalated, To: to}, nil
	})
	if err != nil {
		return false, err
	}
	return told, nil
}

// near is how far the care about a promise should be now, and who hears that; nobody where they were told already.
func (r Row) near(now time.Time, days *Calendar) (level Level, to string) {
	if !r.owes() {
		return r.Escalated, ""
	}
	desk, lead := days.Escalation(r.Team, r.Promise)
	switch {
	case now.After(r.Promise):
		level, to = LevelLead, ToldPassed
	case !now.Before(lead) && r.Escalated == LevelNone:
		level, to = LevelLead, ToldBoth
	case !now.Before(lead):
		level, to = LevelLead, ToldLead
	case !now.Before(desk):
		level, to = LevelDesk, ToldDesk
	}
	if level <= r.Escalated {
		return r.Escalated, ""
	}
	return level, to
}
