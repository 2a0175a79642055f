package notify_test

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/audit"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/notify"
)

// memory is a store in memory that does what the comments of Tx say. A transaction that fails leaves nothing behind.
type memory struct {
	mu      sync.Mutex
	rows    map[core.ID]notify.Row
	entries []audit.Entry
	refuse  func(notify.Row) bool // an update that does not reach the disk, as when the program is killed
}

var errDisk = errors.New("no disk")

func newMemory() *memory { return &memory{rows: map[core.ID]notify.Row{}} }

func (m *memory) View(_ context.Context, do func(notify.Tx) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return do(memoryTx{m})
}

func (m *memory) Update(ctx context.Context, do func(notify.Tx) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	before, entries := map[core.ID]notify.Row{}, m.entries
	for id, row := range m.rows {
		before[id] = row
	}
	err := cmp.Or(ctx.Err(), do(memoryTx{m}))
	if err != nil {
		m.rows, m.entries = before, entries
	}
	return err
}

// all are the rows, the first made first.
func (m *memory) all() []notify.Row {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.sorted(func(notify.Row) bool { return true }, func(a, b notify.Row) int {
		return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID))
	})
}

func (m *memory) sorted(keep func(notify.Row) bool, order func(a, b notify.Row) int) (out []notify.Row) {
	for _, row := range m.rows {
		if keep(row) {
			out = append(out, row)
		}
	}
	slices.SortFunc(out, order)
	return out
}

type memoryTx struct{ *memory }

func (t memoryTx) AdvanceAudit() (int64, []byte, error) {
	n := len(t.entries)
	if n == 0 {
		return 1, nil, nil
	}
	return int64(n + 1), t.entries[n-1].MAC, nil
}

func (t memoryTx) InsertAudit(e audit.Entry) error {
	t.entries = append(t.entries, e)
	return nil
}

func (t memoryTx) EnqueueMessage(r notify.Row) (bool, error) {
	for _, other := range t.rows {
		if other.Request == r.Request && other.Appointment == r.Appointment && other.Kind == r.Kind && other.Start.Equal(r.Start) && other.Occasion == r.Occasion {
			return false, nil
		}
	}
	t.rows[r.ID] = r
	return true, nil
}

func (t memoryTx) DropMessages(request, appointment core.ID, before int, at time.Time, receipt string, kinds ...notify.Kind) (n int, err error) {
	for id, row := range t.rows {
		ours := row.Request == request && (appointment == "" || row.Appointment == appointment) && row.Occasion < before
		if !ours || len(kinds) > 0 && !slices.Contains(kinds, row.Kind) || row.State != notify.Queued && row.State != notify.Waiting {
			continue
		}
		row.State, row.Receipt, row.Changed, row.Version = notify.Dropped, receipt, at, row.Version+1
		t.rows[id] = row
		n++
	}
	return n, nil
}

func (t memoryTx) DueMessages(now time.Time, limit int) ([]notify.Row, error) {
	due := t.sorted(func(r notify.Row) bool {
		return slices.Contains([]notify.State{notify.Queued, notify.Sending, notify.Waiting}, r.State) && !r.NextTry.After(now)
	}, func(a, b notify.Row) int { return cmp.Or(a.NextTry.Compare(b.NextTry), cmp.Compare(a.ID, b.ID)) })
	return due[:min(limit, len(due))], nil
}

func (t memoryTx) UpdateMessage(r notify.Row) (bool, error) {
	if t.refuse != nil && t.refuse(r) {
		return false, errDisk
	}
	if old, ok := t.rows[r.ID]; !ok || old.Version != r.Version-1 {
		return false, nil
	}
	t.rows[r.ID] = r
	return true, nil
}

func (t memoryTx) Message(id core.ID) (notify.Row, bool, error) {
	row, ok := t.rows[id]
	return row, ok, nil
}

func (t memoryTx) MessageByReference(reference string) (notify.Row, bool, error) {
	for _, row := range t.rows {
		if row.Reference == reference {
			return row, true, nil
		}
	}
	return notify.Row{}, false, nil
}

func (t memoryTx) MessagesOf(request core.ID) ([]notify.Row, error) {
	return t.sorted(func(r notify.Row) bool { return r.Request == request }, func(a, b notify.Row) int { return b.Created.Compare(a.Created) }), nil
}

func (t memoryTx) Tasks(team string, limit int) ([]notify.Row, error) {
	tasks := t.sorted(func(r notify.Row) bool { return r.Team == team && r.State == notify.Waiting }, func(a, b notify.Row) int { return a.Deadline.Compare(b.Deadline) })
	return tasks[:min(limit, len(tasks))], nil
}

// clock is a clock that tests set.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = at.UTC()
}

// source gives the facts of every request.
type source struct {
	mu    sync.Mutex
	facts map[core.ID]notify.Facts
	fail  error
}

func (s *source) Facts(_ context.Context, row notify.Row) (notify.Facts, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.facts[row.Request], s.fail
}

func (s *source) set(request core.ID, f notify.Facts) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.facts[request] = f
}

func (s *source) get(request core.ID) notify.Facts {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.facts[request]
}

// wire is a transport that keeps what it was given and answers as it is told.
type wire struct {
	mu         sync.Mutex
	got        []notify.Outgoing
	answer     func(notify.Outgoing) (string, error) // nil: taken over
	repeatable bool
}

func (w *wire) Send(_ context.Context, out notify.Outgoing) (string, error) {
	w.mu.Lock()
	w.got = append(w.got, out)
	answer := w.answer
	w.mu.Unlock()
	if answer == nil {
		return "ref-" + string(out.ID), nil
	}
	return answer(out)
}

func (w *wire) Repeatable() bool { return w.repeatable }

func (w *wire) sent() []notify.Outgoing {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.got)
}

// id makes an ID of a number.
func id(n int) core.ID {
	return core.NewID(bytes.NewReader(append(make([]byte, 14), byte(n>>8), byte(n))))
}

// at is an hour in Kortrijk.
func at(text string) time.Time {
	moment, err := time.ParseInLocation("2006-01-02 15:04", text, core.Brussels)
	if err != nil {
		panic(err)
	}
	return moment.UTC()
}

var (
	smsPlan   = api.ContactPlan{Channel: api.ChannelSMS, Phone: api.NewPersonal("+32470123456"), CodeWord: api.NewPersonal("blauwe reiger")}
	mailPlan  = api.ContactPlan{Channel: api.ChannelEmail, Email: api.NewPersonal("bewoner@example.org"), CodeWord: api.NewPersonal("blauwe reiger")}
	phonePlan = api.ContactPlan{Channel: api.ChannelPhone, Phone: api.NewPersonal("+32470123456"), CodeWord: api.NewPersonal("blauwe reiger")}
)
