package sqlstore_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/store"
	"wijkloket/backend/internal/store/storetest"
	"wijkloket/backend/internal/testrig"
)

// TestConnectionsCut (E-34): while PostgreSQL ends our connections again and again, each request is received or refused as "not
// now", sending it again brings it in, and nothing is lost or doubled. No restart is needed.
//
// The cuts come ever more slowly: where connecting takes longer than the time between two cuts nobody could ever get through, and that
// would be a test of the machine.
func TestConnectionsCut(t *testing.T) {
	const clients, each = 8, 5
	w := storetest.Open(t, testrig.Postgres(t))
	cutter := storetest.Reopen(t, w.URL, w.Keys, w.Deps.Random)
	done := make(chan struct{})
	cuts := make(chan int)
	go func() {
		cut, pause := 0, 15*time.Millisecond
		for {
			select {
			case <-done:
				cuts <- cut
				return
			case <-time.After(pause):
			}
			pause += pause / 10
			err := cutter.DB.View(context.Background(), func(tx *store.Tx) error {
				return tx.Each(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`, nil,
					func(from store.Scanner) error { cut++; return from.Scan(new(bool)) })
			})
			if err != nil {
				t.Error(err)
			}
		}
	}()
	patience, enough := context.WithTimeout(t.Context(), 2*time.Minute)
	defer enough()
	var all sync.WaitGroup
	for client := range clients {
		all.Go(func() {
			for i := range each {
				n := client*each + i
				for try := 0; ; try++ {
					_, err := w.Requests.Submit(context.Background(), storetest.Submission("overleie", n))
					if err == nil {
						break
					}
					if core.CodeOf(err) != api.CodeUnavailable || patience.Err() != nil {
						t.Errorf("request %d, try %d: %v", n, try, err)
						break
					}
					time.Sleep(5 * time.Millisecond)
				}
			}
		})
	}
	all.Wait()
	close(done)
	if cut := <-cuts; cut < 5 {
		t.Errorf("only %d connections were cut", cut)
	}
	for range 20 { // what lay idle and was cut is found out by using it
		if w.DB.Ping(context.Background()) == nil {
			break
		}
	}
	for _, table := range []string{"requests", "events", "audit"} {
		if rows := w.Count(t, `SELECT COUNT(*) FROM `+table); rows != clients*each {
			t.Errorf("%d rows in %s, want %d", rows, table, clients*each)
		}
	}
	w.VerifyAudit(t, 0, "")
}
