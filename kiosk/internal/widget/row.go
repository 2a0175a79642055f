package widget

import (
	"strconv"

	"fyne.io/fyne/v2"

	"wijkloket/kiosk/internal/theme"
)

// RowSpec describes a row: a fact with its name, and at the end what one can do with it or, when Strong, the fact itself
// in large type.
type RowSpec struct {
	Icon   string
	Label  string
	Hint   string
	Value  string
	Strong bool // Label leads and Value stands large at the end: a telephone number
	Action string
	OnTap  func()
}

// Row is one fact in a list of facts (rij).
type Row struct {
	Card
	spec RowSpec
}

var _ fyne.Widget = (*Row)(nil)

// NewRow makes a row.
func NewRow(k Kit, spec RowSpec) *Row {
	r := &Row{spec: spec}
	words, end := r.words(k), r.end(k)
	content := fyne.CanvasObject(words)
	if spec.Icon != "" {
		content = beside(k, spec.Icon, theme.Action, words)
	}
	if end != nil {
		content = &fyne.Container{Layout: rowLayout{k}, Objects: []fyne.CanvasObject{content, end}}
	}
	r.build(theme.Surface, theme.Hairline, content)
	r.ExtendBaseWidget(r)
	return r
}

// Value returns the row's fact.
func (r *Row) Value() string { return r.spec.Value }

func (r *Row) words(k Kit) *fyne.Container {
	s, th := r.spec, theme.Current()
	bold := Style{Size: th.TextSize(theme.Body), Bold: true, Color: theme.Ink}
	if s.Strong {
		words := []fyne.CanvasObject{NewText(s.Label, k.Dir, bold)}
		if s.Hint != "" {
			words = append(words, Words(k, theme.Small, s.Hint))
		}
		return Column(1, words...)
	}
	return Column(1, Words(k, theme.Small, s.Label), NewText(s.Value, k.Dir, bold))
}

func (r *Row) end(k Kit) fyne.CanvasObject {
	s, th := r.spec, theme.Current()
	switch {
	case s.Strong:
		return NewText(s.Value, k.Dir, Style{Size: th.TextSize(theme.Heading) * 1.25, Bold: true, Color: theme.Action, Align: AlignEnd})
	case s.Action != "":
		return NewButton(k, ButtonSpec{Label: s.Action, Icon: "pencil", OnTap: s.OnTap})
	}
	return nil
}

// rowLayout gives the end its natural width and the words the rest; where that leaves too little for words, the end
// stands below them.
type rowLayout struct{ kit Kit }

// leastWords is the share of a row that words need beside an end.
const leastWords = 0.5

// natural is the width at which the words of an end stand on one line. The unit more is for widths that are rounded to
// whole units on the way to them.
func natural(o fyne.CanvasObject) float32 {
	switch v := o.(type) {
	case *Button:
		return ceil(v.NaturalWidth()) + 1
	case *Text:
		return ceil(v.NaturalWidth()) + 1
	}
	return o.MinSize().Width
}

func (l rowLayout) measure(objects []fyne.CanvasObject, width float32) (words, end float32, below bool) {
	gap := max(theme.Current().Gap(), theme.Current().Space(3))
	end = min(width, natural(objects[1]))
	words = width - end - gap
	if words < width*leastWords {
		return width, end, true
	}
	return words, end, false
}

func (l rowLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	words, end, below := l.measure(objects, width)
	h, he := HeightFor(objects[0], words), HeightFor(objects[1], end)
	if below {
		return h + theme.Current().Space(2) + he
	}
	return max(h, he)
}

// Layout implements fyne.Layout.
func (l rowLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	words, end, below := l.measure(objects, size.Width)
	h, he := HeightFor(objects[0], words), HeightFor(objects[1], end)
	if below {
		place(objects[0], 0, 0, words, h)
		place(objects[1], l.kit.mirror(0, end, size.Width), h+theme.Current().Space(2), end, he)
		return
	}
	place(objects[0], l.kit.mirror(0, words, size.Width), (size.Height-h)/2, words, h)
	place(objects[1], l.kit.mirror(size.Width-end, end, size.Width), (size.Height-he)/2, end, he)
}

// MinSize implements fyne.Layout.
func (rowLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// NewStep makes one numbered instruction.
func NewStep(k Kit, number int, text string) *Row {
	r := &Row{spec: RowSpec{Label: strconv.Itoa(number), Value: text}}
	digit := NewText(strconv.Itoa(number), k.Dir, Style{Size: theme.Current().TextSize(theme.Heading), Bold: true, Color: theme.Action, Align: AlignCenter})
	r.build(theme.Surface, theme.Hairline, &fyne.Container{Layout: stepLayout{besideLayout{k, drawing}}, Objects: []fyne.CanvasObject{digit, Words(k, theme.Body, text)}})
	r.ExtendBaseWidget(r)
	return r
}

// stepLayout is besideLayout for a digit, which needs the height of its line.
type stepLayout struct{ besideLayout }

func (l stepLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return max(HeightFor(objects[0], l.icon()), l.besideLayout.heightFor(objects, width))
}

// Layout implements fyne.Layout.
func (l stepLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	icon := l.icon()
	x := icon + theme.Current().Space(3)
	w := size.Width - x
	digit, words := HeightFor(objects[0], icon), HeightFor(objects[1], w)
	place(objects[0], l.kit.mirror(0, icon, size.Width), (size.Height-digit)/2, icon, digit)
	place(objects[1], l.kit.mirror(x, w, size.Width), (size.Height-words)/2, w, words)
}
