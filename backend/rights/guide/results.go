package guide

import "wijkloket/backend/rights"

// Standing is what a person is told about a right, in the order of the page.
type Standing string

// The standings. An info right is only told, under what is not clear.
const (
	Have     Standing = "have"     // you have it already
	Likely   Standing = "likely"   // perhaps you may have it
	Ask      Standing = "ask"      // worth asking: only a person can tell
	Unclear  Standing = "unclear"  // a question that was not answered decides
	Unlikely Standing = "unlikely" // not now, and why
	Info     Standing = "info"     // to know
)

// Standings are all standings in their order. The faces choose among them; tests of both hold that each has
// words for all.
var Standings = []Standing{Have, Likely, Ask, Unclear, Unlikely, Info}

// Told are the standings of what a person is told without asking for it: what counts as found, what stands on paper, and what is
// offered to share. One talks also about what one has already: whether all of it comes, and what goes with it.
var Told = []Standing{Have, Likely, Ask}

// Good says whether one has it, or it likely comes to who asks.
func (s Standing) Good() bool { return s == Have || s == Likely }

// SoFar is how many rights a person would be told of now.
func (g *Guide) SoFar(w Walk) int {
	counts, found := g.Found(w), 0
	for _, standing := range Told {
		found += counts[standing]
	}
	return found
}

// standingOf is what is told of a verdict. The two kinds of possible stay apart: only an answer helps with one, only a person
// with the other.
func standingOf(r rights.Result) Standing {
	switch {
	case r.Verdict == rights.Possible && r.Open:
		return Unclear
	case r.Verdict == rights.Possible:
		return Ask
	}
	return Standing(r.Verdict.String())
}

// Item is one right in the results.
type Item struct {
	ID       string
	Standing Standing
	Broken   bool // the rule cannot be worked out today: ask about it
	rights.Basis
}

// Group is what was found in one life domain.
type Group struct {
	Domain string
	Items  []Item // by standing, then in the order of the rights
}

// Results are the rights by life domain, with those of the given standings; a domain without any is left out.
func (g *Guide) Results(w Walk, of ...Standing) []Group {
	found := map[string]map[Standing][]Item{}
	for _, result := range g.check.Verdicts(w.Answers, nil) {
		domain, standing := g.rights[result.ID].Domain, standingOf(result)
		if found[domain] == nil {
			found[domain] = map[Standing][]Item{}
		}
		found[domain][standing] = append(found[domain][standing], Item{result.ID, standing, result.Broken, result.Basis})
	}
	var groups []Group
	for _, domain := range g.domains {
		group := Group{Domain: domain}
		for _, standing := range of {
			group.Items = append(group.Items, found[domain][standing]...)
		}
		if len(group.Items) > 0 {
			groups = append(groups, group)
		}
	}
	return groups
}

// Found counts the rights of each standing.
func (g *Guide) Found(w Walk) map[Standing]int {
	counts := map[Standing]int{}
	for _, result := range g.check.Verdicts(w.Answers, nil) {
		counts[standingOf(result)]++
	}
	return counts
}

// Standing is what is told of one right.
func (g *Guide) Standing(w Walk, id string) Item {
	for _, result := range g.check.Verdicts(w.Answers, nil) {
		if result.ID == id {
			return Item{result.ID, standingOf(result), result.Broken, result.Basis}
		}
	}
	return Item{}
}

// Because are the sentences that explain what is told of a right, in a language.
func (g *Guide) Because(w Walk, id, language string) []string {
	var said []string
	for _, sentence := range g.check.Because(id, w.Answers) {
		if text := sentence.In(language); text != "" {
			said = append(said, text)
		}
	}
	return said
}

// Deciding are the questions without an answer that are worth answering after all for a right that is not clear, in the fixed
// order: to each of them there is an answer that settles the right whatever the others would be.
func (g *Guide) Deciding(w Walk, id string) []string { return g.check.Deciding(id, w.Answers) }
