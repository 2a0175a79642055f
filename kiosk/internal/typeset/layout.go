package typeset

import "math"

// Format says how a paragraph is laid out. Lengths are in the caller's unit (Fyne units on the kiosk).
type Format struct {
	Size       float32 // of the em; 0 or less draws nothing
	Width      float32 // lines break to fit; 0 or less means unlimited
	Align      Align   // inside Width, or inside the widest line when unlimited
	MaxLines   int     // 0 means no limit; text that is cut ends in an ellipsis
	LineHeight float32 // in em; 0 takes the default of the direction
	KeepSpaces bool    // count spaces at a line's end into its width, as an entry does to show its caret
}

// Layout is a paragraph with a size and lines: it can be measured, drawn, and asked for positions.
type Layout struct {
	Lines     []Line
	Width     float32 // of the widest line, or Format.Width when that is set
	Height    float32
	Truncated bool // the ellipsis stands for text that was cut
	Ink       Rect // what drawing may touch, at least (0, 0, Width, Height)

	par    *Paragraph
	format Format
}

// Rect is a rectangle in the caller's unit; Y grows downward.
type Rect struct{ X0, Y0, X1, Y1 float32 }

// Line is one line of a layout.
type Line struct {
	Start, End int     // runes of the text, hanging spaces and line end included
	X, Width   float32 // of the ink, without hanging spaces
	Top        float32
	Baseline   float32
	placed     []placed
	boxes      []box
}

// placed is a glyph at its place: the pen's x on the line's base line, in the caller's unit.
type placed struct {
	face *face
	g    *glyph
	x    float32
}

// box is the room of one glyph cluster on a line, for carets and hits; boxes stand in visual order.
type box struct {
	start, end int
	x0, x1     float32
	rtl        bool
}

// ascentDescent is the room that the text of a direction needs above and below its base line, in em.
func (d Direction) ascentDescent() (float32, float32) {
	if d == RTL {
		return arabicAscent, arabicDescent
	}
	return latinAscent, latinDescent
}

// LineHeight is the distance of two base lines in em when a Format does not say.
func (d Direction) LineHeight() float32 {
	if d == RTL {
		return arabicLine
	}
	return latinLine
}

// Layout breaks the paragraph into lines and places its glyphs.
func (p *Paragraph) Layout(f Format) *Layout {
	l := &Layout{par: p, format: f}
	if f.Size <= 0 {
		return l
	}
	width := float32(math.MaxFloat32)
	if f.Width > 0 {
		width = f.Width / f.Size
	}
	lines := p.wrap(width)
	if f.MaxLines > 0 && len(lines) > f.MaxLines {
		lines = lines[:f.MaxLines]
		lines[f.MaxLines-1] = p.truncate(lines[f.MaxLines-1], width)
		l.Truncated = true
	}
	pitch := f.LineHeight
	if pitch <= 0 {
		pitch = p.dir.LineHeight()
	}
	ascent, descent := p.dir.ascentDescent()
	for i, w := range lines {
		cut := l.Truncated && i == len(lines)-1
		line := p.place(w, f, cut)
		line.Top = float32(i) * pitch * f.Size
		line.Baseline = line.Top + (pitch-ascent-descent)/2*f.Size + ascent*f.Size
		l.Lines = append(l.Lines, line)
		l.Width = max(l.Width, line.Width)
	}
	l.Height = float32(len(lines)) * pitch * f.Size
	if f.Width > 0 {
		l.Width = f.Width
	}
	l.align()
	return l
}

// align moves every line to its place in the width and finds the ink.
func (l *Layout) align() {
	l.Ink = Rect{0, 0, l.Width, l.Height}
	for i := range l.Lines {
		line := &l.Lines[i]
		shift := l.format.Align.offset(l.Width-line.Width, l.par.dir) - line.X
		line.X += shift
		for k := range line.boxes {
			line.boxes[k].x0 += shift
			line.boxes[k].x1 += shift
		}
		for k := range line.placed {
			pl := &line.placed[k]
			pl.x += shift
			if pl.g.inkL == pl.g.inkR {
				continue // a space at the end of a line may hang over
			}
			size := l.format.Size
			l.Ink.X0 = min(l.Ink.X0, pl.x+pl.g.inkL*size)
			l.Ink.X1 = max(l.Ink.X1, pl.x+pl.g.inkR*size)
			l.Ink.Y0 = min(l.Ink.Y0, line.Baseline-pl.g.inkUp*size)
			l.Ink.Y1 = max(l.Ink.Y1, line.Baseline+pl.g.inkDown*size)
		}
	}
}

// piece is a part of a run on one line.
type piece struct {
	run        *run
	start, end int
	level      uint8
	mark       bool // an added ellipsis or hyphen: no place in the text
}

// pieces cuts the runs at the ends of the line and applies rule L1: spaces at the end of a line take the base level.
func (p *Paragraph) pieces(w line) []piece {
	tail := w.end
	for tail > w.start && p.space[tail-1] {
		tail--
	}
	var out []piece
	for i := range p.runs {
		r := &p.runs[i]
		start, end := max(r.start, w.start), min(r.end, w.end)
		if start >= end {
			continue
		}
		if start < tail {
			out = append(out, piece{run: r, start: start, end: min(end, tail), level: r.level})
		}
		if end > tail {
			out = append(out, piece{run: r, start: max(start, tail), end: end, level: p.dir.level()})
		}
	}
	return out
}

// reorder puts the pieces of a line into visual order, left to right (rule L2).
func reorder(pieces []piece) {
	highest, lowestOdd := uint8(0), uint8(maxDepth+2)
	for _, p := range pieces {
		highest = max(highest, p.level)
		if p.level&1 == 1 {
			lowestOdd = min(lowestOdd, p.level)
		}
	}
	for level := highest; level >= lowestOdd; level-- {
		for i := 0; i < len(pieces); {
			if pieces[i].level < level {
				i++
				continue
			}
			end := i
			for end < len(pieces) && pieces[end].level >= level {
				end++
			}
			for a, b := i, end-1; a < b; a, b = a+1, b-1 {
				pieces[a], pieces[b] = pieces[b], pieces[a]
			}
			i = end
		}
	}
}

// place orders the pieces of a line and sets its glyphs from left to right, hanging spaces outside of [X, X+Width].
func (p *Paragraph) place(w line, f Format, cut bool) Line {
	pieces := p.pieces(w)
	switch {
	case cut:
		pieces = append(pieces, piece{run: &p.ellipsis, end: 1, level: p.dir.level(), mark: true})
	case w.hyphen:
		pieces = append(pieces, piece{run: &p.hyphen, end: 1, level: p.dir.level(), mark: true})
	}
	reorder(pieces)
	out := Line{Start: w.start, End: w.end}
	pen := float32(0)
	first, last := float32(math.MaxFloat32), float32(-math.MaxFloat32)
	for _, pc := range pieces {
		before := pen
		pen = out.add(pc, pen, f.Size)
		if f.KeepSpaces || pc.mark || pc.start < w.ink {
			first, last = min(first, before), max(last, pen)
		}
	}
	if first <= last {
		out.X, out.Width = first, last-first
	}
	return out
}

// add sets the glyphs of a piece from pen on and returns the pen behind them.
func (l *Line) add(pc piece, pen, size float32) float32 {
	r := pc.run
	rtl := r.level&1 == 1
	for i := range r.glyphs {
		g := &r.glyphs[i]
		c := int(g.cluster)
		if !pc.mark && (c < pc.start || c >= pc.end) {
			continue
		}
		l.placed = append(l.placed, placed{face: r.face, g: g, x: pen})
		next := pen + g.advance*size
		if n := len(l.boxes); !pc.mark && n > 0 && l.boxes[n-1].start == c {
			l.boxes[n-1].x1 = next
		} else if !pc.mark {
			l.boxes = append(l.boxes, box{start: c, end: c + 1, x0: pen, x1: next, rtl: rtl})
		}
		pen = next
	}
	return pen
}
