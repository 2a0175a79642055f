package widget_test

import (
	"sync/atomic"
	"testing"

	"wijkloket/kiosk/internal/kiosktest"
	"wijkloket/kiosk/internal/theme"
	"wijkloket/kiosk/internal/typeset"
	"wijkloket/kiosk/internal/widget"
)

// Asking how high a choice is may not make it look chosen, not even for the moment in which somebody draws it: every place
// to talk once stood there as chosen.
func TestTile_AskingItsHeightChoosesNothing(t *testing.T) {
	kiosktest.UseTheme(t, theme.Settings{}, 432, 768)
	tile := widget.NewTile(kiosktest.Kit(typeset.LTR), widget.TileSpec{Title: "Hier", Choice: widget.One, Word: "Gekozen"})
	var over atomic.Bool
	go func() {
		defer over.Store(true)
		for range 2000 {
			tile.HeightFor(200)
		}
	}()
	for !over.Load() {
		if tile.Chosen() {
			t.Fatal("asked for its height, the tile says that it is chosen")
		}
	}
}
