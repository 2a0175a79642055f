package household_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/household"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/store/storetest"
)

var ctx = context.Background()

func personal(text string) api.Personal { return api.NewPersonal(text) }

// who is what a sender lets themselves be known by.
type who struct {
	phone, email, name, born string
	apart                    bool
	centre                   string
}

// contact is the plan of a sender: by telephone, or else by e-mail, or else they come back.
func (p who) contact() api.ContactPlan {
	switch {
	case p.phone != "":
		return api.ContactPlan{Channel: api.ChannelPhone, Phone: personal(p.phone), Introduce: api.IntroduceFirstName}
	case p.email != "":
		return api.ContactPlan{Channel: api.ChannelEmail, Email: personal(p.email)}
	}
	return api.ContactPlan{Channel: api.ChannelNone}
}

// send submits a request of somebody and moves the clock on.
func (r *rig) send(t testing.TB, p who) (request.Row, api.Receipt) {
	t.Helper()
	if p.centre == "" {
		p.centre = "overleie"
	}
	in := storetest.Submission(p.centre, len(r.requests))
	in.New.Contact, in.New.Name, in.New.BirthYear, in.New.Apart = p.contact(), personal(p.name), personal(p.born), p.apart
	receipt, err := r.Requests.Submit(ctx, in)
	if err != nil {
		t.Fatal(err)
	}
	r.Clock.Add(time.Second)
	row := r.Row(t, receipt.Locator)
	r.requests = append(r.requests, row)
	return row, receipt
}

const (
	phone, otherPhone = "0470 11 22 33", "0470 99 88 77"
	email             = "huis@example.org"
)

// TestWhatAgrees: two marks join, one alone is asked about, none is nothing; the same number however it is written.
func TestWhatAgrees(t *testing.T) {
	base := who{phone: phone, name: "Fatima Z", born: "1980"}
	tests := map[string]struct {
		then  who
		joins bool
		asks  []household.Ground
	}{
		"number and person":           {then: who{phone: "+32 470/11.22.33", name: " fatima   z", born: "1980"}, joins: true},
		"number alone":                {then: who{phone: phone, name: "Omar", born: "1975"}, asks: []household.Ground{household.ByPhone}},
		"number, and name alone":      {then: who{phone: phone, name: "Fatima Z"}, asks: []household.Ground{household.ByPhone}},
		"person alone":                {then: who{phone: otherPhone, name: "Fatima Z", born: "1980"}, asks: []household.Ground{household.ByPerson}},
		"the name of another year":    {then: who{phone: otherPhone, name: "Fatima Z", born: "1981"}},
		"nothing given, nothing said": {then: who{}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			first, _ := r.send(t, base)
			then, _ := r.send(t, test.then)
			if joined := r.home(then.ID) != "" && r.home(then.ID) == r.home(first.ID); joined != test.joins {
				t.Errorf("joined: %v", joined)
			}
			var grounds []household.Ground
			for _, p := range r.open(then.ID) {
				grounds = append(grounds, p.Grounds...)
			}
			if diff := cmp.Diff(test.asks, grounds); diff != "" {
				t.Error(diff)
			}
			linked := slices.ContainsFunc(r.events(t, first.ID), func(e request.EventRow) bool { return e.Kind == request.EventLinked && e.To == then.Locator })
			if linked != test.joins {
				t.Errorf("told in the history of the first: %v", linked)
			}
		})
	}
}

// TestTheSameAddressOfMail joins with the person, as a number does.
func TestTheSameAddressOfMail(t *testing.T) {
	r := newRig(t)
	first, _ := r.send(t, who{email: email, name: "Fatima", born: "1980"})
	then, _ := r.send(t, who{email: "HUIS@example.org", name: "Fatima", born: "1980"})
	if r.home(then.ID) == "" || r.home(first.ID) != r.home(then.ID) {
		t.Error("not joined")
	}
	if diff := cmp.Diff([]household.Ground{household.ByEmail, household.ByPerson}, r.last.Grounds); diff != "" {
		t.Error(diff)
	}
}

// TestABlindMarkIsNoProof: marks are cut short, so two strangers share one now and then. Their values decide.
func TestABlindMarkIsNoProof(t *testing.T) {
	r := newRig(t)
	stranger, _ := r.send(t, who{phone: otherPhone, name: "Omar", born: "1975"})
	marks, _ := r.send(t, who{phone: phone, name: "Fatima", born: "1980"})
	r.Exec(t, "UPDATE requests SET phone_index = $1, person_index = $2 WHERE id = $3", marks.PhoneIndex, marks.PersonIndex, string(stranger.ID))
	then, _ := r.send(t, who{phone: phone, name: "Fatima", born: "1980"})
	if r.home(then.ID) != r.home(marks.ID) || r.home(then.ID) == "" || r.home(stranger.ID) != "" || len(r.open(stranger.ID)) > 0 {
		t.Errorf("the stranger: household %q, %d proposals", r.home(stranger.ID), len(r.open(stranger.ID)))
	}
}

// TestOneQuestionAHousehold: a request that agrees with all of a household asks about it once, and a number that half the city
// leaves behind asks no more than a few times.
func TestOneQuestionAHousehold(t *testing.T) {
	r := newRig(t)
	for range 3 {
		r.send(t, who{phone: phone, name: "Fatima", born: "1980"})
	}
	then, _ := r.send(t, who{phone: phone, name: "Omar", born: "1975"})
	if asked := r.open(then.ID); len(asked) != 1 {
		t.Errorf("asks %d times", len(asked))
	}
	for _, name := range []string{"An", "Bo", "Cis", "Dirk", "Els", "Fien"} {
		r.send(t, who{phone: otherPhone, name: name, born: "1990"})
	}
	last, _ := r.send(t, who{phone: otherPhone, name: "Gust", born: "1990"})
	if asked := r.open(last.ID); len(asked) != 3 {
		t.Errorf("a shared number asks %d times", len(asked))
	}
}

// TestTheOwnWorker is that of the latest request under way, else of the latest within a year, else nobody.
func TestTheOwnWorker(t *testing.T) {
	r := newRig(t)
	family := who{phone: phone, name: "Fatima", born: "1980"}
	old, now := r.Staff(t, account.Worker, "noord"), r.Staff(t, account.Worker, "noord")
	meets := func() core.ID {
		t.Helper()
		r.send(t, family)
		return r.last.Own
	}
	first, _ := r.send(t, family)
	if got := meets(); got != "" {
		t.Errorf("nobody has any: %q", got)
	}
	r.give(t, first.ID, old.ID)
	if got := meets(); got != old.ID {
		t.Error("not the one who has one")
	}
	second, _ := r.send(t, family)
	r.give(t, second.ID, now.ID)
	if got := meets(); got != now.ID {
		t.Error("not the one of the latest")
	}
	r.close(t, second.ID)
	if got := meets(); got != old.ID {
		t.Error("a closed request counts before one under way")
	}
	r.close(t, first.ID)
	if got := meets(); got != now.ID {
		t.Error("a household without a request under way forgot its worker")
	}
	r.Clock.Add(366 * 24 * time.Hour)
	if got := meets(); got != "" {
		t.Error("a worker of more than a year ago")
	}
}

// TestANewNumberIsOnlyAskedAbout: who changes how they are reached is proposed and never joined, however sure it looks; and is
// asked about once.
func TestANewNumberIsOnlyAskedAbout(t *testing.T) {
	r := newRig(t)
	first, _ := r.send(t, who{phone: phone, name: "Fatima", born: "1980"})
	then, receipt := r.send(t, who{phone: otherPhone, name: "Omar", born: "1975"})
	apart, apartReceipt := r.send(t, who{phone: otherPhone, name: "Omar", born: "1975", apart: true})
	for range 2 {
		for _, code := range []api.Personal{receipt.Code, apartReceipt.Code} {
			for _, plan := range []who{{phone: phone}, {}} {
				if _, err := r.Requests.ChangeContact(ctx, api.ContactChange{Code: code, Contact: plan.contact()}, "x"); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	asked := r.open(then.ID)
	if r.home(then.ID) != "" || len(asked) != 1 || asked[0].Request != then.ID || asked[0].Other != first.ID {
		t.Errorf("in %q, asked %+v", r.home(then.ID), asked)
	}
	if r.home(apart.ID) != "" || len(r.open(apart.ID)) > 0 || len(r.proposals()) != 1 {
		t.Error("a request that is kept apart was drawn in by its new number")
	}
}

func (r *rig) events(t testing.TB, id core.ID) (events []request.EventRow) {
	t.Helper()
	err := r.SQL.Requests().View(ctx, func(tx request.Tx) (err error) {
		events, err = tx.Events(id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return events
}

// give gives a request to a worker of noord.
func (r *rig) give(t testing.TB, id, worker core.ID) {
	t.Helper()
	if err := r.Requests.Assign(ctx, r.Staff(t, account.Lead, "noord").Viewer(), id, worker, r.version(t, id)); err != nil {
		t.Fatal(err)
	}
}

// close ends a request.
func (r *rig) close(t testing.TB, id core.ID) {
	t.Helper()
	if err := r.Requests.Move(ctx, r.Staff(t, account.Lead, "noord").Viewer(), id, api.StateClosed, personal("klaar"), r.version(t, id)); err != nil {
		t.Fatal(err)
	}
}

func (r *rig) version(t testing.TB, id core.ID) int { return r.row(t, id).Version }

func (r *rig) row(t testing.TB, id core.ID) (row request.Row) {
	t.Helper()
	err := r.SQL.Requests().View(ctx, func(tx request.Tx) (err error) {
		row, _, err = tx.Request(id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return row
}
