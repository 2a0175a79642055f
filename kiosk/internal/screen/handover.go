package screen

import (
	"fyne.io/fyne/v2"

	"wijkloket/kiosk/internal/theme"
	"wijkloket/kiosk/internal/view"
	"wijkloket/kiosk/internal/widget"
)

// handover shows the QR that carries the visit to a phone, how to use it, and how long it can be taken.
func (m maker) handover(b view.Handover) part {
	steps := make([]fyne.CanvasObject, len(b.Steps))
	for i, step := range b.Steps {
		steps[i] = widget.NewStep(m.kit, i+1, step)
	}
	left := widget.NewCountdown(m.kit, b.Left)
	left.Set(b.Share, b.Left)
	code := m.notice(widget.Info, b.Note)
	if !b.QR.IsZero() {
		if qr, err := widget.NewQR(b.QR.Reveal()); err == nil {
			code = widget.Column(3, qr, left)
		}
	}
	return part{
		title: b.Title, intro: b.Text, content: widget.Column(5, code, widget.Column(3, steps...)), beside: m.secondary(b.Renew, "refresh", view.Renew{}),
		update: func(body view.Body) bool {
			now := body.(view.Handover)
			if now.QR != b.QR || now.Note != b.Note || now.Renew != b.Renew {
				return false
			}
			left.Set(now.Share, now.Left)
			return true
		},
	}
}

// taken asks whose phone it was: both show the same two words.
func (m maker) taken(b view.Taken) part {
	words := []fyne.CanvasObject{
		widget.NewCard(m.words(theme.Title, b.Words[0])), widget.NewCard(m.words(theme.Title, b.Words[1])),
	}
	return part{
		title: b.Title, intro: b.Text, content: widget.Grid(m.kit, 2, 120, words...),
		action: m.primary(b.Yes, "check", view.Yes{}), beside: m.secondary(b.No, "close", view.No{}),
	}
}

// warning stands alone on the glass: nothing of the visit shows, and a touch anywhere goes on.
func (m maker) warning(b view.Warning) part {
	left := widget.NewCountdown(m.kit, b.Left)
	left.Set(b.Share, b.Left)
	return part{
		title: b.Title, intro: b.Text, content: left, action: m.primary(b.Go, "check", view.GoOn{}), anywhere: m.does(view.GoOn{}),
		update: func(body view.Body) bool {
			now := body.(view.Warning)
			left.Set(now.Share, now.Left)
			return true
		},
	}
}
