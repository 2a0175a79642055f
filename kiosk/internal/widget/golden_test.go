package widget_test

import (
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"wijkloket/kiosk/internal/kiosktest"
	"wijkloket/kiosk/internal/theme"
	"wijkloket/kiosk/internal/typeset"
	"wijkloket/kiosk/internal/widget"
)

// The look in small: the sheet's screens on a small picture of the reference panel. A change here is a change of the
// design: look at it, then take it over with WIJKLOKET_UPDATE=1.
func TestSheet_Golden(t *testing.T) {
	if testing.Short() {
		t.Skip("paints whole screens")
	}
	screen := theme.Screen{WidthPx: 432, HeightPx: 768, WidthMM: 398, HeightMM: 708}
	tests := map[string]struct {
		settings theme.Settings
		sample   string
	}{
		"home":   {theme.Settings{}, "home"},
		"choice": {theme.Settings{Text: theme.LargeText}, "choice"},
		"arabic": {theme.Settings{Contrast: theme.Dark}, "arabic"},
		"parts":  {theme.Settings{Contrast: theme.HighDark}, "parts"},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			c.settings.Screen = screen
			kiosktest.UseTheme(t, c.settings, 0, 0)
			comparePicture(t, "sheet-"+name+".png", kiosktest.Render(t, samples[c.sample](t), 432, 768))
		})
	}
}

// comparePicture compares with testdata/name, or writes it when WIJKLOKET_UPDATE is set. Rounding may move a channel by
// two; anything more that shows on more than 50 pixels is a change.
func comparePicture(t *testing.T, name string, got image.Image) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("WIJKLOKET_UPDATE") != "" {
		save(t, path, got)
		return
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	want, err := png.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	if want.Bounds() != got.Bounds() {
		t.Fatalf("%s is %v, drawn %v", name, want.Bounds(), got.Bounds())
	}
	changed := 0
	for y := range got.Bounds().Dy() {
		for x := range got.Bounds().Dx() {
			if otherColour(want.At(x, y), got.At(x, y)) {
				changed++
			}
		}
	}
	if changed > 50 {
		seen := filepath.Join(t.ArtifactDir(), name)
		save(t, seen, got)
		t.Errorf("%d pixels differ from %s; drawn now (kept with -artifacts): %s", changed, path, seen)
	}
}

func otherColour(a, b color.Color) bool {
	ar, ag, ab, _ := a.RGBA()
	br, bg, bb, _ := b.RGBA()
	for _, d := range []int{int(ar) - int(br), int(ag) - int(bg), int(ab) - int(bb)} {
		if d > 2*257 || d < -2*257 {
			return true
		}
	}
	return false
}

// The structure of single controls: what they are made of, where it stands, in which colour.
func TestControls_Markup(t *testing.T) {
	parts := map[string]func(widget.Kit) fyne.CanvasObject{
		"button": func(k widget.Kit) fyne.CanvasObject {
			return widget.NewButton(k, widget.ButtonSpec{Kind: widget.Primary, Label: "Ga verder", Icon: "next", IconAfter: true})
		},
		"tile": func(k widget.Kit) fyne.CanvasObject {
			return widget.NewTile(k, widget.TileSpec{Icon: "money", Title: "Geld", Hint: "Budget", Choice: widget.Many, Chosen: true, Word: "Gekozen"})
		},
		"steps": func(k widget.Kit) fyne.CanvasObject { return widget.NewStepBar(k, 2, 3, "Stap 2 van 3") },
	}
	for name, build := range parts {
		for dir, suffix := range map[typeset.Direction]string{typeset.LTR: "ltr", typeset.RTL: "rtl"} {
			t.Run(name+" "+suffix, func(t *testing.T) {
				kiosktest.UseTheme(t, theme.Settings{}, 1080, 1920)
				o := build(kiosktest.Kit(dir))
				window := kiosktest.Show(t, o, 400, widget.HeightFor(o, 400))
				test.AssertRendersToMarkup(t, name+"-"+suffix+".xml", window.Canvas())
			})
		}
	}
}
