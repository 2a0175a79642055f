package storetest

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/store"
)

// testTimes: a moment comes back as the same moment in UTC to the microsecond, whatever its zone, its side of 1970 or the
// night of the year; no moment comes back as none.
func testTimes(t *testing.T, e Engine) {
	w := Open(t, e.URL(t))
	auckland := time.FixedZone("UTC+13", 13*3600)
	moments := map[string]time.Time{
		"none":                     {},
		"winter night, first pass": time.Date(2026, 10, 25, 2, 30, 0, 0, time.FixedZone("CEST", 7200)),
		"winter night, second":     time.Date(2026, 10, 25, 2, 30, 0, 0, time.FixedZone("CET", 3600)),
		"another day elsewhere":    time.Date(2026, 12, 31, 23, 59, 59, 999999000, auckland),
		"before 1970":              time.Date(1931, 3, 1, 12, 0, 0, 1000, time.UTC),
		"leap day":                 time.Date(2028, 2, 29, 23, 59, 59, 0, core.Brussels),
		"far":                      time.Date(2999, 1, 1, 0, 0, 0, 0, time.UTC),
	}
	number := 0
	for name, at := range moments {
		number++
		locator := w.Send(t, "overleie", number).Locator
		row := w.Row(t, locator)
		row.Kept, row.Promise, row.Version = at, at, row.Version+1
		err := w.SQL.Requests().Update(context.Background(), func(tx request.Tx) error {
			_, err := tx.UpdateRequest(row)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		got := w.Row(t, locator)
		if !got.Kept.Equal(at) || !got.Promise.Equal(at) || at.IsZero() != got.Kept.IsZero() {
			t.Errorf("%s: %v came back as %v", name, at, got.Kept)
		}
		if _, offset := got.Kept.Zone(); offset != 0 {
			t.Errorf("%s: came back in zone %v", name, got.Kept.Location())
		}
	}
}

// testTexts: what staff and residents type comes back as it was typed, also what SQL, C and JSON are afraid of.
func testTexts(t *testing.T, e Engine) {
	w := Open(t, e.URL(t))
	lead := w.Staff(t, account.Lead, "noord")
	texts := []string{
		"'; DROP TABLE requests; --", `"\"`, "%s %d %!", "<script>alert(1)</script>", "a\tb", "line\nline",
		"محمد عبد الله", "Đặng Thị Thuý", "ღ ቃል 한국어", "👨‍👩‍👧‍👦🏳️‍🌈", "e\u0301 and é", "\u2067עברית\u2069",
		strings.Repeat("𐍈", api.MaxNote), "ends with a space after cleaning",
	}
	for i, text := range texts {
		receipt := w.Send(t, "overleie", i)
		id := w.ID(t, receipt.Locator)
		if err := w.Requests.AddNote(context.Background(), lead.Viewer(), id, api.NewPersonal(text)); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		detail := must(w.Requests.Open(context.Background(), lead.Viewer(), id))(t)
		want := strings.ReplaceAll(text, "\t", " ") // control characters become spaces (T-58)
		if got := detail.Notes[0].Text.Reveal(); got != want {
			t.Errorf("%q came back as %q", text, got)
		}
	}
	testRawBytes(t, w)
}

// testRawBytes: below the features' rules, sealed columns keep every byte, NUL and broken UTF-8 included.
func testRawBytes(t *testing.T, w *World) {
	row := w.Row(t, w.Send(t, "overleie", 1000).Locator)
	for _, text := range []string{"a\x00b", "\x00", "\xff\xfe", "'\x00\"\\"} {
		note := request.NoteRow{ID: core.NewID(w.Deps.Random), Request: row.ID, At: w.Clock.Now(), Account: w.Staff(t, account.Lead, "noord").ID, Note: []byte(text)}
		var notes []request.NoteRow
		err := w.SQL.Requests().Update(context.Background(), func(tx request.Tx) (err error) {
			if err := tx.InsertNote(note); err != nil {
				return err
			}
			notes, err = tx.Notes(row.ID)
			return err
		})
		if err != nil || string(notes[0].Note) != text {
			t.Errorf("%q came back as %q, %v", text, notes[0].Note, err)
		}
	}
}

// testMissing: what is not there is not there, and what is taken is taken, in one and the same word for every engine.
func testMissing(t *testing.T, e Engine) {
	w := Open(t, e.URL(t))
	ctx := context.Background()
	first := w.Row(t, w.Send(t, "overleie", 1).Locator)
	err := w.SQL.Requests().Update(ctx, func(tx request.Tx) error {
		_, byID, err1 := tx.Request("nobody")
		_, byLocator, err2 := tx.RequestByLocator("AAAAAA")
		_, byKey, err3 := tx.RequestByIdempotency([]byte("nothing"))
		_, byAccount, err4 := tx.Account("nobody")
		if byID || byLocator || byKey || byAccount {
			t.Error("found what is not there")
		}
		second := first
		second.ID = core.NewID(w.Deps.Random)
		inserted, err5 := tx.InsertRequest(second)
		if inserted {
			t.Error("two requests under one idempotency key and locator")
		}
		return errors.Join(err1, err2, err3, err4, err5)
	})
	if err != nil {
		t.Error(err)
	}
	err = w.DB.View(ctx, func(tx *store.Tx) error {
		return tx.Row(`SELECT id FROM requests WHERE id = $1`, "nobody").Scan(new(string))
	})
	if !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a missing row is %v", err)
	}
	err = w.DB.Update(ctx, func(tx *store.Tx) error {
		_, err := tx.Exec(`INSERT INTO sessions (token, account, data, expires) VALUES ($1, '', $1, 0), ($1, '', $1, 0)`, []byte("x"))
		return err
	})
	if !errors.Is(err, store.ErrDuplicate) {
		t.Errorf("a taken row is %v", err)
	}
	if n := w.Count(t, `SELECT COUNT(*) FROM sessions`); n != 0 {
		t.Errorf("half a statement stayed: %d rows", n)
	}
}

// testLostUpdates: a change that was made on an old version is refused and stores nothing.
func testLostUpdates(t *testing.T, e Engine) {
	w := Open(t, e.URL(t))
	row := w.Row(t, w.Send(t, "overleie", 1).Locator)
	update := func(centre string) (ok bool) {
		next := row
		next.Centre, next.Version = centre, row.Version+1
		err := w.SQL.Requests().Update(context.Background(), func(tx request.Tx) (err error) {
			ok, err = tx.UpdateRequest(next)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return ok
	}
	if !update("first") || update("second") {
		t.Error("of two changes on one version both or none were stored")
	}
	if got := w.Row(t, row.Locator); got.Centre != "first" || got.Version != row.Version+1 {
		t.Errorf("stored %q, version %d", got.Centre, got.Version)
	}
}

// testOneWinner (E-37): when many take one request at the same moment, one has it and the others are told.
func testOneWinner(t *testing.T, e Engine) {
	w := Open(t, e.URL(t))
	const staff, rounds = 10, 10
	var people []account.Account
	for range staff {
		people = append(people, w.Staff(t, account.Worker, "noord"))
	}
	for round := range rounds {
		receipt := w.Send(t, "overleie", round)
		id := w.ID(t, receipt.Locator)
		var winners, losers atomic.Int32
		parallel(staff, func(i int) {
			err := w.Requests.Take(context.Background(), people[i].Viewer(), id, 1)
			switch core.CodeOf(err) {
			case "":
				winners.Add(1)
			case api.CodeConflict, api.CodeForbidden: // it changed, or is a colleague's by now
				losers.Add(1)
			default:
				t.Errorf("round %d: %v", round, err)
			}
		})
		if winners.Load() != 1 || losers.Load() != staff-1 {
			t.Errorf("round %d: %d winners, %d losers", round, winners.Load(), losers.Load())
		}
	}
}

// testManyAtOnce: 64 clients at once, each request stored once, each with an event and an audit entry, and the chain whole.
func testManyAtOnce(t *testing.T, e Engine) {
	w := Open(t, e.URL(t))
	const clients, each = 64, 3
	receipts := make([]api.Receipt, clients*each)
	parallel(clients, func(client int) {
		for i := range each {
			n := client*each + i
			receipt, err := w.Requests.Submit(context.Background(), Submission("overleie", n))
			if err != nil {
				t.Errorf("request %d: %v", n, err)
			}
			receipts[n] = receipt
		}
	})
	seen := map[string]bool{}
	for _, receipt := range receipts {
		seen[receipt.Locator] = true
	}
	if len(seen) != len(receipts) {
		t.Errorf("%d locators for %d requests", len(seen), len(receipts))
	}
	for _, table := range []string{"requests", "events", "audit"} {
		if n := w.Count(t, "SELECT COUNT(*) FROM "+table); n != len(receipts) {
			t.Errorf("%d rows in %s, want %d", n, table, len(receipts))
		}
	}
	w.VerifyAudit(t, 0, "")
}

// testSameKeyAtOnce (E-28): the same submission ten times at once is one request with one answer; another body under its
// key is refused and changes nothing, now and years later (A3.1: the key never expires).
func testSameKeyAtOnce(t *testing.T, e Engine) {
	w := Open(t, e.URL(t))
	const times = 10
	receipts := make([]api.Receipt, times)
	parallel(times, func(i int) {
		receipt, err := w.Requests.Submit(context.Background(), Submission("overleie", 1))
		if err != nil {
			t.Error(err)
		}
		receipts[i] = receipt
	})
	for _, receipt := range receipts {
		if receipt != receipts[0] || receipt.Code.IsZero() {
			t.Error("the same submission got two answers")
		}
	}
	w.Clock.Add(3 * 365 * 24 * time.Hour)
	other := Submission("overleie", 1)
	other.Body = []byte("another body")
	if _, err := w.Requests.Submit(context.Background(), other); core.CodeOf(err) != api.CodeKeyReused {
		t.Errorf("another body under the same key: %v", err)
	}
	if again := w.Send(t, "overleie", 1); again != receipts[0] {
		t.Error("sent again years later, the answer differs")
	}
	if n := w.Count(t, `SELECT COUNT(*) FROM requests`); n != 1 {
		t.Errorf("%d requests", n)
	}
	if n := w.Count(t, `SELECT COUNT(*) FROM audit`); n != 1 {
		t.Errorf("%d audit entries for one request (T-56)", n)
	}
}

// testFilters: each part of a selection narrows by itself.
func testFilters(t *testing.T, e Engine) {
	w := Open(t, e.URL(t))
	ctx := context.Background()
	lead := w.Staff(t, account.Lead, "zuid")
	var ids []core.ID
	for i, centre := range []string{"de-bildings", "de-lange-munte", "de-conde", "overleie"} {
		ids = append(ids, w.ID(t, w.Send(t, centre, i).Locator))
		w.Clock.Add(time.Minute)
	}
	if err := w.Requests.Take(ctx, lead.Viewer(), ids[0], 1); err != nil {
		t.Fatal(err)
	}
	w.Clock.Add(time.Hour)
	if err := w.Requests.Move(ctx, lead.Viewer(), ids[1], api.StateClosed, api.NewPersonal("dubbel"), 1); err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		filter request.Filter
		want   []core.ID
	}{
		"whole team":          {request.Filter{}, []core.ID{ids[0], ids[2], ids[1]}},
		"mine":                {request.Filter{Mine: true}, []core.ID{ids[0]}},
		"open":                {request.Filter{Open: true}, []core.ID{ids[0], ids[2]}},
		"open or just closed": {request.Filter{Open: true, Since: w.Clock.Now()}, []core.ID{ids[0], ids[2], ids[1]}},
		"open, closed before": {request.Filter{Open: true, Since: w.Clock.Now().Add(time.Second)}, []core.ID{ids[0], ids[2]}},
		"one centre":          {request.Filter{Centre: "de-conde"}, []core.ID{ids[2]}},
		"another team's":      {request.Filter{Centre: "overleie"}, nil},
	}
	for name, test := range tests {
		var got []core.ID
		for _, line := range must(w.Requests.Queue(ctx, lead.Viewer(), test.filter))(t) {
			got = append(got, line.ID)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// parallel runs do n times at once.
func parallel(n int, do func(i int)) {
	var all sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		all.Go(func() {
			<-start
			do(i)
		})
	}
	close(start)
	all.Wait()
}
