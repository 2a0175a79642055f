package resident

import (
	"net/http"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/web"
	"wijkloket/backend/journey"
)

// target is where another moment is looked for; zero: where the talk is now.
type target struct {
	Place  api.Place `json:",omitempty"`
	Centre string    `json:",omitempty"`
}

// toMove opens the request of the visit's code to give it a moment, or leads back when it is over.
func (s *Site) toMove(rw http.ResponseWriter, r *http.Request, v *visit) (api.Status, bool) {
	status, ok := s.opened(rw, r, v)
	if ok && !status.State.Open() {
		s.Web.Redirect(rw, r, "/a/"+status.Locator)
		return status, false
	}
	return status, ok
}

// move offers a few moments for the request: other ones, or the first.
func (s *Site) move(rw http.ResponseWriter, r *http.Request, v *visit) {
	if status, ok := s.toMove(rw, r, v); ok {
		s.moments(rw, r, status, s.offerOfMine(r, v, status, time.Time{}), http.StatusOK, nil)
	}
}

// moveAll offers every moment, day by day.
func (s *Site) moveAll(rw http.ResponseWriter, r *http.Request, v *visit) {
	status, ok := s.toMove(rw, r, v)
	if !ok {
		return
	}
	t := s.trailOf(r)
	offer := s.offerOfMine(r, v, status, t.at())
	view := s.movingView(status, offer.Slots)
	view.Slots, view.All, view.Back = nil, "", view.Action
	view.fill(offer.SlotOffer, t, view.Action+"/all")
	s.show(rw, r, http.StatusOK, "times", view)
}

// mineOffer are moments for a request, with where they are.
type mineOffer struct {
	api.SlotOffer
	target
}

// offerOfMine asks which moments can be had for the request. Where nobody can tell, there are none: then "call me" is left.
func (s *Site) offerOfMine(r *http.Request, v *visit, status api.Status, from time.Time) mineOffer {
	offer := mineOffer{}
	if v.Target != nil {
		offer.target = *v.Target
	}
	var err error
	offer.SlotOffer, err = s.Appointments.OffersOfMine(r.Context(), api.SlotsOfMine{
		Code: v.Code, Place: offer.Place, Centre: offer.Centre, Many: !from.IsZero(), From: from,
	}, s.From(r))
	if err != nil {
		s.Web.Refusal(r, err)
		offer.SlotOffer = api.SlotOffer{}
	}
	return offer
}

func (s *Site) moments(rw http.ResponseWriter, r *http.Request, status api.Status, offer mineOffer, answer int, wrong *core.Message) {
	view := s.movingView(status, offer.Slots)
	view.Wrong = wrong
	s.show(rw, r, answer, "times", view)
}

// movingView is a page of moments for a request.
func (s *Site) movingView(status api.Status, slots []api.Slot) timesView {
	mine := "/a/" + status.Locator
	view := timesView{
		Action: mine + "/time", Back: mine, Title: "time.title", Why: "time.why", Slots: slots, All: mine + "/time/all",
		Elsewhere: mine + "/place", Callable: status.Contact.Channel != api.ChannelNone, Contact: mine + "/contact",
	}
	if a := status.Appointment; a != nil && a.State.Live() {
		view.Title, view.Why, view.Current = "page.move.title", "page.move.why", journey.Moment(a.Start)
	}
	if len(slots) == 0 {
		view.Why, view.All = "time.none", ""
		return view
	}
	view.Place, view.Centre = slots[0].Place, slots[0].Centre
	if view.Place == api.PlaceHome {
		view.Why = "time.why.home"
	}
	return view
}

// moveTo books the chosen moment for the request, or moves its appointment there; or gives up the hour for a call.
func (s *Site) moveTo(rw http.ResponseWriter, r *http.Request, v *visit) {
	status, ok := s.toMove(rw, r, v)
	if !ok {
		return
	}
	chosen := r.PostFormValue(string(journey.StepTime))
	if chosen == journey.CallMe {
		s.reply(rw, r, v, status, api.ReplyCallMe)
		return
	}
	start, err := time.Parse(time.RFC3339, chosen)
	if err != nil {
		s.moments(rw, r, status, s.offerOfMine(r, v, status, time.Time{}), http.StatusUnprocessableEntity, &core.Message{Key: "wrong.pick"})
		return
	}
	booking := api.Booking{Code: v.Code, Start: start, Place: api.Place(bounded(r, "place", maxChoice)), Centre: bounded(r, "centre", maxChoice)}
	if _, err := s.Appointments.Book(r.Context(), booking, s.From(r)); err != nil {
		s.notMoved(rw, r, v, status, booking, err)
		return
	}
	said := saidBooked
	if a := status.Appointment; a != nil && a.State.Live() {
		said = saidMoved
	}
	s.saying(rw, r, v, said)
}

// maxChoice bounds what comes back of a choice of ours.
const maxChoice = 40

// notMoved: the moment is gone, and others are there; or the request changed meanwhile, and its page says how it stands.
func (s *Site) notMoved(rw http.ResponseWriter, r *http.Request, v *visit, status api.Status, b api.Booking, err error) {
	refusal, why := s.why(r, err)
	switch refusal.Code {
	case api.CodeSlotTaken:
		gone := &core.Message{Key: "wrong.time.gone"}
		if a := status.Appointment; a != nil && a.State.Live() {
			gone.Key = "page.move.gone"
		}
		offer := mineOffer{SlotOffer: api.SlotOffer{Slots: refusal.Slots}}
		if len(refusal.Slots) == 0 {
			v.Target = &target{Place: b.Place, Centre: b.Centre}
			offer = s.offerOfMine(r, v, status, time.Time{})
		}
		s.moments(rw, r, status, offer, http.StatusConflict, gone)
	case api.CodeConflict, api.CodeUnknownCode:
		s.saying(rw, r, v, saidChanged)
	default:
		s.moments(rw, r, status, s.offerOfMine(r, v, status, time.Time{}), web.StatusOf(refusal.Code), why)
	}
}

// elsewhereView are the places where a request can be talked about.
type elsewhereView struct {
	Locator string
	Now     target
	Centres []centreView
	Home    bool // we know where to come
	Phone   bool // and which number to call
}

// elsewhere offers the places that are possible for this request.
func (s *Site) elsewhere(rw http.ResponseWriter, r *http.Request, v *visit) {
	status, ok := s.toMove(rw, r, v)
	if !ok {
		return
	}
	view := elsewhereView{Locator: status.Locator, Now: nowOf(status)}
	for _, id := range s.city().CentreIDs() {
		view.Centres = append(view.Centres, s.centre(id))
	}
	channel := status.Contact.Channel
	view.Phone = channel == api.ChannelPhone || channel == api.ChannelSMS // a number is kept for these and for no other
	view.Home = view.Now.Place == api.PlaceHome || s.knowsHome(r, v)
	s.show(rw, r, http.StatusOK, "elsewhere", view)
}

func nowOf(status api.Status) target {
	if a := status.Appointment; a != nil && a.State.Live() {
		return target{a.Place, a.Centre}
	}
	return target{}
}

// knowsHome asks whether a visit could be made at all: only the backend knows if there is an address.
func (s *Site) knowsHome(r *http.Request, v *visit) bool {
	_, err := s.Appointments.OffersOfMine(r.Context(), api.SlotsOfMine{Code: v.Code, Place: api.PlaceHome}, s.From(r))
	return err == nil
}

// elsewhereTo leads to the moments in another place. The choice goes in a body and into the visit: no address tells it.
func (s *Site) elsewhereTo(rw http.ResponseWriter, r *http.Request, v *visit) {
	status, ok := s.toMove(rw, r, v)
	if !ok {
		return
	}
	to := target{Place: api.Place(bounded(r, "place", maxChoice))}
	if centre := bounded(r, "centre", maxChoice); centre != "" {
		to = target{Place: api.PlaceCentre, Centre: centre}
	}
	v.Target = &to
	s.keep(rw, r, v)
	s.Web.Redirect(rw, r, "/a/"+status.Locator+"/time")
}
