package request_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/store/storetest"
)

// sharing sends a request that shares these rights.
func sharing(t testing.TB, w *storetest.World, number int, rights ...string) core.ID {
	t.Helper()
	in := storetest.Submission("overleie", number)
	in.New.Rights = rights
	receipt, err := w.Requests.Submit(ctx, in)
	if err != nil {
		t.Fatal(err)
	}
	return w.ID(t, receipt.Locator)
}

// outcomes are the rights of a request as a viewer sees them: "leefloon shared asked".
func outcomes(t testing.TB, w *storetest.World, v account.Viewer, id core.ID) (lines []string) {
	t.Helper()
	detail, err := w.Requests.Open(ctx, v, id)
	if err != nil {
		t.Fatal(err)
	}
	for _, up := range detail.TakeUp {
		from := "added"
		if up.Shared {
			from = "shared"
		}
		lines = append(lines, strings.Join([]string{up.Right, from, string(up.Outcome)}, " "))
	}
	return lines
}

func wantOutcomes(t testing.TB, w *storetest.World, v account.Viewer, id core.ID, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, outcomes(t, w, v, id), cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}

// TestStaffSeeExactlyWhatWasShared: for any rights offered and any of them chosen, the opened request has the chosen ones and
// no other, and what staff add stands apart.
func TestStaffSeeExactlyWhatWasShared(t *testing.T) {
	w := open(t)
	lead := w.Staff(t, account.Lead, "noord").Viewer()
	var ids []string
	for _, right := range storetest.Rights(t).Rights() {
		ids = append(ids, right.ID)
	}
	number := 0
	rapid.Check(t, func(t *rapid.T) {
		chosen := rapid.SliceOfNDistinct(rapid.SampledFrom(ids), 0, 20, rapid.ID[string]).Draw(t, "chosen")
		number++
		in := storetest.Submission("overleie", number)
		in.New.Rights = chosen
		receipt, err := w.Requests.Submit(ctx, in)
		if err != nil {
			t.Fatal(err)
		}
		opened, err := w.Requests.Find(ctx, lead, personal(receipt.Locator))
		if err != nil {
			t.Fatal(err)
		}
		id := opened[0].ID
		added := rapid.SampledFrom(ids).Draw(t, "added")
		if err := w.Requests.NoteOutcome(ctx, lead, id, added, request.OutcomeOpen, request.OutcomeAsked); err != nil {
			t.Fatal(err)
		}
		detail, err := w.Requests.Open(ctx, lead, id)
		if err != nil || !slices.Equal(detail.Rights, chosen) {
			t.Fatalf("shared %v, staff see %v, %v", chosen, detail.Rights, err)
		}
		var shared []string
		for _, up := range detail.TakeUp {
			if up.Shared {
				shared = append(shared, up.Right)
			} else if up.Right != added || slices.Contains(chosen, added) {
				t.Fatalf("%q was added by nobody", up.Right)
			}
		}
		if !slices.Equal(shared, chosen) {
			t.Fatalf("shared %v, shown as shared %v", chosen, shared)
		}
	})
}

// TestNoteOutcome: the latest counts, taking back is noting again, and what staff add goes when it is taken back.
func TestNoteOutcome(t *testing.T) {
	w := open(t)
	amira := w.Staff(t, account.Worker, "noord")
	v := amira.Viewer()
	id := sharing(t, w, 1, "huurpremie", "leefloon")
	note := func(right string, seen, to request.Outcome) error {
		return w.Requests.NoteOutcome(ctx, v, id, right, seen, to)
	}
	wantOutcomes(t, w, v, id, "huurpremie shared open", "leefloon shared open")

	at := w.Clock.Now()
	err := errors.Join(note("leefloon", request.OutcomeOpen, request.OutcomeAsked), note("velootje-kinderfiets", request.OutcomeOpen, request.OutcomeGranted))
	if err != nil {
		t.Fatal(err)
	}
	wantOutcomes(t, w, v, id, "huurpremie shared open", "leefloon shared asked", "velootje-kinderfiets added granted")
	w.Clock.Add(20 * 24 * time.Hour)
	err = errors.Join(note("leefloon", request.OutcomeAsked, request.OutcomeRefused), note("velootje-kinderfiets", request.OutcomeGranted, request.OutcomeOpen))
	if err != nil {
		t.Fatal(err)
	}
	wantOutcomes(t, w, v, id, "huurpremie shared open", "leefloon shared refused")
	detail, err := w.Requests.Open(ctx, v, id)
	if err != nil {
		t.Fatal(err)
	}
	if up := detail.TakeUp[1]; up.Who != amira.Name || !up.At.Equal(at.Add(20*24*time.Hour)) {
		t.Errorf("noted by %q at %v", up.Who, up.At)
	}
	last := detail.LastNoted
	if last.Right != "velootje-kinderfiets" || last.Before != request.OutcomeGranted || last.Outcome != request.OutcomeOpen || last.Account != v.ID {
		t.Errorf("the last noting is %+v", last)
	}
	if err := note(last.Right, last.Outcome, last.Before); err != nil { // taking it back
		t.Fatal(err)
	}
	wantOutcomes(t, w, v, id, "huurpremie shared open", "leefloon shared refused", "velootje-kinderfiets added granted")

	for _, e := range detail.Events {
		if e.Kind == request.EventOutcome && (e.From != "" || e.To != "" || !e.Reason.IsZero() || e.Who != amira.Name) {
			t.Errorf("the history tells %+v", e)
		}
	}
	for query, want := range map[string]int{
		`SELECT COUNT(*) FROM outcomes`:                                     5,
		`SELECT COUNT(*) FROM events WHERE kind = 'outcome'`:                5,
		`SELECT COUNT(*) FROM audit WHERE action = 'request.outcome-noted'`: 5,
	} {
		if got := w.Count(t, query); got != want {
			t.Errorf("%s: %d, want %d (T-56)", query, got, want)
		}
	}
	if row := w.Row(t, rowLocator(t, w, id)); row.Version != 1 {
		t.Error("noting an outcome makes the forms of colleagues old")
	}
	w.VerifyAudit(t, 0, "")
}

// TestOutcomesThatAreRefused leave nothing behind.
func TestOutcomesThatAreRefused(t *testing.T) {
	w := open(t)
	amira, karel := w.Staff(t, account.Worker, "noord"), w.Staff(t, account.Lead, "noord").Viewer()
	id := sharing(t, w, 1, "leefloon")
	if err := w.Requests.NoteOutcome(ctx, amira.Viewer(), id, "leefloon", request.OutcomeOpen, request.OutcomeGranted); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		right    string
		seen, to request.Outcome
		want     api.Code
		key      string
	}{
		"an unknown outcome":          {"leefloon", request.OutcomeGranted, "perhaps", api.CodeInvalid, "refuse.outcome"},
		"no outcome":                  {"leefloon", request.OutcomeGranted, "", api.CodeInvalid, "refuse.outcome"},
		"a right that does not exist": {"gossip", request.OutcomeOpen, request.OutcomeAsked, api.CodeInvalid, "refuse.right"},
		"no right":                    {"", request.OutcomeOpen, request.OutcomeAsked, api.CodeInvalid, "refuse.right"},
		"what a colleague changed":    {"leefloon", request.OutcomeOpen, request.OutcomeRefused, api.CodeConflict, "refuse.conflict.outcome"},
		"what never stood there":      {"huurpremie", request.OutcomeAsked, request.OutcomeRefused, api.CodeConflict, "refuse.conflict"},
		"what stands there already":   {"leefloon", request.OutcomeOpen, request.OutcomeGranted, "", ""},
	} {
		err := w.Requests.NoteOutcome(ctx, karel, id, test.right, test.seen, test.to)
		wantCode(t, name, err, test.want)
		var refusal *core.Error
		if !errors.As(err, &refusal) {
			continue
		}
		reason := refusal.Reason
		if len(refusal.Fields) > 0 {
			reason = refusal.Fields[0].Reason
		}
		if reason.Key != test.key || test.key == "refuse.conflict.outcome" && reason.Args["Who"] != amira.Name {
			t.Errorf("%s: %+v", name, reason)
		}
		if text := err.Error(); strings.Contains(text, "leefloon") || strings.Contains(text, "gossip") {
			t.Errorf("%s: the error names the right: %s", name, text)
		}
	}
	for _, table := range []string{"outcomes", "audit WHERE action = 'request.outcome-noted'", "events WHERE kind = 'outcome'"} {
		if n := w.Count(t, "SELECT COUNT(*) FROM "+table); n != 1 {
			t.Errorf("%d %s", n, table)
		}
	}
}

// TestOutcomesComeLate: the answer to an application comes after the request was closed; of one that the resident cancelled
// nothing more is written down.
func TestOutcomesComeLate(t *testing.T) {
	w := open(t)
	lead := w.Staff(t, account.Lead, "noord").Viewer()
	for number, test := range []struct {
		states []api.State
		cancel bool
		want   api.Code
	}{
		{states: []api.State{api.StateContacted, api.StateMet}}, {states: []api.State{api.StateClosed}}, {cancel: true, want: api.CodeConflict},
	} {
		in := storetest.Submission("overleie", number)
		in.New.Rights = []string{"leefloon"}
		receipt, err := w.Requests.Submit(ctx, in)
		if err != nil {
			t.Fatal(err)
		}
		id := w.ID(t, receipt.Locator)
		for at, state := range test.states {
			if err := w.Requests.Move(ctx, lead, id, state, personal("klaar"), at+1); err != nil {
				t.Fatal(err)
			}
		}
		if test.cancel {
			if _, err := w.Requests.Cancel(ctx, receipt.Code, "x"); err != nil {
				t.Fatal(err)
			}
		}
		w.Clock.Add(60 * 24 * time.Hour)
		err = w.Requests.NoteOutcome(ctx, lead, id, "leefloon", request.OutcomeOpen, request.OutcomeGranted)
		wantCode(t, "an outcome of what is "+string(w.Row(t, receipt.Locator).State), err, test.want)
	}
}

// TestARightThatTheRulesForgot stays with the request that shared it, and can still get an outcome.
func TestARightThatTheRulesForgot(t *testing.T) {
	w := open(t)
	lead := w.Staff(t, account.Lead, "noord").Viewer()
	id := sharing(t, w, 1, "leefloon", "huurpremie")
	deps := w.Deps
	deps.Right = func(id string) bool { return id == "leefloon" }
	later, err := request.New(deps)
	if err != nil {
		t.Fatal(err)
	}
	wantCode(t, "a forgotten right that was shared", later.NoteOutcome(ctx, lead, id, "huurpremie", request.OutcomeOpen, request.OutcomeAsked), "")
	wantCode(t, "a forgotten right that was not", later.NoteOutcome(ctx, lead, id, "jobbonus", request.OutcomeOpen, request.OutcomeAsked), api.CodeInvalid)
	wantOutcomes(t, w, lead, id, "leefloon shared open", "huurpremie shared asked")
}

// TestRightsAreInNoLine: neither a line of the queue nor what the resident's code shows tells a right, nor how many there are.
func TestRightsAreInNoLine(t *testing.T) {
	w := open(t)
	lead := w.Staff(t, account.Lead, "noord").Viewer()
	in := storetest.Submission("overleie", 1)
	in.New.Rights = []string{"leefloon", "huurpremie"}
	receipt, err := w.Requests.Submit(ctx, in)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := w.Requests.Queue(ctx, lead, request.Filter{})
	status, errStatus := w.Requests.Status(ctx, receipt.Code, "test")
	if errors.Join(err, errStatus) != nil {
		t.Fatal(err, errStatus)
	}
	for _, v := range []any{lines, status, receipt} {
		text, err := api.Marshal(v)
		if err != nil || strings.Contains(string(text), "leefloon") || strings.Contains(string(text), "huurpremie") {
			t.Errorf("%s, %v", text, err)
		}
	}
}

// TestCiphertextsOfRightsTellNoLength: which right was noted, and which outcome, cannot be read from how long the sealed value is.
func TestCiphertextsOfRightsTellNoLength(t *testing.T) {
	w := open(t)
	lead := w.Staff(t, account.Lead, "noord").Viewer()
	id := sharing(t, w, 1)
	outcome := []request.Outcome{request.OutcomeAsked, request.OutcomeGranted, request.OutcomeRefused}
	for i, right := range storetest.Rights(t).Rights() {
		if err := w.Requests.NoteOutcome(ctx, lead, id, right.ID, request.OutcomeOpen, outcome[i%len(outcome)]); err != nil {
			t.Fatal(err)
		}
	}
	if n := w.Count(t, `SELECT COUNT(DISTINCT LENGTH(outcome)) FROM outcomes`); n != 1 {
		t.Errorf("%d lengths", n)
	}
	for i, right := range []string{"leefloon", "zorgbudget-zwaar-zorgbehoevenden"} {
		sharing(t, w, 10+i, right)
	}
	if n := w.Count(t, `SELECT COUNT(DISTINCT LENGTH(about)) FROM requests`); n != 1 {
		t.Errorf("%d lengths of what requests are about", n)
	}
}
