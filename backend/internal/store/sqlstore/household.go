package sqlstore

import (
	"time"

	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/household"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/store"
)

// Who is kept apart is in no household. The tables refuse it (see the migrations), and each query here that returns a
// request leaves it out once more.

// Marked are the requests with one of these marks.
func (t tx) Marked(marks request.Marks, limit int) ([]request.Row, error) {
	return all(t, scanRequest, selectRequest+`
		WHERE NOT r.apart AND r.id IN (
			SELECT id FROM requests WHERE phone_index = $1 UNION SELECT id FROM requests WHERE email_index = $2
			UNION SELECT id FROM requests WHERE person_index = $3)
		ORDER BY r.created DESC, r.id LIMIT $4`,
		blob(marks.Phone), blob(marks.Email), blob(marks.Person), limit)
}

// InsertHousehold stores a new household, without members.
func (t tx) InsertHousehold(id core.ID, at time.Time) error {
	_, err := t.Exec(`INSERT INTO households (id, created) VALUES ($1, $2)`, string(id), store.Stamp(at))
	return err
}

// InsertLink puts a request into a household.
func (t tx) InsertLink(l household.Link) error {
	_, err := t.Exec(`INSERT INTO household_links (id, household, request, grounds, since, until, account) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		string(l.ID), string(l.Household), string(l.Request), list(l.Grounds), store.Stamp(l.Since), store.Stamp(l.Until), orNull(l.By))
	return err
}

// EndLink takes a request out of its household.
func (t tx) EndLink(id core.ID, at time.Time) (bool, error) {
	return one(t.Exec(`UPDATE household_links SET until = $1 WHERE request = $2 AND until = 0`, store.Stamp(at), string(id)))
}

const selectLink = `SELECT id, household, request, grounds, since, until, COALESCE(account, '') FROM household_links `

// LinkOf is what puts a request into a household now.
func (t tx) LinkOf(id core.ID) (household.Link, bool, error) {
	return first(t, scanLink, selectLink+`WHERE request = $1 AND until = 0`, string(id))
}

// EndedLinks are the households that a request was in.
func (t tx) EndedLinks(id core.ID) ([]household.Link, error) {
	return all(t, scanLink, selectLink+`WHERE request = $1 AND until > 0 ORDER BY until DESC, id`, string(id))
}

func scanLink(from store.Scanner) (l household.Link, err error) {
	var grounds string
	var since, until int64
	err = from.Scan((*string)(&l.ID), (*string)(&l.Household), (*string)(&l.Request), &grounds, &since, &until, (*string)(&l.By))
	l.Grounds, l.Since, l.Until = unlist[household.Ground](grounds), store.Moment(since), store.Moment(until)
	return l, err
}

// Members are the requests of a household.
func (t tx) Members(id core.ID) ([]request.Row, error) {
	return all(t, scanRequest, selectRequest+`
		JOIN household_links l ON l.request = r.id
		WHERE l.household = $1 AND l.until = 0 AND NOT r.apart ORDER BY r.created DESC, r.id`, string(id))
}

// InsertProposal stores a proposal, unless these two were proposed before.
func (t tx) InsertProposal(p household.Proposal) (bool, error) {
	return one(t.Exec(`
		INSERT INTO household_proposals (id, request, other, grounds, state, created, decided, account)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
		string(p.ID), string(p.Request), string(p.Other), list(p.Grounds), string(p.State), store.Stamp(p.Created), store.Stamp(p.Decided), orNull(p.By)))
}

const selectProposal = `SELECT id, request, other, grounds, state, created, decided, COALESCE(account, '') FROM household_proposals `

func scanProposal(from store.Scanner) (p household.Proposal, err error) {
	var grounds string
	var created, decided int64
	err = from.Scan((*string)(&p.ID), (*string)(&p.Request), (*string)(&p.Other), &grounds, (*string)(&p.State), &created, &decided, (*string)(&p.By))
	p.Grounds, p.Created, p.Decided = unlist[household.Ground](grounds), store.Moment(created), store.Moment(decided)
	return p, err
}

// Proposal looks a proposal up by its ID.
func (t tx) Proposal(id core.ID) (household.Proposal, bool, error) {
	return first(t, scanProposal, selectProposal+`WHERE id = $1`, string(id))
}

// UpdateProposal stores what became of a proposal.
func (t tx) UpdateProposal(p household.Proposal) error {
	_, err := t.Exec(`UPDATE household_proposals SET state = $1, decided = $2, account = $3 WHERE id = $4`,
		string(p.State), store.Stamp(p.Decided), orNull(p.By), string(p.ID))
	return err
}

// ProposalsOf are the open proposals that a request is in.
func (t tx) ProposalsOf(id core.ID) ([]household.Proposal, error) {
	return all(t, scanProposal, selectProposal+`WHERE (request = $1 OR other = $1) AND state = 'open' ORDER BY created DESC, id`, string(id))
}

// DecidedOf are the proposals that a request is in and that staff decided.
func (t tx) DecidedOf(id core.ID) ([]household.Proposal, error) {
	return all(t, scanProposal, selectProposal+`WHERE (request = $1 OR other = $1) AND state <> 'open' ORDER BY decided DESC, id`, string(id))
}

// OpenProposals are the requests of a team that staff are asked about.
func (t tx) OpenProposals(team string) (ids []core.ID, err error) {
	return all(t, scanID, `
		SELECT DISTINCT r.id FROM household_proposals p JOIN requests r ON r.id IN (p.request, p.other)
		WHERE p.state = 'open' AND r.team = $1 AND NOT r.apart ORDER BY r.id`, team)
}

func scanID(from store.Scanner) (id core.ID, err error) {
	err = from.Scan((*string)(&id))
	return id, err
}
