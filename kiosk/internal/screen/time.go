package screen

import (
	"fyne.io/fyne/v2"

	"wijkloket/kiosk/internal/theme"
	"wijkloket/kiosk/internal/view"
	"wijkloket/kiosk/internal/widget"
)

// looking is calm: one may wait, or go on without.
func (m maker) looking(b view.Looking) part {
	without := widget.NewTile(m.kit, widget.TileSpec{
		Icon: b.Without.Icon, Title: b.Without.Label, Hint: b.Without.Hint, OnTap: m.does(view.Choose{ID: b.Without.ID}),
	})
	return part{title: b.Title, content: widget.Column(5, widget.NewNotice(m.kit, widget.Info, "", b.Text), without)}
}

// times are all moments of some days, a day under the other, to scroll through.
func (m maker) times(b view.Times) part {
	content := []fyne.CanvasObject{m.notice(widget.Alert, b.Wrong), m.notice(widget.Info, b.None)}
	for _, day := range b.Days {
		tiles := make([]fyne.CanvasObject, len(day.Options))
		for i, o := range day.Options {
			tiles[i] = widget.NewTile(m.kit, widget.TileSpec{
				Icon: o.Icon, Title: o.Label, Hint: o.Hint, Choice: widget.One, Chosen: o.Chosen, OnTap: m.does(view.Choose{ID: o.ID}),
			})
		}
		content = append(content, widget.Column(3, m.words(theme.Heading, day.Heading), widget.Grid(m.kit, 2, 110, tiles...)))
	}
	busy := []fyne.CanvasObject{m.notice(widget.Info, b.Busy)}
	if len(b.Days) == 0 || b.More == "" {
		content = append(busy, content...) // where the eye is
	} else {
		content = append(content, busy...)
	}
	content = append(content, m.offer(b.Again, "refresh", view.Retry{}))
	return part{title: b.Title, intro: b.Why, content: widget.Column(5, content...), beside: m.secondary(b.More, "calendar", view.More{})}
}

// appointment is a day and an hour, where and with whom, and what to expect; nothing where there is none.
func (m maker) appointment(b view.Appointment) fyne.CanvasObject {
	if b.Title == "" {
		return nil
	}
	content := []fyne.CanvasObject{widget.Beside(m.kit, "calendar", widget.Column(1, m.words(theme.Small, b.Title), m.words(theme.Heading, b.When)))}
	for _, row := range b.Rows {
		words := widget.Column(1, m.words(theme.Small, row.Label), m.words(theme.Body, row.Value))
		if len(row.Face) > 0 {
			content = append(content, widget.Portrait(m.kit, row.Face, words))
			continue
		}
		content = append(content, widget.Beside(m.kit, row.Icon, words))
	}
	return widget.NewCard(widget.Column(3, content...))
}

// expect is what an appointment is like, and what not to bring.
func (m maker) expect(b view.Appointment) fyne.CanvasObject {
	if len(b.Sections) == 0 {
		return nil
	}
	sections := make([]fyne.CanvasObject, len(b.Sections))
	for i, section := range b.Sections {
		sections[i] = m.section(section)
	}
	return widget.NewCard(widget.Column(4, sections...))
}

// answers are what one can answer with one touch; all weigh the same.
func (m maker) answers(b view.Mine) fyne.CanvasObject {
	if len(b.Answers) == 0 {
		return nil
	}
	tiles := make([]fyne.CanvasObject, len(b.Answers))
	for i, o := range b.Answers {
		tile := m.tile(o, view.Choose{ID: o.ID})
		tiles[i] = tile
	}
	return widget.Column(3, m.words(theme.Heading, b.Ask), widget.Column(3, tiles...))
}
