package device

import (
	"bytes"
	"errors"
	"image"
	"io"
	"sync"
	"testing"
	"time"
)

// bitmap is a picture of a test, and what a fake printer put on paper.
type bitmap struct {
	width int
	rows  [][]byte
}

func (b *bitmap) Bounds() image.Rectangle { return image.Rect(0, 0, b.width, len(b.rows)) }
func (b *bitmap) Row(y int) []byte        { return b.rows[y] }

// sameDots compares what came out with what was printed: the picture, and the white at the end.
func sameDots(got *bitmap, want Picture) bool {
	height := want.Bounds().Dy()
	if len(got.rows) != height+tearRows {
		return false
	}
	for y := range height {
		if !bytes.Equal(got.rows[y], want.Row(y)) {
			return false
		}
	}
	for _, row := range got.rows[height:] {
		if len(bytes.Trim(row, "\x00")) > 0 {
			return false
		}
	}
	return true
}

// fakePrinter behaves as a receipt printer does: it answers questions at once, also in the middle of a picture, obeys
// commands in order, and puts the dots of raster commands on its paper. It can go wrong in the ways that printers do.
type fakePrinter struct {
	// How it goes wrong; set before it is used.
	dumb       bool          // answers nothing
	talksOnly  bool          // answers questions, but does not confirm
	garbage    []byte        // says this instead of an answer
	late       bool          // confirms a slip only together with the next answer
	lazy       bool          // receives a slip at once and prints it bit by bit, while it answers questions
	outAfter   int           // rows until the paper is out; 0: never
	deaf       bool          // without paper it reads no more on the line that it has, but answers on a new one
	hangAfter  int           // bytes until it reads no more; 0: never
	resetAfter int           // bytes until it breaks the line off, once; 0: never
	slow       time.Duration // between two reads

	line chan struct{} // full while it reads from a line: it takes one after the other

	mu      sync.Mutex
	status  map[byte]byte
	buffer  []byte // received and not obeyed
	recent  [2]byte
	taken   int    // bytes
	printed int    // rows
	done    []byte // confirmations that are late
	drawing bool   // between the start of a slip and its cut
	budget  int    // commands that a lazy printer may obey
	paper   bitmap
	slips   []*bitmap // cut off
	stray   []byte    // what would be printed as letters
}

func newFake() *fakePrinter {
	return &fakePrinter{line: make(chan struct{}, 1), status: map[byte]byte{askPrinter: 0x12, askOffline: 0x12, 3: 0x12, askPaper: 0x12}}
}

// errBroken ends a connection as a broken line does.
var errBroken = errors.New("broken off")

// serve talks on one line until it ends.
func (f *fakePrinter) serve(line io.ReadWriter, end <-chan struct{}) error {
	select {
	case f.line <- struct{}{}:
	case <-end:
		return nil
	}
	free := sync.OnceFunc(func() { <-f.line })
	defer free()
	in := make([]byte, 512)
	wasOut := f.isOut()
	for {
		if f.hangs() || f.deaf && f.isOut() && !wasOut {
			free()
			<-end
			return nil
		}
		n, err := line.Read(in)
		for _, b := range in[:n] {
			answer, err := f.take(b)
			if err != nil {
				return err
			}
			if len(answer) > 0 {
				_, _ = line.Write(answer)
			}
		}
		if err != nil {
			return err
		}
		time.Sleep(f.slow)
	}
}

func (f *fakePrinter) hangs() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.hangAfter > 0 && f.taken >= f.hangAfter
}

func (f *fakePrinter) isOut() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.outAfter > 0 && f.printed >= f.outAfter
}

// repair makes all well again: a new roll, the cover closed, the line mended.
func (f *fakePrinter) repair() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.outAfter, f.hangAfter, f.resetAfter = 0, 0, 0
	f.status = newFake().status
	f.obey()
}

// take receives one byte and gives what the printer says to it.
func (f *fakePrinter) take(b byte) (answer []byte, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.taken++
	if f.resetAfter > 0 && f.taken >= f.resetAfter {
		f.resetAfter = 0
		return nil, errBroken
	}
	if f.recent == [2]byte{dle, eot} && b >= 1 && b <= 4 && !f.dumb {
		answer = append(f.done, f.status[b])
		f.done, f.budget = nil, 1
		if f.garbage != nil {
			answer = f.garbage
		}
	}
	f.recent = [2]byte{f.recent[1], b}
	f.buffer = append(f.buffer, b)
	return append(answer, f.obey()...), nil
}

// obey executes the commands that are complete.
func (f *fakePrinter) obey() (answer []byte) {
	for len(f.buffer) > 0 {
		if f.outAfter > 0 && f.printed >= f.outAfter {
			f.status = map[byte]byte{askPrinter: 0x12 | printerOffline, askOffline: 0x12 | paperStopped, 3: 0x12, askPaper: 0x12 | paperIsOut}
			return answer
		}
		if f.lazy && f.drawing && f.buffer[0] == gs {
			if f.budget == 0 {
				return answer
			}
			f.budget--
		}
		n := f.command(&answer)
		if n == 0 {
			return answer // the rest of it is on its way
		}
		f.buffer = f.buffer[n:]
	}
	return answer
}

// command executes the first command and gives its length, 0 when it is not there yet.
func (f *fakePrinter) command(answer *[]byte) int {
	head := func(n int, is ...byte) bool { return len(f.buffer) >= n && bytes.HasPrefix(f.buffer, is) }
	switch b := f.buffer; {
	case b[0] == 0:
		return 1
	case head(3, dle, eot):
		return 3
	case head(2, esc, '@'):
		f.drawing = true
		return 2
	case head(4, gs, 'V', 66):
		slip := f.paper
		f.slips, f.paper, f.drawing = append(f.slips, &slip), bitmap{}, false
		return 4
	case head(3, gs, 'r'):
		switch {
		case f.dumb || f.talksOnly:
		case f.late && len(f.slips) > 0:
			f.done = append(f.done, 0)
		default:
			*answer = append(*answer, 0)
		}
		return 3
	case head(8, gs, 'v', '0'):
		stride, rows := int(b[4])|int(b[5])<<8, int(b[6])|int(b[7])<<8
		if len(b) < 8+stride*rows {
			return 0
		}
		for y := range rows {
			f.paper.rows = append(f.paper.rows, bytes.Clone(b[8+y*stride:8+(y+1)*stride]))
		}
		f.printed += rows
		return 8 + stride*rows
	case len(b) < 8 && (b[0] == dle || b[0] == esc || b[0] == gs):
		return 0
	}
	f.stray = append(f.stray, f.buffer[0])
	return 1
}

// out waits for the slips that were cut off.
func (f *fakePrinter) out(t *testing.T, want int) []*bitmap {
	t.Helper()
	for wait := time.Now().Add(5 * time.Second); ; time.Sleep(time.Millisecond) {
		f.mu.Lock()
		slips, stray, rest := f.slips, len(f.stray), len(f.paper.rows)
		f.mu.Unlock()
		if len(slips) >= want || time.Now().After(wait) {
			if len(slips) != want || stray > 0 || rest > 0 {
				t.Fatalf("%d slips came out, want %d; %d bytes printed as letters, %d rows hang in the printer", len(slips), want, stray, rest)
			}
			return slips
		}
	}
}

// lastIs waits until the last slip is a picture, for a printer of which nobody knows when it is done.
func (f *fakePrinter) lastIs(want Picture) bool {
	for wait := time.Now().Add(5 * time.Second); time.Now().Before(wait); time.Sleep(time.Millisecond) {
		f.mu.Lock()
		slips := f.slips
		f.mu.Unlock()
		if n := len(slips); n > 0 && sameDots(slips[n-1], want) {
			return true
		}
	}
	return false
}
