// Package stage puts views on the glass: one window, one theme at a time, one screen, and nothing kept of the one before.
// It is the presenter's UI.
package stage

import (
	"time"

	"fyne.io/fyne/v2"

	"wijkloket/kiosk/internal/nav"
	"wijkloket/kiosk/internal/screen"
	"wijkloket/kiosk/internal/theme"
	"wijkloket/kiosk/internal/typeset"
	"wijkloket/kiosk/internal/view"
	"wijkloket/kiosk/internal/widget"
)

// Stage implements flow.UI.
type Stage struct {
	spec     Spec
	nav      *nav.Navigator
	touch    *widget.Touch
	now      *screen.Screen
	director Director
	size     fyne.Size // of the glass, in Fyne units
	panel    theme.Screen
	left     map[string]float32 // where the long lists of this visit were left, by the ID of their view
}

// Director hears what a person does.
type Director interface {
	Handle(view.Event)
	Touched()
	Redraw()
}

// Spec is what a Stage stands on.
type Spec struct {
	App    fyne.App
	Canvas fyne.Canvas
	// Panel is the glass behind a picture of a size in pixels.
	Panel func(w, h int) theme.Screen
	Now   func() time.Time
	// Text and Contrast are the look to begin with, by name; empty is the theme's default. To change it is work for the glass.
	Text, Contrast string
	// Run runs a function on the goroutine of the glass, soon. In the product it is fyne.Do, and its only use.
	Run func(func())
}

// New makes an empty stage. Give it its director before the first view.
func New(spec Spec) *Stage {
	s := &Stage{spec: spec}
	s.touch = widget.NewTouch(spec.Now, func() {
		if s.director != nil {
			s.director.Touched()
		}
	})
	s.measure(spec.Canvas.Size())
	s.look(spec.Text, spec.Contrast)
	s.nav = nav.New(spec.Canvas, s.resized)
	return s
}

// measure takes over the size of the glass.
func (s *Stage) measure(size fyne.Size) {
	scale := s.spec.Canvas.Scale()
	s.size = size
	s.panel = s.spec.Panel(int(size.Width*scale+0.5), int(size.Height*scale+0.5))
	s.panel.Scale = scale
}

// resized draws everything anew when the glass turns out to have another size: millimetres depend on it.
func (s *Stage) resized(size fyne.Size) {
	if size == s.size || size.IsZero() {
		return
	}
	s.measure(size)
	s.spec.Run(func() {
		if s.director != nil {
			s.now = nil
			s.director.Redraw()
		}
	})
}

// Direct names who hears what happens on the glass.
func (s *Stage) Direct(director Director) { s.director = director }

// Do implements flow.UI.
func (s *Stage) Do(f func()) { s.spec.Run(f) }

// Show implements flow.UI: it changes the present screen where that will do, else it builds a new one and lets go of the
// old.
func (s *Stage) Show(v view.View) {
	if s.now != nil && s.now.Update(v) {
		return
	}
	s.look(v.Frame.Text, v.Frame.Contrast)
	s.touch.Forget()
	kit := widget.Kit{Dir: typeset.LTR, Touch: s.touch}
	if v.Frame.RTL {
		kit.Dir = typeset.RTL
	}
	s.leave(v)
	s.now = s.build(kit, v)
	s.nav.Show(s.now)
	s.now.Shown(s.spec.Canvas)
	if place, was := s.left[v.ID]; was && v.Stays {
		s.now.Return(place)
	}
}

// leave notes where the present screen stands. The first screen belongs to nobody: with it all places are forgotten.
func (s *Stage) leave(next view.View) {
	if _, home := next.Body.(view.Home); home || s.left == nil {
		s.left = map[string]float32{}
	}
	if s.now != nil {
		s.left[s.now.ID()] = s.now.Place()
	}
}

// build makes a screen. One that has left the glass is not heard any more: a finger may still be on it.
func (s *Stage) build(kit widget.Kit, v view.View) *screen.Screen {
	var built *screen.Screen
	built = screen.New(kit, v, func(event view.Event) {
		if s.now == built {
			s.director.Handle(event)
		}
	})
	return built
}

// look sets the theme for a choice of text size and contrast, when it is another one.
func (s *Stage) look(text, contrast string) {
	next := theme.For(theme.Settings{Screen: s.panel, Text: theme.TextSize(text), Contrast: theme.Contrast(contrast)})
	if now, ok := s.spec.App.Settings().Theme().(*theme.Theme); ok && now.Settings() == next.Settings() {
		return
	}
	s.spec.App.Settings().SetTheme(next)
}

// Screen is the screen on the glass, nil before the first.
func (s *Stage) Screen() *screen.Screen { return s.now }

// Clear leaves an empty glass.
func (s *Stage) Clear() {
	s.now = nil
	s.nav.Clear()
	s.touch.Forget()
}

// TextSteps are the steps of text size in growing order, by name.
func TextSteps() []string { return names(theme.TextSizes) }

// ContrastModes are the contrast modes in the order in which the header's button walks through them, by name.
func ContrastModes() []string { return names(theme.Contrasts) }

func names[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, name := range list {
		out[i] = string(name)
	}
	return out
}
