package widget_test

import (
	"image"
	"image/color"
	"math"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"wijkloket/kiosk/internal/kiosktest"
	"wijkloket/kiosk/internal/theme"
	"wijkloket/kiosk/internal/typeset"
	"wijkloket/kiosk/internal/widget"
)

// drawing paints one pictogram with Fyne's own SVG renderer, 96 pixels square.
func drawing(t *testing.T, name string, mirror bool) image.Image {
	t.Helper()
	img := canvas.NewImageFromResource(theme.Current().Pictogram(name, theme.Ink, 96, mirror))
	img.FillMode = canvas.ImageFillContain
	return kiosktest.Render(t, img, 96, 96)
}

func dark(c color.Color) bool { return color.GrayModel.Convert(c).(color.Gray).Y < 128 }

// Every drawing has ink, leaves air, and stays off the edge where it would be cut.
func TestPictograms_DrawInFyne(t *testing.T) {
	kiosktest.UseTheme(t, theme.Settings{}, 1080, 1920)
	for _, name := range theme.Pictograms() {
		img, ink := drawing(t, name, false), 0
		for y := range 96 {
			for x := range 96 {
				if dark(img.At(x, y)) {
					ink++
					if x < 2 || y < 2 || x > 93 || y > 93 {
						t.Fatalf("%s is cut at the edge", name)
					}
				}
			}
		}
		if share := float64(ink) / (96 * 96); share < 0.015 || share > 0.45 {
			t.Errorf("%s covers %.1f %% of its square", name, 100*share)
		}
	}
}

// what points is drawn as in a mirror from right to left, and nothing else changes.
func TestPictograms_MirrorWhatPoints(t *testing.T) {
	kiosktest.UseTheme(t, theme.Settings{}, 1080, 1920)
	for _, name := range []string{"back", "next", "stop", "backspace", "chevron-right", "clock", "call", "check"} {
		plain, turned := drawing(t, name, false), drawing(t, name, true)
		wrong := 0
		for y := range 96 {
			for x := range 96 {
				want := plain.At(x, y)
				if theme.Points(name) {
					want = plain.At(95-x, y)
				}
				if dark(want) != dark(turned.At(x, y)) {
					wrong++
				}
			}
		}
		if wrong > 30 { // anti-aliasing at the edges
			t.Errorf("%s: %d pixels differ from what is expected", name, wrong)
		}
	}
}

// TestContactSheet renders all drawings, to be looked at.
func TestContactSheet(t *testing.T) {
	dir := os.Getenv("WIJKLOKET_SHEET")
	if dir == "" {
		t.Skip("WIJKLOKET_SHEET names no folder")
	}
	kiosktest.UseTheme(t, theme.Settings{}, 1080, 1920)
	names := theme.Pictograms()
	columns := 11
	var cells []fyne.CanvasObject
	for _, name := range names {
		img := canvas.NewImageFromResource(theme.Current().Pictogram(name, theme.Action, 76, false))
		img.FillMode = canvas.ImageFillContain
		img.SetMinSize(fyne.NewSquareSize(76))
		word := widget.NewText(name, typeset.LTR, widget.Style{Size: 13, Align: widget.AlignCenter})
		cells = append(cells, container.NewBorder(nil, word, nil, nil, img))
	}
	rows := math.Ceil(float64(len(names)) / float64(columns))
	save(t, filepath.Join(dir, "pictograms.png"), kiosktest.Render(t, container.NewGridWithColumns(columns, cells...), 1180, float32(rows)*118))
}
