package observe_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"wijkloket/backend/internal/observe"
)

func metrics(queues func(context.Context) ([]observe.Queue, error)) *observe.Metrics {
	return observe.New(observe.Sources{Queues: queues, Handovers: func() int { return 3 }, Jobs: func() []observe.Job {
		return []observe.Job{{Name: "promises", Age: 90 * time.Second, Runs: 7, Failures: 2}}
	}})
}

func refuse(rw http.ResponseWriter, _ *http.Request, _ error) { rw.WriteHeader(404) }

func TestFigures(t *testing.T) {
	m := metrics(func(context.Context) ([]observe.Queue, error) {
		return []observe.Queue{{Team: "noord", State: "new", Standing: "passed", Level: "lead", Count: 2}}, nil
	})
	m.Request("POST", "POST /api/v1/requests", 201, 4*time.Millisecond)
	m.Request("GET", "GET /onthaal/events", 200, -1)
	m.StoreError()
	m.Promise("noord", "kept", "desk")
	r := httptest.NewRequest("GET", "/metrics", nil)
	r.RemoteAddr = "127.0.0.1:4000"
	rw := httptest.NewRecorder()
	m.Handler("", refuse).ServeHTTP(rw, r)
	for _, line := range []string{
		`wijkloket_http_requests_total{method="POST",route="POST /api/v1/requests",status="201"} 1`,
		`wijkloket_http_request_seconds_count{route="POST /api/v1/requests"} 1`,
		`wijkloket_requests_open{level="lead",standing="passed",state="new",team="noord"} 2`,
		`wijkloket_promises_total{level="desk",team="noord",turn="kept"} 1`,
		`wijkloket_job_age_seconds{job="promises"} 90`, `wijkloket_job_runs_total{job="promises"} 7`, `wijkloket_job_failures_total{job="promises"} 2`,
		`wijkloket_handovers_open 3`, `wijkloket_store_errors_total 1`,
	} {
		if !strings.Contains(rw.Body.String(), line+"\n") {
			t.Errorf("no %s", line)
		}
	}
	if strings.Contains(rw.Body.String(), `wijkloket_http_request_seconds_count{route="GET /onthaal/events"}`) {
		t.Error("an open stream counts as a slow answer")
	}
}

// A database that does not answer takes one figure away, not all of them, and is counted.
func TestFiguresWithoutADatabase(t *testing.T) {
	m := metrics(func(context.Context) ([]observe.Queue, error) { return nil, errors.New("gone") })
	r := httptest.NewRequest("GET", "/metrics", nil)
	r.RemoteAddr = "127.0.0.1:4000"
	handler := m.Handler("", refuse)
	handler.ServeHTTP(httptest.NewRecorder(), r)
	rw := httptest.NewRecorder()
	handler.ServeHTTP(rw, r)
	body := rw.Body.String()
	if rw.Code != 200 || strings.Contains(body, "wijkloket_requests_open") || !strings.Contains(body, "wijkloket_store_errors_total") ||
		strings.Contains(body, "wijkloket_store_errors_total 0\n") {
		t.Errorf("%d %s", rw.Code, body)
	}
}

func TestWhoMaySeeTheFigures(t *testing.T) {
	const token = "0123456789abcdefghij"
	cases := map[string]struct {
		from, token, bearer, forwarded string
		status                         int
	}{
		"this machine":            {"127.0.0.1:1", "", "", "", 200},
		"this machine, IPv6":      {"[::1]:1", "", "", "", 200},
		"another":                 {"192.0.2.1:1", "", "", "", 404},
		"another, no token set":   {"192.0.2.1:1", "", "Bearer ", "", 404},
		"another with the token":  {"192.0.2.1:1", token, "Bearer " + token, "", 200},
		"another, wrong token":    {"192.0.2.1:1", token, "Bearer " + token[1:], "", 404},
		"through a proxy here":    {"127.0.0.1:1", "", "", "198.51.100.1", 404},
		"proxy and token":         {"127.0.0.1:1", token, "Bearer " + token, "198.51.100.1", 200},
		"a name for this machine": {"localhost", "", "", "", 404},
	}
	for name, c := range cases {
		r := httptest.NewRequest("GET", "/metrics", nil)
		r.RemoteAddr = c.from
		if c.bearer != "" {
			r.Header.Set("Authorization", c.bearer)
		}
		if c.forwarded != "" {
			r.Header.Set("X-Forwarded-For", c.forwarded)
		}
		rw := httptest.NewRecorder()
		metrics(nil).Handler(c.token, refuse).ServeHTTP(rw, r)
		if rw.Code != c.status {
			t.Errorf("%s: %d, want %d", name, rw.Code, c.status)
		}
	}
}

type clock struct{ now time.Time }

func (c *clock) Now() time.Time { return c.now }

func TestReady(t *testing.T) {
	var probes int
	var broken error
	at := &clock{time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)}
	ready := observe.NewReady(at, func(context.Context) error { probes++; return broken })
	ask := func() int {
		rw := httptest.NewRecorder()
		ready.ServeHTTP(rw, httptest.NewRequest("GET", "/readyz", nil))
		return rw.Code
	}
	if first, second := ask(), ask(); first != 200 || second != 200 || probes != 1 {
		t.Errorf("%d %d after %d probes", first, second, probes)
	}
	broken = errors.New("disk full")
	at.now = at.now.Add(time.Second)
	if status := ask(); status != 503 {
		t.Errorf("broken: %d", status)
	}
	broken = nil
	at.now = at.now.Add(time.Second)
	if status := ask(); status != 200 {
		t.Errorf("mended: %d", status)
	}
	ready.Leave()
	if status := ask(); status != 503 {
		t.Errorf("leaving: %d", status)
	}
}
