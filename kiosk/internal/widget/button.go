package widget

import (
	"fyne.io/fyne/v2"

	"wijkloket/kiosk/internal/theme"
)

// ButtonKind is the weight of a button on its screen.
type ButtonKind int

// The kinds. A screen has at most one Primary: its one strong action.
const (
	Secondary ButtonKind = iota // a choice beside the main one: a line around it
	Primary                     // the one strong action
	Quiet                       // header, footer, and what is rarely wanted: no line
)

// ButtonSpec describes a button. Icon is the name of a pictogram and always stands beside the words.
type ButtonSpec struct {
	Kind      ButtonKind
	Icon      string
	Label     string
	IconAfter bool // the icon follows the words, as an arrow onwards does
	Stacked   bool // the icon stands above the words, in header and footer
	Role      theme.Role
	OnTap     func()
}

// Button is a thing to do, with words that say what happens (knop).
type Button struct {
	press
	spec  ButtonSpec
	words *Text
}

var _ fyne.Widget = (*Button)(nil)

// NewButton makes a button.
func NewButton(k Kit, spec ButtonSpec) *Button {
	b := &Button{spec: spec}
	b.words = NewText(spec.Label, k.Dir, b.style())
	b.start(k, b, spec.OnTap)
	return b
}

// Label returns the words on the button.
func (b *Button) Label() string { return b.spec.Label }

// Primary reports whether this is the strong action of its screen.
func (b *Button) Primary() bool { return b.spec.Kind == Primary }

// SetLabel changes the words on the button.
func (b *Button) SetLabel(label string) {
	b.spec.Label = label
	b.words.SetText(label)
	b.Refresh()
}

// least is the minimum side of A-1 for this kind.
func (b *Button) least() float32 {
	th := theme.Current()
	if b.spec.Kind == Primary {
		return max(th.TargetMain(), th.MM(13)+th.TextSize(theme.Body))
	}
	return th.Target()
}

// MinSize is the touch target of A-1; the words ask for more through HeightFor.
func (b *Button) MinSize() fyne.Size {
	b.ExtendBaseWidget(b)
	return fyne.NewSquareSize(b.least())
}

// HeightFor is the height at which all words fit.
func (b *Button) HeightFor(width float32) float32 {
	b.ExtendBaseWidget(b)
	m := b.measure(width)
	return max(b.least(), m.height)
}

// NaturalWidth is the width at which the words stand on one line.
func (b *Button) NaturalWidth() float32 {
	th := theme.Current()
	icon, pad := b.iconSize(), b.pad()
	words := b.words.NaturalWidth()
	if b.spec.Stacked {
		return max(words, icon) + 2*pad
	}
	if b.spec.Icon != "" {
		words += icon + th.Space(2)
	}
	return max(b.least(), words+2*pad)
}

// leastWidth is the width at which no word is cut.
func (b *Button) leastWidth() float32 {
	w := b.words.LeastWidth() + 2*b.pad()
	if !b.spec.Stacked && b.spec.Icon != "" {
		w += b.iconSize() + theme.Current().Space(2)
	}
	return ceil(w)
}

func (b *Button) iconSize() float32 {
	if b.spec.Icon == "" {
		return 0
	}
	if b.spec.Stacked {
		return theme.Current().TextSize(b.spec.Role) * 1.7
	}
	return theme.Current().TextSize(b.spec.Role) * 1.35
}

func (b *Button) pad() float32 {
	th := theme.Current()
	if b.spec.Stacked {
		return th.Space(1)
	}
	if b.spec.Kind == Primary {
		return th.Space(4)
	}
	return th.Space(3)
}

func (b *Button) style() Style {
	s := Style{Size: theme.Current().TextSize(b.spec.Role), Bold: !b.spec.Stacked, Color: b.ink(), Align: AlignStart}
	if b.spec.Stacked || b.spec.Icon == "" {
		s.Align = AlignCenter
	}
	return s
}

func (b *Button) ink() fyne.ThemeColorName {
	switch {
	case b.disabled:
		return theme.InkSoft
	case b.spec.Kind == Primary:
		return theme.ActionInk
	case b.spec.Stacked:
		return theme.Ink
	}
	return theme.Action
}

// buttonMeasure is where the parts of a button go at a width.
type buttonMeasure struct {
	icon, gap, words, wordsHeight, height float32
}

func (b *Button) measure(width float32) buttonMeasure {
	th, pad := theme.Current(), b.pad()
	m := buttonMeasure{icon: b.iconSize(), gap: th.Space(2)}
	if b.spec.Stacked {
		m.gap = th.Space(1)
		m.words = width - 2*pad
		m.wordsHeight = b.words.HeightFor(m.words)
		m.height = m.icon + m.gap + m.wordsHeight + 2*pad
		return m
	}
	if m.icon == 0 {
		m.gap = 0
	}
	room := max(1, width-2*pad-m.icon-m.gap)
	m.words = min(room, ceil(b.words.NaturalWidth()))
	m.wordsHeight = b.words.HeightFor(m.words)
	m.height = max(m.icon, m.wordsHeight) + 2*th.Space(2)
	return m
}

// CreateRenderer implements fyne.Widget.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	b.ExtendBaseWidget(b)
	r := &buttonRenderer{button: b, box: newBox()}
	r.icon = newPictogram(b.kit, b.spec.Icon, b.ink())
	r.Refresh()
	return r
}

type buttonRenderer struct {
	button *Button
	box    box
	icon   *pictogram
}

var _ fyne.WidgetRenderer = (*buttonRenderer)(nil)

func (r *buttonRenderer) Destroy() {}

func (r *buttonRenderer) MinSize() fyne.Size { return r.button.MinSize() }

func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.box.ground, r.icon, r.button.words, r.box.ring}
}

func (r *buttonRenderer) Layout(size fyne.Size) {
	r.box.layout(size)
	b := r.button
	m := b.measure(size.Width)
	if b.spec.Stacked {
		top := (size.Height - m.icon - m.gap - m.wordsHeight) / 2
		place(r.icon, (size.Width-m.icon)/2, top, m.icon, m.icon)
		place(b.words, (size.Width-m.words)/2, top+m.icon+m.gap, m.words, m.wordsHeight)
		return
	}
	group := m.icon + m.gap + m.words
	start := (size.Width - group) / 2
	iconX, wordsX := start, start+m.icon+m.gap
	if b.spec.IconAfter {
		iconX, wordsX = start+m.words+m.gap, start
	}
	place(r.icon, b.kit.mirror(iconX, m.icon, size.Width), (size.Height-m.icon)/2, m.icon, m.icon)
	place(b.words, b.kit.mirror(wordsX, m.words, size.Width), (size.Height-m.wordsHeight)/2, m.words, m.wordsHeight)
}

func (r *buttonRenderer) Refresh() {
	b, th := r.button, theme.Current()
	switch {
	case b.disabled:
		r.box.paint(theme.SurfaceDown, theme.Line, th.Stroke())
	case b.spec.Kind == Primary && b.down:
		r.box.paint(theme.ActionDown, "", 0)
	case b.spec.Kind == Primary:
		r.box.paint(theme.Action, "", 0)
	case b.down:
		r.box.paint(theme.SurfaceDown, theme.Action, th.Stroke())
	case b.spec.Kind == Secondary:
		r.box.paint(theme.Surface, theme.Action, th.Stroke())
	default:
		r.box.paint(theme.Paper, "", 0)
	}
	ring := theme.Focus
	if b.spec.Kind == Primary {
		ring = theme.ActionInk
	}
	r.box.focus(b.focused, ring)
	r.icon.set(b.spec.Icon, b.ink())
	b.words.SetStyle(b.style())
	r.Layout(b.Size())
}
