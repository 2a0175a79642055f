package app_test

import (
	"database/sql"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// clients is how many kiosks send at the same time.
const clients = 64

// BenchmarkSubmit sends requests over real HTTP from 64 clients at once to the real program on SQLite with full sync, and
// reports requests/s, p50 and p99. In the same run, on the same disk, it measures the bare engine: rows of the size of a
// stored request, one a commit (bare-commits/s) and 64 a commit (bare-batched/s), with nothing around it.
func BenchmarkSubmit(b *testing.B) {
	r := start(b, unlimited)
	base := "http://" + r.PublicAddr()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients}}
	var next atomic.Int64
	took := make([]time.Duration, b.N)
	var wait sync.WaitGroup
	b.ResetTimer()
	began := time.Now()
	for range clients {
		wait.Go(func() {
			for {
				n := int(next.Add(1))
				if n > b.N {
					return
				}
				sent := time.Now()
				if _, err := trySubmit(client, base, key(n)); err != nil {
					b.Error(err)
					return
				}
				took[n-1] = time.Since(sent)
			}
		})
	}
	wait.Wait()
	elapsed := time.Since(began)
	b.StopTimer()
	slices.Sort(took)
	b.ReportMetric(float64(b.N)/elapsed.Seconds(), "req/s")
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
	rows := min(max(b.N, clients), 2000)
	b.ReportMetric(bare(b, rows, 1), "bare-commits/s")
	b.ReportMetric(bare(b, rows, clients), "bare-batched/s")
}

// bare inserts rows with full sync in transactions of some rows each, and returns rows a second.
func bare(b *testing.B, rows, each int) float64 {
	b.Helper()
	file := filepath.Join(b.TempDir(), "bare.db")
	db, err := sql.Open("sqlite", "file:"+file+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_txlock=immediate")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("CREATE TABLE requests (id INTEGER PRIMARY KEY, body BLOB NOT NULL)"); err != nil {
		b.Fatal(err)
	}
	row := []byte(strings.Repeat("x", 1500)) // as large as a stored request with its event and audit entry
	began := time.Now()
	for done := 0; done < rows; {
		tx, err := db.Begin()
		if err != nil {
			b.Fatal(err)
		}
		for range min(each, rows-done) {
			if _, err := tx.Exec("INSERT INTO requests (body) VALUES ($1)", row); err != nil {
				b.Fatal(err)
			}
			done++
		}
		if err := tx.Commit(); err != nil {
			b.Fatal(err)
		}
	}
	return float64(rows) / time.Since(began).Seconds()
}
