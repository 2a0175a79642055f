package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"wijkloket/kiosk/internal/typeset"
)

// Tapped begins editing, with the caret where the finger was.
func (e *Entry) Tapped(ev *fyne.PointEvent) {
	e.tapAt = ev.Position
	e.press.Tapped(ev)
}

// MouseUp is Tapped for a finger that trembled.
func (e *Entry) MouseUp(ev *desktop.MouseEvent) {
	e.tapAt = ev.Position
	e.press.MouseUp(ev)
}

// tapped runs for a touch that counts. A tap that uncovers a private field leaves the caret at the end: the finger pointed
// at bullets, not at a letter.
func (e *Entry) tapped() {
	covered := e.Masked()
	if c := canvasOf(e); c != nil && c.Focused() != fyne.Focusable(e) {
		c.Focus(e) // which begins editing
	} else {
		e.edit()
	}
	e.caret = len(e.runes)
	if !covered {
		e.caret = e.view.hit(e, e.tapAt)
	}
	e.Refresh()
}

// FocusGained shows the ring and begins editing.
func (e *Entry) FocusGained() {
	e.press.FocusGained()
	e.edit()
}

// TypedRune types a character of a physical keyboard.
func (e *Entry) TypedRune(r rune) {
	e.kit.Touch.active()
	e.Insert(r)
}

// TypedKey handles the other keys of a physical keyboard.
func (e *Entry) TypedKey(ev *fyne.KeyEvent) {
	e.kit.Touch.active()
	switch ev.Name {
	case fyne.KeyBackspace:
		e.Backspace()
	case fyne.KeyDelete:
		e.Delete()
	case fyne.KeyLeft:
		e.MoveCaret(e.onward(-1))
	case fyne.KeyRight:
		e.MoveCaret(e.onward(1))
	case fyne.KeyHome:
		e.MoveCaret(-len(e.runes))
	case fyne.KeyEnd:
		e.MoveCaret(len(e.runes))
	case fyne.KeyUp:
		e.moveLine(-1)
	case fyne.KeyDown:
		e.moveLine(1)
	case fyne.KeyReturn, fyne.KeyEnter:
		if e.spec.Lines > 1 {
			e.Insert('\n')
		} else {
			e.Submit()
		}
	}
}

// onward turns a step to the right into a step in reading order.
func (e *Entry) onward(step int) int {
	if e.spec.Direction == typeset.RTL {
		return -step
	}
	return step
}

// moveLine puts the caret on the line above or below.
func (e *Entry) moveLine(step int) {
	if !e.begin() || len(e.runes) == 0 {
		return
	}
	lay := e.view.layout(e)
	at := lay.Caret(e.caret)
	pitch := at.Bottom - at.Top
	e.caret = lay.Hit(at.X, at.Top+pitch/2+float32(step)*pitch)
	e.Refresh()
}
