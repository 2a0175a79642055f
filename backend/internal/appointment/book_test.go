package appointment_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/store/storetest"
)

// TestBookAtTheKiosk: a few good hours, one is kept while the form is filled, and it comes with the request: worker, reason,
// promise and messages in one change.
func TestBookAtTheKiosk(t *testing.T) {
	h := house(t)
	amira := h.Worker(t, "noord", "overleie", "ar")
	lead := h.Staff(t, account.Lead, "noord").Viewer()
	offer := must(h.Appointments.Offers(ctx, here))(t)
	if len(offer.Slots) != 3 {
		t.Fatalf("%d hours are offered: %v", len(offer.Slots), starts(offer.Slots))
	}
	chosen := offer.Slots[0]
	if chosen.Worker != amira.First || chosen.Centre != "overleie" || chosen.Place != api.PlaceCentre || !slices.Contains(chosen.Languages, "ar") {
		t.Errorf("the hour says %+v", chosen)
	}
	hold := must(h.Appointments.Hold(ctx, api.HoldAsk{Ask: here, Start: chosen.Start}))(t)
	if !hold.Expires.Equal(h.Clock.Now().Add(h.Hours.Hold)) || hold.Slot.Start != chosen.Start {
		t.Errorf("held: %+v", hold)
	}
	if again := must(h.Appointments.Offers(ctx, here))(t); slices.Contains(starts(again.Slots), starts(offer.Slots)[0]) {
		t.Error("what is held is still offered")
	}
	receipt := must(h.Requests.Submit(ctx, submission(1, chosen.Start, hold.Token)))(t)
	if a := receipt.Appointment; a == nil || !a.Start.Equal(chosen.Start) || a.State != api.AppointmentBooked || a.Worker != amira.First {
		t.Fatalf("the receipt says %+v", receipt.Appointment)
	}
	d := detail(t, h, lead, receipt.Locator)
	if d.State != api.StateScheduled || d.Worker != amira.ID || d.Kept.IsZero() {
		t.Errorf("the request is %s with %q", d.State, d.Worker)
	}
	want := []request.EventKind{request.EventOpened, request.EventBooked, request.EventAssigned, request.EventReceived}
	if diff := cmp.Diff(want, kinds(d)); diff != "" {
		t.Error(diff)
	}
	if why := d.Events[2].Why; why.Key == "" {
		t.Error("the assignment does not say why")
	}
	if n := h.Count(t, `SELECT COUNT(*) FROM messages WHERE kind = 'confirmation' AND state = 'queued'`); n != 1 {
		t.Errorf("%d confirmations are planned", n)
	}
	if n := h.Count(t, `SELECT COUNT(*) FROM holds`); n != 0 {
		t.Errorf("%d holds are left", n)
	}
	h.VerifyAudit(t, 0, "")
}

// TestSentAgain: a confirmation that is sent again books nothing again, also at the same time as itself.
func TestSentAgain(t *testing.T) {
	h := house(t)
	h.Worker(t, "noord", "overleie")
	start := must(h.Appointments.Offers(ctx, here))(t).Slots[0].Start
	hold := must(h.Appointments.Hold(ctx, api.HoldAsk{Ask: here, Start: start}))(t)
	receipts := make([]api.Receipt, 8)
	var all sync.WaitGroup
	for i := range receipts {
		all.Go(func() {
			var err error
			if receipts[i], err = h.Requests.Submit(ctx, submission(1, start, hold.Token)); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for _, receipt := range receipts {
		if receipt.Code != receipts[0].Code || receipt.Appointment == nil || receipt.Appointment.ID != receipts[0].Appointment.ID {
			t.Errorf("another answer: %+v", receipt)
		}
	}
	if n := h.Count(t, `SELECT COUNT(*) FROM appointments`); n != 1 {
		t.Errorf("%d appointments", n)
	}
}

// TestTenRaceForOneHour: ten people choose the same hour; whoever comes too late is offered others and takes the first; in the
// end there are ten people with ten different hours.
func TestTenRaceForOneHour(t *testing.T) {
	h := house(t)
	h.Worker(t, "noord", "overleie")
	first := must(h.Appointments.Offers(ctx, here))(t).Slots[0].Start
	var all sync.WaitGroup
	var mu sync.Mutex
	got := map[time.Time]int{}
	for i := range 10 {
		all.Go(func() {
			start := first
			for try := 0; try < 30; try++ {
				receipt, err := h.Requests.Submit(ctx, submission(i, start, api.Personal{}))
				if err == nil {
					mu.Lock()
					got[receipt.Appointment.Start]++
					mu.Unlock()
					return
				}
				refusal := refused(t, err, api.CodeSlotTaken)
				if len(refusal.Slots) != 3 {
					t.Errorf("%d other hours are offered", len(refusal.Slots))
					return
				}
				start = refusal.Slots[0].Start
			}
			t.Errorf("person %d never got an hour", i)
		})
	}
	all.Wait()
	if len(got) != 10 || doubles(t, h) != 0 {
		t.Errorf("ten people got %d hours, %d doubles: %v", len(got), doubles(t, h), got)
	}
}

// TestHolds: an hour is kept for some minutes, for who has its token, and is free the moment it is let go.
func TestHolds(t *testing.T) {
	h := house(t)
	h.Worker(t, "noord", "overleie")
	start := must(h.Appointments.Offers(ctx, here))(t).Slots[0].Start
	ask := api.HoldAsk{Ask: here, Start: start}
	held := must(h.Appointments.Hold(ctx, ask))(t)
	refusal := refused(t, errOf(h.Appointments.Hold(ctx, ask)), api.CodeSlotTaken)
	if len(refusal.Slots) != 3 || slices.ContainsFunc(refusal.Slots, func(s api.Slot) bool { return s.Start.Equal(start) }) {
		t.Errorf("offered instead: %v", starts(refusal.Slots))
	}
	refused(t, errOf(h.Requests.Submit(ctx, submission(1, start, api.NewPersonal("stolen")))), api.CodeSlotTaken)
	if n := h.Count(t, `SELECT COUNT(*) FROM requests`); n != 0 {
		t.Errorf("%d requests are stored without their hour", n)
	}
	for range 2 {
		if err := h.Appointments.Release(ctx, held.Token); err != nil {
			t.Error(err)
		}
	}
	second := must(h.Appointments.Hold(ctx, ask))(t)
	third := must(h.Appointments.Hold(ctx, api.HoldAsk{Ask: here, Start: refusal.Slots[0].Start, Instead: second.Token}))(t)
	if n := h.Count(t, `SELECT COUNT(*) FROM holds`); n != 1 {
		t.Errorf("one visit holds %d hours", n)
	}
	h.Clock.Add(h.Hours.Hold + time.Second)
	other := must(h.Requests.Submit(ctx, submission(2, third.Slot.Start, api.Personal{})))(t)
	if other.Appointment == nil {
		t.Error("an expired hold still holds")
	}
	late := refused(t, errOf(h.Requests.Submit(ctx, submission(3, third.Slot.Start, third.Token))), api.CodeSlotTaken)
	if again := must(h.Requests.Submit(ctx, submission(3, late.Slots[0].Start, api.Personal{})))(t); again.Appointment == nil {
		t.Error("after a refusal the same person, with the same key, cannot choose another hour")
	}
	if dropped := must(h.Appointments.Sweep(ctx))(t); dropped != 1 {
		t.Errorf("%d holds were swept", dropped)
	}
	if doubles(t, h) != 0 {
		t.Error("a double booking")
	}
}

// TestImpossibleHours: what cannot be is refused with others, whatever a program asks for.
func TestImpossibleHours(t *testing.T) {
	h := house(t)
	h.Worker(t, "noord", "overleie")
	for name, start := range map[string]time.Time{
		"yesterday":       storetest.At(-3, 10, 0),
		"in five minutes": h.Clock.Now().Add(5 * time.Minute).Truncate(time.Minute),
		"at night":        storetest.At(1, 3, 0),
		"on a Sunday":     storetest.At(6, 10, 0),
		"Christmas":       time.Date(2026, 12, 25, 9, 0, 0, 0, time.UTC),
		"in ten years":    storetest.At(3650, 10, 0),
		"off the grid":    storetest.At(1, 10, 7),
		"half a second":   storetest.At(1, 10, 0).Add(time.Millisecond),
	} {
		refusal := refused(t, errOf(h.Requests.Submit(ctx, submission(1, start, api.Personal{}))), api.CodeSlotTaken)
		if len(refusal.Slots) != 3 {
			t.Errorf("%s: %d others are offered", name, len(refusal.Slots))
		}
	}
	for name, ask := range map[string]api.SlotAsk{
		"nowhere": {Place: api.PlaceHere, Kiosk: "atlantis"}, "call me first": {Place: api.PlaceCallMe, Kiosk: "overleie"},
		"no team": {Place: api.PlaceHome, Team: "atlantis", Kiosk: "overleie"},
	} {
		if _, err := h.Appointments.Offers(ctx, ask); core.CodeOf(err) != api.CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if none := must(h.Appointments.Offers(ctx, api.SlotAsk{Place: api.PlaceHere, Kiosk: "marke"}))(t); len(none.Slots) != 0 {
		t.Error("hours without anybody to meet")
	}
}

// TestOtherTimes: the whole list, page by page, without tearing a day apart or losing an hour.
func TestOtherTimes(t *testing.T) {
	h := house(t)
	h.Worker(t, "noord", "overleie")
	ask := here
	ask.Many = true
	var seen []time.Time
	for range 40 {
		offer := must(h.Appointments.Offers(ctx, ask))(t)
		for _, slot := range offer.Slots {
			if len(seen) > 0 && !slot.Start.After(seen[len(seen)-1]) {
				t.Fatalf("%v comes again or out of order", slot.Start)
			}
			seen = append(seen, slot.Start)
		}
		if offer.Next.IsZero() {
			break
		}
		ask.From = offer.Next
	}
	if last := seen[len(seen)-1]; last.Before(h.Clock.Now().Add(h.Hours.Horizon - 5*24*time.Hour)) {
		t.Errorf("the list ends on %v", last)
	}
}

func errOf[T any](_ T, err error) error { return err }
