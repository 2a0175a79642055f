package pagetest_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"wijkloket/backend/internal/pagetest"
)

const good = `<!doctype html><html lang="nl"><title>Goed</title><main><h1>Goed</h1><p id="p">tekst</p></main></html>`

func serve(t *testing.T, html string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(html)) }))
	t.Cleanup(server.Close)
	return server.URL
}

// silent counts what would be reported, so that the test can see a rule being broken.
type silent struct {
	testing.TB
	reported []string
}

func (s *silent) Errorf(string, ...any) { s.reported = append(s.reported, "") }

func TestAxeFindsWhatIsWrong(t *testing.T) {
	tab := pagetest.Browser(t)
	for name, page := range map[string]struct {
		html string
		fine bool
	}{
		"a good page":       {good, true},
		"no language":       {strings.Replace(good, ` lang="nl"`, "", 1), false},
		"a nameless button": {strings.Replace(good, "tekst", "<button></button>", 1), false},
	} {
		pagetest.Do(t, tab, chromedp.Navigate(serve(t, page.html)))
		judge := &silent{TB: t}
		pagetest.Axe(judge, tab)
		if fine := len(judge.reported) == 0; fine != page.fine {
			t.Errorf("%s: axe finds it fine: %v", name, fine)
		}
	}
}

func TestPhoneIsNarrow(t *testing.T) {
	tab := pagetest.Browser(t)
	pagetest.Do(t, tab, pagetest.Phone(390, 844), chromedp.Navigate(serve(t, strings.Replace(good, "<title>", `<meta name="viewport" content="width=device-width"><title>`, 1))))
	if width := pagetest.JS[int](t, tab, "innerWidth"); width != 390 {
		t.Errorf("the phone is %d pixels wide", width)
	}
	pagetest.Until(t, tab, `document.getElementById("p").textContent === "tekst"`)
}

func TestReportsCountWhatWasBlocked(t *testing.T) {
	tab := pagetest.Browser(t)
	pagetest.Reports(t, tab)
	for html, want := range map[string]int{
		good: 0,
		strings.Replace(good, "tekst", `<img src="data:,x" onerror="window.hit=1">`, 1): 1,
	} {
		guarded := strings.Replace(html, "<title>", `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:"><title>`, 1)
		pagetest.Do(t, tab, chromedp.Navigate(serve(t, guarded)))
		pagetest.Until(t, tab, `document.readyState === "complete"`)
		if blocked := pagetest.Blocked(t, tab); len(blocked) != want {
			t.Errorf("%d blocked, want %d: %v", len(blocked), want, blocked)
		}
	}
}

// TestPageThatMakesWay before it has answered lets the next page answer.
func TestPageThatMakesWay(t *testing.T) {
	tab := pagetest.Browser(t)
	next := serve(t, good)
	leaves := strings.Replace(good, "</main>", `<script>setTimeout(() => location.replace("`+next+`"), 300)</script></main>`, 1)
	pagetest.Do(t, tab, chromedp.Navigate(serve(t, leaves)))
	at := pagetest.JS[string](t, tab, `new Promise(done => setTimeout(() => done(location.origin), 1000))`)
	if at != next {
		t.Errorf("%s answered, want %s", at, next)
	}
}
