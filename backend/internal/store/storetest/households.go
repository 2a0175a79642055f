package storetest

import (
	"errors"
	"slices"
	"testing"
	"time"

	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/appointment"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/household"
	"wijkloket/backend/internal/request"
)

// ids are those of requests.
func ids(rows []request.Row) (ids []core.ID) {
	for _, row := range rows {
		ids = append(ids, row.ID)
	}
	return ids
}

// sent makes new requests, a minute apart, without the marks of what Submission types.
func (w *World) sent(t testing.TB, n int) (sent []core.ID) {
	t.Helper()
	for number := range n {
		id := w.ID(t, w.Send(t, "overleie", number).Locator)
		w.Exec(t, `UPDATE requests SET phone_index = NULL, email_index = NULL, person_index = NULL WHERE id = $1`, string(id))
		w.Clock.Add(time.Minute)
		sent = append(sent, id)
	}
	return sent
}

// testHouseholds: requests are found by each of their marks, belong to one household at a time, and leave it again.
func testHouseholds(t *testing.T, e Engine) {
	w := Open(t, e.URL(t))
	by := w.Staff(t, account.Worker, "noord").ID
	sent := w.sent(t, 4)
	w.Exec(t, `UPDATE requests SET phone_index = $1 WHERE id IN ($2, $3)`, []byte("phone"), string(sent[0]), string(sent[1]))
	w.Exec(t, `UPDATE requests SET email_index = $1, team = 'zuid' WHERE id = $2`, []byte("mail"), string(sent[1]))
	w.Exec(t, `UPDATE requests SET person_index = $1 WHERE id = $2`, []byte("person"), string(sent[2]))
	link := household.Link{ID: "l1", Household: "h1", Request: sent[0], Grounds: []household.Ground{household.ByPhone, household.ByPerson}, Since: Start}
	w.read(t, func(tx appointment.Tx) error {
		for name, test := range map[string]struct {
			marks request.Marks
			limit int
			want  []core.ID
		}{
			"none":    {request.Marks{}, 9, nil},
			"phone":   {request.Marks{Phone: []byte("phone")}, 9, []core.ID{sent[1], sent[0]}},
			"limit":   {request.Marks{Phone: []byte("phone")}, 1, []core.ID{sent[1]}},
			"email":   {request.Marks{Email: []byte("mail")}, 9, []core.ID{sent[1]}},
			"person":  {request.Marks{Person: []byte("person")}, 9, []core.ID{sent[2]}},
			"all":     {request.Marks{Phone: []byte("phone"), Email: []byte("mail"), Person: []byte("person")}, 9, []core.ID{sent[2], sent[1], sent[0]}},
			"another": {request.Marks{Phone: []byte("mail"), Email: []byte("phone")}, 9, nil},
		} {
			got, err := tx.Marked(test.marks, test.limit)
			wrong(t, "marked by "+name, test.want, ids(got), err)
		}
		return nil
	})
	w.change(t, func(tx appointment.Tx) error {
		second := household.Link{ID: "l2", Household: "h1", Request: sent[1], Grounds: []household.Ground{household.ByStaff}, Since: Start, By: by}
		return errors.Join(tx.InsertHousehold("h1", Start), tx.InsertHousehold("h2", Start), tx.InsertLink(link), tx.InsertLink(second))
	})
	w.refused(t, "a request in two households", func(tx appointment.Tx) error {
		return tx.InsertLink(household.Link{ID: "x", Household: "h2", Request: sent[0], Since: Start})
	})
	w.refused(t, "a household that is none", func(tx appointment.Tx) error {
		return tx.InsertLink(household.Link{ID: "x", Household: "h3", Request: sent[3], Since: Start})
	})
	w.refused(t, "a member that is no request", func(tx appointment.Tx) error {
		return tx.InsertLink(household.Link{ID: "x", Household: "h1", Request: "nothing", Since: Start})
	})
	w.read(t, func(tx appointment.Tx) error {
		got, found, err := tx.LinkOf(sent[0])
		wrong(t, "link", link, got, err)
		_, foundNone, errNone := tx.LinkOf(sent[3])
		if !found || foundNone {
			t.Errorf("found %v, and %v where there is none", found, foundNone)
		}
		members, err := tx.Members("h1")
		wrong(t, "members", []core.ID{sent[1], sent[0]}, ids(members), err)
		return errNone
	})
	w.change(t, func(tx appointment.Tx) error {
		ended, err1 := tx.EndLink(sent[0], Start.Add(time.Hour))
		again, err2 := tx.EndLink(sent[0], Start.Add(time.Hour))
		if !ended || again {
			t.Errorf("ended %v, again %v", ended, again)
		}
		members, err := tx.Members("h1")
		wrong(t, "members left", []core.ID{sent[1]}, ids(members), err)
		link.ID, link.Household = "l3", "h2"
		err3 := tx.InsertLink(link)
		got, _, err := tx.LinkOf(sent[0])
		wrong(t, "link to the next", link, got, err)
		former := link
		former.ID, former.Household, former.Until = "l1", "h1", Start.Add(time.Hour)
		was, err := tx.EndedLinks(sent[0])
		wrong(t, "links that ended", []household.Link{former}, was, err)
		return errors.Join(err1, err2, err3)
	})
}

// testProposals: two requests are proposed once, whichever comes first, and to the team that has the later one.
func testProposals(t *testing.T, e Engine) {
	w := Open(t, e.URL(t))
	by := w.Staff(t, account.Worker, "noord").ID
	sent := w.sent(t, 3)
	proposal := func(id core.ID, one, other core.ID, at time.Time) household.Proposal {
		return household.Proposal{ID: id, Request: one, Other: other, Grounds: []household.Ground{household.ByEmail}, State: household.Open, Created: at}
	}
	first, second := proposal("p1", sent[1], sent[0], Start), proposal("p2", sent[2], sent[1], Start.Add(time.Minute))
	w.change(t, func(tx appointment.Tx) error {
		for _, test := range []struct {
			proposal household.Proposal
			want     bool
		}{{first, true}, {second, true}, {proposal("p3", sent[1], sent[0], Start), false}, {proposal("p4", sent[0], sent[1], Start), false}} {
			if ok, err := tx.InsertProposal(test.proposal); ok != test.want || err != nil {
				t.Errorf("proposal %s: %v, %v", test.proposal.ID, ok, err)
			}
		}
		return nil
	})
	team := w.Row(t, w.Send(t, "overleie", 0).Locator).Team
	check := func(what string, of map[int][]household.Proposal, open []core.ID, decided map[int][]household.Proposal) {
		t.Helper()
		w.read(t, func(tx appointment.Tx) error {
			for i, want := range of {
				got, err := tx.ProposalsOf(sent[i])
				wrong(t, what, want, got, err)
			}
			for i, want := range decided {
				got, err := tx.DecidedOf(sent[i])
				wrong(t, what+", decided", want, got, err)
			}
			got, err := tx.OpenProposals(team)
			slices.Sort(open)
			wrong(t, what+", of the team", open, got, err)
			got, err = tx.OpenProposals("elsewhere")
			wrong(t, what+", of another team", []core.ID(nil), got, err)
			return nil
		})
	}
	check("open", map[int][]household.Proposal{0: {first}, 1: {second, first}, 2: {second}}, []core.ID{sent[0], sent[1], sent[2]}, map[int][]household.Proposal{0: nil, 1: nil, 2: nil})
	second.State, second.Decided, second.By = household.Rejected, Start.Add(time.Hour), by
	w.change(t, func(tx appointment.Tx) error { return tx.UpdateProposal(second) })
	check("after one was decided", map[int][]household.Proposal{0: {first}, 1: {first}, 2: nil}, []core.ID{sent[0], sent[1]}, map[int][]household.Proposal{0: nil, 1: {second}, 2: {second}})
	w.read(t, func(tx appointment.Tx) error {
		got, found, err := tx.Proposal("p2")
		wrong(t, "decided", second, got, err)
		_, none, errNone := tx.Proposal("p3")
		if !found || none {
			t.Errorf("found %v, and %v where there is none", found, none)
		}
		return errNone
	})
	w.refused(t, "a proposal of a request with itself", func(tx appointment.Tx) error {
		_, err := tx.InsertProposal(proposal("x", sent[0], sent[0], Start))
		return err
	})
	w.refused(t, "a proposal with no request", func(tx appointment.Tx) error {
		_, err := tx.InsertProposal(proposal("x", sent[0], "nothing", Start))
		return err
	})
}

// testApart: who is kept apart is in no household, whatever a feature or somebody with access to the database tries, and no
// mark finds them.
func testApart(t *testing.T, e Engine) {
	w := Open(t, e.URL(t))
	sent := w.sent(t, 2)
	apart, other := sent[0], sent[1]
	mark := []byte("mark")
	w.Exec(t, `UPDATE requests SET apart = $1, phone_index = $2, email_index = $2, person_index = $2 WHERE id = $3`, true, mark, string(apart))
	w.Exec(t, `UPDATE requests SET phone_index = $1 WHERE id = $2`, mark, string(other))
	w.change(t, func(tx appointment.Tx) error {
		return errors.Join(tx.InsertHousehold("h1", Start), tx.InsertLink(household.Link{ID: "l1", Household: "h1", Request: other, Since: Start}))
	})
	w.read(t, func(tx appointment.Tx) error {
		got, err := tx.Marked(request.Marks{Phone: mark, Email: mark, Person: mark}, 9)
		wrong(t, "marked", []core.ID{other}, ids(got), err)
		return nil
	})
	w.refused(t, "a link of who is kept apart", func(tx appointment.Tx) error {
		return tx.InsertLink(household.Link{ID: "x", Household: "h1", Request: apart, Since: Start})
	})
	for _, pair := range [][2]core.ID{{apart, other}, {other, apart}} {
		w.refused(t, "a proposal about who is kept apart", func(tx appointment.Tx) error {
			_, err := tx.InsertProposal(household.Proposal{ID: "x", Request: pair[0], Other: pair[1], State: household.Open, Created: Start})
			return err
		})
	}
	const link = `INSERT INTO household_links (id, household, request, apart, grounds, since, until) VALUES ('x', 'h1', $1, $2, '', 0, 0)`
	w.refusedSQL(t, "a link beside the rules", link, string(apart), false)
	w.refusedSQL(t, "a link that says that it is of who is kept apart", link, string(apart), true)
	w.refusedSQL(t, "a member that comes to be kept apart", `UPDATE requests SET apart = $1 WHERE id = $2`, true, string(other))
}
