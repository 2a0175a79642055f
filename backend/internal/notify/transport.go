package notify

import (
	"context"
	"errors"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
)

// Transport carries a message to the other side, which is a gateway or a mail server.
type Transport interface {
	// Send returns when the other side took the message over, with its id of it, if it has one. Its error is a [Fault].
	Send(ctx context.Context, out Outgoing) (reference string, err error)
	// Repeatable reports whether the other side knows a message again by its ID, so that sending it a second time, after an
	// answer that got lost, does not reach the resident twice.
	Repeatable() bool
}

// Outgoing is a message on its way: to whom, and in which words.
type Outgoing struct {
	ID core.ID // the same at every try
	To api.Personal
	Text
}

// Fault is why a message did not go. Its code is short and stable and never repeats what the other side said, which may hold
// a number or an address.
type Fault struct {
	Code      string
	Permanent bool // trying again is no use
	Unsure    bool // it may have arrived
}

// Error returns the code.
func (f *Fault) Error() string { return "notify: " + f.Code }

// faultOf is the fault in an error; any other error is a passing one.
func faultOf(err error) *Fault {
	var fault *Fault
	if errors.As(err, &fault) {
		return fault
	}
	return &Fault{Code: "fault"}
}

// addressee is where a message on a channel goes.
func addressee(channel Channel, plan api.ContactPlan) api.Personal {
	if channel == Email {
		return plan.Email
	}
	return plan.Phone
}
