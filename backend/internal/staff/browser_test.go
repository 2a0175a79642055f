package staff_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/pagetest"
)

// TestLiveQueueInABrowser is a morning at reception: sign in, see a request come in without reloading, give it away, follow
// it up, sign out.
func TestLiveQueueInABrowser(t *testing.T) {
	r := newRig(t)
	r.ask("ZWALUW 7", nil)
	base, tab := r.listen(), pagetest.Browser(t)
	pagetest.Do(t, tab, pagetest.Screen(1366, 768))
	signIn(t, tab, base, "lies")
	pagetest.Until(t, tab, `!document.getElementById("line-state").hidden`)
	pagetest.Do(t, tab, chromedp.Evaluate[chromedp.Void](`window.before = true; document.querySelector("a.line-open").focus(); undefined`))

	r.ask("KOALA 42", everything)
	pagetest.Until(t, tab, `document.body.innerText.includes("KOALA 42")`)
	if !pagetest.JS[bool](t, tab, "window.before === true") {
		t.Error("the page was loaded again")
	}
	if said := pagetest.JS[string](t, tab, `document.getElementById("say").textContent`); said != "Er is 1 nieuwe vraag." {
		t.Errorf("a screen reader hears %q (A-34)", said)
	}
	if focus := pagetest.JS[string](t, tab, `document.activeElement.textContent`); !strings.Contains(focus, "ZWALUW 7") {
		t.Errorf("the focus went to %q (A-34)", focus)
	}

	pagetest.Do(t, tab,
		chromedp.Click(chromedp.Search(`//a[contains(., "KOALA 42")]`)), chromedp.WaitVisible(chromedp.CSS("#wie")),
		chromedp.SendKeys(chromedp.CSS("#wie"), "Amira"), chromedp.Click(chromedp.Search(`//button[contains(., "Geef aan collega")]`)),
		chromedp.WaitVisible(chromedp.Search(`//*[contains(., "Amira Haddad volgt deze vraag nu op.")]`)),
		chromedp.Click(chromedp.Search(`//button[contains(., "We hebben contact")]`)),
		chromedp.WaitVisible(chromedp.Search(`//*[contains(., "Genoteerd: we hebben contact.")]`)),
		chromedp.Click(chromedp.Search(`//button[contains(., "Meld af")]`)), chromedp.WaitVisible(chromedp.CSS("#gebruiker")),
		chromedp.Navigate(base+"/onthaal/rij"), chromedp.WaitVisible(chromedp.CSS("#gebruiker")))
}

// TestQueueCatchesUp: what changed while the line was down is there once it is back, and a page whose session ended leaves.
func TestQueueCatchesUp(t *testing.T) {
	r := newRig(t)
	first := r.ask("ZWALUW 7", nil)
	base, tab := r.listen(), pagetest.Browser(t)
	signIn(t, tab, base, "lies")
	pagetest.Until(t, tab, `!document.getElementById("line-state").hidden`)
	r.cutLines()
	r.ask("KOALA 42", nil)
	r.ok(r.Requests.Take(t.Context(), r.staff["amira"].Viewer(), first, 1))
	pagetest.Until(t, tab, `document.body.innerText.includes("KOALA 42") && document.body.innerText.includes("Amira Haddad")`)

	other := pagetest.Tab(t, tab)
	pagetest.Do(t, other, chromedp.Navigate(base+"/onthaal/rij"), chromedp.WaitVisible(chromedp.CSS(".me")))
	r.ask("BEUK 19", nil)
	pagetest.Until(t, other, `document.body.innerText.includes("BEUK 19")`) // one stream serves both tabs
	pagetest.Do(t, other, chromedp.Click(chromedp.Search(`//button[contains(., "Meld af")]`)))
	pagetest.Until(t, other, `location.pathname === "/onthaal/aanmelden"`)
	r.ask("TULP 3", nil)
	pagetest.Until(t, tab, `location.pathname === "/onthaal/aanmelden"`)
}

// TestKeyboardOnly: from signing in to a note, without a mouse.
func TestKeyboardOnly(t *testing.T) {
	r := newRig(t)
	r.ask("ZWALUW 7", nil)
	r.Clock.Add(time.Minute)
	r.ask("KOALA 42", nil)
	base, tab := r.listen(), pagetest.Browser(t)
	press := func(keys ...string) {
		t.Helper()
		for _, key := range keys {
			pagetest.Do(t, tab, chromedp.KeyEvent(key))
		}
	}
	focus := func() string { return pagetest.JS[string](t, tab, `document.activeElement.textContent.trim()`) }

	pagetest.Do(t, tab, chromedp.Navigate(base+"/onthaal/aanmelden"), chromedp.WaitVisible(chromedp.CSS("#gebruiker:focus")))
	press("amira", kb.Tab, "amira-wachtwoord", kb.Enter)
	pagetest.Do(t, tab, chromedp.WaitVisible(chromedp.CSS(".line")))
	press(kb.Tab)
	if focus() != "Ga naar de inhoud" {
		t.Errorf("the first stop is %q", focus())
	}
	press(kb.Enter)
	visible := 0
	for range 20 {
		press(kb.Tab)
		visible += pagetest.JS[int](t, tab, `(() => { const el = document.activeElement; const part = el.matches("a.line-open") ? el.closest(".line") : el; return getComputedStyle(part).outlineStyle !== "none" ? 0 : 1; })()`)
		if strings.Contains(focus(), "ZWALUW 7") {
			break
		}
	}
	if visible > 0 {
		t.Errorf("%d stops have no visible focus", visible)
	}
	press(kb.ArrowDown)
	if !strings.Contains(focus(), "KOALA 42") {
		t.Fatalf("the arrow leads to %q", focus())
	}
	press(kb.Enter)
	pagetest.Do(t, tab, chromedp.WaitVisible(chromedp.CSS("#notitie")))
	for range 30 {
		press(kb.Tab)
		if pagetest.JS[string](t, tab, `document.activeElement.id`) == "notitie" {
			break
		}
	}
	press("Belt terug.", kb.Tab, kb.Enter)
	pagetest.Do(t, tab, chromedp.WaitVisible(chromedp.Search(`//*[contains(., "Je notitie is bewaard.")]`)))
}

// TestNoTextBecomesMarkup puts an attack into every field that staff read or write and opens the pages in a browser that
// reports what it had to block (E-50).
func TestNoTextBecomesMarkup(t *testing.T) {
	attacks := []string{
		`<script>window.hit=1</script>`, `"><img src=x onerror=window.hit=1>`, `'-window.hit=1-'`, `</textarea><svg onload=window.hit=1>`,
		`{{.Who}}`, `javascript:window.hit=1`, `<a href="javascript:window.hit=1">x</a>`, "\u202e<b onmouseover=window.hit=1>", `=HYPERLINK("x")`, `]]><!--`,
	}
	r := newRig(t)
	base, tab := r.listen(), pagetest.Browser(t)
	pagetest.Reports(t, tab)
	signIn(t, tab, base, "karel")
	for i, attack := range attacks {
		id := r.ask(fmt.Sprintf("X%d %.30s", i, attack), func(n *api.NewRequest) {
			everything(n)
			n.Name, n.Message = api.NewPersonal(attack), api.NewPersonal(attack)
			n.Address.Number = api.NewPersonal(fmt.Sprintf("%.10s", attack))
		})
		karel := r.staff["karel"].Viewer()
		r.ok(r.Requests.AddNote(t.Context(), karel, id, api.NewPersonal(attack)))
		r.ok(r.Requests.Move(t.Context(), karel, id, api.StateScheduled, api.NewPersonal(attack), 1))
		open(t, tab, base+path(id), attack)
	}
	open(t, tab, base+"/onthaal/rij", "X1 ")
	open(t, tab, base+"/onthaal/daglijst", "X1 ")
	for _, attack := range attacks {
		pagetest.Do(t, tab, chromedp.Navigate(base+"/onthaal/zoeken"), chromedp.SetValue(chromedp.CSS("#zoek"), attack), chromedp.Submit(chromedp.CSS("#zoek")),
			chromedp.WaitVisible(chromedp.CSS(".found")))
		harmless(t, tab)
	}
}

// open shows a page whose text holds what was written, and nothing of it runs.
func open(t *testing.T, tab context.Context, address, text string) {
	t.Helper()
	pagetest.Do(t, tab, chromedp.Navigate(address))
	pagetest.Do(t, tab, chromedp.Evaluate[chromedp.Void](`document.querySelectorAll("details").forEach(d => { d.open = true }); undefined`))
	if !strings.Contains(pagetest.JS[string](t, tab, `document.body.textContent`), strings.ReplaceAll(text, "\u202e", "")) {
		t.Errorf("%s does not show %q as text", address, text)
	}
	harmless(t, tab)
}

func harmless(t *testing.T, tab context.Context) {
	t.Helper()
	if pagetest.JS[bool](t, tab, `window.hit === 1`) {
		t.Error("a text became a program")
	}
	if n := pagetest.JS[int](t, tab, `document.querySelectorAll("main script, main img, main [onerror], main [onload], main [onmouseover], main a[href^=javascript]").length`); n > 0 {
		t.Errorf("%d pieces of text became markup", n)
	}
	if blocked := pagetest.Blocked(t, tab); len(blocked) > 0 {
		t.Errorf("the security policy had to block %v", blocked)
	}
}

// TestDesertedPageIsCovered: two minutes before the end the page asks and hides itself; one press goes on, silence leads to
// signing in (A-18, T-15).
func TestDesertedPageIsCovered(t *testing.T) {
	r := newRig(t)
	id := r.ask("KOALA 42", everything)
	base, tab := r.listen(), pagetest.Browser(t)
	signIn(t, tab, base, "amira")
	pagetest.Reports(t, tab)
	ahead := func(minutes int) {
		pagetest.Do(t, tab, chromedp.Evaluate[chromedp.Void](fmt.Sprintf("Date.now = (now => () => now() + %d * 60000)(Date.now); undefined", minutes)))
	}
	pagetest.Do(t, tab, chromedp.Navigate(base+path(id)))
	ahead(13)
	pagetest.Until(t, tab, `!document.getElementById("stay").hidden && document.activeElement.closest("#stay") !== null`)
	pagetest.Axe(t, tab)
	pagetest.Shot(t, tab, "stay")
	if pagetest.JS[bool](t, tab, `document.elementFromPoint(innerWidth / 2, 200).closest("main") !== null`) {
		t.Error("the page is not covered")
	}
	pagetest.Do(t, tab, chromedp.KeyEvent(kb.Enter))
	pagetest.Until(t, tab, `document.getElementById("stay").hidden`)
	pagetest.Until(t, tab, `performance.getEntriesByName(location.origin + "/onthaal/aanwezig").some(e => e.responseEnd > 0)`) // the server knew before time went on
	r.Clock.Add(16 * time.Minute)
	ahead(15)
	pagetest.Until(t, tab, `location.pathname + location.search === "/onthaal/aanmelden?na=pauze"`)
}

// TestPaperHasNoNames: the day list prints its tasks, and an opened request prints nothing of the person.
func TestPaperHasNoNames(t *testing.T) {
	r := newRig(t)
	id := r.ask("KOALA 42", everything)
	base, tab := r.listen(), pagetest.Browser(t)
	signIn(t, tab, base, "lies")
	_, err := chromedp.Call(tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	r.ok(err)
	pagetest.Do(t, tab, chromedp.Navigate(base+"/onthaal/daglijst"))
	paper := pagetest.JS[string](t, tab, "document.body.innerText")
	has(t, paper, "KOALA 42", "Daglijst")
	lacks(t, paper, "Nour", "470", "factuur", "Zoeken", "Meld af")
	pagetest.Shot(t, tab, "daylist-paper")
	pagetest.Do(t, tab, chromedp.Navigate(base+path(id)))
	lacks(t, pagetest.JS[string](t, tab, "document.body.innerText"), "Nour", "470", "factuur", "Overleiestraat", "huurpremie")

	letter := r.ask("LELIE 21", inArabic)
	r.book("karel", letter, calendar.Talk, "amira", at(2, 10), true)
	pagetest.Do(t, tab, chromedp.Navigate(base+path(letter, "brief")))
	paper = pagetest.JS[string](t, tab, "document.body.innerText")
	has(t, paper, "LELIE 21", "10:00", "Overleie")
	lacks(t, paper, "Nour", "Druk af", "Brief", "Wijkteam", "Amira")
	pagetest.Shot(t, tab, "letter-ar-paper")
}
