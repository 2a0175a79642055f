package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynewidget "fyne.io/fyne/v2/widget"

	"wijkloket/kiosk/internal/theme"
)

// TouchScroll shows a part of a content that is higher than its place. A finger drags it (Fyne's desktop driver has no
// such thing), and two big buttons do the same for who cannot drag. There is no glide after the finger: what
// one reads stands still.
//
// The driver gives a drag to the Draggable under the pointer after two units of movement and then sends no tap. A
// trembling finger moves more than that, so up to slopMM the touch stays a tap and reaches the control beneath.
type TouchScroll struct {
	fynewidget.BaseWidget
	kit      Kit
	content  fyne.CanvasObject
	up, down *Button
	clip     *container.Clip
	offset   float32
	from     fyne.Position // where the finger came down
	last     fyne.Position // where it was seen last
	tracking bool          // from and last are of the present touch
	moving   bool          // the touch is a drag by now
}

var (
	_ fyne.Widget     = (*TouchScroll)(nil)
	_ fyne.Draggable  = (*TouchScroll)(nil)
	_ fyne.Scrollable = (*TouchScroll)(nil)
)

// NewTouchScroll makes a scroller; upWord and downWord are the words on its buttons.
func NewTouchScroll(k Kit, content fyne.CanvasObject, upWord, downWord string) *TouchScroll {
	s := &TouchScroll{kit: k, content: content}
	s.up = NewButton(k, ButtonSpec{Icon: "chevron-up", Label: upWord, Role: theme.Small, OnTap: func() { s.page(-1) }})
	s.down = NewButton(k, ButtonSpec{Icon: "chevron-down", Label: downWord, Role: theme.Small, OnTap: func() { s.page(1) }})
	s.up.rapid, s.down.rapid = true, true
	s.clip = container.NewClip(&fyne.Container{Layout: scrolled{s}, Objects: []fyne.CanvasObject{content}})
	s.clip.ExtendBaseWidget(s.clip) // NewClip does not, and a widget that does not know itself is never laid out
	s.ExtendBaseWidget(s)
	return s
}

// scrolled places the content at the offset inside the clipped view.
type scrolled struct{ s *TouchScroll }

// Layout implements fyne.Layout.
func (l scrolled) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	bleed := l.s.bleed()
	w, h := size.Width-2*bleed, size.Height-2*bleed
	place(objects[0], bleed, bleed-l.s.offset, w, max(h, HeightFor(objects[0], w)))
}

// MinSize implements fyne.Layout: a view can be any size.
func (l scrolled) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// MinSize is small on purpose: the page decides.
func (s *TouchScroll) MinSize() fyne.Size {
	s.ExtendBaseWidget(s)
	return fyne.NewSquareSize(theme.Current().Target())
}

// HeightFor is the height that shows everything without scrolling.
func (s *TouchScroll) HeightFor(width float32) float32 { return HeightFor(s.content, width) }

// Offset is how far the content has moved up, in Fyne units.
func (s *TouchScroll) Offset() float32 { return s.offset }

// Overflows reports whether the content is higher than its place.
func (s *TouchScroll) Overflows() bool {
	return HeightFor(s.content, s.Size().Width) > s.Size().Height+0.5
}

// ScrollTo moves the content so that y of it is at the top.
func (s *TouchScroll) ScrollTo(y float32) {
	y = max(0, min(y, s.most()))
	if y == s.offset {
		return
	}
	s.offset = y
	s.Refresh()
}

// bleed is how far the clipped view reaches beyond the content on all sides, so that lines and focus rings at its edge
// are not cut.
func (s *TouchScroll) bleed() float32 { return theme.Current().Space(2) }

// view is the height of the content that shows.
func (s *TouchScroll) view() float32 { return s.clip.Size().Height - 2*s.bleed() }

// most is the largest offset.
func (s *TouchScroll) most() float32 { return max(0, HeightFor(s.content, s.Size().Width)-s.view()) }

// page moves by most of a view, keeping a line of context.
func (s *TouchScroll) page(direction float32) {
	s.ScrollTo(s.offset + direction*s.view()*0.8)
}

// Dragged implements fyne.Draggable: the content follows the finger once the finger has clearly moved. It trusts the
// places of events and not their deltas: the driver reckons the first delta after start-up from the corner of the window.
func (s *TouchScroll) Dragged(ev *fyne.DragEvent) {
	t, at := s.kit.Touch, ev.AbsolutePosition
	if !s.tracking {
		s.tracking, s.moving = true, false
		s.from = at.SubtractXY(ev.Dragged.DX, ev.Dragged.DY)
		if t.held != nil {
			s.from = t.heldAt
		}
		s.last = s.from
	}
	t.active()
	if !s.moving && distance(s.from, at) < theme.Current().MM(slopMM) {
		t.jitter = true
		return
	}
	if !s.moving {
		s.moving = true
		t.release()
	}
	s.ScrollTo(s.offset - (at.Y - s.last.Y))
	s.last = at
}

// DragEnd implements fyne.Draggable.
func (s *TouchScroll) DragEnd() {
	s.tracking, s.moving = false, false
	s.kit.Touch.release()
}

// Scrolled implements fyne.Scrollable, for a mouse wheel on a desk.
func (s *TouchScroll) Scrolled(ev *fyne.ScrollEvent) {
	s.kit.Touch.active()
	s.ScrollTo(s.offset - ev.Scrolled.DY)
}

// Reveal scrolls until an object of the content is in view, for keyboard focus and for an error.
func (s *TouchScroll) Reveal(o fyne.CanvasObject) {
	driver := fyne.CurrentApp().Driver()
	if !within(s.content, o) {
		return
	}
	top := driver.AbsolutePositionForObject(o).Y - driver.AbsolutePositionForObject(s.content).Y
	margin, view := theme.Current().Space(3), s.view()
	switch bottom := top + o.Size().Height; {
	case top-margin < s.offset:
		s.ScrollTo(top - margin)
	case bottom+margin > s.offset+view:
		s.ScrollTo(bottom + margin - view)
	}
}

// CreateRenderer implements fyne.Widget.
func (s *TouchScroll) CreateRenderer() fyne.WidgetRenderer {
	s.ExtendBaseWidget(s)
	s.kit.Touch.scroll = s
	return &scrollRenderer{s}
}

type scrollRenderer struct{ s *TouchScroll }

var _ fyne.WidgetRenderer = (*scrollRenderer)(nil)

// Destroy lets the finger forget this screen.
func (r *scrollRenderer) Destroy() {
	if t := r.s.kit.Touch; t.scroll == r.s {
		t.scroll = nil
	}
}

func (r *scrollRenderer) MinSize() fyne.Size { return r.s.MinSize() }

func (r *scrollRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.s.clip, r.s.up, r.s.down}
}

// Layout gives the buttons a strip of their own below the view, so that they cover nothing.
func (r *scrollRenderer) Layout(size fyne.Size) {
	s, th := r.s, theme.Current()
	over := HeightFor(s.content, size.Width) > size.Height+0.5
	show(s.up, over)
	show(s.down, over)
	view := size.Height
	if over {
		gap := max(th.Gap(), th.Space(2))
		w := (size.Width - gap) / 2
		h := max(s.up.HeightFor(w), s.down.HeightFor(w))
		view = max(0, size.Height-h-gap-s.bleed())
		place(s.up, s.kit.mirror(0, w, size.Width), size.Height-h, w, h)
		place(s.down, s.kit.mirror(w+gap, w, size.Width), size.Height-h, w, h)
	}
	bleed := s.bleed()
	place(s.clip, -bleed, -bleed, size.Width+2*bleed, view+2*bleed)
	s.offset = max(0, min(s.offset, s.most()))
	s.clip.Refresh()
	able(s.up, s.offset > 0.5)
	able(s.down, s.offset < s.most()-0.5)
}

func (r *scrollRenderer) Refresh() { r.Layout(r.s.Size()) }

func able(b *Button, on bool) {
	if on == b.Disabled() {
		if on {
			b.Enable()
		} else {
			b.Disable()
		}
	}
}
