package widget_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"wijkloket/kiosk/internal/kiosktest"
	"wijkloket/kiosk/internal/theme"
	"wijkloket/kiosk/internal/typeset"
	"wijkloket/kiosk/internal/widget"
)

// The look in small: the sheet's screens on a small picture of the reference panel. A change here is a change of the
// design: look at the picture in testdata/failed before taking it over.
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
			test.AssertImageMatches(t, "sheet-"+name+".png", kiosktest.Render(t, samples[c.sample](t), 432, 768))
		})
	}
}

// The structure of single controls: what they are made of, where it stands, in which colour.
func TestControls_Markup(t *testing.T) {
	parts := map[string]func(widget.Kit) fyne.CanvasObject{
		"button": func(k widget.Kit) fyne.CanvasObject {
			return widget.NewButton(k, widget.ButtonSpec{Kind: widget.Primary, Label: "Ga verder", Icon: "next", IconAfter: true})
		},
		"tile": func(k widget.Kit) fyne.CanvasObject {
			return widget.NewTile(k, widget.TileSpec{Icon: "money", Title: "Geld", Hint: "Budget", Choice: widget.Many, Chosen: true, ChosenWord: "Gekozen"})
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
