package rights

import (
	"fmt"
	"slices"
)

// checkQuestions holds the questions against what answers can carry.
func (r *Rules) checkQuestions() error {
	refuse := func(q Question, format string, args ...any) error {
		return &Fault{File: "questions.yaml", Line: r.line("questions.yaml", "id: "+q.ID+","), Reason: fmt.Sprintf(format, args...)}
	}
	if len(r.questions) == 0 || len(r.questions) > maxQuestions {
		return &Fault{File: "questions.yaml", Reason: fmt.Sprintf("there must be 1 to %d questions", maxQuestions)}
	}
	levels := 0
	for i, q := range r.questions {
		levels++
		switch q.Kind {
		case kindNumber:
			if q.Min < 0 || q.Max <= q.Min || q.Max > 1000 {
				return refuse(q, "%s: a number needs \"min\" and \"max\"", q.ID)
			}
		case kindOne, kindMany:
			if len(q.Codes) < 2 || len(q.Codes) > maxCodes {
				return refuse(q, "%s: there must be 2 to %d codes", q.ID, maxCodes)
			}
			if q.Kind == kindMany {
				levels += len(q.Codes) - 1
			}
		default:
			return refuse(q, "%s: kind %q is not number, one or many", q.ID, q.Kind)
		}
		for _, none := range q.None {
			if !slices.Contains(q.Codes, none) {
				return refuse(q, "%s: %q under \"none\" is no code", q.ID, none)
			}
		}
		if on := r.question(q.Depends); q.Depends != "" && (on < 0 || on >= i || r.questions[on].Kind != kindNumber) {
			return refuse(q, "%s depends on %q, which is no number asked before it", q.ID, q.Depends)
		}
		if r.question(q.ID) != i || q.ID == "" {
			return refuse(q, "question %q stands there twice", q.ID)
		}
	}
	if levels > maxLevels {
		return &Fault{File: "questions.yaml", Reason: fmt.Sprintf("the questions have more than %d answers in all", maxLevels)}
	}
	return nil
}
