package sqlstore_test

import (
	"context"
	"database/sql"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/store/storetest"
	"wijkloket/backend/internal/testrig"
)

// clients is how many people send at the same moment.
const clients = 64

// measure runs do b.N times from all clients, reports the rate and how long one waits, and returns how long all but one in a
// hundred wait at most.
func measure(b *testing.B, do func(n int) error) (p99 time.Duration) {
	took := make([]time.Duration, b.N)
	var next atomic.Int64
	var all sync.WaitGroup
	b.ResetTimer()
	b.StartTimer()
	for range clients {
		all.Go(func() {
			for {
				n := int(next.Add(1)) - 1
				if n >= b.N {
					return
				}
				start := time.Now()
				if err := do(n); err != nil {
					b.Error(err)
					return
				}
				took[n] = time.Since(start)
			}
		})
	}
	all.Wait()
	b.StopTimer()
	slices.Sort(took)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "req/s")
	b.ReportMetric(float64(took[b.N/2].Microseconds())/1000, "p50-ms")
	p99 = took[b.N*99/100]
	b.ReportMetric(float64(p99.Microseconds())/1000, "p99-ms")
	return p99
}

// BenchmarkSubmit is a whole request: judged, sealed, slowly hashed, stored with event and audit entry, on disk before the
// answer. "shared" is how many changes a commit held on average.
func BenchmarkSubmit(b *testing.B) {
	for _, engine := range engines {
		b.Run(engine.name, func(b *testing.B) {
			w := storetest.Open(b, engine.url(b))
			measure(b, func(n int) error {
				_, err := w.Requests.Submit(context.Background(), storetest.Submission("overleie", n))
				return err
			})
			changes, commits := w.DB.Written()
			b.ReportMetric(float64(changes)/float64(commits), "shared")
		})
	}
}

var engines = []struct {
	name string
	url  func(testing.TB) string
	bare func(testing.TB) *sql.DB
}{
	{"sqlite", storetest.SQLite, func(t testing.TB) *sql.DB {
		options := url.Values{"_pragma": {"journal_mode(WAL)", "synchronous(FULL)"}, "_txlock": {"immediate"}}
		return bare(t, "sqlite", "file:"+filepath.Join(t.TempDir(), "bare.db")+"?"+options.Encode(), 1, "BLOB")
	}},
	{"postgres", testrig.Postgres, func(t testing.TB) *sql.DB { return bare(t, "pgx", testrig.Postgres(t), clients, "BYTEA") }},
}

func bare(t testing.TB, driver, name string, connections int, bytes string) *sql.DB {
	t.Helper()
	db, err := sql.Open(driver, name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	if _, err := db.Exec(strings.ReplaceAll(`CREATE TABLE bare (id BIGINT PRIMARY KEY, body BLOB NOT NULL)`, "BLOB", bytes)); err != nil {
		t.Fatal(err)
	}
	return db
}

// BenchmarkBareInsert is what the engine itself gives: one insert of a row as large as a request's, one commit each, as durable.
func BenchmarkBareInsert(b *testing.B) {
	body := make([]byte, 1500)
	for _, engine := range engines {
		b.Run(engine.name, func(b *testing.B) {
			db := engine.bare(b)
			measure(b, func(n int) error {
				_, err := db.Exec(`INSERT INTO bare (id, body) VALUES ($1, $2)`, n, body)
				return err
			})
		})
	}
}

// BenchmarkEscalate is one look of the promise clock, over twenty thousand requests of which two hundred lie at the desk and
// wait for the lead's moment: there is nothing to do. It runs every minute, for as long as the program does.
func BenchmarkEscalate(b *testing.B) {
	for _, engine := range engines {
		b.Run(engine.name, func(b *testing.B) {
			w := storetest.Open(b, engine.url(b))
			sent := w.Row(b, w.Send(b, "overleie", 1).Locator)
			w.Copies(b, sent, 20_000, func(n int, row *request.Row) {
				row.Escalated = request.LevelDesk
				if n%100 > 0 {
					row.Kept = row.Created
				}
			})
			desk, _ := w.Deps.Calendar.Escalation(sent.Team, sent.Promise)
			w.Clock.Set(desk)
			if _, err := w.Requests.Escalate(context.Background()); err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if n, err := w.Requests.Escalate(context.Background()); n != 0 || err != nil {
					b.Fatal(n, err)
				}
			}
		})
	}
}
