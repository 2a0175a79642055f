package request_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/store/storetest"
)

// promised is a request of Monday 23 November 2026 at nine, promised for Thursday, and the clock that looks at it.
type promised struct {
	*storetest.World
	t    *testing.T
	lead account.Viewer
	api.Receipt
	id core.ID
}

func askOnMonday(t *testing.T) *promised {
	w := open(t)
	receipt := w.Send(t, "overleie", 1)
	return &promised{World: w, t: t, lead: w.Staff(t, account.Lead, "noord").Viewer(), Receipt: receipt, id: w.ID(t, receipt.Locator)}
}

// at looks at each moment in November and returns who was told when: "25 09:00 desk".
func (p *promised) at(moments ...string) {
	p.t.Helper()
	for _, one := range moments {
		at, err := time.ParseInLocation("2006-01 02 15:04", "2026-11 "+one, core.Brussels)
		if err != nil {
			p.t.Fatal(err)
		}
		p.Clock.Set(at)
		before := len(p.told())
		n, err := p.Requests.Escalate(ctx)
		if err != nil || n != len(p.told())-before {
			p.t.Fatalf("%s: counted %d, told %v, %v", one, n, p.told(), err)
		}
	}
}

func (p *promised) told() (all []string) {
	p.t.Helper()
	err := p.SQL.Requests().View(ctx, func(tx request.Tx) error {
		events, err := tx.Events(p.id)
		for _, e := range slices.Backward(events) {
			if e.Kind == request.EventEscalated {
				all = append(all, e.At.In(core.Brussels).Format("02 15:04 ")+e.To)
			}
		}
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return all
}

func (p *promised) want(told ...string) {
	p.t.Helper()
	if diff := cmp.Diff(told, p.told()); diff != "" {
		p.t.Error(diff)
	}
}

func (p *promised) version() int { return p.Row(p.t, p.Locator).Version }

func (p *promised) ok(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

func (p *promised) channel(c api.Channel) {
	plan := api.ContactPlan{Channel: c}
	if c != api.ChannelNone {
		plan = storetest.Submission("overleie", 1).New.Contact
	}
	_, err := p.Requests.ChangeContact(ctx, api.ContactChange{Code: p.Code, Contact: plan}, "home")
	p.ok(err)
}

// TestEscalate: who is told when, also by a clock that jumps, a machine that was off, and a request that moves on.
func TestEscalate(t *testing.T) {
	none := api.Personal{}
	for name, test := range map[string]struct {
		happens func(p *promised)
		want    []string
	}{
		"as it should": {func(p *promised) {
			p.at("23 09:00", "25 08:59", "25 09:00", "25 09:01", "26 11:59", "26 12:00", "26 12:01", "27 09:00")
		}, []string{"25 09:00 desk", "26 12:00 lead"}},
		"kept in time": {func(p *promised) {
			p.at("25 09:00")
			p.ok(p.Requests.Move(ctx, p.lead, p.id, api.StateContacted, none, p.version()))
			p.at("26 12:00", "27 09:00")
		}, []string{"25 09:00 desk"}},
		"off for a day":      {func(p *promised) { p.at("24 17:00", "26 13:00", "26 13:01") }, []string{"26 13:00 both"}},
		"off for a week":     {func(p *promised) { p.at("24 17:00", "30 10:00", "30 10:01") }, []string{"30 10:00 passed"}},
		"off after the desk": {func(p *promised) { p.at("25 09:00", "30 10:00", "30 10:01") }, []string{"25 09:00 desk", "30 10:00 passed"}},
		"a week forward and back again": {func(p *promised) { p.at("24 10:00", "30 10:00", "24 10:01", "25 09:00", "26 12:00", "30 10:02") },
			[]string{"30 10:00 passed"}},
		"a day backward": {func(p *promised) { p.at("25 09:00", "24 09:01", "25 09:00", "26 12:00", "25 12:01", "26 12:00") },
			[]string{"25 09:00 desk", "26 12:00 lead"}},
		"another team": {func(p *promised) {
			p.at("25 09:00")
			p.ok(p.Requests.HandOver(ctx, p.lead, p.id, "zuid", personal("hoort daar"), p.version()))
			p.at("25 09:15", "26 12:00")
		}, []string{"25 09:00 desk", "25 09:15 desk", "26 12:00 lead"}},
		"another team at the last moment": {func(p *promised) {
			p.at("25 09:00", "26 12:00")
			p.ok(p.Requests.HandOver(ctx, p.lead, p.id, "zuid", personal("hoort daar"), p.version()))
			p.at("26 12:15", "27 09:00")
		}, []string{"25 09:00 desk", "26 12:00 lead", "26 12:15 both"}},
		"a new promise of another team": {func(p *promised) {
			p.at("25 09:00")
			p.ok(p.Requests.Move(ctx, p.lead, p.id, api.StateContacted, none, p.version()))
			p.ok(p.Requests.HandOver(ctx, p.lead, p.id, "thuisloosheid", personal("hoort daar"), p.version()))
			p.at("25 17:00", "26 08:59", "26 09:00", "26 12:00")
		}, []string{"25 09:00 desk", "26 09:00 desk", "26 12:00 lead"}},
		"comes by instead": {func(p *promised) {
			p.channel(api.ChannelNone)
			p.at("25 09:00", "26 12:00", "30 09:00")
		}, nil},
		"wants a call after all": {func(p *promised) { // on Wednesday, so by Monday
			p.at("25 09:00")
			p.channel(api.ChannelNone)
			p.channel(api.ChannelPhone)
			p.at("25 09:15", "26 12:00", "27 09:00", "30 12:00")
		}, []string{"25 09:00 desk", "27 09:00 desk", "30 12:00 lead"}},
		"another number changes no promise": {func(p *promised) {
			p.at("25 09:00")
			p.channel(api.ChannelPhone)
			p.at("25 09:15", "26 12:00")
		}, []string{"25 09:00 desk", "26 12:00 lead"}},
		"a step that was taken back": {func(p *promised) {
			p.at("25 09:00")
			p.ok(p.Requests.Move(ctx, p.lead, p.id, api.StateContacted, none, p.version()))
			p.ok(p.Requests.Undo(ctx, p.lead, p.id, p.version()))
			p.at("25 09:15", "26 12:00")
		}, []string{"25 09:00 desk", "26 12:00 lead"}},
		"stopped": {func(p *promised) {
			_, err := p.Requests.Cancel(ctx, p.Code, "home")
			p.ok(err)
			p.at("25 09:00", "26 12:00", "30 09:00")
		}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			p := askOnMonday(t)
			test.happens(p)
			p.want(test.want...)
		})
	}
}

// TestTheHandThatKeepsThePromise is not refused because the promise came near while the page was open; what a colleague did
// in between still is a conflict, and names the colleague.
func TestTheHandThatKeepsThePromise(t *testing.T) {
	p := askOnMonday(t)
	seen := p.version()
	p.at("25 09:00", "26 12:00")
	p.ok(p.Requests.Take(ctx, p.lead, p.id, seen))
	taken := p.version()
	other := p.Staff(t, account.Lead, "noord")
	p.ok(p.Requests.Take(ctx, other.Viewer(), p.id, taken))
	p.at("27 09:00")
	err := p.Requests.Move(ctx, p.lead, p.id, api.StateContacted, api.Personal{}, taken)
	var refusal *core.Error
	if !errors.As(err, &refusal) || refusal.Reason.Key != "refuse.conflict.taken" || refusal.Reason.Args["Who"] != other.Name {
		t.Errorf("%+v", refusal)
	}
	if err := p.Requests.Take(ctx, p.lead, p.id, p.version()+1); core.CodeOf(err) != api.CodeConflict {
		t.Errorf("a version that never was: %v", err)
	}
	handed := askOnMonday(t)
	seen = handed.version()
	other = handed.Staff(t, account.Lead, "noord")
	handed.ok(handed.Requests.Take(ctx, other.Viewer(), handed.id, seen))
	handed.at("25 09:00")
	err = handed.Requests.Move(ctx, handed.lead, handed.id, api.StateContacted, api.Personal{}, seen)
	if !errors.As(err, &refusal) || refusal.Reason.Key != "refuse.conflict.taken" {
		t.Errorf("a colleague and then the promise clock: %v", err)
	}
}

// TestEscalationIsSeen by live pages, the figures, and whoever opens the request.
func TestEscalationIsSeen(t *testing.T) {
	p := askOnMonday(t)
	var turns []string
	p.Requests.Tally(func(turned request.Turned) {
		turns = append(turns, fmt.Sprint(turned.Team, " ", turned.Turn, " ", turned.Level.Name()))
	})
	changes, stop := p.Requests.Watch("noord")
	defer stop()
	p.at("25 09:00")
	if change := <-changes; change.Kind != request.EventEscalated || change.ID != p.id {
		t.Errorf("%+v", change)
	}
	queue, err := p.Requests.Queue(ctx, p.lead, request.Filter{})
	p.ok(err)
	if queue[0].Escalated != request.LevelDesk {
		t.Errorf("%+v", queue[0])
	}
	figures, err := p.Requests.Figures(ctx, "noord")
	p.ok(err)
	if want := []request.Figure{{State: api.StateNew, Standing: request.Soon, Level: request.LevelDesk, Count: 1}}; !slices.Equal(figures, want) {
		t.Errorf("%+v", figures)
	}
	p.at("26 12:00", "27 10:00")
	p.ok(p.Requests.Move(ctx, p.lead, p.id, api.StateContacted, api.Personal{}, p.version()))
	if diff := cmp.Diff([]string{"noord told desk", "noord told lead", "noord late lead"}, turns); diff != "" {
		t.Error(diff)
	}
	detail, err := p.Requests.Open(ctx, p.lead, p.id)
	p.ok(err)
	if e := detail.Events[len(detail.Events)-2]; e.Kind != request.EventEscalated || e.Who != "" || e.To != request.ToldDesk {
		t.Errorf("%+v", e)
	}
}

// stubborn refuses every change of one request.
type stubborn struct {
	id core.ID
}

func (s stubborn) Received(request.Tx, *request.Row, request.Incoming) (func() error, error) {
	return func() error { return nil }, nil
}

func (s stubborn) Appointment(request.Tx, request.Row) (*api.Appointment, error) { return nil, nil }

func (s stubborn) Changed(_ request.Tx, row request.Row, _ *request.Row, _ request.Step) error {
	if row.ID == s.id {
		return errStubborn
	}
	return nil
}

var errStubborn = errors.New("cannot be changed")

// TestOneRequestHoldsUpNoOther, and more than one page of them are all told.
func TestOneRequestHoldsUpNoOther(t *testing.T) {
	p := askOnMonday(t)
	const others = 450
	p.Copies(t, p.Row(t, p.Locator), others, func(int, *request.Row) {})
	p.Requests.Follow(stubborn{id: p.id})
	desk, _ := p.Deps.Calendar.Escalation("noord", p.Promise)
	p.Clock.Set(desk)
	for _, want := range []int{others, 0} {
		if n, err := p.Requests.Escalate(ctx); n != want || !errors.Is(err, errStubborn) {
			t.Errorf("told of %d, want %d; %v", n, want, err)
		}
	}
	if n := p.Count(t, `SELECT COUNT(*) FROM requests WHERE escalated = 1`); n != others {
		t.Errorf("%d at the desk", n)
	}
}
