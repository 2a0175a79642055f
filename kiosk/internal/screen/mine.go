package screen

import (
	"fyne.io/fyne/v2"

	"wijkloket/kiosk/internal/theme"
	"wijkloket/kiosk/internal/view"
	"wijkloket/kiosk/internal/widget"
)

// code asks for the code of a request.
func (m maker) code(b view.Code) part {
	f := m.newForm([]view.Field{b.Field})
	open := m.primary(label(b.Open, b.Busy), "search", view.Next{})
	able(open, b.Busy)
	return part{
		title: b.Title, intro: b.Why, form: f, content: widget.Column(5, f.objects()...), action: open,
		update: func(body view.Body) bool {
			now := body.(view.Code)
			open.SetLabel(label(now.Open, now.Busy))
			able(open, now.Busy)
			return f.update([]view.Field{now.Field})
		},
	}
}

// label is a button's word, or that one moment is needed.
func label(word, busy string) string {
	if busy != "" {
		return busy
	}
	return word
}

// able switches a button off while the backend is asked.
func able(b *widget.Button, busy string) {
	if busy != "" {
		b.Disable()
	} else if b.Disabled() {
		b.Enable()
	}
}

// mine is where a request stands, and the two things one can do about it.
func (m maker) mine(b view.Mine) part {
	rows := []fyne.CanvasObject{m.notice(widget.Good, b.Notice), m.notice(widget.Alert, b.Wrong), m.notice(widget.Info, b.Busy)}
	rows = append(rows, widget.NewNotice(m.kit, widget.Info, b.State, b.Hint), m.appointment(b.Appointment))
	if b.Promise != "" {
		rows = append(rows, widget.NewCard(m.words(theme.Heading, b.PromiseOf), m.words(theme.Body, b.Promise)))
	}
	rows = append(rows, m.answers(b))
	list := make([]fyne.CanvasObject, len(b.Rows))
	for i, row := range b.Rows {
		list[i] = widget.NewRow(m.kit, widget.RowSpec{Icon: row.Icon, Label: row.Label, Value: row.Value})
	}
	rows = append(rows, widget.Column(2, list...), m.expect(b.Appointment))
	return part{
		title: b.Title, content: widget.Column(4, rows...),
		action: m.primary(b.Change, "contact", view.ChangeContact{}), beside: m.secondary(b.Cancel, "close", view.Cancel{}),
	}
}

// confirm asks before something cannot be undone.
func (m maker) confirm(b view.Confirm) part {
	yes := m.primary(label(b.Yes, b.Busy), "check", view.Yes{})
	able(yes, b.Busy)
	content := []fyne.CanvasObject{m.notice(widget.Alert, b.Wrong)}
	for _, row := range b.Rows {
		content = append(content, widget.NewRow(m.kit, widget.RowSpec{Icon: row.Icon, Label: row.Label, Value: row.Value}))
	}
	return part{
		title: b.Title, intro: b.Text, content: widget.Column(3, content...), action: yes, beside: m.secondary(b.No, "back", view.No{}),
	}
}

// emergency lists whom to call now, in words and large numbers.
func (m maker) emergency(b view.Emergency) part {
	rows := make([]fyne.CanvasObject, len(b.Numbers))
	for i, n := range b.Numbers {
		rows[i] = widget.NewRow(m.kit, widget.RowSpec{Icon: n.Icon, Label: n.Name, Hint: n.Text, Value: n.Number, Strong: true})
	}
	return part{title: b.Title, intro: b.Why, content: widget.Column(4, m.notice(widget.Info, b.Here), widget.Column(2, rows...))}
}
