package flow

import (
	"context"
	"slices"
	"time"
)

// mostWait is how long a person waits for moments to be looked up; then the way goes on without them.
const mostWait = 6 * time.Second

// waiting is a call for which somebody stands still.
type waiting struct {
	since time.Time
	stop  context.CancelFunc
}

// workSoon makes a call for the present visit like [work], and calls it off when it takes too long.
func workSoon[T any](f *Flow, call func(context.Context) (T, error), then func(T, error)) {
	ctx, stop := context.WithCancel(f.session.Context())
	w := &waiting{since: f.Clock.Now(), stop: stop}
	f.waits = append(f.waits, w)
	work(f, func(context.Context) (T, error) { defer stop(); return call(ctx) }, func(answer T, err error) {
		f.waits = slices.DeleteFunc(f.waits, func(other *waiting) bool { return other == w })
		then(answer, err)
	})
}

// callOff ends the calls that take too long; each then has its answer, which is that there was none.
func (f *Flow) callOff() {
	for _, w := range f.waits {
		if f.Clock.Now().Sub(w.since) >= mostWait {
			w.stop()
		}
	}
}

// afterwards makes a call that outlives its visit, to clean up behind it: nobody waits for its answer.
func (f *Flow) afterwards(call func(context.Context)) {
	f.running.Add(1)
	go func() {
		defer f.running.Done()
		ctx, done := context.WithTimeout(context.Background(), endWithin)
		defer done()
		call(ctx)
	}()
}
