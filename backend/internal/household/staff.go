package household

import (
	"context"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
)

// Whoever may open a request may say to which household it belongs: reception, its worker, the lead of its team. The other
// request may be a colleague's or another team's: two teams with one household is just what must be mended.

// undoWithin is how long a rejection can be taken back, as a step of a request can.
const undoWithin = 10 * time.Minute

// Confirm says of a proposal that the two are one household. The household of the request moves to the other's; [Service.Part]
// on the same request takes it back.
func (s *Service) Confirm(ctx context.Context, v account.Viewer, id, proposal core.ID) error {
	return s.change(ctx, v, id, func(tx Tx, row request.Row) ([]request.Row, request.EventKind, error) {
		p, err := s.proposal(tx, id, proposal, Open)
		if err != nil {
			return nil, "", err
		}
		other, err := s.other(tx, p, id)
		if err != nil {
			return nil, "", err
		}
		moved, err := s.unite(tx, row, other, p.Grounds, v.ID, auditMerged)
		return append(moved, other), request.EventLinked, err
	})
}

// Reject says of a proposal that they are two households. It is never proposed again.
func (s *Service) Reject(ctx context.Context, v account.Viewer, id, proposal core.ID) error {
	return s.change(ctx, v, id, func(tx Tx, row request.Row) ([]request.Row, request.EventKind, error) {
		p, err := s.proposal(tx, id, proposal, Open)
		if err != nil {
			return nil, "", err
		}
		other, err := s.other(tx, p, id)
		if err != nil {
			return nil, "", err
		}
		p.State, p.By, p.Decided = Rejected, v.ID, s.deps.Clock.Now()
		if err := tx.UpdateProposal(p); err != nil {
			return nil, "", err
		}
		return []request.Row{row, other}, request.EventUnlike, s.tellBoth(tx, row, other, v.ID, request.EventUnlike, auditRejected)
	})
}

// Reopen takes back a rejection that the viewer just made.
func (s *Service) Reopen(ctx context.Context, v account.Viewer, id, proposal core.ID) error {
	return s.change(ctx, v, id, func(tx Tx, row request.Row) ([]request.Row, request.EventKind, error) {
		p, err := s.proposal(tx, id, proposal, Rejected)
		if err != nil {
			return nil, "", err
		}
		if !s.retractable(v, p) {
			return nil, "", decided()
		}
		other, err := s.other(tx, p, id)
		if err != nil {
			return nil, "", err
		}
		p.State, p.By, p.Decided = Open, "", time.Time{}
		if err := tx.UpdateProposal(p); err != nil {
			return nil, "", err
		}
		return []request.Row{row, other}, request.EventDoubted, s.tellBoth(tx, row, other, v.ID, request.EventDoubted, auditReopened)
	})
}

func (s *Service) retractable(v account.Viewer, p Proposal) bool {
	return p.State == Rejected && p.By == v.ID && s.deps.Clock.Now().Sub(p.Decided) <= undoWithin
}

// Merge brings the household of a request to that of another, which the viewer names by its code or locator: the person stands
// before them, or a colleague called. One that is kept apart gets the answer of one that does not exist.
func (s *Service) Merge(ctx context.Context, v account.Viewer, id core.ID, typed api.Personal) error {
	return s.change(ctx, v, id, func(tx Tx, row request.Row) ([]request.Row, request.EventKind, error) {
		other, found, err := s.deps.Requests.Named(tx, typed)
		switch {
		case err != nil:
			return nil, "", err
		case !found || other.Apart:
			return nil, "", field("code", "refuse.household.unknown")
		case other.ID == row.ID:
			return nil, "", field("code", "refuse.household.self")
		}
		moved, err := s.unite(tx, row, other, []Ground{ByStaff}, v.ID, auditMerged)
		return append(moved, other), request.EventLinked, err
	})
}

// Part takes a request out of its household, with those that were merged into it together with it.
func (s *Service) Part(ctx context.Context, v account.Viewer, id core.ID) error {
	return s.change(ctx, v, id, func(tx Tx, row request.Row) ([]request.Row, request.EventKind, error) {
		left, stayed, err := s.split(tx, row, v.ID)
		if err != nil || len(stayed) == 0 {
			return left, request.EventUnlinked, err
		}
		err = s.tellAll(tx, left, stayed[0], v.ID, request.EventUnlinked, auditParted)
		return append(left, stayed...), request.EventUnlinked, err
	})
}

// change runs one change by a viewer who may read the request, and tells live pages of all that it touched.
func (s *Service) change(ctx context.Context, v account.Viewer, id core.ID, do func(tx Tx, row request.Row) ([]request.Row, request.EventKind, error)) error {
	var touched []request.Row
	var kind request.EventKind
	err := s.deps.Store.Update(ctx, func(tx Tx) error {
		row, err := s.deps.Requests.Allowed(tx, v, id)
		if err != nil {
			return err
		}
		if row.Apart {
			return core.Refuse(api.CodeConflict, "refuse.household.apart")
		}
		touched, kind, err = do(tx, row)
		return err
	})
	if err != nil {
		return err
	}
	for _, row := range touched {
		s.deps.Requests.Publish(request.ChangeOf(row, kind))
	}
	return nil
}

// proposal is one that the request is in and that stands as the viewer saw it.
func (s *Service) proposal(tx Tx, id, proposal core.ID, state ProposalState) (Proposal, error) {
	p, found, err := tx.Proposal(proposal)
	if err != nil {
		return Proposal{}, err
	}
	if !found || p.Request != id && p.Other != id {
		return Proposal{}, core.Refuse(api.CodeNotFound, "refuse.notfound")
	}
	if p.State != state {
		return Proposal{}, decided()
	}
	return p, nil
}

// other is the request at the other end of a proposal.
func (s *Service) other(tx Tx, p Proposal, id core.ID) (request.Row, error) {
	row, found, err := tx.Request(p.across(id))
	if err == nil && (!found || row.Apart) {
		err = core.Refuse(api.CodeNotFound, "refuse.notfound")
	}
	return row, err
}

func decided() error { return core.Refuse(api.CodeConflict, "refuse.household.decided") }

func field(name, key string) error {
	refusal := core.Refuse(api.CodeInvalid, "refuse.invalid")
	refusal.Fields = []core.FieldError{{Field: name, Reason: core.Message{Key: key}}}
	return refusal
}
