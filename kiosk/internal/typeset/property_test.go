package typeset

import (
	"image"
	"image/color"
	"testing"

	"pgregory.net/rapid"
)

// anyText draws the kinds of text that meet on a kiosk, and any garbage: both directions, marks, digits, isolates, breaks.
func anyText() *rapid.Generator[string] {
	pieces := []string{
		"Kortrijk", "een ", "نتصل ", "الرقم", "056 24 48 00", "لا", "اللّغة", "(", ")", "[", "،", "؟", "-", "/", ".", " ", "  ",
		"\n", "\t", "\u00AD", "\u2066", "\u2067", "\u2068", "\u2069", "\u202E", "\u202C", "\u200D", "\u200F", "\u0301", "ﷺ",
		"שלום", "Привіт", "日本語", "👩‍👧", "e\u0301", "\x00", "\uFFFD", "\u2028", "fi", "Ǆ", "क्षि", "\r\n", "…",
	}
	known := rapid.Map(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 25), func(s []string) string {
		out := ""
		for _, p := range s {
			out += p
		}
		return out
	})
	return rapid.OneOf(known, rapid.String())
}

func anyFormat(t *rapid.T) Format {
	return Format{
		Size:       rapid.Float32Range(0.5, 200).Draw(t, "size"),
		Width:      rapid.Float32Range(0, 900).Draw(t, "width"),
		Align:      rapid.SampledFrom([]Align{AlignStart, AlignCenter, AlignEnd}).Draw(t, "align"),
		MaxLines:   rapid.IntRange(0, 4).Draw(t, "lines"),
		KeepSpaces: rapid.Bool().Draw(t, "keep"),
	}
}

// TestLayoutHolds: for any text, the lines hold every rune once and in order, each line fits unless one piece of it cannot,
// its clusters stand side by side, and drawing, carets and hits do not panic.
func TestLayoutHolds(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 64, 32))
	rapid.Check(t, func(t *rapid.T) {
		text, f := anyText().Draw(t, "text"), anyFormat(t)
		dir := rapid.SampledFrom([]Direction{LTR, RTL}).Draw(t, "dir")
		par := Default().Shape(text, dir, rapid.Bool().Draw(t, "bold"))
		lay := par.Layout(f)
		checkLines(t, par, lay)
		for i := range lay.Lines {
			checkLine(t, lay, &lay.Lines[i])
		}
		for i := -1; i <= par.Len()+1; i++ {
			lay.Caret(i)
		}
		hit := lay.Hit(rapid.Float32Range(-100, 1000).Draw(t, "x"), rapid.Float32Range(-100, 1000).Draw(t, "y"))
		if hit < 0 || hit > par.Len() || !par.grapheme[hit] {
			t.Fatalf("Hit gave %d, which is not between two characters", hit)
		}
		lay.Draw(img, 0.5, image.Pt(3, 3), color.Black)
	})
}

func checkLines(t *rapid.T, par *Paragraph, lay *Layout) {
	next := 0
	for _, l := range lay.Lines {
		if l.Start != next || l.End < l.Start {
			t.Fatalf("line [%d,%d) does not start at %d", l.Start, l.End, next)
		}
		next = l.End
	}
	if next != par.Len() && !lay.Truncated {
		t.Fatalf("lines end at %d of %d runes", next, par.Len())
	}
	if f := lay.format; f.MaxLines > 0 && len(lay.Lines) > f.MaxLines {
		t.Fatalf("%d lines, at most %d wanted", len(lay.Lines), f.MaxLines)
	}
}

// checkLine: the boxes of the line are a permutation of its clusters, without gap or overlap, and fit the width.
func checkLine(t *rapid.T, lay *Layout, line *Line) {
	seen := make(map[int]bool)
	for i, b := range line.boxes {
		if seen[b.start] || b.start < line.Start || b.start >= line.End && !lay.Truncated {
			t.Fatalf("cluster %d is on the line [%d,%d) twice or wrongly", b.start, line.Start, line.End)
		}
		seen[b.start] = true
		if i > 0 && distance(b.x0, line.boxes[i-1].x1) > 0.01*lay.format.Size+0.01 && !lay.Truncated {
			t.Fatalf("gap between boxes %d and %d: %v %v", i-1, i, line.boxes[i-1], b)
		}
	}
	for i := line.Start; i < line.End; i++ {
		if lay.par.cluster[i] && !silent(lay.par.runes[i]) && !seen[i] {
			t.Fatalf("cluster %d of line [%d,%d) has no place", i, line.Start, line.End)
		}
	}
	f := lay.format
	if f.Width <= 0 || f.KeepSpaces || line.Width <= f.Width*1.001+0.01 {
		return
	}
	graphemes := 0
	for i := line.Start; i < line.End; i++ {
		if lay.par.grapheme[i] && lay.par.cluster[i] && !lay.par.space[i] && lay.par.advance[i] > 0 {
			graphemes++
		}
	}
	if graphemes > 1 {
		t.Fatalf("line [%d,%d) of %d characters is %v wide, %v allowed", line.Start, line.End, graphemes, line.Width, f.Width)
	}
}

// TestWipeLeavesNothing: after Wipe no rune of the text is left in the paragraph's memory (T-24).
func TestWipeLeavesNothing(t *testing.T) {
	par := Default().Shape("Mevrouw De Smet", LTR, false)
	kept := par.runes
	par.Wipe()
	for _, r := range kept {
		if r != 0 {
			t.Fatalf("rune %q survived", r)
		}
	}
	if lay := par.Layout(Format{Size: 20, Width: 100}); par.Len() != 0 || len(lay.Lines) != 1 {
		t.Fatalf("a wiped paragraph has %d runes and %d lines", par.Len(), len(lay.Lines))
	}
}
