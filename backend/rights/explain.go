package rights

import "strconv"

// Sentence names what is said about a condition: which condition, and which of its sentences.
type Sentence struct {
	Condition string
	Value     int // 0 it holds, 1 it does not hold, 2 it is unsure, 3 its figure is too old to say that it does not hold
	says      sentences
}

// In is the sentence in a language, or "" when there is none.
func (s Sentence) In(language string) string {
	if said := s.says[language]; s.Value < len(said) {
		return said[s.Value]
	}
	return ""
}

// Change is an answer to one question that would change a verdict.
type Change struct {
	Question string
	Code     string // the code, or the number from which on
	Verdict  Verdict
}

// Explanation is why a right has its verdict.
type Explanation struct {
	Result
	Because []Sentence
	Changes []Change // at most one answer a question
}

// mostSentences is how many reasons are told; a person cannot weigh more.
const mostSentences = 4

// Because are the sentences that explain the verdict on a right: for Unlikely one condition that fails, else those that
// hold or are unsure. A right that nobody can be sure of, or an unknown one, has none.
func (c *Check) Because(id string, a Answers) []Sentence {
	p := c.find(id)
	if p == nil || p.when == nil {
		return nil
	}
	at := c.choose(&a)
	w := c.scratch.Get().(*walk)
	defer c.scratch.Put(w)
	e := explainer{c: c, at: &at, w: w}
	if p.have != nil && e.set(p.have) == onlyYes {
		e.node(p.have)
		return e.out
	}
	e.node(p.when)
	if len(e.out) > mostSentences {
		e.out = e.out[:mostSentences]
	}
	return e.out
}

func (c *Check) find(id string) *prepared {
	for i := range c.rights {
		if c.rights[i].id == id {
			return &c.rights[i]
		}
	}
	return nil
}

type explainer struct {
	c   *Check
	at  *choice
	w   *walk
	out []Sentence
}

func (e *explainer) set(n *node) reached { return e.c.reach(n.root, e.at, e.w, false) }

// node adds what explains the value of a condition. What no answer decides yet explains nothing.
func (e *explainer) node(n *node) {
	set := e.set(n)
	switch n.kind {
	case nodeLeaf:
		e.leaf(n, set)
	case nodeAll:
		e.list(n, set, onlyNo)
	case nodeAny:
		e.list(n, set, onlyYes)
	case nodeDoubt:
		if set == onlyMaybe {
			e.node(n.kids[0])
		}
	default:
		e.node(n.kids[0])
	}
}

// list explains by one condition when one decides ("no" among all, "yes" among any), else by all that are known.
func (e *explainer) list(n *node, set, decides reached) {
	if set == decides {
		for _, kid := range n.kids {
			if e.set(kid) == decides {
				e.node(kid)
				return
			}
		}
	}
	if set == onlyMaybe { // first what makes it unsure
		for _, kid := range n.kids {
			if e.set(kid) == onlyMaybe {
				e.node(kid)
			}
		}
		if decides == onlyYes {
			return
		}
	}
	for _, kid := range n.kids {
		known := e.set(kid)
		if set == onlyMaybe && known == onlyMaybe || decides == onlyYes && set != onlyNo && known == onlyNo {
			continue
		}
		e.node(kid)
	}
}

func (e *explainer) leaf(n *node, set reached) {
	value := 0
	switch set {
	case onlyYes:
	case onlyNo:
		value = 1
	case onlyMaybe:
		value = 2
		if n.stale && e.c.reach(n.firm, e.at, e.w, false) != onlyMaybe {
			value = tooOld // "close to the limit" would be said of an income far above an old one
		}
	default:
		return
	}
	for _, said := range e.out {
		if said.Condition == n.id || value == tooOld && said.Value == tooOld {
			return // once is enough
		}
	}
	e.out = append(e.out, Sentence{n.id, value, n.says})
}

// tooOld is the value of a condition that only the age of its figure keeps from excluding somebody.
const tooOld = 3

// Explain says why a right has its verdict and which single answers would change it. It is false for an unknown right.
func (c *Check) Explain(id string, a Answers) (Explanation, bool) {
	p := c.find(id)
	if p == nil {
		return Explanation{}, false
	}
	w := c.scratch.Get().(*walk)
	verdict, open := c.verdict(p, &a, w)
	out := Explanation{Result: Result{id, verdict, open, p.broken, p.Basis}}
	for q := range c.rules.questions {
		if p.asks&(1<<q) == 0 {
			continue
		}
		if change, ok := c.change(p, a, q, verdict, w); ok {
			out.Changes = append(out.Changes, change)
		}
	}
	c.scratch.Put(w)
	out.Because = c.Because(id, a)
	return out, true
}

// Deciding are the questions without an answer of which one answer alone settles a right that is open, in the fixed order: after it
// the verdict is no longer open, be it that only a person can tell. Of any other right there are none.
func (c *Check) Deciding(id string, a Answers) []string {
	p := c.find(id)
	if p == nil {
		return nil
	}
	w := c.scratch.Get().(*walk)
	defer c.scratch.Put(w)
	if _, open := c.verdict(p, &a, w); !open {
		return nil
	}
	var ids []string
	for q := range c.rules.questions {
		if p.asks&(1<<q) != 0 && !a.has(q) && c.settled(p, a, q, w) {
			ids = append(ids, c.rules.questions[q].ID)
		}
	}
	return ids
}

// settled says whether one answer to a question settles a right.
func (c *Check) settled(p *prepared, a Answers, question int, w *walk) bool {
	for n := range c.answers(question) {
		b := a
		b.set(question, c.nth(question, n))
		if c.rules.agree(&b) != nil {
			continue
		}
		at := c.choose(&b)
		if ends := c.reach(p.root, &at, w, true); ends != 0 && ends.settled() { // 0: nobody can answer that
			return true
		}
	}
	return false
}

// verdict is what is said of a right for answers, and whether another answer can settle it.
func (c *Check) verdict(p *prepared, a *Answers, w *walk) (Verdict, bool) {
	at := c.choose(a)
	return p.verdict(c.reach(p.root, &at, w, true))
}

// change finds the first answer to a question that gives another verdict than the present one.
func (c *Check) change(p *prepared, a Answers, question int, now Verdict, w *walk) (Change, bool) {
	q := &c.rules.questions[question]
	if on := c.rules.question(q.Depends); on >= 0 && a.has(on) && a.value[on] == 0 {
		return Change{}, false // nothing to ask
	}
	for n := range c.answers(question) {
		b := a
		b.set(question, c.nth(question, n))
		if a.has(question) {
			c.rules.follow(&b, question)
		}
		if c.rules.agree(&b) != nil {
			continue
		}
		verdict, _ := c.verdict(p, &b, w)
		if verdict == now {
			continue
		}
		code := ""
		if q.Kind == Number {
			code = strconv.Itoa(c.ages[question][n])
		} else {
			code = q.Codes[n]
		}
		return Change{q.ID, code, verdict}, true
	}
	return Change{}, false
}
