package resident_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"wijkloket/backend/internal/pagetest"
	"wijkloket/backend/rights"
	"wijkloket/backend/rights/guide"
)

// ear hears all that a browser says to the server: what came, in which order, byte for byte.
type ear struct {
	mu    sync.Mutex
	heard []string
	posts []url.Values
	down  bool // the line is cut: nothing is answered
}

// listen puts an ear before the pages.
func (r *rig) listen() *ear {
	e, next := &ear{}, r.handler
	r.handler = http.HandlerFunc(func(rw http.ResponseWriter, q *http.Request) {
		body, _ := io.ReadAll(q.Body)
		q.Body = io.NopCloser(bytes.NewReader(body))
		var all strings.Builder
		fmt.Fprintf(&all, "%s %s %s\n", q.Method, q.RequestURI, q.Proto)
		for _, name := range slices.Sorted(maps.Keys(q.Header)) {
			fmt.Fprintf(&all, "%s: %s\n", name, strings.Join(q.Header[name], " | "))
		}
		all.Write(body)
		e.mu.Lock()
		down := e.down
		e.heard = append(e.heard, all.String())
		if q.Method == http.MethodPost {
			form, _ := url.ParseQuery(string(body))
			e.posts = append(e.posts, form)
		}
		e.mu.Unlock()
		if down {
			panic(http.ErrAbortHandler)
		}
		next.ServeHTTP(rw, q)
	})
	return e
}

func (e *ear) cut(down bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.down = down
}

// take gives what was heard since the last time.
func (e *ear) take() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	heard := e.heard
	e.heard = nil
	return heard
}

// settle gives what was heard when nothing more comes: icons and fonts of a page come a moment after it.
func (e *ear) settle() []string {
	heard := e.take()
	for more := heard; len(more) > 0; heard = append(heard, more...) {
		time.Sleep(2 * time.Second)
		more = e.take()
	}
	return heard
}

// beside is another person's phone at the same server.
func (g *glass) beside() *glass {
	g.t.Helper()
	other := &glass{t: g.t, tab: pagetest.Browser(g.t), base: g.base, lang: g.lang}
	pagetest.Do(g.t, other.tab, pagetest.Phone(narrow, 640))
	return other
}

// cookies counts the cookies of the browser.
func (g *glass) cookies() int {
	g.t.Helper()
	return pagetest.Get(g.t, g.tab, func(ctx context.Context, target *chromedp.Target) (int, error) {
		kept, err := cdp.Call(ctx, target, network.GetCookies, network.GetCookiesParams{})
		return len(kept.Cookies), err
	})
}

// other is a household that differs from family in every answer.
var other = map[string][]string{
	"V1": {"71"}, "V2": {"geenpapieren"}, "V3": {"alleen"}, "V4": {"0"}, "V6": {"pensioen"}, "V7": {"igo"}, "V8": {"ja"}, "V9": {"B"},
	"V10": {"sociaal"}, "V11": {"slecht"}, "V12": {"mazout"}, "V13": {"oudere_hulp"}, "V14": {"energie_water", "eten"},
}

// TestCheckSaysNothingToTheServer: two people with other lives go through the whole check, its results, a right, their
// answers and the printer. What the server hears of them is the same, to the byte and in the same order, and nothing of it
// comes after the beginning: no data, no font, no drawing. Nothing is stored.
func TestCheckSaysNothingToTheServer(t *testing.T) {
	for _, lang := range []string{"nl", "ar"} {
		t.Run(lang, func(t *testing.T) { saysNothing(t, lang) })
	}
}

func saysNothing(t *testing.T, lang string) {
	r := newRig(t)
	e := r.listen()
	first := r.glass(t, lang)
	type hearing struct{ page, begin []string }
	var heard []hearing
	for _, one := range []struct {
		g       *glass
		answers map[string][]string
	}{{first, family}, {first.beside(), other}} {
		g := one.g
		g.speaks(lang)
		g.open("/static/icons/mark.svg") // a browser that has just begun says less of itself
		e.settle()
		g.open("/rights")
		page := e.settle()
		slices.Sort(page) // the parts of a page come as they come
		g.touch("[data-do=begin]")
		g.asked("V1")
		heard = append(heard, hearing{page, e.settle()})
		g.wholeCheck(one.answers)
		if said := e.settle(); len(said) > 0 {
			t.Errorf("after the beginning the server heard\n%s", strings.Join(said, "\n"))
		}
		if n := pagetest.JS[int](t, g.tab, stored); n != 0 {
			t.Errorf("%d things are stored in the browser", n)
		}
		if n := g.cookies(); n != 0 {
			t.Errorf("%d cookies were set", n)
		}
		if state := pagetest.JS[string](t, g.tab, `JSON.stringify(history.state) + location.href.slice(location.origin.length)`); state != "null/rights" {
			t.Errorf("the history holds %s", state)
		}
	}
	if i, same := differ(heard[0].page, heard[1].page); !same {
		t.Errorf("the server can tell two people apart by what their pages ask:\n%s\nand\n%s", heard[0].page[i:], heard[1].page[i:])
	}
	if a, b := strings.Join(heard[0].begin, "\n"), strings.Join(heard[1].begin, "\n"); a != b || len(heard[0].begin) < 5 || strings.Contains(a, "Cookie") {
		t.Errorf("the server can tell two people apart, or hears too little for this test to mean something:\n%s\n\n%s", a, b)
	}
}

// differ is where two lists part, and whether they are the same.
func differ(a, b []string) (int, bool) {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i, false
		}
	}
	return min(len(a), len(b)), len(a) == len(b)
}

// wholeCheck answers all that is asked and looks at everything there is.
func (g *glass) wholeCheck(answers map[string][]string) {
	g.t.Helper()
	g.walk(answers)
	g.told()
	g.touch("[data-do=right]")
	g.at("right")
	g.touch("[data-do=back]")
	g.at("results")
	g.touch("[data-do=answers]")
	g.at("answers")
	g.touch("[data-do=back]")
	g.at("results")
	pagetest.JS[bool](g.t, g.tab, `window.print = () => { window.printed = true; }, true`) // no printer stands here
	g.touch("[data-do=print]")
	pagetest.Until(g.t, g.tab, "window.printed === true")
	if pdf := pagetest.Get(g.t, g.tab, chromedp.PrintToPDF()); len(pdf) < 1000 {
		g.t.Errorf("the paper has %d bytes", len(pdf))
	}
	g.touch("[data-do=share]")
	g.at("share")
	g.touch("label.tile")
	g.touch("label.tile")
	g.touch("[data-do=back]")
	g.at("results")
}

// TestOnlyWhatIsTickedIsShared: nothing is ticked at first, nothing goes out without a tick, and then exactly that id in
// the body of one form.
func TestOnlyWhatIsTickedIsShared(t *testing.T) {
	r := newRig(t)
	e := r.listen()
	g := r.glass(t, "nl")
	g.check()
	g.walk(family)
	e.take()
	g.touch(".onscreen [data-do=share]")
	g.at("share")
	if n := pagetest.JS[int](t, g.tab, `document.querySelectorAll(":checked").length`); n != 0 {
		t.Errorf("%d are ticked at first", n)
	}
	g.touch("form[data-does=share] button[type=submit]")
	pagetest.Until(t, g.tab, `document.querySelector(".wrong") !== null && document.activeElement.name === "right"`)
	if said := e.take(); len(said) > 0 {
		t.Errorf("without a tick the server heard %s", said)
	}
	g.inspect("check-share-wrong")
	e.settle() // a rule of axe measures what is folded away, for which a font comes
	g.touch(`input[value="verhoogde-tegemoetkoming"]`)
	if _, err := chromedp.RunResponse(g.tab, chromedp.Tap("form[data-does=share] button[type=submit]")); err != nil {
		t.Fatal(err)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(e.posts) != 1 || len(e.posts[0]) != 1 || !slices.Equal(e.posts[0]["right"], []string{"verhoogde-tegemoetkoming"}) {
		t.Errorf("shared: %v", e.posts)
	}
	if !strings.HasPrefix(e.heard[0], "POST /rights/share HTTP") || strings.Contains(e.heard[0], "Referer: ") && strings.Contains(e.heard[0], "verhoogde-tegemoetkoming\n") {
		t.Errorf("the server heard %s", e.heard[0])
	}
}

// packed is a household as the text behind the # of a link.
func packed(t *testing.T, answers map[string][]string) string {
	t.Helper()
	load(t)
	var a rights.Answers
	for _, q := range once.rights.Questions() {
		if len(answers[q.ID]) == 0 {
			continue
		}
		next, err := once.rights.With(a, q.ID, answers[q.ID]...)
		must(t, err)
		a = next
	}
	return once.rights.Pack(a, 0)
}

// TestNothingReachesTheDisk: after a check, no file of the browser's own profile holds the answers or what was typed, while
// what a page does store is found there.
func TestNothingReachesTheDisk(t *testing.T) {
	r := newRig(t)
	shared := r.glass(t, "nl")
	tab, folder, quit := pagetest.Profile(t)
	g := &glass{t: t, tab: tab, base: shared.base, lang: "nl"}
	pagetest.Do(t, tab, pagetest.Phone(narrow, 640))
	g.check()
	typed := "86753098"
	g.write("#typed", typed+"\r")
	pagetest.Until(t, tab, `document.querySelector(".wrong") !== null`)
	g.wholeCheck(family)
	stored := "kwikstaartje-op-schijf"
	pagetest.JS[bool](t, tab, fmt.Sprintf("localStorage.setItem('canary', %q), true", stored))
	quit()
	led := guide.New(once.rights, now.Format(time.DateOnly))
	w := led.Begin()
	for w.At != "" {
		next, err := led.Answer(w, family[w.At]...)
		must(t, err)
		w = next
	}
	for _, secret := range []string{typed, led.Pack(w)[8:]} { // without the part that every link has
		if files := holding(t, folder, secret); len(files) > 0 {
			t.Errorf("the answers are in %v", files)
		}
	}
	if len(holding(t, folder, stored)) == 0 {
		t.Error("not even what a page stored is found: the test looks in the wrong place")
	}
}

// holding lists the files below a folder that hold a text, in one or two bytes a letter.
func holding(t *testing.T, folder, text string) []string {
	t.Helper()
	var files []string
	must(t, filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path)
		if bytes.Contains(content, []byte(text)) || bytes.Contains(content, inPairs(text)) {
			files = append(files, path)
		}
		return err
	}))
	return files
}

// inPairs is a text in two bytes a letter, as browsers keep some of theirs.
func inPairs(text string) []byte {
	var out []byte
	for _, r := range text {
		out = append(out, byte(r), byte(r>>8))
	}
	return out
}

// TestLinkOpensTheResults: what a kiosk's QR carries opens on the phone, leaves the address and the history at once, and is
// never sent.
func TestLinkOpensTheResults(t *testing.T) {
	r := newRig(t)
	e := r.listen()
	g := r.glass(t, "ar")
	most := maps.Clone(family)
	delete(most, "V2")
	text := packed(t, most)
	g.open("/rights?lang=ar#" + text)
	g.at("results")
	g.inspect("check-link")
	told := g.told()
	if told["groeipakket-kleuter-en-opvangtoeslag"] == "" || len(told) != len(once.rights.Rights()) {
		t.Errorf("told: %v", told)
	}
	if paper := pagetest.JS[string](t, g.tab, `document.querySelector(".paper .entry").textContent`); !strings.Contains(paper, "رُوجعت في نوفمبر 2026") {
		t.Errorf("the paper does not say how old it is: %s", paper)
	}
	if at := pagetest.JS[string](t, g.tab, "location.href + JSON.stringify(history.state)"); strings.Contains(at, text) || strings.Contains(at, "#") {
		t.Errorf("the address keeps the answers: %s", at)
	}
	if page := g.text(); !strings.Contains(page, once.web.Texts("ar").T("page.check.scanned")) {
		t.Error("nobody is told that the browser wrote the link down")
	}
	g.touch("[data-do=resume]")
	g.asked("V2")
	g.back()
	g.at("results")
	if n := pagetest.JS[int](t, g.tab, stored); n != 0 {
		t.Errorf("%d things are stored", n)
	}
	for _, line := range e.take() {
		if strings.Contains(line, text[8:]) {
			t.Errorf("the server heard %s", line)
		}
	}
}

// TestDamagedLinkBeginsAnew, and says so.
func TestDamagedLinkBeginsAnew(t *testing.T) {
	g := newRig(t).glass(t, "nl")
	text := packed(t, family)
	for _, damaged := range []string{text[:len(text)-2], "AAAA" + text[4:], "hallo", strings.Repeat("A", 3000), "%20"} {
		g.open("/centres")
		g.open("/rights#" + damaged)
		pagetest.Until(t, g.tab, `document.querySelector("[role=alert]")?.textContent === "Deze link is niet volledig of te oud. Begin opnieuw, het duurt drie minuten."`)
		if at := pagetest.JS[string](t, g.tab, "location.href"); strings.Contains(at, "#") {
			t.Errorf("the address keeps %s", at)
		}
	}
	g.inspect("check-link-wrong")
	g.touch("[data-do=begin]")
	g.asked("V1")
}

// TestWithoutALine: what needs the line says calmly that there is none, loses nothing, and goes on when it is back.
func TestWithoutALine(t *testing.T) {
	r := newRig(t)
	e := r.listen()
	g := r.glass(t, "nl")
	g.open("/rights?lang=nl")
	e.cut(true)
	g.touch("[data-do=begin]")
	g.at("trouble")
	g.inspect("check-trouble")
	e.settle()
	pagetest.JS[bool](t, g.tab, `document.querySelector("#check h1").dataset.first = "yes", true`)
	g.touch("[data-do=again]")
	for late := time.Now().Add(30 * time.Second); len(e.take()) == 0 && time.Now().Before(late); {
		time.Sleep(20 * time.Millisecond) // until the second try came in vain too
	}
	pagetest.Until(t, g.tab, `document.querySelector("#check h1") && !document.querySelector("[data-first]")`) // and says so anew
	g.at("trouble")
	e.cut(false)
	time.Sleep(400 * time.Millisecond) // not a double tap
	g.touch("[data-do=again]")
	g.asked("V1")
	g.reply("34")
	at := g.question()
	e.cut(true)
	g.touch(".languages summary")
	g.touch(".languages a[hreflang=fr]")
	g.at("trouble")
	g.touch("[data-do=stay]")
	g.asked(at) // and all the rest needs no line
	g.walk(family)
	e.cut(false)
	g.touch(".languages summary")
	g.touch(".languages a[hreflang=fr]")
	pagetest.Until(t, g.tab, `document.documentElement.lang === "fr"`)
	g.at("results")
}

// forgotten insists that nothing of a check is left on the page or in it.
func (g *glass) forgotten() {
	g.t.Helper()
	g.at("intro")
	if text := pagetest.JS[string](g.t, g.tab, "document.getElementById('check').textContent"); !strings.Contains(text, "Begin") || strings.Contains(text, "Ga verder") {
		g.t.Errorf("the page remembers: %s", text)
	}
}

// TestHalfAnHourEndsTheCheck, also when the phone slept meanwhile.
func TestHalfAnHourEndsTheCheck(t *testing.T) {
	g := newRig(t).glass(t, "nl")
	g.check()
	g.reply("34")
	later := func(minutes int) {
		pagetest.JS[bool](t, g.tab, fmt.Sprintf(`(() => {
			window.real ??= Date.now; Date.now = () => real() + %d * 60000;
			document.dispatchEvent(new Event("visibilitychange"));
			return true;
		})()`, minutes))
	}
	at := g.question()
	later(29)
	g.asked(at)
	g.reply(family[at]...) // a touch: half an hour from now
	at = g.question()
	later(58)
	g.asked(at)
	later(60)
	g.forgotten()
	g.back()
	g.forgotten()
}

// TestStopAndQuickExitForget: after both, also on a page to which a wrong turn led, "back" finds the beginning and not a word
// of what was told.
func TestStopAndQuickExitForget(t *testing.T) {
	for name, end := range map[string]func(g *glass){
		"stop": func(g *glass) { g.tap(".wipe button", "/") },
		"exit": func(g *glass) { g.leave() },
		"exit from another page": func(g *glass) {
			g.tap(".foot a", "/privacy")
			g.leave()
		},
		"stop on another page": func(g *glass) {
			g.tap(".brand", "/")
			g.tap("a.pillar.help", "/talk/place")
			g.tap(".wipe button", "/")
			g.goBack(2)
		},
	} {
		t.Run(name, func(t *testing.T) {
			g := newRig(t).glass(t, "nl")
			g.check()
			g.walk(family)
			end(g)
			for range 3 {
				g.goBack(1)
				g.wait("/rights")
				g.forgotten()
			}
		})
	}
}

// leave takes the quick way out.
func (g *glass) leave() {
	g.t.Helper()
	g.touch("[data-exit]")
	pagetest.Until(g.t, g.tab, `location.pathname.startsWith("/static/icons/")`)
}

// goBack goes back by the browser's history and waits until it is there. A page from the browser's memory does not load, for
// which [glass.back] waits; and one that is left takes along an answer that is still on its way, so it goes after its answer.
func (g *glass) goBack(steps int) {
	g.t.Helper()
	pagetest.JS[bool](g.t, g.tab, fmt.Sprintf(`(() => {
		window.going = true;
		for (const gone of ["popstate", "pagehide"]) addEventListener(gone, () => { window.going = false; }, { once: true });
		setTimeout(() => history.go(-%d), 50);
		return true;
	})()`, steps))
	pagetest.Until(g.t, g.tab, `!window.going && document.readyState === "complete"`)
}

// TestStopInAnotherTab ends the check here too: who stops, stops.
func TestStopInAnotherTab(t *testing.T) {
	g := newRig(t).glass(t, "nl")
	g.check()
	g.reply("34")
	beside := &glass{t: t, tab: pagetest.Tab(t, g.tab), base: g.base, lang: "nl"}
	beside.open("/talk")
	beside.tap(".wipe button", "/")
	g.forgotten()
}

// TestLinkWhereTheCheckStandsOpen: the same page with a link is no new page to a browser, and opens all the same.
func TestLinkWhereTheCheckStandsOpen(t *testing.T) {
	g := newRig(t).glass(t, "nl")
	g.check()
	g.reply("71")
	pagetest.JS[bool](t, g.tab, fmt.Sprintf("location.hash = %q, true", packed(t, family)))
	g.at("results")
	if at := pagetest.JS[string](t, g.tab, "location.href"); strings.Contains(at, "#") {
		t.Errorf("the address keeps %s", at)
	}
	if got := g.told()["groeipakket-kleuter-en-opvangtoeslag"]; got != guide.Likely {
		t.Errorf("with a child of four: %s", got)
	}
}
