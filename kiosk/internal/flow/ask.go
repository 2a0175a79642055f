package flow

import (
	"wijkloket/backend/api"
	"wijkloket/backend/journey"
	"wijkloket/kiosk/internal/session"
	"wijkloket/kiosk/internal/view"
)

// onAsk handles a step of the journey.
func (f *Flow) onAsk(event view.Event) {
	step := f.visit().At().Step
	switch e := event.(type) {
	case view.Choose:
		f.choose(step, e.ID)
	case view.Next:
		f.next(step)
	case view.More:
		if step == journey.StepTime && !f.visit().Busy {
			f.visit().Go(session.Spot{Screen: session.Times})
		}
	case view.Retry:
		if step == journey.StepTime {
			f.lookAgain()
		}
	case view.Change:
		f.change(journey.StepID(e.ID))
	case view.Send:
		if step == journey.StepReview {
			f.send()
		}
	}
}

// choose picks an option: the one of a question, one more or less of several, or a street that was offered.
func (f *Flow) choose(step journey.StepID, id string) {
	v := f.visit()
	if step == journey.StepReview {
		return
	}
	q := journey.Ask(step, v.Answers, f.setting())
	if step == journey.StepTime && id != journey.CallMe {
		f.pickMoment(id, f.offer().Good.Slots)
		return
	}
	switch q.Kind {
	case journey.One:
		f.take(step, journey.Input{string(step): {id}}, true)
	case journey.Many:
		f.take(step, journey.Input{string(step): toggled(q.Options, id)}, false)
	case journey.Typed:
		f.useStreet(id)
	}
}

// toggled are the chosen values after one more touch.
func toggled(options []journey.Option, id string) []string {
	var chosen []string
	for _, option := range options {
		if option.Chosen != (option.Value == id) {
			chosen = append(chosen, option.Value)
		}
	}
	return chosen
}

// next goes on with what is chosen or typed.
func (f *Flow) next(step journey.StepID) {
	if step == journey.StepReview {
		return
	}
	v := f.visit()
	q := journey.Ask(step, v.Answers, f.setting())
	input := journey.Input{}
	for _, option := range q.Options {
		if option.Chosen {
			input[string(step)] = append(input[string(step)], option.Value)
		}
	}
	for _, field := range q.Fields {
		input[field.Name] = []string{f.standing(field.Name, field.Value).Reveal()}
	}
	if f.take(step, input, true) {
		f.dropTyped(step)
	}
}

// standing is what stands in a field: what was typed there last, else the answer.
func (f *Flow) standing(name string, answer api.Personal) api.Personal {
	if typed, ok := f.visit().Typed(name); ok {
		return typed
	}
	return answer
}

// take gives a step its answer and, when told so, goes on. Without an answer it says what is wrong and stays; what was
// typed stays too.
func (f *Flow) take(step journey.StepID, input journey.Input, on bool) bool {
	v := f.visit()
	answers, problems := v.Answers.With(step, input, f.setting())
	if len(problems) > 0 {
		v.Problems = problems
		return false
	}
	v.Answers, v.Problems = answers, nil
	if on {
		v.Go(session.Spot{Screen: session.Ask, Step: f.stepAfter(step)})
	}
	return true
}

// dropTyped forgets the fields of a step that the answers have taken over.
func (f *Flow) dropTyped(step journey.StepID) {
	f.visit().DropTyped(session.Spot{Screen: session.Ask, Step: step})
}

// change opens an answer, or an offer, of the review.
func (f *Flow) change(step journey.StepID) {
	v := f.visit()
	if v.At().Step != journey.StepReview || !journey.Known(step) || step == journey.StepReview {
		return
	}
	v.Correcting = true
	v.Go(session.Spot{Screen: session.Ask, Step: step})
}

// stepAfter is where a valid answer leads.
func (f *Flow) stepAfter(step journey.StepID) journey.StepID {
	v, s := f.visit(), f.setting()
	next := journey.Next(step, v.Answers, s)
	if v.Correcting || step == journey.StepRights { // which stands before the way as well as on the review
		next = journey.NextOpen(step, v.Answers, s)
	}
	if next == journey.StepReview {
		v.Correcting = false
	}
	return next
}

// stepBefore is the step to which Back leads, and false where Back leaves the journey. A correction leads back to the
// review, unless it opened a question that still has no answer.
func (f *Flow) stepBefore(step journey.StepID) (journey.StepID, bool) {
	v, s := f.visit(), f.setting()
	if v.Correcting && journey.Reachable(journey.StepReview, v.Answers, s) {
		v.Correcting = false
		return journey.StepReview, true
	}
	if step == journey.StepRights && !journey.Reachable(journey.StepReview, v.Answers, s) {
		return "", false
	}
	before, ok := journey.Back(step, v.Answers, s)
	if !ok && f.firstStep() != step {
		return f.firstStep(), true
	}
	return before, ok
}
