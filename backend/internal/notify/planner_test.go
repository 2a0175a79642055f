package notify_test

import (
	"context"
	"crypto/rand"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/notify"
)

// planned are the rows of a change as "kind notBefore deadline" in Kortrijk.
func planned(c notify.Change) (out []string) {
	const hour = "Mon 02 15:04"
	for _, row := range c.Add {
		out = append(out, string(row.Kind)+" "+row.NotBefore.In(core.Brussels).Format(hour)+" - "+row.Deadline.In(core.Brussels).Format(hour))
	}
	return out
}

func TestPlanner(t *testing.T) {
	o := notify.Occasion{Request: id(1), Appointment: id(2), Version: 3, Language: "ar", Start: at("2026-12-09 14:00")} // a Wednesday
	early := o
	early.Start = at("2026-12-09 08:15")
	now := at("2026-12-01 16:20")
	tests := map[string]struct {
		got  notify.Change
		want []string
	}{
		"booked a week ahead": {notify.Booked(now, o), []string{
			"confirmation Tue 01 16:20 - Wed 09 13:30", "reminder-before Mon 07 08:00 - Tue 08 20:00", "reminder-day Wed 09 08:00 - Wed 09 13:30"}},
		"booked the day before":     {notify.Booked(at("2026-12-08 10:00"), o), []string{"confirmation Tue 08 10:00 - Wed 09 13:30", "reminder-day Wed 09 08:00 - Wed 09 13:30"}},
		"booked the same day":       {notify.Booked(at("2026-12-09 09:00"), o), []string{"confirmation Wed 09 09:00 - Wed 09 13:30"}},
		"booked when it begins":     {notify.Booked(o.Start, o), nil},
		"before anyone is awake":    {notify.Booked(at("2026-12-08 10:00"), early), []string{"confirmation Tue 08 10:00 - Wed 09 07:45"}},
		"moved":                     {notify.Moved(at("2026-12-08 10:00"), o), []string{"change Tue 08 10:00 - Wed 09 13:30", "reminder-day Wed 09 08:00 - Wed 09 13:30"}},
		"cancelled":                 {notify.CancelledByStaff(now, o), []string{"cancelled Tue 01 16:20 - Wed 09 14:00"}},
		"cancelled afterwards":      {notify.CancelledByStaff(at("2026-12-10 10:00"), o), nil},
		"withdrawn by the resident": {notify.Withdrawn(o), nil},
		"not met":                   {notify.NotMet(at("2026-12-09 15:00"), o), []string{"missed Wed 09 15:00 - Wed 16 15:00"}},
		"earlier":                   {notify.FreeEarlier(now, o, at("2026-12-03 09:00"), at("2026-12-02 18:00")), []string{"earlier Tue 01 16:20 - Wed 02 18:00"}},
		"offered":                   {notify.Offered(now, o), []string{"visit-offer Tue 01 16:20 - Wed 09 13:30"}},
		"kept":                      {notify.PromiseKept(now, o, at("2026-12-04 23:59")), []string{"kept Tue 01 16:20 - Fri 04 23:59"}},
		"kept too late":             {notify.PromiseKept(at("2026-12-05 10:00"), o, at("2026-12-04 23:59")), nil},
	}
	for name, test := range tests {
		if diff := cmp.Diff(test.want, planned(test.got)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// TestEveryMessageExistsOnce: carried out a second time, after a crash or by a replay, a change changes nothing; and moving there and
// back again says so each time.
func TestEveryMessageExistsOnce(t *testing.T) {
	store, now := newMemory(), at("2026-12-01 10:00")
	o := notify.Occasion{Request: id(1), Appointment: id(2), Start: at("2026-12-09 14:00")}
	there, back := at("2026-12-10 10:00"), o.Start
	apply := func(version int, start time.Time, plan func(time.Time, notify.Occasion) notify.Change) {
		t.Helper()
		o.Version, o.Start = version, start
		for range 2 {
			if err := store.Update(context.Background(), func(tx notify.Tx) error { return plan(now, o).Apply(tx, now, rand.Reader) }); err != nil {
				t.Fatal(err)
			}
		}
		now = now.Add(time.Minute)
	}
	apply(1, back, notify.Booked)
	apply(2, there, notify.Moved)
	apply(3, back, notify.Moved)
	live, all := map[notify.Kind]time.Time{}, store.all()
	for _, row := range all {
		if row.State == notify.Queued {
			live[row.Kind] = row.Start
		} else if row.State != notify.Dropped || row.Receipt != notify.ReceiptPointless {
			t.Errorf("%+v", row)
		}
	}
	if len(all) != 9 || len(live) != 3 || !live[notify.Changed].Equal(back) || !live[notify.ReminderBefore].Equal(back) || !live[notify.ReminderDay].Equal(back) {
		t.Errorf("%d rows, open %v", len(all), live)
	}
	apply(4, back, func(time.Time, notify.Occasion) notify.Change { return notify.Withdrawn(o) })
	if slices.ContainsFunc(store.all(), func(r notify.Row) bool { return r.State == notify.Queued }) {
		t.Error("a message about an appointment that is over")
	}
}
