package notify

import (
	"context"
	"errors"
	"sync"
	"time"

	"wijkloket/backend/internal/core"
)

// Deps are what a clerk works with. Observe and Report may be nil, and are called from several goroutines.
type Deps struct {
	Store      Store
	Clock      core.Clock
	Source     Source
	Writer     Writer
	Guard      Guard
	Transports map[Channel]Transport // SMS and Email; a channel without one makes tasks
	Observe    func(Row)             // hears what became of each message: kind, channel, state and receipt tell nothing about a person
	Report     func(error)           // hears of faults of the store and the source while Run works
}

// The measures of the clerk.
const (
	every       = 15 * time.Second // how often it looks for messages that are due
	batch       = 50
	lane        = 4                // messages of one channel under way at the same time
	sendTimeout = 30 * time.Second // for one message
	lease       = 5 * time.Minute  // after it, a message in sending was left by a program that stopped
	notNow      = time.Minute      // until a message is looked at again whose facts cannot be had, or whose lane is full
	margin      = time.Minute      // a message is not begun in the last of its hours: it takes a while to go
)

// Clerk sends the messages that are due, each channel in a lane of its own, so that a gateway that hangs holds up no other.
//
// A message is claimed on disk before it is sent. When the program stops in between, nobody knows whether it went: once the
// claim has run out, a gateway that knows messages by their ID gets it again; mail servers do not, so an e-mail is never sent
// twice and becomes a task at the desk.
type Clerk struct {
	deps  Deps
	lanes map[Channel]chan struct{}
}

// NewClerk makes a clerk.
func NewClerk(deps Deps) *Clerk {
	if deps.Observe == nil {
		deps.Observe = func(Row) {}
	}
	if deps.Report == nil {
		deps.Report = func(error) {}
	}
	c := &Clerk{deps: deps, lanes: map[Channel]chan struct{}{}}
	for channel := range deps.Transports {
		c.lanes[channel] = make(chan struct{}, lane)
	}
	return c
}

// Run sends until the context ends, and returns when what was under way is over: after half a minute at the latest.
func (c *Clerk) Run(ctx context.Context) {
	var underway sync.WaitGroup
	defer underway.Wait()
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		if err := c.round(ctx, &underway); err != nil && ctx.Err() == nil {
			c.deps.Report(err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// Tick handles all that is due now and returns when all of it is sent or failed.
func (c *Clerk) Tick(ctx context.Context) error {
	var underway sync.WaitGroup
	defer underway.Wait()
	return c.round(ctx, &underway)
}

// round handles all that is due. Every message it looks at is stored with a later moment or a state that is over, so it ends.
func (c *Clerk) round(ctx context.Context, underway *sync.WaitGroup) error {
	var faults []error
	for now := c.deps.Clock.Now(); ctx.Err() == nil; {
		var due []Row
		err := c.deps.Store.View(ctx, func(tx Tx) (err error) {
			due, err = tx.DueMessages(now, batch)
			return err
		})
		if err != nil {
			return errors.Join(append(faults, err)...)
		}
		for _, row := range due {
			if err := c.attend(ctx, row, underway); err != nil {
				faults = append(faults, err)
			}
		}
		if len(due) < batch || len(faults) > batch {
			break
		}
	}
	return errors.Join(faults...)
}

// attend looks at one message that is due.
func (c *Clerk) attend(ctx context.Context, row Row, underway *sync.WaitGroup) error {
	facts, err := factsOf(ctx, c.deps.Source, row)
	now := c.deps.Clock.Now()
	if err != nil {
		row.NextTry = now.Add(notNow)
		_, unstored := c.store(ctx, row, now)
		return errors.Join(err, unstored)
	}
	after, send := c.deps.Guard.next(row, facts, now, c.transport)
	if !send {
		stored, err := c.store(ctx, after, now)
		if stored && after.State != row.State {
			c.deps.Observe(after)
		}
		return err
	}
	select {
	case c.lanes[after.Channel] <- struct{}{}:
	default: // full: out of the way of those of other channels
		row.State, row.NextTry = Queued, now.Add(notNow)
		_, err := c.store(ctx, row, now)
		return err
	}
	leave := func() { <-c.lanes[after.Channel] }
	after.NextTry = now.Add(lease)
	claimed, err := c.store(ctx, after, now)
	if !claimed {
		leave()
		return err
	}
	after = after.changed(now)
	underway.Go(func() {
		defer leave()
		c.send(context.WithoutCancel(ctx), after, facts)
	})
	return nil
}

// send carries a claimed message over and stores what came of it.
func (c *Clerk) send(ctx context.Context, row Row, f Facts) {
	text := c.deps.Writer.Email(row.Kind, f)
	if row.Channel == SMS {
		text = c.deps.Writer.SMS(row.Kind, f)
	}
	limited, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	reference, err := c.deps.Transports[row.Channel].Send(limited, Outgoing{ID: row.ID, To: addressee(row.Channel, f.Plan), Text: text})
	now := c.deps.Clock.Now()
	after := row.sent(reference)
	if err != nil {
		after = c.deps.Guard.failed(row, f.Plan, faultOf(err), now)
	}
	if err := c.settle(ctx, after, now); err != nil {
		c.deps.Report(err)
	}
}

// settle stores the end of a try. A delivery report may have come in first; then only the reference is new.
func (c *Clerk) settle(ctx context.Context, after Row, now time.Time) error {
	stored, err := c.store(ctx, after, now)
	if stored {
		c.deps.Observe(after)
	}
	if stored || err != nil {
		return err
	}
	return c.deps.Store.Update(ctx, func(tx Tx) error {
		row, found, err := tx.Message(after.ID)
		if err != nil || !found || row.Reference != "" || after.Reference == "" {
			return err
		}
		row.Reference = after.Reference
		_, err = tx.UpdateMessage(row.changed(now))
		return err
	})
}

// store stores the next version of a row; false means that somebody else changed it first.
func (c *Clerk) store(ctx context.Context, row Row, now time.Time) (stored bool, err error) {
	row = row.changed(now)
	err = c.deps.Store.Update(ctx, func(tx Tx) (err error) {
		stored, err = tx.UpdateMessage(row)
		return err
	})
	return stored && err == nil, err
}

func (c *Clerk) transport(channel Channel) (there, repeatable bool) {
	transport, there := c.deps.Transports[channel]
	return there, there && transport.Repeatable()
}
