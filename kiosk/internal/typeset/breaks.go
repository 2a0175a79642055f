package typeset

import "unicode"

// segment finds the user-perceived characters (UAX #29) and the break opportunities (UAX #14) of the text.
func (e *Engine) segment(p *Paragraph) {
	p.grapheme[len(p.runes)] = true
	if len(p.runes) == 0 {
		return
	}
	e.breaker.Init(p.runes)
	for it := e.breaker.GraphemeIterator(); it.Next(); {
		p.grapheme[it.Grapheme().Offset] = true
	}
	for it := e.breaker.LineIterator(); it.Next(); {
		line := it.Line()
		end := line.Offset + len(line.Text)
		switch {
		case line.IsMandatoryBreak && isLineEnd(p.runes[end-1]):
			p.breaks[end-1] = mustBreak
		case end < len(p.runes) && p.grapheme[end] && p.runes[end-1] != '/':
			p.breaks[end-1] = mayBreak
		}
	}
	for i := 0; i+1 < len(p.runes); i++ {
		if p.breaks[i] == noBreak && p.grapheme[i+1] && isJoint(p.runes[i], p.runes[i+1]) {
			p.breaks[i] = weakBreak
		}
	}
}

// isJoint tells where something unbreakable shows its parts: addresses, pairs of words, numbers in groups. UAX #14 would
// break after every slash, which tears "https://" off and "numéro/boîte" apart although the next line has room for them;
// browsers do not do it either.
func isJoint(r, next rune) bool {
	switch r {
	case '/', '.', '@', '_':
		return unicode.IsLetter(next)
	case '\u00A0', '\u2060':
		return true
	}
	return false
}

// isLineEnd tells the runes that end a line by themselves.
func isLineEnd(r rune) bool {
	switch r {
	case '\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029':
		return true
	}
	return false
}

// softHyphen marks a place where a long word may be cut; layout shows a hyphen there when it does.
const softHyphen = '\u00AD'

// line is what one line holds of the text.
type line struct {
	start, end int  // runes, line end and hanging spaces included
	ink        int  // end without them
	hyphen     bool // cut at a soft hyphen
	hard       bool // ended by the text itself
}

// wrap breaks the text into lines that fit width (in em). Every line takes at least one glyph cluster, so a width of
// nothing still ends. A word wider than a whole line is cut at a joint of it or else between user-perceived characters.
func (p *Paragraph) wrap(width float32) []line {
	var lines []line
	for start := 0; start < len(p.runes); {
		l := p.nextLine(start, width)
		lines = append(lines, l)
		start = l.end
	}
	if n := len(p.runes); n == 0 || p.breaks[n-1] == mustBreak {
		lines = append(lines, line{start: n, end: n, ink: n})
	}
	return lines
}

// slackEm forgives rounding when a text is laid out in exactly the width that it measured itself.
const slackEm = 1e-4

// nextLine takes the longest line that fits, starting at rune start.
func (p *Paragraph) nextLine(start int, width float32) line {
	var best, weak line
	pen, ink := float32(0), start
	for i := start; i < len(p.runes); {
		end := p.clusterEnd(i)
		next := pen + p.advance[i]
		if !p.space[i] {
			if next > width+slackEm && i > start {
				switch {
				case best.end > start:
					return best
				case weak.end > start:
					return weak
				}
				return p.cutWord(start, i, ink)
			}
			ink = end
		}
		pen = next
		switch p.breaks[end-1] {
		case mustBreak:
			return line{start: start, end: end, ink: ink, hard: true}
		case weakBreak:
			weak = line{start: start, end: end, ink: ink}
		case mayBreak:
			candidate := line{start: start, end: end, ink: ink, hyphen: p.runes[end-1] == softHyphen}
			if !candidate.hyphen || pen+p.hyphenWidth() <= width+slackEm {
				best = candidate
			}
		}
		i = end
	}
	return line{start: start, end: len(p.runes), ink: ink}
}

// cutWord ends a line inside a word, before the rune at, which no longer fits.
func (p *Paragraph) cutWord(start, at, ink int) line {
	cut := at
	for cut > start && !(p.grapheme[cut] && p.cluster[cut]) {
		cut--
	}
	if cut == start {
		for cut = p.clusterEnd(start); !p.grapheme[cut]; {
			cut = p.clusterEnd(cut)
		}
	}
	return line{start: start, end: cut, ink: min(max(ink, start), cut)}
}

// clusterEnd is the end of the glyph cluster that starts at i.
func (p *Paragraph) clusterEnd(i int) int {
	end := i + 1
	for end < len(p.runes) && !p.cluster[end] {
		end++
	}
	return end
}

func (p *Paragraph) hyphenWidth() float32 { return p.hyphen.width() }

// width is the advance of all glyphs of the run.
func (r run) width() float32 {
	total := float32(0)
	for _, g := range r.glyphs {
		total += g.advance
	}
	return total
}

// truncate shortens the last visible line so that the ellipsis fits behind it.
func (p *Paragraph) truncate(l line, width float32) line {
	room := width - p.ellipsis.width()
	out := line{start: l.start, end: l.start, ink: l.start, hard: true}
	pen := float32(0)
	for i := l.start; i < len(p.runes) && p.breaks[i] != mustBreak; {
		end := p.clusterEnd(i)
		pen += p.advance[i]
		if pen > room+slackEm {
			break
		}
		if !p.space[i] {
			out.ink = end
		}
		i = end
	}
	for out.ink > out.start && !p.grapheme[out.ink] {
		out.ink--
	}
	out.end = out.ink
	return out
}

// widestWord is the width in em of the widest piece that only an emergency would cut.
func (p *Paragraph) widestWord() float32 {
	widest, word, spaces := float32(0), float32(0), float32(0)
	for i := range p.runes {
		if p.space[i] {
			spaces += p.advance[i]
		} else {
			word += spaces + p.advance[i]
			spaces = 0
		}
		widest = max(widest, word)
		if p.breaks[i] >= mayBreak {
			word, spaces = 0, 0
		}
	}
	return widest
}
