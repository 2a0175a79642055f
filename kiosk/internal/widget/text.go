package widget

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	fynewidget "fyne.io/fyne/v2/widget"

	"wijkloket/kiosk/internal/typeset"
)

// Align places lines; start and end follow the reading direction.
type Align = typeset.Align

// The alignments.
const (
	AlignStart  = typeset.AlignStart
	AlignCenter = typeset.AlignCenter
	AlignEnd    = typeset.AlignEnd
)

// Style is how a text looks. The zero value draws nothing: Size comes from the theme's type scale.
type Style struct {
	Size        float32 // of the em, in Fyne units
	Bold        bool
	Color       fyne.ThemeColorName // empty: the theme's foreground
	Align       Align
	MaxLines    int     // 0: no limit; text that is cut ends in an ellipsis
	LineSpacing float32 // distance of base lines in em; 0: what suits the script
}

// minWidthEm bounds the width that one long word may claim as its minimum: a wider word is cut between characters rather
// than pushing its screen off the glass.
const minWidthEm = 8

// Text is words on the glass, in any script and both directions: the only way text gets onto a kiosk screen. It
// wraps to its width. Fyne asks for a minimum size before it knows a width, so MinSize answers for the width that Text has
// now, and Fyne's next frame corrects the parents when that changes; layouts that know better ask HeightFor.
//
// Text is used on Fyne's goroutine only, as every widget is.
type Text struct {
	fynewidget.BaseWidget
	text  string
	dir   typeset.Direction
	style Style

	par   *typeset.Paragraph // of text and weight; nil when they changed
	lay   *typeset.Layout    // of par; nil when anything changed
	width float32            // that lay was asked for
}

// NewText makes a text with the base direction of its language. In right-to-left text, phone numbers, codes and addresses
// keep reading from left to right by themselves ([typeset.Guard]).
func NewText(text string, dir typeset.Direction, style Style) *Text {
	t := &Text{text: text, dir: dir, style: style}
	t.ExtendBaseWidget(t)
	return t
}

// Text returns the words as they were set.
func (t *Text) Text() string { return t.text }

// SetText changes the words.
func (t *Text) SetText(text string) {
	if text == t.text {
		return
	}
	t.text, t.par, t.lay = text, nil, nil
	t.Refresh()
}

// SetStyle changes the look.
func (t *Text) SetStyle(style Style) {
	if style == t.style {
		return
	}
	if style.Bold != t.style.Bold {
		t.par = nil
	}
	t.style, t.lay = style, nil
	t.Refresh()
}

// SetColor changes the colour role.
func (t *Text) SetColor(name fyne.ThemeColorName) {
	style := t.style
	style.Color = name
	t.SetStyle(style)
}

// SetDirection changes the base direction, when the visitor changes the language.
func (t *Text) SetDirection(dir typeset.Direction) {
	if dir == t.dir {
		return
	}
	t.dir, t.par, t.lay = dir, nil, nil
	t.Refresh()
}

// HeightFor is the height that the text takes at a width.
func (t *Text) HeightFor(width float32) float32 {
	return t.layout(width).Height
}

// NaturalWidth is the width at which only the text's own line ends break it.
func (t *Text) NaturalWidth() float32 { return t.paragraph().Layout(t.format(0)).Width }

// MinSize is as wide as the widest word (at most 8 em) and as high as the lines at the present width.
func (t *Text) MinSize() fyne.Size {
	t.ExtendBaseWidget(t)
	width := min(t.paragraph().MinWidth(t.style.Size), minWidthEm*t.style.Size)
	return fyne.NewSize(ceil(width), t.HeightFor(t.Size().Width))
}

// ceil rounds up to whole units, so that a parent which rounds does not make a line break.
func ceil(v float32) float32 { return float32(math.Ceil(float64(v))) }

func (t *Text) format(width float32) typeset.Format {
	s := t.style
	return typeset.Format{Size: s.Size, Width: width, Align: s.Align, MaxLines: s.MaxLines, LineHeight: s.LineSpacing}
}

func (t *Text) paragraph() *typeset.Paragraph {
	if t.par == nil {
		t.par = typeset.Default().Shape(typeset.Guard(t.text, t.dir), t.dir, t.style.Bold)
	}
	return t.par
}

// layout gives the lines for a width. The last answer is kept, because who asks for a height is about to give that width.
func (t *Text) layout(width float32) *typeset.Layout {
	if t.lay == nil || t.width != width {
		t.lay, t.width = t.paragraph().Layout(t.format(width)), width
	}
	return t.lay
}

func (t *Text) color() color.Color {
	name := t.style.Color
	if name == "" {
		name = fynetheme.ColorNameForeground
	}
	return themeColor(t.Theme(), name)
}

// themeColor asks a theme for a role in the variant that the app has now.
func themeColor(th fyne.Theme, name fyne.ThemeColorName) color.Color {
	variant := fynetheme.VariantLight
	if app := fyne.CurrentApp(); app != nil {
		variant = app.Settings().ThemeVariant()
	}
	return th.Color(name, variant)
}

// CreateRenderer implements fyne.Widget.
func (t *Text) CreateRenderer() fyne.WidgetRenderer {
	t.ExtendBaseWidget(t)
	r := &textRenderer{text: t}
	r.ink = newInkLayer(t.color)
	return r
}

// textRenderer shows the lines of a Text.
type textRenderer struct {
	text *Text
	ink  *inkLayer
}

func (r *textRenderer) Destroy() {}

func (r *textRenderer) MinSize() fyne.Size { return r.text.MinSize() }

func (r *textRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.ink.raster} }

// Layout breaks the lines for the new width.
func (r *textRenderer) Layout(size fyne.Size) { r.ink.show(r.text.layout(size.Width)) }

// Refresh draws again, in case the words, the theme or the scale changed.
func (r *textRenderer) Refresh() {
	r.Layout(r.text.Size())
	canvas.Refresh(r.ink.raster)
}
