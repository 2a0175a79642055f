package resident

import (
	"context"
	"net/http"
	"slices"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/web"
	"wijkloket/backend/journey"
)

// timeStep asks for a day and an hour: a few good moments, all of them, or "call me". What is on offer is asked anew for every
// page, and travels with no visit.
func (s *Site) timeStep(rw http.ResponseWriter, r *http.Request, v *visit) {
	if w, ok := s.atTime(rw, r, v); ok {
		s.times(rw, r, w, http.StatusOK, nil, nil)
	}
}

// atTime is the way to a talk that stands at its moment. Who stands elsewhere is led there.
func (s *Site) atTime(rw http.ResponseWriter, r *http.Request, v *visit) (way, bool) {
	w, ok := s.toTalk(v)
	switch {
	case !ok:
		s.gone(rw, r, v)
		return w, false
	case !journey.Reachable(journey.StepTime, w.Answers, w.setting):
		s.Web.Redirect(rw, r, w.start())
		return w, false
	}
	return w, true
}

// times shows the question with these moments; with nil, those that can be had now. Where nobody can tell, "call me" is left.
func (s *Site) times(rw http.ResponseWriter, r *http.Request, w way, status int, slots []api.Slot, wrong *core.Message) {
	known := true
	if len(slots) == 0 {
		var offer api.SlotOffer
		offer, known = s.offer(r, w, time.Time{})
		slots = offer.Slots
	}
	w.setting.Slots = append([]api.Slot{}, slots...) // never nil: that would be "nobody asked yet"
	view := w.view(journey.StepTime, nil)
	view.Wrong = wrong
	if !known {
		view.More = ""
	}
	s.question(rw, r, status, view)
}

// offer asks which moments can be had: a few good ones, or from a day on all of them. False when nobody can tell now.
func (s *Site) offer(r *http.Request, w way, from time.Time) (api.SlotOffer, bool) {
	ask := w.Answers.SlotAsk(web.Language(r), w.setting)
	ask.Many, ask.From = !from.IsZero(), from
	err := s.holdsLeft(r)
	var offer api.SlotOffer
	if err == nil {
		offer, err = s.Appointments.Offers(r.Context(), ask)
	}
	if err != nil {
		s.Web.Refusal(r, err) // our own mistakes belong in the log
		return api.SlotOffer{}, false
	}
	return offer, true
}

// holdsLeft refuses who asks for moments faster than a person can read them.
func (s *Site) holdsLeft(r *http.Request) error {
	if s.Holds == nil {
		return nil
	}
	if allowed, _ := s.Holds.Allow(s.From(r)); !allowed {
		return core.Refuse(api.CodeTooMany, "")
	}
	return nil
}

// timeAll shows every moment, day by day.
func (s *Site) timeAll(rw http.ResponseWriter, r *http.Request, v *visit) {
	w, ok := s.atTime(rw, r, v)
	if !ok {
		return
	}
	t := s.trailOf(r)
	offer, known := s.offer(r, w, t.at())
	if !known {
		s.Web.Redirect(rw, r, w.at(journey.StepTime))
		return
	}
	view := timesView{Action: w.at(journey.StepTime), Back: w.at(journey.StepTime), Title: "time.more", Callable: true}
	view.fill(offer, t, w.at(journey.StepTime)+"/all")
	if !w.Answers.Hold.IsZero() {
		view.Current = journey.Moment(w.Answers.Start)
	}
	s.show(rw, r, http.StatusOK, "times", view)
}

// timeAnswer takes a moment, and holds it; or the answer that none was chosen, and lets go of what was held.
func (s *Site) timeAnswer(rw http.ResponseWriter, r *http.Request, v *visit) {
	w, ok := s.atTime(rw, r, v)
	if !ok {
		return
	}
	start, err := time.Parse(time.RFC3339, r.PostFormValue(string(journey.StepTime)))
	if err == nil {
		s.holdTime(rw, r, v, w, start)
		return
	}
	held := w.Answers.Hold
	if problems := w.take(r, journey.StepTime); len(problems) > 0 {
		s.times(rw, r, w, http.StatusUnprocessableEntity, nil, &problems[0].Reason)
		return
	}
	s.keep(rw, r, v)
	s.letGo(r, held)
	s.Web.Redirect(rw, r, w.after(journey.StepTime))
}

// holdTime keeps a moment for this visit in the place of the one before. One that is gone costs nothing: others stand on the
// same page, and what was held before stays held.
func (s *Site) holdTime(rw http.ResponseWriter, r *http.Request, v *visit, w way, start time.Time) {
	hold, err := s.hold(r, w, start)
	if err != nil {
		refusal, why := s.why(r, err)
		if isGone(refusal) {
			s.timeGone(rw, r, v, w, refusal)
			return
		}
		s.times(rw, r, w, web.StatusOf(refusal.Code), nil, why)
		return
	}
	w.Answers, w.Until = w.Answers.Keep(hold), hold.Expires
	s.keep(rw, r, v)
	s.Web.Redirect(rw, r, w.after(journey.StepTime))
}

func (s *Site) hold(r *http.Request, w way, start time.Time) (api.Hold, error) {
	if err := s.holdsLeft(r); err != nil {
		return api.Hold{}, err
	}
	ask := api.HoldAsk{Ask: w.Answers.SlotAsk(web.Language(r), w.setting), Start: start, Instead: w.Answers.Hold}
	return s.Appointments.Hold(r.Context(), ask)
}

// timeGone is the question once more, with other moments in the place of the one that is gone.
func (s *Site) timeGone(rw http.ResponseWriter, r *http.Request, v *visit, w way, refusal *core.Error) {
	if w.Answers.Hold.IsZero() {
		w.Answers = w.Answers.LetGo()
	}
	s.keep(rw, r, v)
	s.times(rw, r, w, http.StatusConflict, refusal.Slots, &core.Message{Key: "wrong.time.gone"})
}

// isGone: the moment cannot be had any more, and that is nobody's mistake.
func isGone(refusal *core.Error) bool {
	return refusal.Code == api.CodeSlotTaken || refusal.Code == api.CodeConflict
}

// release is how long letting go of a hold may take. It expires by itself, so nobody waits for it.
const release = 2 * time.Second

// letGo lets go of a hold for who needs it no more, also when they left already.
func (s *Site) letGo(r *http.Request, token api.Personal) {
	if token.IsZero() {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), release)
	defer cancel()
	if err := s.Appointments.Release(ctx, token); err != nil {
		s.Web.Refusal(r, err)
	}
}

// timesView is a page of moments to choose from: a few good ones, or all of some days.
type timesView struct {
	Action    string // where a chosen one goes
	Back      string
	Title     string // key
	Why       string // key, may be empty
	Wrong     *core.Message
	Slots     []api.Slot // a few good ones,
	Days      []slotDay  // or all of some days
	All       string     // address of all of them
	Elsewhere string     // address of other places
	Earlier   string     // addresses of the days before
	Later     string     // and after
	Current   string     // the moment that is chosen or booked now

	// Place and Centre are where these moments are. They come back with the choice, so that a page that lay open cannot mean
	// another place than it showed.
	Place    api.Place
	Centre   string
	Callable bool   // "call me" can be kept
	Contact  string // address where it is made so
}

// None reports that there is nothing to choose.
func (v timesView) None() bool { return len(v.Slots) == 0 && len(v.Days) == 0 }

// slotDay is a day with its moments.
type slotDay struct {
	Day   time.Time
	Slots []api.Slot
}

// fill puts a page of moments under their days, with the way to the days before and after.
func (v *timesView) fill(offer api.SlotOffer, t trail, address string) {
	for _, slot := range offer.Slots {
		if n := len(v.Days); n == 0 || !sameDay(v.Days[n-1].Day, slot.Start) {
			v.Days = append(v.Days, slotDay{Day: slot.Start})
		}
		last := &v.Days[len(v.Days)-1]
		last.Slots = append(last.Slots, slot)
	}
	if before, ok := t.before(); ok {
		v.Earlier = before.address(address)
	}
	if !offer.Next.IsZero() {
		v.Later = t.then(offer.Next).address(address)
	}
}

func sameDay(a, b time.Time) bool {
	return a.In(core.Brussels).Format(time.DateOnly) == b.In(core.Brussels).Format(time.DateOnly)
}

// languagesOf are the names of languages, each in its own.
func languagesOf(codes []string) (named []journey.TalkLanguage) {
	for _, code := range codes {
		at := slices.IndexFunc(journey.TalkLanguages, func(l journey.TalkLanguage) bool { return l.Code == code })
		if at >= 0 {
			named = append(named, journey.TalkLanguages[at])
		}
	}
	return named
}
