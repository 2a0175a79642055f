package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynewidget "fyne.io/fyne/v2/widget"

	"wijkloket/kiosk/internal/theme"
)

// PageSpec describes a screen. Everything but Header and Footer may be left out.
type PageSpec struct {
	Header   *Header
	Footer   *Footer
	Progress *StepBar
	Title    string // the one question
	Intro    string // why we ask, in a sentence
	Content  fyne.CanvasObject
	Action   *Button           // the one strong action
	Beside   *Button           // at most one other, weaker
	Up, Down string            // words on the scroll buttons
	Keyboard fyne.CanvasObject // shown below when the visitor types
	Scenery  string            // a drawing of the neighbourhood in the room that is left; decoration only
}

// Page gives every screen the same places: header, progress, question, content that scrolls when it must, one
// action, footer. On a glass that lies down, question and progress stand beside the content.
type Page struct {
	fynewidget.BaseWidget
	kit    Kit
	spec   PageSpec
	ground *canvas.Rectangle
	head   *fyne.Container // title and intro
	scroll *TouchScroll
	body   *fyne.Container // what scrolls: head and content, or content alone
	beside bool            // head stands beside the content
	hidden []fyne.CanvasObject
	street *scenery
}

var _ fyne.Widget = (*Page)(nil)

// headShare is the share of a lying glass that the question takes.
const headShare = 0.36

// NewPage makes a page.
func NewPage(k Kit, spec PageSpec) *Page {
	p := &Page{kit: k, spec: spec, ground: canvas.NewRectangle(nil)}
	p.street = newScenery()
	var head []fyne.CanvasObject
	if spec.Title != "" {
		head = append(head, Words(k, theme.Title, spec.Title))
	}
	if spec.Intro != "" {
		head = append(head, Words(k, theme.Body, spec.Intro))
	}
	p.head = Column(3, head...)
	p.body = Column(5)
	p.scroll = NewTouchScroll(k, p.body, spec.Up, spec.Down)
	p.ExtendBaseWidget(p)
	p.arrange(false)
	return p
}

// Scroll returns the part that scrolls, to bring an error into view.
func (p *Page) Scroll() *TouchScroll { return p.scroll }

// ShowKeyboard shows a keyboard below the content, or takes it away when nil.
func (p *Page) ShowKeyboard(keyboard fyne.CanvasObject) {
	p.spec.Keyboard = keyboard
	p.Refresh()
}

// MinSize is nothing: a page fills the glass, and must not stretch a window.
func (p *Page) MinSize() fyne.Size {
	p.ExtendBaseWidget(p)
	return fyne.Size{}
}

// arrange decides what scrolls.
func (p *Page) arrange(beside bool) {
	p.beside = beside
	p.body.Objects = nil
	if !beside && len(p.head.Objects) > 0 {
		p.body.Objects = append(p.body.Objects, p.head)
	}
	if p.spec.Content != nil {
		p.body.Objects = append(p.body.Objects, p.spec.Content)
	}
}

// CreateRenderer implements fyne.Widget.
func (p *Page) CreateRenderer() fyne.WidgetRenderer {
	p.ExtendBaseWidget(p)
	p.ground.FillColor = theme.Current().RGBA(theme.Paper)
	return &pageRenderer{p}
}

type pageRenderer struct{ p *Page }

var _ fyne.WidgetRenderer = (*pageRenderer)(nil)

func (r *pageRenderer) Destroy()           {}
func (r *pageRenderer) MinSize() fyne.Size { return fyne.Size{} }

// Objects are in reading order, which is the order of the Tab key.
func (r *pageRenderer) Objects() []fyne.CanvasObject {
	p := r.p
	objects := []fyne.CanvasObject{p.ground, p.street}
	add := func(o fyne.CanvasObject, there bool) {
		if there {
			objects = append(objects, o)
		}
	}
	add(p.spec.Header, p.spec.Header != nil)
	add(p.spec.Progress, p.spec.Progress != nil)
	add(p.head, p.beside)
	add(p.scroll, true)
	add(p.spec.Beside, p.spec.Beside != nil)
	add(p.spec.Action, p.spec.Action != nil)
	add(p.spec.Keyboard, p.spec.Keyboard != nil)
	add(p.spec.Footer, p.spec.Footer != nil)
	return objects
}

func (r *pageRenderer) Refresh() {
	r.p.ground.FillColor = theme.Current().RGBA(theme.Paper)
	r.p.ground.Refresh()
	r.Layout(r.p.Size())
}

// Layout gives header and footer their height, then keyboard and action, and the rest to the content.
func (r *pageRenderer) Layout(size fyne.Size) {
	if size.IsZero() {
		return
	}
	p, th := r.p, theme.Current()
	p.makeRoom(size)
	place(p.ground, 0, 0, size.Width, size.Height)
	top, bottom := float32(0), size.Height
	if p.spec.Header != nil && p.spec.Header.Visible() {
		h := p.spec.Header.HeightFor(size.Width)
		place(p.spec.Header, 0, 0, size.Width, h)
		top = h
	}
	if p.spec.Footer != nil {
		h := p.spec.Footer.HeightFor(size.Width)
		place(p.spec.Footer, 0, bottom-h, size.Width, h)
		bottom -= h
	}
	if p.spec.Keyboard != nil {
		h := HeightFor(p.spec.Keyboard, size.Width)
		place(p.spec.Keyboard, 0, bottom-h, size.Width, h)
		bottom -= h
	}
	margin := th.Space(6)
	if size.Width > size.Height {
		r.lying(margin, top+th.Space(3), size.Width-2*margin, bottom)
	} else {
		r.standing(margin, top+th.Space(4), size.Width-2*margin, bottom)
	}
}

// leastContentMM is the height that a field needs to stay in view while one types.
const leastContentMM = 50

// makeRoom hides, on a low glass with a keyboard, first the action and then the header, until the field can be seen. The
// keyboard's "done" brings them back.
func (p *Page) makeRoom(size fyne.Size) {
	for _, o := range p.hidden {
		o.Show()
	}
	p.hidden = nil
	if p.spec.Keyboard == nil {
		return
	}
	left := size.Height - HeightFor(p.spec.Keyboard, size.Width)
	if p.spec.Footer != nil {
		left -= HeightFor(p.spec.Footer, size.Width)
	}
	if p.spec.Header != nil {
		left -= HeightFor(p.spec.Header, size.Width)
	}
	action := float32(0)
	for _, b := range []*Button{p.spec.Action, p.spec.Beside} {
		if b != nil {
			action = max(action, b.HeightFor(size.Width))
		}
	}
	need := theme.Current().MM(leastContentMM)
	if left-action < need {
		for _, b := range []*Button{p.spec.Action, p.spec.Beside} {
			if b != nil {
				p.hide(b)
			}
		}
	}
	if left < need && p.spec.Header != nil {
		p.hide(p.spec.Header)
	}
}

// hide hides what is not hidden for a reason of the screen's own.
func (p *Page) hide(o fyne.CanvasObject) {
	if o.Visible() {
		o.Hide()
		p.hidden = append(p.hidden, o)
	}
}

// standing is one column.
func (r *pageRenderer) standing(left, top, width, bottom float32) {
	p, th := r.p, theme.Current()
	p.arrange(false)
	if p.spec.Progress != nil {
		h := p.spec.Progress.HeightFor(width)
		place(p.spec.Progress, left, top, width, h)
		top += h + th.Space(5)
	}
	free := r.actions(left, width, bottom)
	if free != r.noActions(bottom) { // the street stands on the buttons, else on the edge
		bottom = free
	}
	free -= r.scenery(0, width+2*left, bottom, free-top-p.scroll.HeightFor(width))
	place(p.scroll, left, top, width, free-top)
	p.scroll.Refresh()
}

// scenery shows the drawing above bottom when there is room for it, and returns the height it took.
func (r *pageRenderer) scenery(left, width, bottom, room float32) float32 {
	p, h := r.p, width/sceneryAspect
	name := p.spec.Scenery
	if room <= h || p.spec.Keyboard != nil {
		name = ""
	}
	if !p.street.draw(name, width) {
		return 0
	}
	place(p.street, left, bottom-h, width, h)
	return h
}

// lying puts the question beside the content, unless it does not fit there.
func (r *pageRenderer) lying(left, top, width, bottom float32) {
	p, th, k := r.p, theme.Current(), r.p.kit
	gap := th.Space(7)
	head := width * headShare
	progress := float32(0)
	if p.spec.Progress != nil {
		progress = p.spec.Progress.HeightFor(head) + th.Space(5)
	}
	if len(p.head.Objects) == 0 || progress+HeightFor(p.head, head) > bottom-top {
		r.standing(left, top, width, bottom)
		return
	}
	p.arrange(true)
	x := left + k.mirror(0, head, width)
	if p.spec.Progress != nil {
		place(p.spec.Progress, x, top, head, progress-th.Space(5))
	}
	h := HeightFor(p.head, head)
	place(p.head, x, top+progress, head, h)
	r.scenery(x, head, bottom-th.Space(3), bottom-top-progress-h-th.Space(5))
	rest := width - head - gap
	x = left + k.mirror(head+gap, rest, width)
	bottom = r.actions(x, rest, bottom)
	place(p.scroll, x, top, rest, bottom-top)
	p.scroll.Refresh()
}

// actions places the buttons above bottom, the strong one at the end side, and returns what is left above them.
func (r *pageRenderer) actions(left, width, bottom float32) float32 {
	p, th, k := r.p, theme.Current(), r.p.kit
	main, other := shownButton(p.spec.Action), shownButton(p.spec.Beside)
	if main == nil && other == nil {
		return r.noActions(bottom)
	}
	gap := max(th.Gap(), th.Space(4))
	pad := th.Space(4)
	switch {
	case other == nil || main == nil:
		only := main
		if only == nil {
			only = other
		}
		h := only.HeightFor(width)
		place(only, left, bottom-pad-h, width, h)
		return bottom - h - 2*pad
	case other.NaturalWidth()+gap+main.NaturalWidth() > width:
		h, ho := main.HeightFor(width), other.HeightFor(width)
		place(main, left, bottom-pad-h, width, h)
		place(other, left, bottom-pad-h-gap-ho, width, ho)
		return bottom - h - gap - ho - 2*pad
	}
	w := max(other.NaturalWidth(), (width-gap)*0.34)
	w = min(w, width-gap-main.NaturalWidth())
	h := max(main.HeightFor(width-gap-w), other.HeightFor(w))
	place(other, left+k.mirror(0, w, width), bottom-pad-h, w, h)
	place(main, left+k.mirror(w+gap, width-gap-w, width), bottom-pad-h, width-gap-w, h)
	return bottom - h - 2*pad
}

// noActions is where the content ends on a screen without buttons.
func (r *pageRenderer) noActions(bottom float32) float32 { return bottom - theme.Current().Space(3) }

// shownButton is nil for a button that is not there or hidden.
func shownButton(b *Button) *Button {
	if b == nil || !b.Visible() {
		return nil
	}
	return b
}
