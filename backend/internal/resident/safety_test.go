package resident_test

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"wijkloket/backend/api"
	"wijkloket/i18n"
)

// pages are the pages that anyone can open by their address.
var pages = []string{
	"/", "/centres", "/now", "/privacy", "/access", "/cookies", "/team", "/rights", "/rights/all", "/rights/leefloon", "/talk", "/a", "/a/" + locator, "/h",
}

// keeping is how a browser may keep a page: not at all, but for the one that is the same for everybody.
func keeping(path string) string {
	if path == "/rights" {
		return "no-cache"
	}
	return "no-store"
}

// posts are the pages that act.
var posts = []string{
	"/end", "/team", "/team/streets", "/rights/share", "/talk/place", "/talk/review", "/a", "/a/" + locator + "/cancel",
	"/a/" + locator + "/contact/channel", "/a/" + locator + "/contact/review", "/h", "/h/words",
}

// TestEveryPageIsSafeAround: headers (T-59), the way out (T-36) and the language stand on every page.
func TestEveryPageIsSafeAround(t *testing.T) {
	p := newRig(t).phone(t)
	for _, path := range pages {
		for _, lang := range i18n.Languages {
			join := "?"
			page := p.get(path + join + "lang=" + lang)
			if page.status != 200 {
				t.Fatalf("%s: %d", path, page.status)
			}
			policy := page.header.Get("Content-Security-Policy")
			if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") || page.header.Get("Cache-Control") != keeping(path) ||
				page.header.Get("Referrer-Policy") != "no-referrer" || page.header.Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("%s: headers %v", path, page.header)
			}
			page.has(t, `href="/exit"`, `lang="`+lang+`"`, `dir="`+map[bool]string{true: "rtl", false: "ltr"}[lang == "ar"]+`"`)
			page.lacks(t, "⟦", " style=", "<style", "onclick", "http://", "https://www.w3.org") // nothing inline, nothing elsewhere
			for _, other := range i18n.Languages {
				page.has(t, i18n.OwnName(other))
			}
		}
	}
}

var titleOf = regexp.MustCompile(`(?s)<title>(.*?)</title>`)

// tell are words that a stranger who sees a tab or a history must not read (T-36).
var tell = regexp.MustCompile(`(?i)hulp|sociaal|social|ocmw|cpas|wijkteam|equipe|équipe|team|schuld|dette|debt|geweld|violence|aide|help|مساعدة|فريق`)

// TestTitlesTellNothing (T-36).
func TestTitlesTellNothing(t *testing.T) {
	r := newRig(t)
	for _, lang := range i18n.Languages {
		p := r.phone(t)
		p.get("/?lang=" + lang)
		paths := append([]string{"/talk/place", "/team/answer"}, pages...)
		p.get("/talk")
		p.post("/team", "how", "address", "street", "Overleiestraat")
		for _, path := range paths {
			found := titleOf.FindStringSubmatch(p.get(path).raw)
			if found == nil {
				t.Fatalf("%s has no title", path)
			}
			if title := html.UnescapeString(found[1]); tell.MatchString(title) || !strings.HasSuffix(title, "Kortrijk") {
				t.Errorf("%s in %s is called %q", path, lang, title)
			}
		}
	}
}

// TestOtherSitesCannotAct: every page that acts refuses a form of another site.
func TestOtherSitesCannotAct(t *testing.T) {
	r := newRig(t)
	p := r.phone(t)
	for _, path := range posts {
		request, err := http.NewRequest(http.MethodPost, p.base+path, strings.NewReader("go=next"))
		must(t, err)
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("Sec-Fetch-Site", "cross-site")
		answer, err := p.client.Do(request)
		must(t, err)
		p.read(answer).at(t, path, http.StatusForbidden)
	}
}

// TestCookie: sealed, for this host and this line only, and nothing else is set (T-14, T-33, T-48).
func TestCookie(t *testing.T) {
	p := newRig(t).phone(t)
	p.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	p.get("/talk")
	p.post("/talk/place", "place", "phone")
	p.post("/talk/centre", "centre", "overleie")
	p.post("/talk/time", "time", "callme")
	page := p.post("/talk/phone", "phone", "0470 12 34 56")
	set := page.header.Values("Set-Cookie")
	if len(set) != 1 {
		t.Fatalf("cookies: %v", set)
	}
	for _, want := range []string{"__Host-visit=", "; Path=/", "; HttpOnly", "; Secure", "; SameSite=Lax"} {
		if !strings.Contains(set[0], want) {
			t.Errorf("the cookie lacks %s: %s", want, set[0])
		}
	}
	if strings.Contains(set[0], "Max-Age") || strings.Contains(set[0], "Expires") || strings.Contains(set[0], "470 12") || strings.Contains(set[0], "470123456") {
		t.Errorf("the cookie outlives the browser or can be read: %s", set[0])
	}
}

// TestForgedCookiesAreNewVisits: changed, cut, foreign and old cookies look like none.
func TestForgedCookiesAreNewVisits(t *testing.T) {
	r := newRig(t)
	p := r.phone(t)
	p.toPhone()
	mine := p.cookies()[0].Value
	foreign := newRig(t).phone(t)
	foreign.toPhone()
	for name, value := range map[string]string{
		"changed": mine[:len(mine)-5] + "AAAAA", "cut": mine[:len(mine)/2], "of another key": foreign.cookies()[0].Value, "text": "hello", "empty": "",
	} {
		request, err := http.NewRequest(http.MethodGet, p.base+"/talk/phone", nil)
		must(t, err)
		request.AddCookie(&http.Cookie{Name: "__Host-visit", Value: value})
		answer, err := (&http.Client{Transport: p.client.Transport}).Do(request)
		must(t, err)
		if page := p.read(answer); page.path != "/" || page.status != 200 {
			t.Errorf("%s: came to %s with %d", name, page.path, page.status)
		}
	}
	p.get("/talk/phone").at(t, "/talk/phone", 200)
	r.clock.pass(31 * time.Minute)
	p.get("/talk/phone").at(t, "/", 200)
}

// TestLongestVisitFits: every field at its limit, in letters of four bytes, and every right shared, survive from page to page.
func TestLongestVisitFits(t *testing.T) {
	r := newRig(t)
	p := r.phone(t)
	var all []string
	for _, right := range once.rights.Rights() {
		all = append(all, right.ID)
	}
	p.post("/rights/share", ticked(all...)...).at(t, "/talk/place", 200)
	long := func(n int) string { return strings.Repeat("𐤀", n) }
	p.post("/talk/place", "place", "home").at(t, "/talk/address", 200)
	p.post("/talk/address", "street", long(api.MaxStreet), "number", long(api.MaxNumber), "postcode", long(api.MaxPostcode))
	p.post("/talk/centre", "centre", "overleie")
	p.choose(hour(0, 0)).at(t, "/talk/channel", 200)
	p.post("/talk/channel", "channel", "none").at(t, "/talk/review", 200)
	p.post("/talk/message", "message", long(api.MaxMessage)).at(t, "/talk/review", 200)
	p.post("/talk/name", "name", long(api.MaxName)).at(t, "/talk/review", 200)
	p.post("/talk/codeword", "codeword", long(api.MaxCodeWord)).at(t, "/talk/review", 200)
	if n := len(p.cookies()); n < 2 {
		t.Errorf("%d cookies", n)
	}
	p.post("/talk/message", "message", long(api.MaxMessage+1)).at(t, "/talk/message", 422).has(t, long(api.MaxMessage+1))
	p.post("/talk/message", "message", long(api.MaxMessage)).at(t, "/talk/review", 200)
	p.post("/talk/review").at(t, "/done", 200)
	if sent := r.desk.only(t); sent.Message.Len() != api.MaxMessage || len(sent.Rights) != len(all) {
		t.Errorf("the message has %d characters, and %d of %d rights are shared", sent.Message.Len(), len(sent.Rights), len(all))
	}
	if n := len(p.cookies()); n != 1 {
		t.Errorf("%d cookies are left of a long visit", n)
	}
}

// TestNationalNumberIsKeptNowhere (T-45).
func TestNationalNumberIsKeptNowhere(t *testing.T) {
	p := newRig(t).phone(t)
	p.get("/?lang=nl")
	p.get("/talk")
	p.post("/talk/place", "place", "centre")
	p.post("/talk/centre", "centre", "marke")
	p.post("/talk/time", "time", "callme")
	p.post("/talk/channel", "channel", "none")
	p.post("/talk/message", "message", "mijn nummer is 85.07.30-033.28").at(t, "/talk/message", 422).has(t, "rijksregisternummer")
	p.get("/talk/review").at(t, "/talk/review", 200).lacks(t, "85.07.30")
}

// TestLogHoldsNothingOfTheVisit: no value that was typed, no code and no locator reaches the log (T-29, T-55).
func TestLogHoldsNothingOfTheVisit(t *testing.T) {
	r := newRig(t)
	p := r.phone(t)
	canary := "Kwikstaartje"
	p.post("/team", "how", "address", "street", canary)
	p.post("/team/streets", "q", canary)
	p.get("/team/answer")
	p.get("/talk")
	p.post("/talk/place", "place", "home")
	p.post("/talk/address", "street", canary, "number", "1")
	p.post("/talk/centre", "centre", "overleie")
	p.post("/talk/time", "time", "callme")
	p.post("/talk/channel", "channel", "email")
	p.post("/talk/email", "email", canary)
	p.post("/talk/email", "email", canary+"@example.org")
	p.post("/talk/when")
	for _, field := range []string{"message", "name", "codeword"} {
		p.post("/talk/"+field, field, canary+"\nforged line")
	}
	p.post("/talk/review").at(t, "/done", 200)
	p.post("/a", "code", canary)
	p.post("/a", "code", rightCode).at(t, "/a/"+locator, 200)
	p.post("/h", "secret", canary)
	p.get("/a/" + canary)
	text := r.log.String()
	for _, secret := range []string{canary, "forged", rightCode, locator, "zilveren"} {
		if strings.Contains(text, secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
	if !strings.Contains(text, "POST /talk/{step}") {
		t.Error("the log holds no line of this visit: the test looks at the wrong one")
	}
}

// TestExitIsALink: leaving quickly works without a script and leaves nothing behind (T-36).
func TestExitIsALink(t *testing.T) {
	p := newRig(t).phone(t)
	p.toPhone()
	p.get("/exit").at(t, "/static/icons/mark.svg", 200)
	if left := p.cookies(); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
	p.get("/talk/phone").at(t, "/", 200)
}

// TestBrowserThatKeepsNothing: who blocks cookies hears what to do instead, in the language chosen, at every place where a
// visit begins; and who keeps them never sees that page, nor a mark in an address.
func TestBrowserThatKeepsNothing(t *testing.T) {
	r := newRig(t)
	blocking, keeping := r.phone(t), r.phone(t)
	blocking.client.Jar = nil
	secret, _ := r.kiosk(t, "when", halfWay)
	for name, begin := range map[string]func(*phone) seen{
		"a talk": func(p *phone) seen { return p.get("/talk") },
		"my team": func(p *phone) seen {
			return p.post("/team", "how", "address", "street", "Doorniksewijk", "number", "1")
		},
		"my request":    func(p *phone) seen { return p.post("/a", "code", rightCode) },
		"a hand-over":   func(p *phone) seen { return p.post("/h", "secret", secret) },
		"in French":     func(p *phone) seen { return p.get("/talk?lang=fr") },
		"a made-up one": func(p *phone) seen { return p.get("/talk/when?first=x") },
	} {
		page := begin(blocking).at(t, "/cookies", 200).has(t, "1777", "tel:")
		if french := strings.Contains(page.body, `<html lang="fr"`); french != (name == "in French" || name == "a hand-over") { // the kiosk spoke French
			t.Errorf("%s: in another language than chosen", name)
		}
	}
	page := keeping.get("/talk")
	if page.status != 200 || !strings.HasPrefix(page.path, "/talk/") || page.query != "" {
		t.Errorf("came to %s?%s with %d", page.path, page.query, page.status)
	}
	keeping.get("/privacy?first=").at(t, "/privacy", 200)
}
