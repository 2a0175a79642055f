package limit_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"wijkloket/backend/internal/limit"
)

// clock stands still until it is moved.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func newClock() *clock { return &clock{now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)} }

// TestRateNeverGivesMore: whatever the moments, nobody gets more than the burst and one an interval; who waits as long as told
// is let in.
func TestRateNeverGivesMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := newClock()
		burst := rapid.IntRange(1, 5).Draw(t, "burst")
		rate := limit.NewRate(at, time.Second, burst)
		allowed, start := 0, at.Now()
		for range rapid.IntRange(1, 100).Draw(t, "tries") {
			at.add(time.Duration(rapid.IntRange(0, 1500).Draw(t, "ms")) * time.Millisecond)
			ok, wait := rate.Allow("a")
			if ok {
				allowed++
			} else {
				at.add(wait)
				if ok, _ := rate.Allow("a"); !ok {
					t.Fatalf("told to wait %v and refused after it", wait)
				}
				allowed++
			}
			if most := burst + int(at.Now().Sub(start)/time.Second); allowed > most {
				t.Fatalf("%d allowed, at most %d", allowed, most)
			}
		}
	})
}

func TestRateReturns(t *testing.T) {
	rate := limit.NewRate(newClock(), time.Second, 1)
	if !rate.Full("a") {
		t.Error("a new key has used something")
	}
	if ok, _ := rate.Allow("a"); !ok || rate.Full("a") {
		t.Error("the first was refused, or cost nothing")
	}
	if ok, _ := rate.Allow("a"); ok {
		t.Error("the second was allowed")
	}
	if ok, _ := rate.Allow("b"); !ok {
		t.Error("another key pays")
	}
	rate.Return("a")
	if ok, _ := rate.Allow("a"); !ok {
		t.Error("what was returned cannot be used")
	}
}

func TestDelayGrowsAndEnds(t *testing.T) {
	at := newClock()
	delay := limit.NewDelay(at, 2, time.Second, 5*time.Second)
	if ok, _ := delay.Begin("a"); !ok {
		t.Fatal("the first try was refused")
	}
	for i, want := range []time.Duration{1, 2, 4, 5, 5} {
		if ok, _ := delay.Begin("a"); !ok {
			t.Fatalf("try %d: refused after its wait", i)
		}
		if ok, wait := delay.Begin("a"); ok || wait != want*time.Second {
			t.Fatalf("try %d: %t, wait %v, want %v s", i, ok, wait, int(want))
		}
		at.add(want * time.Second)
	}
	delay.Succeed("a")
	for range 2 {
		if ok, _ := delay.Begin("a"); !ok {
			t.Error("after a success the count goes on")
		}
	}
}

func TestDelayForgets(t *testing.T) {
	at := newClock()
	delay := limit.NewDelay(at, 1, time.Minute, time.Hour)
	delay.Begin("a")
	at.add(2 * time.Hour)
	delay.Begin("a")
	if _, wait := delay.Begin("a"); wait != time.Minute {
		t.Errorf("after two hours the next wait is %v", wait)
	}
}

// TestMemoryIsBounded: a flood of new keys takes no more room than the newest of them.
func TestMemoryIsBounded(t *testing.T) {
	rate := limit.NewRate(newClock(), time.Hour, 1)
	rate.Allow("first")
	for i := range limit.MaxKeys - 1 {
		rate.Allow(fmt.Sprint(i))
	}
	if ok, _ := rate.Allow("first"); ok {
		t.Error("forgotten while there was room")
	}
	for i := range limit.MaxKeys {
		rate.Allow(fmt.Sprint("more ", i))
	}
	if ok, _ := rate.Allow("first"); !ok {
		t.Error("kept although there was no room")
	}
}
