package flow_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"wijkloket/backend/api"
	"wijkloket/kiosk/internal/slip"
	"wijkloket/kiosk/internal/view"
)

// taken refuses a moment and offers two others.
func taken() error {
	return &api.Problem{Status: 409, Code: api.CodeSlotTaken, Slots: moments(3)[1:]}
}

// TestBook is the issue's own sentence: Tuesday at two, at V-TEX, with Amira, who speaks Arabic.
func TestBook(t *testing.T) {
	r := newRig(t)
	submit := r.backend.submit
	r.backend.submit = func(ctx context.Context) (api.Receipt, error) {
		receipt, err := submit(ctx)
		receipt.Appointment = appointed(api.AppointmentBooked, moments(1)[0]).Appointment
		return receipt, err
	}
	r.does(talk(), pick("here"))
	offered := shows[view.Question](r)
	if len(offered.Options) != 4 || offered.Options[0].Label != "dinsdag 1 december, 14:00 uur" || offered.More == "" {
		t.Fatalf("on offer are %+v", offered)
	}
	for _, word := range []string{"V-TEX", "met ", "Amira", "Nederlands", "العربية"} {
		if !strings.Contains(offered.Options[0].Hint, word) {
			t.Errorf("the first moment is described as %q, without %q", offered.Options[0].Hint, word)
		}
	}
	r.does(pick(momentID(0)), pick("sms"), typ("phone", "0470123456"), view.Next{}, view.Next{})
	review := shows[view.Review](r)
	if !strings.Contains(review.Held, "8 minuten") {
		t.Errorf("the review says of the hold %q", review.Held)
	}
	if !slices.ContainsFunc(review.Rows, func(row view.Row) bool { return row.ID == "time" && strings.Contains(row.Value, "dinsdag 1 december") }) {
		t.Errorf("the review does not show the moment: %+v", review.Rows)
	}
	if !slices.ContainsFunc(review.Extras, func(o view.Option) bool { return o.ID == "remind" }) {
		t.Error("with a moment no reminder is offered")
	}
	r.does(view.Send{})
	sent := shows[view.Sent](r)
	if sent.Appointment.When != "dinsdag 1 december, 14:00 uur" || len(sent.Appointment.Rows) != 3 || len(sent.Appointment.Sections) != 2 {
		t.Errorf("the receipt shows %+v", sent.Appointment)
	}
	got := r.backend.requests[0]
	if !got.Start.Equal(moments(1)[0].Start) || got.Hold.Reveal() != "token of 2026-12-01" {
		t.Errorf("sent for %v", got.Start)
	}
	if r.does(view.Stop{}); len(r.backend.released) != 0 {
		t.Error("the hold that became the appointment was let go")
	}
}

// TestReceiptOnPaper: a day, an hour, a place, a first name and the code, and nothing of what it is about.
func TestReceiptOnPaper(t *testing.T) {
	r := newRig(t)
	r.flow.Print = func(_ context.Context, paper slip.Slip) error { note(r.backend, &r.paper, paper); return nil }
	r.backend.submit = func(context.Context) (api.Receipt, error) {
		return api.Receipt{Code: api.NewPersonal(code), CodeWord: api.NewPersonal("Rivier"), Appointment: appointed(api.AppointmentBooked, moments(1)[0]).Appointment}, nil
	}
	r.does(talk(), pick("here"), pick(momentID(0)), pick("none"), view.Send{}, view.Open{Way: view.WayPrint})
	words := strings.Join(r.paper[0].Words(), "\n")
	for _, word := range []string{"dinsdag 1 december, 14:00 uur", "V-TEX", "Amira", code, "Rivier"} {
		if !strings.Contains(words, word) {
			t.Errorf("the paper lacks %q:\n%s", word, words)
		}
	}
	if strings.Contains(words, "vraag") || shows[view.Sent](r).Printed == "" {
		t.Errorf("the paper says what for, or the glass does not say that it printed:\n%s", words)
	}
}

// TestOtherMoments: a list by day, later days behind it, and Back to the few good ones.
func TestOtherMoments(t *testing.T) {
	r := newRig(t)
	r.backend.slots = func(_ context.Context, many bool) (api.SlotOffer, error) {
		if !many {
			return api.SlotOffer{Slots: moments(3)}, nil
		}
		if len(r.backend.asked) == 2 {
			return api.SlotOffer{Slots: moments(5), Next: moments(6)[5].Start}, nil
		}
		return api.SlotOffer{Slots: moments(8)[5:]}, nil
	}
	r.does(talk(), pick("here"), view.More{})
	times := shows[view.Times](r)
	if len(times.Days) != 5 || times.More == "" || times.Days[4].Heading != "zaterdag 5 december" {
		t.Fatalf("the list has %d days, then %q", len(times.Days), times.More)
	}
	if r.does(view.More{}); len(shows[view.Times](r).Days) != 8 || shows[view.Times](r).More != "" {
		t.Errorf("later days: %+v", shows[view.Times](r))
	}
	if from := r.backend.asked[2].From; !from.Equal(moments(6)[5].Start) {
		t.Errorf("later days were asked from %v", from)
	}
	r.does(view.Back{})
	shows[view.Question](r)
	r.does(view.More{}, pick(momentID(6)))
	if r.glass.view.ID != "ask/channel" {
		t.Fatalf("after a moment comes %s", r.glass.view.ID)
	}
	if len(r.backend.asked) != 3 {
		t.Errorf("the same moments were asked %d times", len(r.backend.asked))
	}
	r.does(view.Back{})
	if shown := shows[view.Question](r); len(shown.Options) != 5 || !shown.Options[3].Chosen {
		t.Errorf("the held moment is not shown as chosen: %+v", shown.Options)
	}
}

// TestMomentTakenWhilePicking: a kind sentence and the next moments, and nothing is held.
func TestMomentTakenWhilePicking(t *testing.T) {
	r := newRig(t)
	hold := r.backend.hold
	r.backend.hold = func(context.Context, api.HoldAsk) (api.Hold, error) { return api.Hold{}, taken() }
	r.does(talk(), pick("here"), pick(momentID(0)))
	q := shows[view.Question](r)
	if q.Wrong != texts().For("nl").T("kiosk.time.taken") || len(q.Options) != 3 || q.Options[0].ID != momentID(1) {
		t.Fatalf("a conflict shows %q and %+v", q.Wrong, q.Options)
	}
	r.backend.hold = hold
	if r.does(pick(momentID(1))); r.glass.view.ID != "ask/channel" {
		t.Errorf("another moment leads to %s", r.glass.view.ID)
	}
}

// TestMomentTakenAtSending: back to the moments, then straight to the review; everything typed is kept and the new try has a
// key of its own.
func TestMomentTakenAtSending(t *testing.T) {
	r := newRig(t)
	submit := r.backend.submit
	r.does(talk(), pick("here"), pick(momentID(0)), pick("sms"), typ("phone", "0470123456"), view.Next{}, view.Next{})
	r.does(view.Change{ID: "name"}, typ("name", "Nour"), view.Next{})
	r.backend.submit = func(context.Context) (api.Receipt, error) { return api.Receipt{}, taken() }
	r.does(view.Send{})
	q := shows[view.Question](r)
	if r.glass.view.ID != "ask/time" || q.Wrong == "" || len(q.Options) != 3 {
		t.Fatalf("a conflict shows %s: %+v", r.glass.view.ID, q)
	}
	r.backend.submit = submit
	r.does(pick(momentID(2)))
	shows[view.Review](r)
	r.does(view.Send{})
	shows[view.Sent](r)
	first, second := r.backend.requests[0], r.backend.requests[1]
	if second.Name.Reveal() != "Nour" || second.Contact.Phone != first.Contact.Phone || !second.Start.Equal(moments(3)[2].Start) {
		t.Errorf("the second try is for %v", second.Start)
	}
	if r.backend.keys[0] == r.backend.keys[1] {
		t.Error("another request goes under the same key")
	}
}

// TestNoMomentsNow: unreachable and slow leave an honest sentence, "call me", and a way to look again.
func TestNoMomentsNow(t *testing.T) {
	offline := texts().For("nl").T("kiosk.time.offline")
	r := newRig(t)
	slots := r.backend.slots
	r.backend.slots = func(context.Context, bool) (api.SlotOffer, error) { return api.SlotOffer{}, errors.New("gone") }
	r.does(talk(), pick("here"))
	if q := shows[view.Question](r); q.Why != offline || len(q.Options) != 1 || q.Again == "" {
		t.Fatalf("without a line: %+v", q)
	}
	r.backend.slots = slots
	if r.does(view.Retry{}); len(shows[view.Question](r).Options) != 4 {
		t.Error("looking again found nothing")
	}

	r = newRig(t)
	r.backend.slots = func(ctx context.Context, _ bool) (api.SlotOffer, error) {
		<-ctx.Done()
		return api.SlotOffer{}, ctx.Err()
	}
	r.does(talk())
	r.flow.Handle(pick("here"))
	if looking := shows[view.Looking](r); looking.Without.ID != "callme" {
		t.Errorf("while looking, one can go on with %q", looking.Without.ID)
	}
	r.clock.at = r.clock.at.Add(7 * time.Second)
	r.flow.Tick()
	r.settle()
	if q := shows[view.Question](r); q.Why != offline {
		t.Errorf("after a long wait: %+v", q)
	}
	r.does(pick("callme"), pick("none"), view.Send{})
	shows[view.Sent](r)

	r = newRig(t)
	r.backend.slots = func(context.Context, bool) (api.SlotOffer, error) { return api.SlotOffer{}, nil }
	r.does(talk(), pick("here"))
	if q := shows[view.Question](r); len(q.Options) != 1 || q.Why != texts().For("nl").T("time.none") {
		t.Errorf("with nothing free: %+v", q)
	}
}

// While moments are looked up one may go on without them, and the answer that comes later changes nothing.
func TestNobodyHasToWait(t *testing.T) {
	r := newRig(t)
	go1 := make(chan struct{})
	r.backend.slots = func(context.Context, bool) (api.SlotOffer, error) {
		<-go1
		return api.SlotOffer{Slots: moments(3)}, nil
	}
	r.does(talk())
	r.flow.Handle(pick("here"))
	shows[view.Looking](r)
	r.flow.Handle(pick("callme"))
	if r.glass.view.ID != "ask/channel" {
		t.Errorf("it goes on to %s", r.glass.view.ID)
	}
	close(go1)
	r.settle()
	r.does(pick("none"), view.Send{})
	if !r.backend.requests[0].Start.IsZero() {
		t.Error("a moment was chosen by itself")
	}
}
