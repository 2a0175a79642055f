package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/appointment"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/notify"
)

// messages runs one change of messages, which must succeed.
func (w *World) messages(t testing.TB, do func(notify.Tx) error) {
	t.Helper()
	if err := w.SQL.Messages().Update(context.Background(), do); err != nil {
		t.Fatal(err)
	}
}

// message is a confirmation that is due at once, not stored.
func message(id string, request core.ID) notify.Row {
	return notify.Row{
		ID: core.ID(id), Request: request, Appointment: "appointment", Team: "noord", Kind: notify.Confirmation, State: notify.Queued, Language: "ar",
		Start: Start.Add(24 * time.Hour), Occasion: 1, NotBefore: Start, Deadline: Start.Add(time.Hour), NextTry: Start, Created: Start, Changed: Start, Version: 1,
	}
}

func messageIDs(rows []notify.Row) (ids []core.ID) {
	for _, row := range rows {
		ids = append(ids, row.ID)
	}
	return ids
}

// testMessages: a message comes back as it was stored, exists once for each occasion, and is changed by who saw its latest
// version.
func testMessages(t *testing.T, e Engine) {
	w := Open(t, e.URL(t))
	by := w.Staff(t, account.Worker, "noord").ID
	sent := w.sent(t, 2)
	first := message("m1", sent[0])
	others := map[string]func(*notify.Row){
		"request":     func(m *notify.Row) { m.Request = sent[1] },
		"appointment": func(m *notify.Row) { m.Appointment = "" },
		"kind":        func(m *notify.Row) { m.Kind = notify.Changed },
		"start":       func(m *notify.Row) { m.Start = time.Time{} },
		"occasion":    func(m *notify.Row) { m.Occasion = 2 },
	}
	enqueue := func(tx appointment.Tx, what string, m notify.Row, want bool) {
		t.Helper()
		if ok, err := tx.EnqueueMessage(m); ok != want || err != nil {
			t.Errorf("%s: %v, %v", what, ok, err)
		}
	}
	w.change(t, func(tx appointment.Tx) error {
		enqueue(tx, "the first", first, true)
		again := message("m2", sent[0])
		again.Channel, again.State, again.Language, again.Deadline, again.Created = notify.SMS, notify.Waiting, "nl", Start, Start.Add(time.Hour)
		enqueue(tx, "the first again", again, false)
		for name, change := range others {
			another := message("with another "+name, sent[0])
			change(&another)
			enqueue(tx, "with another "+name, another, true)
			another.ID = core.ID("once more with another " + name)
			enqueue(tx, "once more with another "+name, another, false)
		}
		return nil
	})
	if n := w.Count(t, `SELECT COUNT(*) FROM messages`); n != 1+len(others) {
		t.Errorf("%d messages", n)
	}
	changed := first
	changed.Channel, changed.State, changed.NextTry, changed.Attempts, changed.Reference, changed.Receipt = notify.Email, notify.Sent, time.Time{}, 3, "abc", "sent"
	changed.Changed, changed.Version, changed.By = Start.Add(time.Minute), 2, by
	want := changed
	changed.Request, changed.Language, changed.Kind, changed.Occasion, changed.Created = "never written", "xx", notify.Kept, 9, Start.Add(time.Hour)
	w.messages(t, func(tx notify.Tx) error {
		got, found, err := tx.Message("m1")
		wrong(t, "stored", first, got, err)
		ok, err1 := tx.UpdateMessage(changed)
		again, err2 := tx.UpdateMessage(changed)
		if !found || !ok || again {
			t.Errorf("found %v, changed %v, again %v", found, ok, again)
		}
		got, _, err = tx.Message("m1")
		wrong(t, "changed", want, got, err)
		got, found, err = tx.MessageByReference("abc")
		wrong(t, "by reference", want, got, err)
		_, none, err3 := tx.MessageByReference("")
		_, nobody, err4 := tx.Message("m2")
		if !found || none || nobody {
			t.Errorf("by reference %v, without one %v, what was not stored %v", found, none, nobody)
		}
		return errors.Join(err1, err2, err3, err4)
	})
	w.refused(t, "a message of no request", func(tx appointment.Tx) error {
		_, err := tx.EnqueueMessage(message("x", "nothing"))
		return err
	})
	w.refused(t, "two messages under one id", func(tx appointment.Tx) error {
		m := message("m1", sent[0])
		m.Occasion = 77
		_, err := tx.EnqueueMessage(m)
		return err
	})
	w.refusedSQL(t, "the same message twice", `
		INSERT INTO messages (id, request, appointment, kind, about, occasion, channel, state, language, not_before, deadline, next_try, attempts, reference, receipt, created, changed, version)
		SELECT 'x', request, appointment, kind, about, occasion, channel, state, language, not_before, deadline, next_try, attempts, reference, receipt, created, changed, version
		FROM messages WHERE id = 'm1'`)
}

// testDueMessages: the clerk sees what it has to look at, the longest due first; a team sees its tasks, the most pressing
// first, and those of a request that it handed over no longer.
func testDueMessages(t *testing.T, e Engine) {
	w := Open(t, e.URL(t))
	sent := w.sent(t, 2)
	minute := func(n int) time.Time { return Start.Add(time.Duration(n) * time.Minute) }
	w.change(t, func(tx appointment.Tx) error {
		for i, state := range []notify.State{notify.Queued, notify.Sending, notify.Waiting, notify.Sent, notify.Delivered, notify.Failed, notify.Dropped, notify.Done} {
			for j, id := range sent {
				m := message(string(state)+[]string{" one", " two"}[j], id)
				m.State, m.Kind, m.NextTry, m.Deadline, m.Created = state, notify.Kinds[i], minute(10-2*i-j), minute(20-2*i-j), minute(i)
				if ok, err := tx.EnqueueMessage(m); err != nil || !ok {
					return errors.Join(err, errOnPurpose)
				}
			}
		}
		return nil
	})
	team := w.Row(t, w.Send(t, "overleie", 0).Locator).Team
	w.Exec(t, `UPDATE requests SET team = 'elsewhere' WHERE id = $1`, string(sent[1]))
	w.messages(t, func(tx notify.Tx) error {
		for name, test := range map[string]struct {
			now   time.Time
			limit int
			want  []core.ID
		}{
			"none":  {minute(4), 9, nil},
			"one":   {minute(5), 9, []core.ID{"task two"}},
			"all":   {minute(10), 9, []core.ID{"task two", "task one", "sending two", "sending one", "queued two", "queued one"}},
			"limit": {minute(10), 2, []core.ID{"task two", "task one"}},
		} {
			got, err := tx.DueMessages(test.now, test.limit)
			wrong(t, "due: "+name, test.want, messageIDs(got), err)
		}
		tasks, err := tx.Tasks(team, 9)
		wrong(t, "tasks", []core.ID{"task one"}, messageIDs(tasks), err)
		tasks, err = tx.Tasks("elsewhere", 9)
		wrong(t, "tasks of who has the request now", []core.ID{"task two"}, messageIDs(tasks), err)
		if len(tasks) == 1 && tasks[0].Team != "elsewhere" {
			t.Errorf("the team is %s", tasks[0].Team)
		}
		tasks, err = tx.Tasks(team, 0)
		wrong(t, "no tasks", 0, len(tasks), err)
		history, err := tx.MessagesOf(sent[0])
		wrong(t, "history", []core.ID{"done one", "dropped one", "failed one", "delivered one", "sent one", "task one", "sending one", "queued one"}, messageIDs(history), err)
		return nil
	})
}

// testDropMessages: what lost its point is dropped with a receipt, of the appointment and the kinds that were named, unless it
// is under way or settled.
func testDropMessages(t *testing.T, e Engine) {
	tests := map[string]struct {
		appointment core.ID
		kinds       []notify.Kind
		want        []core.ID
	}{
		"all":                          {"", nil, []core.ID{"q", "q2", "none", "task", "change"}},
		"of an appointment":            {"a1", nil, []core.ID{"q", "task", "change"}},
		"of a kind":                    {"", []notify.Kind{notify.ReminderDay}, []core.ID{"q", "q2", "none", "task"}},
		"of kinds":                     {"a1", []notify.Kind{notify.Changed, notify.ReminderDay}, []core.ID{"q", "task", "change"}},
		"of a kind and an appointment": {"a2", []notify.Kind{notify.ReminderDay}, []core.ID{"q2"}},
		"of a kind that is not there":  {"", []notify.Kind{notify.Kept}, nil},
		"of an appointment of nobody":  {"a3", nil, nil},
	}
	w := Open(t, e.URL(t))
	sent := w.sent(t, 2)
	put := func(tx appointment.Tx, id string, request, of core.ID, kind notify.Kind, state notify.State, occasion int) error {
		m := message(id, request)
		m.Appointment, m.Kind, m.State, m.Occasion = of, kind, state, occasion
		_, err := tx.EnqueueMessage(m)
		return err
	}
	for name, test := range tests {
		w.Exec(t, `DELETE FROM messages`)
		w.change(t, func(tx appointment.Tx) error {
			err := errors.Join(
				put(tx, "q", sent[0], "a1", notify.ReminderDay, notify.Queued, 1), put(tx, "q2", sent[0], "a2", notify.ReminderDay, notify.Queued, 1),
				put(tx, "none", sent[0], "", notify.ReminderDay, notify.Queued, 1), put(tx, "task", sent[0], "a1", notify.ReminderDay, notify.Waiting, 2),
				put(tx, "change", sent[0], "a1", notify.Changed, notify.Queued, 1), put(tx, "sending", sent[0], "a1", notify.ReminderDay, notify.Sending, 3),
				put(tx, "sent", sent[0], "a1", notify.ReminderDay, notify.Sent, 4), put(tx, "other", sent[1], "a1", notify.ReminderDay, notify.Queued, 1))
			n, errDrop := tx.DropMessages(sent[0], test.appointment, notify.AnyOccasion, Start.Add(time.Hour), "gone", test.kinds...)
			again, errAgain := tx.DropMessages(sent[0], test.appointment, notify.AnyOccasion, Start.Add(time.Hour), "again", test.kinds...)
			if n != len(test.want) || again != 0 {
				t.Errorf("%s: %d dropped, and %d again", name, n, again)
			}
			return errors.Join(err, errDrop, errAgain)
		})
		w.messages(t, func(tx notify.Tx) error {
			for _, id := range test.want {
				m, _, err := tx.Message(id)
				if err != nil || m.State != notify.Dropped || m.Receipt != "gone" || m.Version != 2 || !m.Changed.Equal(Start.Add(time.Hour)) {
					t.Errorf("%s: %s is %+v, %v", name, id, m, err)
				}
			}
			return nil
		})
		if n := w.Count(t, `SELECT COUNT(*) FROM messages WHERE state = 'dropped'`); n != len(test.want) {
			t.Errorf("%s: %d are dropped", name, n)
		}
	}
}
