package agenda_test

import (
	"context"
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/agenda"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/store/storetest"
)

var ctx = context.Background()

type rig struct {
	*storetest.House
	agendas *agenda.Service
	amira   account.Account
	lead    account.Viewer
}

func newRig(t *testing.T) *rig {
	t.Helper()
	h := storetest.Open(t, storetest.SQLite(t)).Furnish(t)
	r := &rig{House: h, amira: h.Worker(t, "noord", "overleie"), lead: h.Staff(t, account.Lead, "noord").Viewer()}
	r.agendas = agenda.New(agenda.Deps{
		Store: h.SQL.Appointments(), Keys: h.Keys, Clock: h.Clock, Random: rand.Reader,
		Centre:     func(id string) bool { _, known := h.Deps.City().CentreName(id); return known },
		CentreName: func(id string) string { name, _ := h.Deps.City().CentreName(id); return name },
	})
	return r
}

// offered are the hours at which a talk can be had now, on the local clock.
func (r *rig) offered(t *testing.T) (hours []string) {
	t.Helper()
	offer, err := r.Appointments.Offers(ctx, api.SlotAsk{Place: api.PlaceHere, Kiosk: "overleie", Many: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, slot := range offer.Slots {
		hours = append(hours, slot.Start.In(core.Brussels).Format("2006-01-02 15:04"))
	}
	return hours
}

func (r *rig) book(t *testing.T, start time.Time) api.Receipt {
	t.Helper()
	s := storetest.Submission("overleie", 1)
	s.New.Start, s.New.Interpreter, s.New.TalkLanguage = start, false, ""
	receipt, err := r.Requests.Submit(ctx, s)
	if err != nil {
		t.Fatal(err)
	}
	return receipt
}

func on(hours []string, day string) (n int) {
	for _, hour := range hours {
		if strings.HasPrefix(hour, day) {
			n++
		}
	}
	return n
}

// TestWhatAnAgendaSaysIsOffered: each kind of entry opens or closes hours at once, and taking it back undoes it.
func TestWhatAnAgendaSaysIsOffered(t *testing.T) {
	r := newRig(t)
	v := r.amira.Viewer()
	const day, saturday = "2026-11-26", "2026-11-28"
	usual := on(r.offered(t), day)
	if usual == 0 {
		t.Fatal("nothing is offered on a usual day")
	}
	steps := []struct {
		name       string
		add        func() error
		day        string
		want       int
		undo       func(a agenda.Agenda) error
		afterwards int
	}{
		{"an afternoon block", func() error {
			return r.agendas.AddWeekly(ctx, v, calendar.Weekly{Worker: r.amira.ID, Day: time.Thursday, From: 17 * 60, To: 19 * 60, Kind: calendar.Talk, Centre: "overleie"})
		}, day, usual + 3, func(a agenda.Agenda) error {
			return r.agendas.RemoveWeekly(ctx, v, r.amira.ID, lastWeekly(a, 17*60))
		}, usual},
		{"a free morning", func() error {
			_, err := r.agendas.AddException(ctx, v, calendar.Exception{Worker: r.amira.ID, On: day, From: 8 * 60, To: 13 * 60, Off: true})
			return err
		}, day, 0, func(a agenda.Agenda) error {
			return r.agendas.RemoveException(ctx, v, r.amira.ID, a.Exceptions[0].ID)
		}, usual},
		{"away", func() error {
			_, err := r.agendas.AddAbsence(ctx, r.lead, calendar.Absence{Worker: r.amira.ID, First: day, Last: "2026-11-27"})
			return err
		}, day, 0, func(a agenda.Agenda) error { return r.agendas.RemoveAbsence(ctx, v, r.amira.ID, a.Absences[0].ID) }, usual},
		{"a closed centre", func() error {
			return r.agendas.AddClosure(ctx, r.lead, calendar.Closure{Centre: "overleie", First: day, Last: day}, true)
		}, day, 0, func(a agenda.Agenda) error { return r.agendas.RemoveClosure(ctx, r.lead, a.Closures[0].ID, true) }, usual},
		{"an extra Saturday stays a Saturday", func() error {
			_, err := r.agendas.AddException(ctx, v, calendar.Exception{Worker: r.amira.ID, On: saturday, From: 600, To: 720, Kind: calendar.Talk, Centre: "overleie"})
			return err
		}, saturday, 0, func(a agenda.Agenda) error {
			return r.agendas.RemoveException(ctx, v, r.amira.ID, a.Exceptions[0].ID)
		}, 0},
		{"the office calendar", func() error {
			n, err := r.agendas.Import(ctx, v, r.amira.ID, strings.NewReader(office))
			if n != 1 {
				t.Errorf("%d spans were read", n)
			}
			return err
		}, day, 0, func(agenda.Agenda) error { return r.agendas.ForgetImport(ctx, v, r.amira.ID) }, usual},
	}
	for _, step := range steps {
		if err := step.add(); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		if got := on(r.offered(t), step.day); got != step.want {
			t.Errorf("%s: %d hours are offered, want %d", step.name, got, step.want)
		}
		a, err := r.agendas.Of(ctx, v, r.amira.ID)
		if err != nil || !a.May {
			t.Fatalf("%s: %v", step.name, err)
		}
		if err := step.undo(a); err != nil {
			t.Fatalf("%s, undone: %v", step.name, err)
		}
		if got := on(r.offered(t), step.day); got != step.afterwards {
			t.Errorf("%s, undone: %d hours, want %d", step.name, got, step.afterwards)
		}
	}
	r.VerifyAudit(t, 0, "")
}

func lastWeekly(a agenda.Agenda, from int) core.ID {
	for _, w := range a.Weekly {
		if w.From == from && w.Kind == calendar.Talk {
			return w.ID
		}
	}
	return ""
}

const office = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20261120T080000Z\r\n" +
	"DTSTART:20261126T070000Z\r\nDTEND:20261126T120000Z\r\nSUMMARY:Zitting canary\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

// TestAppointmentsInTheWay: who goes away is told whom to call; nobody's appointment falls away in silence.
func TestAppointmentsInTheWay(t *testing.T) {
	r := newRig(t)
	r.book(t, storetest.At(3, 9, 0))
	met, err := r.agendas.AddAbsence(ctx, r.amira.Viewer(), calendar.Absence{Worker: r.amira.ID, First: "2026-11-25", Last: "2026-11-27"})
	if err != nil || len(met) != 1 || met[0].State != api.AppointmentBooked {
		t.Errorf("in the way: %+v, %v", met, err)
	}
	none, err := r.agendas.AddException(ctx, r.amira.Viewer(), calendar.Exception{Worker: r.amira.ID, On: "2026-11-26", From: 13 * 60, To: 17 * 60, Off: true})
	if err != nil || len(none) != 0 {
		t.Errorf("in the way of an afternoon: %+v, %v", none, err)
	}
}

// TestWhoMayChangeAnAgenda: one's own, and the lead's team; another team does not even see it.
func TestWhoMayChangeAnAgenda(t *testing.T) {
	r := newRig(t)
	block := calendar.Weekly{Worker: r.amira.ID, Day: time.Thursday, From: 17 * 60, To: 18 * 60, Kind: calendar.Phone}
	for name, test := range map[string]struct {
		viewer account.Viewer
		want   api.Code
	}{
		"a colleague":          {r.Staff(t, account.Worker, "noord").Viewer(), api.CodeForbidden},
		"reception":            {r.Staff(t, account.Reception, "noord").Viewer(), api.CodeForbidden},
		"a lead of another":    {r.Staff(t, account.Lead, "zuid").Viewer(), api.CodeNotFound},
		"the administrator":    {r.Staff(t, account.Admin, "").Viewer(), api.CodeNotFound},
		"the lead of the team": {r.lead, ""},
	} {
		if got := core.CodeOf(r.agendas.AddWeekly(ctx, test.viewer, block)); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
	for name, w := range map[string]calendar.Weekly{
		"ends before it begins": {Worker: r.amira.ID, Day: 1, From: 600, To: 540, Kind: calendar.Phone},
		"no such centre":        {Worker: r.amira.ID, Day: 1, From: 1020, To: 1080, Kind: calendar.Talk, Centre: "atlantis"},
		"over another":          {Worker: r.amira.ID, Day: 1, From: 540, To: 600, Kind: calendar.Phone},
		"a day that is none":    {Worker: r.amira.ID, Day: 1, From: 1020, To: 1080, Kind: calendar.Phone, Since: "2026-02-30"},
	} {
		if got := core.CodeOf(r.agendas.AddWeekly(ctx, r.lead, w)); got != api.CodeInvalid {
			t.Errorf("%s: %q", name, got)
		}
	}
	if got := core.CodeOf(r.agendas.AddClosure(ctx, r.lead, calendar.Closure{Centre: "marke", First: "2026-12-01", Last: "2026-12-01"}, false)); got != api.CodeForbidden {
		t.Errorf("a lead closes a centre of another team: %q", got)
	}
}

// TestFeed: a secret address that says when and where, never who or why; another one ends it, and so does leaving.
func TestFeed(t *testing.T) {
	r := newRig(t)
	v := r.amira.Viewer()
	receipt := r.book(t, storetest.At(3, 9, 0))
	first, err := r.agendas.NewFeed(ctx, v)
	if err != nil {
		t.Fatal(err)
	}
	text, err := r.agendas.Feed(ctx, first)
	if err != nil || !strings.Contains(string(text), "SUMMARY:Afspraak") || !strings.Contains(string(text), "20261126T080000Z") {
		t.Errorf("%v: %s", err, text)
	}
	for _, secret := range []string{"Amira", "0470", "money", "OCMW", receipt.Locator} {
		if strings.Contains(string(text), secret) {
			t.Errorf("the feed says %q", secret)
		}
	}
	second, err := r.agendas.NewFeed(ctx, v)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.agendas.Feed(ctx, first); core.CodeOf(err) != api.CodeNotFound {
		t.Errorf("the address before still works: %v", err)
	}
	if _, err := r.agendas.Feed(ctx, second); err != nil {
		t.Error(err)
	}
	if err := r.agendas.EndFeed(ctx, v); err != nil {
		t.Fatal(err)
	}
	for _, secret := range []api.Personal{second, {}, api.NewPersonal("guess")} {
		if _, err := r.agendas.Feed(ctx, secret); core.CodeOf(err) != api.CodeNotFound {
			t.Errorf("after its end: %v", err)
		}
	}
}

// TestFeedOfWhoLeft: a disabled account has no calendar any more.
func TestFeedOfWhoLeft(t *testing.T) {
	r := newRig(t)
	secret, err := r.agendas.NewFeed(ctx, r.amira.Viewer())
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Accounts.Disable(ctx, r.amira.ID, true); err != nil {
		t.Fatal(err)
	}
	if _, err := r.agendas.Feed(ctx, secret); core.CodeOf(err) != api.CodeNotFound {
		t.Errorf("it still answers: %v", err)
	}
}
