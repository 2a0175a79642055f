package flow

import (
	"slices"
	"strings"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/journey"
	"wijkloket/i18n"
	"wijkloket/kiosk/internal/session"
	"wijkloket/kiosk/internal/view"
)

// isolated keeps a name in its own direction inside a text of another: the isolates of Unicode annex 9.
func isolated(name string) string { return "\u2068" + name + "\u2069" }

// moment is a day and an hour in words.
func moment(t *i18n.Localizer, at time.Time) string {
	return t.T("kiosk.time.moment", i18n.Args{"Date": t.Date(at), "Time": t.Time(at)})
}

// whereabouts is the place of a moment in words.
func (f *Flow) whereabouts(t *i18n.Localizer, slot api.Slot) string {
	switch slot.Place {
	case api.PlaceHome, api.PlacePhone:
		return t.T("place." + string(slot.Place))
	}
	if name, known := f.city().CentreName(slot.Centre); known {
		return isolated(name)
	}
	return ""
}

// languagesOf are the languages of a worker, each in its own name.
func languagesOf(codes []string) []string {
	var names []string
	for _, code := range codes {
		for _, language := range journey.TalkLanguages {
			if language.Code == code {
				names = append(names, isolated(language.Name))
			}
		}
	}
	return names
}

// who is the worker of a moment: the first name and the languages.
func who(t *i18n.Localizer, slot api.Slot) string {
	languages := strings.Join(languagesOf(slot.Languages), t.T("list.comma"))
	switch {
	case slot.Worker == "":
		return languages
	case languages == "":
		return t.T("kiosk.time.with", i18n.Args{"Worker": isolated(slot.Worker)})
	}
	return t.T("kiosk.time.with.languages", i18n.Args{"Worker": isolated(slot.Worker), "Languages": languages})
}

// slotHint is where and with whom a moment is.
func (f *Flow) slotHint(t *i18n.Localizer, slot api.Slot) string {
	return joined(f.whereabouts(t, slot), who(t, slot))
}

// joined puts facts on one line.
func joined(facts ...string) string {
	return strings.Join(slices.DeleteFunc(facts, func(fact string) bool { return fact == "" }), " · ")
}

// lookingBody says calmly that moments are looked up, with the way on without them.
func (f *Flow) lookingBody(t *i18n.Localizer, q journey.Question) view.Body {
	body := view.Looking{Title: t.T(q.Title), Text: t.T("kiosk.time.looking")}
	for _, option := range q.Options {
		if option.Value == journey.CallMe {
			body.Without = f.option(t, option)
		}
	}
	return body
}

// timeBody is the step that offers moments: being looked up, offered, or not to be had now.
func (f *Flow) timeBody(t *i18n.Localizer, q journey.Question) view.Body {
	v := f.visit()
	good := session.Moments{}
	if v.Offer != nil {
		good = v.Offer.Good
	}
	if good.Asking {
		return f.lookingBody(t, q)
	}
	body := f.questionBody(t, q).(view.Question)
	if good.Failed {
		body.Why, body.More, body.Again = t.T("kiosk.time.offline"), "", t.T("action.retry")
	}
	if v.Busy {
		body.Busy = t.T("kiosk.time.holding")
	}
	return body
}

// timesBody are all moments of some days.
func (f *Flow) timesBody(t *i18n.Localizer, list session.Moments) view.Times {
	v := f.visit()
	body := view.Times{Title: t.T("time.title"), Why: t.T("time.why"), Wrong: f.wrong(t, string(journey.StepTime)), Days: f.days(t, list.Slots)}
	switch {
	case list.Asking:
		body.Busy = t.T("kiosk.time.looking")
	case v.Busy:
		body.Busy = t.T("kiosk.time.holding")
	case list.Failed:
		body.None, body.Again = t.T("kiosk.time.offline"), t.T("action.retry")
	case list.Instead:
		body.Again = t.T("time.more")
	case len(list.Slots) == 0:
		body.None = t.T("kiosk.time.full")
	}
	if !list.Next.IsZero() && !list.Asking && !list.Failed {
		body.More = t.T("kiosk.time.later")
	}
	return body
}

func (f *Flow) allTimesBody(t *i18n.Localizer) view.Body {
	body := f.timesBody(t, f.offer().All)
	if f.visit().Answers.Place == api.PlaceHome {
		body.Why = t.T("time.why.home")
	}
	return body
}

func (f *Flow) myTimesBody(t *i18n.Localizer) view.Body {
	opened := f.visit().Opened
	body := f.timesBody(t, opened.Move.All)
	body.Why = t.T("kiosk.visit.move.why")
	return body
}

// days sorts moments by the day on which they are, in Kortrijk.
func (f *Flow) days(t *i18n.Localizer, slots []api.Slot) []view.Day {
	var days []view.Day
	for _, slot := range slots {
		heading := t.Date(slot.Start)
		if len(days) == 0 || days[len(days)-1].Heading != heading {
			days = append(days, view.Day{Heading: heading})
		}
		last := &days[len(days)-1]
		last.Options = append(last.Options, view.Option{
			ID: journey.Moment(slot.Start), Icon: "clock", Label: t.T("kiosk.time.hour", i18n.Args{"Time": t.Time(slot.Start)}), Hint: f.slotHint(t, slot),
			Chosen: f.visit().At().Screen == session.Times && slot.Start.Equal(f.visit().Answers.Start),
		})
	}
	return days
}

// heldSentence says that the chosen moment is kept, and how long; it holds the minutes that are left, counted up.
func (f *Flow) heldSentence(t *i18n.Localizer) string {
	v := f.visit()
	if v.Answers.Start.IsZero() || v.Purpose == session.Changing {
		return ""
	}
	left := f.heldFor()
	if left == 0 {
		return t.T("kiosk.time.unheld")
	}
	return t.N("kiosk.time.held", int((left+time.Minute-1)/time.Minute))
}

// appointment is an appointment in words; what it is called depends on how it stands.
func (f *Flow) appointment(t *i18n.Localizer, a *api.Appointment) view.Appointment {
	if a == nil || !a.State.Live() {
		return view.Appointment{}
	}
	out := view.Appointment{Title: t.T("kiosk.visit." + string(a.State)), When: moment(t, a.Start)}
	row := func(icon, label, value string) {
		if value != "" {
			out.Rows = append(out.Rows, view.Row{Icon: icon, Label: t.T(label), Value: value})
		}
	}
	row("pin", "place.row", f.placeLine(t, a.Slot))
	row("person", "kiosk.mine.worker", a.Worker)
	if a.Worker != "" {
		out.Rows[len(out.Rows)-1].Face = a.Picture
	}
	row("interpreter", "kiosk.visit.languages", strings.Join(languagesOf(a.Languages), t.T("list.comma")))
	first, bring := "kiosk.visit.hour.text", "kiosk.visit.bring.text"
	if a.Place == api.PlaceHome {
		first, bring = "kiosk.visit.hour.home", "kiosk.visit.bring.home"
	}
	out.Sections = []view.Section{
		{Heading: t.T("kiosk.visit.hour"), Text: []string{t.T(first)}},
		{Heading: t.T("kiosk.visit.bring"), Text: []string{t.T(bring)}},
	}
	return out
}

// placeLine is the place of an appointment, of a centre with its address. That of a home stands nowhere.
func (f *Flow) placeLine(t *i18n.Localizer, slot api.Slot) string {
	if slot.Place != api.PlaceHome && slot.Place != api.PlacePhone {
		for _, centre := range f.city().Centres() {
			if string(centre.ID) == slot.Centre {
				return joined(isolated(centre.Name), leftToRight(strings.TrimSpace(centre.Address.Street+" "+centre.Address.Number)))
			}
		}
	}
	return f.whereabouts(t, slot)
}
