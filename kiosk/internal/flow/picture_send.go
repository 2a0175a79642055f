package flow

import (
	"strings"
	"time"

	"wijkloket/backend/api"
	"wijkloket/i18n"
	"wijkloket/kiosk/internal/session"
	"wijkloket/kiosk/internal/view"
)

func (f *Flow) sendingBody(t *i18n.Localizer) view.Body {
	return view.Sending{Title: t.T("kiosk.sending.title"), Text: t.T("kiosk.sending.text")}
}

// troubleBody says nothing was received, because nothing says that it was (I5).
func (f *Flow) troubleBody(t *i18n.Localizer) view.Body {
	body := view.Trouble{
		Title: t.T("kiosk.trouble.title"), Text: t.T("kiosk.trouble.text"), Keep: t.T("kiosk.trouble.keep"), Waiting: t.T("kiosk.trouble.now"),
		Phone: view.Contact{Label: t.T("kiosk.trouble.call"), Number: f.City().City().Helpline.Phone.Value},
	}
	if out := f.visit().Outgoing; out != nil && !out.Again.IsZero() {
		left := out.Again.Sub(f.Clock.Now())
		body.Waiting = t.N("kiosk.trouble.again", max(1, int((left+time.Second-1)/time.Second)))
		body.Retry = t.T("action.retry")
	}
	return body
}

func (f *Flow) sentBody(t *i18n.Localizer) view.Body {
	r := f.visit().Receipt
	body := view.Sent{
		Title: t.T("confirm.title"), Code: strings.Split(r.Code.Reveal(), "-"), CodeLabel: t.T("confirm.code"), CodeWhy: t.T("confirm.code.why"),
		Word: r.CodeWord.Reveal(), WordLabel: t.T("confirm.codeword"), WordWhy: t.T("confirm.codeword.why"),
		PromiseOf: t.T("promise.label"), Promise: t.T("promise.sentence", i18n.Args{"Date": t.Date(r.Promise)}),
		QR: f.receiptQR(r), QRText: t.T("kiosk.sent.qr"), Keep: t.T("confirm.keep"), Done: t.T("action.done"),
	}
	if team := f.city().teamName(r.Team); team != "" {
		body.Team = t.T("confirm.team", i18n.Args{"Team": team})
	}
	if !r.Reached {
		body.Promise = t.T("promise.none", i18n.Args{"Date": t.Date(r.Promise)})
	}
	if body.Appointment = f.appointment(t, r.Appointment); body.Appointment.Title != "" {
		body.PromiseOf, body.Promise = body.Appointment.Title, body.Appointment.When // that is the promise
	}
	if f.Print != nil {
		body.Print = t.T("check.print")
	}
	if r.Print.Busy {
		body.Printing = t.T("kiosk.busy")
	}
	if r.Print.Done != "" {
		body.Printed, body.NotPrinted = t.T(r.Print.Done), r.Print.Bad
	}
	return body
}

// receiptQR opens "my request" on a phone. The code stands in the fragment, which no browser sends to a server (T-29).
func (f *Flow) receiptQR(r *session.Receipt) api.Personal {
	return api.NewPersonal(strings.TrimRight(f.Public, "/") + "/a/" + r.Locator + "#" + r.Code.Reveal())
}

func (f *Flow) codeBody(t *i18n.Localizer) view.Body {
	v := f.visit()
	typed, _ := v.Typed(fieldCode)
	body := view.Code{
		Title: t.T("kiosk.code.title"), Why: t.T("kiosk.code.why"), Open: t.T("kiosk.code.open"),
		Field: view.Field{
			Name: fieldCode, Label: t.T("confirm.code"), Hint: t.T("kiosk.code.hint"), Max: 40, Lines: 1, Keyboard: view.CodeKeys,
			Value: typed, Wrong: f.wrong(t, fieldCode), Private: true,
		},
	}
	if v.Busy {
		body.Busy = t.T("kiosk.busy")
	}
	return body
}

func (f *Flow) handoverBody(t *i18n.Localizer) view.Body {
	v := f.visit()
	if v.Taken != nil {
		return view.Taken{
			Title: t.T("kiosk.taken.title"), Text: t.T("kiosk.taken.text"), Words: v.Taken.Words,
			Yes: t.T("kiosk.taken.yes"), No: t.T("kiosk.taken.no"),
		}
	}
	body := view.Handover{
		Title: t.T("kiosk.handover.title"), Text: t.T("kiosk.handover.text"), Renew: t.T("kiosk.handover.renew"),
		Steps: []string{t.T("kiosk.handover.step1"), t.T("kiosk.handover.step2"), t.T("kiosk.handover.step3")},
	}
	if len(v.Answers.Rights) > 0 {
		body.Text += " " + t.T("kiosk.handover.rights") + " " + t.T("check.phone.careful")
	}
	switch {
	case v.Busy:
		body.Note, body.Renew = t.T("kiosk.busy"), ""
	case v.Handover == nil:
		body.Note = f.wrong(t, "")
	case !f.Clock.Now().Before(v.Handover.Expires):
		body.Note = t.T("kiosk.handover.over")
	default:
		left := v.Handover.Expires.Sub(f.Clock.Now())
		body.QR, body.Left = f.withShared(v.Handover.URL), t.N("kiosk.handover.left", int((left+time.Second-1)/time.Second))
		body.Share = float32(left.Seconds() / api.HandoverLife.Seconds())
	}
	return body
}
