package tour_test

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"wijkloket/kiosk/internal/tour"
	"wijkloket/kiosk/internal/view"
)

// The software painter draws these frames; a graphics card is faster. The glass is the reference panel, 1080 x 1920.

func newBench(b *testing.B) *tour.Visit {
	b.Helper()
	s := spec()
	s.Panel = panels["standing"]
	v := tour.NewVisit(test.NewTempApp(b), s, "nl")
	b.Cleanup(v.Close)
	return v
}

// BenchmarkTapToScreen is from the end of a touch to the next screen laid out, ready to be painted.
func BenchmarkTapToScreen(b *testing.B) {
	v := newBench(b)
	for b.Loop() {
		v.Do(view.Open{Way: view.WayTalk})
		v.Do(view.Back{})
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(2*b.N)/1000, "ms/tap")
}

// BenchmarkTapToFrame is from the end of a touch to the next screen's pixels, painted in software.
func BenchmarkTapToFrame(b *testing.B) {
	v := newBench(b)
	for b.Loop() {
		v.Do(view.Open{Way: view.WayTalk})
		_ = v.Window.Canvas().Capture()
		v.Do(view.Back{})
		_ = v.Window.Canvas().Capture()
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(2*b.N)/1000, "ms/frame")
}

// BenchmarkKeyToScreen is one key of the on-screen keyboard while streets are offered.
func BenchmarkKeyToScreen(b *testing.B) {
	v := newBench(b)
	v.Do(view.Open{Way: view.WayTeam})
	for b.Loop() {
		for _, text := range []string{"o", "ov", "ove", "over"} {
			v.Do(view.Type{Field: "street", Text: text})
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(4*b.N)/1000, "ms/key")
}

// BenchmarkLanguageSwitch is one change of language on a step of the journey (A-26: at most 100 ms).
func BenchmarkLanguageSwitch(b *testing.B) {
	v := newBench(b)
	v.Do(view.Open{Way: view.WayTalk})
	for b.Loop() {
		v.Do(view.SetLanguage{Lang: "ar"})
		v.Do(view.SetLanguage{Lang: "nl"})
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(2*b.N)/1000, "ms/switch")
}

// BenchmarkHide is from quick hide to the neutral face laid out.
func BenchmarkHide(b *testing.B) {
	v := newBench(b)
	for b.Loop() {
		b.StopTimer()
		v.Do(view.NextContrast{})
		v.Do(view.Open{Way: view.WayTalk})
		b.StartTimer()
		v.Do(view.Hide{})
	}
}

// BenchmarkFirstFrame is from nothing to the first picture, with texts and directory read anew each time as at start-up.
func BenchmarkFirstFrame(b *testing.B) {
	app := test.NewTempApp(b)
	for b.Loop() {
		s := loadSpec()
		s.Panel = panels["standing"]
		v := tour.NewVisit(app, s, "nl")
		_ = v.Window.Canvas().Capture()
		b.StopTimer()
		v.Close()
		b.StartTimer()
	}
}
