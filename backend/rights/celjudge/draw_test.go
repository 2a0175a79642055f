package celjudge

import (
	"math/rand/v2"
	"slices"

	"cel.dev/cel-go/cel"
)

// drawer draws households. The same seed gives the same households.
type drawer struct {
	rules *rules
	edges map[string][]int // of a number question: where figures cut it, and beside
}

func newDrawer(r *rules) *drawer {
	d := &drawer{rules: r, edges: map[string][]int{}}
	for _, q := range r.questions {
		for _, f := range r.figures {
			for _, v := range f.Values {
				for n := v.Value - 1; n <= v.Value+1; n++ {
					if v.Value != 0 && n >= q.Min && n <= q.Max {
						d.edges[q.ID] = append(d.edges[q.ID], n)
					}
				}
			}
		}
	}
	return d
}

// full draws a household that answered everything that it could be asked.
func (d *drawer) full(random *rand.Rand) map[string]any {
	answers := map[string]any{}
	for _, q := range d.rules.questions {
		switch q.Kind {
		case "number":
			answers[q.ID] = q.Min + random.IntN(q.Max-q.Min+1)
			if edges := d.edges[q.ID]; len(edges) > 0 && random.IntN(2) == 0 {
				answers[q.ID] = edges[random.IntN(len(edges))]
			}
		case "one":
			answers[q.ID] = q.Codes[random.IntN(len(q.Codes))]
		default:
			if on := answers[q.Depends]; on != nil && on.(int) == 0 {
				continue // no children, so nobody asks their ages
			}
			answers[q.ID] = d.codes(random, &q)
		}
	}
	return answers
}

// codes draws some codes: one that stands alone, or any number of others.
func (d *drawer) codes(random *rand.Rand, q *question) []string {
	if n := len(q.None); n > 0 && random.IntN(4) == 0 {
		return []string{q.None[random.IntN(n)]}
	}
	others := len(q.Codes) - len(q.None)
	set := 1 + random.IntN(1<<others-1)
	if random.IntN(2) == 0 { // most people choose few
		set = 1 << random.IntN(others)
	}
	var codes []string
	i := 0
	for _, code := range q.Codes {
		if q.standsAlone(code) {
			continue
		}
		if set>>i&1 == 1 {
			codes = append(codes, code)
		}
		i++
	}
	return codes
}

func (q *question) standsAlone(code string) bool { return slices.Contains(q.None, code) }

// skip leaves out questions: none in a quarter of the draws, else more or less of them.
func (d *drawer) skip(random *rand.Rand, answers map[string]any) (all bool) {
	quarters := random.IntN(4)
	all = true
	for _, q := range d.rules.questions {
		if _, answered := answers[q.ID]; answered && random.IntN(4) < quarters {
			delete(answers, q.ID)
			all = false
		}
	}
	return all
}

// known is what CEL may know of a household. Who has no children has none of any age, though nobody asked.
func (d *drawer) known(answers map[string]any) household {
	h := household{vars: map[string]any{}}
	for _, q := range d.rules.questions {
		answer, answered := answers[q.ID]
		on, depends := answers[q.Depends]
		switch {
		case q.Kind == "many" && (answered || depends && on == 0):
			chosen, _ := answer.([]string)
			codes := map[string]bool{}
			for _, code := range q.Codes {
				codes[code] = slices.Contains(chosen, code)
			}
			h.vars[q.ID] = codes
		case answered:
			h.vars[q.ID] = answer
		default:
			h.skipped = append(h.skipped, cel.AttributePattern(q.ID))
		}
	}
	return h
}
