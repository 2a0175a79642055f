package device

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"wijkloket/kiosk/internal/slip"
)

// open makes the printer at an address, with time enough for a busy machine.
func open(t testing.TB, address string) *escpos {
	t.Helper()
	printer, err := OpenPrinter(address)
	if err != nil {
		t.Fatal(err)
	}
	p := printer.(*escpos)
	p.limits = limits{connect: 5 * time.Second, answer: 2 * time.Second, stall: 5 * time.Second, whole: 30 * time.Second, abandon: 5 * time.Second}
	return p
}

// impatient is for printers that will not answer in any time.
func impatient(p *escpos) *escpos {
	p.limits.answer, p.limits.stall, p.limits.abandon = 40*time.Millisecond, 300*time.Millisecond, 300*time.Millisecond
	return p
}

// noise is a picture of random dots, which holds every byte there is, those of commands too.
func noise(width, height int, seed uint64) *bitmap {
	random := rand.NewChaCha8([32]byte{byte(seed), byte(seed >> 8)})
	picture := &bitmap{width: width}
	for range height {
		row := make([]byte, (width+7)/8)
		_, _ = random.Read(row)
		picture.rows = append(picture.rows, row)
	}
	return picture
}

func drawn(t testing.TB, dots int, words string) *slip.Picture {
	t.Helper()
	picture, err := slip.Slip{Title: words, Foot: []string{words}}.Draw(dots)
	if err != nil {
		t.Fatal(err)
	}
	return picture
}

// What comes out is what was drawn, on both widths of paper and over every kind of line, also from a printer that says
// nothing and from one that tells only the half.
func TestWhatComesOutIsWhatWasDrawn(t *testing.T) {
	t.Parallel()
	ways := map[string]func(*fakePrinter, *testing.T) string{
		"network": (*fakePrinter).onNetwork, "serial": (*fakePrinter).onSerial, "pipe": (*fakePrinter).onPipe,
	}
	kinds := map[string]func(*fakePrinter){
		"talks": func(*fakePrinter) {}, "dumb": func(f *fakePrinter) { f.dumb = true }, "talks only": func(f *fakePrinter) { f.talksOnly = true },
	}
	for way, at := range ways {
		for kind, make := range kinds {
			for _, dots := range []int{576, 384} {
				t.Run(fmt.Sprintf("%s, %s, %d", way, kind, dots), func(t *testing.T) {
					t.Parallel()
					fake := newFake()
					make(fake)
					printer := open(t, fmt.Sprintf("%s?dots=%d", at(fake, t), dots))
					if fake.dumb || fake.talksOnly {
						printer.limits.answer = 100 * time.Millisecond
					}
					if got := printer.Dots(); got != dots {
						t.Fatalf("the paper is %d dots wide", got)
					}
					pictures := []Picture{drawn(t, dots, "Breng mee: je waterrekening"), noise(dots, 1000, uint64(dots)), noise(16, 1, 3)}
					for _, picture := range pictures {
						if err := printer.Ready(t.Context()); err != nil {
							t.Fatal(err)
						}
						if err := printer.Print(t.Context(), picture); err != nil {
							t.Fatal(err)
						}
					}
					for i, out := range fake.out(t, len(pictures)) {
						if !sameDots(out, pictures[i]) {
							t.Errorf("slip %d came out otherwise", i)
						}
					}
				})
			}
		}
	}
}

// A confirmed slip is out when Print returns: nothing has to be waited for.
func TestPrintWaitsForThePaper(t *testing.T) {
	t.Parallel()
	fake := newFake()
	fake.lazy = true
	printer := open(t, fake.onNetwork(t))
	printer.limits.answer = time.Second
	if err := printer.Print(t.Context(), noise(576, 400, 1)); err != nil {
		t.Fatal(err)
	}
	fake.mu.Lock()
	defer fake.mu.Unlock()
	if len(fake.slips) != 1 {
		t.Errorf("%d slips are out", len(fake.slips))
	}
}

// A confirmation that comes among other answers counts too.
func TestLateConfirmation(t *testing.T) {
	t.Parallel()
	fake := newFake()
	fake.late = true
	printer := open(t, fake.onNetwork(t))
	printer.limits.answer = 200 * time.Millisecond
	if err := printer.Print(t.Context(), noise(576, 10, 1)); err != nil {
		t.Error(err)
	}
}

// TestAnyPicture: any size and any dots come out as they were, whatever commands the dots look like.
func TestAnyPicture(t *testing.T) {
	t.Parallel()
	fake := newFake()
	printer := open(t, fake.onNetwork(t))
	printed := 0
	rapid.Check(t, func(rt *rapid.T) {
		width := rapid.IntRange(1, 576).Draw(rt, "width")
		height := rapid.SampledFrom([]int{0, 1, bandRows - 1, bandRows, bandRows + 1, 3*bandRows + 7}).Draw(rt, "height")
		pattern := rapid.SliceOfN(rapid.SampledFrom([]byte{0, dle, eot, 1, 2, 3, 4, esc, '@', gs, 'V', 66, 'v', '0', 'r', 0xff}), 1, 40).Draw(rt, "pattern")
		stride := (width + 7) / 8
		all := bytes.Repeat(pattern, stride*height/len(pattern)+1)
		picture := &bitmap{width: width}
		for y := range height {
			picture.rows = append(picture.rows, all[y*stride:(y+1)*stride])
		}
		if err := printer.Print(t.Context(), picture); err != nil {
			rt.Fatal(err)
		}
		printed++
		if slips := fake.out(t, printed); !sameDots(slips[printed-1], picture) {
			rt.Fatal("it came out otherwise")
		}
	})
}

// What a printer says of itself becomes one clear error, before a dot is printed.
func TestStatus(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		status map[byte]byte
		want   error
	}{
		"all well":              {nil, nil},
		"the drawer is open":    {map[byte]byte{askPrinter: 0x16}, nil},
		"paper soon out":        {map[byte]byte{askPaper: 0x1e}, nil},
		"paper out":             {map[byte]byte{askPrinter: 0x1a, askOffline: 0x32, askPaper: 0x72}, ErrPaperOut},
		"paper out, online yet": {map[byte]byte{askPaper: 0x72}, ErrPaperOut},
		"cover open":            {map[byte]byte{askPrinter: 0x1a, askOffline: 0x16}, ErrCoverOpen},
		"cover open, no paper":  {map[byte]byte{askPrinter: 0x1a, askOffline: 0x36, askPaper: 0x72}, ErrCoverOpen},
		"an error":              {map[byte]byte{askPrinter: 0x1a, askOffline: 0x52}, ErrOffline},
		"offline":               {map[byte]byte{askPrinter: 0x1a}, ErrOffline},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake := newFake()
			for question, answer := range test.status {
				fake.status[question] = answer
			}
			printer := open(t, fake.onNetwork(t))
			if err := printer.Ready(t.Context()); err != test.want {
				t.Errorf("ready: %v, want %v", err, test.want)
			}
			if err := printer.Print(t.Context(), noise(576, 10, 1)); err != test.want {
				t.Errorf("print: %v, want %v", err, test.want)
			}
			if test.want == nil {
				fake.out(t, 1)
				return
			}
			fake.out(t, 0)
			fake.repair()
			if err := printer.Print(t.Context(), noise(576, 10, 1)); err != nil {
				t.Errorf("after repair: %v", err)
			}
			fake.out(t, 1)
		})
	}
}

// Nonsense instead of answers is as good as none: the printer is used.
func TestGarbageIsNoAnswer(t *testing.T) {
	t.Parallel()
	for name, garbage := range map[string][]byte{
		"high bytes": {0xff, 0x93}, "flow control": {0x11, 0x13}, "text": []byte("OK\r\n"), "very much of it": bytes.Repeat([]byte{0xa5, 0x80}, 40<<10),
		"an automatic status": {0x14, 0x00, 0x00, 0x0f},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake := newFake()
			fake.garbage = garbage
			printer, picture := open(t, fake.onNetwork(t)), noise(576, 300, 2)
			printer.limits.answer = 40 * time.Millisecond
			if err := printer.Print(t.Context(), picture); err != nil {
				t.Fatal(err)
			}
			if slips := fake.out(t, 1); !sameDots(slips[0], picture) {
				t.Error("it came out otherwise")
			}
		})
	}
}

func TestNobodyThere(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := "tcp://" + listener.Addr().String()
	_ = listener.Close()
	folder := t.TempDir()
	later := filepath.Join(folder, "later")
	printers := map[string]*escpos{
		"no listener": open(t, address), "no device": open(t, filepath.Join(folder, "lp0")), "no name": open(t, "tcp://printer.invalid"),
		"not a printer": open(t, "/dev/null"), "a file that came later": open(t, later),
	}
	if err := os.WriteFile(later, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, printer := range printers {
		if err := printer.Ready(t.Context()); !errors.Is(err, ErrUnreachable) {
			t.Errorf("%s: ready gives %v", name, err)
		}
		if err := printer.Print(t.Context(), noise(576, 200, 1)); !errors.Is(err, ErrUnreachable) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: print gives %v", name, err)
		}
	}
	if kept, err := os.ReadFile(later); err != nil || len(kept) > 0 {
		t.Errorf("%d bytes of a slip lie in a file (%v)", len(kept), err)
	}
}

// counted is a line that knows how many are open.
type counted struct {
	line
	now *atomic.Int32
}

func (c counted) Close() error { c.now.Add(-1); return c.line.Close() }
func (c counted) drop()        { c.now.Add(-1); c.line.drop() }

// One slip comes out after the other, each whole; most printers have room for one line and one job.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	fake := newFake()
	printer := open(t, fake.onNetwork(t))
	reach, now := printer.open, &atomic.Int32{}
	printer.open = func(ctx context.Context) (line, error) {
		line, err := reach(ctx)
		if now.Add(1) > 1 {
			t.Error("two jobs at once")
		}
		return counted{line, now}, err
	}
	var all sync.WaitGroup
	pictures := map[*bitmap]bool{}
	for i := range 8 {
		picture := noise(576, 150+i, uint64(i))
		pictures[picture] = true
		all.Go(func() {
			if err := printer.Print(context.Background(), picture); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for i, out := range fake.out(t, len(pictures)) {
		found := false
		for picture := range pictures {
			if sameDots(out, picture) {
				found = true
				delete(pictures, picture)
			}
		}
		if !found {
			t.Errorf("slip %d is none of those printed", i)
		}
	}
}

func TestPictureTooWide(t *testing.T) {
	t.Parallel()
	fake := newFake()
	printer := open(t, fake.onNetwork(t)+"?dots=384")
	if err := printer.Print(t.Context(), noise(576, 10, 1)); err == nil || !strings.Contains(err.Error(), "384") {
		t.Errorf("%v", err)
	}
	fake.out(t, 0)
}
