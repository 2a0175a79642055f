package walk_test

import (
	"bytes"
	"io"
	"sort"
	"testing"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
	"github.com/jezek/xgb/xtest"
)

// glass is a direct line to the virtual screen: it sends a touch and reads pixels without a program in between, so that
// what is measured is the kiosk. Software draws what a graphics card would; read the figures as ratios.
type glass struct {
	b    *testing.B
	line *xgb.Conn
	root xproto.Window
}

func openGlass(b *testing.B, display string) glass {
	b.Helper()
	xgb.Logger.SetOutput(io.Discard) // it reports that we hang up
	line, err := xgb.NewConnDisplay(display)
	if err != nil {
		b.Fatal(err)
	}
	if err := xtest.Init(line); err != nil {
		b.Fatal(err)
	}
	return glass{b, line, xproto.Setup(line).DefaultScreen(line).Root}
}

// pixels are those of the screen's middle: every screen of the journey differs there.
func (g glass) pixels() []byte {
	g.b.Helper()
	image, err := xproto.GetImage(g.line, xproto.ImageFormatZPixmap, xproto.Drawable(g.root), 40, 100, 1000, 700, 1<<32-1).Reply()
	if err != nil {
		g.b.Fatal(err)
	}
	return image.Data
}

// until polls until the pixels satisfy a condition.
func (g glass) until(what string, ready func([]byte) bool) {
	g.b.Helper()
	for late := time.Now().Add(patience); time.Now().Before(late); time.Sleep(500 * time.Microsecond) {
		if ready(g.pixels()) {
			return
		}
	}
	g.b.Fatal("never came: " + what)
}

// still waits until nothing moves any more and returns what stands there.
func (g glass) still() []byte {
	now := g.pixels()
	for quiet := 0; quiet < 5; {
		time.Sleep(30 * time.Millisecond)
		next := g.pixels()
		if bytes.Equal(now, next) {
			quiet++
		} else {
			now, quiet = next, 0
		}
	}
	return now
}

// tap puts a finger down and returns the moment at which it is lifted, which is when the kiosk acts.
func (g glass) tap(x, y int) time.Time {
	g.send(xproto.MotionNotify, 0, x, y)
	g.send(xproto.ButtonPress, 1, 0, 0)
	g.send(xproto.ButtonRelease, 1, 0, 0)
	return time.Now()
}

func (g glass) send(kind, button byte, x, y int) {
	time.Sleep(50 * time.Millisecond)
	xtest.FakeInput(g.line, kind, button, 0, g.root, int16(x), int16(y), 0)
	g.line.Sync()
}

// BenchmarkTapToFrame is the time from a finger on a tile to the whole next picture on the glass, on a real window under a
// virtual screen.
func BenchmarkTapToFrame(b *testing.B) {
	say := dutch(b)
	kiosk := startKiosk(b, "http://127.0.0.1:1", "overleie")
	g := openGlass(b, kiosk.display)
	tapX, tapY := kiosk.see(say("home.talk"))
	kiosk.touch(say("home.talk"))
	backX, backY := kiosk.see(say("action.back"))
	question := g.still()
	kiosk.touch(say("action.back"))
	home := g.still()
	var times []time.Duration
	for b.Loop() {
		lifted := g.tap(tapX, tapY)
		g.until("the question", func(now []byte) bool { return bytes.Equal(now, question) })
		times = append(times, time.Since(lifted))
		time.Sleep(550 * time.Millisecond) // two touches within half a second count once
		g.tap(backX, backY)
		g.until("the home screen", func(now []byte) bool { return bytes.Equal(now, home) })
		time.Sleep(550 * time.Millisecond)
	}
	report(b, times)
}

// BenchmarkStart is the time from starting the program to the first whole screen on the glass.
func BenchmarkStart(b *testing.B) {
	var times []time.Duration
	for b.Loop() {
		b.StopTimer()
		display, stopScreen := startScreen(b)
		g := openGlass(b, display)
		black := g.pixels()
		b.StartTimer()
		start := time.Now()
		kiosk := startKioskOn(b, display, "http://127.0.0.1:1", "overleie")
		g.until("a picture", func(now []byte) bool { return !bytes.Equal(now, black) && !flat(now) })
		times = append(times, time.Since(start))
		kiosk.see("Nederlands")
		b.StopTimer()
		kiosk.stop()
		g.line.Close()
		stopScreen()
		b.StartTimer()
	}
	report(b, times)
}

// flat reports whether all pixels have one colour, as an empty window has.
func flat(pixels []byte) bool { return bytes.Equal(pixels[4:], pixels[:len(pixels)-4]) }

func report(b *testing.B, times []time.Duration) {
	sort.Slice(times, func(i, j int) bool { return times[i] < times[j] })
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(times[len(times)*99/100].Microseconds())/1000, "p99-ms")
}
