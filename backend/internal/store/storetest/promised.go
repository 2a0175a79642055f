package storetest

import (
	"context"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
)

// Copies stores rows like one, each changed by its number and without another way to tell them apart than their IDs.
func (w *World) Copies(t testing.TB, of request.Row, n int, change func(n int, row *request.Row)) (ids []core.ID) {
	t.Helper()
	err := w.SQL.Requests().Update(context.Background(), func(tx request.Tx) error {
		for i := range n {
			row := of
			row.ID = core.NewID(w.Deps.Random)
			row.Idempotency, row.Locator = []byte(row.ID), string(row.ID[:12])
			change(i, &row)
			if _, err := tx.InsertRequest(row); err != nil {
				return err
			}
			ids = append(ids, row.ID)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

// testPromised: what is promised before a moment, still owed and not yet with the lead; the earliest first, every page of it
// once.
func testPromised(t *testing.T, e Engine) {
	w := Open(t, e.URL(t))
	sent := w.Row(t, w.Send(t, "overleie", 1).Locator)
	w.Exec(t, `UPDATE requests SET kept = 1`)
	until := sent.Promise.Add(time.Hour)
	others := map[string]func(*request.Row){
		"kept":        func(r *request.Row) { r.Kept = w.Clock.Now() },
		"at the lead": func(r *request.Row) { r.Escalated = request.LevelLead },
		"not owed":    func(r *request.Row) { r.Channel = api.ChannelNone },
		"met":         func(r *request.Row) { r.State = api.StateMet },
		"closed":      func(r *request.Row) { r.State = api.StateClosed },
		"cancelled":   func(r *request.Row) { r.State = api.StateCancelled },
		"not yet":     func(r *request.Row) { r.Promise = until },
	}
	for _, change := range others {
		w.Copies(t, sent, 1, func(_ int, r *request.Row) { change(r) })
	}
	const each = 7
	var want []core.ID
	for hour := range 3 {
		ids := w.Copies(t, sent, each, func(n int, r *request.Row) {
			r.Promise, r.Escalated = sent.Promise.Add(time.Duration(hour-2)*time.Hour), request.Level(n%2)
			r.Team = []string{"noord", "zuid"}[n%2]
		})
		slices.Sort(ids)
		want = append(want, ids...)
	}
	for _, page := range []int{1, 4, len(want), 100} {
		var got []core.ID
		err := w.SQL.Requests().View(context.Background(), func(tx request.Tx) error {
			for after := (request.Row{}); ; {
				rows, err := tx.Promised(until, after, page)
				if err != nil || len(rows) == 0 {
					return err
				}
				for _, row := range rows {
					got = append(got, row.ID)
				}
				after = rows[len(rows)-1]
			}
		})
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("pages of %d: %s %v", page, diff, err)
		}
	}
}

// testEscalateAtOnce: programs that look at the same moment tell people once.
func testEscalateAtOnce(t *testing.T, e Engine) {
	w := Open(t, e.URL(t))
	sent := w.Row(t, w.Send(t, "overleie", 1).Locator)
	const requests, programs = 20, 4
	w.Copies(t, sent, requests-1, func(int, *request.Row) {})
	desk, lead := w.Deps.Calendar.Escalation(sent.Team, sent.Promise)
	for _, at := range []time.Time{desk, lead} {
		w.Clock.Set(at)
		var told atomic.Int32
		parallel(programs, func(int) {
			n, err := must(request.New(w.Deps))(t).Escalate(context.Background())
			if err != nil && core.CodeOf(err) != api.CodeConflict { // another was first
				t.Error(err)
			}
			told.Add(int32(n))
		})
		if told.Load() != requests {
			t.Errorf("told %d times of %d", told.Load(), requests)
		}
	}
	if n := w.Count(t, `SELECT COUNT(*) FROM events WHERE kind = 'escalated'`); n != 2*requests {
		t.Errorf("%d events for %d requests", n, requests)
	}
	w.VerifyAudit(t, 0, "")
}
