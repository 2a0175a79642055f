package rights

import "slices"

// possibleAnswers takes out of a diagram what nobody can answer: no code, or a code that stands alone with others; ages of
// children without children. It says which questions the diagram depends on.
func (b *builder) possibleAnswers(root int32) (int32, uint16) {
	rules := b.c.rules
	asks := b.questions(root)
	for i, q := range rules.questions { // who depends on one of a pair is bound by the other
		if on := rules.question(q.Depends); on >= 0 && asks&(1<<i|1<<on) != 0 {
			asks |= 1<<i | 1<<on
		}
	}
	for i := len(rules.questions) - 1; i >= 0; i-- {
		q := rules.questions[i]
		if q.Kind != kindMany || asks&(1<<i) == 0 {
			continue
		}
		root = b.c.d.combine(opGiven, b.canBe(i), root)
	}
	return root, asks
}

// canBe is the condition that the codes of a many-question can be an answer.
func (b *builder) canBe(question int) int32 {
	d := b.c.d
	rules := b.c.rules
	q := &rules.questions[question]
	some, valid := endNo, endYes
	for code := len(q.Codes) - 1; code >= 0; code-- {
		some = d.combine(opMax, some, b.bit(question, code))
	}
	for _, alone := range q.None {
		rest := endNo
		for code := range q.Codes {
			if q.Codes[code] != alone {
				rest = d.combine(opMax, rest, b.bit(question, code))
			}
		}
		both := d.combine(opMin, b.bit(question, slices.Index(q.Codes, alone)), rest)
		valid = d.combine(opMin, valid, d.apply(opposite, both))
	}
	if on := rules.question(q.Depends); on >= 0 { // codes exactly when the number is above zero
		above := d.leaf(b.c.levels[on], func(v int) int32 { return yesNo(b.c.ages[on][v] > 0) })
		none := d.combine(opMin, d.apply(opposite, above), d.apply(opposite, some))
		some = d.combine(opMax, d.combine(opMin, above, some), none)
	}
	return d.combine(opMin, valid, some)
}

func (b *builder) questions(root int32) uint16 {
	levels := b.c.d.levels(root)
	var asks uint16
	for i, q := range b.c.rules.questions {
		for code := range max(len(q.Codes), 1) {
			if (q.Kind == kindMany || code == 0) && levels&(1<<(b.c.levels[i]+code)) != 0 {
				asks |= 1 << i
			}
		}
	}
	return asks
}
