package typeset

import (
	"golang.org/x/text/unicode/bidi"
)

// maxDepth is the greatest explicit level of UAX #9 (BD2).
const maxDepth = 125

// paragraphBidi works out the embedding levels of one paragraph. x/text keeps its levels to itself and forces its own base
// direction, and a line with three levels (a number in an Arabic name in a Dutch sentence) cannot be ordered without them,
// so the algorithm is here; the character classes are x/text's.
type paragraphBidi struct {
	runes   []rune
	base    uint8
	initial []bidi.Class // as looked up
	types   []bidi.Class // as resolved so far
	levels  []uint8
	match   []int // isolate initiator -> its PDI and back; -1 when there is none
}

// classOf is the bidirectional class of r.
func classOf(r rune) bidi.Class {
	p, _ := bidi.LookupRune(r)
	return p.Class()
}

// resolveLevels gives the embedding level of each rune of one paragraph (rules X1 to I2). Rule L1, which depends on where
// lines end, is applied by [Paragraph.Layout].
func resolveLevels(runes []rune, base Direction) []uint8 {
	p := &paragraphBidi{runes: runes, base: base.level(), levels: make([]uint8, len(runes))}
	p.initial = make([]bidi.Class, len(runes))
	plain := base == LTR
	for i, r := range runes {
		p.initial[i] = classOf(r)
		plain = plain && leavesLTR(p.initial[i])
	}
	if plain {
		return p.levels // nothing in it can leave level 0: the common case of Dutch, French and English
	}
	p.types = append([]bidi.Class(nil), p.initial...)
	p.matchIsolates()
	p.explicit()
	for _, seq := range p.sequences() {
		seq.resolve()
	}
	p.levelRemoved()
	return p.levels
}

// leavesLTR reports that a class cannot raise any level in a left-to-right paragraph.
func leavesLTR(c bidi.Class) bool {
	switch c {
	case bidi.R, bidi.AL, bidi.AN, bidi.LRO, bidi.RLO, bidi.LRE, bidi.RLE, bidi.LRI, bidi.RLI, bidi.FSI:
		return false
	}
	return true
}

func isIsolate(c bidi.Class) bool { return c == bidi.LRI || c == bidi.RLI || c == bidi.FSI }

// isRemoved tells the characters that rule X9 takes out of the algorithm.
func isRemoved(c bidi.Class) bool {
	switch c {
	case bidi.LRE, bidi.RLE, bidi.LRO, bidi.RLO, bidi.PDF, bidi.BN:
		return true
	}
	return false
}

// matchIsolates pairs isolate initiators with their PDI (BD9).
func (p *paragraphBidi) matchIsolates() {
	p.match = make([]int, len(p.runes))
	var open []int
	for i, c := range p.initial {
		p.match[i] = -1
		switch {
		case isIsolate(c):
			open = append(open, i)
		case c == bidi.PDI && len(open) > 0:
			last := open[len(open)-1]
			open = open[:len(open)-1]
			p.match[i], p.match[last] = last, i
		}
	}
}

// embedding is one entry of the directional status stack of X1; override is ON when there is none.
type embedding struct {
	level    uint8
	override bidi.Class
	isolate  bool
}

// explicitState is what X1 to X8 carry from one character to the next.
type explicitState struct {
	stack             []embedding
	isolates          int // valid isolates open
	tooDeepIsolates   int
	tooDeepEmbeddings int
}

func (s *explicitState) top() embedding { return s.stack[len(s.stack)-1] }

// next is the least level above the current one with the wanted parity, and whether it may be used.
func (s *explicitState) next(rtl bool) (uint8, bool) {
	level := s.top().level + 1
	if (level&1 == 1) != rtl {
		level++
	}
	return level, level <= maxDepth && s.tooDeepIsolates == 0 && s.tooDeepEmbeddings == 0
}

// explicit applies rules X1 to X8.
func (p *paragraphBidi) explicit() {
	s := &explicitState{stack: []embedding{{level: p.base, override: bidi.ON}}}
	for i, c := range p.initial {
		switch {
		case c == bidi.LRE || c == bidi.RLE || c == bidi.LRO || c == bidi.RLO:
			p.levels[i] = s.top().level
			s.embed(c)
		case isIsolate(c):
			p.setLevel(i, s.top())
			s.isolate(c == bidi.RLI || c == bidi.FSI && p.firstStrongRTL(i))
		case c == bidi.PDI:
			s.popIsolate()
			p.setLevel(i, s.top())
		case c == bidi.PDF:
			p.levels[i] = s.top().level
			s.popEmbedding()
		case c == bidi.B:
			p.levels[i] = p.base
		case c == bidi.BN:
			p.levels[i] = s.top().level
		default:
			p.setLevel(i, s.top())
		}
	}
}

func (p *paragraphBidi) setLevel(i int, e embedding) {
	p.levels[i] = e.level
	if e.override != bidi.ON {
		p.types[i] = e.override
	}
}

// embed opens an embedding or override (X2 to X5).
func (s *explicitState) embed(c bidi.Class) {
	level, ok := s.next(c == bidi.RLE || c == bidi.RLO)
	if !ok {
		if s.tooDeepIsolates == 0 {
			s.tooDeepEmbeddings++
		}
		return
	}
	e := embedding{level: level, override: bidi.ON}
	switch c {
	case bidi.RLO:
		e.override = bidi.R
	case bidi.LRO:
		e.override = bidi.L
	}
	s.stack = append(s.stack, e)
}

// isolate opens an isolate (X5a to X5c).
func (s *explicitState) isolate(rtl bool) {
	level, ok := s.next(rtl)
	if !ok {
		s.tooDeepIsolates++
		return
	}
	s.isolates++
	s.stack = append(s.stack, embedding{level: level, override: bidi.ON, isolate: true})
}

// popIsolate closes the isolate that a PDI ends, with every embedding left open in it (X6a).
func (s *explicitState) popIsolate() {
	if s.tooDeepIsolates > 0 {
		s.tooDeepIsolates--
		return
	}
	if s.isolates == 0 {
		return
	}
	s.tooDeepEmbeddings = 0
	for !s.top().isolate {
		s.stack = s.stack[:len(s.stack)-1]
	}
	s.stack = s.stack[:len(s.stack)-1]
	s.isolates--
}

// popEmbedding closes the embedding that a PDF ends (X7).
func (s *explicitState) popEmbedding() {
	switch {
	case s.tooDeepIsolates > 0:
	case s.tooDeepEmbeddings > 0:
		s.tooDeepEmbeddings--
	case !s.top().isolate && len(s.stack) > 1:
		s.stack = s.stack[:len(s.stack)-1]
	}
}

// firstStrongRTL tells whether the isolate opened at i starts with right-to-left text (P2 and P3, for FSI).
func (p *paragraphBidi) firstStrongRTL(i int) bool {
	end := p.match[i]
	if end < 0 {
		end = len(p.runes)
	}
	for j := i + 1; j < end; j++ {
		switch c := p.initial[j]; {
		case c == bidi.L:
			return false
		case c == bidi.R || c == bidi.AL:
			return true
		case isIsolate(c):
			if p.match[j] < 0 {
				return false
			}
			j = p.match[j]
		}
	}
	return false
}

// levelRemoved gives the characters that X9 took out the level of what stands before them, so that they never split a run.
func (p *paragraphBidi) levelRemoved() {
	level := p.base
	for i := range p.levels {
		if isRemoved(p.initial[i]) {
			p.levels[i] = level
		}
		level = p.levels[i]
	}
}
