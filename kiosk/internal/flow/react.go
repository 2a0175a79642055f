package flow

import (
	"errors"
	"slices"

	"wijkloket/backend/api"
	"wijkloket/backend/journey"
	"wijkloket/i18n"
	"wijkloket/kiosk/internal/session"
	"wijkloket/kiosk/internal/view"
)

// react handles what is the same on every screen and leaves the rest to the screen.
func (f *Flow) react(event view.Event) {
	v := f.visit()
	switch e := event.(type) {
	case view.GoOn: // the touch itself was the answer
	case view.SetLanguage:
		f.setLanguage(e.Lang)
	case view.OpenLanguages:
		v.Go(session.Spot{Screen: session.Languages})
	case view.NextText:
		v.Settings.Text = following(f.TextSteps, v.Settings.Text, f.Settings.Text)
	case view.NextContrast:
		v.Settings.Contrast = following(f.ContrastModes, v.Settings.Contrast, f.Settings.Contrast)
	case view.Stop:
		f.wipe("kiosk.wiped")
	case view.Hide:
		f.wipe("")
	case view.Back:
		f.back()
	case view.OpenEmergency:
		v.Go(session.Spot{Screen: session.Emergency})
	case view.OpenHandover:
		if f.checking() {
			f.carry()
		} else {
			f.openHandover()
		}
	case view.Type:
		f.typed(e.Field, e.Text)
	default:
		f.onScreen(event)
	}
}

func (f *Flow) onScreen(event view.Event) {
	switch f.visit().At().Screen {
	case session.Home:
		f.onHome(event)
	case session.Find, session.Areas, session.Team:
		f.onTeam(event)
	case session.Ask:
		f.onAsk(event)
	case session.Trouble:
		f.onTrouble(event)
	case session.Times:
		f.onTimes(event)
	case session.Code, session.Mine, session.Cancel, session.MyTimes, session.Elsewhere, session.Sure:
		f.onMine(event)
	case session.Sent:
		f.onSent(event)
	case session.Handover:
		f.onHandover(event)
	case session.Check, session.Question, session.Results, session.Right, session.Given:
		f.onCheck(event)
	}
}

// setLanguage changes the words and nothing else. On the list of languages it also leads back to where the list
// was opened.
func (f *Flow) setLanguage(lang string) {
	v := f.visit()
	if !i18n.Known(lang) {
		return
	}
	v.Settings.Language = lang
	if v.At().Screen == session.Languages {
		v.Back()
	}
}

func (f *Flow) onHome(event view.Event) {
	if open, ok := event.(view.Open); ok {
		f.open(open.Way)
	}
}

// open starts one of the ways in.
func (f *Flow) open(way string) {
	v := f.visit()
	switch way {
	case view.WayTalk:
		v.Purpose, v.Correcting = session.Asking, false
		v.Go(session.Spot{Screen: session.Ask, Step: journey.StepPlace})
	case view.WayTeam:
		v.Go(session.Spot{Screen: session.Find})
	case view.WayMine:
		v.Go(session.Spot{Screen: session.Code})
	case view.WayCheck:
		v.Go(session.Spot{Screen: session.Check})
	}
}

// back goes to the step or the screen before. Nothing typed is lost: it is kept by screen and step.
func (f *Flow) back() {
	v := f.visit()
	at := v.At()
	if !f.mayGoBack() {
		return
	}
	if at.Screen == session.Handover {
		f.leaveHandover()
	}
	if f.checking() && f.backInCheck() {
		return
	}
	if at.Screen == session.Ask {
		if before, ok := f.stepBefore(at.Step); ok {
			v.Go(session.Spot{Screen: session.Ask, Step: before})
			return
		}
	}
	v.Back()
}

// mayGoBack: what was sent cannot be unsent by going back, and while it is unknown whether it arrived, changing it could
// make it arrive twice.
func (f *Flow) mayGoBack() bool {
	v := f.visit()
	switch v.At().Screen {
	case session.Sending, session.Trouble, session.Sent:
		return false
	}
	return v.CanGoBack() && v.Taken == nil
}

// following is the next of a list, starting again at its first.
func following(list []string, now, unset string) string {
	if now == "" {
		now = unset
	}
	if len(list) == 0 {
		return now
	}
	return list[(slices.Index(list, now)+1)%len(list)]
}

// problem is one thing wrong on the present screen, by key.
func problem(field, key string) []journey.Problem {
	p := journey.Problem{Field: field}
	p.Reason.Key = key
	return []journey.Problem{p}
}

// asProblem reports whether the backend refused, and how. Every other error means that no answer came.
func asProblem(err error, into **api.Problem) bool { return errors.As(err, into) }
