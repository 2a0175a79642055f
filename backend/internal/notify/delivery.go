package notify

import (
	"context"
	"regexp"
	"time"

	"wijkloket/backend/internal/core"
)

// Delivery is what a gateway reports later of a message it took over. It may come twice, late, or before the answer to the
// message itself.
type Delivery struct {
	ID        string // ours; a gateway that cannot carry it back leaves it empty
	Reference string // the gateway's
	Arrived   bool
	Code      string // of a failure, in the gateway's words
}

var stableCode = regexp.MustCompile(`^[a-z0-9-]{1,30}$`)

// Deliver takes a delivery report. It is false for a message that nobody knows.
func (c *Clerk) Deliver(ctx context.Context, d Delivery) (known bool, err error) {
	var observed []Row
	err = c.deps.Store.Update(ctx, func(tx Tx) error {
		observed = nil
		row, found, err := messageOf(tx, d)
		known = found
		if err != nil || !found {
			return err
		}
		now := c.deps.Clock.Now()
		after := d.becomes(row, now)
		if after == row {
			return nil
		}
		after = after.changed(now)
		stored, err := tx.UpdateMessage(after)
		if stored {
			observed = append(observed, after)
		}
		return err
	})
	if err == nil {
		for _, row := range observed {
			c.deps.Observe(row)
		}
	}
	return known, err
}

func messageOf(tx Tx, d Delivery) (Row, bool, error) {
	if id, ok := core.ParseID(d.ID); ok {
		if row, found, err := tx.Message(id); found || err != nil {
			return row, found, err
		}
	}
	if d.Reference == "" {
		return Row{}, false, nil
	}
	return tx.MessageByReference(d.Reference)
}

// becomes is the row after the report. That it arrived is the last word; a failure counts only while nothing better is known.
// A message that was never given to a gateway can have no report.
func (d Delivery) becomes(row Row, now time.Time) Row {
	if row.Attempts == 0 || row.Channel == Email || row.State == Delivered || row.State == Done {
		return row
	}
	if d.Arrived {
		row.Channel = SMS // also when a task at the desk was made of it meanwhile
		return row.over(Delivered, ReceiptDelivered)
	}
	if row.State != Sending && row.State != Sent && row.State != Queued {
		return row
	}
	code := "undelivered"
	if stableCode.MatchString(d.Code) {
		code += "-" + d.Code
	}
	if !now.Before(row.Deadline) {
		return row.over(Failed, code)
	}
	return row.task(Desk, code, now)
}
