package resident_test

import (
	"testing"

	"wijkloket/backend/internal/pagetest"
	"wijkloket/i18n"
)

// firstView is the most that a first view may weigh, in bytes: a page with all it fetches, as it crosses the line.
const firstView = 60_000

// weight is what the page and all it fetched weigh, compressed as they came, without headers.
const weight = `[...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
	.reduce((sum, e) => sum + e.encodedBodySize, 0)`

// TestFirstViewIsLight weighs the home page, and that of the rights check, in every language as a phone sees them that was
// never here before.
func TestFirstViewIsLight(t *testing.T) {
	for _, lang := range i18n.Languages {
		for _, path := range []string{"/", "/rights"} {
			t.Run(lang+path, func(t *testing.T) { firstViewIsLight(t, lang, path) })
		}
	}
}

func firstViewIsLight(t *testing.T, lang, path string) {
	g := newRig(t).glass(t, lang)
	g.speaks(lang)
	g.open(path)
	pagetest.Until(t, g.tab, `document.readyState === "complete" && document.fonts.status === "loaded"`)
	bytes := pagetest.JS[int](t, g.tab, weight)
	if fetched := pagetest.JS[int](t, g.tab, `performance.getEntriesByType("resource").length`); fetched < 6 {
		t.Fatalf("the page fetched %d things: style sheets, script and fonts are missing", fetched)
	}
	t.Logf("%d bytes", bytes)
	if bytes > firstView {
		t.Errorf("the first view weighs %d bytes: %s", bytes, pagetest.JS[string](t, g.tab,
			`performance.getEntriesByType("resource").map(e => e.encodedBodySize + " " + e.name).join("\n")`))
	}
}
