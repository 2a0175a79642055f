package device

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"
)

// within fails when something takes longer than a person would believe; all limits here are far below.
func within(t *testing.T, what string, f func() error) error {
	t.Helper()
	done := make(chan error, 1)
	go func() { done <- f() }()
	select {
	case err := <-done:
		return err
	case <-time.After(time.Minute):
		t.Fatalf("%s hangs", what)
		return nil
	}
}

// lines are the ways to a printer that can answer.
var lines = map[string]func(*fakePrinter, *testing.T) string{"network": (*fakePrinter).onNetwork, "serial": (*fakePrinter).onSerial}

// A printer that stops reading half-way costs its limit and no more; so does one that never reads at all.
func TestPrinterHangs(t *testing.T) {
	t.Parallel()
	for way, at := range lines {
		for name, after := range map[string]int{"at once": 1, "half-way": 40_000} {
			for kind, dumb := range map[string]bool{"talks": false, "dumb": true} {
				t.Run(way+" "+name+" "+kind, func(t *testing.T) {
					t.Parallel()
					fake := newFake()
					fake.hangAfter, fake.dumb = after, dumb
					printer := impatient(open(t, at(fake, t)))
					err := within(t, "print", func() error { return printer.Print(t.Context(), noise(576, 8000, 1)) })
					if err != ErrTimeout {
						t.Errorf("%v", err)
					}
				})
			}
		}
	}
}

// Also a slip that fits into what this machine keeps for the printer is not called printed when the printer has stopped.
func TestPrinterHangsWithAShortSlip(t *testing.T) {
	t.Parallel()
	fake := newFake()
	fake.dumb, fake.hangAfter = true, 3
	printer := open(t, fake.onNetwork(t))
	fake2 := newFake()
	fake2.hangAfter = 5000
	talking := open(t, fake2.onNetwork(t))
	for name, printer := range map[string]*escpos{"dumb": printer, "talks": talking} {
		impatient(printer).left = whole
		err := within(t, "print", func() error { return printer.Print(t.Context(), noise(576, 4000, 1)) })
		if err != ErrTimeout {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The caller's own patience counts too, while the printer is busy with another slip as well.
func TestContextEnds(t *testing.T) {
	t.Parallel()
	fake := newFake()
	fake.hangAfter = 2000
	printer := open(t, fake.onNetwork(t))
	printer.limits.whole, printer.limits.answer = time.Hour, time.Hour
	printer.limits.stall, printer.limits.abandon = time.Hour, 100*time.Millisecond
	first, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- printer.Print(first, noise(576, 8000, 1)) }()
	for !fake.hangs() {
		time.Sleep(time.Millisecond)
	}
	short, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond) // no chance: the first waits for an hour
	defer cancel()
	if err := within(t, "the second", func() error { return printer.Print(short, noise(576, 10, 1)) }); err != ErrTimeout {
		t.Errorf("waiting for its turn: %v", err)
	}
	if err := within(t, "ready", func() error { return printer.Ready(short) }); err != ErrTimeout {
		t.Errorf("asking meanwhile: %v", err)
	}
	stop()
	if err := within(t, "the first", func() error { return <-done }); err != context.Canceled {
		t.Errorf("cancelled: %v", err)
	}
}

// A printer that goes on forever without an end to it is left after all the same.
func TestWholeLimit(t *testing.T) {
	t.Parallel()
	fake := newFake()
	fake.slow = 50 * time.Millisecond
	printer := open(t, fake.onNetwork(t))
	printer.limits.whole = 400 * time.Millisecond
	if err := within(t, "print", func() error { return printer.Print(t.Context(), noise(576, 8000, 1)) }); err != ErrTimeout {
		t.Errorf("%v", err)
	}
}

// A line that breaks half-way is said. The next person gets a whole slip, and what hung in the printer is cut off before.
func TestLineBreaks(t *testing.T) {
	t.Parallel()
	fake := newFake()
	printer := open(t, fake.onNetwork(t))
	if err := printer.Print(t.Context(), noise(576, 10, 7)); err != nil {
		t.Fatal(err)
	}
	fake.mu.Lock()
	fake.resetAfter = fake.taken + 30_000 // inside of a band
	fake.mu.Unlock()
	if err := printer.Print(t.Context(), noise(576, 8000, 1)); !errors.Is(err, ErrUnreachable) {
		t.Fatalf("%v", err)
	}
	next := noise(576, 200, 2)
	if err := printer.Print(t.Context(), next); err != nil {
		t.Fatal(err)
	}
	slips := fake.out(t, 3)
	if !sameDots(slips[2], next) {
		t.Error("the slip after the break came out otherwise")
	}
	last := noise(576, 200, 3)
	if err := printer.Print(t.Context(), last); err != nil {
		t.Fatal(err)
	}
	if slips = fake.out(t, 4); !sameDots(slips[3], last) {
		t.Error("the slip after that came out otherwise")
	}
}

// The program before this one may have ended in the middle of a band.
func TestPrinterWaitsForDotsAtTheStart(t *testing.T) {
	t.Parallel()
	fake := newFake()
	fake.buffer = append(raster(72, bandRows), make([]byte, 100)...)
	printer, picture := open(t, fake.onNetwork(t)), noise(576, 200, 2)
	if err := printer.Print(t.Context(), picture); err != nil {
		t.Fatal(err)
	}
	slips := fake.out(t, 1)
	got := &bitmap{width: 576, rows: slips[0].rows[bandRows:]}
	if !sameDots(got, picture) {
		t.Error("it came out otherwise")
	}
}

// A cancelled slip is cut off at once, not given to the next person.
func TestCancelCutsOff(t *testing.T) {
	t.Parallel()
	for way, at := range lines {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			fake := newFake()
			fake.slow = 2 * time.Millisecond
			printer := open(t, at(fake, t))
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			go func() {
				for {
					fake.mu.Lock()
					far := fake.printed
					fake.mu.Unlock()
					if far > 300 {
						cancel()
						return
					}
					time.Sleep(time.Millisecond)
				}
			}()
			if err := printer.Print(ctx, noise(576, 8000, 1)); err != context.Canceled {
				t.Fatalf("%v", err)
			}
			if slips := fake.out(t, 1); len(slips[0].rows) > 6000 {
				t.Errorf("%d rows came out of a cancelled slip", len(slips[0].rows))
			}
			next := noise(576, 100, 2)
			if err := printer.Print(t.Context(), next); err != nil {
				t.Fatal(err)
			}
			if slips := fake.out(t, 2); !sameDots(slips[1], next) {
				t.Error("the next slip came out otherwise")
			}
		})
	}
}

// Paper that runs out under a slip is said, whatever the printer does then. With a new roll it prints again.
func TestPaperRunsOut(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]func(*fakePrinter){
		"keeps listening": func(*fakePrinter) {}, "does not confirm": func(f *fakePrinter) { f.talksOnly = true }, "stops listening": func(f *fakePrinter) { f.deaf = true },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake := newFake()
			fake.outAfter = 500
			prepare(fake)
			printer := open(t, fake.onNetwork(t))
			printer.limits.stall, printer.limits.answer = time.Second, time.Second
			if err := within(t, "print", func() error { return printer.Print(t.Context(), noise(576, 8000, 1)) }); err != ErrPaperOut {
				t.Fatalf("%v", err)
			}
			if err := printer.Ready(t.Context()); err != ErrPaperOut {
				t.Errorf("ready: %v", err)
			}
			fake.repair()
			next := noise(576, 100, 2)
			if err := printer.Print(t.Context(), next); err != nil {
				t.Fatal(err)
			}
			if !fake.lastIs(next) {
				t.Error("the next slip came out otherwise")
			}
		})
	}
}

// keeper is a line that keeps hold of every buffer it was given.
type keeper struct{ given [][]byte }

func (k *keeper) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
func (k *keeper) Write(data []byte) (int, error) {
	k.given = append(k.given, data)
	return len(data), nil
}
func (k *keeper) SetDeadline(time.Time) error                 { return nil }
func (k *keeper) settle(context.Context, time.Duration) error { return nil }
func (k *keeper) Close() error                                { return nil }
func (k *keeper) drop()                                       {}
func (k *keeper) open(context.Context) (line, error)          { return k, nil }
func (k *keeper) holds(dots []byte) bool {
	return slices.ContainsFunc(k.given, func(buffer []byte) bool { return strings.Contains(string(buffer), string(dots)) })
}

// After a slip no buffer holds a dot of it (T-24).
func TestBuffersAreWiped(t *testing.T) {
	t.Parallel()
	line, picture := &keeper{}, noise(576, 1000, 4)
	printer := newESCPOS(576, line.open)
	if err := printer.Print(t.Context(), picture); err != nil {
		t.Fatal(err)
	}
	if len(line.given) < 1000/bandRows {
		t.Fatalf("only %d buffers were given", len(line.given))
	}
	for y := range 1000 {
		if line.holds(picture.Row(y)) {
			t.Fatalf("row %d survives", y)
		}
	}
}

// TestErrorsHoldNoWords: a canary on the slip is in no error, however printing it fails (T-25, T-54, T-55).
func TestErrorsHoldNoWords(t *testing.T) {
	t.Parallel()
	const canary = "Kanarievogel"
	for name, prepare := range map[string]func(*fakePrinter){
		"hang": func(f *fakePrinter) { f.hangAfter = 20_000 }, "reset": func(f *fakePrinter) { f.resetAfter = 20_000 },
		"paper": func(f *fakePrinter) { f.outAfter = 100 }, "cover": func(f *fakePrinter) { f.status[askOffline] = 0x16 },
		"narrow": func(*fakePrinter) {},
	} {
		fake := newFake()
		prepare(fake)
		address := fake.onNetwork(t)
		if name == "narrow" {
			address += "?dots=384"
		}
		picture := drawn(t, 576, strings.Repeat(canary+" ", 150))
		printer := open(t, address)
		if name == "hang" { // the others answer, and a slow machine may need its time for that
			printer = impatient(printer)
		}
		err := within(t, name, func() error { return printer.Print(t.Context(), picture) })
		if err == nil {
			t.Fatalf("%s: printed", name)
		}
		row := string(picture.Row(60))
		if text := err.Error(); strings.Contains(text, canary) || strings.Contains(text, row) || strings.Contains(text, "\n") {
			t.Errorf("%s: the error says %q", name, text)
		}
	}
}
