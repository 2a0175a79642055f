package household_test

import (
	"fmt"
	"testing"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/household"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/store/storetest"
)

// follower is what the booking does with households, and nothing else of it.
type follower struct {
	homes *household.Service
	last  household.Meeting
}

func (f *follower) Received(tx request.Tx, row *request.Row, in request.Incoming) (func() error, error) {
	both := tx.(household.Tx)
	met, err := f.homes.Meet(both, *row, in)
	f.last = met
	return func() error { return f.homes.Join(both, *row, met) }, err
}

func (f *follower) Changed(tx request.Tx, before request.Row, after *request.Row, step request.Step) error {
	if step.Kind != request.EventContact {
		return nil
	}
	return f.homes.Changed(tx.(household.Tx), before, *after)
}

func (f *follower) Appointment(request.Tx, request.Row) (*api.Appointment, error) { return nil, nil }

// rig is a world with households.
type rig struct {
	*storetest.World
	t        testing.TB
	homes    *household.Service
	last     *household.Meeting
	requests []request.Row // that were sent, as they were then
}

func newRig(t testing.TB) *rig {
	w := storetest.Open(t, storetest.SQLite(t))
	homes := household.New(household.Deps{Requests: w.Requests, Store: w.SQL.Households(), Clock: w.Clock, Random: w.Deps.Random})
	f := &follower{homes: homes}
	w.Requests.Follow(f)
	return &rig{World: w, t: t, homes: homes, last: &f.last}
}

// read runs a look at the store.
func (r *rig) read(look func(tx household.Tx) error) {
	r.t.Helper()
	if err := r.SQL.Households().View(ctx, look); err != nil {
		r.t.Fatal(err)
	}
}

// home is the household that a request is in now.
func (r *rig) home(id core.ID) (home core.ID) {
	r.t.Helper()
	r.read(func(tx household.Tx) error {
		link, _, err := tx.LinkOf(id)
		home = link.Household
		return err
	})
	return home
}

// open are the open proposals of a request.
func (r *rig) open(id core.ID) (open []household.Proposal) {
	r.t.Helper()
	r.read(func(tx household.Tx) (err error) {
		open, err = tx.ProposalsOf(id)
		return err
	})
	return open
}

// proposals are all that there are, each once, in the order of the requests.
func (r *rig) proposals() (all []household.Proposal) {
	r.t.Helper()
	seen := map[core.ID]bool{}
	r.read(func(tx household.Tx) error {
		for _, row := range r.requests {
			open, err := tx.ProposalsOf(row.ID)
			if err != nil {
				return err
			}
			decided, err := tx.DecidedOf(row.ID)
			if err != nil {
				return err
			}
			for _, p := range append(open, decided...) {
				if !seen[p.ID] {
					seen[p.ID], all = true, append(all, p)
				}
			}
		}
		return nil
	})
	return all
}

// present is who is where, since when, why and by whom.
func (r *rig) present() map[core.ID]string {
	r.t.Helper()
	out := map[core.ID]string{}
	r.read(func(tx household.Tx) error {
		for _, row := range r.requests {
			link, linked, err := tx.LinkOf(row.ID)
			if err != nil {
				return err
			}
			if linked {
				out[row.ID] = fmt.Sprint(link.Household, link.Since, link.Grounds, link.By)
			}
		}
		return nil
	})
	return out
}
