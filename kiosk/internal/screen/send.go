package screen

import (
	"strings"

	"fyne.io/fyne/v2"

	"wijkloket/kiosk/internal/theme"
	"wijkloket/kiosk/internal/view"
	"wijkloket/kiosk/internal/widget"
)

func (m maker) sending(b view.Sending) part {
	return part{title: b.Title, content: widget.NewNotice(m.kit, widget.Info, "", b.Text)}
}

// trouble is calm: whose fault it is not, what happens by itself, and whom one can call.
func (m maker) trouble(b view.Trouble) part {
	waiting := widget.Words(m.kit, theme.Body, b.Waiting)
	retry := m.primary(b.Retry, "refresh", view.Retry{})
	return part{
		title: b.Title, intro: b.Text, action: retry,
		content: widget.Column(5, widget.NewCard(m.words(theme.Body, b.Keep), waiting), m.number(b.Phone)),
		update: func(body view.Body) bool {
			now := body.(view.Trouble)
			if (now.Retry == "") != (retry == nil) {
				return false
			}
			waiting.SetText(now.Waiting)
			return true
		},
	}
}

// sent is the receipt: the code to keep, on the glass and as a QR, the word that reception calls, and the promise.
func (m maker) sent(b view.Sent) part {
	code := widget.NewCard(
		m.words(theme.Heading, b.CodeLabel), widget.NewCode(m.kit, strings.Join(b.Code, "-")), m.words(theme.Small, b.CodeWhy))
	word := widget.NewCard(m.words(theme.Heading, b.WordLabel), m.words(theme.Title, b.Word), m.words(theme.Small, b.WordWhy))
	printed := widget.Good
	if b.NotPrinted {
		printed = widget.Alert
	}
	content := []fyne.CanvasObject{
		m.notice(printed, b.Printed), m.promised(b), m.words(theme.Body, b.Team),
		code, widget.Grid(m.kit, 2, 130, word, m.qr(b.QR.Reveal(), b.QRText)), m.notice(widget.Info, b.Keep), m.expect(b.Appointment),
	}
	print := m.secondary(label(b.Print, b.Printing), "printer", view.Open{Way: view.WayPrint})
	if print != nil {
		able(print, b.Printing)
	}
	return part{title: b.Title, content: widget.Column(4, content...), action: m.primary(b.Done, "check", view.Stop{}), beside: print}
}

// promised is the appointment, or by when we are in touch.
func (m maker) promised(b view.Sent) fyne.CanvasObject {
	if card := m.appointment(b.Appointment); card != nil {
		return card
	}
	return widget.NewNotice(m.kit, widget.Good, b.PromiseOf, b.Promise)
}

// qr is a QR with a line below it.
func (m maker) qr(content, text string) fyne.CanvasObject {
	code, err := widget.NewQR(content)
	if err != nil {
		fyne.LogError("no QR", err)
		return nil
	}
	return widget.NewCard(code, m.words(theme.Small, text))
}
