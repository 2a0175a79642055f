package resident_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/journey"
)

const mine = "/a/" + locator

// meeting is a phone that opened a request with an appointment.
func (r *rig) meeting(t *testing.T, state api.State, a api.Appointment) *phone {
	t.Helper()
	a.ID = "appointment-1"
	if a.Start.IsZero() {
		a.Slot = slotAt(hour(7, 0), api.PlaceCentre, "overleie")
	}
	r.desk.stands(state, &a)
	return r.opened(t)
}

// TestMoveAndBack: to another moment, and by the same page to the first again; the page says what changed, once.
func TestMoveAndBack(t *testing.T) {
	r := newRig(t)
	p := r.meeting(t, api.StateScheduled, api.Appointment{State: api.AppointmentBooked})
	p.get(mine).has(t, "Er is een afspraak", "dinsdag 1 december", "14:00 uur", "Overleie", "Amira", "العربية", "Zo gaat het eerste uur", "twee keer een herinnering", "Ander moment", "Op een andere plaats", "Bel mij liever", "Stop mijn vraag")
	p.get(mine+"/time").has(t, "Je afspraak blijft staan", "dinsdag 24 november", `name="place" value="centre"`, `name="centre" value="overleie"`)
	for _, at := range []int{8, 7} {
		to := journey.Moment(hour(at, 0))
		p.post(mine+"/time", "time", to, "place", "centre", "centre", "overleie").at(t, mine, 200).has(t, "Verzet. Je afspraak is nu op", "om 14:00 uur")
		p.post(mine+"/time", "time", to, "place", "centre", "centre", "overleie").at(t, mine, 200) // a second tap
		p.get(mine).lacks(t, "Verzet.")
		if got := r.desk.status.Appointment; !got.Start.Equal(hour(at, 0)) || got.ID != "appointment-1" {
			t.Errorf("it stands at %v", got.Start)
		}
	}
	if r.diary.booked != 2 {
		t.Errorf("moved %d times, want 2", r.diary.booked)
	}
}

// TestMoveToWhatIsGone keeps what is booked and offers others, on the same page.
func TestMoveToWhatIsGone(t *testing.T) {
	r := newRig(t)
	p := r.meeting(t, api.StateScheduled, api.Appointment{State: api.AppointmentBooked})
	r.diary.take(hour(0, 0))
	page := p.post(mine+"/time", "time", journey.Moment(hour(0, 0)), "place", "centre", "centre", "overleie").at(t, mine+"/time", 409)
	page.has(t, "Dit uur is net weg. Je afspraak blijft staan.", "09:00 uur", `value="overleie"`).lacks(t, journey.Moment(hour(0, 0)))
	if at := r.desk.status.Appointment.Start; !at.Equal(hour(7, 0)) {
		t.Errorf("it stands at %v", at)
	}
	for _, made := range []string{"", "x", "2026-13-45T00:00:00Z", journey.Moment(hour(-9000, 0))} {
		if page := p.post(mine+"/time", "time", made); page.status != 422 && page.status != 409 {
			t.Errorf("%q got %d", made, page.status)
		}
	}
	r.diary.fails = core.Refuse(api.CodeUnavailable, "")
	p.post(mine+"/time", "time", journey.Moment(hour(1, 0))).at(t, mine+"/time", 503).has(t, "Bel mij liever")
	p.get(mine+"/time").at(t, mine+"/time", 200).has(t, "Bel mij liever").lacks(t, "Andere momenten")
	p.get(mine+"/time/all").at(t, mine+"/time/all", 200).has(t, "Bel mij liever")
	p.post(mine+"/answer", "reply", "callme").at(t, mine+"/answer", 503).has(t, "Het lukt nu even niet", "dinsdag 1 december")
}

// TestFirstMomentLater: a request that asked for a call gets an hour after all.
func TestFirstMomentLater(t *testing.T) {
	r := newRig(t)
	p := r.opened(t)
	p.get(mine).has(t, "Kies een dag en een uur").lacks(t, "Ander moment")
	p.get(mine+"/time").has(t, "dinsdag 24 november").lacks(t, "blijft staan")
	p.get(mine+"/time/all").has(t, "15:00", "Latere dagen")
	p.post(mine+"/time", "time", journey.Moment(hour(0, 0))).at(t, mine, 200).has(t, "Genoteerd. Je afspraak is op dinsdag 24 november om 14:00 uur.")
}

// TestElsewhere: only where it is possible, chosen in a body, and what the page showed is what is booked.
func TestElsewhere(t *testing.T) {
	r := newRig(t)
	p := r.meeting(t, api.StateScheduled, api.Appointment{State: api.AppointmentBooked})
	p.get(mine+"/place").has(t, "Overleie", "zo is het nu", "Marke", "Aan de telefoon").lacks(t, "Bij mij thuis")
	r.diary.address, r.desk.status.Contact.Channel = true, api.ChannelEmail
	p.get(mine+"/place").has(t, "Bij mij thuis").lacks(t, "Aan de telefoon")
	page := p.post(mine+"/place", "centre", "marke").at(t, mine+"/time", 200).has(t, "Marke", `name="centre" value="marke"`)
	if strings.Contains(page.query, "marke") {
		t.Errorf("the address tells the place: %s", page.query)
	}
	p.get(mine+"/time/all").has(t, `name="centre" value="marke"`)
	p.post(mine+"/place", "place", "home").at(t, mine+"/time", 200).has(t, "Bij jou thuis", "tussen 09:00 en 10:00 uur", "gewone auto") // in another tab
	p.post(mine+"/time", "time", journey.Moment(hour(1, 0)), "place", "centre", "centre", "marke").at(t, mine, 200).has(t, "Marke", "Verzet.")
	if a := r.desk.status.Appointment; a.Place != api.PlaceCentre || a.Centre != "marke" {
		t.Errorf("booked in %s %s", a.Place, a.Centre)
	}
	p.get(mine+"/time").has(t, `name="centre" value="marke"`) // the choice of the other tab is over
	p.post(mine+"/place", "place", "phone")
	p.get(mine).at(t, mine, 200)
	p.get(mine+"/time").lacks(t, "Aan de telefoon")
}

// TestVisitNeedsAYes: three equal answers, and no yes to an hour that was not on the screen.
func TestVisitNeedsAYes(t *testing.T) {
	r := newRig(t)
	visit := api.Appointment{State: api.AppointmentOffered, Slot: slotAt(hour(7, 0), api.PlaceHome, "")}
	p := r.meeting(t, api.StateContacted, visit)
	page := p.get(mine).has(t, "Mogen we bij jou thuis komen?", "alleen als jij ja zegt", "tussen 14:00 en 15:00 uur", "gewone auto", "Ja, kom maar", "Op een andere plaats", "Bel mij liever")
	page.lacks(t, "herinnering", "day.ics")
	visit.Slot = slotAt(hour(8, 0), api.PlaceHome, "")
	r.desk.stands(api.StateContacted, &visit) // the team moved it meanwhile
	p.post(mine+"/answer", "reply", "accept", "start", journey.Moment(hour(7, 0))).at(t, mine, 200).has(t, "net iets veranderd", "Mogen we")
	if len(r.diary.replies) != 0 {
		t.Fatalf("a stale page answered: %v", r.diary.replies)
	}
	for range 2 {
		p.post(mine+"/answer", "reply", "accept", "start", journey.Moment(hour(8, 0))).at(t, mine, 200).has(t, "Dank je. We komen op woensdag 2 december", "Ander moment")
	}
	if !slices.Equal(r.diary.replies, []api.Reply{api.ReplyAccept}) {
		t.Errorf("answered %v", r.diary.replies)
	}
}

// TestMissed: one kind sentence, three answers, no blame.
func TestMissed(t *testing.T) {
	missed := api.Appointment{State: api.AppointmentMissed, Slot: slotAt(hour(-10, 0), api.PlaceCentre, "overleie")}
	for answer, check := range map[string]func(r *rig, p *phone){
		"another moment": func(r *rig, p *phone) {
			p.get(mine+"/time").at(p.t, mine+"/time", 200)
			p.post(mine+"/time", "time", journey.Moment(hour(0, 0))).at(p.t, mine, 200).has(p.t, "Genoteerd.", "Er is een afspraak")
		},
		"call me": func(r *rig, p *phone) {
			for range 2 {
				p.post(mine+"/answer", "reply", "callme").at(p.t, mine, 200).has(p.t, "We nemen contact met je op").lacks(p.t, "Nu niet")
			}
		},
		"not now": func(r *rig, p *phone) {
			for range 2 {
				p.post(mine+"/answer", "reply", "notnow").at(p.t, mine, 200).has(p.t, "Je hebt deze vraag gestopt", "Iemand spreken")
			}
		},
	} {
		t.Run(answer, func(t *testing.T) {
			r := newRig(t)
			p := r.meeting(t, api.StateMissed, missed)
			p.get(mine).has(t, "Dat is niet erg, je bent altijd welkom.", "Ander moment", "Bel mij liever", "Nu niet").lacks(t, "Stop mijn vraag", "14:00")
			check(r, p)
		})
	}
	r := newRig(t)
	p := r.meeting(t, api.StateMissed, missed)
	r.desk.stands(api.StateScheduled, &api.Appointment{State: api.AppointmentBooked, Slot: slotAt(hour(3, 0), api.PlaceCentre, "overleie")})
	p.post(mine+"/answer", "reply", "notnow").at(t, mine, 200).has(t, "net iets veranderd", "vrijdag 27 november") // nobody gives up what they never saw
	if len(r.diary.replies) != 0 {
		t.Errorf("a stale page answered: %v", r.diary.replies)
	}
}

// TestEarlier: take it or keep mine; one that went meanwhile costs nothing.
func TestEarlier(t *testing.T) {
	free := slotAt(hour(2, 0), api.PlaceCentre, "overleie")
	offered := api.Appointment{State: api.AppointmentBooked, Slot: slotAt(hour(7, 0), api.PlaceCentre, "overleie"), Earlier: &free}
	shown := journey.Moment(free.Start)
	r := newRig(t)
	p := r.meeting(t, api.StateScheduled, offered)
	p.get(mine).has(t, "Er kwam een vroeger uur vrij", "donderdag 26 november", "Ja, ik neem dit uur", "Nee, ik hou mijn uur")
	for range 2 {
		p.post(mine+"/answer", "reply", "earlier", "start", shown).at(t, mine, 200).has(t, "nu vroeger, op donderdag 26 november om 14:00 uur").lacks(t, "Er kwam een vroeger")
	}
	p = r.meeting(t, api.StateScheduled, offered)
	for range 2 {
		p.post(mine+"/answer", "reply", "keep", "start", shown).at(t, mine, 200).has(t, "blijft op dinsdag 1 december").lacks(t, "Er kwam een vroeger")
	}
	p = r.meeting(t, api.StateScheduled, offered)
	r.diary.take(free.Start)
	p.post(mine+"/answer", "reply", "earlier", "start", shown).at(t, mine, 200).has(t, "vroegere uur is net weg", "dinsdag 1 december")
	p.post(mine+"/answer", "reply", "earlier", "start", journey.Moment(hour(1, 0))).at(t, mine, 200).has(t, "net iets veranderd")
}

// TestCallMeNeedsAWay: who cannot be reached is asked how first, and keeps the hour until then.
func TestCallMeNeedsAWay(t *testing.T) {
	r := newRig(t)
	r.desk.status.Contact = api.ContactPlan{Channel: api.ChannelNone}
	p := r.meeting(t, api.StateScheduled, api.Appointment{State: api.AppointmentBooked})
	p.get(mine).has(t, "Zeg ons eerst hoe we je bereiken").lacks(t, "herinnering")
	for _, path := range []string{"/answer", "/time"} {
		p.post(mine+path, "reply", "callme", "time", "callme").at(t, mine+"/contact/channel", 200)
	}
	if len(r.diary.replies) != 0 {
		t.Errorf("answered %v", r.diary.replies)
	}
	r.desk.status.Contact.Channel = api.ChannelSMS
	p.post(mine+"/time", "time", "callme").at(t, mine, 200).has(t, "Er is nu geen afspraak", "Haal het uit mijn agenda", "Kies een dag en een uur")
}

// TestEveryStateWithEveryReply: no answer is an error page, and what is not asked changes nothing.
func TestEveryStateWithEveryReply(t *testing.T) {
	type state struct {
		request     api.State
		appointment api.AppointmentState
	}
	asked := map[state][]api.Reply{
		{api.StateNew, ""}:                                       {api.ReplyCallMe},
		{api.StateNew, api.AppointmentCancelled}:                 {api.ReplyCallMe},
		{api.StateContacted, api.AppointmentOffered}:             {api.ReplyCallMe, api.ReplyAccept},
		{api.StateScheduled, api.AppointmentBooked}:              {api.ReplyCallMe, api.ReplyEarlier, api.ReplyKeep},
		{api.StateMissed, api.AppointmentMissed}:                 {api.ReplyCallMe, api.ReplyNotNow},
		{api.StateMet, api.AppointmentMet}:                       {},
		{api.StateClosed, api.AppointmentMet}:                    {},
		{api.StateCancelled, api.AppointmentCancelled}:           {},
		{api.StateNew, api.AppointmentMissed /* called since */}: {api.ReplyCallMe},
	}
	for at, answers := range asked {
		for _, reply := range []api.Reply{api.ReplyAccept, api.ReplyCallMe, api.ReplyNotNow, api.ReplyEarlier, api.ReplyKeep, "", "everything"} {
			t.Run(fmt.Sprintf("%s %s %s", at.request, at.appointment, reply), func(t *testing.T) {
				r := newRig(t)
				appointment := api.Appointment{State: at.appointment}
				shown := journey.Moment(hour(7, 0))
				if at.appointment == api.AppointmentBooked {
					free := slotAt(hour(2, 0), api.PlaceCentre, "overleie")
					appointment.Earlier, shown = &free, journey.Moment(free.Start)
				}
				p := r.meeting(t, at.request, appointment)
				if at.appointment == "" {
					r.desk.stands(at.request, nil)
				}
				p.post(mine+"/answer", "reply", string(reply), "start", shown).at(t, mine, 200)
				if given, want := len(r.diary.replies) == 1, slices.Contains(answers, reply); given != want {
					t.Errorf("answered %v, want %v", r.diary.replies, want)
				}
				p.post(mine+"/time", "time", journey.Moment(hour(3, 0))).at(t, mine, 200)
			})
		}
	}
}

// TestExpiredCodeOnEveryPage asks for the code again, in the same words, and loses nothing but what was being done.
func TestExpiredCodeOnEveryPage(t *testing.T) {
	for _, path := range []string{"", "/time", "/time/all", "/place", "/cancel", "/contact", "/day.ics"} {
		r := newRig(t)
		p := r.meeting(t, api.StateScheduled, api.Appointment{State: api.AppointmentBooked})
		r.desk.fails = core.Refuse(api.CodeUnknownCode, "")
		p.get(mine+path).at(t, mine+path, 404).has(t, `name="code"`, "1777")
	}
	for _, path := range []string{"/time", "/place", "/answer"} {
		r := newRig(t)
		r.phone(t).post(mine+path, "time", journey.Moment(hour(0, 0)), "reply", "callme").at(t, mine+path, 200).has(t, `name="code"`)
		p := r.meeting(t, api.StateScheduled, api.Appointment{State: api.AppointmentBooked})
		r.desk.fails = core.Refuse(api.CodeUnknownCode, "")
		p.post(mine+path, "time", journey.Moment(hour(0, 0)), "reply", "callme").at(t, mine+path, 404).has(t, `name="code"`)
		if r.diary.booked+len(r.diary.replies) != 0 {
			t.Error("an expired code still acts")
		}
	}
	r := newRig(t)
	p := r.meeting(t, api.StateScheduled, api.Appointment{State: api.AppointmentBooked})
	r.diary.fails = core.Refuse(api.CodeUnknownCode, "") // between the look and the touch
	p.post(mine+"/answer", "reply", "callme").at(t, mine, 200).has(t, "net iets veranderd")
}

// TestCancelWithAppointment says that the hour goes too, and the calendar's entry can go with it.
func TestCancelWithAppointment(t *testing.T) {
	r := newRig(t)
	p := r.meeting(t, api.StateScheduled, api.Appointment{State: api.AppointmentBooked})
	p.get(mine+"/cancel").has(t, "Je afspraak valt dan ook weg")
	p.post(mine+"/cancel").at(t, mine, 200).has(t, "Je hebt deze vraag gestopt", "Haal het uit mijn agenda", "Iemand spreken").lacks(t, "Ander moment")
	p.get(mine+"/time").at(t, mine, 200)
	p.get(mine+"/place").at(t, mine, 200)
}

// TestCalendarMovesAlong: one entry with a neutral word, that moves with the appointment and falls away with it.
func TestCalendarMovesAlong(t *testing.T) {
	r := newRig(t)
	home := api.Appointment{State: api.AppointmentBooked, Slot: slotAt(hour(7, 0), api.PlaceHome, "")}
	p := r.meeting(t, api.StateScheduled, home)
	read := func() map[string]string {
		page := p.get(mine+"/day.ics").at(t, mine+"/day.ics", 200)
		for _, word := range []string{"wijk", "kortrijk", "noord", "overleie", "amira", "thuis", "ocmw", "afspraak", "valarm", "location", strings.ToLower(locator)} {
			if strings.Contains(strings.ToLower(page.body), word) {
				t.Errorf("the calendar says %q:\n%s", word, page.body)
			}
		}
		fields := map[string]string{}
		for _, line := range strings.Split(strings.TrimSuffix(page.body, "\r\n"), "\r\n") {
			name, value, _ := strings.Cut(line, ":")
			fields[name] = value
		}
		return fields
	}
	first := read()
	for name, want := range map[string]string{
		"UID": "appointment-1", "DTSTART": "20261201T130000Z", "DTEND": "20261201T140000Z", "SUMMARY": "Niet vergeten", "STATUS": "CONFIRMED", "METHOD": "PUBLISH",
	} {
		if first[name] != want {
			t.Errorf("%s is %q, want %q", name, first[name], want)
		}
	}
	r.clock.pass(1e9)
	p.post(mine+"/time", "time", journey.Moment(hour(8, 1)), "place", "centre", "centre", "overleie").at(t, mine, 200)
	second := read()
	r.clock.pass(1e9)
	p.post(mine + "/cancel")
	third := read()
	if second["UID"] != first["UID"] || third["UID"] != first["UID"] || second["DTSTART"] != "20261202T140000Z" {
		t.Errorf("%v became %v and %v", first, second, third)
	}
	if third["METHOD"] != "CANCEL" || third["STATUS"] != "CANCELLED" {
		t.Errorf("it does not fall away: %v", third)
	}
	var versions []int
	for _, entry := range []map[string]string{first, second, third} {
		var n int
		if _, err := fmt.Sscan(entry["SEQUENCE"], &n); err != nil {
			t.Fatal(err)
		}
		versions = append(versions, n)
	}
	if !slices.IsSorted(versions) || versions[0] == versions[1] || versions[1] == versions[2] || versions[2] > 1<<31-1 {
		t.Errorf("the versions are %v", versions)
	}
}

// TestOurMistakeIsNoErrorPage: the page of the request stays, with what stands.
func TestOurMistakeIsNoErrorPage(t *testing.T) {
	r := newRig(t)
	p := r.meeting(t, api.StateScheduled, api.Appointment{State: api.AppointmentBooked})
	r.diary.fails = errors.New("the disk is full")
	p.post(mine+"/answer", "reply", "callme").at(t, mine+"/answer", 500).has(t, "Het lukt nu even niet", "dinsdag 1 december").lacks(t, "disk")
	p.get(mine+"/place").at(t, mine+"/place", 200).has(t, "Marke")
}
