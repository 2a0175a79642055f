package flow_test

import (
	"context"
	"crypto/rand"
	"io/fs"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"wijkloket/assets"
	"wijkloket/backend/api"
	"wijkloket/backend/directory"
	"wijkloket/backend/journey"
	"wijkloket/backend/rights"
	"wijkloket/i18n"
	"wijkloket/kiosk/internal/flow"
	"wijkloket/kiosk/internal/session"
	"wijkloket/kiosk/internal/slip"
	"wijkloket/kiosk/internal/view"
)

// TestMain proves that no test leaves a goroutine behind.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var (
	texts = sync.OnceValue(func() *i18n.Bundle {
		bundle, err := i18n.Load()
		if err != nil {
			panic(err)
		}
		return bundle
	})
	kortrijk = sync.OnceValue(func() *directory.Directory {
		files, err := fs.Sub(assets.Files, "data/directory")
		if err != nil {
			panic(err)
		}
		city, err := directory.Load(files)
		if err != nil {
			panic(err)
		}
		return city
	})
	rules = sync.OnceValue(func() *rights.Rules {
		files, err := fs.Sub(assets.Files, "data/rights")
		if err != nil {
			panic(err)
		}
		loaded, err := rights.Load(files)
		if err != nil {
			panic(err)
		}
		return loaded
	})
	numbers = sync.OnceValue(func() []journey.EmergencyLine {
		text, err := fs.ReadFile(assets.Files, "data/emergency.yaml")
		if err != nil {
			panic(err)
		}
		lines, err := journey.ReadEmergency(text)
		if err != nil {
			panic(err)
		}
		return lines
	})
)

// clock stands still until it is moved.
type clock struct{ at time.Time }

func (c *clock) Now() time.Time { return c.at }

// glass keeps what was shown and what waits to run.
type glass struct {
	mu      sync.Mutex
	waiting []func()
	view    view.View
	shown   int
}

func (g *glass) Show(v view.View) { g.view, g.shown = v, g.shown+1 }

func (g *glass) Do(f func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.waiting = append(g.waiting, f)
}

func (g *glass) run() bool {
	g.mu.Lock()
	waiting := g.waiting
	g.waiting = nil
	g.mu.Unlock()
	for _, f := range waiting {
		f()
	}
	return len(waiting) > 0
}

// backend is a fake: each answer is a function that a test may replace. It counts and remembers what came in.
type backend struct {
	mu       sync.Mutex
	keys     []string
	requests []api.NewRequest
	handed   []api.NewHandover
	ended    []string
	changes  []api.ContactChange
	codes    []string
	asked    []api.SlotAsk
	held     []api.HoldAsk
	released []string
	mine     []api.SlotsOfMine
	bookings []api.Booking
	replies  []api.Answer

	slots    func(ctx context.Context, many bool) (api.SlotOffer, error)
	hold     func(ctx context.Context, ask api.HoldAsk) (api.Hold, error)
	book     func(ctx context.Context, booking api.Booking) (api.Status, error)
	reply    func(ctx context.Context, answer api.Answer) (api.Status, error)
	submit   func(ctx context.Context) (api.Receipt, error)
	status   func(ctx context.Context) (api.Status, error)
	handover func(ctx context.Context) (api.Handover, error)
	taken    func(ctx context.Context) (api.HandoverStatus, error)
}

func note[T any](b *backend, into *[]T, value T) {
	b.mu.Lock()
	defer b.mu.Unlock()
	*into = append(*into, value)
}

func (b *backend) Submit(ctx context.Context, key string, r api.NewRequest) (api.Receipt, error) {
	note(b, &b.keys, key)
	note(b, &b.requests, r)
	return b.submit(ctx)
}

func (b *backend) Status(ctx context.Context, code api.Personal) (api.Status, error) {
	note(b, &b.codes, code.Reveal())
	return b.status(ctx)
}

func (b *backend) Cancel(ctx context.Context, _ api.Personal) (api.Status, error) {
	status, err := b.status(ctx)
	status.State = api.StateCancelled
	return status, err
}

func (b *backend) ChangeContact(ctx context.Context, change api.ContactChange) (api.Status, error) {
	note(b, &b.changes, change)
	return b.status(ctx)
}

func (b *backend) OpenHandover(ctx context.Context, visit api.NewHandover) (api.Handover, error) {
	note(b, &b.handed, visit)
	return b.handover(ctx)
}

func (b *backend) HandoverStatus(ctx context.Context, _ api.Personal) (api.HandoverStatus, error) {
	return b.taken(ctx)
}

func (b *backend) EndHandover(_ context.Context, key api.Personal) error {
	note(b, &b.ended, key.Reveal())
	return nil
}

// rig is a kiosk without a screen.
type rig struct {
	t       testing.TB
	flow    *flow.Flow
	glass   *glass
	backend *backend
	clock   *clock
	paper   []slip.Slip
}

const code = "KD7MRA-X4TYH-9QCFW"

func newRig(t testing.TB) *rig {
	t.Helper()
	r := &rig{t: t, glass: &glass{}, clock: &clock{at: time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)}}
	r.backend = &backend{
		submit: func(context.Context) (api.Receipt, error) {
			return api.Receipt{Code: api.NewPersonal(code), Locator: "KD7MRA", CodeWord: api.NewPersonal("Rivier"), Team: "noord", Centre: "overleie", Promise: r.clock.at.AddDate(0, 0, 2)}, nil
		},
		status: func(context.Context) (api.Status, error) {
			return api.Status{Locator: "KD7MRA", State: api.StateNew, Team: "noord", Centre: "overleie", Place: api.PlaceHere, Contact: api.ContactPlan{Channel: api.ChannelNone}}, nil
		},
		handover: func(context.Context) (api.Handover, error) {
			return api.Handover{URL: api.NewPersonal("https://x.be/h#secret"), Key: api.NewPersonal("the key"), Expires: r.clock.at.Add(api.HandoverLife)}, nil
		},
		taken: func(context.Context) (api.HandoverStatus, error) { return api.HandoverStatus{}, nil },
		slots: func(context.Context, bool) (api.SlotOffer, error) { return api.SlotOffer{Slots: moments(3)}, nil },
		hold: func(_ context.Context, ask api.HoldAsk) (api.Hold, error) {
			return api.Hold{Token: api.NewPersonal("token of " + ask.Start.Format(time.DateOnly)), Slot: momentAt(ask.Start), Expires: r.clock.at.Add(8 * time.Minute)}, nil
		},
		book: func(_ context.Context, booking api.Booking) (api.Status, error) {
			return appointed(api.AppointmentBooked, momentAt(booking.Start)), nil
		},
		reply: func(context.Context, api.Answer) (api.Status, error) {
			return appointed(api.AppointmentBooked, moments(1)[0]), nil
		},
	}
	r.flow = flow.New(flow.Deps{
		UI: r.glass, Backend: r.backend, City: kortrijk, Rights: rules, Texts: texts(), Clock: r.clock, Random: rand.Reader, Kiosk: "overleie",
		Public: "https://wijkloket.example/", Emergency: numbers(), Settings: session.Settings{Language: "nl", Text: "m", Contrast: "normal"},
		TextSteps: []string{"s", "m", "l", "xl"}, ContrastModes: []string{"normal", "dark"},
	})
	r.flow.Start()
	t.Cleanup(r.flow.Close)
	return r
}

// does handles events one after the other and waits for the answers.
func (r *rig) does(events ...view.Event) *rig {
	r.t.Helper()
	for _, event := range events {
		r.flow.Handle(event)
		r.settle()
	}
	return r
}

func (r *rig) settle() {
	for {
		r.flow.Wait()
		if !r.glass.run() {
			return
		}
	}
}

// later lets time pass, second by second as the program's ticker does.
func (r *rig) later(d time.Duration) *rig {
	for end := r.clock.at.Add(d); r.clock.at.Before(end); {
		r.clock.at = r.clock.at.Add(min(time.Second, end.Sub(r.clock.at)))
		r.flow.Tick()
		r.settle()
	}
	return r
}

// shows returns what is on the glass, which must be of the asked type.
func shows[T view.Body](r *rig) T {
	r.t.Helper()
	body, ok := r.glass.view.Body.(T)
	if !ok {
		r.t.Fatalf("the glass shows %T (%s), want %T", r.glass.view.Body, r.glass.view.ID, body)
	}
	return body
}

func talk() view.Event          { return view.Open{Way: view.WayTalk} }
func pick(id string) view.Event { return view.Choose{ID: id} }
func typ(field, text string) view.Event {
	return view.Type{Field: field, Text: text}
}
