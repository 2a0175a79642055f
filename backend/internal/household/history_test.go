package household_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/household"
	"wijkloket/backend/internal/request"
)

// TestHouseholdsInAnyHistory: whatever residents send and staff decide, in any order, a request is in at most one household;
// no household has one member; who comes apart is in none, in no proposal and on no page; members see each other; and what is
// merged and taken apart on one page is as it was.
func TestHouseholdsInAnyHistory(t *testing.T) {
	histories := 0
	rapid.Check(t, func(rt *rapid.T) {
		if histories++; histories > 40 { // each has a database of its own
			return
		}
		r := newRig(t)
		h := history{rig: r, v: r.Staff(t, account.Lead, "noord").Viewer()}
		rt.Repeat(map[string]func(*rapid.T){
			"send":         func(rt *rapid.T) { h.send(t, rt) },
			"new number":   func(rt *rapid.T) { h.renumber(t, rt) },
			"decide":       func(rt *rapid.T) { h.decide(t, rt) },
			"take apart":   func(rt *rapid.T) { _ = h.homes.Part(ctx, h.v, h.any(rt).ID) },
			"merge":        func(rt *rapid.T) { _ = h.homes.Merge(ctx, h.v, h.any(rt).ID, personal(h.any(rt).Locator)) },
			"merge, part":  func(rt *rapid.T) { h.thereAndBack(rt) },
			"time goes by": func(rt *rapid.T) { r.Clock.Add(time.Duration(rapid.IntRange(1, 1e15).Draw(rt, "ns"))) },
			"":             func(rt *rapid.T) { h.holds(t, rt); r.Clock.Add(time.Millisecond) },
		})
	})
}

// history is what happened so far.
type history struct {
	*rig
	v     account.Viewer
	codes []api.Personal
}

func (h *history) send(t *testing.T, rt *rapid.T) {
	name := rapid.SampledFrom([]string{"", "An", "Bo"}).Draw(rt, "name")
	_, receipt := h.rig.send(t, who{
		phone: rapid.SampledFrom([]string{"", phone, otherPhone}).Draw(rt, "phone"), email: rapid.SampledFrom([]string{"", email}).Draw(rt, "email"),
		name: name, born: rapid.SampledFrom([]string{"", "1980"}).Draw(rt, "born"), apart: rapid.IntRange(0, 3).Draw(rt, "apart") == 0,
		centre: rapid.SampledFrom([]string{"overleie", "marke"}).Draw(rt, "centre"),
	})
	h.codes = append(h.codes, receipt.Code)
}

func (h *history) any(rt *rapid.T) request.Row {
	if len(h.requests) == 0 {
		rt.Skip("nothing sent yet")
	}
	return rapid.SampledFrom(h.requests).Draw(rt, "request")
}

func (h *history) renumber(t *testing.T, rt *rapid.T) {
	row := h.any(rt)
	i := slices.IndexFunc(h.requests, func(one request.Row) bool { return one.ID == row.ID })
	plan := who{phone: rapid.SampledFrom([]string{phone, otherPhone}).Draw(rt, "to")}.contact()
	before := h.present()
	if _, err := h.Requests.ChangeContact(ctx, api.ContactChange{Code: h.codes[i], Contact: plan}, "x"); err != nil {
		rt.Fatal(err)
	}
	if !cmp.Equal(before, h.present()) {
		rt.Fatal("a new number moved somebody")
	}
}

func (h *history) decide(t *testing.T, rt *rapid.T) {
	proposals := h.proposals()
	if len(proposals) == 0 {
		rt.Skip("nothing proposed yet")
	}
	p := rapid.SampledFrom(proposals).Draw(rt, "proposal")
	from := rapid.SampledFrom([]core.ID{p.Request, p.Other}).Draw(rt, "from")
	decide := rapid.SampledFrom([]func() error{
		func() error { return h.homes.Confirm(ctx, h.v, from, p.ID) },
		func() error { return h.homes.Reject(ctx, h.v, from, p.ID) },
		func() error { return h.homes.Reopen(ctx, h.v, from, p.ID) },
	}).Draw(rt, "how")
	_ = decide() // refused where the request is another team's, or decided: then nothing may have changed, which holds
}

// thereAndBack merges two and takes them apart on the same page.
func (h *history) thereAndBack(rt *rapid.T) {
	row, other := h.any(rt), h.any(rt)
	before := h.present()
	if h.homes.Merge(ctx, h.v, row.ID, personal(other.Locator)) != nil {
		if !cmp.Equal(before, h.present()) {
			rt.Fatal("a refused merge moved somebody")
		}
		return
	}
	h.Clock.Add(time.Millisecond)
	if err := h.homes.Part(ctx, h.v, row.ID); err != nil {
		rt.Fatal(err)
	}
	if diff := cmp.Diff(before, h.present()); diff != "" {
		rt.Fatalf("merged and taken apart: %s", diff)
	}
}

// holds is what is always so.
func (h *history) holds(t *testing.T, rt *rapid.T) {
	homes, at := map[core.ID]int{}, map[core.ID]core.ID{}
	for _, row := range h.requests {
		if home := h.home(row.ID); home != "" {
			at[row.ID], homes[home] = home, homes[home]+1
		}
	}
	if present := h.Count(t, "SELECT COUNT(*) FROM household_links WHERE until = 0"); present != len(at) {
		rt.Fatalf("%d present links of %d requests", present, len(at))
	}
	for id, n := range homes {
		if n < 2 {
			rt.Fatalf("household %s of one", id)
		}
	}
	proposals := h.proposals()
	for _, p := range proposals {
		if p.State == household.Open && at[p.Request] != "" && at[p.Request] == at[p.Other] {
			rt.Fatal("asks whether what is one is one")
		}
	}
	for _, row := range h.requests {
		apart := func(id core.ID) bool { return id == row.ID }
		inProposal := slices.ContainsFunc(proposals, func(p household.Proposal) bool { return apart(p.Request) || apart(p.Other) })
		if row.Apart && (at[row.ID] != "" || inProposal) {
			rt.Fatal("kept apart, and in a household or a proposal")
		}
		h.shows(rt, row, at)
	}
}

// shows holds the page of a request against who is where.
func (h *history) shows(rt *rapid.T, row request.Row, at map[core.ID]core.ID) {
	if row.Team != h.v.Team {
		return
	}
	view, err := h.homes.Of(ctx, h.v, row.ID)
	if err != nil {
		rt.Fatal(err)
	}
	want := 0
	for _, other := range h.requests {
		if other.ID != row.ID && at[row.ID] != "" && at[other.ID] == at[row.ID] {
			want++
		}
	}
	if len(view.Members) != want || view.Apart != row.Apart {
		rt.Fatalf("shows %d members, want %d", len(view.Members), want)
	}
	for _, m := range view.Members {
		if m.Line.ID == row.ID {
			rt.Fatal("a member of itself")
		}
	}
}
