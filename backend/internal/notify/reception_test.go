package notify_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/audit"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/notify"
	"wijkloket/backend/internal/seal"
)

var ctx = context.Background()

// audited gives the reception an audit to write in.
func (o *office) audited() {
	o.t.Helper()
	keys, err := seal.Open(filepath.Join(o.t.TempDir(), "keys"))
	if err != nil {
		o.t.Fatal(err)
	}
	o.reception.Chain = audit.New(keys)
}

func TestATaskIsDoneOnce(t *testing.T) {
	o := newOffice(t, at("2026-12-01 09:00"))
	o.audited()
	o.plan(id(1), phonePlan, wednesday, notify.Booked)
	o.tick()
	task, amira := o.one(notify.Confirmation), id(50)
	if err := o.reception.Done(ctx, amira, id(2), task.ID); core.CodeOf(err) != api.CodeNotFound {
		t.Errorf("through another request: %v", err)
	}
	if err := o.reception.Done(ctx, amira, id(1), task.ID); err != nil {
		t.Fatal(err)
	}
	if err := o.reception.Done(ctx, id(51), id(1), task.ID); core.CodeOf(err) != api.CodeConflict {
		t.Errorf("a second time: %v", err)
	}
	got := o.one(notify.Confirmation)
	if got.State != notify.Done || got.By != amira {
		t.Errorf("%s by %s", got.State, got.By)
	}
	if len(o.store.entries) != 1 || o.store.entries[0].Actor != amira || o.store.entries[0].Subject != id(1) {
		t.Errorf("%+v", o.store.entries)
	}
}

// TestTheListOfATeam: the most urgent first, nothing about the person, and nothing of who asked to be kept apart.
func TestTheListOfATeam(t *testing.T) {
	o := newOffice(t, at("2026-12-01 09:00"))
	o.plan(id(1), phonePlan, wednesday, notify.Booked)
	o.plan(id(2), phonePlan, at("2026-12-08 10:00"), notify.Booked)
	o.plan(id(3), phonePlan, wednesday, notify.Booked)
	apart := o.source.get(id(3))
	apart.Apart = true
	o.source.set(id(3), apart)
	o.tick()
	lines, err := o.reception.Tasks(ctx, "", 10)
	if err != nil || len(lines) != 2 || lines[0].Row.Request != id(2) || lines[0].Locator != "ABC234" || lines[0].Until.IsZero() {
		t.Errorf("%+v, %v", lines, err)
	}
	if tasks, err := o.reception.Of(ctx, id(3), "nl"); err != nil || len(tasks) != 1 {
		t.Errorf("its own worker finds %d, %v", len(tasks), err)
	}
}

func TestAMessageOnPaper(t *testing.T) {
	o := newOffice(t, at("2026-12-01 09:00"))
	o.audited()
	never, silent := smsPlan, smsPlan
	never.NeverWrite, silent.Channel = true, api.ChannelNone
	for n, plan := range []api.ContactPlan{smsPlan, never, silent} {
		o.plan(id(n+1), plan, wednesday, notify.CancelledByStaff)
	}
	for _, row := range o.store.all() {
		letter, err := o.reception.Letter(ctx, id(50), row.Request, row.ID)
		if row.Request != id(1) {
			if core.CodeOf(err) != api.CodeForbidden {
				t.Errorf("a letter although the plan allows none: %v", err)
			}
			continue
		}
		const want = "Voor: blauwe reiger\n\nDag,\n\nJe afspraak gaat niet door: woensdag 9 december om 14:00 uur. Sorry daarvoor.\n\n"
		if err != nil || !strings.HasPrefix(letter.Body.Reveal(), want) || letter.Subject != "Je afspraak gaat niet door" {
			t.Errorf("%q, %v", letter.Body.Reveal(), err)
		}
		if _, err := o.reception.Letter(ctx, id(50), id(2), row.ID); core.CodeOf(err) != api.CodeNotFound {
			t.Errorf("through another request: %v", err)
		}
	}
	if len(o.store.entries) != 1 {
		t.Errorf("%d prints in the audit", len(o.store.entries))
	}
}
