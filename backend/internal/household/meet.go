package household

import (
	"bytes"
	"slices"

	"wijkloket/backend/internal/audit"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
)

// Meeting is what a new request has to do with households that are known. For a request that is kept apart it holds nothing but
// Knows, and nothing of it may be stored: not in a column, an event, a reason or a log.
type Meeting struct {
	Household core.ID   // joined surely; "" when not
	Grounds   []Ground  // of that
	Own       core.ID   // the household's own worker: of its latest request that is not over, else of its latest within a year; "" when none
	Knows     []core.ID // who must not get a request that comes apart: every worker who has or had one of whoever may be of that household

	with    request.Row // the request that it agrees with surely
	makes   bool        // that one had no household: both begin one
	propose []match
}

// Meet finds out what a request that is about to be stored has to do with known households. It stores nothing.
func (s *Service) Meet(tx Tx, row request.Row, in request.Incoming) (m Meeting, err error) {
	found, err := s.matches(tx, row.ID, in)
	if err != nil {
		return Meeting{}, err
	}
	if row.Apart || in.New.Apart {
		m.Knows, err = known(tx, found)
		return m, err
	}
	members := []request.Row{row}
	if len(found) > 0 && found[0].sure() {
		first := found[0]
		members = append(members, first.members...)
		m.Household, m.Grounds, m.with, m.makes = first.household, first.grounds, first.row, first.household == ""
		m.Own = own(first.members, s.deps.Clock.Now())
		if m.makes {
			m.Household = core.NewID(s.deps.Random)
		}
		found = found[1:]
	}
	m.propose, err = toPropose(tx, m.Household, members, found)
	return m, err
}

// Knows are the workers who must not get a stored request that is kept apart, when it needs another: found anew each time,
// because nothing of it is kept. For any other request there are none.
func (s *Service) Knows(tx Tx, row request.Row) ([]core.ID, error) {
	if !row.Apart {
		return nil, nil
	}
	in, err := s.deps.Requests.Again(row)
	if err != nil {
		return nil, err
	}
	found, err := s.matches(tx, row.ID, in)
	if err != nil {
		return nil, err
	}
	return known(tx, found)
}

// known are the workers who have or had a request of these people or of their households.
func known(tx Tx, found []match) (workers []core.ID, err error) {
	seen := map[core.ID]bool{}
	for _, one := range found {
		for _, row := range one.members {
			if seen[row.ID] {
				continue
			}
			seen[row.ID] = true
			had, err := workersOf(tx, row)
			if err != nil {
				return nil, err
			}
			workers = append(workers, had...)
		}
	}
	slices.Sort(workers)
	return slices.Compact(workers), nil
}

// workersOf are those who have a request or had it, by its history.
func workersOf(tx Tx, row request.Row) (workers []core.ID, err error) {
	events, err := tx.Events(row.ID)
	if err != nil {
		return nil, err
	}
	workers = append(workers, row.Worker)
	for _, e := range events {
		if e.Kind == request.EventAssigned || e.Kind == request.EventTaken {
			workers = append(workers, core.ID(e.From), core.ID(e.To))
		}
	}
	return slices.DeleteFunc(workers, func(id core.ID) bool { return id == "" }), nil
}

// Join stores what Meet found, once the request is there. What is sure is linked, and tells so in both histories; what may be
// is proposed to staff.
func (s *Service) Join(tx Tx, row request.Row, m Meeting) error {
	if row.Apart {
		return nil
	}
	now := s.deps.Clock.Now()
	if m.Household != "" {
		joining := []request.Row{row}
		if m.makes {
			if err := tx.InsertHousehold(m.Household, now); err != nil {
				return err
			}
			joining = append(joining, m.with)
		}
		for _, one := range joining {
			if err := s.link(tx, one, Link{Household: m.Household, Grounds: m.Grounds, Since: now}); err != nil {
				return err
			}
		}
		if err := s.tellBoth(tx, row, m.with, audit.System, request.EventLinked, auditJoined); err != nil {
			return err
		}
	}
	return s.ask(tx, row, m.propose)
}

// ask proposes matches to staff.
func (s *Service) ask(tx Tx, row request.Row, matches []match) error {
	for _, one := range matches {
		proposal := Proposal{
			ID: core.NewID(s.deps.Random), Request: row.ID, Other: one.row.ID, Grounds: one.grounds, State: Open, Created: s.deps.Clock.Now(),
		}
		if _, err := tx.InsertProposal(proposal); err != nil { // false: they were proposed before, and once is enough
			return err
		}
	}
	return nil
}

// Changed looks again when a resident changed how they are reached. What agrees then is only ever proposed, however sure: who
// takes over a friend's telephone must not find themselves in that friend's household.
func (s *Service) Changed(tx Tx, before, after request.Row) error {
	if after.Apart || bytes.Equal(before.PhoneIndex, after.PhoneIndex) && bytes.Equal(before.EmailIndex, after.EmailIndex) {
		return nil
	}
	in, err := s.deps.Requests.Again(after)
	if err != nil {
		return err
	}
	found, err := s.matches(tx, after.ID, in)
	if err != nil {
		return err
	}
	home, members, err := family(tx, after)
	if err != nil {
		return err
	}
	propose, err := toPropose(tx, home, members, found)
	if err != nil {
		return err
	}
	return s.ask(tx, after, propose)
}

// link puts a request into a household.
func (s *Service) link(tx Tx, row request.Row, l Link) error {
	l.ID, l.Request = core.NewID(s.deps.Random), row.ID
	return tx.InsertLink(l)
}

// tellBoth writes into the histories of two requests what became of them.
func (s *Service) tellBoth(tx Tx, a, b request.Row, by core.ID, kind request.EventKind, action audit.Action) error {
	if err := s.tell(tx, a, b, by, kind, action); err != nil {
		return err
	}
	return s.tell(tx, b, a, by, kind, action)
}

// tell writes it into one history, with the locator of the other where that is of the same team: another team's is not shown.
func (s *Service) tell(tx Tx, row, other request.Row, by core.ID, kind request.EventKind, action audit.Action) error {
	done := request.Happened{Kind: kind, Action: action}
	if row.Team == other.Team {
		done.To = other.Locator
	}
	return s.deps.Requests.Record(tx, row, by, done)
}
