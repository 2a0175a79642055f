package observe

import (
	"context"
	"net/http"
	"sync"
	"time"

	"wijkloket/backend/internal/core"
)

// Alive answers /healthz: the process runs and takes requests.
func Alive() http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) { say(rw, http.StatusOK, "ok") })
}

// Ready answers /readyz: the program does what it is for, which is to write to its database and read it back. The last
// answer holds for a second, so that asking often does not become load. A job that fails does not make it unready: while a
// mail server is down, a kiosk must take requests all the same. The figures tell since when a job did not work.
type Ready struct {
	probe func(context.Context) error
	clock core.Clock

	mu      sync.Mutex
	asked   time.Time
	works   bool
	leaving bool
}

// NewReady makes a Ready on a probe that writes and reads.
func NewReady(clock core.Clock, probe func(context.Context) error) *Ready {
	return &Ready{probe: probe, clock: clock}
}

// Leave makes it answer "not ready" from now on, so that a load balancer sends no more while the last requests finish.
func (r *Ready) Leave() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.leaving = true
}

// ServeHTTP answers 200 or 503.
func (r *Ready) ServeHTTP(rw http.ResponseWriter, _ *http.Request) {
	if r.ready() {
		say(rw, http.StatusOK, "ready")
		return
	}
	say(rw, http.StatusServiceUnavailable, "not ready")
}

func (r *Ready) ready() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.clock.Now()
	if r.leaving {
		return false
	}
	if now.Sub(r.asked) < time.Second {
		return r.works
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	r.works, r.asked = r.probe(ctx) == nil, now
	return r.works
}

// say answers as JSON: package web turns bare text of an error into a page, and these words are for machines.
func say(rw http.ResponseWriter, status int, word string) {
	rw.Header().Set("Content-Type", "application/json")
	rw.WriteHeader(status)
	_, _ = rw.Write([]byte(`{"status":"` + word + `"}` + "\n"))
}
