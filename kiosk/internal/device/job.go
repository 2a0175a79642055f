package device

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// The commands of ESC/POS that are used; every receipt printer knows them.
const (
	dle = 0x10
	eot = 0x04
	esc = 0x1b
	gs  = 0x1d
)

var (
	initialise = []byte{esc, '@'}
	cutOff     = []byte{gs, 'V', 66, 0} // after feeding to the knife, all but a last fibre, so that the slip does not fall
	whenDone   = []byte{gs, 'r', 1}     // is answered when all before it was printed
)

// The questions of DLE EOT, answered at once whatever the printer does.
const (
	askPrinter = 1
	askOffline = 2
	askPaper   = 4
)

// The bits of the answers.
const (
	printerOffline = 0x08
	coverIsOpen    = 0x04
	paperStopped   = 0x20
	errorOccurred  = 0x40
	paperIsOut     = 0x60
)

// isStatus tells an answer to DLE EOT from anything else that a printer says: these bits never vary.
func isStatus(b byte) bool { return b&0x93 == 0x12 }

// isDone tells the answer to [whenDone].
func isDone(b byte) bool { return b&0xf0 == 0 }

// What a picture is sent in. A band is small enough for the buffers of small printers. Dots that happen to look like a
// question get an answer too, which is passed over.
const (
	bandRows = 128
	bandHead = 8    // bytes
	tearRows = 96   // 12 mm of white at the end: a printer without a knife has its edge that far from its head
	chunk    = 4096 // bytes that are written within one limit
)

// job is one conversation with a printer.
type job struct {
	ctx         context.Context
	line        line
	limits      limits
	stride      int           // bytes across the paper
	interrupted chan struct{} // closed when the context ended and the line knows it
	talks       bool          // the printer answers questions
	done        bool          // it said that all was printed
	sent        bool          // it was given a whole picture
	tidy        bool          // nothing of a slip that was broken off hangs in it
}

// check asks what keeps the printer from printing. One that does not answer is taken to be well: many cannot.
func (j *job) check() error {
	printer, answered, err := j.ask(askPrinter)
	if err != nil || !answered {
		return err
	}
	j.talks = true
	offline, _, err := j.ask(askOffline)
	if err != nil {
		return err
	}
	paper, _, err := j.ask(askPaper)
	switch {
	case err != nil:
		return err
	case offline&coverIsOpen != 0:
		return ErrCoverOpen
	case offline&paperStopped != 0 || paper&paperIsOut != 0:
		return ErrPaperOut
	case printer&printerOffline != 0 || offline&errorOccurred != 0:
		return ErrOffline
	}
	return nil
}

// ask puts one question; no answer is 0 and false.
func (j *job) ask(question byte) (byte, bool, error) {
	if err := j.write([]byte{dle, eot, question}); err != nil {
		return 0, false, err
	}
	return j.listen(isStatus, j.limits.answer)
}

// confirms finds out whether the printer will say when a slip is out.
func (j *job) confirms() (bool, error) {
	if !j.talks {
		return false, nil
	}
	if err := j.write(whenDone); err != nil {
		return false, err
	}
	_, answered, err := j.listen(isDone, j.limits.answer)
	return answered, err
}

// send gives the printer a picture and has it cut off.
func (j *job) send(picture Picture) error {
	bounds := picture.Bounds()
	stride := (bounds.Dx() + 7) / 8
	band := make([]byte, 0, bandHead+bandRows*stride)
	defer func() { clear(band[:cap(band)]) }() // T-24
	if err := j.write(initialise); err != nil {
		return err
	}
	for top := 0; top < bounds.Dy(); top += bandRows {
		rows := min(bandRows, bounds.Dy()-top)
		band = append(band[:0], raster(stride, rows)...)
		for y := range rows {
			band = append(band, picture.Row(top + y)[:stride]...)
		}
		if err := j.write(band); err != nil {
			return err
		}
	}
	err := j.end(stride)
	j.sent = err == nil
	return err
}

// raster is the head of a band: rows of so many bytes, one dot a bit.
func raster(stride, rows int) []byte {
	return []byte{gs, 'v', '0', 0, byte(stride), byte(stride >> 8), byte(rows), byte(rows >> 8)}
}

// end feeds white and cuts.
func (j *job) end(stride int) error {
	if err := j.write(append(raster(stride, tearRows), make([]byte, tearRows*stride)...)); err != nil {
		return err
	}
	return j.write(cutOff)
}

// sweep makes a printer ready that may still wait for dots of a slip that broke off: it gets a band of white, which is
// nothing at all to one that does not wait. With cut, what hangs out of it is cut off too, so that the next person does not
// get a part of somebody else's slip.
func (j *job) sweep(cut bool) error {
	if err := j.write(make([]byte, bandHead+bandRows*j.stride)); err != nil {
		return err
	}
	if !cut {
		return nil
	}
	if err := j.write(initialise); err != nil {
		return err
	}
	return j.end(j.stride)
}

// finish waits until the slip is out: told by a printer that confirms, else until it took everything.
func (j *job) finish(confirms bool) error {
	if !confirms {
		if err := j.line.settle(j.ctx, j.limits.stall); err != nil {
			return fault(j.ctx, err)
		}
		if j.talks {
			return j.check()
		}
		return nil
	}
	j.done = false
	if err := j.write(whenDone); err != nil {
		return err
	}
	for {
		if _, done, err := j.listen(isDone, j.limits.answer); err != nil || done {
			return err
		}
		if err := j.check(); err != nil || j.done {
			return err
		}
	}
}

// abandon cuts off what was printed of a slip that somebody cancelled, if the printer is well; then it is left in order.
func (j *job) abandon() bool {
	if j.ctx.Err() == nil {
		return false
	}
	<-j.interrupted
	ctx, cancel := context.WithTimeout(context.WithoutCancel(j.ctx), j.limits.abandon)
	defer cancel()
	sent := j.sent
	j.ctx, j.limits.stall = ctx, j.limits.abandon
	j.tidy = (sent || j.sweep(true) == nil) && j.line.settle(ctx, j.limits.abandon) == nil
	return j.tidy
}

// write gives the printer bytes. Every part of them has its own limit, so that a slow printer may take its time.
func (j *job) write(data []byte) error {
	for len(data) > 0 {
		if err := j.within(j.limits.stall); err != nil {
			return err
		}
		n, err := j.line.Write(data[:min(len(data), chunk)])
		if err != nil {
			return fault(j.ctx, err)
		}
		data = data[n:]
	}
	return nil
}

// listen waits for a byte of a kind and passes over all others. No answer in time is no error.
func (j *job) listen(wanted func(byte) bool, limit time.Duration) (byte, bool, error) {
	if err := j.within(limit); err != nil {
		return 0, false, err
	}
	end := time.Now().Add(limit)
	var one [1]byte
	for time.Now().Before(end) {
		n, err := j.line.Read(one[:])
		switch {
		case n == 1:
			j.done = j.done || isDone(one[0])
			if wanted(one[0]) {
				return one[0], true, nil
			}
		case j.ctx.Err() != nil:
			return 0, false, fault(j.ctx, err)
		case errors.Is(err, io.EOF): // a device that has nothing to say at the moment
			if err := sleep(j.ctx, time.Millisecond); err != nil {
				return 0, false, fault(j.ctx, err)
			}
		default:
			return 0, false, nil
		}
	}
	return 0, false, nil
}

// within sets the limit of what is done next. The context is looked at after that, because its end sets a limit too.
func (j *job) within(limit time.Duration) error {
	if err := j.line.SetDeadline(time.Now().Add(limit)); err != nil {
		return fault(j.ctx, err)
	}
	return fault(j.ctx, j.ctx.Err())
}

// sleep waits, or less when the context ends.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// fault says in our words why a job ended: the context's end before everything that follows from it.
func fault(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(ctx.Err(), context.Canceled):
		return context.Canceled
	case ctx.Err() != nil || errors.Is(err, os.ErrDeadlineExceeded):
		return ErrTimeout
	case errors.Is(err, ErrUnreachable):
		return err
	}
	return unreachable(err)
}

// unreachable adds what the system says, which holds addresses and never what was printed.
func unreachable(err error) error { return fmt.Errorf("%w (%v)", ErrUnreachable, err) }
