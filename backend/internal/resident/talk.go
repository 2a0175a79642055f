package resident

import (
	"errors"
	"net/http"

	"wijkloket/backend/api"
	"wijkloket/backend/directory"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/web"
	"wijkloket/backend/journey"
)

// toTalk is the way to a talk of a visit, and false before it began; one from a kiosk begins when the two words matched.
func (s *Site) toTalk(v *visit) (way, bool) {
	if v.Talk == nil || v.Match != nil {
		return way{}, false
	}
	if !v.Talk.Answers.Hold.IsZero() && !s.Clock.Now().Before(v.Talk.Until) {
		v.Talk.Answers.Hold = api.Personal{} // the moment is chosen still, but kept for nobody
	}
	return way{walk: v.Talk, base: "/talk", out: "/", setting: s.setting(v.Talk.Kiosk)}, true
}

// setting is where a way to a talk takes place.
func (s *Site) setting(kiosk string) journey.Setting {
	return journey.Setting{City: s.city(), Kiosk: kiosk, Right: s.knowsRight(), Times: true}
}

// talk begins the way to a talk, or goes on where it was left.
func (s *Site) talk(rw http.ResponseWriter, r *http.Request, v *visit) {
	if v.Match != nil {
		s.Web.Redirect(rw, r, "/h/words")
		return
	}
	w := s.beginTalk(v)
	s.begin(rw, r, v, w.start())
}

// beginTalk is the way to a talk of a visit, a new one where there is none. An address that was given to find the team is not
// asked again.
func (s *Site) beginTalk(v *visit) way {
	if v.Talk == nil {
		v.Talk = s.newWalk()
		v.Receipt = nil
	}
	if w := v.Where; w != nil && v.Talk.Answers.Address.IsZero() {
		v.Talk.Answers.Address = api.Address{Street: w.Street, Number: w.Number, Postcode: w.Postcode}
		if s.Directory().Locate(directory.Address{Area: w.Area}).Outcome == directory.OutcomeTeam {
			v.Talk.Answers.Address.Area = w.Area // one from the list, and no text of somebody's own
		}
	}
	w, _ := s.toTalk(v)
	return w
}

// gone leads who comes back to a page of a walk that is over: to what was sent, or to the start.
func (s *Site) gone(rw http.ResponseWriter, r *http.Request, v *visit) {
	switch {
	case v.Match != nil:
		s.Web.Redirect(rw, r, "/h/words")
	case v.Receipt != nil:
		s.Web.Redirect(rw, r, "/done")
	default:
		s.Web.Redirect(rw, r, "/")
	}
}

func (s *Site) talkStep(rw http.ResponseWriter, r *http.Request, v *visit) {
	w, ok := s.toTalk(v)
	switch {
	case !ok:
		s.gone(rw, r, v)
	case r.PathValue("step") == string(journey.StepReview):
		s.review(rw, r, v, w)
	default:
		s.showStep(rw, r, w)
	}
}

func (s *Site) talkAnswer(rw http.ResponseWriter, r *http.Request, v *visit) {
	w, ok := s.toTalk(v)
	if !ok {
		s.gone(rw, r, v)
		return
	}
	s.answerStep(rw, r, v, w)
}

// review shows the answers once more before anything is sent.
func (s *Site) review(rw http.ResponseWriter, r *http.Request, v *visit, w way) {
	if !journey.Reachable(journey.StepReview, w.Answers, w.setting) {
		s.Web.Redirect(rw, r, w.start())
		return
	}
	w.Reviewed = true
	s.keep(rw, r, v)
	s.show(rw, r, http.StatusOK, "review", w.look(s.Web.Texts(web.Language(r)), nil))
}

// send sends the request. The key was made with the visit, so a second tap, a reload or a lost answer sends nothing twice.
func (s *Site) send(rw http.ResponseWriter, r *http.Request, v *visit) {
	w, ok := s.toTalk(v)
	if !ok {
		s.gone(rw, r, v)
		return
	}
	sent := w.Answers.Request(web.Language(r), w.setting)
	if !journey.Reachable(journey.StepReview, w.Answers, w.setting) || len(journey.Check(sent, w.setting)) > 0 {
		s.Web.Redirect(rw, r, w.start())
		return
	}
	if s.Submits != nil {
		if allowed, _ := s.Submits.Allow(s.From(r)); !allowed {
			s.notSent(rw, r, w, core.Refuse(api.CodeTooMany, ""))
			return
		}
	}
	body, err := api.Marshal(sent)
	if err != nil {
		s.Web.Error(rw, r, err)
		return
	}
	stored, err := s.Requests.Submit(r.Context(), request.Submission{Key: w.Key, Body: body, New: sent})
	var refusal *core.Error
	if errors.As(err, &refusal) && isGone(refusal) && !sent.Start.IsZero() {
		w.Answers = w.Answers.LetGo()
		s.letGo(r, sent.Hold)
		s.timeGone(rw, r, v, w, refusal)
		return
	}
	if err != nil {
		s.notSent(rw, r, w, err)
		return
	}
	kept := &visit{Lang: v.Lang, Receipt: &receipt{stored, sent.Contact.Channel, sent.Place, sent.Contact.Remind}}
	s.keep(rw, r, kept)
	s.Web.Redirect(rw, r, "/done")
}

// notSent says calmly that it did not work, on the page that still holds everything, with the same button to try again.
func (s *Site) notSent(rw http.ResponseWriter, r *http.Request, w way, err error) {
	refusal, why := s.why(r, err)
	if refusal.Code == api.CodeInvalid {
		s.Web.Redirect(rw, r, w.start())
		return
	}
	s.show(rw, r, web.StatusOf(refusal.Code), "review", w.look(s.Web.Texts(web.Language(r)), why))
}

// why is a refusal with its reason in words: its own, or those of its code.
func (s *Site) why(r *http.Request, err error) (*core.Error, *core.Message) {
	refusal := s.Web.Refusal(r, err)
	if refusal.Reason.Key != "" {
		return refusal, &refusal.Reason
	}
	return refusal, &core.Message{Key: "error." + string(refusal.Code) + ".detail"}
}

// doneView is what a sent request gives back.
type doneView struct {
	receipt
	Groups  []string // the code in pieces that a person can read out
	Team    string
	Centre  centreView
	Meeting *meetingView // the appointment, where a moment was chosen
}

// done shows the code, the code word and the promise, once: it stays until the visit ends and is nowhere afterwards.
func (s *Site) done(rw http.ResponseWriter, r *http.Request, v *visit) {
	if v.Receipt == nil {
		s.Web.Redirect(rw, r, "/")
		return
	}
	view := doneView{receipt: *v.Receipt, Groups: groups(v.Receipt.Code.Reveal())}
	view.Team, view.Centre = s.teamName(v.Receipt.Team), s.centre(v.Receipt.Centre)
	if a := v.Receipt.Appointment; a != nil {
		view.Meeting = s.meeting(*a, api.ContactPlan{Channel: v.Receipt.Channel, Remind: v.Receipt.Remind})
		if a.Place == api.PlaceCentre {
			view.Centre = centreView{} // it stands in the card
		}
	}
	s.show(rw, r, http.StatusOK, "done", view)
}
