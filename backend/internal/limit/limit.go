// Package limit slows down whoever asks too often: an even rate per key, and a delay that grows with every failure. Both
// keep a bounded number of keys in memory and take the time from their caller's clock. Nothing is stored: after a restart
// everybody starts anew.
package limit

import (
	"container/list"
	"sync"
	"time"

	"wijkloket/backend/internal/core"
)

// MaxKeys is how many keys a limiter remembers; the one that was silent longest makes room. A flood of new keys can
// therefore make it forget, which is why a global limit belongs beside a limit per key.
const MaxKeys = 10_000

// table is a map that forgets the key that was used least recently.
type table[T any] struct {
	entries map[string]*list.Element
	order   *list.List // most recent first
}

type entry[T any] struct {
	key   string
	value T
}

func newTable[T any]() table[T] {
	return table[T]{map[string]*list.Element{}, list.New()}
}

// use returns the value of a key, made when it is new.
func (t *table[T]) use(key string) *T {
	if found, ok := t.entries[key]; ok {
		t.order.MoveToFront(found)
		return &found.Value.(*entry[T]).value
	}
	if len(t.entries) >= MaxKeys {
		oldest := t.order.Back()
		delete(t.entries, oldest.Value.(*entry[T]).key)
		t.order.Remove(oldest)
	}
	made := &entry[T]{key: key}
	t.entries[key] = t.order.PushFront(made)
	return &made.value
}

// peek returns the value of a key that is known.
func (t *table[T]) peek(key string) (*T, bool) {
	found, ok := t.entries[key]
	if !ok {
		return nil, false
	}
	return &found.Value.(*entry[T]).value, true
}

func (t *table[T]) drop(key string) {
	if found, ok := t.entries[key]; ok {
		delete(t.entries, key)
		t.order.Remove(found)
	}
}

// Rate lets each key do one thing every Interval, and Burst things at once after a silence: the generic cell rate
// algorithm, which remembers one moment per key.
type Rate struct {
	clock    core.Clock
	interval time.Duration
	burst    int

	mu    sync.Mutex
	table table[time.Time] // when the key's allowance is used up
}

// NewRate makes a Rate of one thing per interval with a burst.
func NewRate(clock core.Clock, interval time.Duration, burst int) *Rate {
	return &Rate{clock: clock, interval: interval, burst: burst, table: newTable[time.Time]()}
}

// Allow takes one from the key's allowance. When there is none it returns false and how long to wait for the next.
func (r *Rate) Allow(key string) (bool, time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.clock.Now()
	usedUp := r.table.use(key)
	if usedUp.Before(now) {
		*usedUp = now
	}
	if wait := usedUp.Sub(now) - time.Duration(r.burst-1)*r.interval; wait > 0 {
		return false, wait
	}
	*usedUp = usedUp.Add(r.interval)
	return true, 0
}

// Return gives one back, for what turned out not to count.
func (r *Rate) Return(key string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if usedUp, known := r.table.peek(key); known {
		*usedUp = usedUp.Add(-r.interval)
	}
}

// Full reports whether the key's whole allowance is there: it did nothing for a while that counted.
func (r *Rate) Full(key string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	usedUp, known := r.table.peek(key)
	return !known || !r.clock.Now().Before(*usedUp)
}

// Delay makes a key wait after failures: the first Free cost nothing, each further one doubles the wait from First up to
// Most. Most bounds what an attacker can do to the one who really holds the key.
type Delay struct {
	clock       core.Clock
	free        int
	first, most time.Duration

	mu    sync.Mutex
	table table[failures]
}

type failures struct {
	count int
	until time.Time
	last  time.Time
}

// forgotten is how long failures count.
const forgotten = time.Hour

// NewDelay makes a Delay.
func NewDelay(clock core.Clock, free int, first, most time.Duration) *Delay {
	return &Delay{clock: clock, free: free, first: first, most: most, table: newTable[failures]()}
}

// Begin starts an attempt, which counts as failed until Succeed is called: so attempts at the same time cannot slip
// through together. When the key has to wait it returns false and for how long.
func (d *Delay) Begin(key string) (bool, time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.clock.Now()
	f := d.table.use(key)
	if now.Before(f.until) {
		return false, f.until.Sub(now)
	}
	if now.Sub(f.last) > forgotten {
		f.count = 0
	}
	f.count++
	f.last = now
	if over := f.count - d.free; over >= 0 {
		wait := d.most
		if over < 30 {
			wait = min(d.most, d.first<<over)
		}
		f.until = now.Add(wait)
	}
	return true, 0
}

// Succeed ends an attempt well: the key starts anew.
func (d *Delay) Succeed(key string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.table.drop(key)
}
