package request

import (
	"context"
	"io"
	"runtime"
	"strings"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/audit"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/seal"
	"wijkloket/backend/journey"
)

// Deps are what the service works with. All are required.
type Deps struct {
	Store    Store
	Clock    core.Clock
	Random   io.Reader
	Keys     *seal.Keys
	City     func() City          // as it stands now: an import replaces it while the program runs
	Right    func(id string) bool // knows the id of a right; the rules too can be replaced
	Calendar *Calendar
	Words    *Words
}

// Service is everything that can be done with requests.
type Service struct {
	deps  Deps
	chain *audit.Chain
	guard guard
	hub   *hub

	follower Follower
	count    func(Turned)

	dummy string        // a hash that no secret matches
	slow  chan struct{} // slow hashes under way
	match func(hash string, secret []byte) bool
}

// codeCost is what hashing the secret of a request code costs: about half a millisecond. The secret has 42 random bits and
// is keyed with the key file before it is hashed, so a copied database alone cannot be tried at all. Who has the key file
// too would need some eighty processor-years for one code, and reads the sealed fields without any.
var codeCost = seal.Cost{KiB: 512, Passes: 1}

// The audit actions of this package.
const (
	auditReceived   audit.Action = "request.received"
	auditRead       audit.Action = "request.read"
	auditFound      audit.Action = "request.found"
	auditAssigned   audit.Action = "request.assigned"
	auditReleased   audit.Action = "request.released"
	auditTaken      audit.Action = "request.taken"
	auditNoted      audit.Action = "request.noted"
	auditOutcome    audit.Action = "request.outcome-noted"
	auditMoved      audit.Action = "request.moved"
	auditHandedOver audit.Action = "request.handed-over"
	auditCancelled  audit.Action = "request.cancelled"
	auditContact    audit.Action = "request.contact-changed"
	auditAmended    audit.Action = "request.amended"
	auditEscalated  audit.Action = "request.escalated"
)

// New makes the service.
func New(deps Deps) (*Service, error) {
	s := &Service{
		deps: deps, chain: audit.New(deps.Keys), guard: newGuard(deps.Clock), hub: newHub(), follower: alone{}, count: func(Turned) {},
		slow: make(chan struct{}, runtime.NumCPU()), match: seal.SlowMatch,
	}
	var err error
	s.dummy, err = seal.SlowHash([]byte(core.NewID(deps.Random)), codeCost, deps.Random)
	return s, err
}

// pepper keys a code's secret before it is hashed.
func (s *Service) pepper(secret api.Personal) []byte {
	return s.deps.Keys.PRF("code pepper", []byte(secret.Reveal()))
}

// hashSlowly runs a slow hash when a processor is free for it. It never runs inside a transaction.
func (s *Service) hashSlowly(ctx context.Context, hash func()) error {
	select {
	case s.slow <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-s.slow }()
	hash()
	return nil
}

// record writes what happened into the request's history and into the audit.
func (s *Service) record(tx Tx, now time.Time, who core.ID, action audit.Action, e EventRow) error {
	e.At = now
	if e.ID == "" { // one with a reason has its ID already: the reason is bound to it
		e.ID = core.NewID(s.deps.Random)
	}
	if who != audit.Resident && who != audit.System {
		e.Account = who
	}
	if err := tx.InsertEvent(e); err != nil {
		return err
	}
	return s.chain.Append(tx, now, who, action, e.Request)
}

func (s *Service) setting() journey.Setting {
	return journey.Setting{City: s.deps.City(), Right: s.deps.Right}
}

// changed is the row as the next version.
func (r Row) changed(now time.Time) Row {
	r.Version++
	r.Changed = now
	return r
}

func (r Row) change(kind EventKind) Change {
	c := Change{Team: r.Team, ID: r.ID, Kind: kind, Version: r.Version}
	if r.Apart {
		c.apart, c.worker = true, r.Worker
	}
	return c
}

// invalid makes the refusal of fields.
func invalid(problems []core.FieldError) error {
	refusal := core.Refuse(api.CodeInvalid, "refuse.invalid")
	refusal.Fields = problems
	return refusal
}

func wrong(field, key string) []core.FieldError {
	return []core.FieldError{{Field: field, Reason: core.Message{Key: key}}}
}

// notFound is the answer for what is not there and for what the viewer may not know of: nobody can tell the two apart (T-2).
func notFound() error { return core.Refuse(api.CodeNotFound, "refuse.notfound") }

func foldEmail(address api.Personal) string {
	return strings.ToLower(strings.TrimSpace(address.Reveal()))
}
