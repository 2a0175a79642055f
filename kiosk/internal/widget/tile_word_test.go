package widget_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"wijkloket/kiosk/internal/kiosktest"
	"wijkloket/kiosk/internal/theme"
	"wijkloket/kiosk/internal/typeset"
	"wijkloket/kiosk/internal/widget"
)

// What a tile is stands above what is told of it; that it is chosen stands below, where its coming moves nothing.
func TestTile_PlaceOfTheWord(t *testing.T) {
	for choice, want := range map[widget.Choice][]string{
		widget.Goes: {"Energiescan", "Waarschijnlijk", "Iemand komt kijken."}, widget.One: {"Energiescan", "Iemand komt kijken.", "Waarschijnlijk"},
	} {
		kiosktest.UseTheme(t, theme.Settings{}, 1080, 1920)
		tile := widget.NewTile(kiosktest.Kit(typeset.LTR), widget.TileSpec{
			Title: want[0], Hint: "Iemand komt kijken.", Word: "Waarschijnlijk", Choice: choice, Chosen: true,
		})
		size := fyne.NewSize(800, tile.HeightFor(800))
		kiosktest.Show(t, tile, size.Width, size.Height)
		var words []string
		below := float32(0)
		kiosktest.Walk(tile, size, func(s kiosktest.Seen) {
			if text, ok := s.Object.(*widget.Text); ok {
				words = append(words, text.Text())
				if s.At.Y < below {
					t.Errorf("%q stands above what is read before it", text.Text())
				}
				below = s.At.Y + s.At.H
			}
		})
		if !slices.Equal(words, want) {
			t.Errorf("read are %q, want %q", words, want)
		}
	}
}
