package flow

import (
	"wijkloket/backend/journey"
	"wijkloket/i18n"
	"wijkloket/kiosk/internal/session"
	"wijkloket/kiosk/internal/view"
)

// bodies build what is particular to each screen.
var bodies = map[session.Screen]func(*Flow, *i18n.Localizer) view.Body{
	session.Home:      (*Flow).homeBody,
	session.Languages: (*Flow).languagesBody,
	session.Find:      (*Flow).findBody,
	session.Areas:     (*Flow).areasBody,
	session.Team:      (*Flow).teamBody,
	session.Ask:       (*Flow).askBody,
	session.Sending:   (*Flow).sendingBody,
	session.Sent:      (*Flow).sentBody,
	session.Trouble:   (*Flow).troubleBody,
	session.Code:      (*Flow).codeBody,
	session.Mine:      (*Flow).mineBody,
	session.Cancel:    (*Flow).cancelBody,
	session.Handover:  (*Flow).handoverBody,
	session.Emergency: (*Flow).emergencyBody,
	session.Check:     (*Flow).introBody,
	session.Question:  (*Flow).checkQuestionBody,
	session.Results:   (*Flow).resultsBody,
	session.Right:     (*Flow).rightBody,
	session.Given:     (*Flow).givenBody,
	session.Carry:     (*Flow).carryBody,
	session.Times:     (*Flow).allTimesBody,
	session.MyTimes:   (*Flow).myTimesBody,
	session.Elsewhere: (*Flow).elsewhereBody,
	session.Sure:      (*Flow).sureBody,
}

// picture is the visit as it stands, in its language; the warning hides all of it (A-18, T-24).
func (f *Flow) picture() view.View {
	t := f.texts()
	if f.session.Phase() == session.Warned {
		return f.warning(t)
	}
	at := f.visit().At()
	return view.View{
		ID:    string(at.Screen) + "/" + string(at.Step) + at.Question,
		Stays: f.stays(),
		Frame: f.frame(t),
		Body:  bodies[at.Screen](f, t),
	}
}

// frame is what every screen has in the same places.
func (f *Flow) frame(t *i18n.Localizer) view.Frame {
	v := f.visit()
	frame := view.Frame{
		Lang: t.Lang(), RTL: t.Dir() == "rtl", Text: v.Settings.Text, Contrast: v.Settings.Contrast,
		Name: t.T("kiosk.name"), Language: i18n.OwnName(t.Lang()), TextSize: t.T("kiosk.text"), HighLow: t.T("kiosk.contrast"),
		Stop: t.T("kiosk.stop"), Hide: t.T("action.hide"), Urgent: t.T("action.emergency"),
		Keys: view.Keys{Space: t.T("kiosk.key.space"), Backspace: t.T("kiosk.key.backspace"), Shift: t.T("kiosk.key.shift"), Done: t.T("kiosk.key.done")},
		Up:   t.T("kiosk.up"), Down: t.T("kiosk.down"),
	}
	if f.mayGoBack() {
		frame.Back = t.T("action.back")
	}
	if f.mayHandOver() {
		frame.Phone = t.T("kiosk.phone")
	}
	if at := v.At(); at.Screen == session.Ask {
		frame.At, frame.Of = journey.Progress(at.Step, v.Answers, f.setting())
		if frame.At > 0 {
			frame.Progress = t.T("progress", i18n.Args{"At": frame.At, "Of": frame.Of})
		}
	}
	if v.At().Screen == session.Question {
		f.checkProgress(t, &frame)
	}
	return frame
}

// warning says that the visit will be wiped, and shows nothing of it.
func (f *Flow) warning(t *i18n.Localizer) view.View {
	seconds := int(f.session.Left().Seconds() + 0.999)
	frame := f.frame(t)
	frame = view.Frame{Lang: frame.Lang, RTL: frame.RTL, Text: frame.Text, Contrast: frame.Contrast, Name: frame.Name, Up: frame.Up, Down: frame.Down}
	return view.View{ID: "warning", Frame: frame, Body: view.Warning{
		Title: t.T("kiosk.idle.title"), Text: t.T("kiosk.idle.text"), Go: t.T("kiosk.idle.go"),
		Left: t.N("kiosk.idle.left", seconds), Share: float32(seconds) / float32((session.WipeAfter - session.WarnAfter).Seconds()),
	}}
}

func (f *Flow) homeBody(t *i18n.Localizer) view.Body {
	body := view.Home{
		Title: t.T("home.title"), Lead: t.T("home.why"), Choose: t.T("home.language"), Languages: f.languages(t),
		Ways: []view.Option{
			{ID: view.WayTalk, Icon: "people", Label: t.T("home.talk"), Hint: t.T("home.talk.hint")},
			{ID: view.WayCheck, Icon: "rights", Label: t.T("check.name"), Hint: t.T("check.name.hint")},
			{ID: view.WayTeam, Icon: "pin", Label: t.T("home.team"), Hint: t.T("home.team.hint")},
			{ID: view.WayMine, Icon: "code", Label: t.T("home.request"), Hint: t.T("home.request.hint")},
		},
	}
	for _, pillar := range []string{"meet", "help", "hood"} {
		body.Pillars = append(body.Pillars, view.Option{
			ID: pillar, Icon: "pillar-" + pillar, Label: t.T("pillar." + pillar), Hint: t.T("kiosk.pillar." + pillar),
		})
	}
	if name, ok := f.city().CentreName(f.Kiosk); ok {
		body.Title = t.T("kiosk.home.title", i18n.Args{"Centre": name})
	}
	if f.notice != "" {
		body.Notice = t.T(f.notice)
	}
	return body
}

func (f *Flow) languagesBody(t *i18n.Localizer) view.Body {
	return view.Languages{Title: t.T("home.language"), ChosenWord: t.T("kiosk.chosen"), Options: f.languages(t)}
}

// languages are offered in their own names, without flags.
func (f *Flow) languages(t *i18n.Localizer) []view.Option {
	var options []view.Option
	for _, lang := range i18n.Languages {
		options = append(options, view.Option{ID: lang, Label: i18n.OwnName(lang), Chosen: lang == t.Lang()})
	}
	return options
}

func (f *Flow) emergencyBody(t *i18n.Localizer) view.Body {
	body := view.Emergency{Title: t.T("emergency.title"), Why: t.T("emergency.why"), Here: t.T("emergency.here")}
	for _, line := range f.Emergency {
		number := line.In(t.Lang())
		body.Numbers = append(body.Numbers, view.Number{
			Icon: line.Icon, Name: t.T("emergency." + line.ID), Text: t.T("emergency." + line.ID + ".hint"),
			Number: number,
		})
	}
	return body
}
