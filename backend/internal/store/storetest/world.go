// Package storetest is the conformance suite of the store: the same tests for every engine, from a single row up to the
// features that stand on it. It also opens the world that tests of those features need: a database, keys, a clock that
// stands still, the real directory and the two services.
package storetest

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"wijkloket/assets"
	"wijkloket/backend/api"
	"wijkloket/backend/directory"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/seal"
	"wijkloket/backend/internal/store"
	"wijkloket/backend/internal/store/sqlstore"
	"wijkloket/backend/journey"
	"wijkloket/backend/rights"
)

// Start is when a world begins: a Monday morning in Kortrijk, in winter time, without a holiday near.
var Start = time.Date(2026, 11, 23, 9, 0, 0, 0, core.Brussels)

// Clock stands still until it is moved.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// Now returns the moment it stands at, as the product's clock would give it.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now.UTC().Truncate(time.Microsecond)
}

// Set moves the clock to a moment.
func (c *Clock) Set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = at
}

// Add moves the clock on.
func (c *Clock) Add(d time.Duration) { c.Set(c.Now().Add(d)) }

// World is a database with the features on it.
type World struct {
	URL      string
	Clock    *Clock
	Keys     *seal.Keys
	DB       *store.DB
	SQL      *sqlstore.Store
	Requests *request.Service
	Accounts *account.Service
	Deps     request.Deps // what Requests was made of
}

// SQLite is the URL of a new database file.
func SQLite(t testing.TB) string {
	t.Helper()
	return "sqlite:" + filepath.Join(t.TempDir(), "wijkloket test.db")
}

// Open makes a world on the database of a URL.
func Open(t testing.TB, url string) *World {
	t.Helper()
	keys := must(seal.Fresh())(t)
	return Reopen(t, url, keys, rand.Reader)
}

// Reopen makes a world on a database that is there already, with its keys.
func Reopen(t testing.TB, url string, keys *seal.Keys, random io.Reader) *World {
	t.Helper()
	w := &World{URL: url, Clock: &Clock{now: Start}, Keys: keys}
	w.DB = must(store.Open(context.Background(), url))(t)
	t.Cleanup(func() {
		if err := w.DB.Close(); err != nil {
			t.Error(err)
		}
	})
	w.SQL = sqlstore.New(w.DB)
	city := request.InCity(City(t))
	w.Deps = request.Deps{
		Store: w.SQL.Requests(), Clock: w.Clock, Random: random, Keys: keys, City: func() request.City { return city },
		Right:    func(id string) bool { _, known := Rights(t).Right(id); return known },
		Calendar: must(request.ReadCalendar(data(t, "data/promise.yaml")))(t),
		Words:    must(request.ReadWords(must(fs.Sub(assets.Files, "data/codewords"))(t)))(t),
	}
	w.Requests = must(request.New(w.Deps))(t)
	w.Accounts = must(account.NewService(account.Deps{
		Store: w.SQL.Accounts(), Clock: w.Clock, Random: random, Keys: keys,
		Words: account.LoadCommonWords(data(t, "data/common-passwords.txt")),
		Team:  func(team string) bool { _, known := city.CentresOf(team); return known },
	}))(t)
	return w
}

// City is the directory of the product.
func City(t testing.TB) *directory.Directory {
	t.Helper()
	d, err := loadCity()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Rights are the rights of the product.
func Rights(t testing.TB) *rights.Rules {
	t.Helper()
	return must(loadRights())(t)
}

var loadRights = sync.OnceValues(func() (*rights.Rules, error) {
	folder, err := fs.Sub(assets.Files, "data/rights")
	if err != nil {
		return nil, err
	}
	return rights.Load(folder)
})

var loadCity = sync.OnceValues(func() (*directory.Directory, error) {
	folder, err := fs.Sub(assets.Files, "data/directory")
	if err != nil {
		return nil, err
	}
	return directory.Load(folder)
})

func data(t testing.TB, name string) []byte {
	t.Helper()
	return must(fs.ReadFile(assets.Files, name))(t)
}

// must ends the test on an error: must(f())(t).
func must[T any](value T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// Staff adds an account, without the slow hash of a password that no test types.
func (w *World) Staff(t testing.TB, role account.Role, team string) account.Account {
	t.Helper()
	id := core.NewID(rand.Reader)
	a := account.Account{ID: id, Username: string(id)[:12], Name: "Staff " + string(id)[:4], First: "Staff", Role: role, Team: team, Languages: []string{"nl"}, Share: 100,
		Created: w.Clock.Now(), PasswordSet: w.Clock.Now()}
	err := w.SQL.Accounts().Update(context.Background(), func(tx account.Tx) error {
		_, err := tx.InsertAccount(account.Stored{Account: a, Password: "none"})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// Submission is a valid request at the kiosk of a centre. The number makes it another one.
func Submission(centre string, number int) request.Submission {
	return request.Submission{
		Key: fmt.Sprintf("submission-%08d", number), Body: fmt.Appendf(nil, "body %d", number),
		New: api.NewRequest{
			Language: "nl", Kiosk: centre, Place: api.PlaceHere, Consent: journey.ConsentVersion,
			Contact: api.ContactPlan{Channel: api.ChannelPhone, Phone: api.NewPersonal("0470 12 34 56"), Introduce: api.IntroduceFirstName, When: []api.DayPart{api.Morning, api.Evening}},
			Topics:  []string{"money", "home"}, Name: api.NewPersonal("Amira"), Message: api.NewPersonal("Ik kom liever 's morgens."),
			TalkLanguage: "ar", Interpreter: true,
		},
	}
}

// Send submits a valid request and returns its receipt.
func (w *World) Send(t testing.TB, centre string, number int) api.Receipt {
	t.Helper()
	return must(w.Requests.Submit(context.Background(), Submission(centre, number)))(t)
}

// ID is the ID of the request with a locator.
func (w *World) ID(t testing.TB, locator string) core.ID {
	t.Helper()
	return w.Row(t, locator).ID
}

// Row is the stored row of the request with a locator.
func (w *World) Row(t testing.TB, locator string) (row request.Row) {
	t.Helper()
	err := w.SQL.Requests().View(context.Background(), func(tx request.Tx) (err error) {
		var found bool
		row, found, err = tx.RequestByLocator(locator)
		if err == nil && !found {
			err = store.ErrNotFound
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return row
}

// Exec runs a statement behind the features' backs, as somebody with access to the database could.
func (w *World) Exec(t testing.TB, query string, args ...any) {
	t.Helper()
	err := w.DB.Update(context.Background(), func(tx *store.Tx) error {
		_, err := tx.Exec(query, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Count is the answer to a query for one number.
func (w *World) Count(t testing.TB, query string, args ...any) (n int) {
	t.Helper()
	err := w.DB.View(context.Background(), func(tx *store.Tx) error { return tx.Row(query, args...).Scan(&n) })
	if err != nil {
		t.Fatal(err)
	}
	return n
}
