package storetest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
)

// The simulated week: Wednesday 23 December, Christmas on Friday, 26 December closed on Saturday, New Year in the week after.
var (
	weekBegins = time.Date(2026, 12, 23, 0, 0, 0, 0, core.Brussels)
	weekEnds   = time.Date(2026, 12, 30, 0, 0, 0, 0, core.Brussels)
	everyoneUp = time.Date(2027, 1, 8, 0, 0, 0, 0, core.Brussels) // every promise has been kept or broken
)

const (
	lookEvery = 15 * time.Minute
	arrivals  = 200
)

// span is a stretch of time in which a team owes a resident a sign of life by a promise. Another team or another promise is
// another span.
type span struct {
	team     string
	promise  time.Time
	from, to time.Time
}

// told is somebody hearing of a promise.
type told struct {
	At time.Time
	To string
}

// asker is one resident of the week.
type asker struct {
	id    core.ID
	code  api.Personal
	spans []span
	owed  bool // the last span goes on
}

// week is what happens, drawn at random.
type week struct {
	*World
	t      testing.TB
	random *rand.Rand
	staff  map[string]account.Viewer // a lead of every team
	teams  []string
	askers []*asker
	sent   int
}

// testWeek: residents ask at any hour, staff do what they do at random in their hours, residents change their minds, and the
// promise clock looks every quarter of an hour. Then for every promise, as long as it was owed:
//
//   - it came before the desk at the first look after the desk's moment and before the lead at the first look after the
//     lead's; where a team got the request later than that, before both at once; and never again;
//   - so none broke that had not been before both, if the team had it before it broke;
//   - nothing was told of a promise that was kept, or not owed, nor outside working hours.
func testWeek(t *testing.T, e Engine) {
	w := &week{World: Open(t, e.URL(t)), t: t, random: rand.New(rand.NewPCG(2026, 2)), staff: map[string]account.Viewer{}}
	for _, team := range City(t).Teams() {
		id := string(team.ID)
		w.teams, w.staff[id] = append(w.teams, id), w.Staff(t, account.Lead, id).Viewer()
	}
	var asks []time.Time
	for range arrivals {
		asks = append(asks, weekBegins.Add(time.Duration(w.random.Int64N(int64(weekEnds.Sub(weekBegins)))).Round(time.Microsecond)))
	}
	slices.SortFunc(asks, time.Time.Compare)
	for now := weekBegins; now.Before(everyoneUp); now = now.Add(lookEvery) {
		for len(asks) > 0 && !asks[0].After(now) {
			w.Clock.Set(asks[0])
			w.ask()
			asks = asks[1:]
		}
		w.Clock.Set(now)
		w.happen(now)
		if _, err := w.Requests.Escalate(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	w.judge()
}

// ask is a resident at the kiosk of any centre.
func (w *week) ask() {
	centres := City(w.t).Centres()
	w.sent++
	receipt := w.Send(w.t, string(centres[w.random.IntN(len(centres))].ID), w.sent)
	w.askers = append(w.askers, &asker{id: w.ID(w.t, receipt.Locator), code: receipt.Code})
	w.note(w.askers[len(w.askers)-1])
}

// happen is a quarter of an hour: staff do something for somebody in their hours, a resident may at any hour.
func (w *week) happen(now time.Time) {
	if len(w.askers) == 0 {
		return
	}
	hour := now.In(core.Brussels).Hour()
	if w.Deps.Calendar.Workday(now) && hour >= 9 && hour < 17 {
		w.work(w.somebody())
	}
	if w.random.IntN(20) == 0 {
		w.reconsider(w.somebody())
	}
}

// somebody is any asker, and more often one who still waits.
func (w *week) somebody() *asker {
	one := w.askers[w.random.IntN(len(w.askers))]
	for range 3 {
		if one.owed {
			break
		}
		one = w.askers[w.random.IntN(len(w.askers))]
	}
	return one
}

// work is one step by the lead of the request's team.
func (w *week) work(a *asker) {
	ctx, row := context.Background(), w.row(a)
	v, none := w.staff[row.Team], api.Personal{}
	var err error
	switch chance := w.random.IntN(8); {
	case !row.State.Open():
		return
	case chance < 3 && row.State == api.StateNew:
		err = w.Requests.Move(ctx, v, a.id, api.StateContacted, none, row.Version)
	case chance < 5:
		team := w.teams[w.random.IntN(len(w.teams))]
		if team == row.Team {
			return
		}
		err = w.Requests.HandOver(ctx, v, a.id, team, api.NewPersonal("hoort daar"), row.Version)
	case chance < 6 && row.State == api.StateNew: // a wrong touch
		err = w.Requests.Move(ctx, v, a.id, api.StateContacted, none, row.Version)
		if err == nil {
			err = w.Requests.Undo(ctx, v, a.id, row.Version+1)
		}
	case chance < 7:
		err = w.Requests.AddNote(ctx, v, a.id, api.NewPersonal("belt terug"))
	default:
		err = w.Requests.Move(ctx, v, a.id, api.StateClosed, api.NewPersonal("niet meer nodig"), row.Version)
	}
	if err != nil {
		w.t.Fatal(err)
	}
	w.note(a)
}

// reconsider is a resident who stops, wants to come by instead of being called, or wants to be called after all.
func (w *week) reconsider(a *asker) {
	row := w.row(a)
	if !row.State.Open() {
		return
	}
	var err error
	if w.random.IntN(4) == 0 {
		_, err = w.Requests.Cancel(context.Background(), a.code, "home")
	} else {
		plan := Submission("overleie", 0).New.Contact
		if row.Channel != api.ChannelNone {
			plan = api.ContactPlan{Channel: api.ChannelNone}
		}
		_, err = w.Requests.ChangeContact(context.Background(), api.ContactChange{Code: a.code, Contact: plan}, "home")
	}
	if err != nil {
		w.t.Fatal(err)
	}
	w.note(a)
}

func (w *week) row(a *asker) (row request.Row) {
	err := w.SQL.Requests().View(context.Background(), func(tx request.Tx) (err error) {
		row, _, err = tx.Request(a.id)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return row
}

// note keeps what is owed from now on.
func (w *week) note(a *asker) {
	row, now := w.row(a), w.Clock.Now()
	owed := row.Kept.IsZero() && row.State.Open() && row.Channel != api.ChannelNone
	if a.owed {
		last := &a.spans[len(a.spans)-1]
		if owed && last.team == row.Team && last.promise.Equal(row.Promise) {
			return
		}
		last.to = now
	}
	if a.owed = owed; owed {
		a.spans = append(a.spans, span{team: row.Team, promise: row.Promise, from: now, to: everyoneUp})
	}
}

// look is the first look at or after a moment.
func look(at time.Time) time.Time {
	since := at.Sub(weekBegins)
	return weekBegins.Add((since + lookEvery - 1) / lookEvery * lookEvery).UTC()
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// should is what had to be told in a span.
func (w *week) should(s span) (all []told) {
	desk, lead := w.Deps.Calendar.Escalation(s.team, s.promise)
	desk, lead = look(latest(desk, s.from)), look(latest(lead, s.from))
	switch {
	case lead.After(s.promise):
		all = []told{{lead, request.ToldPassed}}
	case desk.Equal(lead):
		all = []told{{lead, request.ToldBoth}}
	default:
		all = []told{{desk, request.ToldDesk}, {lead, request.ToldLead}}
	}
	return slices.DeleteFunc(all, func(one told) bool { return !one.At.Before(s.to) })
}

// judge holds what was told against what had to be.
func (w *week) judge() {
	counted := map[string]int{}
	for _, a := range w.askers {
		var want []told
		for _, s := range a.spans {
			should := w.should(s)
			want = append(want, should...)
			if s.promise.Before(s.to) && s.from.Before(s.promise) {
				counted["broken"]++
				if last := should[len(should)-1]; last.To == request.ToldDesk || !last.At.Before(s.promise) {
					w.t.Errorf("a promise for %v broke and the lead was not told before", s.promise)
				}
			}
		}
		got := w.told(a.id)
		if diff := cmp.Diff(want, got); diff != "" {
			w.t.Errorf("%+v: %s", a.spans, diff)
		}
		for _, one := range got {
			counted[one.To]++
			if hour := one.At.In(core.Brussels).Hour(); !w.Deps.Calendar.Workday(one.At) || hour < 7 || hour > 17 {
				w.t.Errorf("told at %v", one.At.In(core.Brussels))
			}
		}
	}
	w.t.Log(len(w.askers), "requests:", fmt.Sprint(counted))
	for _, happens := range []string{"broken", request.ToldDesk, request.ToldLead, request.ToldBoth, request.ToldPassed} {
		if counted[happens] == 0 {
			w.t.Errorf("a week without %q proves too little", happens)
		}
	}
	w.VerifyAudit(w.t, 0, "")
}

// told is what the history says, oldest first.
func (w *week) told(id core.ID) (all []told) {
	err := w.SQL.Requests().View(context.Background(), func(tx request.Tx) error {
		events, err := tx.Events(id)
		for _, event := range slices.Backward(events) {
			if event.Kind == request.EventEscalated {
				all = append(all, told{event.At, event.To})
			}
		}
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return all
}
