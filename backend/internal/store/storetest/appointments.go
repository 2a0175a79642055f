package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/appointment"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/store"
)

// change runs one change of appointments, which must succeed.
func (w *World) change(t testing.TB, do func(appointment.Tx) error) {
	t.Helper()
	if err := w.SQL.Appointments().Update(context.Background(), do); err != nil {
		t.Fatal(err)
	}
}

// read reads appointments.
func (w *World) read(t testing.TB, do func(appointment.Tx) error) {
	t.Helper()
	if err := w.SQL.Appointments().View(context.Background(), do); err != nil {
		t.Fatal(err)
	}
}

// refused wants the database itself to refuse a change.
func (w *World) refused(t testing.TB, what string, do func(appointment.Tx) error) {
	t.Helper()
	if err := w.SQL.Appointments().Update(context.Background(), do); err == nil {
		t.Errorf("stored: %s", what)
	} else if errors.Is(err, store.ErrUnavailable) {
		t.Errorf("%s: %v", what, err)
	}
}

// refusedSQL wants the database itself to refuse a statement.
func (w *World) refusedSQL(t testing.TB, what, statement string, args ...any) {
	t.Helper()
	w.refused(t, what, func(tx appointment.Tx) error {
		raw, ok := tx.(interface {
			Exec(query string, args ...any) (int64, error)
		})
		if !ok {
			t.Fatal("the transaction takes no SQL")
		}
		_, err := raw.Exec(statement, args...)
		return err
	})
}

var errTaken = errors.New("the hour is taken")

// cells are those of an hour.
func cells(start time.Time) (first, last int64) { return start.Unix() / 900, start.Unix()/900 + 3 }

// Booked books an hour with a worker for a new request, as a feature does: its cells, the appointment, one change.
func (w *World) Booked(t testing.TB, number int, worker core.ID, start time.Time) appointment.Row {
	t.Helper()
	row := w.talk(w.ID(t, w.Send(t, "overleie", number).Locator), worker, start)
	w.change(t, func(tx appointment.Tx) error {
		first, last := cells(start)
		ok, err := tx.Occupy(worker, first, last, row.ID, time.Time{}, w.Clock.Now())
		if err != nil || !ok {
			return errors.Join(err, errTaken)
		}
		return tx.InsertAppointment(row)
	})
	return row
}

// talk is an appointment of an hour, not stored.
func (w *World) talk(request, worker core.ID, start time.Time) appointment.Row {
	return appointment.Row{
		ID: core.NewID(w.Deps.Random), Request: request, Worker: worker, Team: "noord", Kind: calendar.Talk, Centre: "overleie", State: api.AppointmentBooked,
		Start: start, End: start.Add(time.Hour), Accepted: w.Clock.Now(), Created: w.Clock.Now(), Changed: w.Clock.Now(), Version: 1,
	}
}

// hold keeps an hour under a name.
func (w *World) hold(tx appointment.Tx, name string, worker core.ID, start, expires time.Time) error {
	first, last := cells(start)
	ok, err := tx.Occupy(worker, first, last, core.ID(name), expires, w.Clock.Now())
	if err != nil || !ok {
		return errors.Join(err, errTaken)
	}
	return tx.InsertHold(appointment.HoldRow{
		ID: core.ID(name), Token: []byte("token of " + name), Worker: worker, Kind: calendar.Talk, Centre: "overleie", Start: start, End: start.Add(time.Hour), Expires: expires,
	})
}

// testCells: an hour is taken once, whoever asks; what expired, cooled down or is given up can be had again, and not before.
func testCells(t *testing.T, e Engine) {
	w := Open(t, e.URL(t))
	amira, bram := w.Staff(t, account.Worker, "noord").ID, w.Staff(t, account.Worker, "noord").ID
	at := func(minutes int) time.Time { return Start.Add(time.Duration(minutes) * time.Minute) }
	occupy := func(what string, worker core.ID, first, last int64, owner core.ID, until, now time.Time, want bool) {
		t.Helper()
		err := w.SQL.Appointments().Update(t.Context(), func(tx appointment.Tx) error {
			ok, err := tx.Occupy(worker, first, last, owner, until, now)
			if ok != want {
				t.Errorf("%s: %v", what, ok)
			}
			if err == nil && !ok {
				return errOnPurpose
			}
			return err
		})
		if err != nil && !errors.Is(err, errOnPurpose) {
			t.Errorf("%s: %v", what, err)
		}
	}
	vacate := func(owner core.ID, until time.Time) {
		t.Helper()
		w.change(t, func(tx appointment.Tx) error { return tx.Vacate(owner, until) })
	}
	occupy("a free hour", amira, 10, 13, "one", time.Time{}, Start, true)
	occupy("the hour once more", amira, 10, 13, "one", time.Time{}, Start, false)
	occupy("an overlap at the start", amira, 7, 10, "two", time.Time{}, Start, false)
	occupy("an overlap at the end", amira, 13, 16, "two", time.Time{}, Start, false)
	occupy("around it", amira, 1, 20, "two", time.Time{}, Start, false)
	occupy("beside it", amira, 14, 17, "two", time.Time{}, Start, true)
	occupy("the hour of a colleague", bram, 10, 13, "three", time.Time{}, Start, true)
	occupy("one cell before 1970", amira, -1, -1, "four", time.Time{}, Start, true)
	if n := w.Count(t, `SELECT COUNT(*) FROM cells`); n != 13 {
		t.Errorf("%d cells: what was refused left some behind", n)
	}
	w.refusedSQL(t, "a doubled cell", `INSERT INTO cells (worker, cell, owner, until, freed) VALUES ($1, 10, 'x', 0, $2)`, string(amira), false)
	w.refusedSQL(t, "a cell of nobody", `INSERT INTO cells (worker, cell, owner, until, freed) VALUES ('nobody', 99, 'x', 0, $1)`, false)
	w.refusedSQL(t, "a freed cell that never cools down", `INSERT INTO cells (worker, cell, owner, until, freed) VALUES ($1, 99, 'x', 0, $2)`, string(amira), true)

	vacate("one", time.Time{})
	occupy("given up at once", amira, 10, 13, "hold", at(5), Start, true)
	occupy("held", amira, 12, 12, "five", time.Time{}, at(5).Add(-time.Microsecond), false)
	occupy("expired", amira, 12, 12, "five", time.Time{}, at(5), true)
	vacate("five", at(30))
	vacate("five", at(60)) // again: it cools down as before
	occupy("cooling down", amira, 12, 12, "six", time.Time{}, at(30).Add(-time.Microsecond), false)
	occupy("cooling down, for who had it", amira, 11, 13, "five", time.Time{}, at(20), true)
	vacate("five", at(30))
	occupy("cooled down", amira, 11, 13, "six", time.Time{}, at(30), true)
	vacate("nobody", time.Time{})
	if err := w.SQL.Appointments().Update(t.Context(), func(tx appointment.Tx) error {
		_, err := tx.Occupy(amira, 2, 1, "x", time.Time{}, Start)
		return err
	}); err == nil {
		t.Error("occupied nothing")
	}
}

// testHolds: a hold is found by its token, and when it expires it is cleared away with its hour.
func testHolds(t *testing.T, e Engine) {
	w := Open(t, e.URL(t))
	amira := w.Staff(t, account.Worker, "noord").ID
	soon, later := Start.Add(5*time.Minute), Start.Add(10*time.Minute)
	w.change(t, func(tx appointment.Tx) error {
		return errors.Join(w.hold(tx, "one", amira, Start, soon), w.hold(tx, "two", amira, Start.Add(time.Hour), later), w.hold(tx, "three", amira, Start.Add(2*time.Hour), later),
			tx.Vacate("three", soon), tx.DeleteHold("three"), tx.DeleteHold("never was"))
	})
	find := func(name string) (row appointment.HoldRow, found bool) {
		w.read(t, func(tx appointment.Tx) (err error) {
			row, found, err = tx.HoldByToken([]byte("token of " + name))
			return err
		})
		return row, found
	}
	want := appointment.HoldRow{ID: "one", Token: []byte("token of one"), Worker: amira, Kind: calendar.Talk, Centre: "overleie", Start: Start, End: Start.Add(time.Hour), Expires: soon}
	got, found := find("one")
	if diff := cmp.Diff(want, got); diff != "" || !found {
		t.Error(found, diff)
	}
	if _, found := find("three"); found {
		t.Error("a deleted hold is found")
	}
	drop := func(by time.Time, holds, cells int) {
		t.Helper()
		w.change(t, func(tx appointment.Tx) error {
			n, err := tx.DropHolds(by)
			if n != holds {
				t.Errorf("%d holds dropped, want %d", n, holds)
			}
			return err
		})
		if left := w.Count(t, `SELECT COUNT(*) FROM cells`); left != cells {
			t.Errorf("%d cells left, want %d", left, cells)
		}
	}
	drop(soon.Add(-time.Microsecond), 0, 12)
	drop(soon, 1, 4) // and what cooled down by then
	drop(later, 1, 0)
	w.refused(t, "a hold with nobody", func(tx appointment.Tx) error { return w.hold(tx, "x", "nobody", Start, soon) })
	w.refused(t, "two holds of one token", func(tx appointment.Tx) error {
		row := appointment.HoldRow{ID: "a", Token: []byte("t"), Worker: amira, Kind: calendar.Talk, Start: Start, End: soon}
		other := row
		other.ID = "b"
		return errors.Join(tx.InsertHold(row), tx.InsertHold(other))
	})
}

// testAppointments: an appointment comes back as it was stored, is changed by who saw its latest version, and a request has
// one that counts at most.
func testAppointments(t *testing.T, e Engine) {
	w := Open(t, e.URL(t))
	amira, bram := w.Staff(t, account.Worker, "noord"), w.Staff(t, account.Worker, "noord")
	id := w.ID(t, w.Send(t, "overleie", 1).Locator)
	row := w.talk(id, amira.ID, Start)
	row.By, row.Accepted, row.Area, row.Kind, row.State = bram.ID, time.Time{}, "overleie-1", calendar.Visit, api.AppointmentOffered
	w.change(t, func(tx appointment.Tx) error { return tx.InsertAppointment(row) })
	stored := row
	stored.WorkerFirst, stored.WorkerName, stored.Languages = "Staff", amira.Name, []string{"nl"}
	expect := func(what string, want appointment.Row) {
		t.Helper()
		w.read(t, func(tx appointment.Tx) error {
			got, found, err := tx.Appointment(want.ID)
			wrong(t, what, want, got, err)
			latest, foundLatest, err := tx.LatestAppointment(id)
			wrong(t, what+", the latest", want, latest, err)
			if !found || !foundLatest {
				t.Errorf("%s: not there", what)
			}
			return nil
		})
	}
	expect("stored", stored)
	w.refused(t, "a second one that counts", func(tx appointment.Tx) error { return tx.InsertAppointment(w.talk(id, bram.ID, Start)) })

	moved := row
	moved.Worker, moved.Team, moved.Kind, moved.Centre, moved.Area = bram.ID, "zuid", calendar.Phone, "de-conde", ""
	moved.State, moved.Start, moved.End, moved.Accepted, moved.Changed, moved.Version = api.AppointmentBooked, Start.Add(time.Hour), Start.Add(90*time.Minute), Start, Start, 2
	moved.Request, moved.By, moved.Created = "never written", "never written", Start.Add(time.Hour)
	update := func(row appointment.Row) (ok bool) {
		w.change(t, func(tx appointment.Tx) (err error) {
			ok, err = tx.UpdateAppointment(row)
			return err
		})
		return ok
	}
	if !update(moved) || update(moved) {
		t.Error("of two changes on one version both or none were stored")
	}
	stored = moved
	stored.Request, stored.By, stored.Created, stored.WorkerName, stored.WorkerFirst, stored.Languages = row.Request, row.By, row.Created, bram.Name, "Staff", []string{"nl"}
	expect("moved", stored)
	stored.State, stored.Version = api.AppointmentCancelled, 3
	if !update(stored) {
		t.Error("not cancelled")
	}
	next := w.talk(id, amira.ID, Start) // in the same moment as the first: the last that was made is the latest
	next.WorkerFirst, next.WorkerName, next.Languages = "Staff", amira.Name, []string{"nl"}
	w.change(t, func(tx appointment.Tx) error { return tx.InsertAppointment(next) })
	expect("the next", next)
	stored.State, stored.Version = api.AppointmentBooked, 4
	w.refused(t, "a cancelled one that counts again beside another", func(tx appointment.Tx) error {
		_, err := tx.UpdateAppointment(stored)
		return err
	})
	w.refused(t, "an appointment of no request", func(tx appointment.Tx) error { return tx.InsertAppointment(w.talk("nothing", amira.ID, Start)) })
	alone := w.talk(w.ID(t, w.Send(t, "overleie", 2).Locator), "nobody", Start)
	w.refused(t, "an appointment with nobody", func(tx appointment.Tx) error { return tx.InsertAppointment(alone) })
	w.read(t, func(tx appointment.Tx) error {
		_, found, err := tx.Appointment("nobody")
		_, foundLatest, errLatest := tx.LatestAppointment("nothing")
		if found || foundLatest {
			t.Error("found what is not there")
		}
		return errors.Join(err, errLatest)
	})
}
