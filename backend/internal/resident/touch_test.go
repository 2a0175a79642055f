package resident_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/pagetest"
	"wijkloket/backend/rights"
)

// TestWithoutScript walks the whole way, and through "my request", in a browser whose scripts are off.
func TestWithoutScript(t *testing.T) {
	for _, lang := range []string{"nl", "ar"} {
		t.Run(lang, func(t *testing.T) {
			r := newRig(t)
			g := r.glass(t, lang)
			g.scripts(false)
			g.open("/?lang=" + lang)
			g.tap("a.pillar.hood", "/team")
			g.write("#street", "Peperstraat")
			g.enter("#number", "141", "/team/answer")
			g.tap("a.strong", "/talk/place")
			g.tap("button[value=home]", "/talk/time")
			g.tap("button[value=callme]", "/talk/channel")
			g.tap("button[value=sms]", "/talk/phone")
			g.enter("#phone", "0470", "/talk/phone")
			g.clear("#phone")
			g.write("#phone", "0470 12 34 56")
			g.tap("button.strong", "/talk/when")
			g.tap("button.strong", "/talk/review")
			g.tap("form.send button", "/done")
			if text := g.text(); !strings.Contains(strings.Join(strings.Fields(text), ""), rightCode) {
				t.Errorf("no code on %s", text)
			}
			g.tap("form[action='/end'] button", "/")
			g.open("/a/" + locator)
			g.enter("#codefield", rightCode, "/a/"+locator)
			g.tap("a[href$=cancel]", "/a/"+locator+"/cancel")
			g.tap("button.strong", "/a/"+locator)
			if r.desk.status.State != api.StateCancelled {
				t.Errorf("the request is %s", r.desk.status.State)
			}
			if sent := r.desk.only(t); sent.Language != lang || sent.Contact.Phone.Reveal() != "+32 470 12 34 56" {
				t.Errorf("sent %+v", sent)
			}
		})
	}
}

// back presses the browser's own button.
func (g *glass) back() {
	g.t.Helper()
	pagetest.Do(g.t, g.tab, chromedp.NavigateBack())
}

// TestNothingRemainsAfterTheEnd: the browser's back button finds the home page and not a word of the visit.
func TestNothingRemainsAfterTheEnd(t *testing.T) {
	g := newRig(t).glass(t, "nl")
	g.open("/?lang=nl")
	g.tap("a.pillar.help", "/talk/place")
	g.tap("button[value=phone]", "/talk/centre")
	g.tap("button[value=overleie]", "/talk/time")
	g.tap("button[value=callme]", "/talk/phone")
	g.write("#phone", "0470 12 34 56")
	g.tap("button.strong", "/talk/when")
	g.back()
	g.wait("/talk/phone")
	if kept := pagetest.JS[string](t, g.tab, `document.getElementById("phone").value`); !strings.Contains(kept, "470 12 34 56") {
		t.Errorf("back shows %q", kept)
	}
	g.tap("form[action='/end'] button", "/")
	for range 3 {
		g.back()
		g.wait("/")
		if text := pagetest.JS[string](t, g.tab, "document.documentElement.outerHTML"); strings.Contains(text, "470") {
			t.Fatalf("back shows what was typed: %s", text)
		}
	}
}

// TestQuickExit: three times Shift, or one tap, blanks the page and leaves; back finds nothing (T-36).
func TestQuickExit(t *testing.T) {
	leave := map[string]func(g *glass){
		"three times Shift": func(g *glass) {
			for range 3 {
				pagetest.Do(g.t, g.tab, chromedp.KeyEvent(kb.Shift))
			}
		},
		"one tap": func(g *glass) { g.touch("[data-exit]") },
	}
	for name, act := range leave {
		t.Run(name, func(t *testing.T) {
			g := newRig(t).glass(t, "nl")
			g.open("/?lang=nl")
			g.open("/talk")
			g.tap("button[value=centre]", "/talk/centre")
			act(g)
			for end := time.Now().Add(20 * time.Second); !strings.HasPrefix(g.path(), "/static/icons/"); time.Sleep(25 * time.Millisecond) {
				if time.Now().After(end) {
					t.Fatalf("still at %s", g.path())
				}
			}
			g.back()
			g.wait("/") // the visit is gone, and its last page is not in the history
		})
	}
}

// TestShiftAloneStays: two presses, or three with a letter between, are writing and not leaving.
func TestShiftAloneStays(t *testing.T) {
	g := newRig(t).glass(t, "nl")
	g.open("/a")
	for _, keys := range []string{kb.Shift, kb.Shift, "a", kb.Shift} {
		pagetest.Do(t, g.tab, chromedp.KeyEvent(keys))
	}
	time.Sleep(200 * time.Millisecond)
	if g.path() != "/a" {
		t.Errorf("left for %s", g.path())
	}
}

// TestSecretOfALink: the part behind the # opens the request, and is gone from the address and the history (T-29).
func TestSecretOfALink(t *testing.T) {
	for name, secret := range map[string]string{
		"the secret part": strings.ReplaceAll(strings.TrimPrefix(rightCode, locator), "-", ""), "the whole code, as the kiosk shows it": rightCode,
	} {
		t.Run(name, func(t *testing.T) {
			g := newRig(t).glass(t, "nl")
			g.open("/?lang=nl")
			g.open("/a/" + locator + "#" + secret)
			pagetest.Until(t, g.tab, `document.body.innerText.includes("Wijkteam Noord")`)
			if at := pagetest.JS[string](t, g.tab, "location.href"); strings.Contains(at, "#") {
				t.Errorf("the address keeps the secret: %s", at)
			}
			g.back()
			if at := pagetest.JS[string](t, g.tab, "location.href"); strings.Contains(at, "CDEFG") {
				t.Errorf("the history keeps the secret: %s", at)
			}
		})
	}
}

// TestScannedCode: looking takes nothing over; a tap does, and the words are compared before anything is shown (T-30, T-32).
func TestScannedCode(t *testing.T) {
	r := newRig(t)
	secret, key := r.kiosk(t, "channel", api.Choices{Kiosk: "overleie", Place: api.PlaceHere})
	shared := rights.PackRights([]string{"leefloon"})
	g := r.glass(t, "fr")
	g.speaks("fr")
	g.open("/h#" + secret + "." + shared)
	pagetest.Until(t, g.tab, `document.querySelector("form[data-fragment]").checkVisibility()`)
	g.inspect("handover-tap")
	if status, err := r.handovers.Status(key); err != nil || status.Taken {
		t.Fatalf("looking took the visit over: %+v %v", status, err)
	}
	if at := pagetest.JS[string](t, g.tab, "location.href"); strings.Contains(at, secret) || strings.Contains(at, shared) {
		t.Errorf("the address keeps the secret: %s", at)
	}
	g.tap("button.strong", "/h/words")
	g.inspect("words")
	g.tap("button[value=yes]", "/talk/time")
	g.tap("button[value=callme]", "/talk/channel")
	g.tap("button[value=none]", "/talk/review")
	if text := g.text(); !strings.Contains(text, "Tu partages") {
		t.Errorf("the review does not say what is shared: %s", text)
	}
}

// TestStreetsWhileTyping: the list opens, is read by a screen reader, and fills the fields.
func TestStreetsWhileTyping(t *testing.T) {
	g := newRig(t).glass(t, "nl")
	g.open("/team?lang=nl")
	g.write("#street", "kondedr")
	pagetest.Until(t, g.tab, `document.querySelectorAll("#offers li").length > 0`)
	g.inspect("team-offers") // a picture may take the focus away, which closes the list
	g.write("#street", "e")
	pagetest.Until(t, g.tab, `document.querySelectorAll("#offers li").length > 0`)
	g.write("#street", kb.ArrowDown)
	if at := pagetest.JS[string](t, g.tab, `street.getAttribute("aria-activedescendant")`); at != "offer-0" {
		t.Errorf("the arrow stands on %q", at)
	}
	g.touch("#offer-0")
	pagetest.Until(t, g.tab, `document.getElementById("offers").hidden`)
	if got := pagetest.JS[string](t, g.tab, `street.value + " " + postcode.value`); got != "Condédreef 8500" {
		t.Errorf("the fields hold %q", got)
	}
	if at := pagetest.JS[string](t, g.tab, "document.activeElement.id"); at != "number" {
		t.Errorf("the cursor is in %q", at)
	}
	g.enter("#number", "16", "/team/answer")
}
