package sqlstore

import (
	"wijkloket/backend/internal/audit"
	"wijkloket/backend/internal/store"
)

// AdvanceAudit takes the next number of the audit. Updating the head locks it until the transaction ends.
func (t tx) AdvanceAudit() (number int64, previous []byte, err error) {
	err = t.Row(`UPDATE audit_head SET number = number + 1 RETURNING number, mac`).Scan(&number, &previous)
	return number, previous, err
}

// InsertAudit stores an entry as the new end of the audit.
func (t tx) InsertAudit(e audit.Entry) error {
	if _, err := t.Exec(`INSERT INTO audit (number, at, actor, action, subject, mac) VALUES ($1, $2, $3, $4, $5, $6)`,
		e.Number, store.Stamp(e.At), string(e.Actor), string(e.Action), string(e.Subject), e.MAC); err != nil {
		return err
	}
	_, err := t.Exec(`UPDATE audit_head SET mac = $1`, e.MAC)
	return err
}

// AuditHead is the stored end of the audit.
func (t tx) AuditHead() (head audit.Head, err error) {
	err = t.Row(`SELECT number, mac FROM audit_head`).Scan(&head.Number, &head.MAC)
	return head, err
}

// EachAudit walks over the audit in order.
func (t tx) EachAudit(do func(audit.Entry) error) error {
	return t.Each(`SELECT number, at, actor, action, subject, mac FROM audit ORDER BY number`, nil, func(from store.Scanner) error {
		var e audit.Entry
		var at int64
		if err := from.Scan(&e.Number, &at, (*string)(&e.Actor), (*string)(&e.Action), (*string)(&e.Subject), &e.MAC); err != nil {
			return err
		}
		e.At = store.Moment(at)
		return do(e)
	})
}
