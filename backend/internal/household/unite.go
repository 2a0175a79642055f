package household

import (
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/audit"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
)

// unite brings a request, with all of its household, to another and its household. The one whose page it happened on is the one
// that moves, so that taking it apart on the same page puts everything back. It returns who moved.
func (s *Service) unite(tx Tx, row, to request.Row, grounds []Ground, by core.ID, action audit.Action) (moved []request.Row, err error) {
	now := s.deps.Clock.Now()
	from, movers, err := family(tx, row)
	if err != nil {
		return nil, err
	}
	target, stayers, err := family(tx, to)
	if err != nil {
		return nil, err
	}
	if from != "" && from == target {
		return nil, core.Refuse(api.CodeConflict, "refuse.household.same")
	}
	entering := movers
	if target == "" {
		target = core.NewID(s.deps.Random)
		if err := tx.InsertHousehold(target, now); err != nil {
			return nil, err
		}
		entering = append([]request.Row{to}, movers...)
	}
	for _, one := range entering {
		if _, err := tx.EndLink(one.ID, now); err != nil {
			return nil, err
		}
		if err := s.link(tx, one, Link{Household: target, Grounds: grounds, Since: now, By: by}); err != nil {
			return nil, err
		}
	}
	if err := settle(tx, movers, stayers, Confirmed, by, now); err != nil {
		return nil, err
	}
	return movers, s.tellAll(tx, movers, to, by, request.EventLinked, action)
}

// tellAll writes into every history: that of those who moved, and that of the one they came to or left.
func (s *Service) tellAll(tx Tx, moved []request.Row, other request.Row, by core.ID, kind request.EventKind, action audit.Action) error {
	for _, one := range moved {
		if err := s.tell(tx, one, other, by, kind, action); err != nil {
			return err
		}
	}
	return s.tell(tx, other, moved[0], by, kind, action)
}

// settle decides every proposal between two groups, so that none asks what staff have answered.
func settle(tx Tx, these, those []request.Row, state ProposalState, by core.ID, now time.Time) error {
	_, err := settled(tx, these, those, state, by, now)
	return err
}

// settled is settle; it tells whether there was a proposal between them.
func settled(tx Tx, these, those []request.Row, state ProposalState, by core.ID, now time.Time) (any bool, err error) {
	there := idsOf(those)
	for _, row := range these {
		open, err := tx.ProposalsOf(row.ID)
		if err != nil {
			return false, err
		}
		decided, err := tx.DecidedOf(row.ID)
		if err != nil {
			return false, err
		}
		for _, p := range append(open, decided...) {
			if !there[p.across(row.ID)] {
				continue
			}
			any = true
			if p.State == state {
				continue
			}
			p.State, p.By, p.Decided = state, by, now
			if err := tx.UpdateProposal(p); err != nil {
				return false, err
			}
		}
	}
	return any, nil
}

// split takes a request out of its household, together with those that came into it with it, and puts them back where they
// were. A household of one is none. What was taken apart is remembered as a no: nothing brings the two together again but staff.
func (s *Service) split(tx Tx, row request.Row, by core.ID) (left, stayed []request.Row, err error) {
	now := s.deps.Clock.Now()
	link, linked, err := tx.LinkOf(row.ID)
	if err != nil {
		return nil, nil, err
	}
	if !linked {
		return nil, nil, core.Refuse(api.CodeConflict, "refuse.household.none")
	}
	members, err := tx.Members(link.Household)
	if err != nil {
		return nil, nil, err
	}
	former, _, err := replaced(tx, link)
	if err != nil {
		return nil, nil, err
	}
	for _, one := range members {
		came, back, err := cameWith(tx, one, link, former)
		if err != nil {
			return nil, nil, err
		}
		if !came {
			stayed = append(stayed, one)
			continue
		}
		left = append(left, one)
		if err := s.putBack(tx, one, back, now); err != nil {
			return nil, nil, err
		}
	}
	for _, household := range []core.ID{link.Household, former.Household} {
		if err := dissolve(tx, household, now); err != nil {
			return nil, nil, err
		}
	}
	return left, stayed, s.remember(tx, row, left, stayed, link.Grounds, by)
}

// replaced is the link in whose place a present one began, when it came by a merge.
func replaced(tx Tx, link Link) (former Link, found bool, err error) {
	ended, err := tx.EndedLinks(link.Request)
	if err != nil {
		return Link{}, false, err
	}
	for _, one := range ended {
		if one.Until.Equal(link.Since) && one.Household != link.Household {
			return one, true, nil
		}
	}
	return Link{}, false, nil
}

// cameWith reports whether a member goes when the holder of the link goes, and the link that it had before.
func cameWith(tx Tx, member request.Row, link, former Link) (came bool, back Link, err error) {
	if member.ID == link.Request {
		return true, former, nil
	}
	if former.Household == "" {
		return false, Link{}, nil
	}
	own, linked, err := tx.LinkOf(member.ID)
	if err != nil || !linked || !own.Since.Equal(link.Since) {
		return false, Link{}, err
	}
	back, found, err := replaced(tx, own)
	return found && back.Household == former.Household, back, err
}

// putBack ends the present link and begins the one before again, if there was one.
func (s *Service) putBack(tx Tx, row request.Row, before Link, now time.Time) error {
	if _, err := tx.EndLink(row.ID, now); err != nil {
		return err
	}
	if before.Household == "" {
		return nil
	}
	return s.link(tx, row, Link{Household: before.Household, Grounds: before.Grounds, Since: before.Since, By: before.By})
}

// dissolve ends a household that has one member left.
func dissolve(tx Tx, household core.ID, now time.Time) error {
	if household == "" {
		return nil
	}
	members, err := tx.Members(household)
	if err != nil || len(members) != 1 {
		return err
	}
	_, err = tx.EndLink(members[0].ID, now)
	return err
}

// remember notes as a rejected proposal what staff took apart, also where nothing had been proposed.
func (s *Service) remember(tx Tx, row request.Row, left, stayed []request.Row, grounds []Ground, by core.ID) error {
	if len(stayed) == 0 {
		return nil
	}
	now := s.deps.Clock.Now()
	proposed, err := settled(tx, left, stayed, Rejected, by, now)
	if err != nil || proposed {
		return err
	}
	_, err = tx.InsertProposal(Proposal{
		ID: core.NewID(s.deps.Random), Request: row.ID, Other: stayed[0].ID, Grounds: grounds, State: Rejected, Created: now, Decided: now, By: by,
	})
	return err
}
