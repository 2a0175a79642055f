package flow_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"wijkloket/backend/api"
	"wijkloket/kiosk/internal/view"
)

// opens shows the request of a code as it stands.
func (r *rig) opens(status api.Status) *rig {
	r.backend.status = func(context.Context) (api.Status, error) { return status, nil }
	return r.does(view.Open{Way: view.WayMine}, typ("code", code), view.Next{})
}

func answerIDs(mine view.Mine) (ids []string) {
	for _, option := range mine.Answers {
		ids = append(ids, option.ID)
	}
	return ids
}

func TestMyAppointmentMoves(t *testing.T) {
	r := newRig(t).opens(appointed(api.AppointmentBooked, moments(1)[0]))
	mine := shows[view.Mine](r)
	if mine.Appointment.When != "dinsdag 1 december, 14:00 uur" || mine.Promise != "" || len(mine.Appointment.Sections) != 2 {
		t.Fatalf("the appointment is shown as %+v", mine.Appointment)
	}
	r.does(pick("move"), pick(momentID(2)))
	sure := shows[view.Confirm](r)
	if len(sure.Rows) != 2 || !strings.Contains(sure.Rows[0].Value, "donderdag 3 december") || !strings.Contains(sure.Rows[1].Value, "dinsdag 1 december") {
		t.Errorf("before it moves it says %+v", sure.Rows)
	}
	if len(r.backend.bookings) != 0 {
		t.Fatal("it moved before the yes")
	}
	r.does(view.No{})
	shows[view.Times](r)
	r.does(pick(momentID(2)), view.Yes{})
	mine = shows[view.Mine](r)
	if mine.Appointment.When != "donderdag 3 december, 14:00 uur" || mine.Notice != texts().For("nl").T("kiosk.visit.moved") {
		t.Errorf("after the move: %q, %+v", mine.Notice, mine.Appointment)
	}
	if got := r.backend.bookings; len(got) != 1 || got[0].Place != "" || !got[0].Start.Equal(moments(3)[2].Start) || got[0].Code.Reveal() != code {
		t.Errorf("booked %d times", len(got))
	}
	if r.glass.view.Frame.Back == "" {
		t.Error("there is no way back")
	}
}

// A moment that is gone brings others and moves nothing.
func TestMyMoveFindsTheMomentTaken(t *testing.T) {
	r := newRig(t).opens(appointed(api.AppointmentBooked, moments(1)[0]))
	book := r.backend.book
	r.backend.book = func(context.Context, api.Booking) (api.Status, error) { return api.Status{}, taken() }
	r.does(pick("move"), pick(momentID(1)), view.Yes{})
	times := shows[view.Times](r)
	if times.Wrong == "" || len(times.Days) != 2 || times.Again == "" {
		t.Fatalf("a conflict shows %+v", times)
	}
	r.backend.book = book
	r.does(view.Retry{})
	if times := shows[view.Times](r); len(times.Days) != 3 || times.Again != "" {
		t.Errorf("all moments are %d days", len(times.Days))
	}
	r.does(pick(momentID(2)), view.Yes{})
	shows[view.Mine](r)
}

// A visit at home becomes a talk somewhere else, without a reason.
func TestAVisitGoesElsewhere(t *testing.T) {
	home := moments(1)[0]
	home.Place, home.Centre = api.PlaceHome, ""
	r := newRig(t).opens(appointed(api.AppointmentOffered, home))
	if ids := answerIDs(shows[view.Mine](r)); !slices.Equal(ids, []string{"accept", "move", "other-spot", "callme"}) {
		t.Fatalf("an offered visit is answered with %v", ids)
	}
	r.does(pick("other-spot"))
	places := shows[view.Pick](r)
	if places.Options[0].ID != "phone" || len(places.Options) != len(kortrijk().Centres())+1 {
		t.Fatalf("the places are %+v", places.Options)
	}
	r.does(pick("v-tex"), pick(momentID(1)), view.Yes{})
	if got := r.backend.bookings[0]; got.Place != api.PlaceCentre || got.Centre != "v-tex" {
		t.Errorf("booked at %s %s", got.Place, got.Centre)
	}
	if got := r.backend.mine[0]; got.Place != api.PlaceCentre || got.Centre != "v-tex" || !got.Many {
		t.Errorf("asked %+v", got.Place)
	}
	silent := appointed(api.AppointmentOffered, home)
	silent.Contact.Channel = api.ChannelNone
	r = newRig(t).opens(silent).does(pick("other-spot"))
	if shows[view.Pick](r).Options[0].ID == "phone" {
		t.Error("who left no number is offered a talk by telephone")
	}
}

// TestOneTouchAnswers: accept, call me, not now, an earlier hour and one's own, each confirmed with what changed.
func TestOneTouchAnswers(t *testing.T) {
	earlier := appointed(api.AppointmentBooked, moments(3)[2])
	earlier.Appointment.Earlier = &moments(1)[0]
	missed := appointed(api.AppointmentMissed, moments(1)[0])
	missed.State = api.StateMissed
	tests := map[string]struct {
		status  api.Status
		touches []view.Event
		reply   api.Reply
		says    string
	}{
		"accept":  {appointed(api.AppointmentOffered, moments(1)[0]), []view.Event{pick("accept")}, api.ReplyAccept, "kiosk.visit.accepted"},
		"call me": {appointed(api.AppointmentBooked, moments(1)[0]), []view.Event{pick("callme"), view.Yes{}}, api.ReplyCallMe, "kiosk.visit.callme"},
		"not now": {missed, []view.Event{pick("notnow"), view.Yes{}}, api.ReplyNotNow, "kiosk.visit.notnow"},
		"earlier": {earlier, []view.Event{pick("earlier")}, api.ReplyEarlier, "kiosk.visit.moved"},
		"keep":    {earlier, []view.Event{pick("keep")}, api.ReplyKeep, "kiosk.visit.kept"},
	}
	for name, test := range tests {
		r := newRig(t).opens(test.status)
		for _, event := range test.touches[:len(test.touches)-1] {
			if r.does(event); len(r.backend.replies) != 0 {
				t.Fatalf("%s: answered before the yes", name)
			}
			r.does(view.No{})
			shows[view.Mine](r)
			r.does(event)
		}
		r.does(test.touches[len(test.touches)-1])
		if got := shows[view.Mine](r).Notice; got != texts().For("nl").T(test.says) {
			t.Errorf("%s: it says %q", name, got)
		}
		if got := r.backend.replies; len(got) != 1 || got[0].Reply != test.reply {
			t.Errorf("%s: %d answers", name, len(got))
		}
	}
	if ids := answerIDs(shows[view.Mine](newRig(t).opens(missed))); !slices.Equal(ids, []string{"move", "callme", "notnow"}) {
		t.Errorf("after a missed one there are %v", ids)
	}
}

// What is not on the glass cannot be done, and a reply that does not arrive changes nothing.
func TestOnlyWhatIsOffered(t *testing.T) {
	r := newRig(t).opens(appointed(api.AppointmentBooked, moments(1)[0]))
	r.does(pick("accept"), pick("earlier"), pick("notnow"), pick(""))
	if shows[view.Mine](r); len(r.backend.replies) != 0 {
		t.Errorf("%v were answered", r.backend.replies)
	}
	r.backend.reply = func(context.Context, api.Answer) (api.Status, error) { return api.Status{}, errors.New("gone") }
	r.does(pick("callme"), view.Yes{})
	if sure := shows[view.Confirm](r); sure.Wrong == "" || sure.Busy != "" {
		t.Errorf("without a line: %+v", sure)
	}
	r.does(view.Back{})
	if shows[view.Mine](r).Appointment.When == "" {
		t.Error("the appointment is gone without an answer")
	}
	over := appointed(api.AppointmentCancelled, moments(1)[0])
	over.State = api.StateCancelled
	if mine := shows[view.Mine](newRig(t).opens(over)); len(mine.Answers) != 0 || mine.Appointment.Title != "" {
		t.Errorf("what is over can be answered: %+v", mine)
	}
}
