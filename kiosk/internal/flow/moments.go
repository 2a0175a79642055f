package flow

import (
	"context"
	"reflect"
	"slices"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/journey"
	"wijkloket/kiosk/internal/session"
	"wijkloket/kiosk/internal/view"
)

// holdWithin bounds the call that keeps a moment.
const holdWithin = 6 * time.Second

// attend does what the screen on the glass calls for: it looks up the moments that belong there, and lets a held one go that
// the answers do not hold any more.
func (f *Flow) attend() {
	v := f.visit()
	if v.Held != nil && v.Answers.Hold != v.Held.Token {
		f.release()
	}
	switch at := v.At(); {
	case at.Screen == session.Ask && at.Step == journey.StepTime:
		if good := &f.offer().Good; !good.Known && !good.Failed && !good.Asking {
			f.lookGood()
		}
	case at.Screen == session.Times:
		if all := &f.offer().All; !all.Known && !all.Failed && !all.Asking {
			f.lookAll(time.Time{})
		}
	case at.Screen == session.MyTimes && v.Opened != nil && v.Opened.Move != nil:
		if all := &v.Opened.Move.All; !all.Known && !all.Failed && !all.Asking {
			f.lookMine(time.Time{})
		}
	}
}

// offer is what is on offer for the answers as they stand; other answers make what was looked up before worthless.
func (f *Flow) offer() *session.Offer {
	v := f.visit()
	ask := v.Answers.SlotAsk(v.Settings.Language, f.bareSetting())
	if v.Offer == nil || !reflect.DeepEqual(v.Offer.Ask, ask) {
		v.Offer = &session.Offer{Ask: ask}
	}
	return v.Offer
}

// onOffer are the moments that the journey lets one choose from; nil where nobody knows.
func (f *Flow) onOffer() []api.Slot {
	v := f.visit()
	if v.Purpose != session.Asking || v.Offer == nil || !v.Offer.Good.Known {
		return nil
	}
	if good := v.Offer.Good.Slots; good != nil {
		return good
	}
	return []api.Slot{}
}

// lookGood looks up a few good moments.
func (f *Flow) lookGood() {
	offer := f.offer()
	f.look(&offer.Good, func(ctx context.Context) (api.SlotOffer, error) { return f.Backend.Slots(ctx, offer.Ask) })
}

// lookAll looks up all moments of some days.
func (f *Flow) lookAll(from time.Time) {
	offer := f.offer()
	ask := offer.Ask
	ask.Many, ask.From = true, from
	f.look(&offer.All, func(ctx context.Context) (api.SlotOffer, error) { return f.Backend.Slots(ctx, ask) })
}

// look fills a list of moments, or notes that there was no answer; later days come behind those that stand there.
func (f *Flow) look(into *session.Moments, call func(context.Context) (api.SlotOffer, error)) {
	into.Asking, into.Failed = true, false
	workSoon(f, call, func(offer api.SlotOffer, err error) {
		into.Asking = false
		if err != nil {
			into.Failed = true
			return
		}
		if into.Instead {
			into.Slots = nil
		}
		into.Slots = append(slices.Clip(into.Slots), offer.Slots...)
		into.Next, into.Known, into.Instead = offer.Next, true, false
	})
}

// others fills a list with what is offered in the place of a moment that is gone.
func others(slots []api.Slot) session.Moments {
	return session.Moments{Slots: slots, Known: true, Instead: true}
}

// onTimes handles the list of all moments for the answers.
func (f *Flow) onTimes(event view.Event) {
	switch e := event.(type) {
	case view.Choose:
		f.pickMoment(e.ID, f.offer().All.Slots)
	case view.More:
		f.lookOn(&f.offer().All, f.lookAll)
	case view.Retry:
		f.lookOn(&f.offer().All, f.lookAll)
	}
}

// lookOn goes on with a list, or begins it anew where it is not one of days.
func (f *Flow) lookOn(list *session.Moments, look func(time.Time)) {
	switch {
	case list.Asking:
	case list.Failed || list.Instead:
		look(time.Time{})
	case !list.Next.IsZero():
		look(list.Next)
	}
}

func slotWith(slots []api.Slot, id string) (api.Slot, bool) {
	at := slices.IndexFunc(slots, func(slot api.Slot) bool { return journey.Moment(slot.Start) == id })
	if at < 0 {
		return api.Slot{}, false
	}
	return slots[at], true
}

// pickMoment keeps a moment for the visit while the rest is filled in, and goes on once it is kept.
func (f *Flow) pickMoment(id string, slots []api.Slot) {
	v := f.visit()
	slot, known := slotWith(slots, id)
	switch {
	case v.Busy:
	case !v.Answers.Hold.IsZero() && id == journey.Moment(v.Answers.Start):
		f.takeMoment(id)
	case known:
		f.hold(slot)
	default:
		f.takeMoment(id)
	}
}

// takeMoment answers the question with a moment, held or not, and goes on.
func (f *Flow) takeMoment(id string) {
	f.take(journey.StepTime, journey.Input{string(journey.StepTime): {id}}, true)
}

// hold asks the backend to keep a moment. The call is made to its end also when the visit ends meanwhile: what it kept then is
// let go, and kept from nobody.
func (f *Flow) hold(slot api.Slot) {
	v, visit := f.visit(), f.session.Context()
	v.Busy, v.Problems, v.Picked = true, nil, slot.Start
	ask := api.HoldAsk{Ask: f.offer().Ask, Start: slot.Start, Instead: v.Answers.Hold}
	f.running.Add(1)
	go func() {
		defer f.running.Done()
		ctx, done := context.WithTimeout(f.life, holdWithin)
		defer done()
		hold, err := f.Backend.Hold(ctx, ask)
		f.UI.Do(func() {
			if visit.Err() != nil {
				f.letGo(hold, err)
				return
			}
			f.held(slot, hold, err)
			f.attend()
			f.show()
		})
	}()
}

// held takes the answer to a hold. Where none came the way goes on without one: the booking is what counts.
func (f *Flow) held(slot api.Slot, hold api.Hold, err error) {
	v := f.visit()
	waits := v.Busy && v.Picked.Equal(slot.Start) && (v.At().Screen == session.Times || v.At().Step == journey.StepTime)
	if !waits {
		f.letGo(hold, err)
		return
	}
	v.Busy, v.Picked = false, time.Time{}
	offer := f.offer()
	if p := (*api.Problem)(nil); asProblem(err, &p) && p.Code == api.CodeSlotTaken {
		offer.Good, offer.All = others(p.Slots), session.Moments{}
		v.Go(session.Spot{Screen: session.Ask, Step: journey.StepTime})
		v.Problems = problem(string(journey.StepTime), "kiosk.time.taken")
		return
	}
	if err == nil {
		v.Held = &hold // the backend let go of the one before, which was named as Instead
		v.Answers = v.Answers.Keep(hold)
		slot = hold.Slot
	}
	if _, listed := slotWith(offer.Good.Slots, journey.Moment(slot.Start)); !listed {
		offer.Good.Slots = append(slices.Clip(offer.Good.Slots), slot)
		offer.Good.Known = true
	}
	f.takeMoment(journey.Moment(slot.Start))
}

// letGo releases what a call kept for nobody.
func (f *Flow) letGo(hold api.Hold, err error) {
	if err == nil {
		f.afterwards(func(ctx context.Context) { _ = f.Backend.Release(ctx, hold.Token) })
	}
}

// release lets the held moment of the visit go, for others to have. It also expires by itself.
func (f *Flow) release() {
	v := f.visit()
	if v.Held == nil {
		return
	}
	f.letGo(*v.Held, nil)
	v.Held = nil
}

// heldFor is the time that a moment is still held for the visit; zero when it is not.
func (f *Flow) heldFor() time.Duration {
	v := f.visit()
	if v.Held == nil {
		return 0
	}
	return max(0, v.Held.Expires.Sub(f.Clock.Now()))
}

// taken goes back to the moments when the one that was sent is gone. Everything else that was answered and typed stays.
func (f *Flow) taken(slots []api.Slot) {
	v := f.visit()
	v.Outgoing = nil
	v.Answers = v.Answers.LetGo()
	f.offer().Good, f.offer().All = others(slots), session.Moments{}
	v.Correcting = true
	v.Go(session.Spot{Screen: session.Ask, Step: journey.StepTime})
	v.Problems = problem(string(journey.StepTime), "kiosk.time.taken")
}

// lookAgain looks up the moments anew after there was no answer.
func (f *Flow) lookAgain() {
	if good := &f.offer().Good; good.Failed && !good.Asking {
		f.lookGood()
	}
}
