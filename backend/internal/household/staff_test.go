package household_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/household"
	"wijkloket/backend/internal/request"
)

func wantCode(t testing.TB, what string, err error, want api.Code) {
	t.Helper()
	if got := core.CodeOf(err); got != want {
		t.Errorf("%s: %v, want %q", what, err, want)
	}
}

// asking is a world in which one request asks about another.
func asking(t testing.TB) (r *rig, then, first request.Row, p household.Proposal) {
	r = newRig(t)
	first, _ = r.send(t, who{phone: phone, name: "Fatima", born: "1980"})
	then, _ = r.send(t, who{phone: phone, name: "Omar", born: "1975"})
	return r, then, first, r.open(then.ID)[0]
}

// TestStaffDecide: what was confirmed is one household and comes apart again; what was rejected is never asked again, and can be
// taken back for a while by who did it. Each step stands in both histories.
func TestStaffDecide(t *testing.T) {
	r, then, first, p := asking(t)
	v := r.Staff(t, account.Reception, "noord").Viewer()
	steps := []struct {
		name string
		do   func() error
		want api.Code
		kind request.EventKind
		one  bool // household, afterwards
	}{
		{"confirm", func() error { return r.homes.Confirm(ctx, v, then.ID, p.ID) }, "", request.EventLinked, true},
		{"confirm again", func() error { return r.homes.Confirm(ctx, v, then.ID, p.ID) }, api.CodeConflict, "", true},
		{"merge what is one", func() error { return r.homes.Merge(ctx, v, then.ID, personal(first.Locator)) }, api.CodeConflict, "", true},
		{"take apart", func() error { return r.homes.Part(ctx, v, then.ID) }, "", request.EventUnlinked, false},
		{"take apart again", func() error { return r.homes.Part(ctx, v, then.ID) }, api.CodeConflict, "", false},
		{"take the no back", func() error { return r.homes.Reopen(ctx, v, first.ID, p.ID) }, "", request.EventDoubted, false},
		{"reject", func() error { return r.homes.Reject(ctx, v, first.ID, p.ID) }, "", request.EventUnlike, false},
		{"reject again", func() error { return r.homes.Reject(ctx, v, first.ID, p.ID) }, api.CodeConflict, "", false},
		{"a colleague takes it back", func() error {
			return r.homes.Reopen(ctx, r.Staff(t, account.Lead, "noord").Viewer(), first.ID, p.ID)
		}, api.CodeConflict, "", false},
		{"too late", func() error { r.Clock.Add(11 * time.Minute); return r.homes.Reopen(ctx, v, first.ID, p.ID) }, api.CodeConflict, "", false},
		{"merge all the same", func() error { return r.homes.Merge(ctx, v, first.ID, personal(then.Locator)) }, "", request.EventLinked, true},
	}
	for _, step := range steps {
		r.Clock.Add(time.Second)
		before := [2]int{len(r.events(t, then.ID)), len(r.events(t, first.ID))}
		wantCode(t, step.name, step.do(), step.want)
		if one := r.home(then.ID) != "" && r.home(then.ID) == r.home(first.ID); one != step.one {
			t.Errorf("%s: one household: %v", step.name, one)
		}
		for i, id := range []core.ID{then.ID, first.ID} {
			events := r.events(t, id)
			if step.kind == "" && len(events) != before[i] {
				t.Errorf("%s: refused, and yet in the history", step.name)
			}
			if step.kind != "" && (len(events) != before[i]+1 || events[0].Kind != step.kind || events[0].Account != v.ID) {
				t.Errorf("%s: the history says %+v", step.name, events[0])
			}
		}
	}
	for _, action := range []string{"household.merged", "household.parted", "household.rejected", "household.reopened"} {
		for _, id := range []core.ID{then.ID, first.ID} {
			if r.Count(t, "SELECT COUNT(*) FROM audit WHERE action = $1 AND subject = $2 AND actor = $3", action, string(id), string(v.ID)) == 0 {
				t.Errorf("%s of %s is in no audit", action, id)
			}
		}
	}
}

// TestANoStays: after a no, neither a new number nor a third request brings the two together or asks again.
func TestANoStays(t *testing.T) {
	r, then, first, p := asking(t)
	v := r.Staff(t, account.Reception, "noord").Viewer()
	if err := r.homes.Reject(ctx, v, then.ID, p.ID); err != nil {
		t.Fatal(err)
	}
	third, _ := r.send(t, who{phone: phone, name: "Omar", born: "1975"})
	if r.home(third.ID) != r.home(then.ID) || r.home(third.ID) == "" {
		t.Fatal("the same person again is not joined")
	}
	if asked := r.open(third.ID); len(asked) > 0 {
		t.Errorf("asks of the household what was answered for it: %+v", asked)
	}
	if len(r.open(first.ID)) > 0 || r.home(first.ID) != "" {
		t.Error("drawn in across a no")
	}
}

// TestMergeBringsEverybody: two households become one with all their members, and taking apart on the same page puts everybody
// back, with the day and the ground of before.
func TestMergeBringsEverybody(t *testing.T) {
	r := newRig(t)
	v := r.Staff(t, account.Lead, "noord").Viewer()
	var here, there []request.Row
	for range 3 {
		a, _ := r.send(t, who{phone: phone, name: "Fatima", born: "1980"})
		b, _ := r.send(t, who{phone: otherPhone, name: "Omar", born: "1975"})
		here, there = append(here, a), append(there, b)
	}
	before := r.present()
	if err := r.homes.Merge(ctx, v, here[1].ID, personal(there[0].Locator)); err != nil {
		t.Fatal(err)
	}
	view, err := r.homes.Of(ctx, v, here[0].ID)
	if err != nil || len(view.Members) != 5 {
		t.Fatalf("%d members, %v", len(view.Members), err)
	}
	r.Clock.Add(time.Hour)
	if err := r.homes.Part(ctx, v, here[2].ID); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, r.present()); diff != "" {
		t.Error(diff)
	}
}

// TestWhoMayJoinHouseholds: reception, the worker and the lead for what they may open, and nobody else; a foreign request looks
// absent.
func TestWhoMayJoinHouseholds(t *testing.T) {
	r, then, first, p := asking(t)
	worker := r.Staff(t, account.Worker, "noord")
	r.give(t, then.ID, worker.ID)
	viewers := map[api.Code][]account.Viewer{
		"":                {r.Staff(t, account.Reception, "noord").Viewer(), worker.Viewer(), r.Staff(t, account.Lead, "noord").Viewer()},
		api.CodeForbidden: {r.Staff(t, account.Worker, "noord").Viewer()},
		api.CodeNotFound:  {r.Staff(t, account.Lead, "zuid").Viewer(), r.Staff(t, account.Admin, "").Viewer(), {}},
	}
	for want, some := range viewers {
		for _, v := range some {
			name := fmt.Sprint(v.Role, " of ", v.Team)
			_, err := r.homes.Of(ctx, v, then.ID)
			wantCode(t, name+": Of", err, want)
			wantCode(t, name+": Confirm", r.homes.Confirm(ctx, v, then.ID, p.ID), want)
			r.Clock.Add(time.Second)
			wantCode(t, name+": Part", r.homes.Part(ctx, v, then.ID), want)
			r.Clock.Add(time.Second)
			wantCode(t, name+": Reopen", r.homes.Reopen(ctx, v, then.ID, p.ID), want)
			wantCode(t, name+": Reject", r.homes.Reject(ctx, v, then.ID, p.ID), want)
			wantCode(t, name+": Merge", r.homes.Merge(ctx, v, then.ID, personal(first.Locator)), want)
			if want == "" { // back to where it was
				r.Clock.Add(time.Second)
				if err := r.homes.Part(ctx, v, then.ID); err != nil {
					t.Fatal(err)
				}
				if err := r.homes.Reopen(ctx, v, then.ID, p.ID); err != nil {
					t.Fatal(err)
				}
			}
			r.Clock.Add(time.Second)
		}
	}
	lost, _ := r.send(t, who{})
	lead := r.Staff(t, account.Lead, "noord").Viewer()
	wantCode(t, "a proposal of other requests", r.homes.Confirm(ctx, lead, lost.ID, p.ID), api.CodeNotFound)
}

// TestAnotherTeamIsALineWithoutALink: staff see that there is somebody, of which team and whom to call there, and not a word of
// what that request says.
func TestAnotherTeamIsALineWithoutALink(t *testing.T) {
	r := newRig(t)
	far, _ := r.send(t, who{phone: phone, name: "Fatima", born: "1980", centre: "marke"})
	near, _ := r.send(t, who{phone: phone, name: "Fatima", born: "1980"})
	asks, _ := r.send(t, who{phone: phone, name: "Omar", born: "1975"})
	if far.Team == near.Team {
		t.Fatal("the same team")
	}
	v := r.Staff(t, account.Reception, "noord").Viewer()
	view, err := r.homes.Of(ctx, v, near.ID)
	want := []household.Member{{Elsewhere: true, Team: far.Team}}
	if err != nil || !reflect.DeepEqual(want, view.Members) {
		t.Errorf("%+v, %v", view.Members, err)
	}
	if len(r.open(asks.ID)) != 1 {
		t.Fatal("asks nothing")
	}
	view, err = r.homes.Of(ctx, v, asks.ID)
	if err != nil || len(view.Proposals) != 1 || view.Proposals[0].Other.Line.Locator != near.Locator || !view.Proposals[0].Other.Line.Opens {
		t.Errorf("%+v, %v", view.Proposals, err)
	}
	if slices.ContainsFunc(r.events(t, near.ID), func(e request.EventRow) bool { return e.To == far.Locator }) {
		t.Error("the history names a request of another team")
	}
	proposed, err := r.homes.Proposed(ctx, v)
	if err != nil || !cmp.Equal(map[core.ID]bool{asks.ID: true, near.ID: true}, proposed) {
		t.Errorf("marks in the queue: %v, %v", proposed, err)
	}
}

// TestTheOwnWorkerIsSuggested where the request has another or none, and only while they can be given one.
func TestTheOwnWorkerIsSuggested(t *testing.T) {
	r := newRig(t)
	lead, worker := r.Staff(t, account.Lead, "noord").Viewer(), r.Staff(t, account.Worker, "noord")
	first, _ := r.send(t, who{phone: phone, name: "Fatima", born: "1980"})
	r.give(t, first.ID, worker.ID)
	then, _ := r.send(t, who{phone: phone, name: "Fatima", born: "1980"})
	suggests := func(what string, id core.ID, want bool) {
		t.Helper()
		view, err := r.homes.Of(ctx, lead, id)
		if err != nil || view.Own != worker.ID || view.OwnName != worker.Name || view.Suggest != want {
			t.Errorf("%s: %+v, %v", what, view, err)
		}
	}
	suggests("has nobody", then.ID, true)
	suggests("has them", first.ID, false)
	if err := r.Accounts.Disable(ctx, worker.ID, true); err != nil {
		t.Fatal(err)
	}
	suggests("left", then.ID, false)
}
