package guide

import "wijkloket/backend/rights"

// mostPicked is up to which number an answer is picked from a list; more are typed.
const mostPicked = 12

// Typed says whether the answer to a question is a number of which there are too many to pick from.
func Typed(q rights.Question) bool { return q.Kind == rights.Number && q.Max > mostPicked }

// Choices are the answers that a question is picked from, in their order: its codes, or its numbers. A question that is
// [Typed] has none.
func Choices(q rights.Question) []string {
	switch {
	case q.Kind != rights.Number:
		return q.Codes
	case Typed(q):
		return nil
	}
	return q.Numbers()
}
