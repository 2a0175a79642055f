package typeset

import (
	"bytes"
	"flag"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

var update = flag.Bool("update", false, "write the golden pictures anew")

// TestGoldenPixels holds the pixels of our own drawing: both directions, both weights, small and large, 1 and 1.5 pixels
// per unit. Look at the picture before you commit a new one.
func TestGoldenPixels(t *testing.T) {
	for _, c := range []struct {
		name  string
		text  string
		dir   Direction
		bold  bool
		scale float32
		f     Format
	}{
		{"nl-small", "Wij bellen je vóór vrijdag: 056 24 48 00.", LTR, false, 1, Format{Size: 14, Width: 200}},
		{"nl-large-bold", "Hulp vragen?", LTR, true, 1.5, Format{Size: 48, Width: 240, Align: AlignCenter}},
		{"ar-small", "نتصل بك قبل يوم الجمعة على 056 24 48 00 (مجانًا).", RTL, false, 1, Format{Size: 14, Width: 200}},
		{"ar-large-bold", "طَلَبُ مُساعَدةٍ؟", RTL, true, 1.5, Format{Size: 48, Width: 240}},
		{"mixed", "Naam: أحمد 12, ok? Čeština, Привіт", LTR, false, 1, Format{Size: 20, Width: 180}},
		{"cut", "الحي الذي تسكن فيه في مدينة كورتريك", RTL, false, 1, Format{Size: 20, Width: 160, MaxLines: 1}},
		{"hyphen", "tegemoet\u00ADkoming", LTR, false, 1, Format{Size: 20, Width: 110, Align: AlignEnd}},
	} {
		t.Run(c.name, func(t *testing.T) {
			lay := Default().Shape(Guard(c.text, c.dir), c.dir, c.bold).Layout(c.f)
			const margin = 4
			img := image.NewRGBA(image.Rect(0, 0, int(lay.Width*c.scale)+2*margin, int(lay.Height*c.scale)+2*margin))
			draw.Draw(img, img.Rect, image.White, image.Point{}, draw.Src)
			lay.Draw(img, c.scale, image.Pt(margin, margin), color.RGBA{R: 31, G: 42, B: 48, A: 255})
			matchGolden(t, filepath.Join("testdata", "golden", c.name+".png"), img)
		})
	}
}

// matchGolden compares a picture with the kept one, pixel by pixel.
func matchGolden(t *testing.T, path string, img image.Image) {
	t.Helper()
	if *update {
		writePNG(t, path, img)
		return
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (make it with -update)", err)
	}
	want, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if want.Bounds() != img.Bounds() {
		t.Fatalf("picture is %v, golden is %v", img.Bounds(), want.Bounds())
	}
	different := 0
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			if color.NRGBAModel.Convert(img.At(x, y)) != color.NRGBAModel.Convert(want.At(x, y)) {
				different++
			}
		}
	}
	if different > 0 {
		t.Errorf("%d pixels differ from %s", different, path)
	}
}

func writePNG(t *testing.T, path string, img image.Image) {
	t.Helper()
	var buf bytes.Buffer
	if err := png.Encode(&buf, img); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, buf.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestDrawBlends: a see-through colour and a coloured ground mix as image/draw mixes them, within rounding.
func TestDrawBlends(t *testing.T) {
	lay := Default().Shape("■I", LTR, true).Layout(Format{Size: 40})
	ground := image.NewRGBA(image.Rect(0, 0, 60, 60))
	draw.Draw(ground, ground.Rect, image.NewUniform(color.RGBA{R: 200, G: 10, B: 90, A: 255}), image.Point{}, draw.Src)
	lay.Draw(ground, 1, image.Pt(4, 0), color.NRGBA{R: 0, G: 0, B: 0, A: 128})
	darkest := uint8(255)
	for i := 0; i < len(ground.Pix); i += 4 {
		darkest = min(darkest, ground.Pix[i])
		if ground.Pix[i+3] != 255 {
			t.Fatal("an opaque ground became see-through")
		}
	}
	if darkest < 98 || darkest > 101 {
		t.Errorf("half black on 200 gives %d, want about 99", darkest)
	}
}

// TestGlyphCacheStaysBounded: many sizes do not grow the cache over its limit, and a small cache draws the same pixels.
func TestGlyphCacheStaysBounded(t *testing.T) {
	small, err := NewEngine()
	if err != nil {
		t.Fatal(err)
	}
	small.glyphs.limit = 20 << 10
	a, b := image.NewRGBA(image.Rect(0, 0, 300, 60)), image.NewRGBA(image.Rect(0, 0, 300, 60))
	for size := float32(8); size < 40; size += 0.7 {
		clear(a.Pix)
		clear(b.Pix)
		f := Format{Size: size, Width: 300}
		small.Shape("نتصل بك Kortrijk", RTL, false).Layout(f).Draw(a, 1, image.Point{}, color.Black)
		Default().Shape("نتصل بك Kortrijk", RTL, false).Layout(f).Draw(b, 1, image.Point{}, color.Black)
		if small.glyphs.bytes > small.glyphs.limit || len(small.glyphs.entries) != small.glyphs.recent.Len() {
			t.Fatalf("the cache holds %d bytes in %d entries, %d listed", small.glyphs.bytes, len(small.glyphs.entries), small.glyphs.recent.Len())
		}
		if !bytes.Equal(a.Pix, b.Pix) {
			t.Fatalf("size %v: a small cache draws other pixels", size)
		}
	}
}

// TestEngineServesManyGoroutines: shaping and drawing at once gives each its own pixels.
func TestEngineServesManyGoroutines(t *testing.T) {
	engine, err := NewEngine()
	if err != nil {
		t.Fatal(err)
	}
	picture := func(text string) []uint8 {
		img := image.NewRGBA(image.Rect(0, 0, 200, 80))
		engine.Shape(text, RTL, false).Layout(Format{Size: 17, Width: 200}).Draw(img, 1, image.Point{}, color.Black)
		return img.Pix
	}
	texts := []string{"نتصل بك 12", "Kortrijk", "كورتريك (قرب)", "Overleiestraat"}
	var all sync.WaitGroup
	for _, text := range texts {
		want := picture(text)
		for range 4 {
			all.Go(func() {
				if !bytes.Equal(picture(text), want) {
					t.Errorf("%q came out otherwise among others", text)
				}
			})
		}
	}
	all.Wait()
}
