package staff_test

import (
	"context"
	"crypto/rand"
	"io/fs"
	"slices"
	"time"

	"wijkloket/assets"
	"wijkloket/backend/api"
	"wijkloket/backend/directory"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/agenda"
	"wijkloket/backend/internal/appointment"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/household"
	"wijkloket/backend/internal/notify"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/routing"
	"wijkloket/backend/internal/staff"
)

// strangers are households in which nobody knows anybody: who belongs together is not what these tests are about.
type strangers struct{}

func (strangers) Meet(household.Tx, request.Row, request.Incoming) (household.Meeting, error) {
	return household.Meeting{}, nil
}
func (strangers) Join(household.Tx, request.Row, household.Meeting) error { return nil }
func (strangers) Changed(household.Tx, request.Row, request.Row) error    { return nil }
func (strangers) Knows(household.Tx, request.Row) ([]core.ID, error)      { return nil, nil }

// appointments puts the real appointments and agendas on the world of the rig.
func (r *rig) appointments(city *directory.Directory) *calendar.Rules {
	r.t.Helper()
	read := func(name string) []byte {
		text, err := fs.ReadFile(assets.Files, "data/"+name)
		r.ok(err)
		return text
	}
	rules, err := calendar.ReadRules(read("calendar.yaml"))
	r.ok(err)
	rules.Days = r.Deps.Calendar
	workers, err := routing.Read(read("routing.yaml"))
	r.ok(err)
	known := func(id string) bool {
		return slices.ContainsFunc(city.Centres(), func(c directory.Centre) bool { return string(c.ID) == id })
	}
	r.meets = appointment.New(appointment.Deps{
		Store: r.SQL.Appointments(), Requests: r.Requests, Households: strangers{}, Calendar: rules, Routing: workers, City: r.Deps.City,
		Promise: r.Deps.Calendar.Promise, Keys: r.Keys, Clock: r.Clock, Random: rand.Reader,
	})
	r.agendas = agenda.New(agenda.Deps{
		Store: r.SQL.Appointments(), Keys: r.Keys, Clock: r.Clock, Random: rand.Reader, Centre: known,
		CentreName: func(id string) string { name, _ := r.Deps.City().CentreName(id); return name },
	})
	r.tasks = &bell{r: r}
	return rules
}

// hours gives a worker every working day from nine to noon in Overleie, visits and calls after it.
func (r *rig) hours(username string) {
	r.t.Helper()
	v := r.staff[username].Viewer()
	for day := time.Monday; day <= time.Friday; day++ {
		for _, w := range []calendar.Weekly{
			{From: 9 * 60, To: 12 * 60, Kind: calendar.Talk, Centre: "overleie"},
			{From: 13 * 60, To: 15 * 60, Kind: calendar.Visit}, {From: 15 * 60, To: 17 * 60, Kind: calendar.Phone},
		} {
			w.Worker, w.Day = v.ID, day
			r.ok(r.agendas.AddWeekly(context.Background(), v, w))
		}
	}
}

// book makes an appointment of an agreed hour on behalf of an account.
func (r *rig) book(username string, id core.ID, kind calendar.Kind, worker string, start time.Time, agreed bool) {
	r.t.Helper()
	plan := appointment.Plan{Kind: kind, Worker: r.staff[worker].ID, Start: start, Free: true, Agreed: agreed}
	if kind == calendar.Talk {
		plan.Centre = "overleie"
	}
	r.ok(r.meets.Schedule(context.Background(), r.staff[username].Viewer(), id, r.version(id), plan))
}

// at is an hour some days after the morning of the tests.
func at(days, hour int) time.Time {
	return time.Date(morning.Year(), morning.Month(), morning.Day()+days, hour, 0, 0, 0, core.Brussels)
}

// bell is the messages of the tests, kept in memory and decided by the viewer as the product's are.
type bell struct {
	r        *rig
	tasks    []staff.Task
	done     map[core.ID]bool
	messages []staff.Message
}

// ring adds a task for a request.
func (b *bell) ring(id core.ID, word string, channel notify.Channel, from, until time.Time) core.ID {
	task := staff.Task{
		ID: core.NewID(rand.Reader), Request: id, Version: 1, Kind: notify.Cancelled, Channel: channel, CodeWord: api.NewPersonal(word),
		From: from, Until: until, Deadline: until.AddDate(0, 0, 3),
		Steps: []api.Personal{api.NewPersonal("Zeg alleen je voornaam."), api.NewPersonal("Zeg: de afspraak gaat niet door."), api.NewPersonal("Spreek niets in.")},
	}
	b.tasks = append(b.tasks, task)
	return task.ID
}

func (b *bell) allowed(v account.Viewer, id core.ID) bool {
	return b.r.SQL.Requests().View(context.Background(), func(tx request.Tx) error {
		_, err := b.r.Requests.Allowed(tx, v, id)
		return err
	}) == nil
}

func (b *bell) Tasks(_ context.Context, v account.Viewer) (open []staff.Task, err error) {
	for _, task := range b.tasks {
		if !b.done[task.ID] && b.allowed(v, task.Request) {
			task.Steps = nil
			open = append(open, task)
		}
	}
	return open, nil
}

func (b *bell) CountTasks(ctx context.Context, v account.Viewer) (int, error) {
	open, err := b.Tasks(ctx, v)
	return len(open), err
}

func (b *bell) TasksOf(_ context.Context, v account.Viewer, id core.ID, _ string) (open []staff.Task, err error) {
	for _, task := range b.tasks {
		if task.Request == id && !b.done[task.ID] && b.allowed(v, id) {
			open = append(open, task)
		}
	}
	return open, nil
}

func (b *bell) set(v account.Viewer, id core.ID, version int, done bool) error {
	at := slices.IndexFunc(b.tasks, func(t staff.Task) bool { return t.ID == id })
	switch {
	case at < 0 || !b.allowed(v, b.tasks[at].Request):
		return core.Refuse(api.CodeNotFound, "refuse.notfound")
	case b.done[id] == done || b.tasks[at].Version != version:
		return core.Refuse(api.CodeConflict, "refuse.conflict")
	}
	if b.done == nil {
		b.done = map[core.ID]bool{}
	}
	b.done[id] = done
	return nil
}

func (b *bell) DoneTask(_ context.Context, v account.Viewer, id core.ID, version int) error {
	return b.set(v, id, version, true)
}

func (b *bell) UndoTask(_ context.Context, v account.Viewer, id core.ID, version int) error {
	return b.set(v, id, version, false)
}

func (b *bell) MessagesOf(context.Context, account.Viewer, core.ID) ([]staff.Message, error) {
	return b.messages, nil
}

// message is one of this morning.
func message(channel notify.Channel, state notify.State, receipt string) staff.Message {
	return staff.Message{ID: core.NewID(rand.Reader), At: morning, Kind: notify.Confirmation, Channel: channel, State: state, Receipt: receipt}
}
