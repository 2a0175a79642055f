package screen

import (
	"fyne.io/fyne/v2"

	"wijkloket/kiosk/internal/theme"
	"wijkloket/kiosk/internal/view"
	"wijkloket/kiosk/internal/widget"
)

// find asks for an address, and offers ways for who has none or would rather not say.
func (m maker) find(b view.Find) part {
	f := m.newForm(b.Fields)
	f.anew = true // who comes back has another street in mind
	f.offer(b.OfferTitle, b.Suggestions)
	others := make([]fyne.CanvasObject, len(b.Others))
	for i, o := range b.Others {
		others[i] = m.secondary(o.Label, o.Icon, view.Open{Way: o.ID})
	}
	content := append(f.objects(), widget.Column(3, m.words(theme.Heading, b.OthersTitle), widget.Grid(m.kit, 3, 100, others...)))
	return part{
		title: b.Title, intro: b.Why, form: f, content: widget.Column(5, content...), action: m.primary(b.Go, "search", view.Next{}),
		update: func(body view.Body) bool {
			now := body.(view.Find)
			f.offer(now.OfferTitle, now.Suggestions)
			return f.update(now.Fields)
		},
	}
}

// team is the one answer, with its reason, its centres and whom to call.
func (m maker) team(b view.Team) part {
	answer := []fyne.CanvasObject{m.words(theme.Title, b.Name)}
	kind := widget.Info
	if b.Certain {
		kind = widget.Good
	}
	if b.Sure != "" {
		answer = append(answer, widget.NewNotice(m.kit, kind, b.Sure, b.Why))
	} else {
		answer = append(answer, m.words(theme.Body, b.Why))
	}
	answer = append(answer, m.words(theme.Body, b.Advice), m.number(b.Phone))
	content := []fyne.CanvasObject{widget.NewCard(answer...)}
	if len(b.List) > 0 {
		content = append(content, m.words(theme.Heading, b.Centres))
		var cards []fyne.CanvasObject
		for _, c := range b.List {
			cards = append(cards, m.centre(c))
		}
		content = append(content, widget.Grid(m.kit, 2, 150, cards...))
	}
	return part{
		title: b.Title, content: widget.Column(4, content...),
		action: m.primary(b.Talk, "people", view.Open{Way: view.WayTalk}), beside: m.secondary(b.Again, "search", view.Open{Way: view.WayTeam}),
	}
}

func (m maker) centre(c view.Centre) fyne.CanvasObject {
	phone := fyne.CanvasObject(nil)
	if c.Phone != "" {
		phone = m.words(theme.Body, c.Phone)
	}
	return widget.NewCard(m.words(theme.Heading, c.Name), m.words(theme.Body, c.Address), phone, m.words(theme.Small, c.Hours))
}

// number is a telephone number with whose it is.
func (m maker) number(c view.Contact) fyne.CanvasObject {
	if c.Number == "" {
		return nil
	}
	return widget.NewRow(m.kit, widget.RowSpec{Icon: "call", Label: c.Label, Value: c.Number, Strong: true})
}
