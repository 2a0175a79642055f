package storetest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/appointment"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/core"
)

// testVisits: nobody comes to a home that did not say yes, whatever a feature or somebody with access to the database tries.
func testVisits(t *testing.T, e Engine) {
	w := Open(t, e.URL(t))
	amira := w.Staff(t, account.Worker, "noord").ID
	number := 0
	visit := func(state api.AppointmentState, accepted time.Time) appointment.Row {
		number++
		row := w.talk(w.ID(t, w.Send(t, "overleie", number).Locator), amira, Start)
		row.Kind, row.Centre, row.Area, row.State, row.Accepted = calendar.Visit, "", "overleie-1", state, accepted
		return row
	}
	for _, state := range []api.AppointmentState{api.AppointmentBooked, api.AppointmentMet, api.AppointmentMissed} {
		unasked, accepted, offered := visit(state, time.Time{}), visit(state, Start), visit(api.AppointmentOffered, time.Time{})
		w.refused(t, "a visit that is "+string(state)+" without a yes", func(tx appointment.Tx) error { return tx.InsertAppointment(unasked) })
		w.change(t, func(tx appointment.Tx) error {
			return errors.Join(tx.InsertAppointment(accepted), tx.InsertAppointment(offered))
		})
		w.refused(t, "an offer that becomes "+string(state)+" without a yes", func(tx appointment.Tx) error {
			row := offered
			row.State, row.Version = state, 2
			_, err := tx.UpdateAppointment(row)
			return err
		})
		w.refusedSQL(t, "SQL that makes it "+string(state), `UPDATE appointments SET state = $1 WHERE id = $2`, string(state), string(offered.ID))
		w.refusedSQL(t, "SQL that takes the yes back", `UPDATE appointments SET accepted = 0 WHERE id = $1`, string(accepted.ID))
		w.refusedSQL(t, "SQL with a yes before time began", `UPDATE appointments SET accepted = -1 WHERE id = $1`, string(accepted.ID))
		talk := w.talk(visit("", Start).Request, amira, Start)
		talk.State, talk.Accepted = state, time.Time{}
		w.change(t, func(tx appointment.Tx) error { return tx.InsertAppointment(talk) })
		w.refusedSQL(t, "SQL that makes a visit of a talk", `UPDATE appointments SET kind = 'visit' WHERE id = $1`, string(talk.ID))
	}
	cancelled, long := visit(api.AppointmentCancelled, time.Time{}), visit(api.AppointmentOffered, time.Time{})
	w.change(t, func(tx appointment.Tx) error { return tx.InsertAppointment(cancelled) })
	long.End = long.Start.Add(24*time.Hour + time.Microsecond)
	w.refused(t, "a day and a night", func(tx appointment.Tx) error { return tx.InsertAppointment(long) })
}

// testAgendas: appointments are found by the team that has the request now, by worker, and by who waits for an earlier one.
func testAgendas(t *testing.T, e Engine) {
	w := Open(t, e.URL(t))
	amira, bram := w.Staff(t, account.Worker, "noord").ID, w.Staff(t, account.Worker, "noord").ID
	hour := func(n int) time.Time { return Start.Add(time.Duration(n) * time.Hour) }
	names := map[core.ID]string{}
	rows := []appointment.Row{w.Booked(t, 0, amira, hour(3)), w.Booked(t, 1, bram, hour(1)), w.Booked(t, 2, amira, hour(2)), w.Booked(t, 3, amira, hour(0)), w.Booked(t, 4, amira, hour(4))}
	for i, row := range rows {
		names[row.ID] = fmt.Sprint(i)
	}
	team := w.Row(t, w.Send(t, "overleie", 0).Locator).Team
	w.Exec(t, `UPDATE requests SET team = 'elsewhere' WHERE id = $1`, string(rows[4].Request))
	w.Exec(t, `UPDATE appointments SET state = 'cancelled' WHERE id = $1`, string(rows[2].ID))
	named := func(rows []appointment.Row, err error) (got string) {
		for _, row := range rows {
			got += names[row.ID]
		}
		if err != nil {
			t.Error(err)
		}
		return got
	}
	w.read(t, func(tx appointment.Tx) error {
		got := map[string]string{
			"team":               named(tx.TeamAppointments(team, "", hour(0), hour(9))),
			"team, from":         named(tx.TeamAppointments(team, "", hour(1), hour(9))),
			"team, until":        named(tx.TeamAppointments(team, "", hour(0), hour(3))),
			"team, of a worker":  named(tx.TeamAppointments(team, amira, hour(0), hour(9))),
			"elsewhere":          named(tx.TeamAppointments("elsewhere", "", hour(0), hour(9))),
			"worker":             named(tx.WorkerAppointments(amira, hour(0), hour(4))),
			"waiting":            named(tx.Waiting(calendar.Talk, team, "overleie", hour(0), 9)),
			"waiting, limit":     named(tx.Waiting(calendar.Talk, team, "overleie", hour(0), 1)),
			"waiting, elsewhere": named(tx.Waiting(calendar.Talk, team, "v-tex", hour(0), 9)),
			"waiting, visits":    named(tx.Waiting(calendar.Visit, team, "overleie", hour(0), 9)),
			"waiting, of a team": named(tx.Waiting(calendar.Talk, "elsewhere", "overleie", hour(0), 9)),
		}
		want := map[string]string{
			"team": "3120", "team, from": "120", "team, until": "312", "team, of a worker": "320", "elsewhere": "4", "worker": "320",
			"waiting": "01", "waiting, limit": "0", "waiting, elsewhere": "", "waiting, visits": "", "waiting, of a team": "4",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		return nil
	})
	testEarlier(t, w, rows[0], bram)
}

// testEarlier: an earlier moment is offered for one appointment; the next offer takes its place.
func testEarlier(t *testing.T, w *World, row appointment.Row, worker core.ID) {
	first := appointment.EarlierRow{Appointment: row.ID, Worker: row.Worker, Centre: "overleie", Start: Start, End: Start.Add(time.Hour), Created: Start}
	second := appointment.EarlierRow{Appointment: row.ID, Worker: worker, Centre: "v-tex", Start: Start.Add(time.Hour), End: Start.Add(2 * time.Hour), Created: Start.Add(time.Minute)}
	w.change(t, func(tx appointment.Tx) error {
		for _, offer := range []appointment.EarlierRow{first, second} {
			err := tx.PutEarlier(offer)
			got, found, errGet := tx.Earlier(row.ID)
			wrong(t, "offered", offer, got, errors.Join(err, errGet))
			if !found {
				t.Error("not offered")
			}
		}
		err := errors.Join(tx.DeleteEarlier(row.ID), tx.DeleteEarlier(row.ID))
		if _, found, _ := tx.Earlier(row.ID); found {
			t.Error("still offered")
		}
		return err
	})
	w.refused(t, "an earlier moment for no appointment", func(tx appointment.Tx) error {
		first.Appointment = "nobody"
		return tx.PutEarlier(first)
	})
}
