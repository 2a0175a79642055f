package staff

import (
	"context"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/household"
	"wijkloket/backend/internal/request"
)

// Households is what the pages ask of the households; every method decides by the viewer and the request they may open.
type Households interface {
	Of(ctx context.Context, v account.Viewer, request core.ID) (household.View, error)
	Confirm(ctx context.Context, v account.Viewer, request, proposal core.ID) error
	Reject(ctx context.Context, v account.Viewer, request, proposal core.ID) error
	Reopen(ctx context.Context, v account.Viewer, request, proposal core.ID) error
	Merge(ctx context.Context, v account.Viewer, request core.ID, typed api.Personal) error
	Part(ctx context.Context, v account.Viewer, request core.ID) error
	Proposed(ctx context.Context, v account.Viewer) (map[core.ID]bool, error)
}

// householdView is what the page of a request says about its household.
type householdView struct {
	Apart   bool
	Members []memberView
	Asks    []askView
	Undo    core.ID // the viewer's own last no, to take back; "" for none
	Own     core.ID
	OwnName string
	Give    bool // the request can be given to the own worker here
}

// memberView is another request: a line of the queue, or of another team no more than whom to call.
type memberView struct {
	ID                core.ID
	Opens             bool
	CodeWord, Locator string
	State             api.State
	Worker            string

	Elsewhere   bool
	Team, First string
}

// askView asks whether two requests are of one household.
type askView struct {
	memberView
	Proposal core.ID
	Request  core.ID
	Grounds  []household.Ground
}

func (s *Staff) householdView(v *visit, d request.Detail) (householdView, error) {
	known, err := s.households.Of(v.ctx(), v.viewer(), d.ID)
	if err != nil {
		return householdView{}, err
	}
	view := householdView{Apart: known.Apart, Own: known.Own, OwnName: known.OwnName, Give: known.Suggest && giveWork.allows(v.who.Role)}
	for _, one := range known.Members {
		view.Members = append(view.Members, s.memberView(one))
	}
	for _, one := range known.Proposals {
		view.Asks = append(view.Asks, askView{s.memberView(one.Other), one.ID, d.ID, one.Grounds})
	}
	if len(known.Rejected) > 0 {
		view.Undo = known.Rejected[0].ID
	}
	return view, nil
}

func (s *Staff) memberView(m household.Member) memberView {
	return memberView{
		ID: m.Line.ID, Opens: m.Line.Opens, CodeWord: m.Line.CodeWord.Reveal(), Locator: m.Line.Locator, State: m.Line.State,
		Worker: m.Line.WorkerName, Elsewhere: m.Elsewhere, Team: s.teamName(m.Team), First: m.First,
	}
}

// markProposed marks the lines of the queue that ask something about a household of whoever may answer it.
func (s *Staff) markProposed(v *visit, groups []groupView) error {
	proposed, err := s.households.Proposed(v.ctx(), v.viewer())
	for _, group := range groups {
		for i, line := range group.Lines {
			group.Lines[i].Proposed = line.CanOpen && proposed[line.ID]
		}
	}
	return err
}

func (s *Staff) confirmHousehold(v *visit) error {
	return s.decide(v, s.households.Confirm, notice{Key: "staff.done.household.linked", Undo: undoLinked})
}

func (s *Staff) rejectHousehold(v *visit) error {
	return s.decide(v, s.households.Reject, notice{Key: "staff.done.household.unlike", Undo: undoUnlike})
}

func (s *Staff) reopenHousehold(v *visit) error {
	return s.decide(v, s.households.Reopen, notice{Key: "staff.done.household.doubted"})
}

// decide answers a proposal.
func (s *Staff) decide(v *visit, answer func(context.Context, account.Viewer, core.ID, core.ID) error, n notice) error {
	id, f, err := s.asked(v, "voorstel")
	if err != nil {
		return err
	}
	proposal, ok := core.ParseID(f["voorstel"])
	if !ok {
		return core.Refuse(api.CodeNotFound, "refuse.notfound")
	}
	return s.done(v, id, answer(v.ctx(), v.viewer(), id, proposal), draft{Form: "gezin"}, n)
}

// mergeHousehold brings two households together by a code. It is typed into a body, never into an address.
func (s *Staff) mergeHousehold(v *visit) error {
	id, f, err := s.asked(v, "code")
	if err != nil {
		return err
	}
	typed := draft{Form: "gezin", Pick: f["code"]}
	if err = f.needed("code", longestCode); err == nil {
		err = s.households.Merge(v.ctx(), v.viewer(), id, f.text("code"))
	}
	return s.done(v, id, err, typed, notice{Key: "staff.done.household.linked", Undo: undoLinked})
}

// longestCode is enough for a code however it is spaced.
const longestCode = 40

// partHousehold takes a request out of its household.
func (s *Staff) partHousehold(v *visit) error {
	id, _, err := s.asked(v)
	if err != nil {
		return err
	}
	err = s.households.Part(v.ctx(), v.viewer(), id)
	return s.done(v, id, err, draft{Form: "gezin"}, notice{Key: "staff.done.household.unlinked"})
}
