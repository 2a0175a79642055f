package typeset

// Caret is a place between two characters: a vertical stroke at X from Top to Bottom, in the caller's unit.
type Caret struct {
	X, Top, Bottom float32
	Line           int
}

// Caret gives the place before the rune at index (0 to [Paragraph.Len]), at the leading edge of that rune, or behind the
// last rune of its line. Indices outside the text are moved into it.
func (l *Layout) Caret(index int) Caret {
	if len(l.Lines) == 0 {
		return Caret{}
	}
	index = min(max(index, 0), len(l.par.runes))
	n := 0
	for n+1 < len(l.Lines) && index >= l.Lines[n].End {
		n++
	}
	line := &l.Lines[n]
	c := Caret{Line: n, Top: line.Top, Bottom: line.Top + l.pitch(), X: l.emptyX()}
	if x, ok := l.edge(line, index); ok {
		c.X = x
	} else if x, ok := l.edgeBehind(line, index); ok {
		c.X = x
	}
	return c
}

func (l *Layout) pitch() float32 { return l.Height / float32(len(l.Lines)) }

// emptyX is where the caret of an empty line stands.
func (l *Layout) emptyX() float32 { return l.format.Align.offset(l.Width, l.par.dir) }

// edge is the leading edge of the rune at index on the line.
func (l *Layout) edge(line *Line, index int) (float32, bool) {
	for _, b := range line.boxes {
		end := l.par.clusterEnd(b.start)
		if index < b.start || index >= end {
			continue
		}
		return l.within(b, end, index), true
	}
	return 0, false
}

// edgeBehind is the trailing edge of the last character before index that has a place on the line.
func (l *Layout) edgeBehind(line *Line, index int) (float32, bool) {
	best, at := float32(0), -1
	for _, b := range line.boxes {
		if b.start < index && b.start > at {
			at = b.start
			best = b.x1
			if b.rtl {
				best = b.x0
			}
		}
	}
	return best, at >= 0
}

// within divides a cluster of several user-perceived characters (lam-alef, "fi") evenly.
func (l *Layout) within(b box, end, index int) float32 {
	parts, before := 0, 0
	for i := b.start; i < end; i++ {
		if l.par.grapheme[i] {
			parts++
			if i < index {
				before++
			}
		}
	}
	share := float32(0)
	if parts > 0 {
		share = float32(before) / float32(parts) * (b.x1 - b.x0)
	}
	if b.rtl {
		return b.x1 - share
	}
	return b.x0 + share
}

// Hit gives the index of the caret place nearest to a point, always between two user-perceived characters.
func (l *Layout) Hit(x, y float32) int {
	if len(l.Lines) == 0 {
		return 0
	}
	n := 0
	for n+1 < len(l.Lines) && y >= l.Lines[n+1].Top {
		n++
	}
	line := &l.Lines[n]
	best, nearest := line.Start, float32(-1)
	for i := line.Start; i <= line.End; i++ {
		if !l.par.grapheme[i] || i == line.End && n+1 < len(l.Lines) {
			continue
		}
		if d := distance(l.Caret(i).X, x); nearest < 0 || d < nearest {
			best, nearest = i, d
		}
	}
	return best
}

func distance(a, b float32) float32 {
	if a < b {
		return b - a
	}
	return a - b
}

// Next is the index behind the user-perceived character at index: what one step of the caret jumps.
func (p *Paragraph) Next(index int) int {
	for index < len(p.runes) {
		index++
		if p.grapheme[index] {
			break
		}
	}
	return min(max(index, 0), len(p.runes))
}

// Previous is the index before the user-perceived character that ends at index.
func (p *Paragraph) Previous(index int) int {
	index = min(index, len(p.runes))
	for index > 0 {
		index--
		if p.grapheme[index] {
			break
		}
	}
	return max(index, 0)
}

// MinWidth is the width of the widest piece that may not be broken, at a text size.
func (p *Paragraph) MinWidth(size float32) float32 { return p.widestWord() * size }
