package flow

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/journey"
	"wijkloket/kiosk/internal/session"
	"wijkloket/kiosk/internal/view"
)

// pauses are the waits between tries to send a request by itself; the last one repeats.
var pauses = []time.Duration{5 * time.Second, 10 * time.Second, 20 * time.Second}

// send sends what the review shows.
func (f *Flow) send() {
	v := f.visit()
	if v.Purpose == session.Changing {
		f.saveContact()
		return
	}
	request := v.Answers.Request(v.Settings.Language, f.setting())
	if problems := journey.Check(request, f.setting()); len(problems) > 0 {
		f.correct(problems)
		return
	}
	v.Outgoing = &session.Outgoing{Key: f.newKey(), Request: request}
	v.Go(session.Spot{Screen: session.Sending})
	f.submit()
}

// newKey draws the Idempotency-Key of a request: 128 random bits.
func (f *Flow) newKey() string {
	var raw [16]byte
	if _, err := io.ReadFull(f.Random, raw[:]); err != nil {
		panic(fmt.Errorf("flow: no randomness: %w", err))
	}
	return hex.EncodeToString(raw[:])
}

// submit sends the outgoing request once, always under its one key. Nothing on the glass says "received" before the
// answer is here (I5).
func (f *Flow) submit() {
	out := f.visit().Outgoing
	out.Tries++
	out.Again = time.Time{}
	key, request := out.Key, out.Request
	work(f, func(ctx context.Context) (api.Receipt, error) { return f.Backend.Submit(ctx, key, request) }, f.answered)
}

// answered takes the backend's answer to a request.
func (f *Flow) answered(receipt api.Receipt, err error) {
	v := f.visit()
	if err == nil {
		reached := v.Outgoing.Request.Contact.Channel != api.ChannelNone
		v.Held = nil // it became the appointment
		v.Forget()
		v.Receipt = &session.Receipt{Receipt: receipt, Reached: reached}
		v.Settle(session.Spot{Screen: session.Sent})
		return
	}
	if p := (*api.Problem)(nil); asProblem(err, &p) && p.Code == api.CodeInvalid {
		v.Outgoing = nil
		v.Settle(session.Spot{Screen: session.Ask, Step: journey.StepReview})
		f.correct(problemsOf(p))
		return
	}
	if p := (*api.Problem)(nil); asProblem(err, &p) && p.Code == api.CodeSlotTaken {
		f.taken(p.Slots)
		return
	}
	out := v.Outgoing
	out.Again = f.Clock.Now().Add(pauses[min(out.Tries, len(pauses))-1])
	if v.At().Screen == session.Sending {
		v.Replace(session.Spot{Screen: session.Trouble})
	}
}

// resend sends again when the pause is over.
func (f *Flow) resend() {
	out := f.visit().Outgoing
	if out == nil || out.Again.IsZero() || f.Clock.Now().Before(out.Again) {
		return
	}
	f.submit()
}

func (f *Flow) onTrouble(event view.Event) {
	out := f.visit().Outgoing
	if _, retry := event.(view.Retry); retry && out != nil && !out.Again.IsZero() {
		f.submit()
	}
}

// correct opens the first step with something wrong, and says what.
func (f *Flow) correct(problems []journey.Problem) {
	v, s := f.visit(), f.setting()
	for _, step := range append(journey.Path(v.Answers, s), journey.Extras(v.Answers, s)...) {
		if step == journey.StepReview {
			continue
		}
		q := journey.Ask(step, v.Answers, s)
		for _, p := range problems {
			if p.Field == string(step) || slices.ContainsFunc(q.Fields, func(field journey.Field) bool { return field.Name == p.Field }) {
				v.Correcting = true
				v.Go(session.Spot{Screen: session.Ask, Step: step})
				v.Problems = problems
				return
			}
		}
	}
	v.Problems = problems // of no step: the review itself says it
}

// problemsOf are the fields that the backend refused, by the keys of their texts.
func problemsOf(p *api.Problem) []journey.Problem {
	var problems []journey.Problem
	for _, field := range p.Fields {
		problems = append(problems, problem(field.Field, field.Key)...)
	}
	if len(problems) == 0 {
		return problem("", "error.invalid.detail")
	}
	return problems
}
