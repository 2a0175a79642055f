package widget_test

import (
	"image/color"
	"strings"
	"testing"

	"wijkloket/kiosk/internal/kiosktest"
	"wijkloket/kiosk/internal/theme"
	"wijkloket/kiosk/internal/typeset"
	"wijkloket/kiosk/internal/widget"
)

// Every module covers whole pixels, black on white with a quiet zone of four modules, in every contrast mode.
func TestQR_IsCrispAndHasAQuietZone(t *testing.T) {
	for _, mode := range theme.Contrasts {
		kiosktest.UseTheme(t, theme.Settings{Contrast: mode}, 1080, 1920)
		qr, err := widget.NewQR("https://wijkloket.kortrijk.be/g#abcdefgh")
		if err != nil {
			t.Fatal(err)
		}
		img := kiosktest.Render(t, qr, 400, 400)
		is := func(x int, want color.Gray) bool {
			return color.GrayModel.Convert(img.At(x, x)).(color.Gray) == want
		}
		white := 0 // where the light area starts: on dark paper that is not the edge of the picture
		for white < 200 && !is(white, color.Gray{Y: 255}) {
			white++
		}
		quiet := white // first module of the finder pattern
		for quiet < 200 && is(quiet, color.Gray{Y: 255}) {
			quiet++
		}
		size := 0
		for is(quiet+size, color.Gray{}) {
			size++
		}
		if size < 4 || quiet-white < 4*size {
			t.Fatalf("%s: modules of %d pixels behind a quiet zone of %d", mode, size, quiet-white)
		}
		// The finder pattern on the diagonal: 1 dark, 1 light, 3 dark, 1 light, 1 dark.
		for i, want := range []uint8{0, 255, 0, 0, 0, 255, 0} {
			for px := range size {
				if !is(quiet+i*size+px, color.Gray{Y: want}) {
					t.Fatalf("%s: module %d is blurred at pixel %d", mode, i, px)
				}
			}
		}
	}
}

// T-29: the content, which holds a secret, is not in the error.
func TestNewQR_ErrorHidesTheContent(t *testing.T) {
	_, err := widget.NewQR(strings.Repeat("geheim", 1000))
	if err == nil || strings.Contains(err.Error(), "geheim") {
		t.Errorf("error %v", err)
	}
}

// A code takes the room that the words around it leave, up to what helps a camera, and none that they need.
func TestQR_TakesTheRoomThatIsLeft(t *testing.T) {
	kiosktest.UseTheme(t, theme.Settings{}, 1080, 1920)
	qr, err := widget.NewQR("https://wijkloket.kortrijk.be/rights?lang=nl#abcdefghijklmnopqrstuvwxyz")
	if err != nil {
		t.Fatal(err)
	}
	words := widget.Words(kiosktest.Kit(typeset.LTR), theme.Small, "Laat niemand anders het vierkant scannen.")
	column := widget.Column(5, widget.NewCard(qr, words))
	least := widget.HeightFor(column, 900)
	comfortable := widget.HeightFor(qr, 900)
	for _, more := range []float32{0, 40, 1000} {
		kiosktest.Show(t, column, 900, least+more)
		grown, mm := qr.Size().Height-comfortable, theme.Current().ToMM(qr.Size().Height)
		if more <= 40 && (grown < more-2 || grown > more+2) {
			t.Errorf("with %.0f more than it needs, the code grows by %.0f", more, grown)
		}
		if more == 1000 && (mm < 120 || mm > 150) {
			t.Errorf("with all the room there is, the code and its border are %.0f mm", mm)
		}
		if words.Position().Y < qr.Position().Y+qr.Size().Height {
			t.Errorf("with %.0f more the words stand on the code", more)
		}
	}
}
