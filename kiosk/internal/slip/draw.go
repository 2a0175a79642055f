package slip

import (
	"errors"
	"fmt"
	"image"
	"image/color"
	"math"
	"unicode/utf8"

	"wijkloket/kiosk/internal/typeset"
)

// ErrTooLong means that a slip would be longer than anybody can carry.
var ErrTooLong = errors.New("slip: longer than two metres of paper; print less at once")

// What bounds a picture. Without them a fault somewhere else would empty a roll of paper.
const (
	dotsPerMM  = 8
	mostRows   = 2000 * dotsPerMM
	mostRunes  = 50_000 // more letters than two metres hold
	fewestDots = 256
	mostDots   = 1024
)

// The white and the black of a slip, in dots.
const (
	margin      = 8  // at the sides; the paper has some more of its own
	head        = 16 // above the first text
	thinLine    = 2
	thickLine   = 4
	box         = 26 // to tick
	boxLine     = 3
	boxRoom     = 42 // from the side to the text beside a box
	boxBelow    = 3  // how far a box reaches under the base line
	narrowDots  = 480
	smallest    = 28.3 // 10 point; no text is made smaller than this for a long word
	leastShrink = 0.7  // and a title stays a title
)

// look is how a text is set: its size in dots of an em, and the white above it.
type look struct {
	size   float32
	narrow float32 // the size on paper of 58 mm
	bold   bool
	above  int
}

var looks = [...]look{
	title:   {size: 54, narrow: 44, bold: true},
	lead:    {size: 30, narrow: 29, above: 10},
	heading: {size: 41, narrow: 36, bold: true, above: 14},
	name:    {size: 34, narrow: 32, bold: true, above: 14},
	label:   {size: 29, narrow: 29, bold: true, above: 10},
	text:    {size: 30, narrow: 29, above: 2},
	check:   {size: 30, narrow: 29, above: 6},
	foot:    {size: 29, narrow: 29, above: 8},
}

// aboveRule is the white above each rule.
var aboveRule = [...]int{none: 0, thin: 16, thick: 28}

// Draw sets the slip on paper so many dots wide: 576 on a roll of 80 mm, 384 on one of 58 mm.
func (s Slip) Draw(dots int) (*Picture, error) {
	if dots < fewestDots || dots > mostDots {
		return nil, fmt.Errorf("slip: no paper is %d dots wide; 80 mm has 576 and 58 mm has 384", dots)
	}
	page := page{dir: s.Dir, dots: dots, y: head}
	defer page.wipe()
	if err := page.fill(s); err != nil {
		return nil, err
	}
	return page.paint(), nil
}

// page is a slip while it is set: what comes where.
type page struct {
	dir   typeset.Direction
	dots  int
	y     int // where the next thing goes
	texts []placed
	black []image.Rectangle
}

// placed is a text at its place; top and bottom hold all of its ink.
type placed struct {
	par         *typeset.Paragraph
	lay         *typeset.Layout
	at          image.Point
	top, bottom int
}

// fill sets all of a slip.
func (p *page) fill(s Slip) error {
	left := mostRunes
	for _, piece := range s.pieces() {
		if left -= utf8.RuneCountInString(piece.text); left < 0 {
			return ErrTooLong
		}
		p.set(piece)
		if p.y+head > mostRows {
			return ErrTooLong
		}
	}
	return nil
}

// set puts a text under what is there.
func (p *page) set(piece piece) {
	look := looks[piece.kind]
	size := look.size
	if p.dots < narrowDots {
		size = look.narrow
	}
	p.rule(piece.rule)
	if p.y > head {
		p.y += look.above
	}
	start := 0
	if piece.kind == check {
		start = boxRoom
	}
	width := p.dots - 2*margin - start
	par := typeset.Default().Shape(typeset.Guard(piece.text, p.dir), p.dir, look.bold)
	lay := fit(par, size, float32(width))
	first, end := lay.Rows(1)
	at := image.Pt(margin+start, p.y-first)
	if p.dir == typeset.RTL {
		at.X = margin
	}
	if piece.kind == check {
		p.box(at.Y + int(math.Round(float64(lay.Lines[0].Baseline))) + boxBelow)
	}
	p.texts = append(p.texts, placed{par: par, lay: lay, at: at, top: p.y, bottom: at.Y + end})
	p.y = at.Y + end
}

// fit breaks a text into lines of the width. A heading with a word that would be cut is set smaller, where that helps. A
// single letter may still be wider than the paper, as some ligatures of a whole sentence are, and nothing may be cut off.
func fit(par *typeset.Paragraph, size, width float32) *typeset.Layout {
	if word := par.MinWidth(size); word > width && size*width/word >= max(smallest, size*leastShrink) {
		size *= width / word
	}
	for {
		lay := par.Layout(typeset.Format{Size: size, Width: width})
		if lay.Ink.X0 >= -margin+1 && lay.Ink.X1 <= width+margin-1 || size < 2 {
			return lay
		}
		size *= 0.8
	}
}

// rule draws a line from side to side.
func (p *page) rule(r rule) {
	if r == none {
		return
	}
	height := thinLine
	if r == thick {
		height = thickLine
	}
	p.y += aboveRule[r]
	p.black = append(p.black, image.Rect(0, p.y, p.dots, p.y+height))
	p.y += height
}

// box draws a box to tick, at the side where the reader starts.
func (p *page) box(bottom int) {
	x := margin
	if p.dir == typeset.RTL {
		x = p.dots - margin - box
	}
	out := image.Rect(x, bottom-box, x+box, bottom)
	in := out.Inset(boxLine)
	p.black = append(p.black,
		image.Rect(out.Min.X, out.Min.Y, out.Max.X, in.Min.Y), image.Rect(out.Min.X, in.Max.Y, out.Max.X, out.Max.Y),
		image.Rect(out.Min.X, in.Min.Y, in.Min.X, in.Max.Y), image.Rect(in.Max.X, in.Min.Y, out.Max.X, in.Max.Y))
}

// stripRows is how many rows are drawn in grey at a time: a whole slip in grey would be 32 times as large as in black.
const stripRows = 256

// paint draws all that was set.
func (p *page) paint() *Picture {
	picture := newPicture(p.dots, p.y+head)
	for _, r := range p.black {
		picture.blacken(r)
	}
	strip := image.NewRGBA(image.Rect(0, 0, p.dots, stripRows))
	for top := 0; top < picture.rows; top += stripRows {
		for _, t := range p.texts {
			if t.top < top+stripRows && t.bottom > top {
				t.lay.Draw(strip, 1, t.at.Sub(image.Pt(0, top)), color.Black)
			}
		}
		picture.take(strip, top)
		clear(strip.Pix) // also after the last: it holds words
	}
	return picture
}

// wipe overwrites the words that were set (T-24).
func (p *page) wipe() {
	for _, t := range p.texts {
		t.par.Wipe()
	}
}
