package household_test

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"testing"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/directory"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/household"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/store/storetest"
)

// memory keeps households in maps, beside requests in a real store. It does exactly what the interface says and no more, so
// that a rule which hides in a query shows here.
type memory struct {
	w         *storetest.World
	links     []household.Link
	proposals []household.Proposal
	known     map[core.ID]bool
	teams     []directory.Team
}

// memoryTx is one transaction of both.
type memoryTx struct {
	request.Tx
	*memory
}

func (m *memory) View(ctx context.Context, do func(household.Tx) error) error {
	return m.w.SQL.Requests().View(ctx, func(tx request.Tx) error { return do(memoryTx{tx, m}) })
}

func (m *memory) Update(ctx context.Context, do func(household.Tx) error) error {
	return m.w.SQL.Requests().Update(ctx, m.whole(func(tx request.Tx) error { return do(memoryTx{tx, m}) }))
}

// whole puts everything back when a change fails.
func (m *memory) whole(do func(request.Tx) error) func(request.Tx) error {
	return func(tx request.Tx) error {
		links, proposals, known := slices.Clone(m.links), slices.Clone(m.proposals), maps.Clone(m.known)
		err := do(tx)
		if err != nil {
			m.links, m.proposals, m.known = links, proposals, known
		}
		return err
	}
}

// all are the requests of every team, the latest first.
func (m memoryTx) all() (rows []request.Row, err error) {
	for _, team := range m.teams {
		some, err := m.Requests(string(team.ID), request.Selection{}, 1000)
		if err != nil {
			return nil, err
		}
		rows = append(rows, some...)
	}
	slices.SortStableFunc(rows, func(a, b request.Row) int { return b.Created.Compare(a.Created) })
	return rows, nil
}

func (m memoryTx) Marked(marks request.Marks, limit int) ([]request.Row, error) {
	rows, err := m.all()
	same := func(a, b []byte) bool { return len(a) > 0 && bytes.Equal(a, b) }
	rows = slices.DeleteFunc(rows, func(r request.Row) bool {
		return !same(r.PhoneIndex, marks.Phone) && !same(r.EmailIndex, marks.Email) && !same(r.PersonIndex, marks.Person)
	})
	return rows[:min(limit, len(rows))], err
}

func (m memoryTx) InsertHousehold(id core.ID, _ time.Time) error {
	m.known[id] = true
	return nil
}

func (m memoryTx) InsertLink(l household.Link) error {
	if _, linked, _ := m.LinkOf(l.Request); linked || !m.known[l.Household] {
		panic("a second present link, or one to no household")
	}
	m.links = append(m.links, l)
	return nil
}

func (m memoryTx) EndLink(id core.ID, at time.Time) (bool, error) {
	for i, l := range m.links {
		if l.Request == id && l.Until.IsZero() {
			m.links[i].Until = at
			return true, nil
		}
	}
	return false, nil
}

func (m memoryTx) LinkOf(id core.ID) (household.Link, bool, error) {
	for _, l := range m.links {
		if l.Request == id && l.Until.IsZero() {
			return l, true, nil
		}
	}
	return household.Link{}, false, nil
}

func (m memoryTx) EndedLinks(id core.ID) (ended []household.Link, err error) {
	for _, l := range slices.Backward(m.links) {
		if l.Request == id && !l.Until.IsZero() {
			ended = append(ended, l)
		}
	}
	slices.SortStableFunc(ended, func(a, b household.Link) int { return b.Until.Compare(a.Until) })
	return ended, nil
}

func (m memoryTx) Members(id core.ID) (rows []request.Row, err error) {
	for _, l := range m.links {
		if l.Household != id || !l.Until.IsZero() {
			continue
		}
		row, _, err := m.Request(l.Request)
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	slices.SortStableFunc(rows, func(a, b request.Row) int { return b.Created.Compare(a.Created) })
	return rows, nil
}

func (m memoryTx) InsertProposal(p household.Proposal) (bool, error) {
	for _, old := range m.proposals {
		if old.Request == p.Request && old.Other == p.Other || old.Request == p.Other && old.Other == p.Request {
			return false, nil
		}
	}
	m.proposals = append(m.proposals, p)
	return true, nil
}

func (m memoryTx) Proposal(id core.ID) (household.Proposal, bool, error) {
	i := slices.IndexFunc(m.proposals, func(p household.Proposal) bool { return p.ID == id })
	if i < 0 {
		return household.Proposal{}, false, nil
	}
	return m.proposals[i], true, nil
}

func (m memoryTx) UpdateProposal(p household.Proposal) error {
	i := slices.IndexFunc(m.proposals, func(old household.Proposal) bool { return old.ID == p.ID })
	m.proposals[i] = p
	return nil
}

func (m memoryTx) ProposalsOf(id core.ID) (open []household.Proposal, err error) {
	return m.of(id, true), nil
}

func (m memoryTx) DecidedOf(id core.ID) (decided []household.Proposal, err error) {
	return m.of(id, false), nil
}

func (m memoryTx) of(id core.ID, open bool) (some []household.Proposal) {
	for _, p := range slices.Backward(m.proposals) {
		if (p.Request == id || p.Other == id) && (p.State == household.Open) == open {
			some = append(some, p)
		}
	}
	return some
}

func (m memoryTx) OpenProposals(team string) (ids []core.ID, err error) {
	for _, p := range m.proposals {
		for _, id := range []core.ID{p.Request, p.Other} {
			row, _, err := m.Request(id)
			if err != nil {
				return nil, err
			}
			if p.State == household.Open && row.Team == team && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids, nil
}

// follower is what the booking does with households, and nothing else of it.
type follower struct {
	m     *memory
	homes *household.Service
	last  household.Meeting
}

func (f *follower) Received(tx request.Tx, row *request.Row, in request.Incoming) (func() error, error) {
	met, err := f.homes.Meet(memoryTx{tx, f.m}, *row, in)
	f.last = met
	return func() error { return f.homes.Join(memoryTx{tx, f.m}, *row, met) }, err
}

func (f *follower) Changed(tx request.Tx, before request.Row, after *request.Row, step request.Step) error {
	if step.Kind != request.EventContact {
		return nil
	}
	return f.homes.Changed(memoryTx{tx, f.m}, before, *after)
}

func (f *follower) Appointment(request.Tx, request.Row) (*api.Appointment, error) { return nil, nil }

// rig is a world with households.
type rig struct {
	*storetest.World
	m     *memory
	homes *household.Service
	last  *household.Meeting
	sent  int
}

func newRig(t testing.TB) *rig {
	w := storetest.Open(t, storetest.SQLite(t))
	m := &memory{w: w, known: map[core.ID]bool{}, teams: storetest.City(t).Teams()}
	homes := household.New(household.Deps{Requests: w.Requests, Store: m, Clock: w.Clock, Random: w.Deps.Random})
	f := &follower{m: m, homes: homes}
	w.Requests.Follow(f)
	return &rig{World: w, m: m, homes: homes, last: &f.last}
}
