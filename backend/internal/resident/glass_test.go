package resident_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"wijkloket/backend/internal/pagetest"
)

// narrow is the smallest phone, which is also 400 % zoom on a screen of 1280.
const narrow = 320

// glass is a phone in somebody's hand: a real Chromium, small, used with a finger.
type glass struct {
	t    testing.TB
	tab  context.Context
	base string
	lang string
}

func (r *rig) glass(t testing.TB, lang string) *glass {
	t.Helper()
	server := httptest.NewServer(r.handler) // Chromium takes a secure cookie from 127.0.0.1
	t.Cleanup(server.Close)
	g := &glass{t: t, tab: pagetest.Browser(t), base: server.URL, lang: lang}
	pagetest.Do(t, g.tab, pagetest.Phone(narrow, 640))
	return g
}

// scripts turns the page's scripts on or off.
func (g *glass) scripts(on bool) {
	g.t.Helper()
	pagetest.Do(g.t, g.tab, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
		return err
	}))
}

// speaks makes the browser ask for a language, as a phone in that language does.
func (g *glass) speaks(lang string) {
	g.t.Helper()
	pagetest.Do(g.t, g.tab, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		agent, err := chromedp.Evaluate[string]("navigator.userAgent")(ctx, target)
		if err != nil {
			return err
		}
		_, err = cdp.Call(ctx, target, emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{UserAgent: agent, AcceptLanguage: lang})
		return err
	}))
}

// open goes to an address as one that was typed.
func (g *glass) open(path string) {
	g.t.Helper()
	pagetest.Do(g.t, g.tab, chromedp.Navigate(g.base+path))
}

// path is where the page is.
func (g *glass) path() string {
	g.t.Helper()
	at := strings.TrimPrefix(pagetest.JS[string](g.t, g.tab, "location.href"), g.base)
	at, _, _ = strings.Cut(at, "?")
	return at
}

// tap touches what the selector finds and waits until the page at path is there.
func (g *glass) tap(selector, path string) {
	g.t.Helper()
	if _, err := chromedp.RunResponse(g.tab, chromedp.Tap(selector)); err != nil {
		g.t.Fatalf("tapping %s at %s: %v", selector, g.path(), err)
	}
	g.wait(path)
}

func (g *glass) wait(path string) {
	g.t.Helper()
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(25 * time.Millisecond) {
		if g.path() == path {
			return
		}
		if time.Now().After(end) {
			g.t.Fatalf("came to %s, want %s", g.path(), path)
		}
	}
}

// touch touches what stays on its page.
func (g *glass) touch(selector string) {
	g.t.Helper()
	pagetest.Do(g.t, g.tab, chromedp.Tap(selector))
}

// write types into a field, after what is there.
func (g *glass) write(selector, text string) {
	g.t.Helper()
	pagetest.Do(g.t, g.tab, chromedp.SendKeys(selector, text))
}

// enter types into a field and presses Enter, which goes on: it must not press the page's first button, a language.
func (g *glass) enter(selector, text, path string) {
	g.t.Helper()
	if _, err := chromedp.RunResponse(g.tab, chromedp.SendKeys(selector, text+kb.Enter)); err != nil {
		g.t.Fatalf("entering at %s: %v", g.path(), err)
	}
	g.wait(path)
}

func (g *glass) text() string {
	g.t.Helper()
	return pagetest.JS[string](g.t, g.tab, "document.body.innerText")
}

// small lists what is to be touched and is smaller than 44 px; a link in a line of text may be (WCAG 2.5.8, A-33).
const small = `[...document.querySelectorAll("a, button, input:not([type=hidden]), select, summary, textarea")]
	.filter(e => e.checkVisibility() && !e.closest(".unseen, .past") && getComputedStyle(e).display !== "inline")
	.map(e => [e.closest("label") ?? e, e])
	.filter(([box]) => { const r = box.getBoundingClientRect(); return r.width < 44 || r.height < 44 })
	.map(([box, e]) => e.outerHTML.slice(0, 120) + " " + JSON.stringify(box.getBoundingClientRect())).join("\n")`

// wide lists what sticks out of the page. It asks the width of the phone and not innerWidth, which grows with what sticks out.
const wide = `document.documentElement.scrollWidth <= %[1]d ? "" :
	[...document.body.querySelectorAll("*")].filter(e => { const r = e.getBoundingClientRect(); return r.right > %[1]d + 1 || r.left < -1 })
	.map(e => e.outerHTML.slice(0, 120)).slice(0, 5).join("\n") || "something"`

// spilled lists what is wider than the tile, button or card that it stands in.
const spilled = `[...document.querySelectorAll(".tile, .button:not(.unseen), .card")].filter(e => e.checkVisibility() && e.scrollWidth > e.clientWidth + 1)
	.map(e => e.outerHTML.slice(0, 120) + " " + e.scrollWidth + " in " + e.clientWidth).join("\n")`

// foreign lists what the page fetched from another host (T-37).
const foreign = `performance.getEntriesByType("resource").map(e => e.name).filter(name => !name.startsWith(location.origin)).join("\n")`

// stored is what the page left in the browser's storages (T-33).
const stored = `(async () => localStorage.length + sessionStorage.length + (await indexedDB.databases()).length +
	(await caches.keys()).length + (await navigator.serviceWorker.getRegistrations()).length)()`

// inspect holds the page against the rules for every page, and takes its picture.
func (g *glass) inspect(name string) {
	g.t.Helper()
	at := fmt.Sprintf("%s (%s) at %s", name, g.lang, g.path())
	if found := pagetest.JS[string](g.t, g.tab, fmt.Sprintf(wide, narrow)); found != "" {
		g.t.Errorf("%s scrolls sideways:\n%s", at, found)
	}
	if found := pagetest.JS[string](g.t, g.tab, spilled); found != "" {
		g.t.Errorf("%s has words outside their box:\n%s", at, found)
	}
	if found := pagetest.JS[string](g.t, g.tab, small); found != "" {
		g.t.Errorf("%s has small targets:\n%s", at, found)
	}
	if found := pagetest.JS[string](g.t, g.tab, foreign); found != "" {
		g.t.Errorf("%s fetched %s", at, found)
	}
	if n := pagetest.JS[int](g.t, g.tab, stored); n != 0 {
		g.t.Errorf("%s stored %d things in the browser", at, n)
	}
	if lang := pagetest.JS[string](g.t, g.tab, "document.documentElement.lang"); lang != g.lang {
		g.t.Errorf("%s is in %s", at, lang)
	}
	if text := g.text(); strings.Contains(text, "⟦") {
		g.t.Errorf("%s shows a missing text: %s", at, text)
	}
	pagetest.Axe(g.t, g.tab)
	pagetest.Shot(g.t, g.tab, "phone-"+name+"-"+g.lang)
}

// clear empties a field.
func (g *glass) clear(selector string) {
	g.t.Helper()
	pagetest.JS[string](g.t, g.tab, fmt.Sprintf("document.querySelector(%q).value = ''", selector))
}
