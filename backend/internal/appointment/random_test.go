package appointment_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/appointment"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/store/storetest"
)

// walker does at random whatever residents, staff and time can do.
type walker struct {
	*storetest.House
	t      *rapid.T
	staff  []account.Viewer
	sent   []api.Receipt
	agreed map[string]bool // visits that the resident said yes to, by request
}

// TestNoVisitWithoutAYes walks at random through everything that can happen. Whatever it was: no home visit stands that its
// resident did not accept, nobody is booked twice, and a request that is over has no appointment.
func TestNoVisitWithoutAYes(t *testing.T) {
	rounds := 0
	rapid.Check(t, func(r *rapid.T) {
		if rounds++; testing.Short() && rounds > 10 || rounds > 30 {
			return
		}
		h := house(t)
		w := &walker{House: h, t: r, agreed: map[string]bool{}}
		w.staff = []account.Viewer{
			h.Worker(t, "noord", "overleie").Viewer(), h.Worker(t, "noord", "overleie").Viewer(), h.Staff(t, account.Lead, "noord").Viewer(),
		}
		for range rapid.IntRange(5, 40).Draw(r, "steps") {
			w.step(t)
			w.look(t)
		}
		h.VerifyAudit(t, 0, "")
	})
}

func (w *walker) step(t *testing.T) {
	draw := func(n int, what string) int { return rapid.IntRange(0, n-1).Draw(w.t, what) }
	start := storetest.At(draw(8, "day"), 9+draw(8, "hour"), 30*draw(2, "half"))
	if len(w.sent) == 0 || draw(5, "send") == 0 {
		s := submission(len(w.sent)+1, time.Time{}, api.Personal{})
		if draw(2, "at home") == 0 {
			s = atHome(s)
		}
		chose := draw(2, "with an hour") == 0
		if chose {
			s.New.Start = start
		}
		receipt, err := w.Requests.Submit(ctx, s)
		if err == nil {
			w.sent = append(w.sent, receipt)
			w.agreed[receipt.Locator] = chose
		}
		w.known(err)
		return
	}
	receipt := w.sent[draw(len(w.sent), "who")]
	id, row := w.ID(t, receipt.Locator), w.Row(t, receipt.Locator)
	v := w.staff[draw(len(w.staff), "staff")]
	place := []api.Place{"", api.PlaceCentre, api.PlaceHome, api.PlacePhone}[draw(4, "place")]
	kind := []calendar.Kind{calendar.Talk, calendar.Visit, calendar.Phone}[draw(3, "kind")]
	switch what := draw(8, "what"); what {
	case 0:
		_, err := w.Appointments.Book(ctx, api.Booking{Code: receipt.Code, Start: start, Place: place, Centre: "overleie"}, fmt.Sprint(w.Clock.Now()))
		w.agreed[receipt.Locator] = w.agreed[receipt.Locator] || err == nil
		w.known(err)
	case 1:
		reply := []api.Reply{api.ReplyAccept, api.ReplyCallMe, api.ReplyNotNow, api.ReplyEarlier, api.ReplyKeep}[draw(5, "reply")]
		_, err := w.Appointments.Reply(ctx, api.Answer{Code: receipt.Code, Reply: reply}, fmt.Sprint(w.Clock.Now()))
		w.agreed[receipt.Locator] = w.agreed[receipt.Locator] || err == nil && (reply == api.ReplyAccept || reply == api.ReplyEarlier)
		w.known(err)
	case 2:
		err := w.Appointments.Schedule(ctx, v, id, row.Version, appointment.Plan{Kind: kind, Centre: "overleie", Worker: v.ID, Start: start, Free: draw(3, "free") > 0})
		if err == nil && kind == calendar.Visit {
			w.agreed[receipt.Locator] = false // a new hour is a new question
		}
		w.known(err)
	case 3:
		w.known(w.Appointments.CallOff(ctx, v, id, row.Version))
	case 4:
		to := []api.State{api.StateContacted, api.StateScheduled, api.StateMet, api.StateMissed, api.StateClosed}[draw(5, "to")]
		w.known(w.Requests.Move(ctx, v, id, to, api.NewPersonal("Reden."), row.Version))
	case 5:
		w.known(w.Requests.Undo(ctx, v, id, row.Version))
	case 6:
		w.known(w.Requests.Assign(ctx, v, id, w.staff[draw(2, "to whom")].ID, row.Version))
	case 7:
		w.Clock.Add(time.Duration(draw(30, "hours")) * time.Hour)
		_, err := w.Appointments.Lapse(ctx)
		w.known(err)
	}
}

// known: whatever is asked, the answer is a result or a refusal that people can read, never a fault.
func (w *walker) known(err error) {
	if core.CodeOf(err) == api.CodeInternal {
		w.t.Fatalf("a fault: %v", err)
	}
}

func (w *walker) look(t *testing.T) {
	if n := doubles(t, w.House); n != 0 {
		w.t.Fatalf("%d double bookings", n)
	}
	for _, receipt := range w.sent {
		row := w.Row(t, receipt.Locator)
		a, found, err := w.Appointments.Of(ctx, w.staff[2], row.ID)
		if err != nil {
			w.t.Fatal(err)
		}
		live := found && a.State.Live()
		switch {
		case live && (row.State == api.StateCancelled || row.State == api.StateClosed):
			w.t.Fatalf("a %s request has an appointment", row.State)
		case live && a.Kind == calendar.Visit && a.State == api.AppointmentBooked && !w.agreed[receipt.Locator]:
			w.t.Fatal("a home visit stands without a yes")
		case live && a.Worker != row.Worker:
			w.t.Fatalf("%s has the request and %s the hour", row.Worker, a.Worker)
		case found && a.State == api.AppointmentBooked && row.State != api.StateScheduled:
			w.t.Fatalf("booked, and the request is %s", row.State)
		}
	}
}
