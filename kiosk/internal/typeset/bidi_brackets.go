package typeset

import (
	"github.com/go-text/typesetting/unicodedata"
	"golang.org/x/text/unicode/bidi"
)

// maxBrackets is the depth of the stack that BD16 asks for.
const maxBrackets = 63

// pairs finds the bracket pairs of the sequence in the order of their openers (BD16).
func (s *sequence) pairs() [][2]int {
	type opener struct {
		k     int
		close rune
	}
	var open []opener
	closer := make(map[int]int)
	for k, i := range s.at {
		props, _ := bidi.LookupRune(s.p.runes[i])
		if s.p.types[i] != bidi.ON || !props.IsBracket() {
			continue
		}
		if props.IsOpeningBracket() {
			if len(open) == maxBrackets {
				return nil
			}
			mirror, _ := unicodedata.LookupMirrorChar(s.p.runes[i])
			open = append(open, opener{k, canonicalBracket(mirror)})
			continue
		}
		want := canonicalBracket(s.p.runes[i])
		for d := len(open) - 1; d >= 0; d-- {
			if open[d].close == want {
				closer[open[d].k] = k
				open = open[:d]
				break
			}
		}
	}
	var out [][2]int
	for k := range s.at {
		if end, ok := closer[k]; ok {
			out = append(out, [2]int{k, end})
		}
	}
	return out
}

// canonicalBracket folds the one bracket pair that has a canonical twin.
func canonicalBracket(r rune) rune {
	switch r {
	case '\u2329':
		return '\u3008'
	case '\u232A':
		return '\u3009'
	}
	return r
}

// numberAsStrong is the direction that a resolved class counts for in N0 and N1; ON when it has none.
func numberAsStrong(c bidi.Class) bidi.Class {
	switch c {
	case bidi.L:
		return bidi.L
	case bidi.R, bidi.EN, bidi.AN:
		return bidi.R
	}
	return bidi.ON
}

// brackets applies N0: a pair takes the direction of what is inside it, or of what stands before it.
func (s *sequence) brackets() {
	embed := strongOf(s.level)
	for _, pair := range s.pairs() {
		dir := s.directionInside(pair, embed)
		if dir == bidi.ON {
			continue
		}
		if dir != embed {
			before := s.sos
			for k := pair[0] - 1; k >= 0; k-- {
				if c := numberAsStrong(s.p.types[s.at[k]]); c != bidi.ON {
					before = c
					break
				}
			}
			if before != dir {
				dir = embed
			}
		}
		s.setBracket(pair[0], dir)
		s.setBracket(pair[1], dir)
	}
}

// directionInside is embed when it occurs between the brackets, else the opposite when that occurs, else ON.
func (s *sequence) directionInside(pair [2]int, embed bidi.Class) bidi.Class {
	found := bidi.Class(bidi.ON)
	for k := pair[0] + 1; k < pair[1]; k++ {
		switch c := numberAsStrong(s.p.types[s.at[k]]); c {
		case embed:
			return embed
		case bidi.ON:
		default:
			found = c
		}
	}
	return found
}

// setBracket gives a bracket and the marks on it their direction.
func (s *sequence) setBracket(k int, dir bidi.Class) {
	s.p.types[s.at[k]] = dir
	for k++; k < len(s.at) && s.p.initial[s.at[k]] == bidi.NSM; k++ {
		s.p.types[s.at[k]] = dir
	}
}
