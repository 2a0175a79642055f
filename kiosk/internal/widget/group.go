package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynewidget "fyne.io/fyne/v2/widget"

	"wijkloket/kiosk/internal/theme"
)

// group is a widget that is only an arrangement of others.
type group struct {
	fynewidget.BaseWidget
	root fyne.CanvasObject
}

// MinSize is nothing: the page decides.
func (g *group) MinSize() fyne.Size { return fyne.Size{} }

// HeightFor is the height that the arrangement wants at a width.
func (g *group) HeightFor(width float32) float32 { return HeightFor(g.root, width) }

func (g *group) parts() []fyne.CanvasObject { return []fyne.CanvasObject{g.root} }

// CreateRenderer implements fyne.Widget.
func (g *group) CreateRenderer() fyne.WidgetRenderer { return &groupRenderer{g} }

type groupRenderer struct{ g *group }

var _ fyne.WidgetRenderer = (*groupRenderer)(nil)

func (r *groupRenderer) Destroy()                     {}
func (r *groupRenderer) MinSize() fyne.Size           { return fyne.Size{} }
func (r *groupRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.g.root} }
func (r *groupRenderer) Layout(size fyne.Size)        { r.g.root.Resize(size) }
func (r *groupRenderer) Refresh() {
	r.Layout(r.g.Size())
	r.g.root.Refresh()
}

// Words is a text in a role of the type scale: Body in ink, Title and Heading bold, Small in soft ink.
func Words(k Kit, role theme.Role, text string) *Text {
	s := Style{Size: theme.Current().TextSize(role), Color: theme.Ink}
	switch role {
	case theme.Title:
		s.Bold, s.LineSpacing = true, tightLine(k)
	case theme.Heading, theme.Display:
		s.Bold = true
	case theme.Small:
		s.Color = theme.InkSoft
	}
	return NewText(text, k.Dir, s)
}

// LeastWidth is the narrowest place that a text may get: its widest word, or five em for a word so long that it is cut in
// any case.
func (t *Text) LeastWidth() float32 {
	if t.text == "" {
		return 0
	}
	widest := t.MinSize().Width
	if widest >= minWidthEm*t.style.Size {
		return 5 * t.style.Size
	}
	return widest
}

// tightLine sets large Latin type closer than running text; Arabic keeps the room its marks need.
func tightLine(k Kit) float32 {
	if k.rtl() {
		return 0
	}
	return 1.18
}

// Card is a quiet ground that keeps together what belongs together (kaart).
type Card struct {
	group
	ground *canvas.Rectangle
}

var _ fyne.Widget = (*Card)(nil)

// NewCard makes a card around its content, one below the other.
func NewCard(content ...fyne.CanvasObject) *Card {
	c := &Card{}
	c.build(theme.Surface, theme.Hairline, Column(3, content...))
	c.ExtendBaseWidget(c)
	return c
}

// build lays the content on a ground of its own.
func (c *Card) build(fill, line fyne.ThemeColorName, content fyne.CanvasObject) {
	th := theme.Current()
	c.ground = canvas.NewRectangle(th.RGBA(fill))
	c.ground.CornerRadius, c.ground.StrokeColor, c.ground.StrokeWidth = th.Radius(), th.RGBA(line), th.Stroke()
	c.root = &fyne.Container{Layout: onGround{}, Objects: []fyne.CanvasObject{c.ground, Inset(4, 0, content)}}
}

// onGround lays a content over a ground of the same size.
type onGround struct{}

func (onGround) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return HeightFor(objects[1], width)
}

// Layout implements fyne.Layout.
func (onGround) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		place(o, 0, 0, size.Width, size.Height)
	}
}

// MinSize implements fyne.Layout.
func (onGround) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// NoticeKind is what a notice is about.
type NoticeKind int

// The kinds, each with a drawing and a word of its own. There is no red one.
const (
	Info  NoticeKind = iota
	Alert            // something to put right
	Good             // something done
)

// Notice tells one thing apart from the rest: a drawing, a word, a sentence (melding).
type Notice struct {
	Card
	kind NoticeKind
	word string
	text string
}

// NewNotice makes a notice. word names the kind ("Let op"), text says what to know or do.
func NewNotice(k Kit, kind NoticeKind, word, text string) *Notice {
	fill, ink, icon := theme.ActionSoft, theme.HelpInk, "info"
	switch kind {
	case Alert:
		fill, ink, icon = theme.Alert, theme.AlertInk, "warning"
	case Good:
		fill, ink, icon = theme.Good, theme.GoodInk, "check"
	}
	th := theme.Current()
	parts := []fyne.CanvasObject{}
	if word != "" {
		parts = append(parts, NewText(word, k.Dir, Style{Size: th.TextSize(theme.Body), Bold: true, Color: ink}))
	}
	if text != "" {
		parts = append(parts, NewText(text, k.Dir, Style{Size: th.TextSize(theme.Body), Color: ink}))
	}
	n := &Notice{kind: kind, word: word, text: text}
	n.build(fill, ink, beside(k, icon, ink, Column(1, parts...)))
	n.ExtendBaseWidget(n)
	return n
}

// Word returns the word that names the kind.
func (n *Notice) Word() string { return n.word }

// Text returns the notice's sentence.
func (n *Notice) Text() string { return n.text }

// Beside puts a drawing at the start side of words: a heading, a point of a list.
func Beside(k Kit, icon string, words fyne.CanvasObject) *fyne.Container {
	return beside(k, icon, theme.Action, words)
}

// beside puts a drawing at the start side of an object.
func beside(k Kit, icon string, role fyne.ThemeColorName, o fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: besideLayout{k, drawing}, Objects: []fyne.CanvasObject{newPictogram(k, icon, role), o}}
}

type besideLayout struct {
	kit   Kit
	lines float32 // how large the first object is
}

func (l besideLayout) icon() float32 { return theme.Current().TextSize(theme.Body) * l.lines }

func (l besideLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	icon := l.icon()
	return max(icon, HeightFor(objects[1], width-icon-theme.Current().Space(3)))
}

// Layout implements fyne.Layout.
func (l besideLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	icon := l.icon()
	x := icon + theme.Current().Space(3)
	w := size.Width - x
	h := HeightFor(objects[1], w)
	place(objects[0], l.kit.mirror(0, icon, size.Width), 0, icon, icon)
	place(objects[1], l.kit.mirror(x, w, size.Width), max(0, (min(icon, size.Height)-h)/2), w, h)
}

// MinSize implements fyne.Layout.
func (besideLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }
