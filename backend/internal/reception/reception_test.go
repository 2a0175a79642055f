package reception_test

import (
	"context"
	"crypto/rand"
	"testing"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/audit"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/notify"
	"wijkloket/backend/internal/reception"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/store/storetest"
	"wijkloket/i18n"
)

var ctx = context.Background()

type rig struct {
	*storetest.House
	t       *testing.T
	desk    *reception.Service
	amira   account.Viewer
	jonas   account.Viewer
	els     account.Viewer
	lead    account.Viewer
	another account.Viewer
}

func newRig(t *testing.T) *rig {
	t.Helper()
	h := storetest.Open(t, storetest.SQLite(t)).Furnish(t)
	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{
		House: h, t: t, amira: h.Worker(t, "noord", "overleie").Viewer(), jonas: h.Worker(t, "noord", "overleie").Viewer(),
		els: h.Staff(t, account.Reception, "noord").Viewer(), lead: h.Staff(t, account.Lead, "noord").Viewer(), another: h.Staff(t, account.Lead, "zuid").Viewer(),
	}
	r.desk = reception.New(reception.Deps{
		Desk: notify.Reception{
			Store: h.SQL.Messages(), Clock: h.Clock, Source: h.Appointments, Writer: notify.NewWriter(texts), Guard: notify.Guard{}, Chain: audit.New(h.Keys),
		},
		Requests: h.Requests, Store: h.SQL.Messages(), Clock: h.Clock,
	})
	return r
}

// asks makes a request that is with Amira, and a call that somebody has to make for it.
func (r *rig) asks(number int, apart bool) (id, task core.ID) {
	r.t.Helper()
	s := storetest.Submission("overleie", number)
	s.New.Interpreter, s.New.TalkLanguage, s.New.Apart = false, "", apart
	s.New.Contact.When = nil
	receipt, err := r.Requests.Submit(ctx, s)
	r.ok(err)
	row := r.Row(r.t, receipt.Locator)
	if row.Worker != r.amira.ID {
		r.ok(r.Requests.Assign(ctx, r.lead, row.ID, r.amira.ID, row.Version))
	}
	task, now := core.NewID(rand.Reader), r.Clock.Now()
	r.ok(r.SQL.Messages().Update(ctx, func(tx notify.Tx) error {
		_, err := tx.EnqueueMessage(notify.Row{
			ID: task, Request: row.ID, Kind: notify.Kept, Channel: notify.Call, State: notify.Waiting, Language: "nl",
			NotBefore: now, Deadline: now.Add(48 * time.Hour), NextTry: now.Add(48 * time.Hour), Created: now, Changed: now, Version: 1,
		})
		return err
	}))
	return row.ID, task
}

func (r *rig) ok(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) sees(v account.Viewer) int {
	r.t.Helper()
	tasks, err := r.desk.Tasks(ctx, v)
	r.ok(err)
	count, err := r.desk.CountTasks(ctx, v)
	r.ok(err)
	if count != len(tasks) {
		r.t.Errorf("the list has %d lines and the menu says %d", len(tasks), count)
	}
	for _, task := range tasks {
		if len(task.Steps) > 0 || task.CodeWord.IsZero() {
			r.t.Errorf("a line says %+v", task)
		}
	}
	return len(tasks)
}

// TestWhoSeesATask: reception and lead those of the team, a worker the own; another team none; what is kept apart stands in no list and
// on its own request alone.
func TestWhoSeesATask(t *testing.T) {
	r := newRig(t)
	id, _ := r.asks(1, false)
	apart, _ := r.asks(2, true)
	for name, test := range map[string]struct {
		viewer account.Viewer
		lines  int
		own    api.Code // of the tasks on the request,
		apart  api.Code // and on the one that is kept apart
	}{
		"reception":     {r.els, 1, "", api.CodeForbidden},
		"its worker":    {r.amira, 1, "", ""},
		"a colleague":   {r.jonas, 0, api.CodeForbidden, api.CodeNotFound},
		"the lead":      {r.lead, 1, "", ""},
		"another team":  {r.another, 0, api.CodeNotFound, api.CodeNotFound},
		"the beheerder": {r.Staff(t, account.Admin, "").Viewer(), 0, api.CodeNotFound, api.CodeNotFound},
	} {
		if got := r.sees(test.viewer); got != test.lines {
			t.Errorf("%s sees %d lines, want %d", name, got, test.lines)
		}
		tasks, err := r.desk.TasksOf(ctx, test.viewer, id, "nl")
		if core.CodeOf(err) != test.own || err == nil && (len(tasks) != 1 || len(tasks[0].Steps) == 0) {
			t.Errorf("%s, on the request: %+v, %v", name, tasks, err)
		}
		if _, err := r.desk.TasksOf(ctx, test.viewer, apart, "nl"); core.CodeOf(err) != test.apart {
			t.Errorf("%s, on the one kept apart: %v", name, err)
		}
		messages, err := r.desk.MessagesOf(ctx, test.viewer, id)
		if core.CodeOf(err) != test.own || err == nil && len(messages) == 0 {
			t.Errorf("%s, messages: %+v, %v", name, messages, err)
		}
	}
}

// TestDoneOnce: one of two who call is first; the own touch can be taken back for ten minutes, and by nobody else.
func TestDoneOnce(t *testing.T) {
	r := newRig(t)
	_, task := r.asks(1, false)
	changes, stop := r.Requests.Watch("noord")
	defer stop()
	if got := core.CodeOf(r.desk.DoneTask(ctx, r.jonas, task, 1)); got != api.CodeForbidden {
		t.Errorf("a colleague: %q", got)
	}
	r.ok(r.desk.DoneTask(ctx, r.els, task, 1))
	if change := <-changes; change.Kind != request.EventNoted {
		t.Errorf("live pages hear %+v", change)
	}
	for _, version := range []int{1, 2} {
		if got := core.CodeOf(r.desk.DoneTask(ctx, r.amira, task, version)); got != api.CodeConflict {
			t.Errorf("again, version %d: %q", version, got)
		}
	}
	if r.sees(r.els) != 0 {
		t.Error("what was told still waits")
	}
	if got := core.CodeOf(r.desk.UndoTask(ctx, r.amira, task, 1)); got != api.CodeConflict {
		t.Errorf("somebody else takes it back: %q", got)
	}
	r.ok(r.desk.UndoTask(ctx, r.els, task, 1))
	if r.sees(r.els) != 1 {
		t.Error("taken back, it does not wait again")
	}
	r.ok(r.desk.DoneTask(ctx, r.els, task, 3))
	r.Clock.Add(11 * time.Minute)
	if got := core.CodeOf(r.desk.UndoTask(ctx, r.els, task, 3)); got != api.CodeConflict {
		t.Errorf("after eleven minutes: %q", got)
	}
	if got := core.CodeOf(r.desk.DoneTask(ctx, r.els, "nobody", 1)); got != api.CodeNotFound {
		t.Errorf("no such task: %q", got)
	}
	r.VerifyAudit(t, 0, "")
}
