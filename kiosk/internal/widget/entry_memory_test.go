package widget

import (
	"runtime"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"wijkloket/kiosk/internal/theme"
	"wijkloket/kiosk/internal/typeset"
)

func memoryEntry(t *testing.T, spec EntrySpec) *Entry {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.For(theme.Settings{}))
	return NewEntry(Kit{Touch: NewTouch(time.Now, nil)}, spec)
}

// TestEntryWipe: after Wipe nothing of what was typed is left in the buffer, in the shaped text or in the last picture, and
// the buffer never moved while it was typed, so that no copy lies about (T-24).
func TestEntryWipe(t *testing.T) {
	e := memoryEntry(t, EntrySpec{MaxRunes: 40})
	e.Resize(fyne.NewSize(400, 60))
	whole := e.runes[:cap(e.runes)]
	for _, r := range "Mevrouw De Smet, 0470 12 34 56" {
		e.Insert(r)
	}
	e.MoveCaret(-5)
	e.Backspace()
	if &whole[0] != &e.runes[0] {
		t.Fatal("the buffer moved")
	}
	if whole[len(e.runes)] != 0 {
		t.Error("Backspace left a copy of the last character behind the text")
	}
	raster := test.WidgetRenderer(e).(*entryRenderer).raster
	raster.Generator(400, 60)
	shaped := e.view.paragraph(e)
	e.Wipe()
	for i, r := range whole {
		if r != 0 {
			t.Fatalf("rune %d is still %q", i, r)
		}
	}
	if shaped.Len() != 0 {
		t.Error("the shaped text survived")
	}
	for _, b := range scratch.buf[:cap(scratch.buf)] {
		if b != 0 {
			t.Fatal("the last picture survived")
		}
	}
	if e.Editing() || e.kit.Touch.typing != nil {
		t.Error("a wiped field is still being edited")
	}
}

// TestEntryShowsCaret: however long the text, the caret stays inside the field while it moves.
func TestEntryShowsCaret(t *testing.T) {
	for _, spec := range []EntrySpec{{}, {Direction: typeset.RTL}, {Lines: 2, MaxRunes: 300}} {
		e := memoryEntry(t, spec)
		e.SetText("Overleiestraat 43, عنوان طويل جدا في كورتريك, bus 2, en nog veel meer tekst dan er in past")
		size := fyne.NewSize(260, e.MinSize().Height)
		e.Resize(size)
		r := test.WidgetRenderer(e).(*entryRenderer)
		e.FocusGained()
		for range len(e.runes) + 1 {
			at, end := r.caret.Position(), r.caret.Position().AddXY(r.caret.Size().Width, r.caret.Size().Height)
			if at.X < e.pad()-0.01 || end.X > size.Width-e.pad()+0.01 || at.Y < 0 || end.Y > size.Height || !r.caret.Visible() {
				t.Fatalf("%+v: caret before rune %d stands at %v to %v in %v", spec, e.caret, at, end, size)
			}
			e.MoveCaret(-1)
		}
	}
}

// BenchmarkTextMemory reports what a text of a sentence keeps while it is shown: its shaped form and its lines, no picture.
func BenchmarkTextMemory(b *testing.B) {
	test.NewTempApp(b).Settings().SetTheme(theme.For(theme.Settings{}))
	const texts = 500
	for b.Loop() {
		kept := make([]*Text, texts)
		before := liveBytes()
		for i := range kept {
			kept[i] = NewText("يتصل بك أحد موظفي فريق الحي قبل يوم الجمعة 27 نوفمبر 2026.", typeset.RTL, Style{Size: 26})
			kept[i].Resize(fyne.NewSize(460, kept[i].HeightFor(460)))
		}
		b.ReportMetric(float64(liveBytes()-before)/texts, "bytes/text")
		runtime.KeepAlive(kept)
	}
}

// BenchmarkEntryKey is a key stroke in a long Arabic field: from the letter to the pixels ready for the graphics card.
func BenchmarkEntryKey(b *testing.B) {
	test.NewTempApp(b).Settings().SetTheme(theme.For(theme.Settings{}))
	e := NewEntry(Kit{Dir: typeset.RTL, Touch: NewTouch(time.Now, nil)}, EntrySpec{Direction: typeset.RTL})
	e.SetText("شارع أوفرليي رقم ٤٣ في مدينة كورتريك قرب الكنيسة والنهر")
	e.Resize(fyne.NewSize(700, 90))
	raster := test.WidgetRenderer(e).(*entryRenderer).raster
	for b.Loop() {
		e.Insert('ب')
		raster.Generator(int(raster.Size().Width), int(raster.Size().Height))
		e.Backspace()
	}
}

func liveBytes() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
