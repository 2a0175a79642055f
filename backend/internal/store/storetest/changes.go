package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/store"
)

const putSession = `INSERT INTO sessions (token, account, data, expires) VALUES ($1, '', $1, $2)`

var errOnPurpose = errors.New("on purpose")

// testFailuresStandAlone: changes that share a commit do not share a failure.
func testFailuresStandAlone(t *testing.T, e Engine) {
	w := Open(t, e.URL(t))
	const changes = 200
	var good atomic.Int32
	parallel(changes, func(i int) {
		err := w.DB.Update(context.Background(), func(tx *store.Tx) error {
			if _, err := tx.Exec(putSession, fmt.Appendf(nil, "%d", i), i%3); err != nil {
				return err
			}
			switch i % 3 {
			case 1:
				return errOnPurpose
			case 2:
				_, err := tx.Exec(putSession, fmt.Appendf(nil, "%d", i), 2) // the same row again
				return err
			}
			return nil
		})
		want := []error{nil, errOnPurpose, store.ErrDuplicate}[i%3]
		if !errors.Is(err, want) {
			t.Errorf("change %d: %v, want %v", i, err, want)
		}
		if err == nil {
			good.Add(1)
		}
	})
	if n := w.Count(t, `SELECT COUNT(*) FROM sessions`); n != int(good.Load()) || n != (changes+2)/3 {
		t.Errorf("%d rows of %d changes that were confirmed", n, good.Load())
	}
	if n := w.Count(t, `SELECT COUNT(*) FROM sessions WHERE expires <> 0`); n != 0 {
		t.Errorf("%d rows of changes that failed", n)
	}
}

// testPanics: a change that panics takes itself back, panics where it was called, and harms nobody else.
func testPanics(t *testing.T, e Engine) {
	w := Open(t, e.URL(t))
	func() {
		defer func() {
			if recovered := recover(); recovered != "boom" {
				t.Errorf("recovered %v", recovered)
			}
		}()
		_ = w.DB.Update(context.Background(), func(tx *store.Tx) error {
			if _, err := tx.Exec(putSession, []byte("x"), 1); err != nil {
				t.Error(err)
			}
			panic("boom")
		})
	}()
	if n := w.Count(t, `SELECT COUNT(*) FROM sessions`); n != 0 {
		t.Errorf("%d rows stayed", n)
	}
	w.Send(t, "overleie", 1)
}

// testLeftBehind: a caller that is gone before its change began stores nothing; one that leaves later gets it done.
func testLeftBehind(t *testing.T, e Engine) {
	w := Open(t, e.URL(t))
	gone, leave := context.WithCancel(context.Background())
	leave()
	err := w.DB.Update(gone, func(tx *store.Tx) error {
		_, err := tx.Exec(putSession, []byte("gone"), 1)
		return err
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("gone before it began: %v", err)
	}
	leaving, leave := context.WithCancel(context.Background())
	err = w.DB.Update(leaving, func(tx *store.Tx) error {
		leave()
		_, err := tx.Exec(putSession, []byte("left"), 1)
		return err
	})
	if err != nil {
		t.Errorf("left while it ran: %v", err)
	}
	if n := w.Count(t, `SELECT COUNT(*) FROM sessions`); n != 1 {
		t.Errorf("%d rows", n)
	}
}

// testViews: everything a view reads is of the moment of its first question, and it cannot write.
func testViews(t *testing.T, e Engine) {
	w := Open(t, e.URL(t))
	count := func(tx *store.Tx) (n int) {
		if err := tx.Row(`SELECT COUNT(*) FROM requests`).Scan(&n); err != nil {
			t.Error(err)
		}
		return n
	}
	err := w.DB.View(context.Background(), func(tx *store.Tx) error {
		before := count(tx)
		w.Send(t, "overleie", 1)
		if after := count(tx); after != before {
			t.Errorf("a view saw %d requests and then %d", before, after)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	err = w.DB.View(context.Background(), func(tx *store.Tx) error {
		_, err := tx.Exec(putSession, []byte("x"), 1)
		return err
	})
	if err == nil || w.Count(t, `SELECT COUNT(*) FROM sessions`) != 0 {
		t.Error("a view wrote")
	}
}

// testClosing: closing waits for the change that runs, and refuses those that come after in words that people can read.
func testClosing(t *testing.T, e Engine) {
	w := Open(t, e.URL(t))
	running, done := make(chan struct{}), make(chan error, 1)
	go func() {
		done <- w.DB.Update(context.Background(), func(tx *store.Tx) error {
			close(running)
			time.Sleep(20 * time.Millisecond) // closing begins meanwhile
			_, err := tx.Exec(putSession, []byte("x"), 1)
			return err
		})
	}()
	<-running
	if err := w.DB.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Errorf("the running change: %v", err)
	}
	err := w.DB.Update(context.Background(), func(*store.Tx) error { return nil })
	if core.CodeOf(err) != api.CodeUnavailable {
		t.Errorf("a change after closing: %v", err)
	}
	again := Reopen(t, w.URL, w.Keys, w.Deps.Random)
	if n := again.Count(t, `SELECT COUNT(*) FROM sessions`); n != 1 {
		t.Errorf("%d rows after opening again", n)
	}
}

// testNewer: a database that a newer program changed is refused before anything of it is touched.
func testNewer(t *testing.T, e Engine) {
	w := Open(t, e.URL(t))
	w.Send(t, "overleie", 1)
	w.Exec(t, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, $1)`, true)
	db, err := store.Open(context.Background(), w.URL)
	if err == nil {
		err = errors.Join(errors.New("opened"), db.Close())
	}
	if !errors.Is(err, store.ErrNewer) {
		t.Errorf("opening a newer database: %v", err)
	}
}

// testHeld (E-20): while another program holds the database for long, a change waits some seconds and then says so, in words
// that people can read; afterwards everything goes on.
func testHeld(t *testing.T, e Engine) {
	w := Open(t, e.URL(t))
	other := Reopen(t, w.URL, w.Keys, w.Deps.Random)
	holding, release, released := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		released <- other.DB.Update(context.Background(), func(tx *store.Tx) error {
			_, err := tx.Exec(`UPDATE audit_head SET number = number`)
			close(holding)
			<-release
			return err
		})
	}()
	<-holding
	if _, err := w.Requests.Submit(context.Background(), Submission("overleie", 1)); core.CodeOf(err) != api.CodeUnavailable {
		t.Errorf("a change while another holds the database: %v", err)
	}
	if n := w.Count(t, `SELECT COUNT(*) FROM requests`); n != 0 {
		t.Errorf("%d requests of a change that was refused", n)
	}
	close(release)
	if err := <-released; err != nil {
		t.Error(err)
	}
	w.Send(t, "overleie", 1)
}
