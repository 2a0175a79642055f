package widget_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"

	"wijkloket/kiosk/internal/kiosktest"
	"wijkloket/kiosk/internal/theme"
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
