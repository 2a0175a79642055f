package resident_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"html"
	"io"
	"io/fs"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"wijkloket/assets"
	"wijkloket/backend/api"
	"wijkloket/backend/directory"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/handover"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/resident"
	"wijkloket/backend/internal/seal"
	"wijkloket/backend/internal/web"
	"wijkloket/backend/journey"
	"wijkloket/backend/rights"
	"wijkloket/i18n"
)

// now is a Saturday evening; the promise of the rig is the Wednesday after.
var now = time.Date(2026, 11, 21, 20, 0, 0, 0, time.UTC)

const (
	rightCode = "HTQWMN-CDEFG-HJKLM"
	locator   = "HTQWMN"
)

// desk stands in for the request feature: it keeps what was sent and answers as the contract says.
type desk struct {
	mu     sync.Mutex
	sent   map[string]request.Submission
	status api.Status
	fails  error
	diary  *diary
}

func (d *desk) Submit(_ context.Context, s request.Submission) (api.Receipt, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.fails != nil {
		return api.Receipt{}, d.fails
	}
	if before, twice := d.sent[s.Key]; twice && sha256.Sum256(before.Body) != sha256.Sum256(s.Body) {
		return api.Receipt{}, core.Refuse(api.CodeKeyReused, "")
	}
	appointment := d.status.Appointment
	if _, twice := d.sent[s.Key]; !twice {
		var err error
		if appointment, err = d.diary.first(s.New); err != nil {
			return api.Receipt{}, err
		}
	}
	if d.sent[s.Key] = s; appointment != nil {
		d.status.State, d.status.Appointment, d.status.Place = api.StateScheduled, appointment, appointment.Place
	}
	return api.Receipt{
		Appointment: appointment,
		Code:        api.NewPersonal(rightCode), Locator: locator, CodeWord: api.NewPersonal("zilveren fiets"),
		Team: "noord", Centre: "overleie", Promise: time.Date(2026, 11, 25, 22, 59, 59, 0, time.UTC),
	}, nil
}

func (d *desk) Status(_ context.Context, code api.Personal, _ string) (api.Status, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	plain := strings.NewReplacer("-", "", " ", "").Replace(strings.ToUpper(code.Reveal()))
	if plain != strings.ReplaceAll(rightCode, "-", "") {
		return api.Status{}, core.Refuse(api.CodeUnknownCode, "")
	}
	return d.status, d.fails
}

func (d *desk) Cancel(ctx context.Context, code api.Personal, from string) (api.Status, error) {
	status, err := d.Status(ctx, code, from)
	if err == nil {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.status.State, status.State = api.StateCancelled, api.StateCancelled
		if a := d.status.Appointment; a != nil && a.State.Live() {
			cancelled := *a
			cancelled.State = api.AppointmentCancelled
			d.status.Appointment = &cancelled
		}
	}
	return status, err
}

func (d *desk) ChangeContact(ctx context.Context, change api.ContactChange, from string) (api.Status, error) {
	status, err := d.Status(ctx, change.Code, from)
	if err == nil {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.status.Contact, status.Contact = change.Contact, change.Contact
	}
	return status, err
}

func (d *desk) only(t *testing.T) api.NewRequest {
	t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.sent) != 1 {
		t.Fatalf("%d requests were sent, want 1", len(d.sent))
	}
	for _, s := range d.sent {
		return s.New
	}
	panic("unreachable")
}

type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// lockedLog is a log that a test may read while the server writes.
type lockedLog struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lockedLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lockedLog) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// rig is the phone pages on a desk, a hand-over and a clock that a test can hold.
type rig struct {
	desk      *desk
	diary     *diary
	handovers *handover.Service
	clock     *clock
	log       *lockedLog
	rules     *rights.Rules
	handler   http.Handler
}

var once struct {
	sync.Once
	web       *web.Web
	directory *directory.Directory
	rights    *rights.Rules
	log       *lockedLog
}

// load parses pages and data once for all tests; neither changes.
func load(t testing.TB) {
	t.Helper()
	once.Do(func() {
		texts, err := i18n.Load()
		must(t, err)
		once.log = &lockedLog{}
		once.web, err = web.New(web.Options{Texts: texts, Static: assets.Files, Log: zerolog.New(zerolog.SyncWriter(once.log))})
		must(t, err)
		data, err := fs.Sub(assets.Files, "data/directory")
		must(t, err)
		once.directory, err = directory.Load(data)
		must(t, err)
		data, err = fs.Sub(assets.Files, "data/rights")
		must(t, err)
		once.rights, err = rights.Load(data)
		must(t, err)
	})
	if once.rights == nil {
		t.Fatal("the pages or their data did not load: see the first failure")
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func newRig(t testing.TB) *rig {
	t.Helper()
	load(t)
	words, err := handover.ReadWords(assets.Files)
	must(t, err)
	r := &rig{clock: &clock{at: now}, log: once.log, rules: once.rights, desk: &desk{sent: map[string]request.Submission{}}}
	r.diary = newDiary(r.desk, r.clock)
	r.desk.diary = r.diary
	r.desk.status = api.Status{
		Locator: locator, State: api.StateNew, Team: "noord", Centre: "overleie", Place: api.PlaceCentre, Created: now,
		Promise: time.Date(2026, 11, 25, 22, 59, 59, 0, time.UTC), Contact: api.ContactPlan{Channel: api.ChannelPhone, Introduce: api.IntroduceCity},
	}
	city := func() journey.City { return request.InCity(once.directory) }
	r.handovers, err = handover.New(handover.Deps{Clock: r.clock, Random: rand.Reader, Words: words, City: city})
	must(t, err)
	keys, err := seal.Fresh()
	must(t, err)
	site, err := resident.New(resident.Deps{
		Web: once.web, Requests: r.desk, Appointments: r.diary, Directory: func() *directory.Directory { return once.directory },
		Rights:    func() *rights.Rules { return r.rules },
		Handovers: r.handovers, Keys: keys, Clock: r.clock, Random: rand.Reader, Exit: "/static/icons/mark.svg",
	})
	must(t, err)
	mux := http.NewServeMux()
	site.Register(mux)
	mux.Handle("GET /static/", once.web.Static())
	r.handler = once.web.Handler(mux)
	return r
}

// phone is a browser without a script: it keeps cookies and follows redirects.
type phone struct {
	t      *testing.T
	client *http.Client
	base   string
}

func (r *rig) phone(t *testing.T) *phone {
	t.Helper()
	server := httptest.NewTLSServer(r.handler) // the cookie wants a safe line
	t.Cleanup(server.Close)
	client := server.Client()
	client.Jar, _ = cookiejar.New(nil)
	return &phone{t: t, client: client, base: server.URL}
}

// seen is a page as it came.
type seen struct {
	status int
	path   string // where the redirects led
	query  string
	header http.Header
	body   string // with &amp; and its like read
	raw    string
}

func (p *phone) get(path string) seen {
	p.t.Helper()
	answer, err := p.client.Get(p.base + path)
	must(p.t, err)
	return p.read(answer)
}

// post sends a form; pairs are name, value, name, value.
func (p *phone) post(path string, pairs ...string) seen {
	p.t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	answer, err := p.client.PostForm(p.base+path, form)
	must(p.t, err)
	return p.read(answer)
}

func (p *phone) read(answer *http.Response) seen {
	p.t.Helper()
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	must(p.t, err)
	return seen{answer.StatusCode, answer.Request.URL.Path, answer.Request.URL.RawQuery, answer.Header, html.UnescapeString(string(body)), string(body)}
}

var (
	drawings = regexp.MustCompile(`(?s)<svg.*?</svg>`)
	marks    = regexp.MustCompile(`\s*<[^>]*>\s*`)
)

// words are the words of the page, to read in a failure.
func (s seen) words() string {
	return marks.ReplaceAllString(drawings.ReplaceAllString(s.body, ""), " ")
}

// at insists on where a page is and on its status.
func (s seen) at(t *testing.T, path string, status int) seen {
	t.Helper()
	if s.path != path || s.status != status {
		t.Fatalf("came to %s with %d, want %s with %d\n%s", s.path, s.status, path, status, s.words())
	}
	return s
}

// has insists on texts of the page.
func (s seen) has(t *testing.T, texts ...string) seen {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(s.body, text) {
			t.Fatalf("%s does not say %q\n%s", s.path, text, s.words())
		}
	}
	return s
}

// lacks insists on the absence of texts.
func (s seen) lacks(t *testing.T, texts ...string) seen {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(s.body, text) {
			t.Fatalf("%s says %q\n%s", s.path, text, s.words())
		}
	}
	return s
}

// cookies are those that the browser would send.
func (p *phone) cookies() []*http.Cookie {
	at, err := url.Parse(p.base)
	must(p.t, err)
	return p.client.Jar.Cookies(at)
}
