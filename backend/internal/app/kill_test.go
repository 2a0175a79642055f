package app_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/store"
	"wijkloket/backend/internal/testrig"
)

// killRounds is how often each engine's backend is killed; WIJKLOKET_KILL_ROUNDS asks for more.
func killRounds() int {
	if n, err := strconv.Atoi(os.Getenv("WIJKLOKET_KILL_ROUNDS")); err == nil && n > 0 {
		return n
	}
	return 4
}

// Killed with -9 at any moment under load, the backend loses no request that it confirmed and doubles none; who got no
// answer sends the same key again and gets one. Journal, processes and database are real.
func TestKilledUnderLoad(t *testing.T) {
	program := filepath.Join(t.TempDir(), "backend")
	if out, err := exec.Command("go", "build", "-o", program, "wijkloket/backend").CombinedOutput(); err != nil {
		t.Fatalf("building: %v\n%s", err, out)
	}
	t.Run("sqlite", func(t *testing.T) {
		dir := t.TempDir()
		killed(t, program, dir, "sqlite:"+filepath.Join(dir, "wijkloket.db"))
	})
	t.Run("postgres", func(t *testing.T) { killed(t, program, t.TempDir(), testrig.Postgres(t)) })
}

// ledger is the driver's own book: what it sent, and what was confirmed.
type ledger struct {
	mu        sync.Mutex
	next      int
	confirmed map[string]api.Personal // key -> code
	open      map[string]bool         // sent, and no answer
}

// fresh enters a key into the book before it is sent.
func (l *ledger) fresh() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.next++
	k := key(l.next)
	l.open[k] = true
	return k
}

func (l *ledger) confirm(t *testing.T, k string, code api.Personal) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if before, known := l.confirmed[k]; known && before != code {
		t.Errorf("%s has a second code", k)
	}
	l.confirmed[k] = code
	delete(l.open, k)
}

func (l *ledger) unanswered() (keys []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for k := range l.open {
		keys = append(keys, k)
	}
	return keys
}

func killed(t *testing.T, program, dir, database string) {
	book := &ledger{confirmed: map[string]api.Personal{}, open: map[string]bool{}}
	var slowest time.Duration
	cut := 0
	for range killRounds() {
		began := time.Now()
		p := launch(t, program, dir, database)
		slowest = max(slowest, time.Since(began))
		resend(t, book, p.base, book.unanswered())
		load(t, book, p, time.Duration(100+rand.IntN(500))*time.Millisecond)
		cut += len(book.unanswered())
	}
	p := launch(t, program, dir, database)
	resend(t, book, p.base, book.unanswered())
	sent := make([]string, 0, len(book.confirmed))
	for k := range book.confirmed {
		sent = append(sent, k)
	}
	resend(t, book, p.base, sent) // the same answer for each, so none is lost
	p.kill()
	rows := count(t, database)
	if rows != book.next {
		t.Errorf("%d requests are stored, %d were sent", rows, book.next)
	}
	if cut == 0 {
		t.Error("no request was under way at any kill: the test killed an idle program")
	}
	t.Logf("%d kills, %d requests, %d cut off and sent again, %d stored; lost 0, doubled 0; up again within %v",
		killRounds(), book.next, cut, rows, slowest.Round(time.Millisecond))
}

// load sends from 16 clients at once until the program is killed under them.
func load(t *testing.T, book *ledger, p *process, after time.Duration) {
	t.Helper()
	var wait sync.WaitGroup
	for range 16 {
		wait.Go(func() {
			client := &http.Client{Transport: &http.Transport{}}
			for {
				k := book.fresh()
				receipt, err := trySubmit(client, p.base, k)
				if err != nil {
					return // killed with this request under way
				}
				book.confirm(t, k, receipt.Code)
			}
		})
	}
	time.Sleep(after)
	p.kill()
	wait.Wait()
}

// resend sends keys again, as a kiosk does, and enters the answers.
func resend(t *testing.T, book *ledger, base string, keys []string) {
	t.Helper()
	var wait sync.WaitGroup
	work := make(chan string)
	for range 16 {
		wait.Go(func() {
			client := &http.Client{Transport: &http.Transport{}}
			for k := range work {
				receipt, err := trySubmit(client, base, k)
				if err != nil {
					t.Errorf("%s: %v", k, err)
					continue
				}
				book.confirm(t, k, receipt.Code)
			}
		})
	}
	for _, k := range keys {
		work <- k
	}
	close(work)
	wait.Wait()
}

// process is the program as the operating system runs it.
type process struct {
	command *exec.Cmd
	base    string
	once    sync.Once
}

func launch(t *testing.T, program, dir, database string) *process {
	t.Helper()
	command := exec.Command(program, "serve", "--listen", "127.0.0.1:0", "--staff-listen", "127.0.0.1:0",
		"--data-dir", dir, "--database", database, "--submits-per-minute", "0")
	complaints := &log{}
	command.Stderr = complaints
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	p := &process{command: command}
	t.Cleanup(p.kill)
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if address, ok := strings.CutPrefix(lines.Text(), "phone    "); ok {
			p.base = strings.TrimSuffix(address, "/")
			break
		}
	}
	if p.base == "" {
		t.Fatalf("it does not start: %s", complaints)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	if err := answering(p.base); err != nil {
		t.Fatalf("%v: %s", err, complaints)
	}
	return p
}

func answering(base string) error {
	for range 1000 {
		answer, err := http.Get(base + "/readyz")
		if err == nil {
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return nil
			}
		}
		time.Sleep(10 * time.Millisecond)
	}
	return fmt.Errorf("%s does not answer", base)
}

// kill is kill -9 and waits until the process is gone.
func (p *process) kill() {
	p.once.Do(func() {
		_ = p.command.Process.Kill()
		_ = p.command.Wait()
	})
}

// count is how many requests the database holds, after it was checked for damage.
func count(t *testing.T, database string) (rows int) {
	t.Helper()
	db, err := store.Open(context.Background(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.View(context.Background(), func(tx *store.Tx) error {
		if db.Engine() == "sqlite" {
			var damage string
			if err := tx.Row("PRAGMA integrity_check").Scan(&damage); err != nil || damage != "ok" {
				t.Errorf("integrity: %s %v", damage, err)
			}
		}
		return tx.Row("SELECT count(*) FROM requests").Scan(&rows)
	})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}
