package flow_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"wijkloket/backend/api"
	"wijkloket/kiosk/internal/view"
)

// TestHoldsAreLetGo on every way out and by every other choice, once.
func TestHoldsAreLetGo(t *testing.T) {
	ways := map[string]func(*rig){
		"stop":          func(r *rig) { r.does(view.Stop{}) },
		"hide":          func(r *rig) { r.does(view.Hide{}) },
		"idle":          func(r *rig) { r.later(91 * time.Second) },
		"call me":       func(r *rig) { r.does(view.Back{}, pick("callme")) },
		"another place": func(r *rig) { r.does(view.Back{}, view.Back{}, pick("phone")) },
		"the kiosk off": func(r *rig) { r.flow.Close() },
		"my request": func(r *rig) {
			r.does(view.Back{}, view.Back{}, view.Back{}, view.Open{Way: view.WayMine}, typ("code", "x"), view.Next{}, view.ChangeContact{})
		},
	}
	for name, end := range ways {
		r := newRig(t)
		r.does(talk(), pick("here"), pick(momentID(0)))
		if len(r.backend.released) != 0 {
			t.Fatalf("%s: let go before the end", name)
		}
		end(r)
		r.settle()
		if !slices.Equal(r.backend.released, []string{"token of 2026-12-01"}) {
			t.Errorf("%s: %v were let go", name, r.backend.released)
		}
	}
	r := newRig(t).does(talk(), pick("here"), pick(momentID(0)), view.Back{}, pick(momentID(1)))
	if got := r.backend.held[1].Instead.Reveal(); got != "token of 2026-12-01" || len(r.backend.released) != 0 {
		t.Errorf("another moment is held instead of %q, and %v were let go by themselves", got, r.backend.released)
	}
}

// A hold that is granted after the visit has ended is kept from nobody.
func TestAHoldThatComesTooLateIsLetGo(t *testing.T) {
	r := newRig(t)
	grant, hold := make(chan struct{}), r.backend.hold
	r.backend.hold = func(ctx context.Context, ask api.HoldAsk) (api.Hold, error) { <-grant; return hold(ctx, ask) }
	r.does(talk(), pick("here"))
	r.flow.Handle(pick(momentID(0)))
	if shows[view.Question](r).Busy == "" {
		t.Error("nothing says that the moment is being held")
	}
	r.flow.Handle(view.Stop{})
	shows[view.Home](r)
	close(grant)
	r.settle()
	if len(r.backend.released) != 1 {
		t.Errorf("%v were let go", r.backend.released)
	}
}

// TestAHoldRunsOut: the review counts down in minutes and then says so; sending still tries.
func TestAHoldRunsOut(t *testing.T) {
	r := newRig(t)
	r.does(talk(), pick("here"), pick(momentID(0)), pick("none"))
	for range 7 {
		r.later(50 * time.Second).does(view.GoOn{})
	}
	if held := shows[view.Review](r).Held; !strings.Contains(held, "3 minuten") {
		t.Errorf("after 350 seconds of 480: %q", held)
	}
	for range 3 {
		r.later(50 * time.Second).does(view.GoOn{})
	}
	if held := shows[view.Review](r).Held; held != texts().For("nl").T("kiosk.time.unheld") {
		t.Errorf("after the hold: %q", held)
	}
	r.does(view.Send{})
	if got := r.backend.requests[0]; got.Start.IsZero() || got.Hold.IsZero() {
		t.Error("a hold that ran out is not tried")
	}
}

// Without an answer to the hold, the way goes on without one: the booking is what counts.
func TestAHoldWithoutAnAnswer(t *testing.T) {
	r := newRig(t)
	r.backend.hold = func(context.Context, api.HoldAsk) (api.Hold, error) { return api.Hold{}, errors.New("gone") }
	r.does(talk(), pick("here"), pick(momentID(0)), pick("none"))
	if held := shows[view.Review](r).Held; held != texts().For("nl").T("kiosk.time.unheld") {
		t.Errorf("the review promises %q", held)
	}
	r.does(view.Send{})
	if got := r.backend.requests[0]; !got.Start.Equal(moments(1)[0].Start) || !got.Hold.IsZero() {
		t.Errorf("sent for %v", got.Start)
	}
}

// TestNoHoldIsLost: whatever a person does with the moments, in any order and with any answers, at the end each hold was let
// go, gave way to another or went along with a request. A moment that is held for nobody is one that somebody else needed.
func TestNoHoldIsLost(t *testing.T) {
	outer, most := t, 0
	rapid.Check(t, func(t *rapid.T) {
		r := newRig(outer)
		defer r.flow.Close()
		var granted []string
		outcomes := rapid.SliceOfN(rapid.SampledFrom([]error{nil, nil, errors.New("gone"), taken()}), 13, 13).Draw(t, "outcomes")
		r.backend.hold = func(_ context.Context, ask api.HoldAsk) (api.Hold, error) {
			if err := outcomes[len(r.backend.held)%len(outcomes)]; err != nil {
				return api.Hold{}, err
			}
			token := fmt.Sprint("token ", len(granted))
			granted = append(granted, token)
			return api.Hold{Token: api.NewPersonal(token), Slot: momentAt(ask.Start), Expires: r.clock.at.Add(time.Minute)}, nil
		}
		submit := r.backend.submit
		r.backend.submit = func(ctx context.Context) (api.Receipt, error) {
			if err := outcomes[len(r.backend.requests)%len(outcomes)]; err != nil {
				return api.Receipt{}, err
			}
			return submit(ctx)
		}
		events := []view.Event{
			pick(momentID(0)), pick(momentID(1)), pick(momentID(2)), pick("callme"), pick("none"), pick("phone"), pick("centre"), pick("v-tex"), pick("here"), view.Change{ID: "time"},
			view.Change{ID: "place"}, view.Back{}, view.More{}, view.Retry{}, view.Send{}, talk(), view.SetLanguage{Lang: "ar"}, view.OpenHandover{},
		}
		r.does(talk(), pick("here"))
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			if rapid.Bool().Draw(t, "choose again") { // or one that holds two moments is too rare to prove anything
				r.does(view.Change{ID: "time"}, pick(momentID(rapid.IntRange(0, 2).Draw(t, "moment"))))
			}
			r.does(rapid.SampledFrom(events).Draw(t, "event"))
		}
		r.does(rapid.SampledFrom([]view.Event{view.Stop{}, view.Hide{}}).Draw(t, "end"))
		for _, token := range granted {
			if !r.backend.accounted(token) {
				t.Fatalf("%s is held for nobody", token)
			}
		}
		most = max(most, len(granted))
	})
	if most < 2 {
		t.Errorf("at most %d holds in a walk prove little", most)
	}
}
