package routing

import (
	"slices"

	"wijkloket/backend/internal/core"
)

// A sentence is put together from clauses, each a text of its own: "Amira | spreekt Arabisch | en heeft naar verhouding de
// meeste ruimte (31 van 46)". Staff read the steps that made a difference, in the order in which they were taken.
//
// No sentence tells that somebody was left out for safety: a colleague who reads it would learn of a household. It compares with
// nobody then: "has the most room" would be untrue beside the one who was left out, and everyone in the team would see it.

// grounds are what the first steps found, for the sentence.
type grounds struct {
	central    string // topic that made it the central team's
	colleagues int    // how many others of the team could
}

// because is the sentence for the first of those who are left.
func (r *Rules) because(a Ask, left []*Worker, g grounds, workers []Worker) core.Message {
	var room [3]core.Message
	first, clauses := left[0], room[:0]
	if g.central != "" {
		clauses = append(clauses, about("why.worker.central", g.central))
	} else if at := slices.IndexFunc(a.Topics, func(topic string) bool { return r.knows(first, topic) }); at >= 0 {
		clauses = append(clauses, about("why.worker.topic", a.Topics[at]))
	}
	if !dutch(a.Language) && first.speaks(a.Language) {
		clauses = append(clauses, in("why.worker.language", a.Language))
	}
	if last := r.last(a, left, g); len(left) > 1 || len(clauses) == 0 || !r.hasRoom(first) {
		clauses = append(clauses, last)
	}
	if !first.speaks(a.Language) {
		clauses = append(clauses, in("why.worker.interpreter", a.Language))
	}
	return a.instead(workers, sentence(first, clauses))
}

// last is the clause for what decided among those who were left: the caseload, the waiting, or that there was nobody else.
func (r *Rules) last(a Ask, left []*Worker, g grounds) core.Message {
	first := left[0]
	switch {
	case len(a.Not) > 0:
		return core.Message{Key: "why.worker.turn"}
	case !r.hasRoom(first):
		return r.figures("why.worker.full", first)
	case g.colleagues == 0 && a.Among != nil:
		return core.Message{Key: "why.worker.free"}
	case g.colleagues == 0:
		return core.Message{Key: "why.worker.only"}
	case len(left) == 1:
		return r.figures("why.worker.left", first)
	case lighter(first, left[1]) != 0:
		return r.figures("why.worker.room", first)
	case !first.Last.Equal(left[1].Last):
		return core.Message{Key: "why.worker.longest"}
	default:
		return core.Message{Key: "why.worker.turn"}
	}
}

// own is the choice for the household's own worker.
func (r *Rules) own(a Ask, w *Worker) Choice {
	key := "why.worker.own"
	switch {
	case !r.hasRoom(w):
		key = "why.worker.own.full"
	case w.Team != a.Team:
		key = "why.worker.own.elsewhere"
	}
	why := core.Message{Key: key, Args: map[string]any{"Worker": w.First}}
	if key == "why.worker.own.full" {
		why.Args["Open"], why.Args["Full"] = w.Open, r.full(w)
	}
	return Choice{Team: w.Team, Worker: w.ID, Rank: []core.ID{w.ID}, Why: why}
}

// nobody is the choice that a human makes.
func (r *Rules) nobody(a Ask, workers []Worker) Choice {
	human := r.human(a.Team, a.Staffed)
	why := core.Message{Key: "why.worker.nobody." + human}
	if number(human) {
		why = core.Message{Key: "why.worker.nobody.call", Args: map[string]any{"Phone": human}}
	}
	return Choice{Team: a.Team, Why: a.instead(workers, why), Fallback: human}
}

// instead puts before a sentence why it is not the household's own worker. For a resident who comes apart it says nothing.
func (a Ask) instead(workers []Worker, why core.Message) core.Message {
	if a.Own == "" || !a.allows(a.Own) {
		return why
	}
	at := slices.IndexFunc(workers, func(w Worker) bool { return w.ID == a.Own })
	if at < 0 {
		return core.Message{Key: "why.worker.own.gone", Args: map[string]any{"Then": why}}
	}
	key := "why.worker.own.away"
	if !workers[at].Away {
		key = "why.worker.own.busy" // at the hour that the resident chose
	}
	return core.Message{Key: key, Args: map[string]any{"Own": workers[at].First, "Then": why}}
}

var clauseArgs = [...]string{"First", "Second", "Third"}

var sentenceKeys = [...]string{"why.worker.one", "why.worker.two", "why.worker.three"}

// sentence joins one to three clauses about the worker. There are never more: a request has one topic clause, and who needs an
// interpreter does not speak the language.
func sentence(w *Worker, clauses []core.Message) core.Message {
	args := make(map[string]any, len(clauses)+1)
	args["Worker"] = w.First
	for i, clause := range clauses {
		args[clauseArgs[i]] = clause
	}
	return core.Message{Key: sentenceKeys[len(clauses)-1], Args: args}
}

func (r *Rules) figures(key string, w *Worker) core.Message {
	return core.Message{Key: key, Args: map[string]any{"Open": w.Open, "Full": r.full(w)}}
}

func about(key, topic string) core.Message {
	return core.Message{Key: key, Args: map[string]any{"Topic": core.Message{Key: "topics." + topic}}}
}

func in(key, language string) core.Message {
	return core.Message{Key: key, Args: map[string]any{"Language": core.Message{Key: "tongue." + base(language)}}}
}
