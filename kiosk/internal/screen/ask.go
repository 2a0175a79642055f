package screen

import (
	"reflect"
	"slices"

	"fyne.io/fyne/v2"

	"wijkloket/kiosk/internal/theme"
	"wijkloket/kiosk/internal/view"
	"wijkloket/kiosk/internal/widget"
)

// offerRole is the type of the line above what is offered while typing.
const offerRole = theme.Small

// question is a step with options: touching one picks it and goes on, or picks one more of several.
func (m maker) question(b view.Question) part {
	choice := widget.One
	if b.Many {
		choice = widget.Many
	}
	tiles, objects := make([]*widget.Tile, len(b.Options)), make([]fyne.CanvasObject, len(b.Options))
	for i, o := range b.Options {
		tiles[i] = widget.NewTile(m.kit, widget.TileSpec{
			Icon: o.Icon, Title: o.Label, Hint: o.Hint, Choice: choice, Chosen: o.Chosen, Word: b.ChosenWord, OnTap: m.does(view.Choose{ID: o.ID}),
		})
		objects[i] = tiles[i]
	}
	next := m.primary(b.Next, "next", view.Next{})
	return part{
		title: b.Title, intro: b.Why, action: next, beside: m.besides(b),
		content: widget.Column(4, m.notice(widget.Alert, b.Wrong), m.notice(widget.Info, b.Busy), m.spread(objects, b.Options), m.running(b.Running)),
		update: func(body view.Body) bool {
			now := body.(view.Question)
			if len(now.Options) != len(tiles) || now.Wrong != b.Wrong || (now.Next == "") != (next == nil) {
				return false
			}
			if now.Why != b.Why || now.Busy != b.Busy || now.More != b.More || now.Again != b.Again {
				return false
			}
			for i, o := range now.Options {
				if tiles[i].Title() != o.Label {
					return false
				}
			}
			for i, o := range now.Options {
				if tiles[i].Chosen() != o.Chosen {
					tiles[i].SetChosen(o.Chosen)
				}
			}
			if next != nil && next.Label() != now.Next {
				next.SetLabel(now.Next)
			}
			return true
		},
	}
}

// besides is the weaker action of a question: leave it open, see more to choose from, or look again.
func (m maker) besides(b view.Question) *widget.Button {
	switch {
	case b.More != "":
		return m.secondary(b.More, "calendar", view.More{})
	case b.Again != "":
		return m.secondary(b.Again, "refresh", view.Retry{})
	}
	return m.skip(b.Running)
}

// spread lays options out in one column when they carry a second line, else in as many as fit.
func (m maker) spread(objects []fyne.CanvasObject, options []view.Option) fyne.CanvasObject {
	if slices.ContainsFunc(options, func(o view.Option) bool { return o.Hint != "" }) {
		return widget.Column(3, objects...)
	}
	return widget.Grid(m.kit, 2, 130, objects...)
}

// pick is a long list to choose one from. Drawings take the room of a third column.
func (m maker) pick(b view.Pick) part {
	tiles, columns := make([]fyne.CanvasObject, len(b.Options)), 3
	for i, o := range b.Options {
		tiles[i] = m.tile(o, view.Choose{ID: o.ID})
		if o.Icon != "" {
			columns = 2
		}
	}
	return part{title: b.Title, intro: b.Why, content: widget.Grid(m.kit, columns, 100, tiles...)}
}

// typing is a step with fields.
func (m maker) typing(b view.Typing) part {
	f := m.newForm(b.Fields)
	f.offer(b.OfferTitle, b.Suggestions)
	next := m.primary(b.Next, "next", view.Next{})
	content := append(f.objects(), m.notice(widget.Info, b.Privacy), m.running(b.Running))
	return part{
		title: b.Title, intro: b.Why, action: next, beside: m.skip(b.Running), form: f, content: widget.Column(5, content...),
		update: func(body view.Body) bool {
			now := body.(view.Typing)
			f.offer(now.OfferTitle, now.Suggestions)
			next.SetLabel(now.Next)
			return f.update(now.Fields)
		},
	}
}

// review shows every answer before it counts, and what could still be added.
func (m maker) review(b view.Review) part {
	rows := make([]fyne.CanvasObject, len(b.Rows))
	for i, row := range b.Rows {
		rows[i] = widget.NewRow(m.kit, widget.RowSpec{
			Label: row.Label, Value: row.Value, Action: row.Change, OnTap: m.does(view.Change{ID: row.ID}),
		})
	}
	content := []fyne.CanvasObject{m.notice(widget.Alert, b.Wrong), widget.Column(2, rows...)}
	held := m.held(b.Held)
	if held != nil {
		content = append(content, held)
	}
	if len(b.Extras) > 0 {
		extras := make([]fyne.CanvasObject, len(b.Extras))
		for i, extra := range b.Extras {
			extras[i] = m.secondary(extra.Label, extra.Icon, view.Change{ID: extra.ID})
		}
		content = append(content, widget.Column(3,
			m.words(theme.Heading, b.ExtraTitle), m.words(theme.Small, b.ExtraWhy), widget.Grid(m.kit, 2, 120, extras...)))
	}
	content = append(content, m.notice(widget.Info, b.Consent))
	return part{
		title: b.Title, intro: b.Why, content: widget.Column(5, content...), action: m.primary(b.Send, "check", view.Send{}),
		update: func(body view.Body) bool { // the minutes that a moment is still held go by under a finger that scrolls
			now := body.(view.Review)
			same := now
			same.Held = b.Held
			if held == nil || !reflect.DeepEqual(same, b) {
				return false
			}
			held.SetText(now.Held)
			return true
		},
	}
}

// held says how long a moment is kept, or is nothing.
func (m maker) held(text string) *widget.Text {
	if text == "" {
		return nil
	}
	return widget.Words(m.kit, theme.Body, text)
}
