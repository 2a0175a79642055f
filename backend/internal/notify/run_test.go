package notify_test

import (
	"context"
	"testing"

	"go.uber.org/goleak"

	"wijkloket/backend/internal/notify"
)

// TestRunEndsWhenWhatIsUnderWayIsOver: a program that is told to stop in the middle of a message still notes that it went.
func TestRunEndsWhenWhatIsUnderWayIsOver(t *testing.T) {
	defer goleak.VerifyNone(t)
	o := newOffice(t, at("2026-12-01 09:00"))
	o.plan(id(1), mailPlan, wednesday, notify.CancelledByStaff)
	running, stop := context.WithCancel(context.Background())
	o.mail.answer = func(notify.Outgoing) (string, error) {
		stop()
		return "m-1", nil
	}
	o.clerk.Run(running)
	o.want(notify.Cancelled, notify.Sent, notify.Email, notify.ReceiptSent)
}
