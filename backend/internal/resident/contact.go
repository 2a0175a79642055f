package resident

import (
	"net/http"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/web"
	"wijkloket/backend/journey"
)

// toContact is the change of a contact plan that is under way, and false before it began.
func (s *Site) toContact(r *http.Request, v *visit) (way, bool) {
	locator := r.PathValue("locator")
	if v.Change == nil || v.Code.IsZero() || v.Locator != locator {
		return way{}, false
	}
	mine := "/a/" + v.Locator
	return way{walk: v.Change, base: mine + "/contact", out: mine, setting: journey.Setting{City: s.city(), ContactOnly: true}}, true
}

// contact begins to change the contact plan with the choices of the present one. Number, address and code word are not
// shown to who has the code, so they are asked anew (T-35).
func (s *Site) contact(rw http.ResponseWriter, r *http.Request, v *visit) {
	status, ok := s.opened(rw, r, v)
	if !ok {
		return
	}
	if !status.State.Open() {
		s.Web.Redirect(rw, r, "/a/"+status.Locator)
		return
	}
	v.Change = &walk{Answers: journey.Answers{
		Place: status.Place, Contact: status.Contact,
		Seen: map[journey.StepID]bool{journey.StepWhen: true, journey.StepVoicemail: true, journey.StepWriting: true},
	}}
	s.keep(rw, r, v)
	w, _ := s.toContact(r, v)
	s.Web.Redirect(rw, r, w.at(journey.Path(w.Answers, w.setting)[0]))
}

func (s *Site) contactStep(rw http.ResponseWriter, r *http.Request, v *visit) {
	w, ok := s.toContact(r, v)
	switch {
	case !ok:
		s.Web.Redirect(rw, r, "/a/"+bounds(r.PathValue("locator")))
	case r.PathValue("step") == string(journey.StepReview):
		s.review(rw, r, v, w)
	default:
		s.showStep(rw, r, w)
	}
}

func (s *Site) contactAnswer(rw http.ResponseWriter, r *http.Request, v *visit) {
	w, ok := s.toContact(r, v)
	if !ok {
		s.Web.Redirect(rw, r, "/a/"+bounds(r.PathValue("locator")))
		return
	}
	s.answerStep(rw, r, v, w)
}

// contactSave replaces the contact plan.
func (s *Site) contactSave(rw http.ResponseWriter, r *http.Request, v *visit) {
	w, ok := s.toContact(r, v)
	if !ok {
		s.Web.Redirect(rw, r, "/a/"+bounds(r.PathValue("locator")))
		return
	}
	if !journey.Reachable(journey.StepReview, w.Answers, w.setting) {
		s.Web.Redirect(rw, r, w.start())
		return
	}
	change := api.ContactChange{Code: v.Code, Contact: w.Answers.Request(web.Language(r), w.setting).Contact}
	if _, err := s.Requests.ChangeContact(r.Context(), change, s.From(r)); err != nil {
		s.notSent(rw, r, w, err)
		return
	}
	v.Change = nil
	s.saying(rw, r, v, saidContact)
}
