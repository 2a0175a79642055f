package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	fynewidget "fyne.io/fyne/v2/widget"
)

var (
	_ fyne.Tappable      = (*press)(nil)
	_ fyne.Focusable     = (*press)(nil)
	_ fyne.Disableable   = (*press)(nil)
	_ desktop.Mouseable  = (*press)(nil)
	_ desktop.Hoverable  = (*press)(nil)
	_ desktop.Cursorable = (*press)(nil)
)

// press is what everything that acts on a touch shares: it acts on release, not at once; sliding off
// cancels; a double touch counts once; Enter and Space do the same; no long press, no second button. The widget around
// it draws; press only keeps the state.
type press struct {
	fynewidget.BaseWidget
	kit      Kit
	act      func()
	rapid    bool // a key that may be struck twice in a row
	down     bool
	focused  bool
	disabled bool
	self     fyne.CanvasObject
}

// start ties the press to the widget around it.
func (p *press) start(k Kit, self fyne.Widget, act func()) {
	p.kit, p.self, p.act = k, self, act
	p.ExtendBaseWidget(self)
}

func (p *press) setDown(down bool) {
	if p.down != down {
		p.down = down
		p.Refresh()
	}
}

// MouseDown shows that the finger has arrived; nothing happens yet.
func (p *press) MouseDown(ev *desktop.MouseEvent) {
	p.kit.Touch.active()
	if p.disabled {
		return
	}
	p.kit.Touch.hold(p, ev.AbsolutePosition)
	p.setDown(true)
}

// MouseUp acts for a finger that trembled inside a TouchScroll: Fyne saw a drag and will send no tap.
func (p *press) MouseUp(ev *desktop.MouseEvent) {
	t := p.kit.Touch
	tapped := t.held == p && t.jitter
	t.release()
	p.setDown(false)
	if tapped {
		p.touched(ev.AbsolutePosition)
	}
}

// MouseIn shows the pressed look again when the finger slides back on.
func (p *press) MouseIn(ev *desktop.MouseEvent) {
	if ev != nil && ev.Button != 0 && p.kit.Touch.held == p {
		p.setDown(true)
	}
}

// MouseMoved does nothing: a finger does not hover.
func (p *press) MouseMoved(*desktop.MouseEvent) {}

// MouseOut shows that letting go here does nothing.
func (p *press) MouseOut() { p.setDown(false) }

// Cursor hides the pointer: the kiosk has a finger, and a pointer left on the glass confuses.
func (p *press) Cursor() desktop.Cursor { return desktop.HiddenCursor }

// Tapped acts on release inside the widget.
func (p *press) Tapped(ev *fyne.PointEvent) {
	p.kit.Touch.release()
	p.setDown(false)
	p.touched(ev.AbsolutePosition)
}

func (p *press) touched(at fyne.Position) {
	if p.disabled || p.act == nil || !p.kit.Touch.accept(at, p.rapid) {
		return
	}
	p.act()
}

// FocusGained shows the focus ring and scrolls the widget into view.
func (p *press) FocusGained() {
	p.focused = true
	p.kit.Touch.active()
	if s := p.kit.Touch.scroll; s != nil {
		s.Reveal(p.self)
	}
	p.Refresh()
}

// FocusLost hides the focus ring.
func (p *press) FocusLost() {
	p.focused = false
	p.Refresh()
}

// TypedRune does nothing: Space arrives as a key too.
func (p *press) TypedRune(rune) {}

// TypedKey acts on Enter and Space.
func (p *press) TypedKey(ev *fyne.KeyEvent) {
	p.kit.Touch.active()
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if !p.disabled && p.act != nil && p.kit.Touch.acceptKey(p) {
			p.act()
		}
	}
}

// Disable greys the widget out and takes it out of the keyboard order.
func (p *press) Disable() { p.disabled = true; p.Refresh() }

// Enable undoes Disable.
func (p *press) Enable() { p.disabled = false; p.Refresh() }

// Disabled reports whether the widget refuses to act.
func (p *press) Disabled() bool { return p.disabled }
