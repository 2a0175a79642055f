// Package routing says which worker takes a request, and why. It is pure: who works where, in which languages and with how
// many requests in hand is handed to it, and it only compares. The order of the steps is written down and never changes
// with the case, so that a team can foretell every choice and the stored sentence can explain it:
//
//  1. Safety: never the household's worker when the resident comes apart. Nobody who is away, and only who is free at the hour
//     that the resident chose.
//  2. The household's own worker, also with a full list and also from another team.
//  3. The team of the address, or of the centre that the resident chose.
//  4. By topic: a central team where the topics alone settle it, else those in the team who know most about them.
//  5. Language.
//  6. Caseload: fewest requests in hand for the hours that one works. Who is full stands aside while a colleague has room.
//  7. Who waited longest for a new one; and last the ID, so that the same question always has the same answer.
//
// Steps 1 and 3 are hard: when they leave nobody, a named human decides and never "everyone". The others only narrow: a step
// that would leave nobody is passed over.
package routing

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"wijkloket/backend/internal/core"
)

// Worker is a member of a team as routing sees them.
type Worker struct {
	ID        core.ID
	First     string
	Team      string
	Languages []string  // BCP 47, in which they can hold a talk, Dutch included
	Topics    []string  // specialities: topic ids of journey.Topics
	Percent   int       // of a full-time post, 1..100
	Open      int       // open requests in hand (caseload)
	Last      time.Time // when they last got one; zero: never
	Away      bool      // absent, disabled, or takes no new requests now
}

// Ask is what is known of a request.
type Ask struct {
	Team        string // of the address or of the chosen centre
	Topics      []string
	Language    string    // to talk in; "" is Dutch
	Interpreter bool      // the resident asked for one: changes nothing, as a worker with the language is still better
	Own         core.ID   // the household's own worker; "" for none
	Not         []core.ID // safety: never one of these (the household's workers, when the resident comes apart)
	Among       []core.ID // when not nil: only these (those free at a chosen hour)
	Staffed     []string  // roles of the fallback that somebody has in the team, who is not in Not; nil: not known
}

// Choice is who takes a request, and why.
type Choice struct {
	Team     string       // of the worker: may differ from Ask.Team, by topic or for the household's own worker
	Worker   core.ID      // "": the fallback decides
	Rank     []core.ID    // everyone who could take it at the step that decided, best first; Rank[0] is Worker
	Why      core.Message // one sentence for staff; it never tells that a resident comes apart
	Fallback string       // who decides when nobody can: an account role of Ask.Team, or a number to call; "" otherwise
}

// most is for how many workers a choice is made without asking for memory; a city has fewer.
const most = 256

// Choose walks the steps of the package, in their order. It changes nothing in what it is given.
func (r *Rules) Choose(a Ask, workers []Worker) Choice { return r.choose(a, workers, "") }

// choose is Choose, for whom the one who has the request already counts as present: being away for a week is no reason to
// lose it.
func (r *Rules) choose(a Ask, workers []Worker, present core.ID) Choice {
	var room [most]*Worker
	left := able(room[:0], a, workers, present)
	if own := find(left, a.Own); own != nil {
		return r.own(a, own)
	}
	left, why := r.team(a, left)
	if len(left) == 0 {
		return r.nobody(a, workers)
	}
	why.colleagues = len(left) - 1
	left = narrow(left, r.hasRoom)
	left = r.specialists(a.Topics, left)
	left = narrow(left, func(w *Worker) bool { return w.speaks(a.Language) })
	slices.SortFunc(left, before)
	return Choice{Team: left[0].Team, Worker: left[0].ID, Rank: ids(left), Why: r.because(a, left, why, workers)}
}

// able are those who may take the request at all. A present one may be away.
func able(into []*Worker, a Ask, workers []Worker, present core.ID) []*Worker {
	for i := range workers {
		w := &workers[i]
		here := !w.Away || w.ID == present
		if here && w.ID != "" && a.mayBe(w.ID) {
			into = append(into, w)
		}
	}
	return into
}

// allows is the safety door.
func (a Ask) allows(id core.ID) bool { return !slices.Contains(a.Not, id) }

// mayBe reports whether the one with the ID passes the safety door and is free at the chosen hour.
func (a Ask) mayBe(id core.ID) bool {
	return a.allows(id) && (a.Among == nil || slices.Contains(a.Among, id))
}

// find is the worker with the ID, nil when there is none.
func find(left []*Worker, id core.ID) *Worker {
	for _, w := range left {
		if w.ID == id {
			return w
		}
	}
	return nil
}

// team leaves the team that should take the request: the central one where the topics settle it and somebody is there, else
// that of the address. It may leave nobody.
func (r *Rules) team(a Ask, left []*Worker) ([]*Worker, grounds) {
	team, why := a.Team, grounds{}
	if central := r.centralFor(a.Topics); central != "" && slices.ContainsFunc(left, func(w *Worker) bool { return w.Team == central }) {
		team, why.central = central, a.Topics[0]
	}
	kept := left[:0]
	for _, w := range left {
		if team != "" && w.Team == team {
			kept = append(kept, w)
		}
	}
	return kept, why
}

// specialists leaves those who know most of the topics that want one.
func (r *Rules) specialists(topics []string, left []*Worker) []*Worker {
	best := 0
	for _, w := range left {
		best = max(best, r.known(w, topics))
	}
	return narrow(left, func(w *Worker) bool { return r.known(w, topics) == best })
}

// known counts the topics that want a specialist and of which the worker is one.
func (r *Rules) known(w *Worker, topics []string) int {
	n := 0
	for _, topic := range topics {
		if r.knows(w, topic) {
			n++
		}
	}
	return n
}

func (r *Rules) knows(w *Worker, topic string) bool {
	return r.specialist[topic] && slices.Contains(w.Topics, topic)
}

// narrow keeps those for whom ok holds, and everyone when it holds for nobody: no step leaves an empty room.
func narrow(left []*Worker, ok func(*Worker) bool) []*Worker {
	kept := left[:0]
	for _, w := range left {
		if ok(w) {
			kept = append(kept, w)
		}
	}
	if len(kept) == 0 {
		return left
	}
	return kept
}

// before orders by relative caseload, then by who waited longest, then by ID. Shares are compared crosswise: no rounding can
// make a difference of nothing.
func before(a, b *Worker) int {
	return cmp.Or(lighter(a, b), a.Last.Compare(b.Last), strings.Compare(string(a.ID), string(b.ID)))
}

func lighter(a, b *Worker) int { return cmp.Compare(a.Open*b.percent(), b.Open*a.percent()) }

// percent is the part of a full-time post; a figure that cannot be counts as the smallest or the largest that can.
func (w *Worker) percent() int { return min(max(w.Percent, 1), 100) }

// full is how many requests the worker can have in hand, rounded for people.
func (r *Rules) full(w *Worker) int { return (r.caseload*w.percent() + 50) / 100 }

func (r *Rules) hasRoom(w *Worker) bool { return w.Open*100 < r.caseload*w.percent() }

// dutch is what everyone in a team speaks; it divides nobody.
func dutch(language string) bool { return language == "" || base(language) == "nl" }

// speaks reports whether the worker can hold the talk without an interpreter. "fr-BE" is French.
func (w *Worker) speaks(language string) bool {
	return dutch(language) || slices.ContainsFunc(w.Languages, func(has string) bool { return base(has) == base(language) })
}

func base(language string) string {
	primary, _, _ := strings.Cut(language, "-")
	return primary
}

func ids(workers []*Worker) []core.ID {
	out := make([]core.ID, len(workers))
	for i, w := range workers {
		out[i] = w.ID
	}
	return out
}
