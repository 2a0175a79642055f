package widget

import (
	"fmt"
	"unicode"

	"fyne.io/fyne/v2"
	fynewidget "fyne.io/fyne/v2/widget"

	"wijkloket/kiosk/internal/theme"
)

// KeyboardSpec describes an on-screen keyboard. The words stand on its special keys.
type KeyboardSpec struct {
	Layouts                       []string // names of files in assets/data/keyboards; the first shows first
	Space, Backspace, Shift, Done string
	Capital                       bool // start with a capital, for a name
	OnText                        func(text string)
	OnBackspace                   func()
	OnDone                        func()
}

// Keyboard is the on-screen keyboard (schermtoetsenbord). It types what its keys show, knows nothing about the field it
// types into, and keeps nothing of what was typed (T-24). No key repeats or asks for a long press.
type Keyboard struct {
	fynewidget.BaseWidget
	kit     Kit
	spec    KeyboardSpec
	layouts []keyLayout
	shown   int
	shift   shiftState
	rows    [][]*key
}

var _ fyne.Widget = (*Keyboard)(nil)

// shiftState is small letters, one capital, or all capitals.
type shiftState int

const (
	small shiftState = iota
	once
	locked
)

// NewKeyboard makes a keyboard. It fails when a layout is missing or cannot be read.
func NewKeyboard(k Kit, spec KeyboardSpec) (*Keyboard, error) {
	b := &Keyboard{kit: k, spec: spec}
	if len(spec.Layouts) == 0 {
		return nil, fmt.Errorf("widget: a keyboard without a layout")
	}
	for _, name := range spec.Layouts {
		layout, err := loadLayout(name)
		if err != nil {
			return nil, err
		}
		b.layouts = append(b.layouts, layout)
	}
	if spec.Capital {
		b.shift = once
	}
	b.build()
	b.ExtendBaseWidget(b)
	return b, nil
}

// Feed makes the keyboard type into an entry from now on; nil types nowhere.
func (b *Keyboard) Feed(e *Entry) {
	b.spec.OnText, b.spec.OnBackspace = nil, nil
	if e == nil {
		return
	}
	b.spec.OnText = func(text string) {
		for _, r := range text {
			e.Insert(r)
		}
	}
	b.spec.OnBackspace = e.Backspace
}

// Layout returns the name of the layout that shows.
func (b *Keyboard) Layout() string { return b.layouts[b.shown].file }

// build makes the keys of the layout that shows.
func (b *Keyboard) build() {
	b.rows = nil
	for _, row := range b.layouts[b.shown].rows {
		var keys []*key
		for _, cap := range row {
			keys = append(keys, newKey(b, cap))
		}
		b.rows = append(b.rows, keys)
	}
}

// struck acts on a key.
func (b *Keyboard) struck(cap keyCap) {
	switch cap.special {
	case keyShift:
		b.shift = (b.shift + 1) % 3
		b.relabel()
	case keyBackspace:
		call(b.spec.OnBackspace)
	case keySwitch:
		b.shown = (b.shown + 1) % len(b.layouts)
		b.shift = small
		b.build()
		b.Refresh()
	case keyDone:
		call(b.spec.OnDone)
	case keySpace:
		b.typed(" ")
	default:
		b.typed(b.cased(cap.text))
	}
}

func (b *Keyboard) typed(text string) {
	if b.spec.OnText != nil {
		b.spec.OnText(text)
	}
	if b.shift == once && text != " " {
		b.shift = small
		b.relabel()
	}
}

func call(f func()) {
	if f != nil {
		f()
	}
}

// cased is what a key types now.
func (b *Keyboard) cased(text string) string {
	if b.shift == small {
		return text
	}
	upper := []rune(text)
	for i, r := range upper {
		upper[i] = unicode.ToUpper(r)
	}
	return string(upper)
}

func (b *Keyboard) relabel() {
	for _, row := range b.rows {
		for _, k := range row {
			k.Refresh()
		}
	}
}

// MinSize is nothing: the page decides.
func (b *Keyboard) MinSize() fyne.Size {
	b.ExtendBaseWidget(b)
	return fyne.Size{}
}

// rowHeight is the height of a key: the target of A-1, and room for its letter or its drawing above a word.
func (b *Keyboard) rowHeight() float32 {
	th := theme.Current()
	return max(th.Target(), th.Roomy(14), th.TextSize(theme.Key)*1.5, th.TextSize(theme.Chrome)*2.9)
}

// pad is the room around the keys.
func (b *Keyboard) pad() float32 { return theme.Current().Space(2) }

// HeightFor is the height of all rows.
func (b *Keyboard) HeightFor(float32) float32 {
	n := float32(len(b.rows))
	return n*b.rowHeight() + (n-1)*theme.Current().Gap() + 2*b.pad()
}

// CreateRenderer implements fyne.Widget.
func (b *Keyboard) CreateRenderer() fyne.WidgetRenderer {
	b.ExtendBaseWidget(b)
	r := &keyboardRenderer{keyboard: b, ground: newBox()}
	r.Refresh()
	return r
}

type keyboardRenderer struct {
	keyboard *Keyboard
	ground   box
}

var _ fyne.WidgetRenderer = (*keyboardRenderer)(nil)

func (r *keyboardRenderer) Destroy()           {}
func (r *keyboardRenderer) MinSize() fyne.Size { return fyne.Size{} }

func (r *keyboardRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.ground.ground}
	for _, row := range r.keyboard.rows {
		for _, k := range row {
			objects = append(objects, k)
		}
	}
	return objects
}

// Layout fills each row; keys stand from left to right in every language.
func (r *keyboardRenderer) Layout(size fyne.Size) {
	b, gap := r.keyboard, theme.Current().Gap()
	r.ground.layout(size)
	pad := max(b.pad(), gap)
	width := (size.Width - 2*pad) * b.layouts[b.shown].share
	left, y := (size.Width-width)/2, b.pad()
	h := (size.Height - 2*b.pad() - gap*float32(len(b.rows)-1)) / float32(len(b.rows))
	for _, row := range b.rows {
		units := float32(0)
		for _, k := range row {
			units += k.cap.width
		}
		unit := (width - gap*float32(len(row)-1)) / units
		x := left
		for _, k := range row {
			place(k, x, y, unit*k.cap.width, h)
			x += unit*k.cap.width + gap
		}
		y += h + gap
	}
}

func (r *keyboardRenderer) Refresh() {
	th := theme.Current()
	r.ground.paint(theme.SurfaceDown, "", 0)
	r.ground.ground.CornerRadius = 0
	if c := th.Settings().Contrast; c == theme.HighDark || c == theme.HighLight {
		r.ground.paint(theme.Paper, theme.Line, th.Stroke())
	}
	r.Layout(r.keyboard.Size())
	r.keyboard.relabel()
}
