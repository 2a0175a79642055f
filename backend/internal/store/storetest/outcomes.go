package storetest

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
)

// testOutcomes: what became of rights comes back in the order in which it was noted, each byte of it, for its own request
// alone; and of many that note at the same moment one wins and the others are told.
func testOutcomes(t *testing.T, e Engine) {
	w := Open(t, e.URL(t))
	who := w.Staff(t, account.Worker, "noord")
	id, other := w.ID(t, w.Send(t, "overleie", 1).Locator), w.ID(t, w.Send(t, "overleie", 2).Locator)
	var want []request.OutcomeRow
	for i, text := range []string{"b", "a", "\x00'\"\xff", "a"} {
		row := request.OutcomeRow{ID: core.NewID(w.Deps.Random), Request: id, At: w.Clock.Now(), Account: who.ID, Outcome: []byte(text), Who: who.Name}
		if i == 3 {
			row.Request = other
		} else {
			want = append(want, row)
		}
		if err := w.SQL.Requests().Update(context.Background(), func(tx request.Tx) error { return tx.InsertOutcome(row) }); err != nil {
			t.Fatal(err)
		}
	}
	err := w.SQL.Requests().View(context.Background(), func(tx request.Tx) error {
		got, err := tx.Outcomes(id)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		none, errNone := tx.Outcomes("nobody")
		if len(none) > 0 {
			t.Errorf("%d outcomes of nobody", len(none))
		}
		return errors.Join(err, errNone)
	})
	if err != nil {
		t.Fatal(err)
	}
	testOneOutcome(t, w)
}

func testOneOutcome(t *testing.T, w *World) {
	id := w.ID(t, w.Send(t, "overleie", 3).Locator)
	lead := w.Staff(t, account.Lead, "noord").Viewer()
	outcomes := []request.Outcome{request.OutcomeAsked, request.OutcomeGranted, request.OutcomeRefused}
	var won atomic.Int32
	parallel(len(outcomes), func(i int) {
		switch err := w.Requests.NoteOutcome(context.Background(), lead, id, "leefloon", request.OutcomeOpen, outcomes[i]); core.CodeOf(err) {
		case "":
			won.Add(1)
		case api.CodeConflict:
		default:
			t.Error(err)
		}
	})
	if n := w.Count(t, `SELECT COUNT(*) FROM outcomes WHERE request = $1`, string(id)); won.Load() != 1 || n != 1 {
		t.Errorf("%d won, %d rows", won.Load(), n)
	}
	w.VerifyAudit(t, 0, "")
}
