package slip_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"wijkloket/kiosk/internal/slip"
	"wijkloket/kiosk/internal/typeset"
)

var update = flag.Bool("update", false, "write the golden pictures anew")

// The two widths of paper.
var widths = []int{576, 384}

// TestGoldenSlips holds every dot of three slips on both widths. Look at the picture before you commit a new one.
func TestGoldenSlips(t *testing.T) {
	for name, sample := range samples() {
		for _, dots := range widths {
			t.Run(fmt.Sprintf("%s-%d", name, dots), func(t *testing.T) {
				picture, err := sample.Draw(dots)
				if err != nil {
					t.Fatal(err)
				}
				matchGolden(t, filepath.Join("testdata", fmt.Sprintf("%s-%d.png", name, dots)), picture)
			})
		}
	}
}

// matchGolden compares a picture with the kept one, dot by dot.
func matchGolden(t *testing.T, path string, picture *slip.Picture) {
	t.Helper()
	if *update {
		var file bytes.Buffer
		if err := png.Encode(&file, picture); err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, file.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatalf("%v (make it with -update)", err)
	}
	defer func() { _ = file.Close() }()
	want, err := png.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	if want.Bounds() != picture.Bounds() {
		t.Fatalf("the picture is %v, the kept one %v", picture.Bounds(), want.Bounds())
	}
	different := 0
	for y := range picture.Bounds().Dy() {
		for x := range picture.Bounds().Dx() {
			r, _, _, _ := want.At(x, y).RGBA()
			if (r == 0) != (picture.ColorIndexAt(x, y) == 1) {
				different++
			}
		}
	}
	if different > 0 {
		t.Errorf("%d dots differ from %s", different, path)
	}
}

// Every text of a slip can be said, in the order of reading (EN 301 549, 5.1.3.16).
func TestWordsAreAllWords(t *testing.T) {
	s := slip.Slip{
		Title: "a", Lead: "b", Foot: []string{"h", "", "i"},
		Sections: []slip.Section{{Heading: "c", Items: []slip.Item{{Name: "d", Lines: []slip.Line{{Label: "e", Text: "f"}, {Text: "g", Check: true}, {}}}}}, {}},
	}
	if got := s.Words(); !slices.Equal(got, strings.Split("abcdefghi", "")) {
		t.Errorf("the words are %q", got)
	}
}

// Adding a word adds ink: no field is forgotten on the paper.
func TestEveryFieldIsDrawn(t *testing.T) {
	for name, one := range map[string]slip.Slip{
		"title":   {Title: "x"},
		"lead":    {Lead: "x"},
		"heading": {Sections: []slip.Section{{Heading: "x"}}},
		"name":    {Sections: []slip.Section{{Items: []slip.Item{{Name: "x"}}}}},
		"label":   {Sections: []slip.Section{{Items: []slip.Item{{Lines: []slip.Line{{Label: "x"}}}}}}},
		"text":    {Sections: []slip.Section{{Items: []slip.Item{{Lines: []slip.Line{{Text: "x"}}}}}}},
		"check":   {Sections: []slip.Section{{Items: []slip.Item{{Lines: []slip.Line{{Text: "x", Check: true}}}}}}},
		"foot":    {Foot: []string{"x"}},
	} {
		if picture := draw(t, one, 576); black(picture) < 40 {
			t.Errorf("%s: only %d black dots", name, black(picture))
		}
	}
	if picture := draw(t, slip.Slip{}, 576); black(picture) != 0 {
		t.Errorf("a slip without words has %d black dots", black(picture))
	}
}

// Text of at least 10 point: a capital of our font has 0.65 of its size.
func TestTextIsTenPoint(t *testing.T) {
	for _, dots := range widths {
		for name, one := range map[string]slip.Slip{"lead": {Lead: "H"}, "foot": {Foot: []string{"H"}}, "text": {Sections: []slip.Section{{Items: []slip.Item{{Lines: []slip.Line{{Text: "H"}}}}}}}} {
			if got := inkHeight(draw(t, one, dots)); got < 18 { // of 28.2 dots
				t.Errorf("%s on %d dots: a capital of %d dots", name, dots, got)
			}
		}
	}
}

// What reads from the right starts at the right.
func TestMirrored(t *testing.T) {
	line := func(dir typeset.Direction, text string) *slip.Picture {
		return draw(t, slip.Slip{Dir: dir, Sections: []slip.Section{{Items: []slip.Item{{Lines: []slip.Line{{Text: text, Check: true}}}}}}}, 576)
	}
	if left, _ := sides(line(typeset.LTR, "x")); left != 8 {
		t.Errorf("from the left, the box stands at %d", left)
	}
	if _, right := sides(line(typeset.RTL, "س")); right != 576-8 {
		t.Errorf("from the right, the box ends at %d", right)
	}
}

func TestDrawSaysWhatIsWrong(t *testing.T) {
	if _, err := dutch().Draw(80); err == nil || !strings.Contains(err.Error(), "576") {
		t.Errorf("80 dots: %v", err)
	}
	tooLong := slip.Slip{Lead: strings.Repeat("veel woorden ", 2000)}
	if _, err := tooLong.Draw(576); !errors.Is(err, slip.ErrTooLong) {
		t.Errorf("a slip of four metres: %v", err)
	}
	endless := slip.Slip{Foot: []string{strings.Repeat("a", 10<<20)}}
	if _, err := endless.Draw(576); !errors.Is(err, slip.ErrTooLong) {
		t.Errorf("a slip without end: %v", err)
	}
}

func TestWipeLeavesNothing(t *testing.T) {
	picture := draw(t, dutch(), 576)
	picture.Wipe()
	if got := black(picture); got != 0 {
		t.Errorf("%d black dots survive", got)
	}
}

func draw(t testing.TB, s slip.Slip, dots int) *slip.Picture {
	t.Helper()
	picture, err := s.Draw(dots)
	if err != nil {
		t.Fatal(err)
	}
	return picture
}

// black counts the black dots.
func black(p *slip.Picture) (count int) {
	for y := range p.Bounds().Dy() {
		for x := range p.Bounds().Dx() {
			count += int(p.ColorIndexAt(x, y))
		}
	}
	return count
}

// sides are the first and behind the last column with ink.
func sides(p *slip.Picture) (left, right int) {
	left = p.Bounds().Dx()
	for y := range p.Bounds().Dy() {
		for x := range p.Bounds().Dx() {
			if p.ColorIndexAt(x, y) == 1 {
				left, right = min(left, x), max(right, x+1)
			}
		}
	}
	return left, right
}

// inkHeight is the number of rows from the first with ink to the last.
func inkHeight(p *slip.Picture) int {
	first, last := -1, -2
	for y := range p.Bounds().Dy() {
		if bytes.Count(p.Row(y), []byte{0}) < len(p.Row(y)) {
			if first < 0 {
				first = y
			}
			last = y
		}
	}
	return last - first + 1
}
