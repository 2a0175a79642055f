package journey

import (
	"slices"

	"wijkloket/backend/api"
)

// mayShare: the check found something, or something was chosen already.
func (a Answers) mayShare() bool { return len(a.Offered)+len(a.Rights) > 0 }

// known are the rights of a list that exist, each once.
func (s Setting) known(ids []string) []string {
	var out []string
	for _, id := range ids {
		if s.Right != nil && s.Right(id) && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// Share returns the answers with the rights of a check: those that it found and offers, and of them those that the resident
// chose, item by item. They take the place of those of an earlier check, of which nothing stays. What does not exist is left
// out, as is what exceeds the limit of a request.
func (a Answers) Share(offered, chosen []string, s Setting) Answers {
	a.Offered = s.known(offered)
	chosen = slices.DeleteFunc(s.known(chosen), func(id string) bool { return !slices.Contains(a.Offered, id) })
	a.Rights = chosen[:min(len(chosen), api.MaxRights)]
	a.Seen = a.seenAnd(StepRights)
	return a
}

// askRights lets the resident share, item by item; nothing is chosen beforehand.
func askRights(a Answers, s Setting) Question {
	var options []Option
	for _, id := range s.known(slices.Concat(a.Offered, a.Rights)) {
		options = append(options, Option{Value: id, Right: id, Icon: "papers", Chosen: slices.Contains(a.Rights, id)})
	}
	return Question{Kind: Many, Why: "rights.why", Options: options, Optional: true}
}

func takeRights(a *Answers, in Input, s Setting) []Problem {
	if len(in[string(StepRights)]) > api.MaxRights {
		return wrong(string(StepRights), "wrong.many")
	}
	return several(&a.Rights, StepRights, in, Ask(StepRights, *a, s))
}
