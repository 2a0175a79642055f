package staff_test

import (
	"context"
	"io"
	"io/fs"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/alexedwards/scs/v2/memstore"
	"github.com/rs/zerolog"

	"wijkloket/assets"
	"wijkloket/backend/api"
	"wijkloket/backend/directory"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/staff"
	"wijkloket/backend/internal/web"
	"wijkloket/i18n"
)

// sessionStore is the session store of scs with the context it does not need.
type sessionStore struct{ *memstore.MemStore }

// rig is the reception pages with everything around them in memory.
type rig struct {
	t        testing.TB
	clock    *clock
	accounts *fakeAccounts
	requests *fakeRequests
	handler  http.Handler
	server   *httptest.Server
}

// the moment of the tests: a Wednesday morning in Kortrijk.
var morning = time.Date(2026, 11, 25, 9, 20, 0, 0, core.Brussels)

func newRig(t testing.TB) *rig {
	t.Helper()
	r := &rig{t: t, clock: &clock{now: morning}}
	r.accounts = &fakeAccounts{clock: r.clock}
	r.requests = newFakeRequests(r.clock, r.accounts.name)
	r.accounts.add("lies", "Lies Vermeersch", account.Reception, "noord")
	r.accounts.add("amira", "Amira Haddad", account.Worker, "noord")
	r.accounts.add("jonas", "Jonas Decock", account.Worker, "noord")
	r.accounts.add("karel", "Karel Dumoulin", account.Lead, "noord")
	r.accounts.add("zoe", "Zoë Lambrecht", account.Worker, "zuid")
	r.accounts.add("bea", "Bea Claus", account.Admin, "")

	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	pages, err := web.New(web.Options{Texts: texts, Static: assets.Files, Log: zerolog.Nop()})
	if err != nil {
		t.Fatal(err)
	}
	files, err := fs.Sub(assets.Files, "data/directory")
	if err != nil {
		t.Fatal(err)
	}
	city, err := directory.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	s, err := staff.New(staff.Deps{
		Web: pages, Accounts: r.accounts, Requests: r.requests, City: func() staff.City { return city },
		Sessions: memory(), Clock: r.clock,
	})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /static/", pages.Static())
	s.Register(mux)
	r.handler = pages.Handler(mux)
	return r
}

// listen starts a real server, for a browser.
func (r *rig) listen() string {
	r.t.Helper()
	r.server = httptest.NewServer(r.handler)
	r.t.Cleanup(r.server.Close)
	return strings.Replace(r.server.URL, "127.0.0.1", "localhost", 1)
}

// request puts one request of the team in the queue and returns it.
func (r *rig) request(name string, change func(*request.Detail)) core.ID {
	d := request.Detail{Request: request.Request{
		ID: id(name), Locator: locator(name), Team: "noord", Centre: "overleie", Kiosk: "overleie", Place: api.PlaceHere, State: api.StateNew,
		Language: "nl", TalkLanguage: "nl", Created: r.clock.Now().Add(-2 * time.Hour), Promise: endOfDay(r.clock.Now(), 2),
		Contact: api.ContactPlan{Channel: api.ChannelPhone, Phone: api.NewPersonal("0470 12 34 56"), Introduce: api.IntroduceFirstName, CodeWord: api.NewPersonal(name)},
		Why:     core.Message{Key: "why.centre", Args: map[string]any{"Centre": "Overleie"}},
	}, Standing: request.Calm}
	d.Changed = d.Created
	if change != nil {
		change(&d)
	}
	r.requests.add(d)
	return d.ID
}

func locator(name string) string { return strings.ToUpper(string(id(name))[:6]) }

func endOfDay(now time.Time, days int) time.Time {
	year, month, day := now.In(core.Brussels).Date()
	return time.Date(year, month, day+days, 23, 59, 59, 0, core.Brussels)
}

// visitor is someone with a browser that has cookies and no JavaScript.
type visitor struct {
	r      *rig
	jar    *cookiejar.Jar
	header http.Header
}

func (r *rig) visitor() *visitor {
	jar, err := cookiejar.New(nil)
	if err != nil {
		r.t.Fatal(err)
	}
	return &visitor{r: r, jar: jar, header: http.Header{"Sec-Fetch-Site": {"same-origin"}}}
}

// as is a visitor who signed in.
func (r *rig) as(username string) *visitor {
	r.t.Helper()
	v := r.visitor()
	answer := v.post("/onthaal/aanmelden", "gebruiker", username, "wachtwoord", username+"-wachtwoord", "naar", "/onthaal/")
	if answer.Code != http.StatusSeeOther {
		r.t.Fatalf("%s cannot sign in: %d", username, answer.Code)
	}
	return v
}

func (v *visitor) do(req *http.Request) *httptest.ResponseRecorder {
	for name, values := range v.header {
		req.Header[name] = values
	}
	for _, cookie := range v.jar.Cookies(&url.URL{Scheme: "https", Host: "onthaal.test", Path: "/"}) {
		req.AddCookie(cookie)
	}
	answer := httptest.NewRecorder()
	v.r.handler.ServeHTTP(answer, req)
	v.jar.SetCookies(&url.URL{Scheme: "https", Host: "onthaal.test", Path: "/"}, answer.Result().Cookies())
	return answer
}

func (v *visitor) get(path string) *httptest.ResponseRecorder {
	return v.do(httptest.NewRequest(http.MethodGet, "https://onthaal.test"+path, nil))
}

func (v *visitor) post(path string, pairs ...string) *httptest.ResponseRecorder {
	values := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		values.Add(pairs[i], pairs[i+1])
	}
	req := httptest.NewRequest(http.MethodPost, "https://onthaal.test"+path, strings.NewReader(values.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.do(req)
}

func body(answer *httptest.ResponseRecorder) string {
	text, _ := io.ReadAll(answer.Result().Body)
	return string(text)
}

// follow is the page that an answer leads to.
func (v *visitor) follow(answer *httptest.ResponseRecorder) *httptest.ResponseRecorder {
	v.r.t.Helper()
	if answer.Code != http.StatusSeeOther {
		v.r.t.Fatalf("not a redirect: %d", answer.Code)
	}
	return v.get(answer.Header().Get("Location"))
}

func memory() scs.CtxStore { return sessionStore{memstore.NewWithCleanupInterval(0)} }

func (s sessionStore) DeleteCtx(_ context.Context, token string) error { return s.Delete(token) }
func (s sessionStore) FindCtx(_ context.Context, token string) ([]byte, bool, error) {
	return s.Find(token)
}
func (s sessionStore) CommitCtx(_ context.Context, token string, data []byte, expiry time.Time) error {
	return s.Commit(token, data, expiry)
}
