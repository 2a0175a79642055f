package app_test

import (
	"bufio"
	"errors"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/config"
)

func demo(c *config.Config) { c.Demo = true }

func unlimited(c *config.Config) { c.SubmitsPerMinute = 0 }

// The main job: a kiosk sends, reception sees it without reloading, assigns it; the resident looks and cancels.
func TestOneRequestTravels(t *testing.T) {
	r := start(t, func(c *config.Config) { demo(c); unlimited(c) })
	kiosk, desk := r.phone(), r.office()
	desk.signIn("els")
	live := listen(t, desk)
	before := len(desk.get("/onthaal/rij").requestIDs())

	receipt := kiosk.submit(key(1), comeBack)
	if receipt.Team != "noord" || receipt.Centre != "overleie" || receipt.CodeWord.IsZero() {
		t.Fatalf("receipt for %s at %s", receipt.Team, receipt.Centre)
	}
	live.wait("change")
	queue := desk.get("/onthaal/rij")
	if after := len(queue.requestIDs()); after <= before || !strings.Contains(queue.body, receipt.CodeWord.Reveal()) {
		t.Errorf("%d links before, %d after", before, after)
	}
	var status api.Status
	proof, err := api.Marshal(api.Proof{Code: receipt.Code})
	if err != nil {
		t.Fatal(err)
	}
	kiosk.json("/requests/status", "", string(proof), &status)
	if status.State != api.StateNew {
		t.Errorf("state %s", status.State)
	}
	kiosk.json("/requests/cancel", "", string(proof), &status)
	if status.State != api.StateCancelled {
		t.Errorf("after cancelling: %s", status.State)
	}
	live.wait("change")
}

// Phones and kiosks of one address share one allowance. Who has to wait keeps what was typed.
func TestPhonesAreLimitedToo(t *testing.T) {
	r := start(t, func(c *config.Config) { c.SubmitsPerMinute = 1 })
	r.phone().submit(key(1), comeBack)
	phone := r.phone()
	phone.get("/talk")
	for _, step := range [][]string{{"place", "place", "centre"}, {"centre", "centre", "overleie"}, {"time", "time", "callme"}, {"channel", "channel", "none"}, {"message", "message", "Ik kom terug"}} {
		if answer := phone.form("/talk/"+step[0], step[1:]...); answer.StatusCode != http.StatusSeeOther {
			t.Fatalf("%s: %d %s", step[0], answer.StatusCode, answer.body)
		}
	}
	answer := phone.form("/talk/review")
	if answer.StatusCode != http.StatusTooManyRequests || !strings.Contains(answer.body, "Ik kom terug") {
		t.Errorf("%d to %q: %s", answer.StatusCode, answer.Header.Get("Location"), answer.body)
	}
}

// midweek is a Wednesday morning far from any holiday: in the hour after midnight the demo's promises stand otherwise.
type midweek struct{}

// Now implements core.Clock.
func (midweek) Now() time.Time { return time.Date(2027, 3, 10, 9, 0, 0, 0, time.UTC) }

// The figures tell of the work and of nobody.
func TestFigures(t *testing.T) {
	r := startAt(t, midweek{}, demo)
	r.phone().submit(key(1), comeBack)
	figures := r.figuresAfterTheJobs()
	for _, line := range []string{
		`wijkloket_http_requests_total{method="POST",route="POST /api/v1/requests",status="201"} 1`,
		`wijkloket_requests_open{level="lead",standing="passed",state="new",team="noord"} 1`, `wijkloket_store_errors_total 0`,
		`wijkloket_promises_total{level="lead",team="noord",turn="told"} 1`, `wijkloket_job_failures_total{job="promises"} 0`,
	} {
		if !strings.Contains(figures, line+"\n") {
			t.Errorf("no %s", line)
		}
	}
	if strings.Contains(figures, "overleie") {
		t.Error("a figure for one centre")
	}
}

// figuresAfterTheJobs are the figures once every job has run, as each does soon after the start.
func (r *rig) figuresAfterTheJobs() (figures string) {
	waits := regexp.MustCompile(`wijkloket_job_runs_total\{[^}]*\} 0\n`)
	for figures = r.office().get("/metrics").body; waits.MatchString(figures); figures = r.office().get("/metrics").body {
		time.Sleep(10 * time.Millisecond)
	}
	return figures
}

// Every page of both listeners that needs nothing to be shown, and every kind of mistake, passes the header inspector.
func TestEveryPublicAnswerHasItsHeaders(t *testing.T) {
	r := start(t, nil)
	phone, desk := r.phone(), r.office()
	for _, path := range []string{
		"/", "/?lang=ar", "/team", "/centres", "/now", "/privacy", "/access", "/talk", "/talk/place", "/a", "/a/ACDEFG", "/h", "/h/words", "/done",
		"/healthz", "/readyz", "/api/v1/directory", "/api/v1/openapi.json", "/api/v1/requests", "/nowhere", "/static/css/tokens.css", "/static/nothing.css",
	} {
		phone.get(path)
	}
	for _, path := range []string{"/", "/onthaal/", "/onthaal/aanmelden", "/onthaal/hulp", "/onthaal/rij", "/onthaal/aanvraag/x", "/metrics", "/healthz", "/readyz", "/nowhere"} {
		desk.get(path)
	}
	for _, v := range []*visitor{phone, desk} {
		v.do("OPTIONS", "/", "", "")
		v.do("PUT", "/", "text/plain", "x")
		v.do("POST", "/talk/place", "application/x-www-form-urlencoded", strings.Repeat("x", api.MaxBody+1))
		v.headers["Sec-Fetch-Site"] = "cross-site"
		v.form("/end")
		v.form("/onthaal/aanmelden", "gebruiker", "els")
	}
}

// T-48: what one listener serves, the other does not, and they share no cookie.
func TestListenersShareNothing(t *testing.T) {
	r := start(t, demo)
	phone, desk := r.phone(), r.office()
	for path, v := range map[string]*visitor{"/onthaal/": phone, "/onthaal/aanmelden": phone, "/metrics": phone, "/talk": desk, "/api/v1/directory": desk, "/a": desk} {
		if answer := v.get(path); answer.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", path, answer.StatusCode)
		}
	}
	desk.signIn("els")
	phone.get("/talk")
	if len(phone.cookies) == 0 {
		t.Error("the phone has no cookie to compare")
	}
	for name := range phone.cookies {
		if _, both := desk.cookies[name]; both {
			t.Errorf("both set %s", name)
		}
	}
	if host, _, _ := strings.Cut(strings.TrimPrefix(r.StaffURL(), "http://"), ":"); strings.Contains(r.PublicURL(), "//"+host) {
		t.Errorf("one host for both: %s and %s", r.PublicURL(), r.StaffURL())
	}
}

// stream is a live page of reception.
type stream struct {
	t      *testing.T
	events chan string
	body   io.ReadCloser
}

// listen opens the live stream and waits for its first word.
func listen(t *testing.T, desk *visitor) *stream {
	t.Helper()
	s := &stream{t: t, events: make(chan string, 64)}
	request, err := http.NewRequest("GET", desk.base+"/onthaal/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range desk.cookies {
		request.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	answer, err := desk.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	desk.inspect("GET", "/onthaal/events", answer)
	s.body = answer.Body
	t.Cleanup(func() { _ = answer.Body.Close() })
	go func() {
		defer close(s.events)
		for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
			if name, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
				s.events <- name
			}
		}
	}()
	s.wait("hello")
	return s
}

// wait waits for an event; the signs of life between count for nothing.
func (s *stream) wait(want string) {
	s.t.Helper()
	for {
		select {
		case got, open := <-s.events:
			if got == want {
				return
			}
			if !open {
				s.t.Fatalf("the stream ended before %q", want)
			}
		case <-time.After(time.Minute):
			s.t.Fatalf("no %q", want)
		}
	}
}

// A live page that reads nothing holds up neither residents nor other pages.
func TestStreamsThatNobodyReadsHoldNobodyUp(t *testing.T) {
	r := start(t, func(c *config.Config) { demo(c); unlimited(c) })
	desk := r.office()
	desk.signIn("els")
	for range 20 {
		request, err := http.NewRequest("GET", desk.base+"/onthaal/events", nil)
		if err != nil {
			t.Fatal(err)
		}
		for name, value := range desk.cookies {
			request.AddCookie(&http.Cookie{Name: name, Value: value})
		}
		deaf, err := desk.client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer deaf.Body.Close() // and never read
	}
	awake := listen(t, desk)
	kiosk := r.phone()
	for n := range 60 {
		kiosk.submit(key(n), comeBack)
	}
	awake.wait("change")
}

// A stop lets what is being answered finish: what was begun is answered and is there afterwards. A request that was still in
// the line when the program let go of it was not begun: it is nowhere, and its sender, who has no answer, sends it again.
func TestStopUnderLoad(t *testing.T) {
	dir := t.TempDir()
	inFolder := func(c *config.Config) { demo(c); unlimited(c); c.DataDir = dir }
	database := config.Storage{DataDir: dir}.DatabaseURL()
	r := start(t, inFolder)
	before := count(t, database)
	desk := r.office()
	desk.signIn("els")
	live := listen(t, desk)

	var confirmed, unanswered sync.Map
	var answers atomic.Int64
	var wait sync.WaitGroup
	for worker := range 8 {
		wait.Go(func() {
			client := &http.Client{Transport: &http.Transport{}} // one connection, kept
			for n := 0; ; n++ {
				k := key(worker*1_000_000 + n)
				receipt, err := trySubmit(client, "http://"+r.PublicAddr(), k)
				var line *url.Error
				switch {
				case errors.As(err, &line): // no connection, or one that was cut
					unanswered.Store(k, nil)
					return
				case err != nil:
					t.Errorf("answered badly: %v", err)
					return
				}
				confirmed.Store(k, receipt.Code)
				answers.Add(1)
			}
		})
	}
	for answers.Load() < 40 {
		time.Sleep(time.Millisecond)
	}
	began := time.Now()
	if err := r.stop(); err != nil {
		t.Fatal(err)
	}
	took := time.Since(began)
	wait.Wait()
	for range live.events { // ends
	}
	if begun := count(t, database) - before; begun != int(answers.Load()) {
		t.Errorf("%d requests were begun, %d answered", begun, answers.Load())
	}
	again := start(t, inFolder)
	confirmed.Range(func(k, code any) bool {
		receipt, err := trySubmit(http.DefaultClient, "http://"+again.PublicAddr(), k.(string))
		if err != nil || receipt.Code != code {
			t.Errorf("%v is not there any more: %v", k, err)
		}
		return true
	})
	unanswered.Range(func(k, _ any) bool {
		if _, err := trySubmit(http.DefaultClient, "http://"+again.PublicAddr(), k.(string)); err != nil {
			t.Errorf("%v cannot be sent again: %v", k, err)
		}
		return true
	})
	t.Logf("%d confirmed before the stop, which took %v", answers.Load(), took.Round(time.Millisecond))
}
