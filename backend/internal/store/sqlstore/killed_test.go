package sqlstore_test

import (
	"bufio"
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"wijkloket/backend/internal/seal"
	"wijkloket/backend/internal/store/storetest"
	"wijkloket/backend/internal/testrig"
)

// What the killed program is told by its environment.
const (
	childURL  = "WIJKLOKET_TEST_URL"
	childKeys = "WIJKLOKET_TEST_KEYS"
	childFrom = "WIJKLOKET_TEST_FROM"
)

// TestChild is the program that TestKilled kills: it submits without end and says on standard output what it was told. Without
// being asked by TestKilled it does nothing.
func TestChild(t *testing.T) {
	child(t, func(w *storetest.World, n int) (string, error) {
		receipt, err := w.Requests.Submit(context.Background(), storetest.Submission("overleie", n))
		return receipt.Locator, err
	})
}

// child does something again and again, eight at a time, until it is killed.
func child(t *testing.T, do func(w *storetest.World, n int) (locator string, err error)) {
	url := os.Getenv(childURL)
	if url == "" {
		return
	}
	keys, err := seal.Open(os.Getenv(childKeys))
	if err != nil {
		t.Fatal(err)
	}
	var from int64
	if _, err := fmt.Sscan(os.Getenv(childFrom), &from); err != nil {
		t.Fatal(err)
	}
	w := storetest.Reopen(t, url, keys, rand.Reader)
	var next atomic.Int64
	next.Store(from)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for {
				n := int(next.Add(1))
				locator, err := do(w, n)
				if err != nil {
					t.Error(err)
					return
				}
				fmt.Printf("received %d %s\n", n, locator) // one write: whole or not at all
			}
		})
	}
	all.Wait()
}

// TestKilled (E-1): a backend that is killed with -9 in the middle of its work loses nothing that it confirmed, and whoever sends
// again what was not confirmed doubles nothing.
func TestKilled(t *testing.T) {
	const kills = 8
	for name, database := range map[string]func(testing.TB) string{"SQLite": storetest.SQLite, "Postgres": testrig.Postgres} {
		t.Run(name, func(t *testing.T) {
			url, keyFile := database(t), filepath.Join(t.TempDir(), "keys.json")
			keys, err := seal.Open(keyFile)
			if err != nil {
				t.Fatal(err)
			}
			told := map[int]string{}
			last := 0
			for kill := range kills {
				// Each starts again a little before where the last one stopped: what was not confirmed is sent again.
				for n, locator := range untilKilled(t, "TestChild", url, keyFile, max(0, last-20), 20+kill*7) {
					if before, again := told[n]; again && before != locator {
						t.Errorf("request %d was received as %s and again as %s", n, before, locator)
					}
					told[n] = locator
					last = max(last, n)
				}
			}
			w := storetest.Reopen(t, url, keys, rand.Reader)
			stored := w.Count(t, `SELECT COUNT(*) FROM requests`)
			for n, locator := range told {
				if again := w.Send(t, "overleie", n); again.Locator != locator {
					t.Errorf("request %d was received as %s and is lost", n, locator)
				}
			}
			for _, table := range []string{"events", "audit"} {
				if rows := w.Count(t, `SELECT COUNT(*) FROM `+table); rows != stored {
					t.Errorf("%d rows in %s for %d requests", rows, table, stored)
				}
			}
			if now := w.Count(t, `SELECT COUNT(*) FROM requests`); now != stored || stored < len(told) {
				t.Errorf("%d requests confirmed, %d stored, %d after sending again", len(told), stored, now)
			}
			w.VerifyAudit(t, 0, "")
			t.Logf("%d kills, %d requests confirmed, %d stored, 0 lost, 0 doubled", kills, len(told), stored)
		})
	}
}

// untilKilled starts a child, kills it after so many answers, and returns what it was told.
func untilKilled(t *testing.T, program, url, keyFile string, from, answers int) map[int]string {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^"+program+"$")
	child.Env = append(os.Environ(), childURL+"="+url, childKeys+"="+keyFile, fmt.Sprintf("%s=%d", childFrom, from))
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	told := map[int]string{}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		var n int
		var locator string
		if _, err := fmt.Sscanf(lines.Text(), "received %d %s", &n, &locator); err != nil || len(locator) != 6 {
			t.Fatalf("the child says %q", lines.Text())
		}
		told[n] = locator
		if len(told) == answers {
			if err := child.Process.Kill(); err != nil { // what it says until it is dead still counts
				t.Fatal(err)
			}
		}
	}
	if err := child.Wait(); err == nil || len(told) < answers {
		t.Fatalf("the child ended by itself after %d answers: %v", len(told), err)
	}
	return told
}
