package api

import "time"

// Slot is a moment that can be had (tijdstip), with who would be there.
type Slot struct {
	Start     time.Time `json:"start"`
	End       time.Time `json:"end"`
	Place     Place     `json:"place" enum:"centre,home,phone"`
	Centre    string    `json:"centre,omitempty" maxLength:"40"`  // where, for a talk in a centre
	Worker    string    `json:"worker,omitempty" maxLength:"100"` // first name
	Languages []string  `json:"languages,omitempty" maxItems:"30"`
}

// SlotAsk asks which moments can be had. It holds choices and nothing that was typed: a device works out the team of an
// address by itself.
type SlotAsk struct {
	Place        Place     `json:"place" enum:"here,centre,home,phone"`
	Kiosk        string    `json:"kiosk,omitempty" maxLength:"40"`  // centre the kiosk stands in
	Centre       string    `json:"centre,omitempty" maxLength:"40"` // where to meet, or who calls
	Team         string    `json:"team,omitempty" maxLength:"40"`   // of the address, for a home visit
	Language     string    `json:"language,omitempty" maxLength:"8"`
	TalkLanguage string    `json:"talk_language,omitempty" maxLength:"8"`
	Interpreter  bool      `json:"interpreter,omitempty"`
	Topics       []string  `json:"topics,omitempty" maxItems:"12"`
	When         []DayPart `json:"when,omitempty" maxItems:"4"` // preferred parts of the day come first
	Many         bool      `json:"many,omitempty"`              // other times: all of some days instead of a few good ones
	From         time.Time `json:"from,omitzero"`               // other times from this day on; zero: from now
}

// SlotOffer are moments that can be had now, by their start. None is a true answer too: then the team calls.
type SlotOffer struct {
	Slots []Slot    `json:"slots"`
	Next  time.Time `json:"next,omitzero"` // with Many: where the list goes on; zero at its end
}

// HoldAsk keeps a moment for somebody who is still filling in. Instead is a hold that is let go for it.
type HoldAsk struct {
	Ask     SlotAsk   `json:"ask"`
	Start   time.Time `json:"start"`
	Instead Personal  `json:"instead,omitzero"`
}

// Hold is a moment that is kept until it expires. Token is the holder's key to it.
type Hold struct {
	Token   Personal  `json:"token"`
	Slot    Slot      `json:"slot"`
	Expires time.Time `json:"expires"`
}

// HoldToken names a hold, to let it go.
type HoldToken struct {
	Token Personal `json:"token"`
}

// AppointmentState is how an appointment stands, as its resident may see it.
type AppointmentState string

// The states of an appointment. A home visit that staff propose is offered: it takes place only after a yes.
const (
	AppointmentOffered   AppointmentState = "offered"
	AppointmentBooked    AppointmentState = "booked"
	AppointmentMet       AppointmentState = "met"
	AppointmentMissed    AppointmentState = "missed"
	AppointmentCancelled AppointmentState = "cancelled"
)

// Live reports that the appointment is still to come.
func (s AppointmentState) Live() bool { return s == AppointmentOffered || s == AppointmentBooked }

// Appointment (afspraak) is what a resident sees of the appointment of a request.
type Appointment struct {
	Slot
	ID      string           `json:"id"` // for a picture of the worker and a calendar; opens nothing
	State   AppointmentState `json:"state"`
	Earlier *Slot            `json:"earlier,omitempty"` // an earlier moment that came free, to take or to leave
	Picture []byte           `json:"picture,omitempty"` // of the worker, a small JPEG, if they gave one
}

// SlotsOfMine asks which moments can be had for the request that the code opens, also in another place.
type SlotsOfMine struct {
	Code   Personal  `json:"code"`
	Place  Place     `json:"place,omitempty" enum:"centre,home,phone"` // empty: as it is now
	Centre string    `json:"centre,omitempty" maxLength:"40"`
	Many   bool      `json:"many,omitempty"`
	From   time.Time `json:"from,omitzero"`
}

// Booking books a moment for the request that the code opens, or moves its appointment there. The resident needs no reason.
type Booking struct {
	Code   Personal  `json:"code"`
	Start  time.Time `json:"start"`
	Place  Place     `json:"place,omitempty" enum:"centre,home,phone"` // empty: as it is now
	Centre string    `json:"centre,omitempty" maxLength:"40"`
}

// Reply is what a resident answers to a question of ours with one touch.
type Reply string

// The replies.
const (
	ReplyAccept  Reply = "accept"  // yes to the home visit
	ReplyCallMe  Reply = "callme"  // no appointment: call me
	ReplyNotNow  Reply = "notnow"  // leave it for now; the same as cancelling
	ReplyEarlier Reply = "earlier" // I take the earlier moment
	ReplyKeep    Reply = "keep"    // I keep my own
)

// Answer gives a reply for the request that the code opens.
type Answer struct {
	Code Personal `json:"code"`
	// Start is the moment that the question was about. When staff changed it meanwhile, the answer is not taken for the new one.
	Start time.Time `json:"start,omitzero"`
	Reply Reply     `json:"reply" enum:"accept,callme,notnow,earlier,keep"`
}

// AskedAbout is the moment that a reply is about: the one that was shown. It is zero where the reply is about none.
func (s Status) AskedAbout(reply Reply) time.Time {
	switch a := s.Appointment; {
	case a == nil:
		return time.Time{}
	case reply == ReplyEarlier && a.Earlier != nil:
		return a.Earlier.Start
	default:
		return a.Start
	}
}
