package screen

import (
	"fyne.io/fyne/v2"

	"wijkloket/kiosk/internal/theme"
	"wijkloket/kiosk/internal/view"
	"wijkloket/kiosk/internal/widget"
)

// intro says what the rights check is, before it asks anything.
func (m maker) intro(b view.Intro) part {
	points := make([]fyne.CanvasObject, len(b.Points))
	for i, p := range b.Points {
		points[i] = widget.Beside(m.kit, p.Icon, m.words(theme.Body, p.Label))
	}
	return part{title: b.Title, intro: b.Lead, scenery: "street", content: widget.NewCard(widget.Column(5, points...)), action: m.primary(b.Begin, "next", view.Next{})}
}

// running is what stands below a question of the rights check: what was found, and that one may stop.
func (m maker) running(b view.Running) fyne.CanvasObject {
	if b.Enough == "" {
		return nil
	}
	return widget.NewCard(
		m.words(theme.Heading, b.Found), m.words(theme.Small, b.EnoughWhy), m.secondary(b.Enough, "check", view.Open{Way: view.WayResults}))
}

// skip leaves the question without an answer.
func (m maker) skip(b view.Running) *widget.Button { return m.secondary(b.Skip, "", view.Skip{}) }

// results are the rights by life domain, the likely ones first, and what one can do with them.
func (m maker) results(b view.Results) part {
	kind := widget.Good
	if b.Bad {
		kind = widget.Alert
	}
	content := []fyne.CanvasObject{m.notice(kind, b.Notice), m.notice(widget.Info, b.None)}
	for _, group := range b.Groups {
		content = append(content, m.group(group))
	}
	more := []fyne.CanvasObject{m.words(theme.Body, b.Unclear), m.offer(b.GoOn, "next", view.Open{Way: view.WayGoOn})}
	for _, one := range b.Reveal {
		more = append(more, m.secondary(one.Label, one.Icon, view.Open{Way: one.ID}))
	}
	more = append(more, m.secondary(b.Answers, "pencil", view.Open{Way: view.WayAnswers}))
	content = append(content, widget.NewCard(more...), m.words(theme.Small, b.Day))
	print := m.secondary(label(b.Print, b.Printing), "printer", view.Open{Way: view.WayPrint})
	if print != nil {
		able(print, b.Printing)
	}
	return part{
		title: b.Title, intro: b.Lead, content: widget.Column(5, content...),
		action: m.primary(b.Share, "people", view.Open{Way: view.WayShare}), beside: print,
	}
}

// group is one life domain.
func (m maker) group(g view.ResultGroup) fyne.CanvasObject {
	tiles := make([]fyne.CanvasObject, len(g.Items))
	for i, item := range g.Items {
		tone := widget.ToneAction
		if item.Good {
			tone = widget.ToneGood
		}
		tiles[i] = widget.NewTile(m.kit, widget.TileSpec{
			Icon: item.Icon, Title: item.Name, Hint: item.Text, Word: item.Standing, Tone: tone, OnTap: m.does(view.Choose{ID: item.ID}),
		})
	}
	return widget.Column(3, widget.Beside(m.kit, g.Icon, m.words(theme.Heading, g.Heading)), widget.Column(3, tiles...))
}

// right is one right in full: why, what it brings, how and where, and how old the figures are.
func (m maker) right(b view.Right) part {
	kind := widget.Info
	if b.Good {
		kind = widget.Good
	}
	content := []fyne.CanvasObject{widget.NewNotice(m.kit, kind, b.Standing, "")}
	if len(b.Because.Text) > 0 {
		content = append(content, m.section(b.Because))
	}
	content = append(content, m.questions(b.Decides, b.Questions))
	for _, s := range b.Sections {
		content = append(content, m.section(s))
	}
	content = append(content, widget.Column(1, m.words(theme.Small, b.Evidence), m.words(theme.Small, b.Source)))
	return part{
		title: b.Title, intro: b.Lead, content: widget.Column(5, content...), action: m.primary(b.Share, "people", view.Open{Way: view.WayShare}),
	}
}

// questions are offered to be answered after all; without any nothing stands there.
func (m maker) questions(heading string, questions []view.Option) fyne.CanvasObject {
	if len(questions) == 0 {
		return nil
	}
	lines := []fyne.CanvasObject{m.words(theme.Heading, heading)}
	for _, q := range questions {
		lines = append(lines, m.secondary(q.Label, q.Icon, view.Change{ID: q.ID}))
	}
	return widget.Column(3, lines...)
}

// section is a heading with what stands below it.
func (m maker) section(s view.Section) fyne.CanvasObject {
	lines := []fyne.CanvasObject{m.words(theme.Heading, s.Heading)}
	for _, text := range s.Text {
		lines = append(lines, m.words(theme.Body, text))
	}
	for _, thing := range s.List {
		lines = append(lines, widget.Beside(m.kit, "check", m.words(theme.Body, thing)))
	}
	return widget.Column(2, lines...)
}

// given are the answers, each with a way to change it.
func (m maker) given(b view.Given) part {
	rows := make([]fyne.CanvasObject, len(b.Rows))
	for i, row := range b.Rows {
		rows[i] = widget.NewRow(m.kit, widget.RowSpec{Label: row.Label, Value: row.Value, Action: row.Change, OnTap: m.does(view.Change{ID: row.ID})})
	}
	return part{
		title: b.Title, intro: b.Why, content: widget.Column(5, widget.Column(2, rows...), m.questions(b.SkippedOf, b.Skipped)),
		action: m.primary(b.Results, "check", view.Open{Way: view.WayResults}), beside: m.secondary(b.GoOn, "next", view.Open{Way: view.WayGoOn}),
	}
}

// carry is the QR for the person's own phone.
func (m maker) carry(b view.Carry) part {
	return part{title: b.Title, intro: b.Text, content: widget.Column(5,
		m.qr(b.QR.Reveal(), b.Careful), m.notice(widget.Info, b.After))}
}
