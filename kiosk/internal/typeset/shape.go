package typeset

import (
	"unicode"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/bidi"
)

// glyph is one drawn shape, in em, measured from the pen.
type glyph struct {
	id         uint32
	cluster    int32 // first rune that it draws
	advance    float32
	x, y       float32 // offset of the shape from the pen, y up
	inkUp      float32 // ink above and below the base line, offset included
	inkDown    float32
	inkL, inkR float32 // ink from the pen, offset included
}

// run is a stretch of text of one level, font and script; its glyphs are in visual order, left to right.
type run struct {
	start, end int
	level      uint8
	face       *face
	glyphs     []glyph
}

// The kinds of break opportunity after a rune.
const (
	noBreak   uint8 = iota
	weakBreak       // only instead of cutting a word that is wider than a line
	mayBreak
	mustBreak
)

// Paragraph is shaped text, in em: ordered, joined, and with its break opportunities, but without a size or a width. A
// hard line break in the text starts a new paragraph of the bidirectional algorithm with the same base direction.
type Paragraph struct {
	engine   *Engine
	dir      Direction
	bold     bool
	runes    []rune
	runs     []run
	advance  []float32 // of each cluster, at its first rune; 0 at the others
	grapheme []bool    // a user-perceived character starts here
	cluster  []bool    // a glyph cluster starts here
	breaks   []uint8   // opportunity after each rune
	space    []bool    // belongs to a cluster without ink of its own, which hangs over the end of a line
	ellipsis run
	hyphen   run
}

// Shape shapes text with an explicit base direction, which belongs to the language of the screen and is never guessed.
// Text that is not valid UTF-8 shows the replacement character.
func (e *Engine) Shape(text string, dir Direction, bold bool) *Paragraph {
	return e.ShapeRunes([]rune(text), dir, bold)
}

// ShapeRunes is Shape for text that lives in runes because its owner wants to wipe it. The runes are copied.
func (e *Engine) ShapeRunes(text []rune, dir Direction, bold bool) *Paragraph {
	e.mu.Lock()
	defer e.mu.Unlock()
	p := &Paragraph{engine: e, dir: dir, bold: bold, runes: append([]rune(nil), text...)}
	n := len(p.runes)
	p.advance, p.grapheme, p.cluster, p.breaks = make([]float32, n), make([]bool, n+1), make([]bool, n+1), make([]uint8, n)
	p.space = make([]bool, n)
	e.segment(p)
	levels := p.levels()
	for _, r := range e.itemise(p, levels) {
		p.runs = append(p.runs, e.shapeRun(p.runes, r))
	}
	p.measure()
	e.shapeMarks(p)
	return p
}

// Direction is the base direction that the paragraph was shaped with.
func (p *Paragraph) Direction() Direction { return p.dir }

// Len is the number of runes of the text.
func (p *Paragraph) Len() int { return len(p.runes) }

// Wipe overwrites the text and drops its glyphs. The paragraph is empty afterwards (T-24).
func (p *Paragraph) Wipe() {
	clear(p.runes)
	for _, r := range p.runs {
		clear(r.glyphs)
	}
	p.runes, p.runs, p.advance, p.breaks, p.space = nil, nil, nil, nil, nil
	p.grapheme, p.cluster = []bool{true}, []bool{true}
}

// levels resolves the embedding levels, hard line by hard line.
func (p *Paragraph) levels() []uint8 {
	out := make([]uint8, 0, len(p.runes))
	for start := 0; start < len(p.runes); {
		end := start
		for end < len(p.runes) && p.breaks[end] != mustBreak {
			end++
		}
		end = min(end+1, len(p.runes))
		out = append(out, resolveLevels(p.runes[start:end], p.dir)...)
		start = end
	}
	return out
}

// measure fills the advances, boundaries and blanks of the glyph clusters.
func (p *Paragraph) measure() {
	for i := range p.cluster {
		p.cluster[i] = true
	}
	for _, r := range p.runs {
		for i := r.start; i < r.end; i++ {
			p.cluster[i] = false
		}
		for _, g := range r.glyphs {
			p.cluster[g.cluster] = true
			p.advance[g.cluster] += g.advance
		}
		p.cluster[r.start] = true
	}
	for i := 0; i < len(p.runes); {
		end, blank := p.clusterEnd(i), true
		for _, r := range p.runes[i:end] {
			blank = blank && (isSpace(r) || ignorable(r))
		}
		for ; i < end; i++ {
			p.space[i] = blank
		}
	}
}

// shapeMarks prepares the two marks that layout may add: the ellipsis of cut text and the hyphen of a soft break.
func (e *Engine) shapeMarks(p *Paragraph) {
	mark := func(s rune) run {
		return e.shapeRun([]rune{s}, run{end: 1, level: p.dir.level(), face: e.chain(p.bold)[0]})
	}
	p.ellipsis, p.hyphen = mark('…'), mark('-')
}

// silent tells the runes that get no glyph: line ends and other controls. They keep their place in the text.
func silent(r rune) bool {
	return r != '\t' && unicode.Is(unicode.Cc, r) || r == '\u2028' || r == '\u2029'
}

// ignorable tells the format characters that take no place and that stay with the font of what is before them.
func ignorable(r rune) bool {
	if r < softHyphen || r > '\u061C' && r < '\u06DD' {
		return false // the letters that nearly all text is made of
	}
	return unicode.In(r, unicode.Cf, unicode.Variation_Selector) || r == '\u034F'
}

// itemise cuts the text into runs of one level, font and script.
func (e *Engine) itemise(p *Paragraph, levels []uint8) []run {
	var runs []run
	chain := e.chain(p.bold)
	for i := 0; i < len(p.runes); {
		end := i + 1
		for end < len(p.runes) && !p.grapheme[end] && levels[end] == levels[i] {
			end++
		}
		if silent(p.runes[i]) {
			i = end
			continue
		}
		last := len(runs) - 1
		joins := last >= 0 && runs[last].end == i && runs[last].level == levels[i]
		f := pickFace(chain, p.runes[i:end])
		if f == nil && joins {
			f = runs[last].face
		} else if f == nil {
			f = chain[0]
		}
		if joins && runs[last].face == f {
			runs[last].end = end
		} else {
			runs = append(runs, run{start: i, end: end, level: levels[i], face: f})
		}
		i = end
	}
	return splitScripts(p.runes, runs)
}

// pickFace is the first face that draws all of a user-perceived character, else its base; nil when only ignorable runes are
// in it.
func pickFace(chain []*face, cluster []rune) *face {
	base := rune(-1)
	for _, r := range cluster {
		if !ignorable(r) {
			base = r
			break
		}
	}
	if base < 0 {
		return nil
	}
	var forBase *face
	for _, f := range chain {
		all := true
		for _, r := range cluster {
			all = all && (ignorable(r) || f.has(r))
		}
		if all {
			return f
		}
		if forBase == nil && f.has(base) {
			forBase = f
		}
	}
	if forBase == nil {
		return chain[0] // nobody has it: the first font's "missing" box
	}
	return forBase
}

// splitScripts cuts runs where one font meets two scripts (Latin next to Cyrillic), because shaping rules belong to one.
func splitScripts(text []rune, runs []run) []run {
	out := make([]run, 0, len(runs))
	for _, r := range runs {
		current := language.Common
		for i := r.start; i < r.end; i++ {
			script := language.LookupScript(text[i])
			if !script.Strong() || script == current || unicode.Is(unicode.M, text[i]) {
				continue
			}
			if current != language.Common {
				head := r
				head.end = i
				out = append(out, head)
				r.start = i
			}
			current = script
		}
		out = append(out, r)
	}
	return out
}

// scriptOf is the first real script in the text, Latin when it has none (digits, punctuation).
func scriptOf(text []rune) language.Script {
	for _, r := range text {
		if s := language.LookupScript(r); s.Strong() {
			return s
		}
	}
	return language.Latin
}

// shapingScale is the size in pixels per em at which HarfBuzz works; its results are divided by it again. All bundled fonts
// have 1000 units in an em, so nothing is rounded on the way.
const shapingScale = 1000

// shapeRun turns the runes of r into glyphs.
func (e *Engine) shapeRun(text []rune, r run) run {
	if r.end == r.start+1 && text[r.start] == ' ' {
		return r.asSpace() // half of the runs of Arabic text: letters and spaces come from two fonts
	}
	in := shaping.Input{
		Text: text, RunStart: r.start, RunEnd: r.end, Direction: di.DirectionLTR,
		Face: r.face.Face, Size: fixed.I(shapingScale), Script: scriptOf(text[r.start:r.end]), Language: "nl",
	}
	if in.Script == language.Arabic {
		in.Language = "ar"
	}
	if r.level&1 == 1 {
		in.Direction = di.DirectionRTL
	}
	out := e.shaper.Shape(in)
	r.glyphs = make([]glyph, len(out.Glyphs))
	em := func(v fixed.Int26_6) float32 { return float32(v) / (64 * shapingScale) * r.face.scale }
	for i, g := range out.Glyphs {
		r.glyphs[i] = glyph{
			id: uint32(g.GlyphID), cluster: int32(g.TextIndex()), advance: em(g.Advance), x: em(g.XOffset), y: em(g.YOffset),
			inkUp: em(g.YOffset + g.YBearing), inkDown: -em(g.YOffset + g.YBearing + g.Height),
			inkL: em(g.XOffset + g.XBearing), inkR: em(g.XOffset + g.XBearing + g.Width),
		}
	}
	return r
}

// asSpace is shapeRun for one space, about which HarfBuzz has nothing to say.
func (r run) asSpace() run {
	id, _ := r.face.NominalGlyph(' ')
	advance := r.face.HorizontalAdvance(id) / r.face.perEm
	r.glyphs = []glyph{{id: uint32(id), cluster: int32(r.start), advance: advance}}
	return r
}

// isSpace tells the runes that may hang over the end of a line.
func isSpace(r rune) bool {
	c := classOf(r)
	return (c == bidi.WS || c == bidi.S || c == bidi.B) && r != '\u202F' && r != '\u2007'
}
