package typeset

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"math"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"wijkloket/assets"
)

// The comparison is made at one size and three widths: a tile, a column, a screen.
const compareSize = 20

var compareWidths = []int{180, 330, 640}

// sample is one text of testdata/corpus.json. Differs names, per width, where we break lines otherwise than Chromium on
// purpose: the principle that asks for it and our lines.
type sample struct {
	Lang    string                `json:"lang"`
	Text    string                `json:"text"`
	Differs map[string]difference `json:"differs"`
}

type difference struct {
	Why   string `json:"why"` // a key of principles
	Lines string `json:"lines"`
}

// principles are the only reasons for a difference.
var principles = map[string]string{
	"joint":  "a word wider than its line is cut behind a slash, dot or at sign of it when there is one; Chromium cuts where the line is full",
	"range":  "a hyphen between digits does not break (UAX #14 LB25), so that opening hours stay together; Chromium breaks there",
	"spaced": "French punctuation after a space does not start a line (UAX #14 LB13); Chromium breaks at any space",
}

func corpus(t testing.TB) []sample {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "corpus.json"))
	if err != nil {
		t.Fatal(err)
	}
	var out []sample
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// shownLine is a line as a reader sees it: the characters from left to right (by their index in the text), without spaces
// and marks that draw nothing, and the width of their ink room.
type shownLine struct {
	Chars []int   `json:"chars"`
	Width float64 `json:"width"`
}

// TestLinesLikeChromium holds our line breaks, visual order and widths against Chromium's for the whole corpus.
func TestLinesLikeChromium(t *testing.T) {
	samples := corpus(t)
	if len(samples) < 40 {
		t.Fatalf("the corpus has %d texts", len(samples))
	}
	theirs := askChromium(t, samples)
	for w, width := range compareWidths {
		for i, s := range samples {
			want := theirs[w*len(samples)+i]
			got := shownLines(Default().Shape(s.Text, DirectionOf(s.Lang), false), float32(width))
			compareLines(t, s, width, got, want)
		}
	}
}

func compareLines(t *testing.T, s sample, width int, got, want []shownLine) {
	t.Helper()
	runes := []rune(s.Text)
	ours, theirs := show(runes, got), show(runes, want)
	if d, ok := s.Differs[strconv.Itoa(width)]; ok {
		if principles[d.Why] == "" || ours != d.Lines || ours == theirs {
			t.Errorf("%s %q at %d should differ by principle %q\n wanted %s\n ours   %s\n theirs %s", s.Lang, s.Text, width, d.Why, d.Lines, ours, theirs)
		}
		return
	}
	if ours != theirs {
		t.Errorf("%s %q at %d differs\n ours   %s\n theirs %s", s.Lang, s.Text, width, ours, theirs)
		return
	}
	for n := range got {
		if math.Abs(got[n].Width-want[n].Width) > 0.5+want[n].Width/100 {
			t.Errorf("%s %q at %d: line %d is %.2f wide, Chromium's is %.2f", s.Lang, s.Text, width, n, got[n].Width, want[n].Width)
		}
	}
}

// show writes lines in visual order.
func show(runes []rune, lines []shownLine) string {
	var b strings.Builder
	for _, l := range lines {
		b.WriteString("|")
		for _, c := range l.Chars {
			b.WriteRune(runes[c])
		}
	}
	return b.String()
}

// unseen tells what has no place of its own in the comparison.
func unseen(r rune) bool { return isSpace(r) || ignorable(r) || silent(r) || r == '\u00A0' }

// shownLines lays a paragraph out and reads every line from left to right.
func shownLines(p *Paragraph, width float32) []shownLine {
	lay := p.Layout(Format{Size: compareSize, Width: width})
	var out []shownLine
	for i := range lay.Lines {
		line := &lay.Lines[i]
		var s shownLine
		left, right := float32(math.MaxFloat32), float32(0)
		for _, b := range line.boxes {
			chars := p.charsOf(b)
			if len(chars) == 0 {
				continue
			}
			s.Chars = append(s.Chars, chars...)
			left, right = min(left, b.x0), max(right, b.x1)
		}
		if len(s.Chars) > 0 {
			s.Width = float64(right - left)
			out = append(out, s)
		}
	}
	return out
}

// charsOf lists the characters that a cluster draws, from left to right.
func (p *Paragraph) charsOf(b box) []int {
	var out []int
	for i := b.start; i < p.clusterEnd(b.start); i++ {
		if p.grapheme[i] && !unseen(p.runes[i]) {
			out = append(out, i)
		}
	}
	if b.rtl {
		slices.Reverse(out)
	}
	return out
}

// readLines runs in the page: for every character of every paragraph, the rectangle that Chromium gives it, gathered into
// lines by their place and sorted from left to right.
const readLines = `(async () => {
  await Promise.all([...document.fonts].map(f => f.load())); await document.fonts.ready;
  const unseen = /[\p{Cf}\p{Cc}\p{Z}]/u;
  return [...document.querySelectorAll("p")].map(p => {
    const node = p.firstChild, text = node.data, lines = [];
    let index = 0, at = 0;
    for (const {segment} of new Intl.Segmenter("en", {granularity: "grapheme"}).segment(text)) {
      const range = document.createRange();
      range.setStart(node, at); range.setEnd(node, at + segment.length);
      const rect = [...range.getClientRects()].find(r => r.width > 0);
      if (rect && !unseen.test([...segment][0])) {
        const n = Math.round((rect.top + rect.height / 2 - p.getBoundingClientRect().top - 20) / 40);
        (lines[n] ||= []).push({index, left: rect.left, right: rect.right});
      }
      at += segment.length; index += [...segment].length;
    }
    return lines.filter(l => l).map(l => {
      l.sort((a, b) => (a.left + a.right) - (b.left + b.right));
      return {chars: l.map(c => c.index), width: Math.max(...l.map(c => c.right)) - Math.min(...l.map(c => c.left))};
    });
  });
})()`

// comparePage is a page with each text at each width, in the kiosk's own fonts.
func comparePage(t *testing.T, samples []sample) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("<!doctype html><meta charset=utf-8><style>")
	names := make([]string, 0, len(family))
	for _, f := range family {
		data, err := assets.Files.ReadFile("fonts/" + f.name + "-Regular.ttf")
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "@font-face{font-family:%s;size-adjust:%g%%;src:url(data:font/ttf;base64,%s)}", f.name, f.scale*100, base64.StdEncoding.EncodeToString(data))
		names = append(names, f.name)
	}
	fmt.Fprintf(&b, "p{font:%dpx/40px %s;margin:0 0 9px;white-space:pre-wrap;overflow-wrap:break-word;text-rendering:geometricPrecision}</style>", compareSize, strings.Join(names, ","))
	for _, width := range compareWidths {
		for _, s := range samples {
			dir := "ltr"
			if DirectionOf(s.Lang) == RTL {
				dir = "rtl"
			}
			fmt.Fprintf(&b, "<p lang=%s dir=%s style='width:%dpx'>%s</p>", s.Lang, dir, width, html.EscapeString(s.Text))
		}
	}
	return b.String()
}

// askChromium lays the corpus out in a browser.
func askChromium(t *testing.T, samples []sample) [][]shownLine {
	t.Helper()
	lines := runInChromium[[][]shownLine](t, comparePage(t, samples), readLines)
	if len(lines) != len(samples)*len(compareWidths) {
		t.Fatalf("chromium laid out %d paragraphs of %d", len(lines), len(samples)*len(compareWidths))
	}
	return lines
}

// runInChromium evaluates a script in a page of a headless browser; without one the test fails, because then nothing was
// proved.
func runInChromium[T any](t *testing.T, html, script string) T {
	t.Helper()
	page := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(page, []byte(html), 0o600); err != nil {
		t.Fatal(err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(findChromium(t)), chromedp.NoSandbox,
		chromedp.Flag("font-render-hinting", "none"), chromedp.WindowSize(1000, 800))
	ctx, cancel := context.WithTimeout(t.Context(), 90*time.Second)
	defer cancel()
	ctx, cancelAllocator := chromedp.NewExecAllocator(ctx, options...)
	defer cancelAllocator()
	ctx, cancelTab := chromedp.NewContext(ctx)
	defer cancelTab()
	address := url.URL{Scheme: "file", Path: page}
	if err := chromedp.Do(ctx, chromedp.Navigate(address.String())); err != nil {
		t.Fatalf("chromium: %v", err)
	}
	out, err := chromedp.Run(ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("chromium: %v", err)
	}
	return out
}

func findChromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatal("no Chromium found: packaging/test.sh installs it")
	return ""
}
