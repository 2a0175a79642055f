// Package household keeps the requests of one household together: one household, one plan, as far as possible one worker.
// It recognises a household by blind marks of telephone, e-mail and of name with year of birth. Two marks that agree are
// enough to join; one alone is proposed to staff, because people share telephones. What staff put together they can take
// apart again.
//
// The safety door: who asks to be kept apart is in no household, has no marks that anybody could find, and goes to another
// worker than those of the household.
package household

import (
	"time"

	"wijkloket/backend/internal/audit"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
)

// Tx is what one transaction of the store can do for households. None of it ever returns a request that is kept apart.
type Tx interface {
	audit.Tx
	// Marked are the requests with one of these blind marks, of whatever team; the latest first, at most limit. Blind marks are
	// cut short, so that strangers are among them now and then: open them and compare.
	Marked(marks request.Marks, limit int) ([]request.Row, error)

	InsertHousehold(id core.ID, at time.Time) error
	InsertLink(Link) error
	// EndLink ends the present link of a request and returns false when there is none.
	EndLink(request core.ID, at time.Time) (bool, error)
	// LinkOf is the present link of a request.
	LinkOf(request core.ID) (Link, bool, error)
	// Members are the requests that are in the household now, the latest first.
	Members(household core.ID) ([]request.Row, error)

	// InsertProposal returns false, and stores nothing, when the two were proposed before, whichever came first.
	InsertProposal(Proposal) (bool, error)
	Proposal(id core.ID) (Proposal, bool, error)
	UpdateProposal(Proposal) error
	// ProposalsOf are the open proposals that a request is in, the latest first.
	ProposalsOf(request core.ID) ([]Proposal, error)
	// OpenProposals counts those whose request is with the team now.
	OpenProposals(team string) (int, error)
}

// Link says that a request belongs to a household.
type Link struct {
	ID        core.ID
	Household core.ID
	Request   core.ID
	Grounds   []Ground
	Since     time.Time
	Until     time.Time // zero: now
	By        core.ID   // empty: the marks were enough
}

// Ground is why two requests seem to be of one household (key "household.ground.<ground>").
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
