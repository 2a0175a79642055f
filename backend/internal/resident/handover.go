package resident

import (
	"net/http"
	"strings"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/web"
	"wijkloket/backend/journey"
)

// handoverView is the page that a QR opens.
type handoverView struct {
	Wrong   *core.Message
	Refused bool // the words did not match
}

// handoverLetters is more than a secret and all rights need.
const handoverLetters = 64 + 4*api.MaxRights

// handover is where a kiosk's QR leads. It changes nothing (T-32): link previews and scanners open it too. The secret is in
// the address's fragment, which only the page's script can read; it goes out in a body after a tap (T-29, T-30).
func (s *Site) handover(rw http.ResponseWriter, r *http.Request, _ *visit) {
	s.show(rw, r, http.StatusOK, "handover", handoverView{})
}

// handoverTake takes the visit over from the kiosk, with the rights that were chosen there to share: they stand behind a point
// after the secret. It becomes this phone's visit once the two words were compared.
func (s *Site) handoverTake(rw http.ResponseWriter, r *http.Request, v *visit) {
	secret, shared, _ := strings.Cut(bounded(r, "secret", handoverLetters), ".")
	taken, err := s.Handovers.Take(api.NewPersonal(secret))
	if err != nil {
		refusal, wrong := s.why(r, err)
		s.show(rw, r, web.StatusOf(refusal.Code), "handover", handoverView{Wrong: wrong})
		return
	}
	s.letGo(r, v.held())
	talk := s.newWalk()
	talk.Kiosk = taken.Choices.Kiosk
	setting := s.setting(talk.Kiosk)
	talk.Answers = journey.FromChoices(taken.Choices, setting)
	if chosen := s.Rights().UnpackRights(shared); len(chosen) > 0 {
		talk.Answers = talk.Answers.Share(chosen, chosen, setting)
	}
	s.begin(rw, r, &visit{
		Lang: taken.Language, Talk: talk, Ref: taken.Ref,
		Match: &match{Words: taken.Words, Step: journey.StepID(taken.Step)},
	}, "/h/words")
}

// words asks whether both screens show the same two words, so that nobody takes over a stranger's visit unseen.
func (s *Site) words(rw http.ResponseWriter, r *http.Request, v *visit) {
	if v.Match == nil {
		s.gone(rw, r, v)
		return
	}
	s.show(rw, r, http.StatusOK, "words", v.Match)
}

// wordsAnswer goes on at the step where the kiosk was, with what was typed there empty; or forgets the visit.
func (s *Site) wordsAnswer(rw http.ResponseWriter, r *http.Request, v *visit) {
	if v.Match == nil || v.Talk == nil {
		s.gone(rw, r, v)
		return
	}
	if r.PostFormValue("same") != "yes" {
		s.drop(rw, r)
		s.show(rw, r, http.StatusOK, "handover", handoverView{Refused: true})
		return
	}
	step := v.Match.Step
	v.Match = nil
	s.keep(rw, r, v)
	w, _ := s.toTalk(v)
	if !journey.Reachable(step, w.Answers, w.setting) {
		s.Web.Redirect(rw, r, w.start())
		return
	}
	s.Web.Redirect(rw, r, w.at(step))
}
