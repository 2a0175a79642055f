package device

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// escpos is a receipt printer that speaks ESC/POS, as nearly all of them do. Each job opens the way to the printer anew, so
// that a printer that was unplugged or switched off meanwhile needs nobody's help.
type escpos struct {
	dots   int
	open   func(context.Context) (line, error)
	limits limits
	turn   chan struct{} // full while a job runs
	left   state         // by the job before; belongs to who has the turn
}

// state is what a job finds in the printer.
type state uint8

const (
	unknown state = iota // what came before the start of this program
	whole                // every slip was printed and cut off
	torn                 // a slip broke off: a part may hang in the printer, which may wait for more of it
)

// limits are how long a job may take. A person stands and waits, and a printer that hangs must not hang the kiosk.
type limits struct {
	connect time.Duration
	answer  time.Duration // to one question; a printer that does not talk costs this once
	stall   time.Duration // without taking anything
	whole   time.Duration // all of a job, its turn included
	abandon time.Duration // to cut off what was printed of a cancelled slip
}

var patience = limits{connect: 3 * time.Second, answer: 500 * time.Millisecond, stall: 6 * time.Second, whole: 90 * time.Second, abandon: 500 * time.Millisecond}

func newESCPOS(dots int, open func(context.Context) (line, error)) *escpos {
	return &escpos{dots: dots, open: open, limits: patience, turn: make(chan struct{}, 1)}
}

// Dots implements Printer.
func (p *escpos) Dots() int { return p.dots }

// Ready implements Printer.
func (p *escpos) Ready(ctx context.Context) error {
	ctx, done, err := p.take(ctx)
	if err != nil {
		return err
	}
	defer done()
	return p.talk(ctx, (*job).check)
}

// Print implements Printer.
func (p *escpos) Print(ctx context.Context, picture Picture) error {
	if width := picture.Bounds().Dx(); width > p.dots {
		return fmt.Errorf("a picture %d dots wide does not fit on paper of %d dots", width, p.dots)
	}
	ctx, done, err := p.take(ctx)
	if err != nil {
		return err
	}
	defer done()
	err = p.talk(ctx, func(j *job) error { return p.put(j, picture) })
	if errors.Is(err, ErrTimeout) && ctx.Err() == nil {
		// A printer that stops taking dots often still says why, to who calls again.
		if why := p.talk(ctx, (*job).check); errors.Is(why, ErrPaperOut) || errors.Is(why, ErrCoverOpen) || errors.Is(why, ErrOffline) {
			return why
		}
	}
	return err
}

// take waits for the printer to be free. The context it gives ends when the job has taken too long.
func (p *escpos) take(ctx context.Context) (context.Context, func(), error) {
	ctx, cancel := context.WithTimeout(ctx, p.limits.whole)
	select {
	case p.turn <- struct{}{}:
		return ctx, func() { <-p.turn; cancel() }, nil
	case <-ctx.Done():
		defer cancel()
		return nil, nil, fault(ctx, ctx.Err())
	}
}

// talk opens the line for a job and closes it again. When the context ends, what the job waits for ends too.
func (p *escpos) talk(ctx context.Context, work func(*job) error) error {
	connecting, cancel := context.WithTimeout(ctx, p.limits.connect)
	line, err := p.open(connecting)
	cancel()
	if err != nil {
		return fault(ctx, unreachable(err))
	}
	j := &job{ctx: ctx, line: line, limits: p.limits, stride: p.dots / 8, interrupted: make(chan struct{})}
	stop := context.AfterFunc(ctx, func() {
		_ = line.SetDeadline(time.Unix(1, 0))
		close(j.interrupted)
	})
	defer stop()
	err = work(j)
	if err != nil && !j.tidy {
		line.drop()
		return err
	}
	_ = line.Close() // all was said before
	return err
}

// put prints a picture, after what the job before may have left.
func (p *escpos) put(j *job, picture Picture) error {
	if err := j.check(); err != nil {
		return err
	}
	if p.left != whole {
		if err := j.sweep(p.left == torn); err != nil {
			return err
		}
	}
	confirms, err := j.confirms()
	if err != nil {
		return err
	}
	p.left = torn
	err = j.send(picture)
	if err == nil {
		err = j.finish(confirms)
	}
	if err == nil || j.abandon() {
		p.left = whole
	}
	return err
}
