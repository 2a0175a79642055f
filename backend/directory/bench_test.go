package directory_test

import (
	"runtime"
	"slices"
	"testing"
	"time"

	"wijkloket/backend/directory"
)

// BenchmarkLocate is address to team; the goal is 1 ms.
func BenchmarkLocate(b *testing.B) {
	d := load(b)
	addresses := everyAddress(d)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		d.Locate(addresses[i%len(addresses)])
	}
}

// BenchmarkSuggest is one keystroke, over every beginning of every street and with a typing error in each; the goal is a
// p99 of 10 ms.
func BenchmarkSuggest(b *testing.B) {
	d := load(b)
	var typed []string
	for _, s := range d.Streets() {
		runes := []rune(s.Name)
		for n := range runes {
			typed = append(typed, string(runes[:n+1]))
			if n > 3 {
				typed = append(typed, string(runes[:2])+"x"+string(runes[3:n+1]))
			}
		}
	}
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		start := time.Now()
		d.Suggest(typed[i*7919%len(typed)], 8) // a prime step mixes streets and lengths
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
	b.ReportMetric(float64(took[len(took)-1].Microseconds()), "max-µs")
}

// BenchmarkLoad is the start: read, check, index; and the memory that stays.
func BenchmarkLoad(b *testing.B) {
	fsys := files(b)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var d *directory.Directory
	for b.Loop() {
		var err error
		if d, err = directory.Load(fsys); err != nil {
			b.Fatal(err)
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(after.HeapAlloc-min(before.HeapAlloc, after.HeapAlloc))/1024, "KiB-kept")
	runtime.KeepAlive(d)
}

// BenchmarkDocument is the way to a kiosk and back.
func BenchmarkDocument(b *testing.B) {
	d := load(b)
	for b.Loop() {
		text, err := d.Document()
		if err != nil {
			b.Fatal(err)
		}
		if _, err := directory.ParseDocument(text); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(text))/1024, "KiB")
	}
}
