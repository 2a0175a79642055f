// Package jobs runs the work that nobody asks for: what has to happen every so often while the program runs. A job is
// never run twice at once, and one that fails, panics or hangs takes neither another job nor the program with it: it comes
// again, more slowly, and whoever looks at [Runner.Status] sees since when it did not work.
package jobs

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"wijkloket/backend/internal/core"
)

// Hooks hear of what happens. Those that are nil are not called.
type Hooks struct {
	Failed func(job string, err error) // each run that failed; a [*Panic] where it panicked
}

// Panic is the error of a run that panicked. It never holds what was thrown, which may be about a person.
type Panic struct {
	Kind  string // type of what was thrown
	Stack []byte
}

// Error names the type alone.
func (p *Panic) Error() string { return "jobs: panic with a " + p.Kind }

const (
	// longestPulse is how long a job that is due may have to wait for the next look at the clock.
	longestPulse = time.Second
	// longestPause bounds how far a job that fails again and again falls back.
	longestPause = 10 * time.Minute
)

// Runner runs jobs.
type Runner struct {
	hooks Hooks
	clock core.Clock
	jobs  []*job
}

// New makes a runner. The clock decides when a job is due.
func New(hooks Hooks, clock core.Clock) *Runner { return &Runner{hooks: hooks, clock: clock} }

// Add adds a job before Run. It panics on a pause that is none, because nothing but a wrong program asks for one.
func (r *Runner) Add(name string, every time.Duration, do func(context.Context) error) {
	if every <= 0 {
		panic("jobs: " + name + " has no pause between two runs")
	}
	r.jobs = append(r.jobs, &job{name: name, every: every, do: do, worked: r.clock.Now()})
}

// Run runs every job, each for the first time at once and then after every pause, until ctx ends. It returns when all have
// stopped; a job gets ctx and is expected to end with it.
func (r *Runner) Run(ctx context.Context) {
	var all sync.WaitGroup
	for _, j := range r.jobs {
		all.Go(func() { r.repeat(ctx, j) })
	}
	all.Wait()
}

// Status is how a job does.
type Status struct {
	Job      string
	Age      time.Duration // since it last worked, or since the start where it never did
	Runs     int           // that ended
	Failures int           // of them, those that failed
}

// Status tells of every job, in the order in which they were added.
func (r *Runner) Status() []Status {
	now := r.clock.Now()
	all := make([]Status, len(r.jobs))
	for i, j := range r.jobs {
		all[i] = j.status(now)
	}
	return all
}

// repeat looks at the clock with every pulse. A real pause would sleep through a clock that is set, and through the night of
// a machine that was put to sleep.
func (r *Runner) repeat(ctx context.Context, j *job) {
	pulse := time.NewTicker(min(j.every, longestPulse))
	defer pulse.Stop()
	for {
		if now := r.clock.Now(); j.due(now) && ctx.Err() == nil {
			err := attempt(ctx, j.do)
			if ctx.Err() != nil {
				return // cut short by the end of the program: that is no failure
			}
			j.ended(r.clock.Now(), err)
			if err != nil && r.hooks.Failed != nil {
				r.hooks.Failed(j.name, err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-pulse.C:
		}
	}
}

// attempt runs a job once and makes an error of a panic.
func attempt(ctx context.Context, do func(context.Context) error) (err error) {
	defer func() {
		if thrown := recover(); thrown != nil {
			err = &Panic{Kind: fmt.Sprintf("%T", thrown), Stack: debug.Stack()}
		}
	}()
	return do(ctx)
}

// job is one job and how it does. Its own goroutine changes it, others look.
type job struct {
	name  string
	every time.Duration
	do    func(context.Context) error

	mu     sync.Mutex
	next   time.Time
	seen   time.Time // the last look at the clock
	worked time.Time
	inARow int // failures since it last worked
	runs   int
	failed int
}

// due reports that the pause is over. When the clock was set back since the last look, what was left of the pause stays left:
// waiting for the hour that was meant would leave the job out for as long as the clock was wrong.
func (j *job) due(now time.Time) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	if back := j.seen.Sub(now); back > 0 {
		j.next = j.next.Add(-back - longestPulse) // the look before was up to a pulse ago
	}
	j.seen = now
	return !now.Before(j.next)
}

func (j *job) ended(now time.Time, err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.runs++
	if err == nil {
		j.worked, j.inARow = now, 0
	} else {
		j.failed++
		j.inARow++
	}
	j.seen, j.next = now, now.Add(fallback(j.every, j.inARow))
}

// fallback is the pause after so many failures in a row: twice as long with each, as long as it is bounded.
func fallback(every time.Duration, failures int) time.Duration {
	pause := every
	for range failures {
		if pause *= 2; pause >= longestPause {
			return max(every, longestPause)
		}
	}
	return pause
}

func (j *job) status(now time.Time) Status {
	j.mu.Lock()
	defer j.mu.Unlock()
	return Status{Job: j.name, Age: max(0, now.Sub(j.worked)), Runs: j.runs, Failures: j.failed}
}
