package household

import (
	"cmp"
	"slices"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
)

// mostMarked bounds what is opened for one new request. A shelter's telephone may stand in hundreds.
const mostMarked = 200

// sureFrom is how many marks make it sure. One alone does not: people share telephones, and names come twice.
const sureFrom = 2

// match is a known request that agrees with a new one.
type match struct {
	row       request.Row
	household core.ID
	members   []request.Row // of its household, or the request alone
	grounds   []Ground
}

func (m match) sure() bool { return len(m.grounds) >= sureFrom }

// matches are the known requests that really agree: the surest first, and the latest of those.
func (s *Service) matches(tx Tx, id core.ID, in request.Incoming) ([]match, error) {
	rows, err := tx.Marked(in.Marks, mostMarked)
	if err != nil {
		return nil, err
	}
	traits := request.TraitsOf(in.New)
	var found []match
	for _, row := range rows {
		if row.ID == id || row.Apart {
			continue
		}
		known, err := s.deps.Requests.Again(row)
		if err != nil {
			return nil, err
		}
		grounds := agree(traits, request.TraitsOf(known.New))
		if len(grounds) == 0 {
			continue // a stranger: blind marks are cut short
		}
		one := match{row: row, grounds: grounds}
		if one.household, one.members, err = family(tx, row); err != nil {
			return nil, err
		}
		found = append(found, one)
	}
	slices.SortStableFunc(found, func(a, b match) int {
		return cmp.Or(len(b.grounds)-len(a.grounds), b.row.Created.Compare(a.row.Created))
	})
	return found, nil
}

// agree compares the values themselves.
func agree(a, b request.Traits) (grounds []Ground) {
	for _, one := range []struct {
		a, b   api.Personal
		ground Ground
	}{{a.Phone, b.Phone, ByPhone}, {a.Email, b.Email, ByEmail}, {a.Person, b.Person, ByPerson}} {
		if !one.a.IsZero() && one.a.Reveal() == one.b.Reveal() {
			grounds = append(grounds, one.ground)
		}
	}
	return grounds
}

// mostProposals bounds what one request asks of staff.
const mostProposals = 3

// toPropose picks what to ask staff about: of each household and of each request without one the surest match, but nothing
// that is in the household already, and nothing across which staff once said no.
func toPropose(tx Tx, home core.ID, members []request.Row, found []match) (chosen []match, err error) {
	asked := map[core.ID]bool{}
	for _, one := range found {
		if len(chosen) == mostProposals {
			break
		}
		if one.household != "" {
			if one.household == home || asked[one.household] {
				continue
			}
			asked[one.household] = true
		}
		no, err := denied(tx, members, one.members)
		if err != nil {
			return nil, err
		}
		if !no {
			chosen = append(chosen, one)
		}
	}
	return chosen, nil
}

// denied reports that staff said of one of these and one of those that they are not of one household.
func denied(tx Tx, these, those []request.Row) (bool, error) {
	there := idsOf(those)
	for _, row := range these {
		decided, err := tx.DecidedOf(row.ID)
		if err != nil {
			return false, err
		}
		if slices.ContainsFunc(decided, func(p Proposal) bool { return p.State == Rejected && there[p.across(row.ID)] }) {
			return true, nil
		}
	}
	return false, nil
}
