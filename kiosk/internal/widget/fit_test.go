package widget_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"

	"wijkloket/kiosk/internal/kiosktest"
	"wijkloket/kiosk/internal/theme"
	"wijkloket/kiosk/internal/typeset"
	"wijkloket/kiosk/internal/widget"
)

// every sample screen, every text size, five kinds of glass: nothing is cut, too small, too close or outside.
func TestSamples_Fit(t *testing.T) {
	panels := map[string]theme.Screen{
		"32 inch standing": theme.PanelScreen(1080, 1920),
		"32 inch lying":    theme.PanelScreen(1920, 1080),
		"22 inch standing": {WidthPx: 1080, HeightPx: 1920, WidthMM: 274, HeightMM: 487},
		"15 inch standing": {WidthPx: 1080, HeightPx: 1920, WidthMM: 194, HeightMM: 345},
		"15 inch lying":    {WidthPx: 1920, HeightPx: 1080, WidthMM: 345, HeightMM: 194},
	}
	for panel, screen := range panels {
		for _, step := range theme.TextSizes {
			for name, build := range samples {
				t.Run(fmt.Sprintf("%s/%s/%s", panel, step, name), func(t *testing.T) {
					kiosktest.UseTheme(t, theme.Settings{Screen: screen, Text: step}, 0, 0)
					o := build(t)
					size := fyne.NewSize(float32(screen.WidthPx), float32(screen.HeightPx))
					kiosktest.Show(t, o, size.Width, size.Height)
					for _, finding := range kiosktest.Check(o, size) {
						t.Error(finding)
					}
				})
			}
		}
	}
}

// single controls with the longest words of four languages, in the narrowest place that a screen gives them.
func TestControls_FitLongWords(t *testing.T) {
	texts := map[string]struct {
		dir  typeset.Direction
		word string
		line string
	}{
		"nl": {typeset.LTR, "Volksvertegenwoordigerslaan", "Ik wil liever met iemand in een ander wijkcentrum praten."},
		"de": {typeset.LTR, "Arbeitsunfähigkeitsbescheinigung", "Wir melden uns vor Donnerstag bei Ihnen, wie Sie es wünschen."},
		"fr": {typeset.LTR, "Anticonstitutionnellement", "Je préfère qu'on ne m'appelle pas à ce numéro, merci beaucoup."},
		"ar": {typeset.RTL, "فأسقيناكموه", "نتصل بك قبل يوم الخميس على الرقم 0470 12 34 56 كما طلبت."},
	}
	screen := theme.Screen{WidthPx: 1080, HeightPx: 1920, WidthMM: 274, HeightMM: 487}
	for lang, text := range texts {
		for _, step := range theme.TextSizes {
			kiosktest.UseTheme(t, theme.Settings{Screen: screen, Text: step}, 0, 0)
			k := kiosktest.Kit(text.dir)
			entry := widget.NewEntry(k, widget.EntrySpec{Placeholder: text.word})
			field := widget.NewField(k, text.word, text.line, entry)
			field.SetError(text.line)
			parts := []fyne.CanvasObject{
				widget.NewButton(k, widget.ButtonSpec{Kind: widget.Primary, Label: text.line, Icon: "next", IconAfter: true, OnTap: nothing}),
				widget.NewButton(k, widget.ButtonSpec{Label: text.word, Icon: "printer"}),
				widget.NewTile(k, widget.TileSpec{Icon: "place-other", Title: text.word, Hint: text.line, Choice: widget.Many, Chosen: true, Word: text.word}),
				widget.NewTile(k, widget.TileSpec{Icon: "pillar-meet", Title: text.word, Hint: text.line, Stacked: true}),
				widget.NewNotice(k, widget.Alert, text.word, text.line),
				widget.NewStepBar(k, 1, 7, text.line), widget.NewCountdown(k, text.line), field,
			}
			for _, part := range parts {
				const width = 520
				size := fyne.NewSize(width, widget.HeightFor(part, width))
				kiosktest.Show(t, part, size.Width, size.Height)
				for _, finding := range kiosktest.Check(part, size) {
					t.Errorf("%s, text %s, %T: %s", lang, step, part, finding)
				}
			}
		}
	}
}
