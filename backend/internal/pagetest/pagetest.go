// Package pagetest drives the pages in a real Chromium for the tests of the phone and the desk: one browser a test
// binary, one clean profile a test, and the accessibility rules of axe-core.
package pagetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Needed is the environment variable that turns a missing Chromium or axe-core from a skipped test into a failed one.
const Needed = "WIJKLOKET_NEED_BROWSER"

// patience is how long one test may keep its tab, in a machine that does much else.
const patience = 5 * time.Minute

// names are what Chromium is called on the systems we know.
var names = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"}

var shared struct {
	once sync.Once
	ctx  context.Context
	err  error
}

// Browser opens a tab with cookies of its own in the Chromium that the test binary shares. It closes with the test.
func Browser(t testing.TB) context.Context {
	t.Helper()
	shared.once.Do(start)
	if shared.err != nil {
		missing(t, shared.err)
	}
	return open(t, shared.ctx, chromedp.WithNewBrowserContext())
}

// Tab opens one more tab with the cookies of the first, as a person does who opens a link twice.
func Tab(t testing.TB, first context.Context) context.Context {
	t.Helper()
	return open(t, first)
}

func open(t testing.TB, parent context.Context, options ...chromedp.ContextOption) context.Context {
	t.Helper()
	tab, closeTab := chromedp.NewContext(parent, options...)
	t.Cleanup(closeTab)
	Do(t, tab)
	limited, cancel := context.WithTimeout(tab, patience)
	t.Cleanup(cancel)
	return limited
}

// Profile opens a tab of a Chromium of its own, which keeps what any browser keeps, in a folder. Quit ends it in order, so that
// all it keeps is in that folder.
func Profile(t testing.TB) (tab context.Context, folder string, quit func()) {
	t.Helper()
	folder = t.TempDir()
	options, err := options()
	if err != nil {
		missing(t, err)
	}
	allocator, end := chromedp.NewExecAllocator(context.Background(), append(options, chromedp.UserDataDir(folder))...)
	t.Cleanup(end)
	tab, closeTab := chromedp.NewContext(allocator)
	t.Cleanup(closeTab)
	Do(t, tab)
	return tab, folder, func() {
		t.Helper()
		if err := chromedp.Cancel(tab); err != nil {
			t.Fatalf("pagetest: %v", err)
		}
	}
}

func start() {
	options, err := options()
	if err != nil {
		shared.err = err
		return
	}
	allocator, _ := chromedp.NewExecAllocator(context.Background(), options...) // lives as long as the test binary
	shared.ctx, _ = chromedp.NewContext(allocator)
	shared.err = chromedp.Do(shared.ctx)
}

func options() ([]chromedp.ExecAllocatorOption, error) {
	path, err := find()
	if err != nil {
		return nil, err
	}
	return append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox,
		chromedp.Flag("disable-gpu", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("lang", "nl"), chromedp.Flag("accept-lang", "nl")), nil
}

func find() (string, error) {
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("pagetest: no Chromium: install one of %s", strings.Join(names, ", "))
}

// missing ends a test for which the machine lacks something: skipped at a developer's, failed by packaging/test.sh.
func missing(t testing.TB, err error) {
	t.Helper()
	if os.Getenv(Needed) != "" {
		t.Fatal(err)
	}
	t.Skip(err)
}

// Do carries out actions in a tab and ends the test when one fails.
func Do(t testing.TB, tab context.Context, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(tab, actions...); err != nil {
		t.Fatalf("pagetest: %v", err)
	}
}

// Get carries out an action that gives a value and ends the test when it fails.
func Get[T any](t testing.TB, tab context.Context, action chromedp.Action[T]) T {
	t.Helper()
	value, err := chromedp.Run(tab, action)
	if err != nil {
		t.Fatalf("pagetest: %v", err)
	}
	return value
}

// JS gives the value of a JavaScript expression in the page; a promise is awaited. When the page makes way for another before
// it has answered, the next one is asked: an expression that itself leaves the page does so by a timer, after its answer.
func JS[T any](t testing.TB, tab context.Context, expression string) T {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		value, err := chromedp.Run(tab, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
		if err == nil {
			return value
		}
		if !movedOn(err) || time.Now().After(end) {
			t.Fatalf("pagetest: %v", err)
		}
	}
}

// movedOn tells whether the page was left before it could answer. Only the words tell it: all that a browser cannot do has
// one number.
func movedOn(err error) bool {
	var refused *cdproto.Error
	return errors.As(err, &refused) && slices.Contains([]string{"Inspected target navigated or closed", "Execution context was destroyed."}, refused.Message)
}

// Until waits until a JavaScript expression is true in the page, also while the page makes way for the next one.
func Until(t testing.TB, tab context.Context, expression string) {
	t.Helper()
	var err error
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		var holds bool
		if holds, err = chromedp.Run(tab, chromedp.Evaluate[bool](expression)); err == nil && holds {
			return
		}
	}
	at, _ := chromedp.Run(tab, chromedp.Evaluate[string](`location.pathname + location.search + " " + document.readyState + ": " + document.body.innerText.slice(0, 200)`))
	t.Fatalf("pagetest: never true: %s (%v); the page is %s", expression, err, at)
}

// Reports makes every page that the tab opens from now on count what its security policy had to block; [Blocked] reads it.
func Reports(t testing.TB, tab context.Context) {
	t.Helper()
	_, err := chromedp.Call(tab, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
		Source: `window.blocked = []; addEventListener("securitypolicyviolation", e => blocked.push(e.violatedDirective + " " + e.blockedURI))`,
	})
	if err != nil {
		t.Fatalf("pagetest: %v", err)
	}
}

// Blocked lists what the page's security policy had to block since the page was opened.
func Blocked(t testing.TB, tab context.Context) []string {
	t.Helper()
	return JS[[]string](t, tab, "window.blocked")
}

// Screen makes the tab a screen of width x height CSS pixels, used with a mouse.
func Screen(width, height int64) chromedp.Action[chromedp.Void] {
	return chromedp.EmulateViewport(width, height)
}

// Phone makes the tab a phone of width x height CSS pixels, used with fingers.
func Phone(width, height int64) chromedp.Action[chromedp.Void] {
	return chromedp.EmulateViewport(width, height, chromedp.EmulateMobile, chromedp.EmulateTouch, chromedp.EmulatePortrait)
}

// violation is one broken rule as axe-core reports it.
type violation struct {
	ID    string `json:"id"`
	Help  string `json:"help"`
	Nodes []struct {
		HTML    string `json:"html"`
		Summary string `json:"failureSummary"`
	} `json:"nodes"`
}

// axeRun asks for the rules of WCAG 2.2 A and AA and for axe-core's best practices, which hold the landmarks.
const axeRun = `axe.run(document, {resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
	.then(found => JSON.stringify(found.violations))`

// Axe holds the page that the tab shows against the accessibility rules and reports every broken one.
func Axe(t testing.TB, tab context.Context) {
	t.Helper()
	rules, err := os.ReadFile(axeFile())
	if err != nil {
		missing(t, fmt.Errorf("pagetest: run `npm ci --prefix packaging/pagetest` first: %w", err))
	}
	Do(t, tab, chromedp.Evaluate[chromedp.Void](string(rules)+"; undefined"))
	var broken []violation
	if err := json.Unmarshal([]byte(JS[string](t, tab, axeRun)), &broken); err != nil {
		t.Fatalf("pagetest: axe: %v", err)
	}
	address := Get(t, tab, chromedp.Location())
	for _, rule := range broken {
		for _, node := range rule.Nodes {
			t.Errorf("%s: %s: %s\n\t%s\n\t%s", address, rule.ID, rule.Help, node.HTML, node.Summary)
		}
	}
}

// axeFile is where packaging/test.sh puts axe-core.
func axeFile() string {
	_, here, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(here), "../../../packaging/pagetest/node_modules/axe-core/axe.min.js")
}

// Shot writes a picture of the whole page as name.png into the folder that WIJKLOKET_SHOTS names, if it does: for the
// eyes of whoever designs, and for the README.
func Shot(t testing.TB, tab context.Context, name string) {
	t.Helper()
	folder := os.Getenv("WIJKLOKET_SHOTS")
	if folder == "" {
		return
	}
	picture := Get(t, tab, chromedp.FullScreenshot(100))
	if err := os.WriteFile(filepath.Join(folder, name+".png"), picture, 0o600); err != nil {
		t.Fatal(err)
	}
}
