package request_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/store/storetest"
	"wijkloket/i18n"
)

// methods are everything that staff can ask of one request.
func methods(w *storetest.World, colleague core.ID) map[string]func(account.Viewer, core.ID) error {
	r, none := w.Requests, api.Personal{}
	return map[string]func(account.Viewer, core.ID) error{
		"Open":    func(v account.Viewer, id core.ID) error { _, err := r.Open(ctx, v, id); return err },
		"Assign":  func(v account.Viewer, id core.ID) error { return r.Assign(ctx, v, id, colleague, 1) },
		"Take":    func(v account.Viewer, id core.ID) error { return r.Take(ctx, v, id, 1) },
		"Release": func(v account.Viewer, id core.ID) error { return r.Release(ctx, v, id, 1) },
		"AddNote": func(v account.Viewer, id core.ID) error { return r.AddNote(ctx, v, id, personal("nota")) },
		"NoteOutcome": func(v account.Viewer, id core.ID) error {
			return r.NoteOutcome(ctx, v, id, "leefloon", request.OutcomeOpen, request.OutcomeAsked)
		},
		"Move": func(v account.Viewer, id core.ID) error { return r.Move(ctx, v, id, api.StateContacted, none, 1) },
		"HandOver": func(v account.Viewer, id core.ID) error {
			return r.HandOver(ctx, v, id, "jeugd", personal("jongere"), 1)
		},
		"Undo": func(v account.Viewer, id core.ID) error {
			err := r.Undo(ctx, v, id, 1)
			if core.CodeOf(err) == api.CodeConflict {
				return nil // allowed, but there is no step to take back
			}
			return err
		},
	}
}

// TestWhoMayDoWhat (T-2, T-18, E-46) holds the whole table: role × method × own, foreign and absent request. A foreign request
// and an absent one give the same answer.
func TestWhoMayDoWhat(t *testing.T) {
	w := open(t)
	allowed := map[account.Role]string{
		account.Reception: "Open Assign Release AddNote NoteOutcome Move Undo HandOver",
		account.Worker:    "Open Take Release AddNote NoteOutcome Move Undo HandOver",
		account.Lead:      "Open Assign Take Release AddNote NoteOutcome Move Undo HandOver",
		account.Admin:     "",
	}
	colleague := w.Staff(t, account.Worker, "noord").ID
	number := 0
	for role, list := range allowed {
		team := "noord"
		if role == account.Admin {
			team = ""
		}
		v := w.Staff(t, role, team).Viewer()
		for name, method := range methods(w, colleague) {
			number++
			own, foreign := w.ID(t, w.Send(t, "overleie", number).Locator), w.ID(t, w.Send(t, "marke", 1000+number).Locator)
			want := api.CodeForbidden
			switch {
			case role == account.Admin:
				want = api.CodeNotFound
			case slices.Contains(strings.Fields(list), name):
				want = ""
			}
			wantCode(t, fmt.Sprint(role, " ", name, " own"), method(v, own), want)
			refusedForeign, refusedAbsent := method(v, foreign), method(v, core.NewID(w.Deps.Random))
			wantCode(t, fmt.Sprint(role, " ", name, " foreign"), refusedForeign, api.CodeNotFound)
			if diff := cmp.Diff(refusedAbsent, refusedForeign); diff != "" {
				t.Errorf("%s %s: a foreign request differs from an absent one: %s", role, name, diff)
			}
			if row := w.Row(t, rowLocator(t, w, foreign)); row.Version != 1 {
				t.Errorf("%s %s: changed a foreign request", role, name)
			}
		}
	}
	for _, table := range []string{"notes", "outcomes"} {
		if n := w.Count(t, "SELECT COUNT(*) FROM "+table+" n JOIN requests r ON r.id = n.request WHERE r.team = 'marke'"); n != 0 {
			t.Errorf("%d %s on foreign requests", n, table)
		}
	}
}

// TestAdministratorsReadNothing (T-18): neither list nor search shows an administrator anything, whatever team they claim.
func TestAdministratorsReadNothing(t *testing.T) {
	w := open(t)
	receipt := w.Send(t, "overleie", 1)
	for _, v := range []account.Viewer{
		w.Staff(t, account.Admin, "").Viewer(), {ID: "x", Role: account.Admin, Team: "noord"}, {ID: "x", Role: "unheard-of", Team: "noord"}, {},
	} {
		queue, err := w.Requests.Queue(ctx, v, request.Filter{})
		found, errFind := w.Requests.Find(ctx, v, personal(receipt.Locator))
		_, errOpen := w.Requests.Open(ctx, v, w.ID(t, receipt.Locator))
		if len(queue)+len(found) > 0 || errors.Join(err, errFind) != nil || core.CodeOf(errOpen) != api.CodeNotFound {
			t.Errorf("%+v sees %d and finds %d, %v", v, len(queue), len(found), errOpen)
		}
	}
}

// TestWorkersKeepToTheirOwn: a worker sees the line of a colleague's request and nothing more; reception and the lead see it.
func TestWorkersKeepToTheirOwn(t *testing.T) {
	w := open(t)
	owner, other := w.Staff(t, account.Worker, "noord"), w.Staff(t, account.Worker, "noord")
	id := w.ID(t, w.Send(t, "overleie", 1).Locator)
	if err := w.Requests.Take(ctx, owner.Viewer(), id, 1); err != nil {
		t.Fatal(err)
	}
	for name, method := range methods(w, other.ID) {
		if name == "Assign" {
			continue // is no worker's at all
		}
		err := method(other.Viewer(), id)
		wantCode(t, name+" of a colleague's request", err, api.CodeForbidden)
		var refusal *core.Error
		if errors.As(err, &refusal) && refusal.Reason.Args["Who"] != owner.Name {
			t.Errorf("%s: does not say whose it is: %+v", name, refusal.Reason)
		}
	}
	queue, err := w.Requests.Queue(ctx, other.Viewer(), request.Filter{})
	if err != nil || len(queue) != 1 || queue[0].WorkerName != owner.Name {
		t.Errorf("the queue shows %+v, %v", queue, err)
	}
	for _, role := range []account.Role{account.Reception, account.Lead} {
		if _, err := w.Requests.Open(ctx, w.Staff(t, role, "noord").Viewer(), id); err != nil {
			t.Errorf("%s: %v", role, err)
		}
	}
}

// TestAssign: only to somebody of the team who works with residents and whose account is open.
func TestAssign(t *testing.T) {
	w := open(t)
	lead := w.Staff(t, account.Lead, "noord").Viewer()
	left := w.Staff(t, account.Worker, "noord")
	if err := w.Accounts.Disable(ctx, left.ID, true); err != nil {
		t.Fatal(err)
	}
	id := w.ID(t, w.Send(t, "overleie", 1).Locator)
	for name, worker := range map[string]core.ID{
		"who left": left.ID, "of another team": w.Staff(t, account.Worker, "zuid").ID, "reception": w.Staff(t, account.Reception, "noord").ID,
		"an administrator": w.Staff(t, account.Admin, "").ID, "nobody": "", "unknown": "x",
	} {
		wantCode(t, name, w.Requests.Assign(ctx, lead, id, worker, 1), api.CodeInvalid)
	}
	worker := w.Staff(t, account.Worker, "noord")
	if err := w.Requests.Assign(ctx, lead, id, worker.ID, 1); err != nil {
		t.Fatal(err)
	}
	detail, err := w.Requests.Open(ctx, worker.Viewer(), id)
	if err != nil || detail.WorkerName != worker.Name || detail.Events[1].To != worker.Name || detail.Events[1].Who != lead.Name {
		t.Errorf("%+v, %v", detail.Events, err)
	}
	if err := w.Requests.Release(ctx, worker.Viewer(), id, 2); err != nil {
		t.Fatal(err)
	}
	if row := w.Row(t, detail.Locator); row.Worker != "" {
		t.Error("given back and still somebody's")
	}
}

// TestConflictsSayWhatHappened: who acts on what they saw before is told who did what since.
func TestConflictsSayWhatHappened(t *testing.T) {
	w := open(t)
	lead, worker := w.Staff(t, account.Lead, "noord"), w.Staff(t, account.Worker, "noord")
	steps := map[string]func(receipt api.Receipt, id core.ID) error{
		"taken": func(_ api.Receipt, id core.ID) error { return w.Requests.Take(ctx, worker.Viewer(), id, 1) },
		"assigned": func(_ api.Receipt, id core.ID) error {
			return w.Requests.Assign(ctx, w.Staff(t, account.Reception, "noord").Viewer(), id, worker.ID, 1)
		},
		"state": func(_ api.Receipt, id core.ID) error {
			return w.Requests.Move(ctx, worker.Viewer(), id, api.StateContacted, api.Personal{}, 1)
		},
		"cancelled": func(r api.Receipt, _ core.ID) error { _, err := w.Requests.Cancel(ctx, r.Code, "x"); return err },
		"contact-changed": func(r api.Receipt, _ core.ID) error {
			_, err := w.Requests.ChangeContact(ctx, api.ContactChange{Code: r.Code, Contact: api.ContactPlan{Channel: api.ChannelNone}}, "x")
			return err
		},
	}
	number := 0
	for kind, step := range steps {
		number++
		receipt := w.Send(t, "overleie", number)
		id := w.ID(t, receipt.Locator)
		if err := step(receipt, id); err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		// An opening and an outcome come after it and are no reason for a conflict.
		_, errOpen := w.Requests.Open(ctx, lead.Viewer(), id)
		errNote := w.Requests.NoteOutcome(ctx, lead.Viewer(), id, "leefloon", request.OutcomeOpen, request.OutcomeAsked)
		if kind != "cancelled" && errors.Join(errOpen, errNote) != nil {
			t.Fatal(errOpen, errNote)
		}
		err := w.Requests.Move(ctx, lead.Viewer(), id, api.StateClosed, personal("dubbel"), 1)
		wantCode(t, kind, err, api.CodeConflict)
		var refusal *core.Error
		if errors.As(err, &refusal) && refusal.Reason.Key != "refuse.conflict."+kind {
			t.Errorf("%s: says %s", kind, refusal.Reason.Key)
		}
		if state := w.Row(t, receipt.Locator).State; state == api.StateClosed {
			t.Errorf("%s: closed all the same", kind)
		}
	}
}

// TestHandOver: the other team gets it as new, with the promise that the resident was given; the first team has it no more.
func TestHandOver(t *testing.T) {
	w := open(t)
	from, to := w.Staff(t, account.Lead, "noord").Viewer(), w.Staff(t, account.Lead, "zuid").Viewer()
	receipt := w.Send(t, "overleie", 1)
	id := w.ID(t, receipt.Locator)
	for name, err := range map[string]error{
		"without a reason":     w.Requests.HandOver(ctx, from, id, "zuid", api.Personal{}, 1),
		"with an empty reason": w.Requests.HandOver(ctx, from, id, "zuid", personal(" \n "), 1),
		"to the same team":     w.Requests.HandOver(ctx, from, id, "noord", personal("x"), 1),
		"to an unknown team":   w.Requests.HandOver(ctx, from, id, "oost", personal("x"), 1),
		"with national number": w.Requests.HandOver(ctx, from, id, "zuid", personal("85073003328"), 1),
	} {
		wantCode(t, name, err, api.CodeInvalid)
	}
	w.Clock.Add(24 * time.Hour)
	if err := w.Requests.HandOver(ctx, from, id, "zuid", personal("woont in Zuid"), 1); err != nil {
		t.Fatal(err)
	}
	_, err := w.Requests.Open(ctx, from, id)
	wantCode(t, "the first team", err, api.CodeNotFound)
	detail, err := w.Requests.Open(ctx, to, id)
	if err != nil || detail.State != api.StateNew || detail.Worker != "" || !detail.Promise.Equal(receipt.Promise) || detail.Centre == "overleie" {
		t.Fatalf("%+v, %v", detail, err)
	}
	if event := detail.Events[1]; event.Kind != request.EventHandedOver || event.From != "noord" || event.To != "zuid" || event.Reason.Reveal() != "woont in Zuid" {
		t.Errorf("%+v", event)
	}
	// After a promise that was kept, the next team makes its own.
	if err := w.Requests.Move(ctx, to, id, api.StateContacted, api.Personal{}, 2); err != nil {
		t.Fatal(err)
	}
	w.Clock.Add(10 * 24 * time.Hour)
	if err := w.Requests.HandOver(ctx, to, id, "jeugd", personal("jongere"), 3); err != nil {
		t.Fatal(err)
	}
	row := w.Row(t, receipt.Locator)
	if !row.Kept.IsZero() || !row.Promise.After(w.Clock.Now()) || row.Centre == "" {
		t.Errorf("kept %v, promised %v, at %q", row.Kept, row.Promise, row.Centre)
	}
}

// TestMoveWantsReasons: closing says why, and no step is skipped through the service either.
func TestMoveWantsReasons(t *testing.T) {
	w := open(t)
	lead := w.Staff(t, account.Lead, "noord").Viewer()
	receipt := w.Send(t, "overleie", 1)
	id := w.ID(t, receipt.Locator)
	wantCode(t, "closing without a reason", w.Requests.Move(ctx, lead, id, api.StateClosed, api.Personal{}, 1), api.CodeInvalid)
	wantCode(t, "skipping a step", w.Requests.Move(ctx, lead, id, api.StateMet, api.Personal{}, 1), api.CodeConflict)
	wantCode(t, "cancelling for the resident", w.Requests.Move(ctx, lead, id, api.StateCancelled, api.Personal{}, 1), api.CodeConflict)
	wantCode(t, "an unknown state", w.Requests.Move(ctx, lead, id, "asleep", api.Personal{}, 1), api.CodeConflict)
	w.Clock.Add(time.Hour)
	if err := w.Requests.Move(ctx, lead, id, api.StateContacted, api.Personal{}, 1); err != nil {
		t.Fatal(err)
	}
	kept := w.Clock.Now()
	w.Clock.Add(time.Hour)
	if err := w.Requests.Move(ctx, lead, id, api.StateScheduled, api.Personal{}, 2); err != nil {
		t.Fatal(err)
	}
	if row := w.Row(t, receipt.Locator); !row.Kept.Equal(kept) {
		t.Errorf("the promise counts as kept at %v, want the first contact %v", row.Kept, kept)
	}
	if err := w.Requests.Move(ctx, lead, id, api.StateClosed, personal("afgerond"), 3); err != nil {
		t.Fatal(err)
	}
	wantCode(t, "moving what is closed", w.Requests.Move(ctx, lead, id, api.StateContacted, api.Personal{}, 4), api.CodeConflict)
	wantCode(t, "taking what is closed", w.Requests.Take(ctx, lead, id, 4), api.CodeConflict)
}

// TestFind: by locator, code, number and address in any writing, and by a part of the code word; never another team's.
func TestFind(t *testing.T) {
	w := open(t)
	lead, stranger := w.Staff(t, account.Lead, "noord").Viewer(), w.Staff(t, account.Lead, "zuid").Viewer()
	in := storetest.Submission("overleie", 1)
	in.New.Contact.CodeWord = personal("Blauwe  Reiger")
	byPhone, err := w.Requests.Submit(ctx, in)
	if err != nil {
		t.Fatal(err)
	}
	in = storetest.Submission("overleie", 2)
	in.New.Contact = api.ContactPlan{Channel: api.ChannelEmail, Email: personal("Amira@Example.org"), CodeWord: personal("groene otter")}
	byMail, err := w.Requests.Submit(ctx, in)
	if err != nil {
		t.Fatal(err)
	}
	for term, want := range map[string]string{
		byPhone.Locator: byPhone.Locator, byPhone.Code.Reveal(): byPhone.Locator, " " + byMail.Locator[:3] + "-" + byMail.Locator[3:]: byMail.Locator,
		"0470123456": byPhone.Locator, "+32 470 12.34.56": byPhone.Locator, "0032470123456": byPhone.Locator,
		"amira@example.ORG": byMail.Locator, "blauwe reiger": byPhone.Locator, "OTTER": byMail.Locator,
		"0470 12 34 57": "", "amira@example.com": "", "zz": "", "": "", "%": "", "paarse": "",
	} {
		found, err := w.Requests.Find(ctx, lead, personal(term))
		if err != nil || (want == "") != (len(found) == 0) || len(found) > 0 && found[0].Locator != want {
			t.Errorf("%q finds %d, %v", term, len(found), err)
		}
		if foreign, err := w.Requests.Find(ctx, stranger, personal(term)); err != nil || len(foreign) > 0 {
			t.Errorf("%q finds %d of another team, %v", term, len(foreign), err)
		}
	}
}

// TestReadingIsNoted (T-56): every opening is one audit entry, and one line of the history an hour for each who opened it.
func TestReadingIsNoted(t *testing.T) {
	w := open(t)
	one, two := w.Staff(t, account.Lead, "noord").Viewer(), w.Staff(t, account.Reception, "noord").Viewer()
	id := w.ID(t, w.Send(t, "overleie", 1).Locator)
	opened := func(v account.Viewer) {
		if _, err := w.Requests.Open(ctx, v, id); err != nil {
			t.Fatal(err)
		}
	}
	opened(one)
	opened(one)
	opened(two)
	w.Clock.Add(time.Hour - time.Microsecond)
	opened(one)
	w.Clock.Add(time.Microsecond)
	opened(one)
	for query, want := range map[string]int{
		`SELECT COUNT(*) FROM audit WHERE action = 'request.read'`: 5,
		`SELECT COUNT(*) FROM events WHERE kind = 'opened'`:        3,
	} {
		if got := w.Count(t, query); got != want {
			t.Errorf("%s: %d, want %d", query, got, want)
		}
	}
	if row := w.Row(t, rowLocator(t, w, id)); row.Version != 1 {
		t.Error("reading is no change")
	}
	w.VerifyAudit(t, 0, "")
}

// TestWatch: watchers of a team hear of every change after it is stored, others hear nothing, and a slow one loses the oldest
// without holding anybody up.
func TestWatch(t *testing.T) {
	w := open(t)
	lead := w.Staff(t, account.Lead, "noord").Viewer()
	noord, stop := w.Requests.Watch("noord")
	zuid, stopZuid := w.Requests.Watch("zuid")
	defer stopZuid()
	id := w.ID(t, w.Send(t, "overleie", 1).Locator)
	err := errors.Join(w.Requests.Take(ctx, lead, id, 1), w.Requests.AddNote(ctx, lead, id, personal("x")), w.Requests.HandOver(ctx, lead, id, "zuid", personal("x"), 2))
	if err != nil {
		t.Fatal(err)
	}
	want := []request.Change{
		{Team: "noord", ID: id, Kind: request.EventReceived, Version: 1}, {Team: "noord", ID: id, Kind: request.EventTaken, Version: 2},
		{Team: "noord", ID: id, Kind: request.EventNoted, Version: 2}, {Team: "noord", ID: id, Kind: request.EventHandedOver, Version: 3},
	}
	for _, change := range want {
		if got := <-noord; got != change {
			t.Errorf("heard %+v, want %+v", got, change)
		}
	}
	if got := <-zuid; got.Kind != request.EventHandedOver || got.Team != "zuid" {
		t.Errorf("the other team heard %+v", got)
	}
	var last core.ID
	for i := range 50 {
		last = w.ID(t, w.Send(t, "overleie", 10+i).Locator)
	}
	stop()
	stop()
	var heard []core.ID
	for change := range noord {
		heard = append(heard, change.ID)
	}
	if len(heard) == 0 || len(heard) >= 50 || heard[len(heard)-1] != last {
		t.Errorf("a slow watcher heard %d of 50", len(heard))
	}
	w.Send(t, "overleie", 100) // nobody listens any more
}

// TestQueueOrder: what is due first comes first, what is over comes last.
func TestQueueOrder(t *testing.T) {
	w := open(t)
	lead := w.Staff(t, account.Lead, "noord").Viewer()
	rapid.Check(t, func(t *rapid.T) {
		w.Clock.Add(time.Duration(rapid.IntRange(0, 72).Draw(t, "hours")) * time.Hour)
		_, err := w.Requests.Submit(ctx, storetest.Submission("overleie", rapid.IntRange(0, 1<<30).Draw(t, "number")))
		if err != nil {
			t.Fatal(err)
		}
		queue, err := w.Requests.Queue(ctx, lead, request.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		if len(queue) > 1 && rapid.Bool().Draw(t, "close one") {
			line := queue[rapid.IntRange(0, len(queue)-1).Draw(t, "which")]
			if line.State == api.StateNew {
				if err := w.Requests.Move(ctx, lead, line.ID, api.StateClosed, personal("x"), line.Version); err != nil {
					t.Fatal(err)
				}
			}
			queue, _ = w.Requests.Queue(ctx, lead, request.Filter{})
		}
		for i := 1; i < len(queue); i++ {
			before, after := queue[i-1], queue[i]
			if !before.State.Open() && after.State.Open() || before.State.Open() && after.State.Open() && before.Promise.After(after.Promise) {
				t.Fatalf("line %d comes after a later one", i)
			}
		}
	})
}

// TestEveryRefusalHasItsWords: each key that the feature can answer with has a text in every language.
func TestEveryRefusalHasItsWords(t *testing.T) {
	for _, lang := range i18n.Languages {
		texts, err := i18n.Area("request", lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range keysInCode(t) {
			if _, ok := texts[key]; !ok {
				t.Errorf("%s: no text %q", lang, key)
			}
		}
	}
}
