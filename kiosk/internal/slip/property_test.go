package slip

import (
	"errors"
	"image"
	"image/color"
	"testing"

	"pgregory.net/rapid"

	"wijkloket/kiosk/internal/typeset"
)

// anyText draws what may come into a slip and any garbage: both directions, words without end, marks, ligatures, breaks.
func anyText() *rapid.Generator[string] {
	pieces := []string{
		"Kortrijk", "een ", "نتصل ", "لا", "056 24 48 00", "(", ")", ".", "/", "-", " ", "\n", "\t", "\u00AD", "\u00A0", "\u2066", "\u2069",
		"\u202E", "e\u0301\u0302\u0303\u0304", "ﷺ", "﷽", "日本語", "👩‍👧", "\x00", "\u2028", "fi", "W", "aanvraagformulier", "https://a.be/b",
		"Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung", "مستشفياتهمومدارسهموجامعاتهم",
	}
	known := rapid.Map(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 30), func(s []string) string {
		out := ""
		for _, p := range s {
			out += p
		}
		return out
	})
	return rapid.OneOf(known, rapid.String())
}

func anySlip() *rapid.Generator[Slip] {
	return rapid.Custom(func(t *rapid.T) Slip {
		text := anyText()
		line := rapid.Custom(func(t *rapid.T) Line {
			return Line{Label: text.Draw(t, "label"), Text: text.Draw(t, "text"), Check: rapid.Bool().Draw(t, "check")}
		})
		item := rapid.Custom(func(t *rapid.T) Item {
			return Item{Name: text.Draw(t, "name"), Lines: rapid.SliceOfN(line, 0, 3).Draw(t, "lines")}
		})
		section := rapid.Custom(func(t *rapid.T) Section {
			return Section{Heading: text.Draw(t, "heading"), Items: rapid.SliceOfN(item, 0, 2).Draw(t, "items")}
		})
		return Slip{
			Dir:   rapid.SampledFrom([]typeset.Direction{typeset.LTR, typeset.RTL}).Draw(t, "dir"),
			Title: text.Draw(t, "title"), Lead: text.Draw(t, "lead"),
			Sections: rapid.SliceOfN(section, 0, 2).Draw(t, "sections"),
			Foot:     rapid.SliceOfN(text, 0, 2).Draw(t, "foot"),
		}
	})
}

// TestNothingIsCut: whatever the words are, the picture is as wide as the paper and no longer than it may be, and every dot of
// the words is on it. The last is seen by drawing each text once more where there is room around the paper.
func TestNothingIsCut(t *testing.T) {
	const room = 100
	rapid.Check(t, func(t *rapid.T) {
		s, dots := anySlip().Draw(t, "slip"), rapid.SampledFrom([]int{576, 384}).Draw(t, "dots")
		picture, err := s.Draw(dots)
		page := page{dir: s.Dir, dots: dots, y: head}
		if again := page.fill(s); !errors.Is(err, again) {
			t.Fatalf("%v, then %v", err, again)
		}
		if errors.Is(err, ErrTooLong) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if b := picture.Bounds(); b.Dx() != dots || b.Dy() > mostRows || b.Min != (image.Point{}) {
			t.Fatalf("the picture is %v", b)
		}
		for _, text := range page.texts {
			wide := image.NewRGBA(image.Rect(-room, text.top-room, dots+room, text.bottom+room))
			text.lay.Draw(wide, 1, text.at, color.Black)
			allowed := image.Rect(0, text.top, dots, text.bottom)
			if ink := inkOf(wide); !ink.In(allowed) {
				t.Fatalf("ink at %v, which may touch %v", ink, allowed)
			}
		}
	})
}

// inkOf is the rectangle of all dots that would print.
func inkOf(img *image.RGBA) image.Rectangle {
	var ink image.Rectangle
	for y := img.Rect.Min.Y; y < img.Rect.Max.Y; y++ {
		for x := img.Rect.Min.X; x < img.Rect.Max.X; x++ {
			if img.Pix[img.PixOffset(x, y)+3] >= half {
				ink = ink.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return ink
}
