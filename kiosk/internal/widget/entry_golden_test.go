package widget_test

import (
	"bytes"
	"flag"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"wijkloket/kiosk/internal/kiosktest"
	"wijkloket/kiosk/internal/theme"
	"wijkloket/kiosk/internal/typeset"
	"wijkloket/kiosk/internal/widget"
)

var updateEntries = flag.Bool("update-entries", false, "write the golden picture of the entries anew")

// TestEntry_Golden holds the pixels of every state of a field: empty, being edited in both directions, masked, wrong, of
// several lines, disabled. Look at the picture before you commit a new one.
func TestEntry_Golden(t *testing.T) {
	kiosktest.UseTheme(t, theme.Settings{}, 1080, 1920)
	nl, ar := kiosktest.Kit(typeset.LTR), kiosktest.Kit(typeset.RTL)
	with := func(k widget.Kit, spec widget.EntrySpec, text string) *widget.Entry {
		e := widget.NewEntry(k, spec)
		e.SetText(text)
		return e
	}
	edited := with(nl, widget.EntrySpec{}, "Jan Desmet")
	editedAr := with(ar, widget.EntrySpec{Direction: typeset.RTL}, "فاطمة 43")
	edited.FocusGained()
	editedAr.MoveCaret(-3)
	wrong := with(nl, widget.EntrySpec{Lines: 2}, "Ik wil praten.\nDank je.")
	wrong.SetInvalid(true)
	off := with(nl, widget.EntrySpec{}, "Kortrijk")
	off.Disable()
	sheet := widget.Column(1,
		with(nl, widget.EntrySpec{Placeholder: "Straat en nummer"}, ""), edited, editedAr,
		with(nl, widget.EntrySpec{Private: true}, "0470 12 34 56"), wrong, off)
	matchPicture(t, filepath.Join("testdata", "entries.png"), kiosktest.Render(t, sheet, 360, widget.HeightFor(sheet, 360)))
}

// matchPicture compares a picture with the kept one, pixel by pixel.
func matchPicture(t *testing.T, path string, img image.Image) {
	t.Helper()
	if *updateEntries {
		var out bytes.Buffer
		if err := png.Encode(&out, img); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want, err := png.Decode(bytes.NewReader(kept))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(rgb(img), rgb(want)) {
		t.Errorf("the entries no longer look like %s (when the new look is wanted: -update-entries)", path)
	}
}

// rgb lists the colours of all pixels, row by row.
func rgb(img image.Image) []byte {
	var out []byte
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			r, g, b, _ := img.At(x, y).RGBA()
			out = append(out, byte(r>>8), byte(g>>8), byte(b>>8))
		}
	}
	return out
}
