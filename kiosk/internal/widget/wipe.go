package widget

import "fyne.io/fyne/v2"

// Wipe empties a screen that has left the glass: its words, what was typed, what its controls would do (T-24, T-25). Fyne
// keeps what it has drawn for some minutes more, so letting go of a screen is not enough; what Fyne keeps is then an empty
// shell that leads nowhere.
func Wipe(o fyne.CanvasObject) {
	switch v := o.(type) {
	case *fyne.Container:
		for _, child := range v.Objects {
			Wipe(child)
		}
	case wiper:
		v.wipe()
	case composed:
		for _, part := range v.parts() {
			Wipe(part)
		}
	}
}

// wiper is a widget that holds more than its parts.
type wiper interface{ wipe() }

func (t *Text) wipe() {
	shaped := t.par
	t.SetText("")
	if shaped != nil {
		shaped.Wipe()
	}
}

func (p *press) silence() { p.act, p.self = nil, nil }

func (e *Entry) wipe() {
	e.Wipe()
	e.silence()
	e.spec.OnChanged, e.spec.OnSubmitted, e.spec.OnEdit = nil, nil, nil
}

func (b *Button) wipe() {
	b.silence()
	b.spec.Label, b.spec.OnTap = "", nil
	b.words.wipe()
}

func (t *Tile) wipe() {
	t.silence()
	t.spec.Title, t.spec.Hint, t.spec.OnTap = "", "", nil
	t.title.wipe()
	t.hint.wipe()
	t.word.wipe()
}

func (r *Row) wipe() {
	r.spec = RowSpec{}
	Wipe(r.root)
}

func (n *Notice) wipe() {
	n.word, n.text = "", ""
	Wipe(n.root)
}

func (q *QR) wipe() { q.modules = nil }

func (b *Keyboard) wipe() {
	b.Feed(nil)
	b.spec.OnDone = nil
	for _, row := range b.rows {
		for _, k := range row {
			k.silence()
		}
	}
}

func (s *TouchScroll) wipe() {
	Wipe(s.content)
	s.up.wipe()
	s.down.wipe()
}

func (c *Countdown) wipe() { c.words.wipe() }

func (p *Page) wipe() {
	Wipe(p.head)
	p.scroll.wipe()
	for _, o := range []fyne.CanvasObject{p.spec.Header, p.spec.Footer, p.spec.Keyboard} {
		Wipe(o)
	}
	for _, b := range []*Button{p.spec.Action, p.spec.Beside} {
		if b != nil {
			b.wipe()
		}
	}
	p.spec.Title, p.spec.Intro = "", ""
}
