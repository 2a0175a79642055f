package httpapi_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"wijkloket/assets"
	"wijkloket/backend/api"
	"wijkloket/backend/directory"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/httpapi"
	"wijkloket/backend/internal/limit"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/web"
	"wijkloket/backend/rights"
	"wijkloket/i18n"
)

// requests is the request feature of these tests: its answers are functions.
type requests struct {
	submit func(request.Submission) (api.Receipt, error)
	status func(code api.Personal, from string) (api.Status, error)
	change func(api.ContactChange) (api.Status, error)
}

func (f *requests) Submit(_ context.Context, s request.Submission) (api.Receipt, error) {
	return f.submit(s)
}
func (f *requests) Status(_ context.Context, code api.Personal, from string) (api.Status, error) {
	return f.status(code, from)
}
func (f *requests) Cancel(_ context.Context, code api.Personal, from string) (api.Status, error) {
	return f.status(code, from)
}
func (f *requests) ChangeContact(_ context.Context, change api.ContactChange, _ string) (api.Status, error) {
	return f.change(change)
}

type handovers struct {
	open func(api.NewHandover, string) error
}

func (f *handovers) Open(_ context.Context, n api.NewHandover, base string) (api.Handover, error) {
	return api.Handover{URL: api.NewPersonal(base + "/h#secret"), Key: api.NewPersonal("key"), Expires: moment}, f.open(n, base)
}
func (f *handovers) Status(key api.Personal) (api.HandoverStatus, error) {
	if key.Reveal() != "key" {
		return api.HandoverStatus{}, core.Refuse(api.CodeUnknownCode, "error.handover.gone")
	}
	return api.HandoverStatus{Taken: true, Words: [2]string{"zon", "maan"}}, nil
}
func (*handovers) End(api.Personal) {}

var moment = time.Date(2026, 11, 25, 22, 59, 59, 0, time.UTC)

type clock struct{ now time.Time }

func (c *clock) Now() time.Time { return c.now }

// bench is the API behind the whole of package web, with its log in memory.
type bench struct {
	handler      http.Handler
	log          *bytes.Buffer
	requests     *requests
	appointments *appointments
	handovers    *handovers
	clock        *clock
	directory    *directory.Directory
	rights       *rights.Rules
}

// rules are the embedded rules of the rights check, read once for all tests.
var rules = sync.OnceValues(func() (*rights.Rules, error) {
	data, err := fs.Sub(assets.Files, "data/rights")
	if err != nil {
		return nil, err
	}
	return rights.Load(data)
})

// city is the embedded directory, read once for all tests.
var city = sync.OnceValues(func() (*directory.Directory, error) {
	data, err := fs.Sub(assets.Files, "data/directory")
	if err != nil {
		return nil, err
	}
	return directory.Load(data)
})

func newBench(t testing.TB) *bench {
	t.Helper()
	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{log: &bytes.Buffer{}, clock: &clock{moment}}
	if b.directory, err = city(); err != nil {
		t.Fatal(err)
	}
	if b.rights, err = rules(); err != nil {
		t.Fatal(err)
	}
	w, err := web.New(web.Options{Texts: texts, Static: assets.Files, Log: zerolog.New(zerolog.SyncWriter(b.log))})
	if err != nil {
		t.Fatal(err)
	}
	b.requests = &requests{
		submit: func(request.Submission) (api.Receipt, error) {
			return api.Receipt{Code: api.NewPersonal("ACDEFG-HJKLM-NPQRT"), Locator: "ACDEFG", CodeWord: api.NewPersonal("blauwe fiets"),
				Team: "noord", Centre: "overleie", Promise: moment}, nil
		},
		status: func(code api.Personal, _ string) (api.Status, error) {
			if code.Reveal() != "ACDEFG-HJKLM-NPQRT" {
				return api.Status{}, core.Refuse(api.CodeUnknownCode, "")
			}
			return api.Status{Locator: "ACDEFG", State: api.StateNew, Team: "noord", Promise: moment, Contact: api.ContactPlan{Channel: api.ChannelNone}}, nil
		},
		change: func(api.ContactChange) (api.Status, error) { return api.Status{Locator: "ACDEFG"}, nil },
	}
	b.appointments = &appointments{}
	b.handovers = &handovers{open: func(api.NewHandover, string) error { return nil }}
	served, err := httpapi.New(httpapi.Deps{
		Web: w, Requests: b.requests, Appointments: b.appointments, Handovers: b.handovers, Directory: func() *directory.Directory { return b.directory },
		Rights: func() *rights.Rules { return b.rights },
		Public: func() string { return "https://phone.example" }, Submits: limit.NewRate(b.clock, time.Second, 3), Opens: limit.NewRate(b.clock, time.Second, 3),
	})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	served.Register(mux)
	b.handler = w.Handler(mux)
	return b
}

// scenario is one call and what must come back.
type scenario struct {
	name    string
	method  string // POST unless given
	path    string // below /api/v1
	body    string
	headers map[string]string // beside Content-Type: application/json and a good Idempotency-Key; "" takes one away
	prepare func(*bench)

	status   int
	code     api.Code // of the problem document; none for success
	contains []string
	fields   []string // named in the problem document, in order
}

const goodKey = "a-key-of-the-kiosk-1"

func (s scenario) request() *http.Request {
	method := s.method
	if method == "" {
		method = http.MethodPost
	}
	r := httptest.NewRequest(method, "/api/v1"+s.path, strings.NewReader(s.body))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Idempotency-Key", goodKey)
	}
	for name, value := range s.headers {
		r.Header.Del(name)
		if value != "" {
			r.Header.Set(name, value)
		}
	}
	return r
}

func run(t *testing.T, scenarios []scenario) {
	t.Helper()
	for _, s := range scenarios {
		t.Run(strings.TrimPrefix(s.path, "/")+": "+s.name, func(t *testing.T) {
			b := newBench(t)
			if s.prepare != nil {
				s.prepare(b)
			}
			rw := httptest.NewRecorder()
			b.handler.ServeHTTP(rw, s.request())
			s.check(t, rw)
			inspect(t, rw)
			for _, text := range append(b.logged(), rw.Body.String()) {
				if strings.Contains(text, canary) {
					t.Errorf("the canary came back: %s", text)
				}
			}
		})
	}
}

func (b *bench) logged() []string { return strings.Split(b.log.String(), "\n") }

// canary stands in bodies that must not come back, in answers or in logs.
const canary = "Canary7391"

func (s scenario) check(t *testing.T, rw *httptest.ResponseRecorder) {
	t.Helper()
	body := rw.Body.String()
	if rw.Code != s.status {
		t.Fatalf("status %d, want %d: %s", rw.Code, s.status, body)
	}
	for _, part := range s.contains {
		if !strings.Contains(body, part) {
			t.Errorf("no %q in %s", part, body)
		}
	}
	if s.code == "" {
		return
	}
	var problem api.Problem
	decoder := json.NewDecoder(strings.NewReader(body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&problem); err != nil {
		t.Fatalf("not a problem document: %v: %s", err, body)
	}
	if problem.Code != s.code || problem.Status != s.status || problem.Title == "" || strings.Contains(body, "⟦") {
		t.Errorf("%s", body)
	}
	if contentType := rw.Header().Get("Content-Type"); contentType != "application/problem+json" {
		t.Errorf("type %s", contentType)
	}
	var fields []string
	for _, field := range problem.Fields {
		fields = append(fields, field.Field)
		if field.Message == "" || field.Key == "" {
			t.Errorf("field %s says nothing", field.Field)
		}
	}
	if s.fields != nil && strings.Join(fields, " ") != strings.Join(s.fields, " ") {
		t.Errorf("fields %v, want %v", fields, s.fields)
	}
}

// inspect holds every answer of these tests to T-59.
func inspect(t *testing.T, rw *httptest.ResponseRecorder) {
	t.Helper()
	for _, header := range []string{"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Strict-Transport-Security", "X-Frame-Options", "Cache-Control", "X-Request-Id"} {
		if rw.Header().Get(header) == "" {
			t.Errorf("no %s", header)
		}
	}
	if rw.Header().Get("Set-Cookie") != "" {
		t.Error("the API sets a cookie")
	}
	if strings.Contains(rw.Header().Get("Link"), "schema") || rw.Header().Get("Access-Control-Allow-Origin") != "" {
		t.Error("a header that nobody asked for")
	}
}

func answerOf(b *bench, s scenario) (*httptest.ResponseRecorder, string) {
	rw := httptest.NewRecorder()
	b.handler.ServeHTTP(rw, s.request())
	text, _ := io.ReadAll(rw.Result().Body)
	return rw, string(text)
}
