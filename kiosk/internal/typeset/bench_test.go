package typeset

import (
	"image"
	"image/color"
	"testing"
)

// screens are two full kiosk screens of 25 texts, taken from the corpus: titles, tiles, hints, buttons.
func screens(b *testing.B, lang string) []string {
	b.Helper()
	var out []string
	for len(out) < 25 {
		before := len(out)
		for _, s := range corpus(b) {
			if s.Lang == lang && len(out) < 25 {
				out = append(out, s.Text)
			}
		}
		if len(out) == before {
			b.Fatalf("no texts in %s", lang)
		}
	}
	return out
}

// drawScreen does what a new screen does: shape, lay out and draw every text.
func drawScreen(e *Engine, texts []string, dir Direction, img *image.RGBA) {
	for i, text := range texts {
		size := []float32{44, 26, 26, 23, 21}[i%5] // title, body, body, hint, chrome of a 1080 x 1920 panel
		lay := e.Shape(Guard(text, dir), dir, i%5 == 0).Layout(Format{Size: size, Width: 460})
		clear(img.Pix)
		lay.Draw(img, 1, image.Point{}, color.Black)
	}
}

func benchmarkScreen(b *testing.B, lang string, warm bool) {
	texts, dir := screens(b, lang), DirectionOf(lang)
	img := image.NewRGBA(image.Rect(0, 0, 460, 200))
	engine := Default()
	drawScreen(engine, texts, dir, img)
	b.ReportAllocs()
	for b.Loop() {
		if !warm {
			b.StopTimer()
			fresh, err := NewEngine()
			if err != nil {
				b.Fatal(err)
			}
			engine = fresh
			b.StartTimer()
		}
		drawScreen(engine, texts, dir, img)
	}
}

// The claim: a warm Arabic screen takes less than 10 ms. Warm means that its glyphs were drawn before; nothing else is kept.
func BenchmarkScreenArabicWarm(b *testing.B) { benchmarkScreen(b, "ar", true) }
func BenchmarkScreenArabicCold(b *testing.B) { benchmarkScreen(b, "ar", false) }
func BenchmarkScreenDutchWarm(b *testing.B)  { benchmarkScreen(b, "nl", true) }
func BenchmarkScreenDutchCold(b *testing.B)  { benchmarkScreen(b, "nl", false) }

// BenchmarkParagraph tells what one text costs to shape and, by its allocations, to keep.
func BenchmarkParagraph(b *testing.B) {
	const text = "يتصل بك أحد موظفي فريق الحي قبل يوم الجمعة 27 نوفمبر 2026."
	b.ReportAllocs()
	for b.Loop() {
		Default().Shape(text, RTL, false).Layout(Format{Size: 26, Width: 460})
	}
}

// BenchmarkNewEngine is the part of the kiosk's start that reads the fonts.
func BenchmarkNewEngine(b *testing.B) {
	for b.Loop() {
		if _, err := NewEngine(); err != nil {
			b.Fatal(err)
		}
	}
}
