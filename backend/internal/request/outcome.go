package request

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/seal"
)

// Outcome is what became of a right.
type Outcome string

// The outcomes.
const (
	OutcomeOpen    Outcome = "open"    // nothing yet, or what was noted is taken back
	OutcomeAsked   Outcome = "asked"   // aangevraagd: whoever decides has it
	OutcomeGranted Outcome = "granted" // toegekend
	OutcomeRefused Outcome = "refused" // geweigerd
)

// Outcomes are those that staff can note, in the order of a right's way.
var Outcomes = []Outcome{OutcomeOpen, OutcomeAsked, OutcomeGranted, OutcomeRefused}

// TakeUp is a right of a request and what became of it. The resident shared it, or staff added it because it came up in the
// talk; the two are never mixed up. One that staff added stays as long as it has an outcome.
type TakeUp struct {
	Right   string
	Shared  bool
	Outcome Outcome
	At      time.Time // of the noting; zero while there is none
	Who     string    // name of the account that noted it
}

// Noting is one outcome as it was noted, with what stood there before.
type Noting struct {
	TakeUp
	Before  Outcome
	Account core.ID
}

// noted is what a noting seals: as one value, so that no outcome can be moved to another right.
type noted struct {
	Right   string  `json:"right"`
	Outcome Outcome `json:"outcome"`
}

func outcomePlace(id core.ID) seal.Place {
	return seal.Place{Table: "outcomes", Column: "outcome", Row: id}
}

// NoteOutcome writes down what became of a right; of one that was not shared, it also writes down that it came up. seen is the
// outcome that the viewer saw: when a colleague noted another one since, the answer is a conflict and nothing is stored. To
// note what stands there already changes nothing. Taking back is noting what stood there before.
//
// Whoever may write a note may do it, also long after the request was closed: the answer to an application comes weeks later.
// Of a request that the resident cancelled nothing more is written down.
func (s *Service) NoteOutcome(ctx context.Context, v account.Viewer, id core.ID, right string, seen, to Outcome) error {
	if !slices.Contains(Outcomes, to) {
		return invalid(wrong("outcome", "refuse.outcome"))
	}
	var row Row
	var stored bool
	err := s.deps.Store.Update(ctx, func(tx Tx) (err error) {
		if row, err = s.allowed(tx, v, note, id); err != nil {
			return err
		}
		if row.State == api.StateCancelled {
			return core.Refuse(api.CodeConflict, "refuse.ended")
		}
		stored, err = s.noteOutcome(tx, v, row, right, seen, to)
		return err
	})
	if err == nil && stored {
		s.hub.publish(row.change(EventOutcome))
	}
	return err
}

func (s *Service) noteOutcome(tx Tx, v account.Viewer, row Row, right string, seen, to Outcome) (stored bool, err error) {
	opened, err := s.openRow(row)
	if err != nil {
		return false, err
	}
	notings, err := s.notings(tx, row)
	if err != nil {
		return false, err
	}
	all := takeUp(opened.Rights, notings)
	now := TakeUp{Outcome: OutcomeOpen}
	if at := slices.IndexFunc(all, func(t TakeUp) bool { return t.Right == right }); at >= 0 {
		now = all[at]
	} else if !s.deps.Right(right) {
		return false, invalid(wrong("right", "refuse.right"))
	}
	if now.Outcome == to {
		return false, nil
	}
	if now.Outcome != seen {
		return false, now.conflict()
	}
	return true, s.insertOutcome(tx, v, row, noted{right, to})
}

// conflict says who noted what stands there now; nobody did when the viewer saw what never stood there.
func (t TakeUp) conflict() error {
	if t.Who == "" {
		return core.Refuse(api.CodeConflict, "refuse.conflict")
	}
	refusal := core.Refuse(api.CodeConflict, "refuse.conflict.outcome")
	refusal.Reason.Args = map[string]any{"Who": t.Who}
	return refusal
}

func (s *Service) insertOutcome(tx Tx, v account.Viewer, row Row, n noted) error {
	key, err := s.dataKey(row)
	if err != nil {
		return err
	}
	text, err := json.Marshal(n)
	if err != nil {
		return err
	}
	now := s.deps.Clock.Now()
	written := OutcomeRow{ID: core.NewID(s.deps.Random), Request: row.ID, At: now, Account: v.ID}
	written.Outcome = key.Seal(outcomePlace(written.ID), padded(text))
	if err := tx.InsertOutcome(written); err != nil {
		return err
	}
	return s.record(tx, now, v.ID, auditOutcome, EventRow{Request: row.ID, Kind: EventOutcome})
}

// notings opens what was noted of a request, oldest first.
func (s *Service) notings(tx Tx, row Row) ([]Noting, error) {
	rows, err := tx.Outcomes(row.ID)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	key, err := s.dataKey(row)
	if err != nil {
		return nil, err
	}
	latest := map[string]Outcome{}
	var all []Noting
	for _, r := range rows {
		text, err := key.Open(outcomePlace(r.ID), r.Outcome)
		if err != nil {
			return nil, err
		}
		var n noted
		if err := json.Unmarshal([]byte(text.Reveal()), &n); err != nil {
			return nil, seal.ErrUnreadable // the error itself would quote it
		}
		before, again := latest[n.Right]
		if !again {
			before = OutcomeOpen
		}
		latest[n.Right] = n.Outcome
		all = append(all, Noting{TakeUp{Right: n.Right, Outcome: n.Outcome, At: r.At, Who: r.Who}, before, r.Account})
	}
	return all, nil
}

// takeUp is what became of every right that was shared or noted, also of those that staff took back.
func takeUp(shared []string, notings []Noting) []TakeUp {
	var all []TakeUp
	for _, right := range shared {
		all = append(all, TakeUp{Right: right, Shared: true, Outcome: OutcomeOpen})
	}
	for _, n := range notings {
		at := slices.IndexFunc(all, func(t TakeUp) bool { return t.Right == n.Right })
		if at < 0 {
			all = append(all, n.TakeUp)
			continue
		}
		all[at].Outcome, all[at].At, all[at].Who = n.Outcome, n.At, n.Who
	}
	return all
}

// describeTakeUp puts the rights of a request into its detail.
func (s *Service) describeTakeUp(tx Tx, row Row, d *Detail) error {
	notings, err := s.notings(tx, row)
	if err != nil {
		return err
	}
	d.TakeUp = slices.DeleteFunc(takeUp(d.Rights, notings), func(t TakeUp) bool { return !t.Shared && t.Outcome == OutcomeOpen })
	if len(notings) > 0 {
		d.LastNoted = notings[len(notings)-1]
	}
	return nil
}
