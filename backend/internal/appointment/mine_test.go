package appointment_test

import (
	"slices"
	"testing"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/appointment"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/store/storetest"
)

// TestMoveAndCancel: by code, without a reason, also what staff made; a freed hour cools down before others see it.
func TestMoveAndCancel(t *testing.T) {
	h := house(t)
	h.Worker(t, "noord", "overleie")
	start := storetest.At(2, 10, 0)
	receipt := booked(t, h, 1, start)
	mine := must(h.Appointments.OffersOfMine(ctx, api.SlotsOfMine{Code: receipt.Code}, "here"))(t)
	to := mine.Slots[len(mine.Slots)-1].Start
	moved := must(h.Appointments.Book(ctx, api.Booking{Code: receipt.Code, Start: to}, "here"))(t)
	if a := moved.Appointment; a == nil || !a.Start.Equal(to) || a.ID != receipt.Appointment.ID {
		t.Fatalf("moved to %+v", moved.Appointment)
	}
	again := must(h.Appointments.Book(ctx, api.Booking{Code: receipt.Code, Start: to}, "here"))(t)
	if n := h.Count(t, `SELECT COUNT(*) FROM events WHERE kind = 'rebooked'`); n != 1 || !again.Appointment.Start.Equal(to) {
		t.Errorf("sent again, it moved %d times", n)
	}
	refused(t, errOf(h.Requests.Submit(ctx, submission(2, start, api.Personal{}))), api.CodeSlotTaken)
	h.Clock.Add(h.Hours.CoolDown + time.Second)
	booked(t, h, 2, start)
	ended := must(h.Requests.Cancel(ctx, receipt.Code, "here"))(t)
	if ended.State != api.StateCancelled || ended.Appointment != nil {
		t.Errorf("cancelled: %+v", ended)
	}
	if n := h.Count(t, `SELECT COUNT(*) FROM messages WHERE state = 'queued' AND request = $1`, string(h.ID(t, receipt.Locator))); n != 0 {
		t.Errorf("%d messages of a cancelled request still go out", n)
	}
	h.Clock.Add(h.Hours.CoolDown + time.Second)
	booked(t, h, 3, to)
}

// TestMoveTooLate: the hour that somebody else has by now is refused with others, and what was booked stays.
func TestMoveTooLate(t *testing.T) {
	h := house(t)
	h.Worker(t, "noord", "overleie")
	receipt := booked(t, h, 1, storetest.At(2, 9, 0))
	booked(t, h, 2, storetest.At(3, 10, 30))
	refusal := refused(t, errOf(h.Appointments.Book(ctx, api.Booking{Code: receipt.Code, Start: storetest.At(3, 10, 30)}, "here")), api.CodeSlotTaken)
	if len(refusal.Slots) != 3 {
		t.Errorf("%d others", len(refusal.Slots))
	}
	status := must(h.Requests.Status(ctx, receipt.Code, "here"))(t)
	if !status.Appointment.Start.Equal(storetest.At(2, 9, 0)) {
		t.Errorf("it moved to %v", status.Appointment.Start)
	}
}

// TestOwnWorkerFirst: who has a worker is offered that worker's hours and booked with nobody else, however free a colleague is; only
// where the own worker has no hour at all the team's are offered, and the history says why another has the request.
func TestOwnWorkerFirst(t *testing.T) {
	h := house(t)
	own := h.Worker(t, "noord", "overleie")
	receipt := booked(t, h, 1, storetest.At(2, 9, 0))
	colleague := h.Worker(t, "noord", "overleie")
	if other := booked(t, h, 2, storetest.At(3, 10, 30)); h.Row(t, other.Locator).Worker != colleague.ID {
		t.Fatal("the hour to be had is not with the colleague")
	}
	away := storetest.At(3, 9, 0)
	h.Exec(t, `INSERT INTO exceptions (id, account, day, from_minute, to_minute, away, kind, centre) VALUES ('x', $1, '2026-11-26', 540, 600, TRUE, '', '')`, string(own.ID))
	refusal := refused(t, errOf(h.Appointments.Book(ctx, api.Booking{Code: receipt.Code, Start: away}, "here")), api.CodeSlotTaken)
	if len(refusal.Slots) != 3 {
		t.Errorf("%d others are offered", len(refusal.Slots))
	}
	h.Exec(t, `DELETE FROM patterns WHERE account = $1`, string(own.ID))
	offer := must(h.Appointments.OffersOfMine(ctx, api.SlotsOfMine{Code: receipt.Code}, "here"))(t)
	if len(offer.Slots) == 0 {
		t.Fatal("a worker without hours leaves their residents without any")
	}
	must(h.Appointments.Book(ctx, api.Booking{Code: receipt.Code, Start: offer.Slots[0].Start}, "here"))(t)
	d := detail(t, h, h.Staff(t, account.Lead, "noord").Viewer(), receipt.Locator)
	at := slices.IndexFunc(d.Events, func(e request.Event) bool { return e.Kind == request.EventAssigned })
	if d.Worker != colleague.ID || at < 0 || d.Events[at].Why.Key == "" || d.Events[at].To != colleague.Name {
		t.Errorf("it is with %q: %+v", d.Worker, d.Events[:2])
	}
}

// TestOfferedVisit: staff can only offer a home visit; it takes place after a yes, and silence is none.
func TestOfferedVisit(t *testing.T) {
	h := house(t)
	amira := h.Worker(t, "noord", "overleie")
	receipt := must(h.Requests.Submit(ctx, atHome(submission(1, time.Time{}, api.Personal{}))))(t)
	id, plan := h.ID(t, receipt.Locator), appointment.Plan{Kind: calendar.Visit, Start: storetest.At(2, 13, 0)}
	if err := h.Appointments.Schedule(ctx, amira.Viewer(), id, h.Row(t, receipt.Locator).Version, plan); err != nil {
		t.Fatal(err)
	}
	status := must(h.Requests.Status(ctx, receipt.Code, "here"))(t)
	if status.Appointment == nil || status.Appointment.State != api.AppointmentOffered || status.State == api.StateScheduled {
		t.Fatalf("offered: %+v", status)
	}
	refused(t, h.Requests.Move(ctx, amira.Viewer(), id, api.StateMet, api.Personal{}, h.Row(t, receipt.Locator).Version), api.CodeConflict)
	if lapsed := must(h.Appointments.Lapse(ctx))(t); lapsed != 0 {
		t.Error("an offer lapses days before its hour")
	}
	accepted := must(h.Appointments.Reply(ctx, api.Answer{Code: receipt.Code, Reply: api.ReplyAccept}, "here"))(t)
	if accepted.State != api.StateScheduled || accepted.Appointment.State != api.AppointmentBooked {
		t.Errorf("accepted: %+v", accepted)
	}
	elsewhere := must(h.Appointments.Book(ctx, api.Booking{Code: receipt.Code, Place: api.PlaceCentre, Centre: "overleie", Start: storetest.At(3, 10, 0)}, "here"))(t)
	if elsewhere.Place != api.PlaceCentre || elsewhere.Appointment.Place != api.PlaceCentre || elsewhere.Appointment.Centre != "overleie" {
		t.Errorf("switched to %+v", elsewhere.Appointment)
	}
}

// TestSilenceIsNoYes: an offer that nobody answered does not take place, and the team owes a contact.
func TestSilenceIsNoYes(t *testing.T) {
	h := house(t)
	amira := h.Worker(t, "noord", "overleie")
	receipt := must(h.Requests.Submit(ctx, atHome(submission(1, time.Time{}, api.Personal{}))))(t)
	plan := appointment.Plan{Kind: calendar.Visit, Start: storetest.At(2, 13, 0)}
	if err := h.Appointments.Schedule(ctx, amira.Viewer(), h.ID(t, receipt.Locator), h.Row(t, receipt.Locator).Version, plan); err != nil {
		t.Fatal(err)
	}
	h.Clock.Set(storetest.At(2, 11, 30))
	if lapsed := must(h.Appointments.Lapse(ctx))(t); lapsed != 1 {
		t.Fatalf("%d offers lapsed", lapsed)
	}
	row := h.Row(t, receipt.Locator)
	if row.State != api.StateNew || !row.Kept.IsZero() || !row.Promise.After(h.Clock.Now()) {
		t.Errorf("after silence: %s, promised %v", row.State, row.Promise)
	}
	refused(t, errOf(h.Appointments.Reply(ctx, api.Answer{Code: receipt.Code, Reply: api.ReplyAccept}, "here")), api.CodeConflict)
}

// TestMissed: three answers, each as good as the others, and none of them leaves a mark on the person.
func TestMissed(t *testing.T) {
	for reply, want := range map[api.Reply]api.State{api.ReplyCallMe: api.StateNew, api.ReplyNotNow: api.StateCancelled, "": api.StateScheduled} {
		h := house(t)
		amira := h.Worker(t, "noord", "overleie")
		receipt := booked(t, h, 1, storetest.At(1, 9, 0))
		h.Clock.Set(storetest.At(1, 11, 0))
		if err := h.Requests.Move(ctx, amira.Viewer(), h.ID(t, receipt.Locator), api.StateMissed, api.Personal{}, h.Row(t, receipt.Locator).Version); err != nil {
			t.Fatal(err)
		}
		if n := h.Count(t, `SELECT COUNT(*) FROM messages WHERE kind = 'missed'`); n != 1 {
			t.Errorf("%d kind words", n)
		}
		var status api.Status
		var err error
		if reply == "" {
			status, err = h.Appointments.Book(ctx, api.Booking{Code: receipt.Code, Start: storetest.At(3, 9, 0)}, "here")
		} else {
			status, err = h.Appointments.Reply(ctx, api.Answer{Code: receipt.Code, Reply: reply}, "here")
		}
		if err != nil || status.State != want {
			t.Errorf("%q: %s, %v", reply, status.State, err)
		}
	}
}

// TestEarlier: an hour that came free is offered to the one who waits longest, is theirs if they are first, and goes on to the
// next when they leave it; by telephone as in the centre.
func TestEarlier(t *testing.T) {
	t.Run("talk", func(t *testing.T) { earlierGoesOn(t, api.PlaceHere, 9) })
	t.Run("phone", func(t *testing.T) { earlierGoesOn(t, api.PlacePhone, 15) })
}

func earlierGoesOn(t *testing.T, place api.Place, hour int) {
	h := house(t)
	book := func(number, day int) api.Receipt {
		s := submission(number, storetest.At(day, hour, 0), api.Personal{})
		s.New.Place = place
		return must(h.Requests.Submit(ctx, s))(t)
	}
	h.Worker(t, "noord", "overleie")
	early := book(1, 4)
	long := book(2, 14)
	longer := book(3, 15)
	must(h.Requests.Cancel(ctx, early.Code, "here"))(t)
	offer := func(r api.Receipt) *api.Slot {
		return must(h.Requests.Status(ctx, r.Code, "here"))(t).Appointment.Earlier
	}
	if offer(long) != nil {
		t.Error("offered before it cooled down")
	}
	h.Clock.Add(h.Hours.CoolDown + time.Second)
	if got := offer(long); got == nil || !got.Start.Equal(storetest.At(4, hour, 0)) || offer(longer) != nil {
		t.Fatalf("offered %+v", got)
	}
	must(h.Appointments.Reply(ctx, api.Answer{Code: long.Code, Reply: api.ReplyKeep}, "here"))(t)
	h.Clock.Add(h.Hours.CoolDown + time.Second)
	if offer(long) != nil || offer(longer) == nil {
		t.Fatal("what one leaves is not offered to the next")
	}
	taken := must(h.Appointments.Reply(ctx, api.Answer{Code: longer.Code, Reply: api.ReplyEarlier}, "here"))(t)
	if !taken.Appointment.Start.Equal(storetest.At(4, hour, 0)) || taken.Appointment.Earlier != nil {
		t.Errorf("took %+v", taken.Appointment)
	}
	if n := h.Count(t, `SELECT COUNT(*) FROM messages WHERE kind = 'earlier'`); n < 2 {
		t.Errorf("%d offers were sent", n)
	}
}

// TestFreeHourWithInterpreter: an hour outside the pattern is as long with an interpreter as one in it.
func TestFreeHourWithInterpreter(t *testing.T) {
	h := house(t)
	amira := h.Worker(t, "noord", "overleie")
	sent := submission(1, time.Time{}, api.Personal{})
	sent.New.TalkLanguage, sent.New.Interpreter = "fa", true
	receipt := must(h.Requests.Submit(ctx, sent))(t)
	id := h.ID(t, receipt.Locator)
	plan := appointment.Plan{Kind: calendar.Talk, Centre: "overleie", Worker: amira.ID, Start: storetest.At(3, 19, 0), Free: true}
	if err := h.Appointments.Schedule(ctx, amira.Viewer(), id, h.Row(t, receipt.Locator).Version, plan); err != nil {
		t.Fatal(err)
	}
	a, _, err := h.Appointments.Of(ctx, amira.Viewer(), id)
	if want := h.Hours.Length[calendar.Talk] + h.Hours.Longer; err != nil || h.Hours.Longer == 0 || a.End.Sub(a.Start) != want {
		t.Errorf("the talk takes %s, want %s (%v)", a.End.Sub(a.Start), want, err)
	}
}

// TestEarlierWithInterpreter: an hour that is too short for an interpreter is offered to the next, and one that is long enough
// is taken at its full length.
func TestEarlierWithInterpreter(t *testing.T) {
	for name, test := range map[string]struct{ freed, offered bool }{"too short": {}, "long enough": {true, true}} {
		t.Run(name, func(t *testing.T) {
			h := house(t)
			h.Worker(t, "noord", "overleie")
			book := func(number, day int, interpreter bool) api.Receipt {
				s := submission(number, storetest.At(day, 9, 0), api.Personal{})
				if interpreter {
					s.New.TalkLanguage, s.New.Interpreter = "fa", true
				}
				return must(h.Requests.Submit(ctx, s))(t)
			}
			early, waits, next := book(1, 4, test.freed), book(2, 14, true), book(3, 15, false)
			must(h.Requests.Cancel(ctx, early.Code, "here"))(t)
			h.Clock.Add(h.Hours.CoolDown + time.Second)
			offer := func(r api.Receipt) *api.Slot {
				return must(h.Requests.Status(ctx, r.Code, "here"))(t).Appointment.Earlier
			}
			if (offer(waits) != nil) != test.offered || (offer(next) != nil) == test.offered {
				t.Fatalf("offered %+v to who needs longer, %+v to the next", offer(waits), offer(next))
			}
			if !test.offered {
				return
			}
			taken := must(h.Appointments.Reply(ctx, api.Answer{Code: waits.Code, Reply: api.ReplyEarlier}, "here"))(t).Appointment
			if want := h.Hours.Length[calendar.Talk] + h.Hours.Longer; taken.End.Sub(taken.Start) != want {
				t.Errorf("took %s, want %s", taken.End.Sub(taken.Start), want)
			}
		})
	}
}

// TestStaffKeepTheAppointment: nobody ends or gives away a request whose resident still expects to be met.
func TestStaffKeepTheAppointment(t *testing.T) {
	h := house(t)
	amira := h.Worker(t, "noord", "overleie")
	jonas := h.Worker(t, "noord", "overleie")
	lead := h.Staff(t, account.Lead, "noord").Viewer()
	receipt := booked(t, h, 1, storetest.At(2, 9, 0))
	id := h.ID(t, receipt.Locator)
	version := func() int { return h.Row(t, receipt.Locator).Version }
	why := api.NewPersonal("Verhuisd.")
	refused(t, h.Requests.Move(ctx, lead, id, api.StateClosed, why, version()), api.CodeConflict)
	refused(t, h.Requests.HandOver(ctx, lead, id, "zuid", why, version()), api.CodeConflict)
	refused(t, h.Requests.Release(ctx, lead, id, version()), api.CodeConflict)
	has := h.Row(t, receipt.Locator).Worker
	other := amira
	if has == amira.ID {
		other = jonas
	}
	if err := h.Requests.Assign(ctx, lead, id, other.ID, version()); err != nil {
		t.Fatal(err)
	}
	a, _, err := h.Appointments.Of(ctx, lead, id)
	if err != nil || a.Worker != other.ID || !a.Start.Equal(storetest.At(2, 9, 0)) {
		t.Errorf("the hour is with %s: %v", a.Worker, err)
	}
	second := must(h.Requests.Submit(ctx, submission(2, storetest.At(2, 9, 0), api.Personal{})))(t)
	refused(t, h.Requests.Assign(ctx, lead, id, h.Row(t, second.Locator).Worker, version()), api.CodeConflict)
	if err := h.Appointments.CallOff(ctx, lead, id, version()); err != nil {
		t.Fatal(err)
	}
	row := h.Row(t, receipt.Locator)
	if row.State != api.StateNew || !row.Kept.IsZero() {
		t.Errorf("called off: %s", row.State)
	}
	if n := h.Count(t, `SELECT COUNT(*) FROM messages WHERE kind = 'cancelled' AND state = 'queued'`); n != 1 {
		t.Errorf("the resident hears of it %d times", n)
	}
}

// TestApart: who comes apart goes to another worker than the household's, with a sentence that gives nothing away.
func TestApart(t *testing.T) {
	h := house(t)
	amira, jonas := h.Worker(t, "noord", "overleie"), h.Worker(t, "noord", "overleie")
	first := submission(1, time.Time{}, api.Personal{})
	receipt := must(h.Requests.Submit(ctx, first))(t)
	own := h.Row(t, receipt.Locator).Worker
	for i := range 6 {
		s := submission(10+i, time.Time{}, api.Personal{})
		s.New.Contact.Phone, s.New.Apart = first.New.Contact.Phone, true
		row := h.Row(t, must(h.Requests.Submit(ctx, s))(t).Locator)
		if row.Worker == own || !slices.Contains([]any{amira.ID, jonas.ID}, any(row.Worker)) {
			t.Errorf("apart went to %q, the household's is %q", row.Worker, own)
		}
	}
}

// TestApartStaysApart: also when it gets another worker later, by its resident or by the rules, that is never the household's.
func TestApartStaysApart(t *testing.T) {
	h := house(t)
	h.Worker(t, "noord", "overleie")
	h.Worker(t, "noord", "overleie")
	lead := h.Staff(t, account.Lead, "noord").Viewer()
	family := submission(1, time.Time{}, api.Personal{})
	own := h.Row(t, must(h.Requests.Submit(ctx, family))(t).Locator).Worker
	s := submission(2, time.Time{}, api.Personal{})
	s.New.Contact.Phone, s.New.Apart = family.New.Contact.Phone, true
	receipt := must(h.Requests.Submit(ctx, s))(t)
	id := h.ID(t, receipt.Locator)
	if err := h.Requests.Release(ctx, lead, id, h.Row(t, receipt.Locator).Version); err != nil {
		t.Fatal(err)
	}
	offer := must(h.Appointments.OffersOfMine(ctx, api.SlotsOfMine{Code: receipt.Code}, "here"))(t)
	if len(offer.Slots) == 0 {
		t.Fatal("nothing is offered")
	}
	must(h.Appointments.Book(ctx, api.Booking{Code: receipt.Code, Start: offer.Slots[0].Start}, "here"))(t)
	if has := h.Row(t, receipt.Locator).Worker; has == own || has == "" {
		t.Errorf("booked with %q, the household's is %q", has, own)
	}
	if err := h.Appointments.CallOff(ctx, lead, id, h.Row(t, receipt.Locator).Version); err != nil {
		t.Fatal(err)
	}
	amended := request.Amendment{Topics: []string{"home"}, Reason: api.NewPersonal("Het gaat over wonen.")}
	if err := h.Requests.Amend(ctx, lead, id, amended, h.Row(t, receipt.Locator).Version); err != nil {
		t.Fatal(err)
	}
	if has := h.Row(t, receipt.Locator).Worker; has == own {
		t.Error("after a correction it is with the household's worker")
	}
}

// TestAmended: another address or topic gives a request to who should have it now, with the reason, and never under somebody's
// appointment.
func TestAmended(t *testing.T) {
	h := house(t)
	h.Worker(t, "noord", "overleie")
	sofie := h.Worker(t, "zuid", "de-lange-munte")
	lead := h.Staff(t, account.Lead, "noord").Viewer()
	receipt := must(h.Requests.Submit(ctx, submission(1, time.Time{}, api.Personal{})))(t)
	id := h.ID(t, receipt.Locator)
	moved := request.Amendment{Reason: api.NewPersonal("Verhuisd."), Address: api.Address{
		Street: api.NewPersonal("Beeklaan"), Number: api.NewPersonal("81"), Postcode: api.NewPersonal("8500"),
	}}
	if err := h.Requests.Amend(ctx, lead, id, moved, h.Row(t, receipt.Locator).Version); err != nil {
		t.Fatal(err)
	}
	row := h.Row(t, receipt.Locator)
	if row.Team != "zuid" || row.Worker != sofie.ID {
		t.Errorf("it is with %s, %q", row.Team, row.Worker)
	}
	with := booked(t, h, 2, storetest.At(2, 9, 0))
	refused(t, h.Requests.Amend(ctx, lead, h.ID(t, with.Locator), moved, h.Row(t, with.Locator).Version), api.CodeConflict)
}

// TestClockJumps: a clock that leaps or falls back neither doubles an hour nor loses one.
func TestClockJumps(t *testing.T) {
	h := house(t)
	h.Worker(t, "noord", "overleie")
	start := storetest.At(3, 10, 0)
	hold := must(h.Appointments.Hold(ctx, api.HoldAsk{Ask: here, Start: start}))(t)
	h.Clock.Add(-26 * time.Hour)
	refused(t, errOf(h.Appointments.Hold(ctx, api.HoldAsk{Ask: here, Start: start})), api.CodeSlotTaken)
	if receipt := must(h.Requests.Submit(ctx, submission(1, start, hold.Token)))(t); receipt.Appointment == nil {
		t.Error("who held it did not get it")
	}
	h.Clock.Add(90 * time.Hour)
	refused(t, errOf(h.Requests.Submit(ctx, submission(2, start, api.Personal{}))), api.CodeSlotTaken)
	if doubles(t, h) != 0 {
		t.Error("a double booking")
	}
}
