package tour

import (
	"context"
	"errors"
	"sync"
	"time"

	"wijkloket/backend/api"
	"wijkloket/kiosk/internal/device"
	"wijkloket/kiosk/internal/slip"
)

// Mode is how the tour's backend behaves.
type Mode int

// The modes.
const (
	Answers Mode = iota
	Hangs        // no answer yet
	Gone         // no line
	Refuses      // unknown code
	Taken        // answers, and a phone took the hand-over
	Expired      // answers, and the hand-over's time is over
	NoPaper      // answers, and the printer has none
	Full         // answers, and no moment is free
	Faster       // answers, and somebody else is faster
	Slow         // answers, but not to the last touch
	Offered      // answers, and the request has a visit that waits for a yes
	Earlier      // answers, and an earlier moment than that of the appointment came free
	Missed       // answers, and the appointment was missed
)

var errGone = errors.New("tour: no line")

// Backend answers from memory with the same invented person every time.
type Backend struct {
	Last  api.NewRequest // the request that came in last
	Paper slip.Slip      // the slip that was printed last
	mode  Mode
	said  bool // whatever was open about the appointment is answered
	now   func() time.Time
}

// answer gives a value or what the mode gives instead.
func answer[T any](ctx context.Context, b *Backend, value T) (T, error) {
	var none T
	switch b.mode {
	case Hangs:
		<-ctx.Done()
		return none, ctx.Err()
	case Gone:
		return none, errGone
	case Refuses:
		return none, &api.Problem{Code: api.CodeUnknownCode, Status: 404}
	}
	return value, nil
}

func (b *Backend) promise() time.Time { return b.now().AddDate(0, 0, 2) }

// Submit implements flow.Backend.
func (b *Backend) Submit(ctx context.Context, _ string, request api.NewRequest) (api.Receipt, error) {
	b.Last = request
	receipt := api.Receipt{
		Code: api.NewPersonal("KD7MRA-X4TYH-9QCFW"), Locator: "KD7MRA", CodeWord: api.NewPersonal("Rivier"), Team: "noord", Centre: "overleie", Promise: b.promise(),
	}
	if !request.Start.IsZero() {
		receipt.Appointment = &api.Appointment{Slot: b.slot(request.Start, request.Place), ID: "a1", State: api.AppointmentBooked}
	}
	return answer(ctx, b, receipt)
}

func (b *Backend) status(state api.State) api.Status {
	return api.Status{
		Locator: "KD7MRA", State: state, Team: "noord", Centre: "overleie", Place: api.PlaceHere, Worker: "Amira", Created: b.now(), Promise: b.promise(),
		Contact: api.ContactPlan{Channel: api.ChannelSMS},
	}
}

// Status implements flow.Backend.
func (b *Backend) Status(ctx context.Context, _ api.Personal) (api.Status, error) {
	return answer(ctx, b, b.appointed())
}

// Cancel implements flow.Backend.
func (b *Backend) Cancel(ctx context.Context, _ api.Personal) (api.Status, error) {
	return answer(ctx, b, b.status(api.StateCancelled))
}

// ChangeContact implements flow.Backend.
func (b *Backend) ChangeContact(ctx context.Context, _ api.ContactChange) (api.Status, error) {
	return answer(ctx, b, b.status(api.StateContacted))
}

// OpenHandover implements flow.Backend.
func (b *Backend) OpenHandover(ctx context.Context, _ api.NewHandover) (api.Handover, error) {
	life := api.HandoverLife
	if b.mode == Expired {
		life = 0
	}
	return answer(ctx, b, api.Handover{
		URL: api.NewPersonal("https://wijkloket.kortrijk.be/h#mZ4tQ0c8sX1vR6yK2pLw9A"), Key: api.NewPersonal("key"), Expires: b.now().Add(life),
	})
}

// HandoverStatus implements flow.Backend.
func (b *Backend) HandoverStatus(ctx context.Context, _ api.Personal) (api.HandoverStatus, error) {
	status := api.HandoverStatus{Taken: b.mode == Taken}
	if status.Taken {
		status.Words = [2]string{"appel", "rivier"}
	}
	return answer(ctx, b, status)
}

// EndHandover implements flow.Backend.
func (b *Backend) EndHandover(context.Context, api.Personal) error { return nil }

// Print implements flow.Deps.Print: what came out is kept.
func (b *Backend) Print(_ context.Context, paper slip.Slip) error {
	if b.mode == NoPaper {
		return device.ErrPaperOut
	}
	b.Paper = paper
	return nil
}

// zeroes is randomness for pictures that must be the same every time.
type zeroes struct{}

// Read implements io.Reader.
func (zeroes) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// queue holds what is to run on the glass until the tour lets it.
type queue struct {
	mu      sync.Mutex
	waiting []func()
}

func (q *queue) add(f func()) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = append(q.waiting, f)
}

// run runs what waits, and reports whether there was anything.
func (q *queue) run() bool {
	q.mu.Lock()
	waiting := q.waiting
	q.waiting = nil
	q.mu.Unlock()
	for _, f := range waiting {
		f()
	}
	return len(waiting) > 0
}
