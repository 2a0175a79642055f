package tour_test

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"testing"
	"time"
	"unicode/utf16"
	"weak"

	"fyne.io/fyne/v2/test"

	"wijkloket/kiosk/internal/kiosktest"
	"wijkloket/kiosk/internal/nav"
	"wijkloket/kiosk/internal/tour"
	"wijkloket/kiosk/internal/view"
)

// T-25: no screen of a visit and nothing on it can be reached after the visit.
func TestScreensOfAVisitAreLetGo(t *testing.T) {
	p := newPerson(t, "nl")
	p.say("home.talk", "place.here", "time.callme", "channel.phone")
	p.key("0470")
	screen := weak.Make(p.visit.Stage.Screen())
	var page nav.Page = p.visit.Stage.Screen()
	content := page.Content()
	objects := 0
	kiosktest.Walk(content, content.Size(), func(kiosktest.Seen) { objects++ })
	page, content = nil, nil
	if objects < 20 || screen.Value() == nil {
		t.Fatalf("the screen has %d objects", objects)
	}
	p.visit.Do(view.Stop{})
	_ = p.canvas().Capture()
	collect()
	if screen.Value() != nil {
		t.Error("the screen with the number is still reachable")
	}
	runtime.KeepAlive(p)
}

func collect() {
	for range 4 { // pools are emptied in two rounds, finalizers run between
		runtime.GC()
	}
}

// scrambled is a canary that stands in the program's memory only as it must not be found.
type scrambled []byte

func (s scrambled) plain() []byte {
	out := make([]byte, len(s))
	for i, b := range s {
		out[i] = b ^ 0x5a
	}
	return out
}

// canaries are typed letter by letter, so that the test never holds one whole either.
var canaries = map[string]scrambled{
	"name":    scramble("zqxjkvwy", 1),
	"message": scramble("wvkqzjxf", 2),
	"code":    scramble("jxqzvkhw", 3),
	"street":  scramble("kqvxzjwg", 4),
	"receipt": receiptCode(),
}

// receiptCode is the code that the tour's backend gives, which the screen of the receipt puts together from its groups.
func receiptCode() scrambled {
	out := make(scrambled, 0, 20)
	for _, group := range []string{"KD7MRA", "X4TYH", "9QCFW"} {
		for i := range len(group) {
			out = append(out, group[i]^0x5a)
		}
		out = append(out, '-'^0x5a)
	}
	return out[:len(out)-1]
}

// scramble makes the canary from letters by a rotation, so that not even the source's constant is it.
func scramble(letters string, by int) scrambled {
	out := make(scrambled, 0, len(letters)*2)
	for range 2 {
		for i := range len(letters) {
			out = append(out, letters[(i+by)%len(letters)]^0x5a)
		}
	}
	return out
}

func (p *person) keyCanary(s scrambled) {
	p.t.Helper()
	for _, b := range s {
		p.key(string(rune(b ^ 0x5a)))
	}
}

// T-25: a dump of the whole memory after the visit holds nothing of what was typed, in no encoding in use.
func TestMemoryHoldsNothingTyped(t *testing.T) {
	p := newPerson(t, "nl")
	p.say("home.request")
	p.keyCanary(canaries["code"])
	p.say("action.back", "home.team")
	p.keyCanary(canaries["street"])
	p.say("action.back", "home.talk", "place.here", "time.callme", "channel.none", "name.add")
	p.keyCanary(canaries["name"])
	p.say("action.next", "message.add")
	p.keyCanary(canaries["message"])
	if len(found(t, dump(t))) == 0 {
		t.Fatal("the dump does not even hold what stands on the glass: the search proves nothing")
	}
	p.say("action.next", "kiosk.stop")
	_ = p.canvas().Capture()
	collect()
	for _, name := range found(t, dump(t)) {
		t.Errorf("after the visit, the %s is in memory", name)
	}
	runtime.KeepAlive(p)
}

// The same for the code of a receipt: once the person is done, it is nowhere.
func TestMemoryHoldsNoReceipt(t *testing.T) {
	p := newPerson(t, "nl")
	p.say("home.talk", "place.here")
	p.touch(p.moment(tuesday))
	p.say("channel.none", "review.send")
	_ = p.canvas().Capture()
	if !slices.Contains(found(t, dump(t)), "receipt") {
		t.Fatal("the dump does not even hold the code on the glass: the search proves nothing")
	}
	p.say("action.done")
	_ = p.canvas().Capture()
	collect()
	if slices.Contains(found(t, dump(t)), "receipt") {
		t.Error("after the visit, the code is in memory")
	}
	runtime.KeepAlive(p)
}

// dump writes the heap, globals and stacks to a file.
func dump(t *testing.T) string {
	t.Helper()
	file, err := os.Create(filepath.Join(t.TempDir(), "heap"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	debug.WriteHeapDump(file.Fd())
	return file.Name()
}

// found names the canaries that a file holds, as UTF-8, UTF-16 or runes.
func found(t *testing.T, path string) []string {
	t.Helper()
	memory, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer clear(memory) // or the next dump finds this one
	var names []string
	for name, canary := range canaries {
		plain := canary.plain()
		var wide, runes []byte
		for _, u := range utf16.Encode([]rune(string(plain))) {
			wide = append(wide, byte(u), byte(u>>8))
		}
		for _, b := range plain {
			runes = append(runes, b, 0, 0, 0)
		}
		if bytes.Contains(memory, plain) || bytes.Contains(memory, wide) || bytes.Contains(memory, runes) {
			names = append(names, name)
		}
		clear(plain)
		clear(wide)
		clear(runes)
	}
	return names
}

// session is one visit from start to end, by events.
func sessionOf(v *tour.Visit) {
	for _, event := range []view.Event{
		view.SetLanguage{Lang: "ar"}, view.Open{Way: view.WayTalk}, view.Choose{ID: "here"}, view.Choose{ID: "callme"}, view.Choose{ID: "phone"},
		view.Type{Field: "phone", Text: "0470123456"}, view.Next{}, view.Stop{},
	} {
		v.Do(event)
	}
}

func inUse() uint64 {
	collect()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse
}

// BenchmarkThousandSessions reports how much memory is in use after 1,000 visitors, and how much more than after 10. Fyne
// keeps what it drew for a minute, in which a kiosk has one visitor and this benchmark hundreds: run it with FYNE_CACHE=1s
// and -benchtime 1x.
func BenchmarkThousandSessions(b *testing.B) {
	s := spec()
	s.Panel = panels["standing"]
	v := tour.NewVisit(test.NewTempApp(b), s, "nl")
	defer v.Close()
	visitors := func(n int) uint64 {
		for i := range n {
			sessionOf(v)
			if i%50 == 0 {
				_ = v.Window.Canvas().Capture()
			}
		}
		time.Sleep(11 * time.Second) // Fyne tidies up at most every ten
		_ = v.Window.Canvas().Capture()
		return inUse()
	}
	before := visitors(10)
	after := before
	for b.Loop() {
		after = visitors(1000)
	}
	b.ReportMetric(float64(after)/(1<<20), "MB-in-use")
	b.ReportMetric((float64(after)-float64(before))/(1<<20), "MB-grown")
}
