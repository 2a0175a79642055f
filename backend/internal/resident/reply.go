package resident

import (
	"net/http"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/web"
	"wijkloket/backend/journey"
	"wijkloket/i18n"
)

// said is what a page of "my request" says once about what was just changed (key "page.said.<said>").
type said string

const (
	saidContact  said = "contact"
	saidBooked   said = "booked"
	saidMoved    said = "moved"
	saidAccepted said = "accepted"
	saidCallMe   said = "callme"
	saidEarlier  said = "earlier"
	saidKept     said = "keep"
	saidGone     said = "gone"    // the earlier moment is
	saidChanged  said = "changed" // somebody else changed it meanwhile
)

var saidOf = map[api.Reply]said{
	api.ReplyAccept: saidAccepted, api.ReplyCallMe: saidCallMe, api.ReplyNotNow: "", // the state says it
	api.ReplyEarlier: saidEarlier, api.ReplyKeep: saidKept,
}

// saying leads back to the request, which says what changed.
func (s *Site) saying(rw http.ResponseWriter, r *http.Request, v *visit, what said) {
	v.Said, v.Target = what, nil
	s.keep(rw, r, v)
	s.Web.Redirect(rw, r, "/a/"+v.Locator)
}

// answer takes an answer of one touch. A page that lay open may ask what is no longer asked: nobody says yes to a moment that
// was never on their screen, and nobody gives up one.
func (s *Site) answer(rw http.ResponseWriter, r *http.Request, v *visit) {
	status, ok := s.opened(rw, r, v)
	if !ok {
		return
	}
	reply := api.Reply(r.PostFormValue("reply"))
	switch given(status, reply, r.PostFormValue("start")) {
	case asked:
		s.reply(rw, r, v, status, reply)
	case answeredSo:
		s.saying(rw, r, v, saidOf[reply])
	default:
		s.saying(rw, r, v, saidChanged)
	}
}

// standing is how an answer stands to what is asked now.
type standing int

const (
	notAsked standing = iota
	asked
	answeredSo // the same was answered before
)

// given judges an answer by how the request stands and the moment that its page showed.
func given(status api.Status, reply api.Reply, shown string) standing {
	a := status.Appointment
	shows := a != nil && journey.Moment(a.Start) == shown
	earlier := a != nil && a.Earlier != nil && journey.Moment(a.Earlier.Start) == shown
	switch {
	case reply == api.ReplyCallMe && status.State.Open():
		return asked
	case reply == api.ReplyNotNow && status.State == api.StateMissed, reply == api.ReplyAccept && shows && a.State == api.AppointmentOffered,
		reply == api.ReplyEarlier && earlier, reply == api.ReplyKeep && earlier:
		return asked
	case reply == api.ReplyNotNow && status.State == api.StateCancelled, reply == api.ReplyAccept && shows && a.State == api.AppointmentBooked,
		reply == api.ReplyEarlier && shows && a.State == api.AppointmentBooked, reply == api.ReplyKeep && a != nil && a.Earlier == nil:
		return answeredSo
	}
	return notAsked
}

func (s *Site) reply(rw http.ResponseWriter, r *http.Request, v *visit, status api.Status, reply api.Reply) {
	if reply == api.ReplyCallMe && status.Contact.Channel == api.ChannelNone {
		s.Web.Redirect(rw, r, "/a/"+status.Locator+"/contact") // there is no way to call yet
		return
	}
	_, err := s.Appointments.Reply(r.Context(), api.Answer{Code: v.Code, Reply: reply, Start: status.AskedAbout(reply)}, s.From(r))
	if err == nil {
		s.saying(rw, r, v, saidOf[reply])
		return
	}
	refusal, why := s.why(r, err)
	switch refusal.Code {
	case api.CodeSlotTaken:
		s.saying(rw, r, v, saidGone)
	case api.CodeConflict, api.CodeUnknownCode:
		s.saying(rw, r, v, saidChanged)
	default:
		view := s.requestView(s.Web.Texts(web.Language(r)), v, status)
		view.Wrong = why
		s.show(rw, r, web.StatusOf(refusal.Code), "request", view)
	}
}

// requestView is "my request": state words, the promise and the appointment, never what was typed (T-35).
type requestView struct {
	api.Status
	TeamName string
	Promised string // key of what is still promised; empty once it is kept
	At       centreView
	Meeting  *meetingView // the appointment that is to come; nil for none
	Missed   bool         // nobody came, and we ask how to go on
	Dropped  bool         // the last appointment fell away: a calendar may still hold it
	Callable bool         // "call me" can be kept: there is a way to
	Said     said
	When     string // the hour of the appointment that is to come, in words
	Wrong    *core.Message
}

// Bad reports that what is said is no success of the resident's.
func (v requestView) Bad() bool { return v.Said == saidGone || v.Said == saidChanged }

// Moment is the value of the moment that the page shows.
func (v requestView) Moment() string { return journey.Moment(v.Appointment.Start) }

// EarlierMoment is the value of the earlier moment that the page offers.
func (v requestView) EarlierMoment() string { return journey.Moment(v.Appointment.Earlier.Start) }

// Offered reports that a visit waits for a yes.
func (v requestView) Offered() bool {
	return v.Meeting != nil && v.Appointment.State == api.AppointmentOffered
}

// meetingView is an appointment as its card shows it.
type meetingView struct {
	api.Appointment
	At     centreView // for a talk in a centre
	Remind api.Remind // empty: nobody is reminded
}

func (s *Site) requestView(texts *i18n.Localizer, v *visit, status api.Status) requestView {
	view := requestView{
		Status: status, TeamName: s.teamName(status.Team), Promised: journey.PromiseOf(status), At: s.centre(status.Centre),
		Callable: status.Contact.Channel != api.ChannelNone, Said: v.Said,
	}
	a := status.Appointment
	switch {
	case a == nil:
	case a.State.Live() && status.State.Open():
		view.Meeting, view.When = s.meeting(*a, status.Contact), texts.DateTime(a.Start)
		if a.Place == api.PlaceCentre {
			view.At = centreView{} // it stands in the card
		}
	case a.State == api.AppointmentMissed:
		view.Missed = status.State == api.StateMissed
	case a.State == api.AppointmentCancelled:
		view.Dropped = a.End.After(s.Clock.Now())
	}
	return view
}

func (s *Site) meeting(a api.Appointment, contact api.ContactPlan) *meetingView {
	view := &meetingView{Appointment: a}
	if a.Centre != "" {
		view.At = s.centre(a.Centre)
	}
	if contact.Channel != "" && contact.Channel != api.ChannelNone {
		view.Remind = contact.Remind
		if view.Remind == "" {
			view.Remind = api.RemindBoth
		}
	}
	return view
}
