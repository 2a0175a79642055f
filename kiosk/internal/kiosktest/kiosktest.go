// Package kiosktest is what the kiosk's tests share: a test app with our theme, a finger with a clock of its own, screens
// painted in software, and Check, which finds text that is cut and targets that are too small on any screen.
// Only tests import it.
package kiosktest

import (
	"image"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"wijkloket/kiosk/internal/theme"
	"wijkloket/kiosk/internal/typeset"
	"wijkloket/kiosk/internal/widget"
)

// UseTheme starts a test app that looks as the settings say, on the reference panel with w x h pixels unless the
// settings name another screen.
func UseTheme(t testing.TB, s theme.Settings, w, h int) *theme.Theme {
	t.Helper()
	if s.Screen.WidthPx == 0 {
		s.Screen = theme.PanelScreen(w, h)
	}
	th := theme.For(s)
	test.NewTempApp(t).Settings().SetTheme(th)
	return th
}

// Kit makes a kit whose clock moves a second with every look, so that no touch is taken for a double one.
func Kit(dir typeset.Direction) widget.Kit {
	clock := &Clock{Now: time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC), Step: time.Second}
	return widget.Kit{Dir: dir, Touch: widget.NewTouch(clock.Time, nil)}
}

// Clock is a clock that a test moves, by hand or by Step with every look.
type Clock struct {
	Now  time.Time
	Step time.Duration
}

// Time returns the time and moves on by Step.
func (c *Clock) Time() time.Time {
	c.Now = c.Now.Add(c.Step)
	return c.Now
}

// Show puts a screen into a test window of w x h Fyne units.
func Show(t testing.TB, o fyne.CanvasObject, w, h float32) fyne.Window {
	t.Helper()
	window := test.NewTempWindow(t, o)
	window.SetPadded(false)
	window.Resize(fyne.NewSize(w, h))
	return window
}

// Render paints a screen of w x h Fyne units as the kiosk's software painter does.
func Render(t testing.TB, o fyne.CanvasObject, w, h float32) image.Image {
	t.Helper()
	return Show(t, o, w, h).Canvas().Capture()
}

// Drag drags a finger on a shown screen from a place by a distance, in steps as a real finger does.
func Drag(c fyne.Canvas, from fyne.Position, dx, dy float32, steps int) {
	target := draggableAt(c, from)
	if target == nil {
		return
	}
	step := fyne.NewDelta(dx/float32(steps), dy/float32(steps))
	for i := range steps {
		at := from.AddXY(step.DX*float32(i+1), step.DY*float32(i+1))
		target.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{AbsolutePosition: at}, Dragged: step})
	}
	target.DragEnd()
}

// draggableAt is the deepest draggable under a place, as the desktop driver finds it.
func draggableAt(c fyne.Canvas, at fyne.Position) fyne.Draggable {
	var found fyne.Draggable
	Walk(c.Content(), c.Size(), func(seen Seen) {
		if d, ok := seen.Object.(fyne.Draggable); ok && seen.Shown().contains(at) {
			found = d
		}
	})
	return found
}
