package household

import (
	"cmp"
	"context"
	"slices"
	"time"

	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
)

// View is what the page of a request shows of its household.
type View struct {
	Apart     bool     // kept apart: there is nothing to show, and nothing will be
	Members   []Member // the others, the latest first
	Proposals []Asked  // that are open, the latest first
	Rejected  []Asked  // by the viewer just now: they can take it back
	Since     time.Time
	Grounds   []Ground

	Own     core.ID // the household's own worker
	OwnName string
	Suggest bool // the request could go to them, and has nobody or somebody else
}

// Member is another request of the household, or of one that may be it.
type Member struct {
	Line request.Summary // as in the queue; nothing of it is filled in where the request is another team's

	// Of another team's request staff see the team and whom to call there. They work with the same people and must find each
	// other; what the request says, down to its code word, stays with the team that the resident turned to.
	Elsewhere bool
	Team      string
	First     string // first name of its worker, if it has one
}

// Asked is a proposal as the page of one of the two asks it.
type Asked struct {
	ID      core.ID
	Other   Member
	Grounds []Ground
	At      time.Time
}

// Of is what a viewer who may read the request may see of its household.
func (s *Service) Of(ctx context.Context, v account.Viewer, id core.ID) (view View, err error) {
	err = s.deps.Store.View(ctx, func(tx Tx) error {
		row, err := s.deps.Requests.Allowed(tx, v, id)
		if err != nil {
			return err
		}
		if row.Apart {
			view = View{Apart: true}
			return nil
		}
		view, err = s.view(tx, v, row)
		return err
	})
	return view, err
}

func (s *Service) view(tx Tx, v account.Viewer, row request.Row) (view View, err error) {
	link, linked, err := tx.LinkOf(row.ID)
	if err != nil {
		return View{}, err
	}
	if linked {
		members, err := tx.Members(link.Household)
		if err != nil {
			return View{}, err
		}
		view.Since, view.Grounds = link.Since, link.Grounds
		if err := s.describeOwn(tx, row, members, &view); err != nil {
			return View{}, err
		}
		others := slices.DeleteFunc(members, func(m request.Row) bool { return m.ID == row.ID })
		if view.Members, err = s.members(v, others); err != nil {
			return View{}, err
		}
	}
	open, err := tx.ProposalsOf(row.ID)
	if err != nil {
		return View{}, err
	}
	if view.Proposals, err = s.asked(tx, v, row.ID, open); err != nil {
		return View{}, err
	}
	decided, err := tx.DecidedOf(row.ID)
	if err != nil {
		return View{}, err
	}
	undoable := slices.DeleteFunc(decided, func(p Proposal) bool { return !s.retractable(v, p) })
	view.Rejected, err = s.asked(tx, v, row.ID, undoable)
	return view, err
}

// describeOwn says who the household's own worker is, and whether the request could go to them.
func (s *Service) describeOwn(tx Tx, row request.Row, members []request.Row, view *View) error {
	worker := own(members, s.deps.Clock.Now())
	if worker == "" {
		return nil
	}
	found, known, err := tx.Account(worker)
	if err != nil || !known {
		return err
	}
	view.Own, view.OwnName = worker, found.Name
	view.Suggest = row.Worker != worker && row.State.Open() && found.TakesRequests(row.Team)
	return nil
}

func (s *Service) members(v account.Viewer, rows []request.Row) (members []Member, err error) {
	for _, row := range rows {
		one, err := s.member(v, row)
		if err != nil {
			return nil, err
		}
		members = append(members, one)
	}
	return members, nil
}

func (s *Service) member(v account.Viewer, row request.Row) (Member, error) {
	line, seen, err := s.deps.Requests.Line(v, row)
	if err != nil || seen {
		return Member{Line: line, Team: row.Team, First: row.WorkerFirst}, err
	}
	return Member{Elsewhere: true, Team: row.Team, First: row.WorkerFirst}, nil
}

func (s *Service) asked(tx Tx, v account.Viewer, id core.ID, proposals []Proposal) (asked []Asked, err error) {
	for _, p := range proposals {
		other, found, err := tx.Request(p.across(id))
		if err != nil {
			return nil, err
		}
		if !found || other.Apart {
			continue
		}
		member, err := s.member(v, other)
		if err != nil {
			return nil, err
		}
		asked = append(asked, Asked{ID: p.ID, Other: member, Grounds: p.Grounds, At: cmp.Or(p.Decided, p.Created)})
	}
	return asked, nil
}

// Proposed are the requests of the viewer's team that an open proposal asks about, for a mark in the queue.
func (s *Service) Proposed(ctx context.Context, v account.Viewer) (proposed map[core.ID]bool, err error) {
	if !request.Sees(v, request.Row{Team: v.Team}) {
		return nil, nil
	}
	proposed = map[core.ID]bool{}
	err = s.deps.Store.View(ctx, func(tx Tx) error {
		open, err := tx.OpenProposals(v.Team)
		for _, id := range open {
			proposed[id] = true
		}
		return err
	})
	return proposed, err
}
