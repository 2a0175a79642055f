// Package guide is the rights check as a person walks it: which question stands now, the way back, an honest "at most so
// many to go", what was found so far, and the results by life domain. The rules are those of package rights; the kiosk
// draws from here, and the phone's script follows the same steps, held against this package by a test.
//
// A [Walk] is a small value that holds all of it; letting go of it forgets everything.
package guide

import (
	"slices"

	"wijkloket/backend/rights"
)

// Guide leads through the check of one day. It does not change and may be used by many at once.
type Guide struct {
	rules     *rights.Rules
	check     *rights.Check
	questions map[string]rights.Question
	rights    map[string]rights.Right
	domains   []string // in the order of the rights
}

// New prepares the check of a day, written YYYY-MM-DD.
func New(rules *rights.Rules, day string) *Guide {
	g := &Guide{rules: rules, check: rules.At(day), questions: map[string]rights.Question{}, rights: map[string]rights.Right{}}
	for _, q := range rules.Questions() {
		g.questions[q.ID] = q
	}
	for _, right := range rules.Rights() {
		g.rights[right.ID] = right
		if !slices.Contains(g.domains, right.Domain) {
			g.domains = append(g.domains, right.Domain)
		}
	}
	return g
}

// Day is the day that the check is for.
func (g *Guide) Day() string { return g.check.Day() }

// Check is the engine below, for reasons and words.
func (g *Guide) Check() *rights.Check { return g.check }

// Question is a question by its id, and false for an unknown one.
func (g *Guide) Question(id string) (rights.Question, bool) {
	q, ok := g.questions[id]
	return q, ok
}

// Right is a right by its id, and false for an unknown one.
func (g *Guide) Right(id string) (rights.Right, bool) {
	right, ok := g.rights[id]
	return right, ok
}

// Walk is how far one person has come. The zero value has not begun.
type Walk struct {
	Answers rights.Answers
	Passed  rights.Passed
	At      string   // the question that stands now; "" when there is none left, or none yet
	Trail   []string // the questions that were answered or passed, in the order in which they were asked first
}

// Begin stands at the first question of the fixed order, which is one that anybody can answer without a thought. The most
// useful one would be about residence papers, and that is no way to greet a person who is afraid.
func (g *Guide) Begin() Walk {
	var w Walk
	if waiting := g.check.Waiting(w.Answers, w.Passed); len(waiting) > 0 {
		w.At = waiting[0]
	}
	return w
}

// Answer takes the answer to the question that stands now and goes on. The error is a [rights.AnswerError], and the walk
// is then as it was.
func (g *Guide) Answer(w Walk, values ...string) (Walk, error) {
	answers, err := g.rules.With(w.Answers, w.At, values...)
	if err != nil {
		return w, err
	}
	if len(values) == 0 {
		return g.Skip(w), nil
	}
	w.Answers, w.Passed = answers, g.rules.Unpass(w.Passed, w.At)
	return g.onward(w), nil
}

// Skip goes on without an answer, taking one back that was given. "I do not know" is the same.
func (g *Guide) Skip(w Walk) Walk {
	answers, err := g.rules.With(w.Answers, w.At)
	if err != nil {
		return w
	}
	w.Answers, w.Passed = answers, g.rules.Pass(w.Passed, w.At)
	return g.onward(w)
}

// onward leaves the present question for the next one that can still change a verdict. Where an answer opens a question again,
// that question will be asked as if for the first time.
func (g *Guide) onward(w Walk) Walk {
	trail := slices.DeleteFunc(slices.Clone(w.Trail), func(id string) bool {
		_, given := g.rules.Given(w.Answers, id)
		return !given && !g.passed(w, id)
	})
	if w.At != "" && !slices.Contains(trail, w.At) {
		trail = append(trail, w.At)
	}
	w.Trail = trail
	w.At, _ = g.check.Next(w.Answers, w.Passed)
	return w
}

// Back stands at the question before, with its answer as it was, and is false on the first. A question that makes no sense any
// more is not asked on the way back.
func (g *Guide) Back(w Walk) (Walk, bool) {
	for _, id := range slices.Backward(w.Trail[:w.place()]) {
		if !g.settled(w, id) {
			w.At = id
			return w, true
		}
	}
	return w, false
}

// place is how many questions were asked before the present one.
func (w Walk) place() int {
	if at := slices.Index(w.Trail, w.At); at >= 0 {
		return at
	}
	return len(w.Trail)
}

func (g *Guide) passed(w Walk, question string) bool {
	return g.rules.Pass(w.Passed, question) == w.Passed
}

// settled: the answer to another question answers this one, as no children have no ages.
func (g *Guide) settled(w Walk, question string) bool {
	values, given := g.rules.Given(w.Answers, question)
	return given && len(values) == 0
}

// Resume stands at the next question that can still change a verdict: after the results, or after a link.
func (g *Guide) Resume(w Walk) Walk {
	w.At, _ = g.check.Next(w.Answers, w.Passed)
	return w
}

// Reopen stands at a question to answer it again, or after all; it keeps its place among the others, so that leaving it as it
// was changes nothing. One that makes no sense any more leads to the question before it, and an unknown one nowhere.
func (g *Guide) Reopen(w Walk, question string) Walk {
	if _, known := g.questions[question]; !known {
		return w
	}
	opened := w
	opened.At = question
	if !g.settled(w, question) {
		return opened
	}
	if before, ok := g.Back(opened); ok {
		return before
	}
	return w
}

// Progress is the number of the question that stands now and how many more there can be after it, at most. When every
// question is behind, at is the number that was asked.
func (g *Guide) Progress(w Walk) (at, left int) {
	waiting := g.check.Waiting(w.Answers, w.Passed)
	at = w.place()
	if w.At != "" {
		at++
	}
	return at, len(slices.DeleteFunc(waiting, func(id string) bool { return id == w.At }))
}

// Asked are the questions behind and the present one that have an answer, in the fixed order, to look them over.
func (g *Guide) Asked(w Walk) []string {
	var ids []string
	for _, q := range g.rules.Questions() {
		if values, given := g.rules.Given(w.Answers, q.ID); given && len(values) > 0 {
			ids = append(ids, q.ID)
		}
	}
	return ids
}

// Skipped are the questions that were passed and can still change a verdict, in the fixed order, to answer them after all.
func (g *Guide) Skipped(w Walk) []string {
	return slices.DeleteFunc(g.check.Waiting(w.Answers, 0), func(id string) bool { return !g.passed(w, id) })
}

// Given is the answer to a question, in codes or a number, and false when there is none.
func (g *Guide) Given(w Walk, question string) ([]string, bool) {
	return g.rules.Given(w.Answers, question)
}

// Pack writes a walk for the fragment of a link; see [rights.Rules.Pack].
func (g *Guide) Pack(w Walk) string { return g.rules.Pack(w.Answers, w.Passed) }
