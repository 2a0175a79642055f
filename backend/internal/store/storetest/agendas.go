package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/appointment"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/routing"
)

// wrong tells that what was read is not what was stored.
func wrong(t *testing.T, what string, want, got any, err error) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%s: %v, %s", what, err, diff)
	}
}

// testPatterns: what is known of when workers can be met comes back as it was stored, of each worker alone, in order; and is
// only taken away from whom it is of.
func testPatterns(t *testing.T, e Engine) {
	w := Open(t, e.URL(t))
	amira, bram := w.Staff(t, account.Worker, "noord").ID, w.Staff(t, account.Worker, "noord").ID
	weekly := []calendar.Weekly{
		{ID: "w2", Worker: amira, Day: time.Monday, From: 540, To: 720, Kind: calendar.Talk, Centre: "overleie", Since: "2026-01-01", Until: "2026-12-31"},
		{ID: "w1", Worker: amira, Day: time.Friday, From: 0, To: 1440, Kind: calendar.Phone},
		{ID: "w3", Worker: amira, Day: time.Sunday, From: 600, To: 601, Kind: calendar.Visit},
	}
	exceptions := []calendar.Exception{
		{ID: "e1", Worker: amira, On: "2026-11-26", From: 540, To: 600, Off: true},
		{ID: "e2", Worker: amira, On: "2026-11-27", From: 540, To: 600, Kind: calendar.Talk, Centre: "v-tex"},
	}
	absences := []calendar.Absence{{ID: "a1", Worker: amira, First: "2026-11-01", Last: "2026-11-26"}, {ID: "a2", Worker: amira, First: "2026-12-24", Last: "2026-12-24"}}
	closures := []calendar.Closure{{ID: "c1", First: "2026-11-11", Last: "2026-11-26"}, {ID: "c2", Centre: "v-tex", First: "2026-12-01", Last: "2026-12-02"}}
	w.change(t, func(tx appointment.Tx) error {
		var errs []error
		for i := range weekly {
			errs = append(errs, tx.InsertWeekly(weekly[len(weekly)-1-i]))
		}
		for i := range exceptions {
			errs = append(errs, tx.InsertException(exceptions[1-i]), tx.InsertAbsence(absences[1-i]), tx.InsertClosure(closures[1-i]))
		}
		return errors.Join(append(errs,
			tx.InsertWeekly(calendar.Weekly{ID: "of bram", Worker: bram, Day: time.Monday, From: 1, To: 2, Kind: calendar.Talk}),
			tx.InsertException(calendar.Exception{ID: "of bram", Worker: bram, On: "2026-11-27", From: 1, To: 2, Off: true}),
			tx.InsertAbsence(calendar.Absence{ID: "of bram", Worker: bram, First: "2026-11-27", Last: "2026-11-27"}))...)
	})
	w.read(t, func(tx appointment.Tx) error {
		got, err := tx.Weekly(amira)
		wrong(t, "pattern", weekly, got, err)
		days, err := tx.Exceptions(amira, "2026-11-26")
		wrong(t, "exceptions", exceptions, days, err)
		days, err = tx.Exceptions(amira, "2026-11-27")
		wrong(t, "exceptions later", exceptions[1:], days, err)
		away, err := tx.Absences(amira, "2026-11-26")
		wrong(t, "absences", absences, away, err)
		away, err = tx.Absences(amira, "2026-11-27")
		wrong(t, "absences later", absences[1:], away, err)
		closed, err := tx.Closures("2026-11-26")
		wrong(t, "closures", closures, closed, err)
		closed, err = tx.Closures("2026-11-27")
		wrong(t, "closures later", closures[1:], closed, err)
		return nil
	})
	testTakenAway(t, w, amira, bram)
	w.refused(t, "a pattern of nobody", func(tx appointment.Tx) error {
		return tx.InsertWeekly(calendar.Weekly{ID: "x", Worker: "nobody", From: 1, To: 2, Kind: calendar.Talk})
	})
	w.refused(t, "a block that ends before it begins", func(tx appointment.Tx) error {
		return tx.InsertWeekly(calendar.Weekly{ID: "x", Worker: amira, From: 2, To: 1, Kind: calendar.Talk})
	})
	w.refused(t, "an absence that ends before it begins", func(tx appointment.Tx) error {
		return tx.InsertAbsence(calendar.Absence{ID: "x", Worker: amira, First: "2026-11-27", Last: "2026-11-26"})
	})
}

func testTakenAway(t *testing.T, w *World, amira, bram core.ID) {
	w.change(t, func(tx appointment.Tx) error {
		for name, remove := range map[string]func(worker core.ID) (bool, error){
			"pattern":   func(worker core.ID) (bool, error) { return tx.DeleteWeekly(worker, "w1") },
			"exception": func(worker core.ID) (bool, error) { return tx.DeleteException(worker, "e1") },
			"absence":   func(worker core.ID) (bool, error) { return tx.DeleteAbsence(worker, "a1") },
		} {
			others, err1 := remove(bram)
			own, err2 := remove(amira)
			again, err3 := remove(amira)
			if others || !own || again || errors.Join(err1, err2, err3) != nil {
				t.Errorf("%s: taken away by a colleague %v, by its worker %v, again %v; %v", name, others, own, again, errors.Join(err1, err2, err3))
			}
		}
		gone, err1 := tx.DeleteClosure("c1")
		again, err2 := tx.DeleteClosure("c1")
		if !gone || again {
			t.Errorf("closure: taken away %v, again %v", gone, again)
		}
		left, err3 := tx.Weekly(amira)
		if len(left) != 2 {
			t.Errorf("%d blocks left", len(left))
		}
		return errors.Join(err1, err2, err3)
	})
}

// testOffice: what an office calendar says replaces what it said, for its own worker; and a secret address is that of one
// worker, until the next one or until they no longer work here.
func testOffice(t *testing.T, e Engine) {
	w := Open(t, e.URL(t))
	amira, bram := w.Staff(t, account.Worker, "noord"), w.Staff(t, account.Worker, "noord")
	busy := func(worker core.ID, hour int) calendar.Busy {
		return calendar.Busy{Worker: worker, From: Start.Add(time.Duration(hour) * time.Hour), To: Start.Add(time.Duration(hour+1) * time.Hour)}
	}
	w.change(t, func(tx appointment.Tx) error {
		return errors.Join(
			tx.ReplaceOfficeBusy(amira.ID, []calendar.Busy{busy(amira.ID, 9)}),
			tx.ReplaceOfficeBusy(bram.ID, []calendar.Busy{busy(bram.ID, 0)}),
			tx.ReplaceOfficeBusy(amira.ID, []calendar.Busy{busy(amira.ID, 2), busy(amira.ID, 0), busy(amira.ID, 0)}),
			tx.PutFeed(amira.ID, []byte("first"), Start), tx.PutFeed(amira.ID, []byte("second"), Start.Add(time.Hour)),
			tx.PutFeed(bram.ID, []byte("third"), Start), tx.PutFeed(bram.ID, nil, Start))
	})
	w.read(t, func(tx appointment.Tx) error {
		got, err := tx.OfficeBusy(amira.ID, Start)
		wrong(t, "office", []calendar.Busy{busy(amira.ID, 0), busy(amira.ID, 0), busy(amira.ID, 2)}, got, err)
		got, err = tx.OfficeBusy(amira.ID, Start.Add(time.Hour))
		wrong(t, "office, later", []calendar.Busy{busy(amira.ID, 2)}, got, err)
		since, err := tx.FeedSince(amira.ID)
		wrong(t, "feed since", Start.Add(time.Hour), since, err)
		since, err = tx.FeedSince(bram.ID)
		wrong(t, "no feed since", time.Time{}, since, err)
		for token, want := range map[string]core.ID{"first": "", "second": amira.ID, "third": ""} {
			worker, found, err := tx.Feed([]byte(token))
			if worker != want || found != (want != "") || err != nil {
				t.Errorf("the %s address is of %q, %v, %v", token, worker, found, err)
			}
		}
		return nil
	})
	w.Exec(t, `UPDATE accounts SET disabled = $1 WHERE id = $2`, true, string(amira.ID))
	w.read(t, func(tx appointment.Tx) error {
		_, found, err := tx.Feed([]byte("second"))
		if found {
			t.Error("the calendar of somebody who left can still be read")
		}
		return err
	})
	w.refused(t, "an office calendar of nobody", func(tx appointment.Tx) error {
		return tx.ReplaceOfficeBusy("nobody", []calendar.Busy{busy("nobody", 1)})
	})
	w.refused(t, "two calendars under one address", func(tx appointment.Tx) error { return tx.PutFeed(bram.ID, []byte("second"), Start) })
}

// testPlan: a plan holds what touches the span, of the workers that were asked for and nobody else; and as taken what is
// taken, whatever takes it.
func testPlan(t *testing.T, e Engine) {
	w := Open(t, e.URL(t))
	amira, bram := w.Staff(t, account.Worker, "noord").ID, w.Staff(t, account.Worker, "noord").ID
	from, until := Start, Start.AddDate(0, 0, 7)
	w.change(t, func(tx appointment.Tx) error {
		var errs []error
		for _, worker := range []core.ID{amira, bram} {
			for name, days := range map[string][2]calendar.Date{
				"touches start": {"2026-11-01", "2026-11-23"}, "touches end": {"2026-11-30", "2026-12-31"}, "before": {"2026-11-01", "2026-11-22"}, "after": {"2026-12-01", "2026-12-02"},
			} {
				id := core.ID(name + string(worker))
				errs = append(errs,
					tx.InsertWeekly(calendar.Weekly{ID: id, Worker: worker, From: 1, To: 2, Kind: calendar.Talk, Since: days[0], Until: days[1]}),
					tx.InsertAbsence(calendar.Absence{ID: id, Worker: worker, First: days[0], Last: days[1]}),
					tx.InsertException(calendar.Exception{ID: id, Worker: worker, On: days[0], From: 1, To: 2, Off: true}))
				if worker == amira {
					errs = append(errs, tx.InsertClosure(calendar.Closure{ID: id, First: days[0], Last: days[1]}))
				}
			}
			errs = append(errs, tx.InsertWeekly(calendar.Weekly{ID: "always" + worker, Worker: worker, From: 1, To: 2, Kind: calendar.Talk}))
		}
		return errors.Join(errs...)
	})
	w.read(t, func(tx appointment.Tx) error {
		plan, err := tx.Plan([]core.ID{amira}, from, until, Start)
		if len(plan.Weekly) != 3 || len(plan.Absences) != 2 || len(plan.Exceptions) != 1 || len(plan.Closures) != 2 || len(plan.Busy) != 0 {
			t.Errorf("one worker: %+v", plan)
		}
		if plan.Exceptions[0].On != "2026-11-30" {
			t.Errorf("exception of %s", plan.Exceptions[0].On)
		}
		many := append(make([]core.ID, 40), amira, bram)
		for i := range 40 {
			many[i] = core.ID(rune('a' + i))
		}
		plan, errMany := tx.Plan(many, from, until, Start)
		if len(plan.Weekly) != 6 || len(plan.Absences) != 4 || len(plan.Exceptions) != 2 || len(plan.Closures) != 2 {
			t.Errorf("many workers: %+v", plan)
		}
		nobody, errNobody := tx.Plan(nil, from, until, Start)
		wrong(t, "plan of nobody", calendar.Plan{}, nobody, errNobody)
		return errors.Join(err, errMany, errNobody)
	})
	testPlanBusy(t, w, amira, bram)
}

// testPlanBusy: what takes time of a worker shows in the plan, and what no longer takes any does not.
func testPlanBusy(t *testing.T, w *World, amira, bram core.ID) {
	hour := func(n int) time.Time { return Start.Add(time.Duration(n) * time.Hour) }
	live := w.Booked(t, 1, amira, hour(1))
	cancelled := w.Booked(t, 2, amira, hour(3))
	cancelled.State, cancelled.Version = "cancelled", 2
	w.Booked(t, 3, bram, hour(1))
	w.change(t, func(tx appointment.Tx) error {
		_, err := tx.UpdateAppointment(cancelled)
		return errors.Join(err, tx.Vacate(cancelled.ID, hour(2)),
			w.hold(tx, "held", amira, hour(5), hour(1)), w.hold(tx, "expired", amira, hour(7), Start),
			tx.ReplaceOfficeBusy(amira, []calendar.Busy{{From: hour(-1), To: hour(1)}, {From: hour(-5), To: hour(0)}, {From: hour(24), To: hour(26)}}))
	})
	want := map[string]calendar.Kind{
		"10:00 11:00": calendar.Talk, "12:00 13:00": "", "14:00 15:00": calendar.Talk, "08:00 10:00": "",
	}
	w.read(t, func(tx appointment.Tx) error {
		plan, err := tx.Plan([]core.ID{amira}, Start, hour(24), Start)
		got := map[string]calendar.Kind{}
		for _, busy := range plan.Busy {
			got[busy.From.In(core.Brussels).Format("15:04 ")+busy.To.In(core.Brussels).Format("15:04")] = busy.Kind
		}
		wrong(t, "busy", want, got, err)
		inside, err := tx.Plan([]core.ID{amira}, live.Start.Add(time.Minute), live.Start.Add(2*time.Minute), Start)
		if len(inside.Busy) != 1 {
			t.Errorf("in the middle of a talk: %+v", inside.Busy)
		}
		return err
	})
}

// testCandidates: who may take a request, with what they have in hand, when they last got one and whether they are there.
func testCandidates(t *testing.T, e Engine) {
	w := Open(t, e.URL(t))
	put := func(change func(*account.Stored)) core.ID {
		who := account.Stored{Account: w.Staff(t, account.Worker, "noord"), Password: "none"}
		who.Languages, who.Topics, who.Share = []string{"nl", "ar"}, []string{"money"}, 80
		change(&who)
		if err := w.SQL.Accounts().Update(t.Context(), func(tx account.Tx) error { return tx.UpdateAccount(who) }); err != nil {
			t.Fatal(err)
		}
		return who.ID
	}
	busy := put(func(*account.Stored) {})
	away := put(func(a *account.Stored) { a.Languages, a.Topics, a.Team = nil, nil, "zuid" })
	put(func(a *account.Stored) { a.Disabled = true })
	put(func(a *account.Stored) { a.Share = 0 })
	put(func(a *account.Stored) { a.Role = account.Lead })
	for n, state := range []string{"new", "scheduled", "met", "missed", "closed", "cancelled"} {
		id := w.ID(t, w.Send(t, "overleie", n).Locator)
		if err := w.Requests.Take(t.Context(), account.Viewer{ID: busy, Role: account.Worker, Team: "noord"}, id, 1); err != nil {
			t.Fatal(err)
		}
		w.Exec(t, `UPDATE requests SET state = $1 WHERE id = $2`, state, string(id))
		w.Clock.Add(time.Minute)
	}
	w.change(t, func(tx appointment.Tx) error {
		return errors.Join(
			tx.InsertAbsence(calendar.Absence{ID: "a", Worker: away, First: "2026-11-23", Last: "2026-11-23"}),
			tx.InsertAbsence(calendar.Absence{ID: "b", Worker: busy, First: "2026-11-24", Last: "2026-11-30"}))
	})
	w.read(t, func(tx appointment.Tx) error {
		got, err := tx.Candidates(w.Clock.Now())
		want := map[core.ID]routing.Worker{
			busy: {ID: busy, First: "Staff", Team: "noord", Languages: []string{"nl", "ar"}, Topics: []string{"money"}, Percent: 80, Open: 4, Last: Start.Add(5 * time.Minute)},
			away: {ID: away, First: "Staff", Team: "zuid", Percent: 80, Away: true},
		}
		byID := map[core.ID]routing.Worker{}
		for _, worker := range got {
			byID[worker.ID] = worker
		}
		wrong(t, "candidates", want, byID, err)
		return nil
	})
}
