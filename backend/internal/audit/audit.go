// Package audit records who did what to which record, and when, so that it cannot be changed unseen. An entry is written
// in the same transaction as what it tells of (T-56) and holds identifiers and verbs, never content: erasing a person
// does not touch it.
//
// Entries form a chain: each carries a MAC, keyed by the key file, over itself and the MAC before it. Whoever edits,
// deletes, inserts or reorders entries breaks the chain at that place, and without the key file nobody can mend it. A cut
// tail shows against the head, which is stored apart and can be printed and kept elsewhere (T-57).
package audit

import (
	"encoding/binary"
	"time"

	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/seal"
)

// Action is what was done: "<noun>.<verb>", a stable word for programs and for the audit page.
type Action string

// Actor names who did it when it was no account.
const (
	Resident core.ID = "resident" // the holder of a request code
	System   core.ID = "system"   // the program itself, or somebody at its command line
)

// Entry is one line of the audit.
type Entry struct {
	Number  int64 // 1, 2, 3 ... without a gap
	At      time.Time
	Actor   core.ID // account, Resident or System
	Action  Action
	Subject core.ID // request, account or nothing
	MAC     []byte
}

// Head is the end of the chain.
type Head struct {
	Number int64
	MAC    []byte
}

// Tx is what the chain needs of a transaction.
type Tx interface {
	// AdvanceAudit adds one to the head's number and returns the new number with the MAC of the entry before. It holds the
	// head until the transaction ends, so that no other can take the same number.
	AdvanceAudit() (number int64, previous []byte, err error)
	// InsertAudit stores the entry and makes it the head.
	InsertAudit(Entry) error
}

// Reader walks over the stored entries, for Verify.
type Reader interface {
	AuditHead() (Head, error)
	EachAudit(func(Entry) error) error // in the order of their numbers
}

// Chain makes and checks the MACs.
type Chain struct{ keys *seal.Keys }

// New makes the chain of one installation.
func New(keys *seal.Keys) *Chain { return &Chain{keys} }

// Append adds an entry at the end. Call it inside the transaction that makes the change.
func (c *Chain) Append(tx Tx, at time.Time, actor core.ID, action Action, subject core.ID) error {
	number, previous, err := tx.AdvanceAudit()
	if err != nil {
		return err
	}
	entry := Entry{Number: number, At: at, Actor: actor, Action: action, Subject: subject}
	entry.MAC = c.mac(previous, entry)
	return tx.InsertAudit(entry)
}

// mac binds an entry to the one before. Every part is preceded by its length, so that no two entries read alike.
func (c *Chain) mac(previous []byte, e Entry) []byte {
	data := binary.BigEndian.AppendUint64(nil, uint64(e.Number))
	data = binary.BigEndian.AppendUint64(data, uint64(e.At.UnixMicro()))
	for _, part := range [][]byte{previous, []byte(e.Actor), []byte(e.Action), []byte(e.Subject)} {
		data = binary.BigEndian.AppendUint32(data, uint32(len(part)))
		data = append(data, part...)
	}
	return c.keys.PRF("audit", data)
}

// Finding is where the chain is broken first, and how.
type Finding struct {
	Number int64 // of the first entry that is not as it was
	What   Break
}

// Break is how a chain is broken.
type Break string

// The breaks.
const (
	Gap     Break = "gap"     // an entry is missing or out of order
	Changed Break = "changed" // an entry is not what was written
	Cut     Break = "cut"     // entries are missing at the end
)

// Verify walks over the whole chain and returns its head and the first break, or nil when there is none. Heads that were
// kept elsewhere must be part of it: they uncover an old copy that was put back.
func (c *Chain) Verify(r Reader, kept ...Head) (Head, *Finding, error) {
	head, err := r.AuditHead()
	if err != nil {
		return Head{}, nil, err
	}
	var last Head
	var found *Finding
	anchors := map[int64][]byte{head.Number: head.MAC}
	highest := head.Number
	for _, anchor := range kept {
		anchors[anchor.Number] = anchor.MAC
		highest = max(highest, anchor.Number)
	}
	err = r.EachAudit(func(e Entry) error {
		anchor, anchored := anchors[e.Number]
		switch {
		case found != nil:
			return nil
		case e.Number != last.Number+1:
			found = &Finding{last.Number + 1, Gap}
		case !seal.Same(e.MAC, c.mac(last.MAC, e)), anchored && !seal.Same(e.MAC, anchor):
			found = &Finding{e.Number, Changed}
		}
		last = Head{e.Number, e.MAC}
		return nil
	})
	if err == nil && found == nil && last.Number != highest {
		found = &Finding{last.Number + 1, Cut}
	}
	return last, found, err
}
