package session

import (
	"time"

	"wijkloket/backend/api"
)

// Moments are what the backend offers, as far as it was asked.
type Moments struct {
	Slots  []api.Slot
	Next   time.Time // where the list goes on; zero at its end
	Asking bool
	Known  bool // it answered; none is an answer too
	Failed bool // it did not
	// Instead: these came in the place of one that was gone, and there may be more.
	Instead bool
}

// Offer is what is on offer for the answers of a visit.
type Offer struct {
	Ask  api.SlotAsk
	Good Moments // a few good ones
	All  Moments // all of some days
}

// Move is what is about to be done to the appointment that a code opened, before its yes.
type Move struct {
	Place  api.Place // empty: as it is now
	Centre string
	All    Moments
	Start  api.Slot  // the moment that was touched
	Reply  api.Reply // or an answer instead of a moment
}
