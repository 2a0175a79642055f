package widget_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"wijkloket/kiosk/internal/kiosktest"
	"wijkloket/kiosk/internal/theme"
	"wijkloket/kiosk/internal/typeset"
	"wijkloket/kiosk/internal/widget"
)

// places finds the header's and footer's buttons on a shown page.
func places(page fyne.CanvasObject, size fyne.Size) map[string]kiosktest.Rect {
	at := map[string]kiosktest.Rect{}
	kiosktest.Walk(page, size, func(s kiosktest.Seen) {
		if b, ok := s.Object.(*widget.Button); ok {
			at[b.Label()] = s.At
		}
	})
	return at
}

// back, hide, stop, urgent and the settings are at the same place on every screen.
func TestPage_SamePlacesOnEveryScreen(t *testing.T) {
	kiosktest.UseTheme(t, theme.Settings{}, 1080, 1920)
	size := fyne.NewSize(1080, 1920)
	var first map[string]kiosktest.Rect
	for _, name := range []string{"home", "choice", "typing", "parts"} {
		page := samples[name](t)
		kiosktest.Show(t, page, size.Width, size.Height)
		at := places(page, size)
		if first == nil {
			first = at
		}
		for _, label := range []string{"Nederlands", "Tekst", "Contrast", "Hulp", "Terug", "Verberg", "Stop", "Dringend?"} {
			if at[label] != first[label] || at[label].W == 0 {
				t.Errorf("%s: %s is at %v, elsewhere at %v", name, label, at[label], first[label])
			}
		}
	}
}

// A footer's control that a screen does not offer leaves its place empty, so that the others stay where they are.
func TestFooter_MissingControlKeepsItsPlace(t *testing.T) {
	kiosktest.UseTheme(t, theme.Settings{}, 1080, 1920)
	k, size := kiosktest.Kit(typeset.LTR), fyne.NewSize(1080, 200)
	stop := widget.Control{Label: "Stop", OnTap: nothing}
	full := widget.NewFooter(k, widget.FooterSpec{Back: widget.Control{Label: "Terug", OnTap: nothing}, Stop: stop})
	bare := widget.NewFooter(k, widget.FooterSpec{Stop: stop})
	kiosktest.Show(t, full, size.Width, size.Height)
	kiosktest.Show(t, bare, size.Width, size.Height)
	if a, b := places(full, size), places(bare, size); a["Stop"] != b["Stop"] || b["Terug"].W != 0 {
		t.Errorf("stop is at %v with a way back and at %v without", a["Stop"], b["Stop"])
	}
}

// Scenery is there only when nothing else needs the room, and never in high contrast.
func TestPage_Scenery(t *testing.T) {
	tests := map[string]struct {
		settings theme.Settings
		h        float32
		want     bool
	}{
		"room":          {theme.Settings{}, 1920, true},
		"no room":       {theme.Settings{}, 1100, false},
		"high contrast": {theme.Settings{Contrast: theme.HighDark}, 1920, false},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			kiosktest.UseTheme(t, c.settings, 1080, 1920)
			page, size := samples["home"](t), fyne.NewSize(1080, c.h)
			kiosktest.Show(t, page, size.Width, size.Height)
			got := strings.Contains(strings.Join(kiosktest.Pictograms(page, size), " "), "scenery-street")
			if got != c.want {
				t.Errorf("scenery shown: %v", got)
			}
		})
	}
}

// A screen whose one action stands at its foot has scenery above it.
func TestPage_SceneryAboveTheAction(t *testing.T) {
	kiosktest.UseTheme(t, theme.Settings{}, 1080, 1920)
	k, size := kiosktest.Kit(typeset.LTR), fyne.NewSize(1080, 1920)
	page := widget.NewPage(k, widget.PageSpec{
		Header: header(k, [4]string{"Nederlands", "Tekst", "Contrast", "Hulp"}), Footer: footer(k, [4]string{"Terug", "Verberg", "Stop", "Dringend?"}),
		Title: "Welke hulp past misschien bij jou?", Content: widget.Words(k, theme.Body, "Wij bewaren niets."), Scenery: "street",
		Action: widget.NewButton(k, widget.ButtonSpec{Label: "Begin", OnTap: nothing}), Up: "Omhoog", Down: "Omlaag"})
	kiosktest.Show(t, page, size.Width, size.Height)
	if shown := kiosktest.Pictograms(page, size); !slices.ContainsFunc(shown, func(name string) bool { return strings.Contains(name, "scenery-street") }) {
		t.Errorf("it shows %v", shown)
	}
	for _, finding := range kiosktest.Check(page, size) {
		t.Error(finding)
	}
}

// A keyboard that leaves no room hides the action until it goes again (A-22: the field stays in view).
func TestPage_KeyboardMakesRoom(t *testing.T) {
	screen := theme.Screen{WidthPx: 1920, HeightPx: 1080, WidthMM: 345, HeightMM: 194}
	kiosktest.UseTheme(t, theme.Settings{Screen: screen, Text: theme.XLText}, 0, 0)
	page, size := samples["typing"](t).(*widget.Page), fyne.NewSize(1920, 1080)
	kiosktest.Show(t, page, size.Width, size.Height)
	if _, there := places(page, size)["Ga verder"]; there {
		t.Error("the action takes the room of the field")
	}
	page.ShowKeyboard(nil)
	if _, there := places(page, size)["Ga verder"]; !there {
		t.Error("the action does not come back")
	}
}

// The bar of the time left shrinks towards the start and says the time in words.
func TestCountdown_Set(t *testing.T) {
	kiosktest.UseTheme(t, theme.Settings{}, 1080, 1920)
	c := widget.NewCountdown(kiosktest.Kit(typeset.LTR), "Nog 30 seconden")
	kiosktest.Show(t, c, 600, c.HeightFor(600))
	for given, want := range map[float32]float32{0.5: 0.5, -1: 0, 7: 1} {
		if c.Set(given, "Nog even"); c.Left() != want {
			t.Errorf("Set(%v) leaves %v", given, c.Left())
		}
	}
}

// an error stands under its field with a drawing and words, and goes away again; what was typed stays.
func TestField_SetError(t *testing.T) {
	kiosktest.UseTheme(t, theme.Settings{}, 1080, 1920)
	k := kiosktest.Kit(typeset.LTR)
	entry := widget.NewEntry(k, widget.EntrySpec{})
	entry.SetText("0470")
	field := widget.NewField(k, "Je nummer", "", entry)
	before := field.HeightFor(600)
	field.SetError("Dit nummer is te kort.")
	size := fyne.NewSize(600, field.HeightFor(600))
	kiosktest.Show(t, field, size.Width, size.Height)
	if size.Height <= before || len(kiosktest.Pictograms(field, size)) != 1 {
		t.Errorf("no room or no drawing for the error: %v to %v", before, size.Height)
	}
	field.SetError("")
	if field.HeightFor(600) != before || entry.Text() != "0470" {
		t.Errorf("after the error: height %v of %v, text %q", field.HeightFor(600), before, entry.Text())
	}
}
