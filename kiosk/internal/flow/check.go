package flow

import (
	"slices"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/journey"
	"wijkloket/backend/rights"
	"wijkloket/backend/rights/guide"
	"wijkloket/kiosk/internal/session"
	"wijkloket/kiosk/internal/view"
)

// fieldAge is the field of a question that wants a number to be typed.
const fieldAge = "age"

// led is the guide of a day, kept because preparing one takes some milliseconds.
type led struct {
	guide *guide.Guide
	rules *rights.Rules
}

// guide leads through the rights check that was begun, else through that of today with the newest rules.
func (f *Flow) guide() *guide.Guide {
	if c := f.visit().Check; c != nil {
		return c.Guide
	}
	day, rules := f.Clock.Now().In(brussels).Format(time.DateOnly), f.Rights()
	if f.led.guide == nil || f.led.rules != rules || f.led.guide.Day() != day {
		f.led = led{guide.New(rules, day), rules}
	}
	return f.led.guide
}

func (f *Flow) knowsRight(id string) bool {
	_, known := f.guide().Right(id)
	return known
}

// checking reports whether the visit stands in the rights check, or only looked aside from it: at the numbers to call, at the
// languages.
func (f *Flow) checking() bool {
	at := f.visit().At().Screen
	if at == session.Emergency || at == session.Languages {
		at = f.visit().Before().Screen
	}
	switch at {
	case session.Check, session.Question, session.Results, session.Right, session.Given, session.Carry:
		return true
	}
	return false
}

// onCheck handles the screens of the rights check. None of it asks the backend anything.
func (f *Flow) onCheck(event view.Event) {
	v := f.visit()
	switch v.At().Screen {
	case session.Check:
		if _, begin := event.(view.Next); begin {
			f.beginCheck()
		}
	case session.Question:
		f.onQuestion(event)
	case session.Results:
		f.onResults(event)
	case session.Right, session.Given:
		switch e := event.(type) {
		case view.Change:
			f.reopen(e.ID)
		case view.Open:
			f.openInCheck(e.Way)
		}
	}
}

// beginCheck asks the first question, or goes on with a check that was begun.
func (f *Flow) beginCheck() {
	v := f.visit()
	if v.Check == nil {
		led := f.guide()
		v.Check = &session.RightsCheck{Guide: led, Walk: led.Begin(), Picked: map[string][]string{}}
	}
	f.stand()
}

// stand shows where the walk stands: its question, or the results when none is left.
func (f *Flow) stand() {
	v := f.visit()
	c := v.Check
	if c.Walk.At == "" {
		v.Go(session.Spot{Screen: session.Results})
		return
	}
	v.Go(session.Spot{Screen: session.Question, Question: c.Walk.At})
}

func (f *Flow) onQuestion(event view.Event) {
	switch e := event.(type) {
	case view.Choose:
		f.pickAnswer(e.ID)
	case view.Next:
		f.nextAnswer()
	case view.Skip:
		f.skip()
	case view.Open:
		f.openInCheck(e.Way)
	}
}

// pickAnswer takes the one answer, or one more or less of several.
func (f *Flow) pickAnswer(id string) {
	c := f.visit().Check
	q, _ := f.guide().Question(c.Walk.At)
	switch {
	case id == view.Unsure:
		f.skip()
	case q.Kind == rights.Many:
		c.Picked[q.ID] = touched(q, f.picked(), id)
	case id != "":
		f.answer(id)
	}
}

// picked are the answers that stand on the present question: those touched, else those that it has already.
func (f *Flow) picked() []string {
	c := f.visit().Check
	if touched, some := c.Picked[c.Walk.At]; some {
		return touched
	}
	given, _ := f.guide().Given(c.Walk, c.Walk.At)
	return given
}

// touched are the answers after one more touch. One that stands alone ("none of these") takes the others away, and they it:
// nobody is told of a contradiction that a touch can settle.
func touched(q rights.Question, now []string, id string) []string {
	if slices.Contains(now, id) {
		return slices.DeleteFunc(slices.Clone(now), func(one string) bool { return one == id })
	}
	if slices.Contains(q.None, id) {
		return []string{id}
	}
	kept := slices.DeleteFunc(slices.Clone(now), func(one string) bool { return slices.Contains(q.None, one) })
	return append(kept, id)
}

// nextAnswer goes on with what was picked or typed, or with the answer that a question has already.
func (f *Flow) nextAnswer() {
	v := f.visit()
	c := v.Check
	q, _ := f.guide().Question(c.Walk.At)
	switch {
	case q.Kind == rights.Many:
		f.answer(f.picked()...)
	case guide.Typed(q):
		typed := f.standing(fieldAge, f.givenNumber())
		if typed.IsZero() {
			v.Problems = problem(fieldAge, "check.wrong.number")
			return
		}
		f.answer(typed.Reveal())
	default:
		if picked := f.picked(); len(picked) > 0 {
			f.answer(picked...)
		}
	}
}

// givenNumber is the number that was answered before.
func (f *Flow) givenNumber() api.Personal {
	c := f.visit().Check
	if values, ok := f.guide().Given(c.Walk, c.Walk.At); ok && len(values) > 0 {
		return api.NewPersonal(values[0])
	}
	return api.Personal{}
}

// answer takes an answer and goes on. What cannot be an answer is said beside it, and what was typed stays.
func (f *Flow) answer(values ...string) {
	v := f.visit()
	c := v.Check
	at, q := v.At(), c.Walk.At
	walk, err := f.guide().Answer(c.Walk, values...)
	if err != nil {
		field, key := "", "check.wrong.answer"
		if question, _ := f.guide().Question(q); guide.Typed(question) {
			field, key = fieldAge, "check.wrong.number"
		}
		v.Problems = problem(field, key)
		return
	}
	v.DropTyped(at)
	f.walked(walk, q)
}

func (f *Flow) skip() {
	v := f.visit()
	at := v.At()
	f.walked(f.guide().Skip(v.Check.Walk), v.Check.Walk.At)
	v.DropTyped(at)
}

// walked goes to the next question. A correction leads back to the results, unless it opened a question that hangs on it.
func (f *Flow) walked(walk guide.Walk, answered string) {
	v := f.visit()
	c := v.Check
	delete(c.Picked, answered)
	if next, _ := f.guide().Question(walk.At); c.Correcting && next.Depends != answered {
		walk.At = ""
	}
	c.Walk = walk
	if walk.At == "" {
		c.Correcting = false
	}
	if len(v.Answers.Offered) > 0 {
		f.offerFound()
	}
	f.stand()
}

// openInCheck goes somewhere else in the check, or with what it found to a talk.
func (f *Flow) openInCheck(way string) {
	v := f.visit()
	c := v.Check
	switch way {
	case view.WayResults:
		v.Go(session.Spot{Screen: session.Results})
	case view.WayAnswers:
		v.Go(session.Spot{Screen: session.Given})
	case view.WayGoOn:
		c.Walk, c.Correcting = f.guide().Resume(c.Walk), false
		f.stand()
	case view.WayShare:
		f.share()
	}
}

func (f *Flow) onResults(event view.Event) {
	v := f.visit()
	c := v.Check
	switch e := event.(type) {
	case view.Choose:
		if _, known := f.guide().Right(e.ID); known {
			c.Right, c.Print.Done = e.ID, "" // the news was seen
			v.Go(session.Spot{Screen: session.Right})
		}
	case view.Open:
		switch e.Way {
		case view.WayUnclear:
			c.Unclear = !c.Unclear
		case view.WayUnlikely:
			c.Unlikely = !c.Unlikely
		case view.WayPrint:
			f.print()
		default:
			f.openInCheck(e.Way)
		}
	}
}

// share begins the way to a talk with what the check found, to share it item by item: nothing is chosen beforehand, and
// what is not chosen stays here.
func (f *Flow) share() {
	v := f.visit()
	f.offerFound()
	v.Purpose, v.Correcting = session.Asking, false
	v.Go(session.Spot{Screen: session.Ask, Step: f.firstStep()})
}

// offerFound offers to share what the check finds now. What was chosen before and is not found any more is dropped.
func (f *Flow) offerFound() {
	v := f.visit()
	var found []string
	for _, group := range f.guide().Results(v.Check.Walk, guide.Told...) {
		for _, item := range group.Items {
			found = append(found, item.ID)
		}
	}
	v.Answers = v.Answers.Share(found, v.Answers.Rights, f.setting())
}

// firstStep is where the way to a talk begins: with what to share, when a check found something.
func (f *Flow) firstStep() journey.StepID {
	if len(f.visit().Answers.Offered) > 0 {
		return journey.StepRights
	}
	return journey.StepPlace
}

// reopen asks a question again, or after all.
func (f *Flow) reopen(question string) {
	c := f.visit().Check
	if _, known := f.guide().Question(question); !known {
		return
	}
	c.Walk, c.Correcting = f.guide().Reopen(c.Walk, question), true
	f.stand()
}

// backInCheck goes to the question or screen before, and reports whether the check had one.
func (f *Flow) backInCheck() bool {
	v := f.visit()
	c := v.Check
	switch v.At().Screen {
	case session.Question:
		if c.Correcting {
			c.Walk.At, c.Correcting = "", false
			f.stand()
			return true
		}
		if walk, ok := f.guide().Back(c.Walk); ok {
			c.Walk = walk
			f.stand()
			return true
		}
	case session.Results:
		before := v.Before()
		if before.Screen != session.Question {
			return false
		}
		if c.Walk.At != before.Question {
			c.Walk = f.guide().Reopen(c.Walk, before.Question)
		}
		f.stand()
		return true
	}
	return false
}

// carry shows the QR with which the check goes on on a phone. The answers stand in its fragment, which no browser sends to a
// server; the kiosk asks nobody for it.
func (f *Flow) carry() { f.visit().Go(session.Spot{Screen: session.Carry}) }
