package widget

import (
	"math"
	"time"

	"fyne.io/fyne/v2"

	"wijkloket/kiosk/internal/theme"
	"wijkloket/kiosk/internal/typeset"
)

// Kit is what all widgets of one screen share: the reading direction and the finger.
type Kit struct {
	Dir   typeset.Direction
	Touch *Touch
}

// rtl reports whether the screen reads from right to left and must be mirrored.
func (k Kit) rtl() bool { return k.Dir == typeset.RTL }

// The times of A-10. A second touch near the place of the first counts once, whichever widget lies there by then: on a
// slow double touch the next screen has already come up under the finger. Keys that are meant to be struck twice in a
// row (a letter, backspace, scroll) only ignore the bounce of one touch.
const (
	doubleTouch = 500 * time.Millisecond
	bounce      = 80 * time.Millisecond
	nearMM      = 12 // two touches closer than this are the same place
	slopMM      = 6  // a finger that moves less than this has tapped, not dragged (tremor)
)

// Touch follows the one finger (or the keyboard) of a kiosk across all its screens. Fyne calls widgets from one
// goroutine, so it needs no lock; it must not be shared between windows.
type Touch struct {
	now        func() time.Time
	onActivity func()

	last      time.Time // of the last touch that counted
	lastAt    fyne.Position
	lastRapid bool
	lastKey   time.Time // of the last key stroke seen
	lastKeyOn *press

	held   *press // under the finger now
	heldAt fyne.Position
	jitter bool // Fyne began a drag that is still too short to be one
	scroll *TouchScroll
	typing *Entry // the one field that is being edited
}

// NewTouch makes the finger of one kiosk. now is its clock; onActivity, when not nil, hears every touch and key, for the
// idle warning.
func NewTouch(now func() time.Time, onActivity func()) *Touch {
	return &Touch{now: now, onActivity: onActivity}
}

// Forget drops every reference to a screen, when another takes its place. Where and when the finger last came down stays:
// the second half of a double touch must not act on what has just appeared under it.
func (t *Touch) Forget() {
	*t = Touch{now: t.now, onActivity: t.onActivity, last: t.last, lastAt: t.lastAt, lastRapid: t.lastRapid}
}

func (t *Touch) active() {
	if t.onActivity != nil {
		t.onActivity()
	}
}

// accept decides whether a touch at a place on the glass counts.
func (t *Touch) accept(at fyne.Position, rapid bool) bool {
	now, least := t.now(), doubleTouch
	if rapid && t.lastRapid {
		least = bounce
	}
	near := distance(at, t.lastAt) <= theme.Current().MM(nearMM)
	if !t.last.IsZero() && near && now.Sub(t.last) < least {
		return false
	}
	t.last, t.lastAt, t.lastRapid = now, at, rapid
	return true
}

// acceptKey decides whether a key stroke on a focused widget counts: a key held down repeats and counts once.
func (t *Touch) acceptKey(p *press) bool {
	now := t.now()
	again := t.lastKeyOn == p && now.Sub(t.lastKey) < doubleTouch
	t.lastKey, t.lastKeyOn = now, p
	return !again
}

// hold remembers the widget under the finger, so that a drag can let go of it.
func (t *Touch) hold(p *press, at fyne.Position) {
	t.release()
	t.held, t.heldAt = p, at
}

// release forgets the held widget and restores its look.
func (t *Touch) release() {
	if t.held != nil {
		t.held.setDown(false)
	}
	t.held, t.jitter = nil, false
}

func distance(a, b fyne.Position) float32 {
	return float32(math.Hypot(float64(a.X-b.X), float64(a.Y-b.Y)))
}
