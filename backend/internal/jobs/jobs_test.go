package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/jobs"
)

// The tests run in a bubble in which time passes only while everybody waits, and which fails when a goroutine stays behind.

var errOnPurpose = errors.New("on purpose")

// during runs the runner for a time and then stops it.
func during(r *jobs.Runner, d time.Duration) {
	ctx, stop := context.WithTimeout(context.Background(), d)
	defer stop()
	r.Run(ctx)
}

// moments notes when a job ran, counted from now.
func moments(ran *[]time.Duration, err error) func(context.Context) error {
	start := time.Now()
	return func(context.Context) error {
		*ran = append(*ran, time.Since(start))
		return err
	}
}

func minutes(n ...int) (all []time.Duration) {
	for _, one := range n {
		all = append(all, time.Duration(one)*time.Minute)
	}
	return all
}

func TestRunsAtOnceAndThenEverySoOften(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := jobs.New(jobs.Hooks{}, core.SystemClock{})
		var often, seldom []time.Duration
		r.Add("often", time.Minute, moments(&often, nil))
		r.Add("seldom", 3*time.Minute, moments(&seldom, nil))
		during(r, 6*time.Minute+time.Second)
		if diff := cmp.Diff(minutes(0, 1, 2, 3, 4, 5, 6), often); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff(minutes(0, 3, 6), seldom); diff != "" {
			t.Error(diff)
		}
	})
}

// TestAFailingJobComesMoreSlowly, and the others as before; when it works again, it comes as often as it should.
func TestAFailingJobComesMoreSlowly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var heard []string
		r := jobs.New(jobs.Hooks{Failed: func(job string, err error) { heard = append(heard, fmt.Sprint(job, ": ", err)) }}, core.SystemClock{})
		var failing, healthy []time.Duration
		note := moments(&failing, nil)
		r.Add("failing", time.Minute, func(ctx context.Context) error {
			_ = note(ctx)
			if len(failing) <= 6 {
				return errOnPurpose
			}
			return nil
		})
		r.Add("healthy", time.Minute, moments(&healthy, nil))
		during(r, 46*time.Minute+time.Second)
		if diff := cmp.Diff(minutes(0, 2, 6, 14, 24, 34, 44, 45, 46), failing); diff != "" {
			t.Error(diff)
		}
		if len(healthy) != 47 {
			t.Errorf("the other job ran %d times", len(healthy))
		}
		if len(heard) != 6 || heard[0] != "failing: on purpose" {
			t.Errorf("heard %q", heard)
		}
		status := r.Status()[0]
		if want := (jobs.Status{Job: "failing", Age: time.Second, Runs: 9, Failures: 6}); status != want {
			t.Errorf("%+v, want %+v", status, want)
		}
	})
}

func TestTheAgeGrowsWhileAJobFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := jobs.New(jobs.Hooks{}, core.SystemClock{})
		r.Add("never", time.Minute, func(context.Context) error { return errOnPurpose })
		during(r, time.Hour)
		if got := r.Status()[0]; got.Age != time.Hour || got.Failures != got.Runs || got.Runs == 0 {
			t.Errorf("%+v", got)
		}
	})
}

// TestAPanicIsAFailure that says what kind of thing was thrown, and where, and not what.
func TestAPanicIsAFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var heard error
		r := jobs.New(jobs.Hooks{Failed: func(_ string, err error) { heard = err }}, core.SystemClock{})
		r.Add("throws", time.Minute, func(context.Context) error { panic("amira@example.org") })
		during(r, 3*time.Minute)
		var thrown *jobs.Panic
		if !errors.As(heard, &thrown) || thrown.Kind != "string" || !strings.Contains(string(thrown.Stack), "TestAPanicIsAFailure") {
			t.Errorf("heard %v", heard)
		}
		if text := fmt.Sprint(heard, string(thrown.Stack)); strings.Contains(text, "amira") {
			t.Error("the panic tells what was thrown")
		}
		if got := r.Status()[0]; got.Failures != 2 {
			t.Errorf("%+v", got)
		}
	})
}

// TestNeverTwiceAtOnce: a run that takes longer than the pause is followed by a pause, not joined by a second run.
func TestNeverTwiceAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := jobs.New(jobs.Hooks{}, core.SystemClock{})
		var running, most atomic.Int32
		r.Add("slow", time.Minute, func(context.Context) error {
			most.Store(max(most.Load(), running.Add(1)))
			defer running.Add(-1)
			time.Sleep(5 * time.Minute)
			return nil
		})
		during(r, 18*time.Minute)
		if most.Load() != 1 || r.Status()[0].Runs != 3 {
			t.Errorf("%d at once, %+v", most.Load(), r.Status())
		}
	})
}

// TestStopsWithItsJobs: Run returns when the last job has ended, and a job that was cut short did not fail.
func TestStopsWithItsJobs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := jobs.New(jobs.Hooks{Failed: func(string, error) { t.Error("being stopped counts as a failure") }}, core.SystemClock{})
		ended := false
		r.Add("long", time.Minute, func(ctx context.Context) error {
			<-ctx.Done()
			time.Sleep(time.Second) // tidies up
			ended = true
			return ctx.Err()
		})
		during(r, 10*time.Second)
		if !ended {
			t.Error("Run returned before its job")
		}
	})
}

// setClock is a machine's clock that is set while the program runs.
type setClock struct{ off atomic.Int64 }

func (c *setClock) Now() time.Time { return time.Now().Add(time.Duration(c.off.Load())) }

// TestAClockThatIsSet: whatever the clock does, a job is never left out for longer than its pause.
func TestAClockThatIsSet(outer *testing.T) {
	rapid.Check(outer, func(t *rapid.T) {
		const days = 20 * 24 * 3600
		jumps := rapid.SliceOfN(rapid.OneOf(rapid.IntRange(-90, 90), rapid.IntRange(-days, days)), 1, 6).Draw(t, "jumps in seconds")
		within := rapid.IntRange(0, 59).Draw(t, "seconds of the pause that are over")
		var ran []time.Duration
		synctest.Test(outer, func(*testing.T) {
			clock := &setClock{}
			r := jobs.New(jobs.Hooks{}, clock)
			r.Add("job", time.Minute, moments(&ran, nil))
			go func() {
				for _, jump := range jumps {
					time.Sleep(7*time.Minute + time.Duration(within)*time.Second + 300*time.Millisecond) // between two looks at the clock
					clock.off.Add(int64(time.Duration(jump) * time.Second))
				}
			}()
			during(r, time.Duration(len(jumps)+1)*8*time.Minute)
		})
		for i := 1; i < len(ran); i++ {
			if pause := ran[i] - ran[i-1]; pause > time.Minute+time.Second {
				t.Fatalf("a pause of %v after %v", pause, ran[i-1])
			}
		}
		if fewest := (len(jumps) + 1) * 8; len(ran) < fewest {
			t.Fatalf("%d runs, want %d at least", len(ran), fewest)
		}
	})
}

func TestAJobWithoutAPauseIsRefused(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("accepted")
		}
	}()
	jobs.New(jobs.Hooks{}, core.SystemClock{}).Add("always", 0, func(context.Context) error { return nil })
}
