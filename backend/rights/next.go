package rights

import (
	"cmp"
	"slices"
)

// Passed is a set of questions that were asked and not answered: they are not asked again.
type Passed uint16

// Pass adds a question to the set; an unknown one changes nothing.
func (r *Rules) Pass(p Passed, question string) Passed {
	if i := r.question(question); i >= 0 {
		return p | 1<<i
	}
	return p
}

// Unpass takes a question out of the set.
func (r *Rules) Unpass(p Passed, question string) Passed {
	if i := r.question(question); i >= 0 {
		return p &^ (1 << i)
	}
	return p
}

// Next is the question whose answer decides most verdicts, on average over its possible answers, so that few answers tell of
// many rights. Of equal ones it is the one that decides more weight of rights, and of those the first in the fixed order.
// When no single answer decides anything it is the first of [Check.Waiting]. It is false when no answer can change a verdict.
func (c *Check) Next(a Answers, passed Passed) (string, bool) {
	at := c.choose(&a)
	w := c.scratch.Get().(*walk)
	defer c.scratch.Put(w)
	open, waiting := c.openRights(&at, w)
	best, most, fallback := -1, gain{answers: 1}, -1
	for q := range c.rules.questions {
		if waiting&(1<<q) == 0 || passed&(1<<q) != 0 || !c.rules.askable(&a, q) {
			continue
		}
		if fallback < 0 {
			fallback = q
		}
		if one := c.gain(q, &a, open, w); one.beats(most) {
			best, most = q, one
		}
	}
	if best < 0 {
		best = fallback
	}
	if best < 0 {
		return "", false
	}
	return c.rules.questions[best].ID, true
}

// Waiting are the questions that may still be asked after these answers, in the fixed order: no other question can change
// a verdict any more. Each answer leaves the same ones or fewer, so their number is an honest "at most so many to go".
func (c *Check) Waiting(a Answers, passed Passed) []string {
	at := c.choose(&a)
	w := c.scratch.Get().(*walk)
	defer c.scratch.Put(w)
	_, waiting := c.openRights(&at, w)
	var ids []string
	for q := range c.rules.questions {
		if waiting&(1<<q) == 0 || passed&(1<<q) != 0 || a.has(q) {
			continue
		}
		if on := c.rules.question(c.rules.questions[q].Depends); on >= 0 && passed&(1<<on) != 0 && !a.has(on) {
			continue // without the number it is not asked
		}
		ids = append(ids, c.rules.questions[q].ID)
	}
	return ids
}

// openRights says of each right whether another answer can settle it, and gives the questions on which those still hang.
func (c *Check) openRights(at *choice, w *walk) (open []bool, waiting uint16) {
	open = make([]bool, len(c.rights))
	n := narrowing{d: c.d, at: at, done: map[int32]int32{}, unique: map[string]int32{}, levels: map[int32]uint64{}}
	var levels uint64
	for i := range c.rights {
		p := &c.rights[i]
		if !p.info && !c.reach(p.root, at, w, true).settled() {
			open[i] = true
			levels |= n.levels[n.narrow(p.root)]
		}
	}
	waiting = c.questionsAt(levels)
	for q := range c.rules.questions {
		if on := c.rules.question(c.rules.questions[q].Depends); on >= 0 && waiting&(1<<q) != 0 && at.value[c.levels[on]] < 0 {
			waiting |= 1 << on // it opens the question that counts
		}
	}
	return open, waiting
}

// questionsAt are the questions to which levels belong.
func (c *Check) questionsAt(levels uint64) uint16 {
	var questions uint16
	for i, q := range c.rules.questions {
		width := 1
		if q.Kind == Many {
			width = len(q.Codes)
		}
		if levels>>c.levels[i]&(1<<width-1) != 0 {
			questions |= 1 << i
		}
	}
	return questions
}

// narrowing is a diagram with some levels decided: equal parts become one again, so that a level stays only where its
// answer still tells something. What nobody can answer tells nothing, nor does whether one has a right already.
type narrowing struct {
	d      *diagram
	at     *choice
	done   map[int32]int32
	unique map[string]int32
	levels map[int32]uint64 // of each narrowed node: the levels on which it hangs
	key    []byte
}

func (n *narrowing) narrow(node int32) int32 {
	switch {
	case node == endHave:
		return endYes
	case node < ends:
		return node
	}
	if narrowed, ok := n.done[node]; ok {
		return narrowed
	}
	level := n.d.level[node]
	var narrowed int32
	if v := n.at.value[level]; v >= 0 {
		narrowed = n.narrow(n.d.kid(node, int(v)))
	} else {
		narrowed = n.open(node, level)
	}
	n.done[node] = narrowed
	return narrowed
}

// open narrows a node whose level is not decided.
func (n *narrowing) open(node int32, level uint8) int32 {
	var kids [128]int32 // more than any level is wide; see [Rules.checkQuestions]
	width := n.d.width[level]
	only, same, below := impossible, true, uint64(0)
	for i := range width {
		kids[i] = impossible
		if i > 0 || n.at.above&(1<<level) == 0 { // of a number above zero, the first range is none
			kids[i] = n.narrow(n.d.kid(node, i))
		}
		below |= n.levels[kids[i]]
		switch {
		case kids[i] == impossible || kids[i] == only:
		case only == impossible:
			only = kids[i]
		default:
			same = false
		}
	}
	if same {
		return only
	}
	n.key = append(n.key[:0], level)
	for _, kid := range kids[:width] {
		n.key = append(n.key, byte(kid), byte(kid>>8), byte(kid>>16), byte(kid>>24))
	}
	if one, ok := n.unique[string(n.key)]; ok {
		return one
	}
	one := int32(ends + len(n.unique)) // numbers of its own: they are compared, never looked up in the diagram
	n.unique[string(n.key)] = one
	n.levels[one] = below | 1<<level
	return one
}

// gain is what the possible answers to a question settle, in all: how many open rights, and their weight. Divided by the
// number of answers it is what one settles on average.
type gain struct {
	rights, weight, answers int
}

// beats says whether a gain is more on average: more rights, or as many and more weight. It multiplies instead of dividing,
// so that no rounding lets a phone ask another question than the kiosk.
func (g gain) beats(other gain) bool {
	if more := cmp.Compare(g.rights*other.answers, other.rights*g.answers); more != 0 {
		return more > 0
	}
	return g.weight*other.answers > other.weight*g.answers
}

// gain tries the answers to a question. Of a question with several codes the answers with one code stand for all.
func (c *Check) gain(question int, a *Answers, open []bool, w *walk) gain {
	var sum gain
	tied := slices.Contains(c.depends, question)
	for n := range c.answers(question) {
		b := *a
		b.set(question, c.nth(question, n))
		if tied && c.rules.agree(&b) != nil {
			continue // nobody can answer that
		}
		share := c.share(question, n)
		rights, weight := c.settles(question, &b, open, w)
		sum.rights += share * rights
		sum.weight += share * weight
		sum.answers += share
	}
	return sum
}

// settles is how many of the open rights that depend on a question are settled with answers, and their weight.
func (c *Check) settles(question int, a *Answers, open []bool, w *walk) (rights, weight int) {
	at := c.choose(a)
	for _, i := range c.uses[question] {
		if open[i] && c.reach(c.rights[i].root, &at, w, true).settled() {
			rights++
			weight += int(c.rights[i].weight)
		}
	}
	return rights, weight
}

// share is how many possible answers the n-th that is tried stands for: the numbers in its range, so that ages which few
// people have do not count like a whole working life; of any other question one.
func (c *Check) share(question, n int) int {
	q, cuts := &c.rules.questions[question], c.ages[question]
	switch {
	case q.Kind != Number:
		return 1
	case n == len(cuts)-1:
		return q.Max + 1 - cuts[n]
	}
	return cuts[n+1] - cuts[n]
}

// answers is how many answers to a question are tried: the ranges of a number, or the codes.
func (c *Check) answers(question int) int {
	if q := &c.rules.questions[question]; q.Kind != Number {
		return len(q.Codes)
	}
	return len(c.ages[question])
}

// nth is the n-th of those answers.
func (c *Check) nth(question, n int) uint16 {
	switch c.rules.questions[question].Kind {
	case Number:
		return uint16(c.ages[question][n])
	case Many:
		return 1 << n
	}
	return uint16(n)
}
