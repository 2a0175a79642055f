package rights

// Passed is a set of questions that were asked and not answered: they are not asked again.
type Passed uint16

// Pass adds a question to the set; an unknown one changes nothing.
func (r *Rules) Pass(p Passed, question string) Passed {
	if i := r.question(question); i >= 0 {
		return p | 1<<i
	}
	return p
}

// Next is the question whose answer settles most, in weight of rights per possible answer; of equal ones the first in
// the fixed order. When no single answer settles anything it is the first question that an open right depends on.
// It is false when no answer can change a verdict.
func (c *Check) Next(a Answers, passed Passed) (string, bool) {
	var openRights [4]uint64 // of up to 256 rights
	at := c.choose(&a)
	w := c.scratch.Get().(*walk)
	defer c.scratch.Put(w)
	var waiting uint16
	for i := range c.rights {
		p := &c.rights[i]
		if i < 256 && !p.info && !c.reach(p.root, &at, w, true).settled() {
			openRights[i/64] |= 1 << (i % 64)
			waiting |= p.asks
		}
	}
	best, most, fallback := -1, 0.0, -1
	for q := range c.rules.questions {
		if waiting&(1<<q) == 0 || passed&(1<<q) != 0 || !c.rules.askable(&a, q) {
			continue
		}
		if fallback < 0 {
			fallback = q
		}
		if gain := c.gain(q, &a, at, &openRights, w); gain > most {
			best, most = q, gain
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

// gain is the weight of the open rights that an answer to a question settles, on average over its answers. Of a question
// with several codes the answers with one code stand for all.
func (c *Check) gain(question int, a *Answers, at choice, open *[4]uint64, w *walk) float64 {
	settled, answers := 0, c.answers(question)
	for n := range answers {
		b := *a
		b.set(question, c.nth(question, n))
		c.chooseOne(&at, &b, question)
		for _, i := range c.uses[question] {
			if i < 256 && open[i/64]&(1<<(i%64)) != 0 && c.reach(c.rights[i].root, &at, w, true).settled() {
				settled += int(c.rights[i].weight)
			}
		}
	}
	return float64(settled) / float64(answers)
}

// answers is how many answers to a question are tried: the ranges of a number, or the codes.
func (c *Check) answers(question int) int {
	if q := &c.rules.questions[question]; q.Kind != kindNumber {
		return len(q.Codes)
	}
	return len(c.ages[question])
}

// nth is the n-th of those answers.
func (c *Check) nth(question, n int) uint16 {
	switch c.rules.questions[question].Kind {
	case kindNumber:
		return uint16(c.ages[question][n])
	case kindMany:
		return 1 << n
	}
	return uint16(n)
}
