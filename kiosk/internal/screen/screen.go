// Package screen draws the kiosk's screens: each is built from a view struct and reports what a person did there as an
// event. A screen holds no rule, asks nothing and keeps nothing but what stands on the glass. All of them are composed
// from the kiosk's own widgets inside one page with the same places.
package screen

import (
	"reflect"

	"fyne.io/fyne/v2"

	"wijkloket/kiosk/internal/nav"
	"wijkloket/kiosk/internal/view"
	"wijkloket/kiosk/internal/widget"
)

// Send takes what a person did.
type Send func(view.Event)

// maker builds screens: the finger and direction of all, and where events go.
type maker struct {
	kit   widget.Kit
	frame view.Frame
	send  Send
}

// does makes a callback that reports one event.
func (m maker) does(event view.Event) func() { return func() { m.send(event) } }

// part is what is particular to a screen, ready to stand inside the page.
type part struct {
	title, intro string
	content      fyne.CanvasObject
	action       *widget.Button
	beside       *widget.Button
	scenery      string               // a drawing where the screen leaves room
	anywhere     func()               // what a touch at any place does
	form         *form                // fields and keyboard, where there are any
	update       func(view.Body) bool // changes the screen in place; nil or false: build it anew
}

// Screen is one picture on the glass.
type Screen struct {
	view    view.View
	page    *widget.Page
	content fyne.CanvasObject
	part    part
}

var (
	_ nav.Page   = (*Screen)(nil)
	_ nav.Closer = (*Screen)(nil)
)

// New builds the screen of a view. Widgets report to send.
func New(kit widget.Kit, v view.View, send Send) *Screen {
	m := maker{kit: kit, frame: v.Frame, send: send}
	s := &Screen{view: v, part: m.build(v.Body)}
	s.page = m.page(s.part)
	s.content = s.page
	if s.part.anywhere != nil {
		s.content = widget.NewAnywhere(kit, s.page, s.part.anywhere)
	}
	if s.part.form != nil {
		s.part.form.page = s.page
	}
	return s
}

// build chooses the builder of a body.
func (m maker) build(body view.Body) part {
	switch b := body.(type) {
	case view.Home:
		return m.home(b)
	case view.Languages:
		return m.languages(b)
	case view.Find:
		return m.find(b)
	case view.Pick:
		return m.pick(b)
	case view.Team:
		return m.team(b)
	case view.Question:
		return m.question(b)
	case view.Typing:
		return m.typing(b)
	case view.Review:
		return m.review(b)
	case view.Sending:
		return m.sending(b)
	case view.Sent:
		return m.sent(b)
	case view.Trouble:
		return m.trouble(b)
	case view.Code:
		return m.code(b)
	case view.Mine:
		return m.mine(b)
	case view.Confirm:
		return m.confirm(b)
	case view.Handover:
		return m.handover(b)
	case view.Taken:
		return m.taken(b)
	case view.Emergency:
		return m.emergency(b)
	case view.Warning:
		return m.warning(b)
	case view.Looking:
		return m.looking(b)
	case view.Times:
		return m.times(b)
	}
	return m.buildCheck(body)
}

// buildCheck does the same for the rights check.
func (m maker) buildCheck(body view.Body) part {
	switch b := body.(type) {
	case view.Intro:
		return m.intro(b)
	case view.Results:
		return m.results(b)
	case view.Right:
		return m.right(b)
	case view.Given:
		return m.given(b)
	case view.Carry:
		return m.carry(b)
	}
	panic("screen: no screen for " + reflect.TypeOf(body).String())
}

// Content implements nav.Page.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Update shows a newer view on the same screen, and reports false when it needs another screen instead. What is typed
// stays where it is.
func (s *Screen) Update(v view.View) bool {
	same := v.ID == s.view.ID && v.Frame == s.view.Frame && reflect.TypeOf(v.Body) == reflect.TypeOf(s.view.Body)
	if !same || s.part.update == nil || !s.part.update(v.Body) {
		return false
	}
	s.view = v
	s.page.Refresh()
	if s.part.form != nil {
		s.part.form.revealFault()
	}
	return true
}

// ID is that of the view on the glass.
func (s *Screen) ID() string { return s.view.ID }

// Place is how far the content has been scrolled.
func (s *Screen) Place() float32 { return s.page.Scroll().Offset() }

// Return scrolls to where the screen was left before.
func (s *Screen) Return(place float32) { s.page.Scroll().ScrollTo(place) }

// Shown brings the keyboard for the first field that waits for something. Call it once the screen is on the glass.
func (s *Screen) Shown(canvas fyne.Canvas) {
	if s.part.form != nil {
		s.part.form.begin(canvas)
	}
}

// Close empties everything that stood on the glass (T-24, T-25).
func (s *Screen) Close() {
	if s.part.form != nil {
		s.part.form.wipe()
	}
	widget.Wipe(s.content)
	s.view, s.part, s.page, s.content = view.View{}, part{}, nil, nil
}
