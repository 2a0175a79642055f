package widget_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"wijkloket/kiosk/internal/kiosktest"
	"wijkloket/kiosk/internal/theme"
	"wijkloket/kiosk/internal/typeset"
	"wijkloket/kiosk/internal/widget"
)

// A grid takes as many columns as its words allow, and leaves no tile alone in a row of its own.
func TestGrid_Columns(t *testing.T) {
	tests := map[string]struct {
		width float32
		text  theme.TextSize
		want  int
	}{
		"all in a row":         {1000, theme.MediumText, 4},
		"large text, two rows": {1000, theme.XLText, 2},
		"narrow":               {300, theme.MediumText, 1},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			kiosktest.UseTheme(t, theme.Settings{Text: c.text}, 1080, 1920)
			k := kiosktest.Kit(typeset.LTR)
			var tiles []fyne.CanvasObject
			for _, language := range []string{"Nederlands", "Français", "English", "العربية"} {
				tiles = append(tiles, widget.NewTile(k, widget.TileSpec{Title: language, Choice: widget.One}))
			}
			grid := widget.Grid(k, 4, 74, tiles...)
			kiosktest.Show(t, grid, c.width, widget.HeightFor(grid, c.width))
			columns := map[float32]bool{}
			for _, tile := range tiles {
				columns[tile.Position().X] = true
			}
			if len(columns) != c.want {
				t.Errorf("%d columns, want %d", len(columns), c.want)
			}
		})
	}
}

// A choice of more than two lines gets the whole width, and so do the others beside it.
func TestGrid_LongChoicesStandAlone(t *testing.T) {
	kiosktest.UseTheme(t, theme.Settings{}, 1080, 1920)
	k := kiosktest.Kit(typeset.LTR)
	for long, columns := range map[string]int{
		"Ik ben Belg": 2,
		"Ik ben Belg of heb een verblijfskaart, en verblijf in Kortrijk of ergens anders in het land, bij familie": 1,
	} {
		tiles := []fyne.CanvasObject{
			widget.NewTile(k, widget.TileSpec{Title: long, Choice: widget.One}), widget.NewTile(k, widget.TileSpec{Title: "Ik vraag asiel", Choice: widget.One}),
		}
		grid := widget.Grid(k, 2, 130, tiles...)
		kiosktest.Show(t, grid, 1000, widget.HeightFor(grid, 1000))
		if beside := tiles[0].Position().Y == tiles[1].Position().Y; beside != (columns == 2) {
			t.Errorf("%q stands beside another: %v", long, beside)
		}
	}
}

// BenchmarkPage is what one touch costs before the graphics card takes over: building, laying out and painting a whole
// screen of eight tiles in software, in the largest Arabic and in Dutch.
func BenchmarkPage(b *testing.B) {
	for _, sample := range []string{"choice", "arabic"} {
		b.Run(sample+"/lay out", func(b *testing.B) {
			kiosktest.UseTheme(b, theme.Settings{Text: theme.XLText}, 1080, 1920)
			for b.Loop() {
				samples[sample](b).Resize(fyne.NewSize(1080, 1920))
			}
		})
		b.Run(sample+"/paint", func(b *testing.B) {
			kiosktest.UseTheme(b, theme.Settings{Text: theme.XLText}, 1080, 1920)
			window := kiosktest.Show(b, samples[sample](b), 1080, 1920)
			for b.Loop() {
				window.Canvas().Capture()
			}
		})
	}
}
