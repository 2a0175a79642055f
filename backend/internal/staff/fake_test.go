package staff_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
)

// clock is a clock that tests set.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.now }

func id(name string) core.ID { return core.NewID(strings.NewReader(fmt.Sprintf("%-16s", name))) }

// fakeRequests is the request feature in memory: the same refusals as the real one, none of its storage.
type fakeRequests struct {
	mu       sync.Mutex
	clock    core.Clock
	rows     map[core.ID]*request.Detail
	watchers map[string]map[chan request.Change]bool
	opened   []string // who opened what
	names    func(core.ID) string
}

func newFakeRequests(clock core.Clock, names func(core.ID) string) *fakeRequests {
	return &fakeRequests{clock: clock, rows: map[core.ID]*request.Detail{}, watchers: map[string]map[chan request.Change]bool{}, names: names}
}

var fakeMoves = map[api.State][]api.State{
	api.StateNew:       {api.StateContacted, api.StateScheduled, api.StateClosed},
	api.StateContacted: {api.StateScheduled, api.StateMet, api.StateClosed},
	api.StateScheduled: {api.StateMet, api.StateMissed, api.StateContacted, api.StateClosed},
	api.StateMissed:    {api.StateContacted, api.StateScheduled, api.StateClosed},
	api.StateMet:       {api.StateScheduled, api.StateClosed},
}

func (f *fakeRequests) add(d request.Detail) {
	f.mu.Lock()
	defer f.mu.Unlock()
	d.Version = max(d.Version, 1)
	d.Moves = fakeMoves[d.State]
	d.Events = append(d.Events, request.Event{At: d.Created, Kind: request.EventReceived, To: d.Team})
	f.rows[d.ID] = &d
	f.tell(&d, request.EventReceived)
}

func (f *fakeRequests) tell(d *request.Detail, kind request.EventKind) {
	for watcher := range f.watchers[d.Team] {
		select {
		case watcher <- request.Change{Team: d.Team, ID: d.ID, Kind: kind, Version: d.Version}:
		default:
		}
	}
}

func (f *fakeRequests) Watch(team string) (<-chan request.Change, func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	changes := make(chan request.Change, 16)
	if f.watchers[team] == nil {
		f.watchers[team] = map[chan request.Change]bool{}
	}
	f.watchers[team][changes] = true
	return changes, func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		delete(f.watchers[team], changes)
	}
}

func summary(d *request.Detail) request.Summary {
	return request.Summary{
		ID: d.ID, Locator: d.Locator, Team: d.Team, Centre: d.Centre, Place: d.Place, Channel: d.Contact.Channel, State: d.State,
		Standing: d.Standing, CodeWord: d.Contact.CodeWord, Language: d.TalkLanguage, Interpreter: d.Interpreter, Worker: d.Worker,
		WorkerName: d.WorkerName, Created: d.Created, Promise: d.Promise, Changed: d.Changed, Version: d.Version,
	}
}

func (f *fakeRequests) Queue(_ context.Context, v account.Viewer, filter request.Filter) ([]request.Summary, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []request.Summary
	for _, d := range f.rows {
		if !v.ReadsRequests(d.Team) || filter.Mine && d.Worker != v.ID || filter.Centre != "" && d.Centre != filter.Centre {
			continue
		}
		if filter.Open && !d.State.Open() && (filter.Since.IsZero() || d.Changed.Before(filter.Since)) {
			continue
		}
		out = append(out, summary(d))
	}
	return out, nil
}

func (f *fakeRequests) Find(_ context.Context, v account.Viewer, term api.Personal) ([]request.Summary, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []request.Summary
	for _, d := range f.rows {
		values := []string{d.Locator, d.Contact.Phone.Reveal(), d.Contact.Email.Reveal(), d.Contact.CodeWord.Reveal()}
		if v.ReadsRequests(d.Team) && slices.Contains(values, term.Reveal()) {
			out = append(out, summary(d))
		}
	}
	return out, nil
}

func (f *fakeRequests) get(v account.Viewer, id core.ID) (*request.Detail, error) {
	d, found := f.rows[id]
	if !found || !v.ReadsRequests(d.Team) {
		return nil, core.Refuse(api.CodeNotFound, "staff.error.notfound")
	}
	return d, nil
}

func (f *fakeRequests) Open(_ context.Context, v account.Viewer, id core.ID) (request.Detail, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	d, err := f.get(v, id)
	if err != nil {
		return request.Detail{}, err
	}
	f.opened = append(f.opened, string(v.ID)+" "+string(id))
	copied := *d
	copied.Events = slices.Clone(d.Events)
	slices.Reverse(copied.Events)
	return copied, nil
}

// change carries out an action on the version that the viewer saw.
func (f *fakeRequests) change(v account.Viewer, id core.ID, version int, event request.Event, do func(*request.Detail) error) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	d, err := f.get(v, id)
	if err != nil {
		return err
	}
	if version != 0 && version != d.Version {
		return core.Refuse(api.CodeConflict, "refuse.conflict")
	}
	if err := do(d); err != nil {
		return err
	}
	d.Version++
	d.Changed = f.clock.Now()
	d.Moves = fakeMoves[d.State]
	event.At, event.Who = d.Changed, v.Name
	d.Events = append(d.Events, event)
	f.tell(d, event.Kind)
	return nil
}

func (f *fakeRequests) give(worker core.ID) func(*request.Detail) error {
	return func(d *request.Detail) error {
		d.Worker, d.WorkerName = worker, f.names(worker)
		return nil
	}
}

func (f *fakeRequests) Take(_ context.Context, v account.Viewer, id core.ID, version int) error {
	return f.change(v, id, version, request.Event{Kind: request.EventTaken}, f.give(v.ID))
}

func (f *fakeRequests) Release(_ context.Context, v account.Viewer, id core.ID, version int) error {
	return f.change(v, id, version, request.Event{Kind: request.EventAssigned}, f.give(""))
}

func (f *fakeRequests) Assign(_ context.Context, v account.Viewer, id, worker core.ID, version int) error {
	return f.change(v, id, version, request.Event{Kind: request.EventAssigned, To: string(worker)}, f.give(worker))
}

func (f *fakeRequests) AddNote(_ context.Context, v account.Viewer, id core.ID, text api.Personal) error {
	return f.change(v, id, 0, request.Event{Kind: request.EventNoted}, func(d *request.Detail) error {
		d.Notes = append(d.Notes, request.Note{At: f.clock.Now(), Who: v.Name, Text: text})
		return nil
	})
}

func (f *fakeRequests) Move(_ context.Context, v account.Viewer, id core.ID, to api.State, reason api.Personal, version int) error {
	return f.change(v, id, version, request.Event{Kind: request.EventState, To: string(to), Reason: reason}, func(d *request.Detail) error {
		if !slices.Contains(d.Moves, to) {
			return core.Refuse(api.CodeConflict, "refuse.conflict")
		}
		d.State = to
		if to != api.StateClosed && to != api.StateMissed {
			d.Standing = request.Kept
		}
		return nil
	})
}

func (f *fakeRequests) HandOver(_ context.Context, v account.Viewer, id core.ID, team string, reason api.Personal, version int) error {
	return f.change(v, id, version, request.Event{Kind: request.EventHandedOver, To: team, Reason: reason}, func(d *request.Detail) error {
		d.Team, d.Worker, d.WorkerName, d.State = team, "", "", api.StateNew
		return nil
	})
}

// fakeAccounts is the account feature in memory. The password of everyone is their user name and "-wachtwoord".
type fakeAccounts struct {
	mu      sync.Mutex
	clock   core.Clock
	rows    []account.Account
	refused int // answers "too many" from this many wrong passwords on; 0 never does
	wrong   int
}

func (f *fakeAccounts) add(username, name string, role account.Role, team string) account.Account {
	first, _, _ := strings.Cut(name, " ")
	a := account.Account{ID: id(username), Username: username, Name: name, First: first, Role: role, Team: team, Created: f.clock.Now().AddDate(0, -3, 0)}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.rows = append(f.rows, a)
	return a
}

func (f *fakeAccounts) name(id core.ID) string {
	a, _ := f.ByID(context.Background(), id)
	return a.Name
}

func (f *fakeAccounts) SignIn(_ context.Context, username string, password api.Personal, _ string) (account.Account, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.refused > 0 && f.wrong >= f.refused {
		return account.Account{}, core.Refuse(api.CodeTooMany, "staff.signin.wait")
	}
	for _, a := range f.rows {
		if a.Username == username && password.Reveal() == username+"-wachtwoord" && !a.Disabled {
			return a, nil
		}
	}
	f.wrong++
	return account.Account{}, core.Refuse(api.CodeForbidden, "staff.signin.wrong")
}

func (f *fakeAccounts) ByID(_ context.Context, id core.ID) (account.Account, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, a := range f.rows {
		if a.ID == id {
			return a, nil
		}
	}
	return account.Account{}, core.Refuse(api.CodeNotFound, "staff.error.notfound")
}

func (f *fakeAccounts) Workers(_ context.Context, team string) ([]account.Account, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(f.rows), func(a account.Account) bool { return !a.TakesRequests(team) }), nil
}

func (f *fakeAccounts) List(context.Context) ([]account.Account, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.rows), nil
}

func (f *fakeAccounts) Create(_ context.Context, n account.New) (account.Account, error) {
	if n.Password.Len() < 15 {
		return account.Account{}, &core.Error{Code: api.CodeInvalid, Fields: []core.FieldError{{Field: "password", Reason: core.Message{Key: "staff.wrong.empty"}}}}
	}
	return f.add(n.Username, n.Name, n.Role, n.Team), nil
}

func (f *fakeAccounts) change(id core.ID, do func(*account.Account)) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := range f.rows {
		if f.rows[i].ID == id {
			do(&f.rows[i])
			return nil
		}
	}
	return core.Refuse(api.CodeNotFound, "staff.error.notfound")
}

func (f *fakeAccounts) Disable(_ context.Context, id core.ID, disabled bool) error {
	return f.change(id, func(a *account.Account) { a.Disabled = disabled })
}

func (f *fakeAccounts) SetPassword(_ context.Context, id core.ID, password api.Personal) error {
	if password.Len() < 15 {
		return &core.Error{Code: api.CodeInvalid, Fields: []core.FieldError{{Field: "password", Reason: core.Message{Key: "staff.wrong.empty"}}}}
	}
	return f.change(id, func(a *account.Account) { a.PasswordSet = f.clock.Now() })
}
