package household_test

import (
	"errors"
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

// door is a household with its worker, and a request of the same person that must be kept apart from it.
type door struct {
	*rig
	member, apart         request.Row
	memberCode, apartCode api.Personal
	household, helper     account.Account // the household's worker; the one of the request that is kept apart
	lead, reception       account.Account
}

func newDoor(t testing.TB) *door {
	d := &door{rig: newRig(t)}
	d.household, d.helper = d.Staff(t, account.Worker, "noord"), d.Staff(t, account.Worker, "noord")
	d.lead, d.reception = d.Staff(t, account.Lead, "noord"), d.Staff(t, account.Reception, "noord")
	same := who{phone: phone, name: "Fatima", born: "1980"}
	first, _ := d.send(t, same)
	var receipt api.Receipt
	d.member, receipt = d.send(t, same)
	d.memberCode = receipt.Code
	d.give(t, first.ID, d.household.ID)
	d.give(t, d.member.ID, d.household.ID)
	same.apart = true
	d.apart, receipt = d.send(t, same)
	d.apartCode = receipt.Code
	return d
}

// TestTheSafetyDoorStoresNothing: the meeting names whoever knows the household, so that another takes it; and then nothing of
// that is left: no link, no proposal, no mark, no event that another request would not have.
func TestTheSafetyDoorStoresNothing(t *testing.T) {
	d := newDoor(t)
	former := d.Staff(t, account.Worker, "noord")
	d.give(t, d.member.ID, former.ID)
	d.give(t, d.member.ID, d.household.ID)
	alone, _ := d.send(t, who{phone: "0499 00 00 01", name: "Wim", born: "1966", apart: true})
	if len(d.last.Knows) > 0 {
		t.Error("somebody knows a person who is new here")
	}
	rows := func() int {
		return d.Count(t, "SELECT (SELECT COUNT(*) FROM household_links) + (SELECT COUNT(*) FROM household_proposals) + (SELECT COUNT(*) FROM households)")
	}
	before := rows()
	for _, p := range []who{{phone: phone, name: "Fatima", born: "1980", apart: true}, {phone: phone, name: "Omar", born: "1975", apart: true}} {
		row, _ := d.send(t, p)
		want := []core.ID{d.household.ID, former.ID}
		slices.Sort(want)
		if !cmp.Equal(want, d.last.Knows) || d.last.Household != "" || d.last.Own != "" || len(d.last.Grounds) > 0 {
			t.Errorf("%+v, want %v", d.last, want)
		}
		d.read(func(tx household.Tx) error {
			again, err := d.homes.Knows(tx, row)
			none, errNone := d.homes.Knows(tx, d.member)
			if !cmp.Equal(want, again) || len(none) > 0 {
				t.Errorf("looked up anew: %v, and %v for one of the household", again, none)
			}
			return errors.Join(err, errNone)
		})
		if len(row.PhoneIndex)+len(row.EmailIndex)+len(row.PersonIndex) > 0 {
			t.Error("it has a mark")
		}
		kinds := func(id core.ID) (kinds []string) {
			for _, e := range d.events(t, id) {
				kinds = append(kinds, fmt.Sprint(e.Kind, e.From, e.To, len(e.Why), len(e.Reason)))
			}
			return kinds
		}
		if diff := cmp.Diff(kinds(alone.ID), kinds(row.ID)); diff != "" {
			t.Errorf("its history differs from that of somebody without a household: %s", diff)
		}
	}
	if rows() != before {
		t.Error("a household, a link or a proposal was stored")
	}
}

// TestTheSafetyDoor tries every path on which the household's worker, a colleague or reception could come upon the request,
// while nobody has it and when its own worker does.
func TestTheSafetyDoor(t *testing.T) {
	d := newDoor(t)
	d.walk(t, "while nobody has it")
	d.give(t, d.apart.ID, d.helper.ID)
	d.walk(t, "with its own worker")
	own := d.helper.Viewer()
	if queue, err := d.Requests.Queue(ctx, own, request.Filter{Mine: true}); err != nil || len(queue) != 1 || !queue[0].Opens {
		t.Errorf("its own worker sees %+v, %v", queue, err)
	}
	for _, v := range []account.Viewer{own, d.lead.Viewer()} {
		if _, err := d.Requests.Open(ctx, v, d.apart.ID); err != nil {
			t.Errorf("%s: %v", v.Role, err)
		}
		view, err := d.homes.Of(ctx, v, d.apart.ID)
		if err != nil || !reflect.DeepEqual(household.View{Apart: true}, view) {
			t.Errorf("%s: %+v, %v", v.Role, view, err)
		}
		wantCode(t, "merging it", d.homes.Merge(ctx, v, d.apart.ID, personal(d.member.Locator)), api.CodeConflict)
	}
	// To another team: it stays what it is.
	if err := d.Requests.HandOver(ctx, own, d.apart.ID, "zuid", personal("verhuisd"), d.version(t, d.apart.ID)); err != nil {
		t.Fatal(err)
	}
	there := d.Staff(t, account.Worker, "zuid").Viewer()
	queue, err := d.Requests.Queue(ctx, there, request.Filter{})
	_, errOpen := d.Requests.Open(ctx, there, d.apart.ID)
	if err != nil || len(queue) > 0 || core.CodeOf(errOpen) != api.CodeNotFound {
		t.Errorf("a worker of the other team sees %d, %v", len(queue), errOpen)
	}
}

func (d *door) walk(t *testing.T, when string) {
	t.Helper()
	absent := core.NewID(d.Deps.Random)
	for _, v := range []account.Viewer{d.household.Viewer(), d.Staff(t, account.Worker, "noord").Viewer()} {
		for what, lines := range d.lists(t, v) {
			if slices.ContainsFunc(lines, func(line request.Summary) bool { return line.ID == d.apart.ID }) {
				t.Errorf("%s: %s shows it to a colleague", when, what)
			}
		}
		refused, unknown := d.acts(v, d.apart.ID, d.version(t, d.apart.ID)), d.acts(v, absent, 1)
		for name := range refused {
			if diff := cmp.Diff(unknown[name], refused[name]); refused[name] == nil || diff != "" {
				t.Errorf("%s: %s of it differs from one that does not exist: %s", when, name, diff)
			}
		}
		if request.ChangeOf(d.row(t, d.apart.ID), request.EventState).Concerns(v) {
			t.Errorf("%s: a live page of a colleague hears of it", when)
		}
	}
	d.walkReception(t, when)
	d.walkHousehold(t, when)
}

// lists are what shows a viewer more than one request.
func (d *door) lists(t *testing.T, v account.Viewer) map[string][]request.Summary {
	t.Helper()
	lists := map[string][]request.Summary{}
	word, err := d.Requests.OpenRow(d.apart)
	if err != nil {
		t.Fatal(err)
	}
	for name, f := range map[string]request.Filter{"queue": {}, "day list": {Open: true}, "centre": {Centre: d.apart.Centre}, "what changed": {Since: d.Clock.Now().Add(-time.Hour)}} {
		if lists[name], err = d.Requests.Queue(ctx, v, f); err != nil {
			t.Fatal(err)
		}
	}
	for name, term := range map[string]string{
		"search by number": phone, "by code word": word.Contact.CodeWord.Reveal(), "by locator": d.apart.Locator, "by code": d.apartCode.Reveal(), "by name": "Fatima",
	} {
		if lists[name], err = d.Requests.Find(ctx, v, personal(term)); err != nil {
			t.Fatal(err)
		}
	}
	return lists
}

// acts are what a viewer can do with one request, and the answers.
func (d *door) acts(v account.Viewer, id core.ID, version int) map[string]error {
	_, errOpen := d.Requests.Open(ctx, v, id)
	_, errOf := d.homes.Of(ctx, v, id)
	return map[string]error{
		"Open": errOpen, "Of": errOf,
		"Take":     d.Requests.Take(ctx, v, id, version),
		"Release":  d.Requests.Release(ctx, v, id, version),
		"AddNote":  d.Requests.AddNote(ctx, v, id, personal("nota")),
		"Move":     d.Requests.Move(ctx, v, id, api.StateContacted, api.Personal{}, version),
		"Undo":     d.Requests.Undo(ctx, v, id, version),
		"HandOver": d.Requests.HandOver(ctx, v, id, "zuid", personal("x"), version),
		"Merge":    d.homes.Merge(ctx, v, id, personal(d.member.Locator)),
		"Part":     d.homes.Part(ctx, v, id),
		"Confirm":  d.homes.Confirm(ctx, v, id, "x"),
		"Reject":   d.homes.Reject(ctx, v, id, "x"),
		"Reopen":   d.homes.Reopen(ctx, v, id, "x"),
	}
}

// walkReception: reception has its line, to call somebody in by a code word, and opens nothing.
func (d *door) walkReception(t *testing.T, when string) {
	t.Helper()
	v := d.reception.Viewer()
	queue, err := d.Requests.Queue(ctx, v, request.Filter{})
	i := slices.IndexFunc(queue, func(line request.Summary) bool { return line.ID == d.apart.ID })
	if err != nil || i < 0 || queue[i].Opens {
		t.Errorf("%s: reception sees %+v, %v", when, queue, err)
	}
	for name, err := range d.acts(v, d.apart.ID, d.version(t, d.apart.ID)) {
		if core.CodeOf(err) != api.CodeForbidden && name != "Take" {
			t.Errorf("%s: reception can %s: %v", when, name, err)
		}
	}
	found, err := d.Requests.Find(ctx, v, personal(phone))
	if err != nil || slices.ContainsFunc(found, func(line request.Summary) bool { return line.ID == d.apart.ID }) {
		t.Errorf("%s: reception finds it by the household's number: %v", when, err)
	}
}

// walkHousehold: from the household's side there is no way to it, for anybody.
func (d *door) walkHousehold(t *testing.T, when string) {
	t.Helper()
	for _, v := range []account.Viewer{d.household.Viewer(), d.reception.Viewer(), d.lead.Viewer()} {
		view, err := d.homes.Of(ctx, v, d.member.ID)
		if err != nil || len(view.Members) != 1 || len(view.Proposals) > 0 {
			t.Errorf("%s: the household's page shows %+v, %v", when, view, err)
		}
		unknown := d.homes.Merge(ctx, v, d.member.ID, personal("ZZZZZZ"))
		for _, typed := range []string{d.apart.Locator, d.apartCode.Reveal()} {
			if diff := cmp.Diff(unknown, d.homes.Merge(ctx, v, d.member.ID, personal(typed))); unknown == nil || diff != "" {
				t.Errorf("%s: merging with it differs from an unknown code: %s", when, diff)
			}
		}
	}
	status, err := d.Requests.Status(ctx, d.memberCode, "x")
	if err != nil || status.Locator != d.member.Locator {
		t.Errorf("%s: the household's own code shows %+v, %v", when, status, err)
	}
}
