package widget_test

import (
	"image"
	"image/color"
	"image/draw"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"

	"wijkloket/kiosk/internal/kiosktest"
	"wijkloket/kiosk/internal/theme"
	"wijkloket/kiosk/internal/typeset"
	"wijkloket/kiosk/internal/widget"
)

const (
	dutch  = "Een medewerker van wijkteam Noord belt je voor vrijdag 27 november."
	arabic = "يتصل بك فريق Wijkteam Noord على الرقم 056 24 48 00 قبل يوم الجمعة."
)

func TestText_HeightFollowsWidth(t *testing.T) {
	kiosktest.UseTheme(t, theme.Settings{}, 1080, 1920)
	for _, words := range []string{dutch, arabic} {
		text := widget.NewText(words, typeset.DirectionOf("nl"), widget.Style{Size: 20})
		wide, narrow := text.HeightFor(900), text.HeightFor(200)
		if narrow < 3*wide {
			t.Errorf("%q takes %v at 900 and %v at 200", words, wide, narrow)
		}
		if got := text.MinSize().Height; got != wide {
			t.Errorf("before it has a width, a text asks for %v, want one line of %v", got, wide)
		}
		text.Resize(fyne.NewSize(200, 10))
		if got := text.MinSize().Height; got != narrow {
			t.Errorf("at width 200 a text asks for %v, want %v", got, narrow)
		}
	}
}

// TestText_ParentFollows: a stock Fyne container gets the right height in the layout pass after the width is known.
func TestText_ParentFollows(t *testing.T) {
	kiosktest.UseTheme(t, theme.Settings{}, 1080, 1920)
	text := widget.NewText(dutch, typeset.LTR, widget.Style{Size: 20})
	below := canvas.NewRectangle(color.Black)
	box := container.NewVBox(text, below)
	box.Resize(fyne.NewSize(220, 600))
	first := box.MinSize()
	box.Refresh()
	if second := box.MinSize(); second != first {
		t.Errorf("the minimum size goes on changing: %v, then %v", first, second)
	}
	if below.Position().Y < text.HeightFor(220) {
		t.Errorf("what stands below begins at %v, inside the text of %v", below.Position().Y, text.HeightFor(220))
	}
}

func TestText_LongWordDoesNotPushTheScreen(t *testing.T) {
	kiosktest.UseTheme(t, theme.Settings{}, 1080, 1920)
	text := widget.NewText("Arbeidsongeschiktheidsverzekeringsmaatschappij", typeset.LTR, widget.Style{Size: 50})
	if got := text.MinSize().Width; got > 8*50 {
		t.Errorf("the least width is %v (A-3)", got)
	}
	if one, cut := text.HeightFor(text.NaturalWidth()), text.HeightFor(300); cut < 3*one {
		t.Errorf("at 300 the word takes %v, uncut %v", cut, one)
	}
}

// show paints a text alone on a canvas of a scale and gives the pixels.
func show(t *testing.T, text *widget.Text, size fyne.Size, scale float32) *image.RGBA {
	t.Helper()
	c := software.NewTransparentCanvas()
	c.SetPadded(false)
	c.SetScale(scale)
	c.SetContent(container.NewWithoutLayout(text))
	c.Resize(size)
	text.Resize(size)
	text.Move(fyne.NewPos(0, 10))
	picture := c.Capture()
	out := image.NewRGBA(picture.Bounds())
	draw.Draw(out, out.Rect, picture, image.Point{}, draw.Src)
	return out
}

// TestText_CrispAtEveryScale: what reaches the canvas are the engine's own pixels at the canvas's scale, nothing stretched,
// and nothing of the first line's marks cut off, although they stand out of a tight line.
func TestText_CrispAtEveryScale(t *testing.T) {
	th := kiosktest.UseTheme(t, theme.Settings{}, 1080, 1920)
	for _, scale := range []float32{1, 1.25, 1.5, 2, 3} {
		for _, words := range []string{dutch, "طَلَبُ مُساعَدةٍ ﷺ؟", "ẤẤ pÄ"} {
			style := widget.Style{Size: 24, LineSpacing: 0.8, Color: theme.Ink}
			dir := typeset.LTR
			size := fyne.NewSize(320, 240)
			got := show(t, widget.NewText(words, dir, style), size, scale)
			want := image.NewRGBA(got.Rect)
			lay := typeset.Default().Shape(words, dir, false).Layout(typeset.Format{Size: 24, Width: 320, LineHeight: 0.8})
			lay.Draw(want, scale, image.Pt(0, int(10*scale+0.5)), th.RGBA(theme.Ink))
			if off := differ(got, want); off > 0 {
				t.Errorf("%q at scale %v: %d pixels differ from the engine's", words, scale, off)
			}
		}
	}
}

// differ counts the pixels of which the coverage differs by more than the painter's rounding of see-through colours.
func differ(a, b *image.RGBA) int {
	n := 0
	for i := 3; i < len(a.Pix); i += 4 {
		if d := int(a.Pix[i]) - int(b.Pix[i]); d > 3 || d < -3 {
			n++
		}
	}
	return n
}

func TestText_ShowsEveryChange(t *testing.T) {
	kiosktest.UseTheme(t, theme.Settings{}, 1080, 1920)
	text := widget.NewText("Hulp (gratis)", typeset.LTR, widget.Style{Size: 30, Color: theme.Ink})
	size := fyne.NewSize(300, 80)
	shown := show(t, text, size, 1)
	for _, change := range []struct {
		name string
		do   func()
	}{
		{"words", func() { text.SetText("Hulp (veilig)") }},
		{"weight", func() { text.SetStyle(widget.Style{Size: 30, Bold: true, Color: theme.Ink}) }},
		{"colour", func() { text.SetColor(theme.HelpInk) }},
		{"direction", func() { text.SetDirection(typeset.RTL) }},
		{"theme", func() {
			fyne.CurrentApp().Settings().SetTheme(theme.For(theme.Settings{Contrast: theme.Dark}))
			text.Refresh()
		}},
	} {
		change.do()
		next := show(t, text, size, 1)
		if string(next.Pix) == string(shown.Pix) {
			t.Errorf("a change of %s does not show", change.name)
		}
		shown = next
	}
	if text.Text() != "Hulp (veilig)" {
		t.Errorf("Text() = %q", text.Text())
	}
}

// TestText_PhoneNumberStaysWhole: the guard of typeset works in every Text.
func TestText_PhoneNumberStaysWhole(t *testing.T) {
	kiosktest.UseTheme(t, theme.Settings{}, 1080, 1920)
	plain := widget.NewText("الرقم 056 24 48 00", typeset.RTL, widget.Style{Size: 30})
	isolated := widget.NewText("الرقم "+typeset.IsolateLTR("056 24 48 00"), typeset.RTL, widget.Style{Size: 30})
	size := fyne.NewSize(400, 80)
	if differ(show(t, plain, size, 1), show(t, isolated, size, 1)) > 0 {
		t.Error("a phone number in Arabic is turned round")
	}
}

// screenOf makes a full kiosk screen of 25 texts.
func screenOf(words string, dir typeset.Direction) []*widget.Text {
	out := make([]*widget.Text, 25)
	for i := range out {
		out[i] = widget.NewText(words, dir, widget.Style{Size: []float32{44, 26, 26, 23, 21}[i%5], Bold: i%5 == 0, Color: theme.Ink})
	}
	return out
}

func benchmarkTexts(b *testing.B, words string, dir typeset.Direction) {
	kiosktest.UseTheme(b, theme.Settings{}, 1080, 1920)
	frame := func() {
		for _, text := range screenOf(words, dir) {
			text.Resize(fyne.NewSize(460, text.HeightFor(460)))
			raster := test.WidgetRenderer(text).Objects()[0].(*canvas.Raster)
			raster.Generator(int(raster.Size().Width), int(raster.Size().Height))
		}
	}
	frame()
	b.ReportAllocs()
	for b.Loop() {
		frame()
	}
}

// The claim: a warm Arabic screen of 25 new texts, from words to pixels ready for the graphics card, takes under 10 ms.
func BenchmarkText_ArabicScreen(b *testing.B) { benchmarkTexts(b, arabic, typeset.RTL) }
func BenchmarkText_DutchScreen(b *testing.B)  { benchmarkTexts(b, dutch, typeset.LTR) }
