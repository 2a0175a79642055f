package typeset

import "golang.org/x/text/unicode/bidi"

// sequence is an isolating run sequence (BD13): the stretches of one level that an isolate interrupts but does not end.
type sequence struct {
	p        *paragraphBidi
	at       []int // positions in the paragraph, removed characters left out
	level    uint8
	sos, eos bidi.Class
}

// sequences splits the paragraph into isolating run sequences (X10).
func (p *paragraphBidi) sequences() []*sequence {
	runs, runOf := p.levelRuns()
	var out []*sequence
	for _, run := range runs {
		first := run[0]
		if p.initial[first] == bidi.PDI && p.match[first] >= 0 {
			continue // continues a sequence that is already taken
		}
		seq := &sequence{p: p, level: p.levels[first]}
		for {
			seq.at = append(seq.at, run...)
			last := run[len(run)-1]
			if !isIsolate(p.initial[last]) || p.match[last] < 0 {
				break
			}
			run = runs[runOf[p.match[last]]]
		}
		seq.bound()
		out = append(out, seq)
	}
	return out
}

// levelRuns lists the maximal runs of equal level without removed characters (BD7), and the run of each position.
func (p *paragraphBidi) levelRuns() (runs [][]int, runOf []int) {
	runOf = make([]int, len(p.runes))
	order := make([]int, 0, len(p.runes))
	for i, c := range p.initial {
		if !isRemoved(c) {
			order = append(order, i)
		}
	}
	for start := 0; start < len(order); {
		end := start
		for end < len(order) && p.levels[order[end]] == p.levels[order[start]] {
			runOf[order[end]] = len(runs)
			end++
		}
		runs = append(runs, order[start:end:end])
		start = end
	}
	return runs, runOf
}

// bound finds the directions that stand before and after the sequence.
func (s *sequence) bound() {
	p, before, after := s.p, s.p.base, s.p.base
	for i := s.at[0] - 1; i >= 0; i-- {
		if !isRemoved(p.initial[i]) {
			before = p.levels[i]
			break
		}
	}
	last := s.at[len(s.at)-1]
	if !isIsolate(p.initial[last]) {
		for i := last + 1; i < len(p.runes); i++ {
			if !isRemoved(p.initial[i]) {
				after = p.levels[i]
				break
			}
		}
	}
	s.sos, s.eos = strongOf(max(s.level, before)), strongOf(max(s.level, after))
}

// strongOf is the strong class of an embedding level.
func strongOf(level uint8) bidi.Class {
	if level&1 == 1 {
		return bidi.R
	}
	return bidi.L
}

// resolve applies W1 to I2 to the sequence.
func (s *sequence) resolve() {
	s.weakByStrong()
	s.weakNumbers()
	s.weakEuropean()
	s.brackets()
	s.neutrals()
	for _, i := range s.at {
		switch c := s.p.types[i]; {
		case s.level&1 == 0 && c == bidi.R, s.level&1 == 1 && (c == bidi.L || c == bidi.EN || c == bidi.AN):
			s.p.levels[i] = s.level + 1
		case s.level&1 == 0 && (c == bidi.AN || c == bidi.EN):
			s.p.levels[i] = s.level + 2
		default:
			s.p.levels[i] = s.level
		}
	}
}

// weakByStrong applies W1 (marks take the class before them), W2 (digits after Arabic letters) and W3.
func (s *sequence) weakByStrong() {
	types, before, strong := s.p.types, s.sos, s.sos
	for _, i := range s.at {
		if types[i] == bidi.NSM {
			types[i] = before
			if isIsolate(before) || before == bidi.PDI {
				types[i] = bidi.ON
			}
		}
		before = types[i]
		switch types[i] {
		case bidi.L, bidi.R:
			strong = types[i]
		case bidi.AL:
			strong = bidi.AL
		case bidi.EN:
			if strong == bidi.AL {
				types[i] = bidi.AN
				before = bidi.EN // W1 looks at the class before W2 changed it; a mark after a digit is then changed alike
			}
		}
	}
	for _, i := range s.at {
		if types[i] == bidi.AL {
			types[i] = bidi.R
		}
	}
}

// weakNumbers applies W4: one separator between two numbers of a kind joins them.
func (s *sequence) weakNumbers() {
	types := s.p.types
	for k := 1; k+1 < len(s.at); k++ {
		i, prev, next := s.at[k], types[s.at[k-1]], types[s.at[k+1]]
		if prev != next {
			continue
		}
		if types[i] == bidi.ES && prev == bidi.EN || types[i] == bidi.CS && (prev == bidi.EN || prev == bidi.AN) {
			types[i] = prev
		}
	}
}

// weakEuropean applies W5 (terminators beside European numbers), W6 (what is left becomes neutral) and W7.
func (s *sequence) weakEuropean() {
	types := s.p.types
	for k := 0; k < len(s.at); k++ {
		if types[s.at[k]] != bidi.ET {
			continue
		}
		end := k
		for end < len(s.at) && types[s.at[end]] == bidi.ET {
			end++
		}
		if k > 0 && types[s.at[k-1]] == bidi.EN || end < len(s.at) && types[s.at[end]] == bidi.EN {
			s.fill(k, end, bidi.EN)
		}
		k = end - 1
	}
	strong := s.sos
	for _, i := range s.at {
		switch types[i] {
		case bidi.ES, bidi.ET, bidi.CS:
			types[i] = bidi.ON
		case bidi.L, bidi.R:
			strong = types[i]
		case bidi.EN:
			if strong == bidi.L {
				types[i] = bidi.L
			}
		}
	}
}

// fill sets the class of the positions from k up to end.
func (s *sequence) fill(k, end int, c bidi.Class) {
	for ; k < end; k++ {
		s.p.types[s.at[k]] = c
	}
}

// isNeutral tells the classes that N1 and N2 resolve.
func isNeutral(c bidi.Class) bool {
	return c == bidi.ON || c == bidi.WS || c == bidi.S || c == bidi.B || c == bidi.PDI || isIsolate(c)
}

// neutrals applies N1 and N2: neutrals between two texts of one direction take it, others take the embedding's.
func (s *sequence) neutrals() {
	for k := 0; k < len(s.at); k++ {
		if !isNeutral(s.p.types[s.at[k]]) {
			continue
		}
		end := k
		for end < len(s.at) && isNeutral(s.p.types[s.at[end]]) {
			end++
		}
		before, after := s.sos, s.eos
		if k > 0 {
			before = numberAsStrong(s.p.types[s.at[k-1]])
		}
		if end < len(s.at) {
			after = numberAsStrong(s.p.types[s.at[end]])
		}
		if before != after {
			before = strongOf(s.level)
		}
		s.fill(k, end, before)
		k = end - 1
	}
}
