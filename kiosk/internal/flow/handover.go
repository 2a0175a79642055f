package flow

import (
	"context"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/journey"
	"wijkloket/backend/rights"
	"wijkloket/kiosk/internal/session"
	"wijkloket/kiosk/internal/view"
)

// pollEvery is how often the kiosk asks whether a phone took over.
const pollEvery = time.Second

// endWithin bounds the call that closes a hand-over after its visit has gone.
const endWithin = 5 * time.Second

// onHandover handles the QR and the question whose phone it was.
func (f *Flow) onHandover(event view.Event) {
	v := f.visit()
	switch event.(type) {
	case view.Renew:
		if v.Taken == nil && !v.Busy {
			f.leaveHandover()
			f.askHandover()
		}
	case view.Yes: // mine: the phone goes on and nothing stays here
		if v.Taken != nil {
			f.wipe("kiosk.handover.done")
		}
	case view.No: // somebody else's: that phone gets no further, and this visit stays
		if v.Taken != nil {
			f.endHandover(v.Handover.Key)
			v.Handover, v.Taken = nil, nil
			v.Back()
		}
	}
}

// openHandover shows the QR, from any screen before the request is sent.
func (f *Flow) openHandover() {
	v := f.visit()
	if !f.mayHandOver() {
		return
	}
	v.Go(session.Spot{Screen: session.Handover})
	f.askHandover()
}

// mayHandOver: what is under way or done has its own QR, and another's request is not carried along.
func (f *Flow) mayHandOver() bool {
	switch v := f.visit(); v.At().Screen {
	case session.Sending, session.Trouble, session.Sent, session.Handover, session.Mine, session.Cancel, session.Carry,
		session.MyTimes, session.Elsewhere, session.Sure:
		return false
	default:
		return v.Purpose == session.Asking
	}
}

// askHandover asks for a QR with language, step and choices: never anything typed (T-31), and nothing of the rights check.
func (f *Flow) askHandover() {
	v := f.visit()
	visit := api.NewHandover{
		Language: v.Settings.Language, Step: string(f.stepToCarry()), Choices: v.Answers.Choices(f.setting()),
	}
	v.Busy, v.Problems = true, nil
	ask := func(ctx context.Context) (api.Handover, error) { return f.Backend.OpenHandover(ctx, visit) }
	work(f, ask, func(handover api.Handover, err error) {
		v := f.visit()
		v.Busy = false
		switch {
		case err != nil:
			v.Problems = problem("", noHandover(err))
		case v.At().Screen != session.Handover:
			f.endHandover(handover.Key)
		default:
			v.Handover, f.polled = &handover, f.Clock.Now()
		}
	})
}

// withShared is the address of a hand-over with the rights that were chosen to share. They stand in its fragment: the backend,
// which made the address, knows them when the phone takes over and not before.
func (f *Flow) withShared(url api.Personal) api.Personal {
	chosen := rights.PackRights(f.visit().Answers.Rights)
	if chosen == "" {
		return url
	}
	return api.NewPersonal(url.Reveal() + "." + chosen)
}

// noHandover is the key of the sentence for a hand-over that could not be made: never a fault of the person.
func noHandover(err error) string {
	if p := (*api.Problem)(nil); asProblem(err, &p) && p.Code != api.CodeTooMany && p.Code != api.CodeUnavailable {
		return "error.internal.detail"
	}
	return refused(err)
}

// stepToCarry is the step of the journey from which the hand-over was opened, else the first.
func (f *Flow) stepToCarry() journey.StepID {
	if step := f.visit().Before().Step; journey.Known(step) {
		return step
	}
	return journey.StepPlace
}

// pollHandover looks whether a phone took over.
func (f *Flow) pollHandover() {
	v, now := f.visit(), f.Clock.Now()
	if v.At().Screen != session.Handover || v.Handover == nil || v.Taken != nil || f.asking {
		return
	}
	if now.Sub(f.polled) < pollEvery || now.After(v.Handover.Expires) {
		return
	}
	f.polled, f.asking = now, true
	key := v.Handover.Key
	ask := func(ctx context.Context) (api.HandoverStatus, error) { return f.Backend.HandoverStatus(ctx, key) }
	work(f, ask, func(status api.HandoverStatus, err error) {
		f.asking = false
		if v := f.visit(); err == nil && status.Taken && v.Handover != nil && v.Handover.Key == key {
			v.Taken = &status
		}
	})
}

// leaveHandover closes a QR that nobody took.
func (f *Flow) leaveHandover() {
	v := f.visit()
	if v.Handover != nil && v.Taken == nil {
		f.endHandover(v.Handover.Key)
	}
	v.Handover = nil
}

// endHandover closes a hand-over, also when its visit has ended: then nobody waits for the answer.
func (f *Flow) endHandover(key api.Personal) {
	f.afterwards(func(ctx context.Context) { _ = f.Backend.EndHandover(ctx, key) }) // it also ends by itself, after two minutes
}
