package appointment_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/appointment"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/store/storetest"
)

var ctx = context.Background()

// house is a furnished world on SQLite. What depends on the engine is in the conformance suite.
func house(t testing.TB) *storetest.House {
	t.Helper()
	return storetest.Open(t, storetest.SQLite(t)).Furnish(t)
}

func must[T any](value T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// here asks for a talk in the centre of the kiosk.
var here = api.SlotAsk{Place: api.PlaceHere, Kiosk: "overleie", Language: "nl"}

// submission is a valid request for a talk, with an hour.
func submission(number int, start time.Time, hold api.Personal) request.Submission {
	s := storetest.Submission("overleie", number)
	s.New.TalkLanguage, s.New.Interpreter = "", false
	s.New.Contact.Phone = api.NewPersonal(fmt.Sprintf("0470 %06d", number+100000))
	s.New.Name, s.New.Start, s.New.Hold = api.Personal{}, start, hold
	return s
}

// at is a request at home.
func atHome(s request.Submission) request.Submission {
	s.New.Place = api.PlaceHome
	s.New.Address = api.Address{Street: api.NewPersonal("Overleiestraat"), Number: api.NewPersonal("45"), Postcode: api.NewPersonal("8500")}
	return s
}

// booked sends a request with an hour.
func booked(t testing.TB, h *storetest.House, number int, start time.Time) api.Receipt {
	t.Helper()
	receipt := must(h.Requests.Submit(ctx, submission(number, start, api.Personal{})))(t)
	if receipt.Appointment == nil || !receipt.Appointment.Start.Equal(start) {
		t.Fatalf("the receipt says %+v", receipt.Appointment)
	}
	return receipt
}

func refused(t testing.TB, err error, code api.Code) *core.Error {
	t.Helper()
	refusal, ok := err.(*core.Error)
	if !ok || refusal.Code != code {
		t.Fatalf("refused with %v, want %s", err, code)
	}
	return refusal
}

// detail opens a request for staff.
func detail(t testing.TB, h *storetest.House, v account.Viewer, locator string) request.Detail {
	t.Helper()
	return must(h.Requests.Open(ctx, v, h.ID(t, locator)))(t)
}

func kinds(d request.Detail) (all []request.EventKind) {
	for _, e := range d.Events {
		all = append(all, e.Kind)
	}
	return all
}

func starts(slots []api.Slot) (all []string) {
	for _, slot := range slots {
		all = append(all, slot.Start.In(core.Brussels).Format("Mon 15:04"))
	}
	return all
}

// doubles are overlaps between live appointments of one worker, as an outsider would find them.
func doubles(t testing.TB, h *storetest.House) int {
	t.Helper()
	return h.Count(t, `SELECT COUNT(*) FROM appointments a JOIN appointments b ON a.worker = b.worker AND a.id < b.id
		AND a.starts < b.ends AND b.starts < a.ends WHERE a.state IN ('offered', 'booked') AND b.state IN ('offered', 'booked')`)
}

var _ = appointment.Plan{}
