package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"wijkloket/kiosk/internal/theme"
)

// Choice says what touching a tile means.
type Choice int

// The choices.
const (
	Goes Choice = iota // goes on to something
	One                // one of several
	Many               // any number of several
)

// Tone is the colour of a tile's drawing: a pillar, what is good to know, or none.
type Tone int

// The tones.
const (
	ToneAction Tone = iota
	ToneMeet        // ontmoeting
	ToneHelp        // hulpverlening
	ToneHood        // buurtwerk
	ToneGood        // there already, or likely
)

// roles are ground and ink of a tone.
func (t Tone) roles() (ground, ink fyne.ThemeColorName) {
	switch t {
	case ToneMeet:
		return theme.Meet, theme.MeetInk
	case ToneHelp:
		return theme.Help, theme.HelpInk
	case ToneHood:
		return theme.Hood, theme.HoodInk
	case ToneGood:
		return theme.Good, theme.GoodInk
	}
	return theme.ActionSoft, theme.Action
}

// TileSpec describes a tile. Word says of a choice, below the hint, that it is chosen ("Gekozen"), and of a tile that leads on,
// above the hint, what it is. Colour alone says nothing.
type TileSpec struct {
	Icon, Title, Hint string
	Tone              Tone
	Choice            Choice
	Chosen            bool
	Word              string
	Stacked           bool // the drawing stands above the words, for the few big tiles of a home screen
	OnTap             func()
}

// Tile is a big choice with a drawing, a title and a hint (tegel).
type Tile struct {
	press
	spec              TileSpec
	title, hint, word *Text
}

var _ fyne.Widget = (*Tile)(nil)

// NewTile makes a tile. A tile that is a choice does not change by itself: the screen decides and calls SetChosen.
func NewTile(k Kit, spec TileSpec) *Tile {
	t := &Tile{spec: spec}
	t.title = NewText(spec.Title, k.Dir, t.titleStyle())
	t.hint = NewText(spec.Hint, k.Dir, t.hintStyle())
	t.word = NewText(spec.Word, k.Dir, t.wordStyle())
	t.start(k, t, spec.OnTap)
	return t
}

// Title returns the tile's title.
func (t *Tile) Title() string { return t.spec.Title }

// Chosen reports whether the tile is chosen.
func (t *Tile) Chosen() bool { return t.spec.Chosen }

// SetChosen shows the tile as chosen or not.
func (t *Tile) SetChosen(chosen bool) {
	t.spec.Chosen = chosen
	t.Refresh()
}

func (t *Tile) titleStyle() Style {
	s := Style{Size: theme.Current().TextSize(theme.Heading), Bold: true, Color: theme.Ink}
	if t.spec.Stacked && t.spec.Choice == Goes {
		s.Align = AlignCenter
	}
	return s
}

func (t *Tile) hintStyle() Style {
	s := Style{Size: theme.Current().TextSize(theme.Small), Color: theme.InkSoft, Align: t.titleStyle().Align}
	if t.spec.Chosen {
		s.Color = theme.Ink
	}
	return s
}

func (t *Tile) wordStyle() Style {
	_, ink := t.spec.Tone.roles()
	return Style{Size: theme.Current().TextSize(theme.Small), Bold: true, Color: ink, Align: t.titleStyle().Align}
}

// MinSize is the touch target of a main action.
func (t *Tile) MinSize() fyne.Size {
	t.ExtendBaseWidget(t)
	return fyne.NewSquareSize(t.least())
}

func (t *Tile) least() float32 {
	th := theme.Current()
	if t.spec.Stacked {
		return th.Roomy(40)
	}
	return max(th.TargetMain(), th.Roomy(22))
}

// tileMark is the size of the mark of a choice in em of the title.
const tileMark = 1.15

// tileMeasure is where the parts of a tile go at a width.
type tileMeasure struct {
	pad, disc, mark, words            float32
	titleH, hintH, wordH, gap, height float32
}

// measure says where the parts go, with room for the chosen word or without. It changes nothing: a tile may be drawn while
// its parent asks how high it would be.
func (t *Tile) measure(width float32, chosen bool) tileMeasure {
	th := theme.Current()
	m := tileMeasure{pad: th.Space(4), gap: th.Space(1)}
	if t.spec.Icon != "" {
		m.disc = max(th.TextSize(theme.Heading)*1.9, th.Roomy(17))
	}
	if t.markName() != "" {
		m.mark = th.TextSize(theme.Heading) * tileMark
	}
	m.words = width - 2*m.pad
	if t.spec.Stacked {
		m.disc *= 1.5
	} else {
		m.words -= spaced(m.disc, th.Space(4)) + spaced(m.mark, th.Space(3))
		// Words come first: where large text leaves them too little room, the drawing goes.
		if m.words < max(t.title.LeastWidth(), t.hint.LeastWidth()) {
			m.words += spaced(m.disc, th.Space(4))
			m.disc = 0
		}
	}
	m.words = max(1, m.words)
	m.titleH = t.title.HeightFor(m.words)
	if t.spec.Hint != "" {
		m.hintH = t.hint.HeightFor(m.words) + m.gap
	}
	if t.worded(chosen) {
		m.wordH = t.word.HeightFor(m.words) + m.gap
	}
	m.height = m.titleH + m.hintH + m.wordH
	if t.spec.Stacked {
		m.height += m.disc + th.Space(4) + 2*m.pad
	} else {
		m.height = max(m.height, m.disc, m.mark) + 2*th.Space(3)
	}
	m.height = max(m.height, t.least())
	return m
}

// worded reports whether the word shows.
func (t *Tile) worded(chosen bool) bool {
	return t.spec.Word != "" && (chosen || t.spec.Choice == Goes)
}

// wordFirst: what a tile is stands above what is told of it; that it is chosen comes and goes below, where it moves nothing.
func (t *Tile) wordFirst() bool { return t.spec.Choice == Goes }

// leastWidth is the width at which no word is cut.
func (t *Tile) leastWidth() float32 {
	th := theme.Current()
	words := max(t.title.LeastWidth(), t.hint.LeastWidth(), t.word.LeastWidth()) + 2*th.Space(4)
	if t.spec.Stacked || t.markName() == "" {
		return ceil(words)
	}
	return ceil(words + th.TextSize(theme.Heading)*tileMark + th.Space(3))
}

// choiceLines is how many lines the words of a choice may take beside another: more are read as a text, one below the other.
const choiceLines = 2

// crowded reports whether a choice takes more lines than that at a width.
func (t *Tile) crowded(width float32) bool {
	return t.spec.Choice != Goes && len(t.title.layout(t.measure(width, true).words).Lines) > choiceLines
}

// spaced adds a gap to what is there.
func spaced(size, gap float32) float32 {
	if size == 0 {
		return 0
	}
	return size + gap
}

// HeightFor is the height at which all words fit. A choice keeps room for its chosen word, so that nothing moves under
// the finger when it is chosen.
func (t *Tile) HeightFor(width float32) float32 {
	return t.measure(width, t.spec.Chosen || t.spec.Choice != Goes).height
}

// CreateRenderer implements fyne.Widget.
func (t *Tile) CreateRenderer() fyne.WidgetRenderer {
	t.ExtendBaseWidget(t)
	_, ink := t.spec.Tone.roles()
	r := &tileRenderer{tile: t, box: newBox(), disc: canvas.NewRectangle(theme.Current().RGBA(theme.ActionSoft))}
	r.icon = newPictogram(t.kit, t.spec.Icon, ink)
	r.mark = newPictogram(t.kit, t.markName(), theme.Action)
	r.Refresh()
	return r
}

func (t *Tile) markName() string {
	name := map[Choice]string{One: "choice-one", Many: "choice-many"}[t.spec.Choice]
	switch {
	case name != "" && t.spec.Chosen:
		return name + "-on"
	case name == "" && !t.spec.Stacked:
		return "chevron-right"
	}
	return name
}

type tileRenderer struct {
	tile       *Tile
	box        box
	disc       *canvas.Rectangle
	icon, mark *pictogram
}

var _ fyne.WidgetRenderer = (*tileRenderer)(nil)

func (r *tileRenderer) Destroy() {}

func (r *tileRenderer) MinSize() fyne.Size { return r.tile.MinSize() }

func (r *tileRenderer) Objects() []fyne.CanvasObject {
	t := r.tile
	hint, word := t.hint, t.word
	if t.wordFirst() {
		hint, word = word, hint
	}
	return []fyne.CanvasObject{r.box.ground, r.disc, r.icon, r.mark, t.title, hint, word, r.box.ring}
}

func (r *tileRenderer) Layout(size fyne.Size) {
	r.box.layout(size)
	t, k, th := r.tile, r.tile.kit, theme.Current()
	m := t.measure(size.Width, t.spec.Chosen)
	words := m.titleH + m.hintH + m.wordH
	x, y := m.pad, (size.Height-words)/2
	discX, discY := m.pad, (size.Height-m.disc)/2
	// Stacked tiles of one row start at the same height, however long their words are.
	if t.spec.Stacked {
		room := max(m.pad, size.Height-words-m.disc-th.Space(4)-m.pad)
		discX, discY = (size.Width-m.disc)/2, min(room, max(m.pad, size.Height*0.13))
		y = discY + m.disc + th.Space(4)
	} else {
		x += spaced(m.disc, th.Space(4))
	}
	r.disc.CornerRadius = m.disc / 2
	place(r.disc, k.mirror(discX, m.disc, size.Width), discY, m.disc, m.disc)
	icon := m.disc * 0.58
	place(r.icon, k.mirror(discX, m.disc, size.Width)+(m.disc-icon)/2, discY+(m.disc-icon)/2, icon, icon)
	markX, markY := size.Width-m.pad-m.mark, (size.Height-m.mark)/2
	if t.spec.Stacked {
		markY = m.pad
	}
	place(r.mark, k.mirror(markX, m.mark, size.Width), markY, m.mark, m.mark)
	left := k.mirror(x, m.words, size.Width)
	place(t.title, left, y, m.words, m.titleH)
	y += m.titleH + m.gap
	hintY, wordY := y, y+m.hintH
	if t.wordFirst() {
		hintY, wordY = y+m.wordH, y
	}
	place(t.hint, left, hintY, m.words, max(0, m.hintH-m.gap))
	place(t.word, left, wordY, m.words, max(0, m.wordH-m.gap))
}

func (r *tileRenderer) Refresh() {
	t, th := r.tile, theme.Current()
	ground, ink := t.spec.Tone.roles()
	switch {
	case t.down:
		r.box.paint(theme.SurfaceDown, theme.Action, th.Stroke())
	case t.spec.Chosen:
		r.box.paint(theme.ActionSoft, theme.Action, th.Stroke()*2)
		ground, ink = theme.Surface, theme.Action
	default:
		r.box.paint(theme.Surface, theme.Line, th.Stroke())
	}
	r.box.focus(t.focused, theme.Focus)
	r.disc.FillColor = th.RGBA(ground)
	show(r.disc, t.spec.Icon != "")
	r.disc.Refresh()
	r.icon.set(t.spec.Icon, ink)
	r.mark.set(t.markName(), theme.Action)
	t.title.SetStyle(t.titleStyle())
	t.hint.SetStyle(t.hintStyle())
	t.word.SetStyle(t.wordStyle())
	show(t.hint, t.spec.Hint != "")
	show(t.word, t.worded(t.spec.Chosen))
	r.Layout(t.Size())
}

// show shows or hides an object.
func show(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}
