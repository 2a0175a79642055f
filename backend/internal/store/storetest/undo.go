package storetest

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
)

// steps are the changes of state in the history of a request, newest first.
func steps(t testing.TB, w *World, v account.Viewer, id core.ID) (steps []string) {
	t.Helper()
	for _, e := range must(w.Requests.Open(context.Background(), v, id))(t).Events {
		if e.Kind == request.EventState {
			steps = append(steps, e.From+" > "+e.To)
		}
	}
	return steps
}

// testUndo: a wrong touch is taken back as a whole, with the promise it had kept and in a history that keeps both; once,
// soon, and only by the one whose touch it was and while it is the last thing that happened.
func testUndo(t *testing.T, e Engine) {
	w := Open(t, e.URL(t))
	lead, colleague := w.Staff(t, account.Lead, "noord").Viewer(), w.Staff(t, account.Lead, "noord").Viewer()
	ctx, none := context.Background(), api.Personal{}
	undo := func(v account.Viewer, id core.ID, version int, want api.Code) {
		t.Helper()
		if err := w.Requests.Undo(ctx, v, id, version); core.CodeOf(err) != want {
			t.Errorf("taking back version %d: %v, want %q", version, err, want)
		}
	}
	for number, to := range []api.State{api.StateContacted, api.StateClosed} {
		locator := w.Send(t, "overleie", number).Locator
		id, promise := w.ID(t, locator), w.Row(t, locator).Promise
		undo(lead, id, 1, api.CodeConflict) // nothing was done yet
		if err := w.Requests.Move(ctx, lead, id, to, api.NewPersonal("vergissing"), 1); err != nil {
			t.Fatal(err)
		}
		w.Clock.Add(9 * time.Minute)
		undo(colleague, id, 2, api.CodeConflict)
		undo(w.Staff(t, account.Lead, "zuid").Viewer(), id, 2, api.CodeNotFound)
		undo(lead, id, 1, api.CodeConflict) // not what the viewer saw
		if err := w.Requests.AddNote(ctx, colleague, id, api.NewPersonal("een nota staat niet in de weg")); err != nil {
			t.Error(err)
		}
		undo(lead, id, 2, "")
		row := w.Row(t, locator)
		if row.State != api.StateNew || !row.Kept.IsZero() || !row.Promise.Equal(promise) || row.Version != 3 {
			t.Errorf("after taking back %s: %s, kept %v, promised %v, version %d", to, row.State, row.Kept, row.Promise, row.Version)
		}
		undo(lead, id, 3, api.CodeConflict) // taking back is not taken back
		want := []string{string(to) + " > new", "new > " + string(to)}
		if diff := cmp.Diff(want, steps(t, w, lead, id)); diff != "" {
			t.Error(diff)
		}
	}

	locator := w.Send(t, "overleie", 3).Locator
	late := w.ID(t, locator)
	if err := w.Requests.Move(ctx, lead, late, api.StateContacted, none, 1); err != nil {
		t.Fatal(err)
	}
	w.Clock.Add(11 * time.Minute)
	undo(lead, late, 2, api.CodeConflict)
	if row := w.Row(t, locator); row.State != api.StateContacted || row.Kept.IsZero() {
		t.Errorf("taken back too late: %s, kept %v", row.State, row.Kept)
	}
	w.VerifyAudit(t, 0, "")
}

// testUndoOnce: of many that touch it at once, one takes the step back.
func testUndoOnce(t *testing.T, e Engine) {
	w := Open(t, e.URL(t))
	lead := w.Staff(t, account.Lead, "noord").Viewer()
	locator := w.Send(t, "overleie", 1).Locator
	id := w.ID(t, locator)
	if err := w.Requests.Move(context.Background(), lead, id, api.StateContacted, api.Personal{}, 1); err != nil {
		t.Fatal(err)
	}
	var won atomic.Int32
	parallel(8, func(int) {
		switch err := w.Requests.Undo(context.Background(), lead, id, 2); core.CodeOf(err) {
		case "":
			won.Add(1)
		case api.CodeConflict:
		default:
			t.Error(err)
		}
	})
	if row := w.Row(t, locator); won.Load() != 1 || row.Version != 3 || row.State != api.StateNew {
		t.Errorf("%d took it back; version %d, %s", won.Load(), row.Version, row.State)
	}
}
