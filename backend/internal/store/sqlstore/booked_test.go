package sqlstore_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/appointment"
	"wijkloket/backend/internal/audit"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/notify"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/seal"
	"wijkloket/backend/internal/store/storetest"
)

// told are the messages that a booking causes.
var told = []notify.Kind{notify.Confirmation, notify.ReminderBefore, notify.ReminderDay}

// diary is a worker whom people book, hour after hour.
type diary struct {
	*storetest.World
	worker core.ID
	chain  *audit.Chain
	pause  time.Duration // between the appointment and its messages
}

var errTaken = errors.New("the hour is taken")

// book stores everything that a booking changes, in one change: the hour, the appointment, the request with its history and the
// audit, and the messages. Done again, it finds the appointment and adds nothing.
func (d diary) book(row request.Row, n int) error {
	now := d.Clock.Now()
	start := storetest.Start.Add(time.Duration(n) * time.Hour)
	talk := appointment.Row{
		ID: core.NewID(rand.Reader), Request: row.ID, Worker: d.worker, Team: row.Team, Kind: "talk", Centre: row.Centre, State: api.AppointmentBooked,
		Start: start, End: start.Add(time.Hour), Accepted: now, Created: now, Changed: now, Version: 1,
	}
	first := start.Unix() / 900
	return d.SQL.Appointments().Update(context.Background(), func(tx appointment.Tx) error {
		if latest, found, err := tx.LatestAppointment(row.ID); err != nil {
			return err
		} else if found {
			return d.tell(tx, latest)
		}
		if ok, err := tx.Occupy(d.worker, first, first+3, talk.ID, time.Time{}, now); err != nil || !ok {
			return errors.Join(err, errTaken)
		}
		row.State, row.Version = api.StateScheduled, row.Version+1
		if ok, err := tx.UpdateRequest(row); err != nil || !ok {
			return errors.Join(err, errTaken)
		}
		event := request.EventRow{ID: core.NewID(rand.Reader), Request: row.ID, At: now, Kind: request.EventBooked}
		if err := errors.Join(tx.InsertAppointment(talk), tx.InsertEvent(event), d.chain.Append(tx, now, audit.Resident, "appointment.booked", row.ID)); err != nil {
			return err
		}
		time.Sleep(d.pause)
		return d.tell(tx, talk)
	})
}

func (d diary) tell(tx appointment.Tx, talk appointment.Row) error {
	for _, kind := range told {
		_, err := tx.EnqueueMessage(notify.Row{
			ID: core.NewID(rand.Reader), Request: talk.Request, Appointment: talk.ID, Kind: kind, State: notify.Queued, Language: "nl", Start: talk.Start,
			Occasion: talk.Version, NotBefore: talk.Created, Deadline: talk.Start, NextTry: talk.Created, Created: talk.Created, Changed: talk.Created, Version: 1,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// sendAndBook submits a request and books its hour, as often as it is asked to.
func (d diary) sendAndBook(n int) (string, error) {
	receipt, err := d.Requests.Submit(context.Background(), storetest.Submission("overleie", n))
	if err != nil {
		return "", err
	}
	var row request.Row
	err = d.SQL.Requests().View(context.Background(), func(tx request.Tx) (err error) {
		row, _, err = tx.RequestByLocator(receipt.Locator)
		return err
	})
	if err != nil {
		return "", err
	}
	return receipt.Locator, d.book(row, n)
}

// onlyWorker is the worker that TestKilledWhileBooking added.
func onlyWorker(w *storetest.World) (worker core.ID, err error) {
	err = w.SQL.Appointments().View(context.Background(), func(tx appointment.Tx) error {
		all, err := tx.Candidates(w.Clock.Now())
		if err == nil && len(all) == 1 {
			worker = all[0].ID
		}
		return err
	})
	return worker, err
}

// TestBookingChild is the program that TestKilledWhileBooking kills. It pauses between an appointment and its messages, which is
// where the kill does the most harm if anything can.
func TestBookingChild(t *testing.T) {
	child(t, func(w *storetest.World, n int) (string, error) {
		worker, err := onlyWorker(w)
		if err != nil {
			return "", err
		}
		return diary{w, worker, audit.New(w.Keys), time.Millisecond}.sendAndBook(n)
	})
}

// TestKilledWhileBooking: a backend that is killed with -9 between a booking and its messages has stored both or neither, and
// when it is asked again each message is there exactly once.
func TestKilledWhileBooking(t *testing.T) {
	const kills = 5
	for _, engine := range engines {
		t.Run(engine.name, func(t *testing.T) {
			url, keyFile := engine.url(t), filepath.Join(t.TempDir(), "keys.json")
			keys, err := seal.Open(keyFile)
			if err != nil {
				t.Fatal(err)
			}
			w := storetest.Reopen(t, url, keys, rand.Reader)
			diary := diary{w, w.Staff(t, account.Worker, "noord").ID, audit.New(keys), 0}
			last := 0
			for kill := range kills {
				for n := range untilKilled(t, "TestBookingChild", url, keyFile, max(0, last-20), 10+kill*7) {
					last = max(last, n)
				}
				whole(t, w, fmt.Sprintf("after kill %d", kill+1), last)
			}
			for n := 1; n <= last; n++ {
				if _, err := diary.sendAndBook(n); err != nil {
					t.Errorf("booking %d again: %v", n, err)
				}
			}
			whole(t, w, "after booking again", last)
			w.VerifyAudit(t, 0, "")
		})
	}
}

// whole holds appointments against what belongs to them: hour, history and messages, each exactly once.
func whole(t *testing.T, w *storetest.World, when string, atLeast int) {
	t.Helper()
	appointments := w.Count(t, `SELECT COUNT(*) FROM appointments`)
	for what, n := range map[string]int{
		"quarters":            w.Count(t, `SELECT COUNT(*) FROM cells`) / 4,
		"appointments booked": w.Count(t, `SELECT COUNT(*) FROM events WHERE kind = 'booked'`),
		"requests scheduled":  w.Count(t, `SELECT COUNT(*) FROM requests WHERE state = 'scheduled'`),
		"messages":            w.Count(t, `SELECT COUNT(*) FROM messages`) / len(told),
		"messages of appointments, each of its own kind": w.Count(t, `
			SELECT COUNT(*) FROM appointments a WHERE 3 = (SELECT COUNT(DISTINCT m.kind) FROM messages m WHERE m.appointment = a.id AND m.about = a.starts)`),
	} {
		if n != appointments || n < atLeast-20 {
			t.Errorf("%s: %d appointments, and %s of %d", when, appointments, what, n)
		}
	}
	if rest := w.Count(t, `SELECT COUNT(*) FROM messages`) % len(told); rest != 0 {
		t.Errorf("%s: %d messages too many", when, rest)
	}
}
