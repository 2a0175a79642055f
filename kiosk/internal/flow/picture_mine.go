package flow

import (
	"slices"

	"wijkloket/backend/api"
	"wijkloket/backend/journey"
	"wijkloket/i18n"
	"wijkloket/kiosk/internal/view"
)

// stateIcons are the drawings beside the state words.
var stateIcons = map[api.State]string{
	api.StateNew: "check", api.StateContacted: "call", api.StateScheduled: "calendar", api.StateMet: "people", api.StateMissed: "refresh",
	api.StateClosed: "check", api.StateCancelled: "close",
}

func (f *Flow) mineBody(t *i18n.Localizer) view.Body {
	v := f.visit()
	opened := v.Opened
	s := opened.Status
	body := view.Mine{
		Title: t.T("kiosk.mine.title"), Icon: stateIcons[s.State], State: t.T("state." + string(s.State)), Hint: t.T("state." + string(s.State) + ".hint"),
		PromiseOf: t.T("promise.label"), Wrong: f.wrong(t, ""), Appointment: f.appointment(t, s.Appointment), Rows: f.mineRows(t, s),
	}
	if a := s.Appointment; a != nil && s.State.Open() && a.State == api.AppointmentOffered { // nothing is agreed before the yes
		body.Icon, body.State, body.Hint = "calendar", t.T("kiosk.visit.offer"), t.T("kiosk.visit.offer.hint")
	}
	if opened.Done != "" {
		body.Notice = t.T(opened.Done)
	}
	if key := journey.PromiseOf(s); key != "" && body.Appointment.Title == "" {
		body.Promise = t.T(key, i18n.Args{"Date": t.Date(s.Promise)})
	}
	if s.State.Open() { // nobody reaches anybody about what is over
		body.Change, body.Cancel = t.T("kiosk.mine.change"), t.T("kiosk.mine.cancel")
	}
	body.Ask, body.Answers = f.answers(t, s)
	if v.Busy {
		body.Busy = t.T("kiosk.busy")
	}
	return body
}

// mineRows are the facts of a request; the appointment says where and who by itself.
func (f *Flow) mineRows(t *i18n.Localizer, s api.Status) (rows []view.Row) {
	row := func(icon, label, value string) {
		if value != "" {
			rows = append(rows, view.Row{Icon: icon, Label: t.T(label), Value: value})
		}
	}
	centre, _ := f.city().CentreName(s.Centre)
	row("people", "kiosk.mine.team", f.city().teamName(s.Team))
	if s.Appointment == nil || !s.Appointment.State.Live() {
		row("person", "kiosk.mine.worker", s.Worker)
		row("pin", "centre.row", centre)
		if s.Place != api.PlaceHere { // "here" was where the request was made, and the centre says it
			row("place-here", "place.row", t.T("place."+string(s.Place)))
		}
	}
	if s.State.Open() {
		row("call", "channel.row", t.T("channel."+string(s.Contact.Channel)))
	}
	return rows
}

// answerIcons are the drawings of what one can answer.
var answerIcons = map[string]string{
	view.WayMove: "calendar", view.WayOtherSpot: "place-other", string(api.ReplyCallMe): "call-me", string(api.ReplyNotNow): "close",
	string(api.ReplyAccept): "check", string(api.ReplyEarlier): "calendar", string(api.ReplyKeep): "check",
}

// answerIDs are what one can answer about an appointment as it stands. After a missed one they are three that weigh the same.
func answerIDs(s api.Status) []string {
	a := s.Appointment
	switch {
	case !s.State.Open():
		return nil
	case s.State == api.StateMissed || a != nil && a.State == api.AppointmentMissed:
		return []string{view.WayMove, string(api.ReplyCallMe), string(api.ReplyNotNow)}
	case a != nil && a.State == api.AppointmentBooked && a.Earlier != nil:
		return []string{string(api.ReplyEarlier), string(api.ReplyKeep)}
	case a != nil && a.State == api.AppointmentOffered:
		return []string{string(api.ReplyAccept), view.WayMove, view.WayOtherSpot, string(api.ReplyCallMe)}
	case a != nil && a.State == api.AppointmentBooked:
		return []string{view.WayMove, view.WayOtherSpot, string(api.ReplyCallMe)}
	case s.Place == api.PlaceCallMe:
		return []string{view.WayOtherSpot}
	}
	return []string{view.WayMove}
}

func (f *Flow) mayAnswer(id string) bool {
	return slices.Contains(answerIDs(f.visit().Opened.Status), id)
}

// answers are the answers in words, with what they answer.
func (f *Flow) answers(t *i18n.Localizer, s api.Status) (ask string, options []view.Option) {
	ids := answerIDs(s)
	if len(ids) == 0 {
		return "", nil
	}
	for _, id := range ids {
		option := view.Option{ID: id, Icon: answerIcons[id], Label: t.T("kiosk.answer." + id)}
		if id == view.WayMove && s.Appointment == nil {
			option.Label = t.T("kiosk.answer.pick")
		}
		if a := s.Appointment; a != nil && a.Earlier != nil {
			switch id {
			case string(api.ReplyEarlier):
				option.Hint = joined(moment(t, a.Earlier.Start), f.slotHint(t, *a.Earlier))
			case string(api.ReplyKeep):
				option.Hint = moment(t, a.Start)
			}
		}
		options = append(options, option)
	}
	switch a := s.Appointment; {
	case ids[0] == string(api.ReplyEarlier):
		return t.T("kiosk.visit.earlier"), options
	case s.State == api.StateMissed || a != nil && a.State == api.AppointmentMissed:
		return t.T("kiosk.visit.missed"), options
	case a != nil && a.State == api.AppointmentOffered:
		return t.T("kiosk.visit.suits"), options
	case a != nil && a.State.Live():
		return t.T("kiosk.visit.other"), options
	default:
		return t.T("kiosk.visit.none"), options
	}
}

// elsewhereBody are the other places of an appointment. The telephone is one for who left a number.
func (f *Flow) elsewhereBody(t *i18n.Localizer) view.Body {
	s := f.visit().Opened.Status
	body := view.Pick{Title: t.T("kiosk.visit.elsewhere"), Why: t.T("kiosk.visit.elsewhere.why")}
	if f.mayPhone() {
		body.Options = append(body.Options, view.Option{ID: inPhone, Icon: "place-phone", Label: t.T("place.phone")})
	}
	for _, centre := range f.city().Centres() {
		if a := s.Appointment; a != nil && a.Place == api.PlaceCentre && a.Centre == string(centre.ID) {
			continue // that is where it is now
		}
		body.Options = append(body.Options, view.Option{ID: string(centre.ID), Icon: "pin", Label: centre.Name})
	}
	return body
}

// mayPhone: we have a number, and the appointment is not by telephone already.
func (f *Flow) mayPhone() bool {
	s := f.visit().Opened.Status
	number := s.Contact.Channel == api.ChannelPhone || s.Contact.Channel == api.ChannelSMS
	return number && (s.Appointment == nil || s.Appointment.Place != api.PlacePhone)
}

// sureBody says what is about to change, before it does.
func (f *Flow) sureBody(t *i18n.Localizer) view.Body {
	v := f.visit()
	move := v.Opened.Move
	body := view.Confirm{Title: t.T("review.title"), Yes: t.T("kiosk.sure.yes"), No: t.T("kiosk.sure.no"), Wrong: f.wrong(t, "")}
	switch {
	case move.Reply == api.ReplyNotNow:
		body.Title, body.Text = t.T("kiosk.cancel.title"), t.T("kiosk.cancel.text")
	case move.Reply == api.ReplyCallMe && v.Opened.Status.Contact.Channel == api.ChannelNone:
		body.Text = t.T("kiosk.sure.callme.self")
	case move.Reply == api.ReplyCallMe:
		body.Text = t.T("kiosk.sure.callme")
	default:
		body.Rows = []view.Row{{Icon: "calendar", Label: t.T("kiosk.sure.new"), Value: f.momentLine(t, move.Start)}}
	}
	if a := v.Opened.Status.Appointment; a != nil && a.State.Live() && move.Reply != api.ReplyNotNow {
		body.Rows = append(body.Rows, view.Row{Icon: "close", Label: t.T("kiosk.sure.old"), Value: f.momentLine(t, a.Slot)})
	}
	if v.Busy {
		body.Busy = t.T("kiosk.busy")
	}
	return body
}

// momentLine is a moment with where and who, on one line.
func (f *Flow) momentLine(t *i18n.Localizer, slot api.Slot) string {
	return joined(moment(t, slot.Start), f.slotHint(t, slot))
}

func (f *Flow) cancelBody(t *i18n.Localizer) view.Body {
	body := view.Confirm{
		Title: t.T("kiosk.cancel.title"), Text: t.T("kiosk.cancel.text"), Yes: t.T("kiosk.cancel.yes"), No: t.T("kiosk.cancel.no"),
		Wrong: f.wrong(t, ""),
	}
	if f.visit().Busy {
		body.Busy = t.T("kiosk.busy")
	}
	return body
}
