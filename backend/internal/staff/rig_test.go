package staff_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"wijkloket/assets"
	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/agenda"
	"wijkloket/backend/internal/appointment"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/household"
	"wijkloket/backend/internal/notify"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/seal"
	"wijkloket/backend/internal/staff"
	"wijkloket/backend/internal/store/storetest"
	"wijkloket/backend/internal/web"
	"wijkloket/backend/rights"
	"wijkloket/i18n"
)

// rig is the reception pages on the real features and a real database, with a clock that stands still.
type rig struct {
	*storetest.World
	t       testing.TB
	log     *strings.Builder
	staff   map[string]account.Account
	handler http.Handler
	sent    int
	homes   *household.Service
	rules   *rights.Rules // what the pages know; a test may replace it
	meets   *appointment.Service
	agendas *agenda.Service
	tasks   *bell

	cutLines func() // breaks every open connection
}

// morning is the moment of the tests: a Wednesday in Kortrijk.
var morning = time.Date(2026, 11, 25, 9, 20, 0, 0, core.Brussels)

// newRig opens the pages with one account of each role in team Noord, a colleague, one in team Zuid, and the administrator.
func newRig(t testing.TB) *rig {
	t.Helper()
	r := &rig{World: storetest.Open(t, storetest.SQLite(t)), t: t, log: &strings.Builder{}, staff: map[string]account.Account{}}
	r.Clock.Set(morning)
	r.rules = storetest.Rights(t)
	r.homes = household.New(household.Deps{Requests: r.Requests, Store: r.SQL.Households(), Clock: r.Clock, Random: rand.Reader})
	r.hire("lies", "Lies Vermeersch", account.Reception, "noord")
	r.hire("amira", "Amira Haddad", account.Worker, "noord")
	r.hire("jonas", "Jonas Decock", account.Worker, "noord")
	r.hire("karel", "Karel Dumoulin", account.Lead, "noord")
	r.hire("zoe", "Zoë Lambrecht", account.Worker, "zuid")
	r.hire("bea", "Bea Claus", account.Admin, "")

	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	pages, err := web.New(web.Options{Texts: texts, Static: assets.Files, Log: zerolog.New(zerolog.SyncWriter(r.log))})
	if err != nil {
		t.Fatal(err)
	}
	city := storetest.City(t)
	rules := r.appointments(city)
	s, err := staff.New(staff.Deps{
		Web: pages, Accounts: r.Accounts, Requests: r.Requests, City: func() staff.City { return city },
		Appointments: r.meets, Agendas: r.agendas, Tasks: r.tasks, Letters: notify.NewWriter(texts), Calendar: rules,
		Rights:   func() *rights.Rules { return r.rules },
		Homes:    r.homes,
		Sessions: r.Accounts.SessionStore(), Clock: r.Clock,
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

// hire adds an account whose password is its user name and "-wachtwoord", hashed at the lowest cost: these tests are not
// about guessing.
func (r *rig) hire(username, name string, role account.Role, team string) {
	r.t.Helper()
	hash, err := seal.SlowHash([]byte(username+"-wachtwoord"), seal.Cost{KiB: 8, Passes: 1}, rand.Reader)
	if err != nil {
		r.t.Fatal(err)
	}
	first, _, _ := strings.Cut(name, " ")
	started := r.Clock.Now().AddDate(0, -3, 0)
	a := account.Account{ID: core.NewID(rand.Reader), Username: username, Name: name, First: first, Role: role, Team: team, Created: started, PasswordSet: started}
	r.ok(r.SQL.Accounts().Update(context.Background(), func(tx account.Tx) error {
		_, err := tx.InsertAccount(account.Stored{Account: a, Password: hash})
		return err
	}))
	r.staff[username] = a
}

func (r *rig) ok(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// ask sends a request of a resident, with the code word it is known by, and returns its ID.
func (r *rig) ask(word string, change func(*api.NewRequest)) core.ID {
	r.t.Helper()
	r.sent++
	in := storetest.Submission("overleie", r.sent)
	in.New.Contact.CodeWord = api.NewPersonal(word)
	in.New.TalkLanguage, in.New.Interpreter = "nl", false
	if change != nil {
		change(&in.New)
	}
	receipt, err := r.Requests.Submit(context.Background(), in)
	r.ok(err)
	return r.ID(r.t, receipt.Locator)
}

// move carries a request through states on behalf of an account.
func (r *rig) move(username string, id core.ID, states ...api.State) {
	r.t.Helper()
	for _, to := range states {
		r.ok(r.Requests.Move(context.Background(), r.staff[username].Viewer(), id, to, api.NewPersonal("afgesproken"), r.version(id)))
	}
}

// stored is a request as it is in the database.
func (r *rig) stored(id core.ID) (row request.Row) {
	r.t.Helper()
	r.ok(r.SQL.Requests().View(context.Background(), func(tx request.Tx) (err error) {
		row, _, err = tx.Request(id)
		return err
	}))
	return row
}

func (r *rig) version(id core.ID) int { return r.stored(id).Version }

// listen starts a real server, for a browser.
func (r *rig) listen() string {
	r.t.Helper()
	server := httptest.NewServer(r.handler)
	r.cutLines = server.CloseClientConnections
	r.t.Cleanup(func() { server.CloseClientConnections(); server.Close() })
	return strings.Replace(server.URL, "127.0.0.1", "localhost", 1)
}

// site is the address of the tests without a browser.
const site = "https://onthaal.test"

// visitor is someone with a browser that keeps cookies and runs no script.
type visitor struct {
	r      *rig
	jar    http.CookieJar
	header http.Header
}

func (r *rig) visitor() *visitor {
	r.t.Helper()
	jar, err := cookiejar.New(nil)
	r.ok(err)
	return &visitor{r: r, jar: jar, header: http.Header{"Sec-Fetch-Site": {"same-origin"}, "Accept-Language": {"nl"}}}
}

// as is a visitor who signed in.
func (r *rig) as(username string) *visitor {
	r.t.Helper()
	v := r.visitor()
	if answer := v.signIn(username, username+"-wachtwoord"); answer.Code != http.StatusSeeOther {
		r.t.Fatalf("%s cannot sign in: %d", username, answer.Code)
	}
	return v
}

func (v *visitor) signIn(username, password string) *httptest.ResponseRecorder {
	return v.post("/onthaal/aanmelden", "gebruiker", username, "wachtwoord", password, "naar", "/onthaal/")
}

func (v *visitor) do(req *http.Request) *httptest.ResponseRecorder {
	for name, values := range v.header {
		req.Header[name] = values
	}
	for _, cookie := range v.jar.Cookies(req.URL) {
		req.AddCookie(cookie)
	}
	answer := httptest.NewRecorder()
	v.r.handler.ServeHTTP(answer, req)
	v.jar.SetCookies(req.URL, answer.Result().Cookies())
	return answer
}

func (v *visitor) get(path string) *httptest.ResponseRecorder {
	return v.do(httptest.NewRequest(http.MethodGet, site+path, nil))
}

// post sends a form of names and values.
func (v *visitor) post(path string, pairs ...string) *httptest.ResponseRecorder {
	values := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		values.Add(pairs[i], pairs[i+1])
	}
	req := httptest.NewRequest(http.MethodPost, site+path, strings.NewReader(values.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.do(req)
}

// follow is the page that an answer leads to.
func (v *visitor) follow(answer *httptest.ResponseRecorder) string {
	v.r.t.Helper()
	if answer.Code != http.StatusSeeOther {
		v.r.t.Fatalf("not a redirect: %d\n%s", answer.Code, text(answer))
	}
	to, _, _ := strings.Cut(answer.Header().Get("Location"), "#")
	return text(v.get(to))
}

func text(answer *httptest.ResponseRecorder) string {
	body, _ := io.ReadAll(answer.Result().Body) // a recorder's body cannot fail
	return string(body)
}

// path is the address of a request, and of what can be done with it.
func path(id core.ID, action ...string) string {
	return strings.Join(append([]string{"/onthaal/aanvraag", string(id)}, action...), "/")
}

func has(t testing.TB, page string, wanted ...string) {
	t.Helper()
	for _, one := range wanted {
		if !strings.Contains(page, one) {
			t.Errorf("the page lacks %q", one)
		}
	}
}

func lacks(t testing.TB, page string, unwanted ...string) {
	t.Helper()
	for _, one := range unwanted {
		if strings.Contains(page, one) {
			t.Errorf("the page shows %q", one)
		}
	}
}

func version(r *rig, id core.ID) string { return fmt.Sprint(r.version(id)) }
