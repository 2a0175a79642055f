package widget

import (
	"fyne.io/fyne/v2"

	"wijkloket/kiosk/internal/theme"
)

// key is one key of a Keyboard.
type key struct {
	press
	board *Keyboard
	cap   keyCap
	label *Text
}

var _ fyne.Widget = (*key)(nil)

func newKey(b *Keyboard, cap keyCap) *key {
	k := &key{board: b, cap: cap}
	k.label = NewText(k.words(b), b.kit.Dir, Style{})
	k.start(b.kit, k, func() { b.struck(cap) })
	k.rapid = cap.special != keyDone && cap.special != keySwitch && cap.special != keyShift
	return k
}

// words stand on the key.
func (k *key) words(b *Keyboard) string {
	switch k.cap.special {
	case keyShift:
		return b.spec.Shift
	case keyBackspace:
		return b.spec.Backspace
	case keySpace:
		return b.spec.Space
	case keyDone:
		return b.spec.Done
	case keySwitch:
		return b.layouts[(b.shown+1)%len(b.layouts)].name
	}
	return b.cased(k.cap.text)
}

func (k *key) icon() string {
	switch k.cap.special {
	case keyShift:
		return "shift"
	case keyBackspace:
		return "backspace"
	case keySwitch:
		return "keyboard"
	case keyDone:
		return "check"
	}
	return ""
}

func (k *key) ink() fyne.ThemeColorName {
	if k.cap.special == keyDone {
		return theme.ActionInk
	}
	return theme.Ink
}

func (k *key) style() Style {
	th := theme.Current()
	s := Style{Size: th.TextSize(theme.Key), Color: k.ink(), Align: AlignCenter, MaxLines: 1}
	if k.cap.special != "" {
		s.Size = th.TextSize(theme.Chrome) * 0.92
	}
	return s
}

// MinSize is the touch target of A-1.
func (k *key) MinSize() fyne.Size {
	k.ExtendBaseWidget(k)
	return fyne.NewSquareSize(theme.Current().Target())
}

// CreateRenderer implements fyne.Widget.
func (k *key) CreateRenderer() fyne.WidgetRenderer {
	k.ExtendBaseWidget(k)
	r := &keyRenderer{key: k, box: newBox(), icon: newPictogram(k.kit, k.icon(), k.ink())}
	r.Refresh()
	return r
}

type keyRenderer struct {
	key  *key
	box  box
	icon *pictogram
}

var _ fyne.WidgetRenderer = (*keyRenderer)(nil)

func (r *keyRenderer) Destroy()           {}
func (r *keyRenderer) MinSize() fyne.Size { return r.key.MinSize() }

func (r *keyRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.box.ground, r.icon, r.key.label, r.box.ring}
}

// Layout puts a letter in the middle, and the drawing of a special key above its word.
func (r *keyRenderer) Layout(size fyne.Size) {
	r.box.layout(size)
	k := r.key
	style := k.style()
	// A word too long for its key gets smaller, down to two thirds, before it is cut.
	if room := size.Width * 0.94; k.label.NaturalWidth() > room && room > 0 {
		style.Size *= max(0.66, room/k.label.NaturalWidth())
	}
	k.label.SetStyle(style)
	h := k.label.HeightFor(size.Width)
	if k.icon() == "" {
		place(k.label, 0, (size.Height-h)/2, size.Width, h)
		return
	}
	icon := min(size.Height-h-theme.Current().Stroke()*2, style.Size*1.6)
	top := (size.Height - icon - h) / 2
	place(r.icon, (size.Width-icon)/2, top, icon, icon)
	place(k.label, 0, top+icon, size.Width, h)
}

func (r *keyRenderer) Refresh() {
	k, th := r.key, theme.Current()
	ground, line := theme.Surface, theme.Hairline
	if c := th.Settings().Contrast; c != theme.Normal {
		line = theme.Line
	}
	switch {
	case k.cap.special == keyDone && k.down:
		ground, line = theme.ActionDown, theme.ActionDown
	case k.cap.special == keyDone:
		ground, line = theme.Action, theme.Action
	case k.down:
		ground, line = theme.ActionSoft, theme.Action
	case k.cap.special == keyShift && k.board.shift != small:
		ground, line = theme.ActionSoft, theme.Action
	}
	r.box.paint(ground, line, th.Stroke())
	r.box.ground.CornerRadius = th.Radius() * 0.7
	ring := theme.Focus
	if k.cap.special == keyDone {
		ring = theme.ActionInk
	}
	r.box.focus(k.focused, ring)
	r.icon.set(k.icon(), k.ink())
	k.label.SetText(k.words(k.board))
	r.Layout(k.Size())
}
