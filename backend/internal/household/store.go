// Package household keeps the requests of one household together: one household, one plan, as far as possible one worker.
// It recognises a household by blind marks of telephone, e-mail and of name with year of birth. Two marks that agree are
// enough to join; one alone is proposed to staff, because people share telephones. What staff put together they can take
// apart again.
//
// The safety door: who asks to be kept apart is in no household, has no marks that anybody could find, and goes to another
// worker than those of the household.
package household

import (
	"context"
	"time"

	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
)

// Store keeps households; sqlstore is the one in the product. Update is one change: all of it is on disk when it returns
// nil, and nothing of it otherwise.
type Store interface {
	View(ctx context.Context, do func(Tx) error) error
	Update(ctx context.Context, do func(Tx) error) error
}

// Tx is what one transaction of the store can do for households. It is that of the requests too, because a household shows in
// their histories. None of its own methods ever returns a request that is kept apart.
type Tx interface {
	request.Tx
	// Marked are the requests with one of these blind marks, of whatever team; the latest first, at most limit. Blind marks are
	// cut short, so that strangers are among them now and then: open them and compare.
	Marked(marks request.Marks, limit int) ([]request.Row, error)

	InsertHousehold(id core.ID, at time.Time) error
	InsertLink(Link) error
	// EndLink ends the present link of a request and returns false when there is none.
	EndLink(request core.ID, at time.Time) (bool, error)
	// LinkOf is the present link of a request.
	LinkOf(request core.ID) (Link, bool, error)
	// EndedLinks are the former links of a request, the last that ended first.
	EndedLinks(request core.ID) ([]Link, error)
	// Members are the requests that are in the household now, the latest first.
	Members(household core.ID) ([]request.Row, error)

	// InsertProposal returns false, and stores nothing, when the two were proposed before, whichever came first.
	InsertProposal(Proposal) (bool, error)
	Proposal(id core.ID) (Proposal, bool, error)
	UpdateProposal(Proposal) error
	// ProposalsOf are the open proposals that a request is in, the latest first.
	ProposalsOf(request core.ID) ([]Proposal, error)
	// DecidedOf are the proposals that a request is in and that staff decided, the last decided first.
	DecidedOf(request core.ID) ([]Proposal, error)
	// OpenProposals are the requests that are with the team now and in an open proposal, each once.
	OpenProposals(team string) ([]core.ID, error)
}

// Link says that a request belongs to a household. One that a merge ended ends at the moment the one in its place begins, and
// one that is put back begins when it first began: that is how households come apart as they came together.
type Link struct {
	ID        core.ID
	Household core.ID
	Request   core.ID
	Grounds   []Ground
	Since     time.Time
	Until     time.Time // zero: now
	By        core.ID   // empty: the marks were enough
}

// Ground is why two requests seem to be of one household (key "staff.household.ground.<ground>").
type Ground string

// The grounds.
const (
	ByPhone  Ground = "phone"
	ByEmail  Ground = "email"
	ByPerson Ground = "person" // name and year of birth
	ByStaff  Ground = "staff"
)

// ProposalState is what became of a proposal.
type ProposalState string

// The states of a proposal.
const (
	Open      ProposalState = "open"
	Confirmed ProposalState = "confirmed"
	Rejected  ProposalState = "rejected"
)

// Proposal asks staff whether two requests are of one household.
type Proposal struct {
	ID      core.ID
	Request core.ID // the later one
	Other   core.ID
	Grounds []Ground
	State   ProposalState
	Created time.Time
	Decided time.Time
	By      core.ID
}

// across is the other end of a proposal.
func (p Proposal) across(from core.ID) core.ID {
	if p.Request == from {
		return p.Other
	}
	return p.Request
}
