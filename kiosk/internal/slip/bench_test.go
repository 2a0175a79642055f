package slip_test

import (
	"testing"

	"wijkloket/kiosk/internal/slip"
)

// twenty is a slip with 20 items, more than a person takes home.
func twenty(s slip.Slip) slip.Slip {
	items := s.Sections[0].Items
	for len(s.Sections[0].Items) < 20 {
		s.Sections[0].Items = append(s.Sections[0].Items, items...)
	}
	s.Sections = s.Sections[:1]
	return s
}

func benchmarkDraw(b *testing.B, s slip.Slip) {
	b.ReportAllocs()
	rows := 0
	for b.Loop() {
		rows = draw(b, s, 576).Bounds().Dy()
	}
	b.ReportMetric(float64(rows)/8, "mm")
}

// BenchmarkDraw20Dutch is from words to dots; it is what a person waits for before the printer starts.
func BenchmarkDraw20Dutch(b *testing.B) { benchmarkDraw(b, twenty(dutch())) }

// BenchmarkDraw20Arabic is the same with letters that join.
func BenchmarkDraw20Arabic(b *testing.B) { benchmarkDraw(b, twenty(arabic())) }
