package typeset

import (
	"slices"
	"strings"
	"testing"
)

// linesOf lists the text of each line.
func linesOf(l *Layout) []string {
	var out []string
	for _, line := range l.Lines {
		out = append(out, string(l.par.runes[line.Start:line.End]))
	}
	return out
}

func TestLineBreaks(t *testing.T) {
	for _, c := range []struct {
		name, text string
		width      float32
		want       []string
	}{
		{"empty text has one line", "", 100, []string{""}},
		{"hard breaks", "een\ntwee\r\n\ndrie\n", 400, []string{"een\n", "twee\r\n", "\n", "drie\n", ""}},
		{"between words", "een twee drie", 90, []string{"een twee ", "drie"}},
		{"spaces hang", "een     twee", 50, []string{"een     ", "twee"}},
		{"no width takes one character a line", "abc", 0.01, []string{"a", "b", "c"}},
		{"a long word is cut", "Kortrijkzanen", 60, []string{"Kortrij", "kzane", "n"}},
		{"a long word is cut at its joint", "huurtoelage/schooltoelage", 140, []string{"huurtoelage/", "schooltoelage"}},
		{"a joint does not break when the line has room below", "zie huurtoelage/x", 145, []string{"zie ", "huurtoelage/x"}},
		{"soft hyphen", "tegemoet\u00ADkoming", 100, []string{"tegemoet\u00AD", "koming"}},
		{"soft hyphen without need", "tegemoet\u00ADkoming", 200, []string{"tegemoet\u00ADkoming"}},
		{"guarded number", Guard("bel 056 24 48 00 nu", LTR), 90, []string{"bel ", "056\u00A024\u00A0", "48\u00A000 nu"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := linesOf(Default().Shape(c.text, LTR, false).Layout(Format{Size: 20, Width: c.width}))
			if !slices.Equal(got, c.want) {
				t.Errorf("lines %q, want %q", got, c.want)
			}
		})
	}
}

func TestAlignFollowsDirection(t *testing.T) {
	const width = 300
	for _, c := range []struct {
		dir   Direction
		align Align
		want  string
	}{
		{LTR, AlignStart, "left"}, {LTR, AlignCenter, "center"}, {LTR, AlignEnd, "right"},
		{RTL, AlignStart, "right"}, {RTL, AlignCenter, "center"}, {RTL, AlignEnd, "left"},
	} {
		line := Default().Shape("Kortrijk  ", c.dir, false).Layout(Format{Size: 20, Width: width, Align: c.align}).Lines[0]
		left, right := line.X, width-line.X-line.Width
		got := "center"
		switch {
		case distance(left, right) < 0.01:
		case left < 0.01:
			got = "left"
		case right < 0.01:
			got = "right"
		}
		if got != c.want {
			t.Errorf("%v %v: line from %v to %v stands %s, want %s", c.dir, c.align, line.X, line.X+line.Width, got, c.want)
		}
	}
}

func TestTruncationFitsAndSaysSo(t *testing.T) {
	for _, text := range []string{"Een veel te lange zin voor één regel van een tegel", "جملة طويلة جدا لا تتسع في سطر واحد من هذه اللوحة الصغيرة"} {
		for lines := 1; lines <= 2; lines++ {
			dir := RTL
			if strings.HasPrefix(text, "Een") {
				dir = LTR
			}
			par := Default().Shape(text, dir, false)
			lay := par.Layout(Format{Size: 20, Width: 150, MaxLines: lines})
			last := lay.Lines[len(lay.Lines)-1]
			if !lay.Truncated || len(lay.Lines) != lines || last.Width > 150.01 {
				t.Errorf("%q in %d lines: truncated %t, %d lines, last is %v wide", text, lines, lay.Truncated, len(lay.Lines), last.Width)
			}
			end := last.placed[len(last.placed)-1]
			if dir == RTL {
				end = last.placed[0]
			}
			if end.g.id != par.ellipsis.glyphs[0].id {
				t.Errorf("%q: the ellipsis does not stand at the end of the line", text)
			}
		}
	}
	if lay := Default().Shape("kort", LTR, false).Layout(Format{Size: 20, Width: 150, MaxLines: 1}); lay.Truncated {
		t.Error("a text that fits is not cut")
	}
}

// TestNaturalWidthHolds: a text laid out in the width that it measured itself keeps its lines.
func TestNaturalWidthHolds(t *testing.T) {
	for _, s := range corpus(t) {
		par := Default().Shape(s.Text, DirectionOf(s.Lang), true)
		for _, size := range []float32{11, 20.5, 37.3, 80} {
			free := par.Layout(Format{Size: size})
			bound := par.Layout(Format{Size: size, Width: free.Width})
			if len(free.Lines) != len(bound.Lines) {
				t.Errorf("%q at %v: %d lines free, %d in their own width", s.Text, size, len(free.Lines), len(bound.Lines))
			}
		}
	}
}

// TestCarets follows the caret through the places where the two directions meet.
func TestCarets(t *testing.T) {
	for _, c := range []struct {
		name, text string
		dir        Direction
		order      []int // caret indices as they stand from left to right
	}{
		{"Dutch", "abc", LTR, []int{0, 1, 2, 3}},
		{"Arabic", "ابت", RTL, []int{3, 2, 1, 0}},
		{"lam-alef is two characters", "لا", RTL, []int{2, 1, 0}},
		{"number in Arabic", "ا12", RTL, []int{1, 2, 3, 0}},
		{"Arabic in Dutch", "aاب", LTR, []int{0, 3, 2, 1}},
		{"accent belongs to its letter", "e\u0301x", LTR, []int{0, 2, 3}},
	} {
		t.Run(c.name, func(t *testing.T) {
			lay := Default().Shape(c.text, c.dir, false).Layout(Format{Size: 20, KeepSpaces: true})
			got := slices.Clone(c.order)
			slices.Sort(got)
			slices.SortStableFunc(got, func(a, b int) int {
				switch xa, xb := lay.Caret(a).X, lay.Caret(b).X; {
				case xa < xb:
					return -1
				case xa > xb:
					return 1
				}
				return 0
			})
			if !slices.Equal(got, c.order) {
				t.Errorf("carets from left to right are %v, want %v", got, c.order)
			}
		})
	}
}

// TestHitFindsCaret: touching where a caret stands finds that caret's place, on every line.
func TestHitFindsCaret(t *testing.T) {
	for _, s := range corpus(t) {
		par := Default().Shape(s.Text, DirectionOf(s.Lang), false)
		lay := par.Layout(Format{Size: 20, Width: 180})
		for i := 0; i <= par.Len(); i = max(par.Next(i), i+1) {
			at := lay.Caret(i)
			hit := lay.Caret(lay.Hit(at.X, (at.Top+at.Bottom)/2))
			if distance(hit.X, at.X) > 0.01 || hit.Line != at.Line {
				t.Errorf("%q: caret %d stands at %v on line %d, a touch there finds %v on line %d", s.Text, i, at.X, at.Line, hit.X, hit.Line)
			}
		}
	}
}

// A space that hangs over the end of a line is no ink: paper that looked for room for it set a whole paragraph smaller.
func TestASpaceAtTheEdgeIsNoInk(t *testing.T) {
	par := Default().Shape("عليك أن تطلبه بنفسك. اسأل VDAB قبل أن تبدأ.", RTL, false)
	for width := float32(400); width < 700; width++ {
		if ink := par.Layout(Format{Size: 30, Width: width}).Ink; ink.X0 < -1 || ink.X1 > width+1 {
			t.Errorf("at %v the ink is from %v to %v", width, ink.X0, ink.X1)
		}
	}
}
