package notify

import (
	"time"

	"wijkloket/backend/api"
)

// Receipts of messages that went, or tried to.
const (
	ReceiptSent      = "sent"
	ReceiptDelivered = "delivered"
	ReceiptUnsure    = "unsure"     // it may have arrived, and sending it again might reach the resident twice
	ReceiptNoGateway = "no-gateway" // nothing is set up for the channel
	ReceiptToCall    = "to-call"    // the plan says to call
)

// backoff is how long to wait after each failed try; the last one repeats.
var backoff = []time.Duration{time.Minute, 2 * time.Minute, 5 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour}

const (
	fewTries  = 3              // before people are asked to help
	longTries = 24 * time.Hour // a gateway that is down longer is a matter for people
	lookAgain = time.Hour      // a task is held against the plan again this often
)

// matters reports whether people should tell it when the message cannot: a resident who does not know it comes in vain, or
// waits for nothing. A reminder of what the resident knows does not.
func (k Kind) matters() bool {
	switch k {
	case Confirmation, Changed, Cancelled, Missed, Kept, VisitOffer:
		return true
	default:
		return false
	}
}

// pointless reports whether a message no longer says what is true.
func pointless(row Row, f Facts) bool {
	return f.Gone || !row.Start.Equal(f.Start)
}

// next is what becomes of a message that is due. send tells that the row, claimed by being stored, is to be sent at once.
// repeatable reports whether a channel has a transport and may carry a message twice.
func (g Guard) next(row Row, f Facts, now time.Time, transport func(Channel) (there, repeatable bool)) (after Row, send bool) {
	_, repeatable := transport(row.Channel)
	channel, _ := channelOf(f.Plan)
	switch {
	case row.State == Sending && (!repeatable || channel != row.Channel):
		return row.unsure(now), false
	case pointless(row, f):
		return row.over(Dropped, ReceiptPointless), false
	case !now.Before(row.Deadline):
		return row.over(Dropped, ReceiptTooLate), false
	case row.State == Waiting && (row.Channel == Desk || row.Channel == channel):
		row.NextTry = earlier(row.Deadline, now.Add(lookAgain))
		return row, false
	}
	decision := g.Decide(f.Plan, row.Kind, now, row.NotBefore, row.Deadline)
	there, _ := transport(decision.Channel)
	switch {
	case decision.Channel == "":
		return row.refused(decision.Why, now), false
	case decision.Channel == Call:
		return row.task(Call, ReceiptToCall, now), false
	case decision.From.After(now):
		row.State, row.NextTry = Queued, decision.From
		return row, false
	case !there:
		return row.refused(ReceiptNoGateway, now), false
	}
	row.State, row.Channel, row.Attempts = Sending, decision.Channel, row.Attempts+1
	return row, true
}

// sent is the row after the other side took the message over.
func (r Row) sent(reference string) Row {
	r = r.over(Sent, ReceiptSent)
	r.Reference = reference
	return r
}

// failed is the row after a try that failed.
func (g Guard) failed(row Row, plan api.ContactPlan, fault *Fault, now time.Time) Row {
	row.Receipt = fault.Code
	switch {
	case fault.Unsure:
		return row.unsure(now)
	case fault.Permanent: // a wrong number is worth knowing, whatever the message was
		return row.task(Desk, fault.Code, now)
	}
	wait := backoff[min(row.Attempts, len(backoff))-1]
	again := g.Decide(plan, row.Kind, now.Add(wait), row.NotBefore, row.Deadline)
	if again.Channel != row.Channel || row.Kind.matters() && row.triedEnough(again.From) {
		return row.refused(fault.Code, now)
	}
	row.State, row.NextTry = Queued, again.From
	return row
}

// triedEnough reports whether people should hear of it rather than that the next try is waited for: soon enough before the
// deadline to be of use.
func (r Row) triedEnough(next time.Time) bool {
	half := r.Deadline.Sub(r.NotBefore) / 2
	return r.Attempts >= fewTries && next.After(r.NotBefore.Add(min(longTries, half)))
}

// refused is a message that cannot go: told at the desk when it matters and the resident did not ask for silence.
func (r Row) refused(why string, now time.Time) Row {
	if r.Kind.matters() && why != ReceiptNoChannel {
		return r.task(Desk, why, now)
	}
	return r.over(Dropped, why)
}

// unsure is a message that may have arrived.
func (r Row) unsure(now time.Time) Row {
	if r.Kind.matters() && now.Before(r.Deadline) {
		return r.task(Desk, ReceiptUnsure, now)
	}
	return r.over(Failed, ReceiptUnsure)
}

func (r Row) task(channel Channel, receipt string, now time.Time) Row {
	r.State, r.Channel, r.Receipt, r.NextTry = Waiting, channel, receipt, earlier(r.Deadline, now.Add(lookAgain))
	return r
}

func (r Row) over(state State, receipt string) Row {
	r.State, r.Receipt = state, receipt
	return r
}

// changed is the row as the next version.
func (r Row) changed(now time.Time) Row {
	r.Changed = now
	r.Version++
	return r
}
