package session

import (
	"slices"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/directory"
	"wijkloket/backend/journey"
	"wijkloket/backend/rights/guide"
)

// Settings are how a person wants the screens. Text and Contrast are names of the theme's steps; empty is its default.
type Settings struct {
	Language string // BCP 47
	Text     string
	Contrast string
}

// Screen names a screen of the kiosk.
type Screen string

// The screens a visit can stand on.
const (
	Home      Screen = "home"
	Languages Screen = "languages"
	Find      Screen = "find"  // my team: type an address
	Areas     Screen = "areas" // my team: pick a neighbourhood
	Team      Screen = "team"  // the answer
	Ask       Screen = "ask"   // a step of the journey, the review among them
	Sending   Screen = "sending"
	Sent      Screen = "sent"
	Trouble   Screen = "trouble" // not sent yet
	Code      Screen = "code"    // my request: type the code
	Mine      Screen = "mine"    // my request
	Cancel    Screen = "cancel"  // are you sure
	Times     Screen = "times"   // other moments, for the answers
	MyTimes   Screen = "my-times"
	Elsewhere Screen = "elsewhere" // another place for my appointment
	Sure      Screen = "sure"      // what is about to change in my appointment
	Handover  Screen = "handover"
	Emergency Screen = "emergency"

	Check    Screen = "check"          // the rights check: what it is
	Question Screen = "check-question" // one of its questions
	Results  Screen = "check-results"
	Right    Screen = "check-right"   // one right of the results
	Given    Screen = "check-answers" // what was answered
	Carry    Screen = "check-phone"   // the QR that carries it to a phone
)

// Spot is where a visit stands: a screen, on [Ask] the step of the journey, on [Question] the question.
type Spot struct {
	Screen   Screen
	Step     journey.StepID
	Question string
}

// RightsCheck is how far the rights check has come. Nothing of it leaves the kiosk by itself.
type RightsCheck struct {
	// Guide is the one that the check began with: newer rules, or another day, must not read the answers of this visit.
	Guide *guide.Guide
	Walk  guide.Walk
	Right string // the one that is opened
	// Picked are the answers touched on questions of several, by question, until "next": a wrong turn loses none.
	Picked map[string][]string
	// Correcting: the present question was opened from the results or the answers and leads back there.
	Correcting bool
	// Unclear and Unlikely: these are shown among the results too.
	Unclear, Unlikely bool
	// Print is how printing goes.
	Print Printing
}

// Printing is how printing goes.
type Printing struct {
	Busy bool
	Done string // key of what came of it, good or not
	Bad  bool
}

// Purpose is what the steps of the journey are walked for.
type Purpose int

// The purposes.
const (
	Asking   Purpose = iota // a new request
	Changing                // another contact plan for the request that the code opened
)

// Outgoing is a confirmed request that has no answer yet. Its key stays the same however often it is sent, so that the
// backend stores it once (A3 of the trust page).
type Outgoing struct {
	Key     string
	Request api.NewRequest
	Tries   int
	Again   time.Time // when it is sent again by itself; zero while it is under way
}

// Receipt is the backend's answer to a stored request.
type Receipt struct {
	api.Receipt
	Reached bool // the resident left a way to be reached
	Print   Printing
}

// Opened is the request that a code opened.
type Opened struct {
	Code   api.Personal
	Status api.Status
	Done   string // key of what was last done to it
	Move   *Move  // nil: nothing is about to be done to its appointment
}

// Visit is everything about one visit. A copy of its fields elsewhere is a leak; tests hold it against that.
type Visit struct {
	Settings Settings
	Answers  journey.Answers
	Purpose  Purpose
	// Correcting: the present step was opened from the review and leads back to it.
	Correcting bool
	// Problems are what is wrong with the present screen's fields; Busy that the backend is being asked.
	Problems []journey.Problem
	Busy     bool

	// Where is what was said about where one lives, once the team was asked for; Located that it was.
	Where   directory.Address
	Located bool

	Offer  *Offer    // nil: nobody asked which moments there are
	Held   *api.Hold // a moment that is kept for this visit; it is let go with it
	Picked time.Time // the moment that is being held right now

	Outgoing *Outgoing
	Receipt  *Receipt
	Opened   *Opened
	Handover *api.Handover
	Taken    *api.HandoverStatus // a phone took the hand-over, and whose it is was not yet said
	Check    *RightsCheck        // nil: not begun

	at     Spot
	before []Spot
	drafts map[draft]api.Personal
}

// draft names a field on the screen on which it is typed.
type draft struct {
	spot  Spot
	field string
}

func newVisit(settings Settings) *Visit {
	return &Visit{Settings: settings, at: Spot{Screen: Home}, drafts: map[draft]api.Personal{}}
}

// untouched: on the first screen, with the default settings and nothing done.
func (v *Visit) untouched(defaults Settings) bool {
	return v.at.Screen == Home && v.Settings == defaults && len(v.drafts) == 0 && v.Answers.Place == "" &&
		len(v.Answers.Seen) == 0 && !v.Located && v.Check == nil && v.Receipt == nil && v.Outgoing == nil && v.Opened == nil
}

// At is where the visit stands.
func (v *Visit) At() Spot { return v.at }

// Before is the spot to which Back leads; none on the first.
func (v *Visit) Before() Spot {
	if len(v.before) == 0 {
		return Spot{}
	}
	return v.before[len(v.before)-1]
}

// CanGoBack reports whether there is a screen before this one.
func (v *Visit) CanGoBack() bool { return len(v.before) > 0 }

// Go moves on. From one step of the journey to another the way back stays the same, because the journey knows its own
// order; a screen that was passed before is returned to rather than piled up, so the way back never grows without end.
func (v *Visit) Go(to Spot) {
	v.Problems, v.Busy = nil, false
	if passed := slices.IndexFunc(v.before, func(s Spot) bool { return s.Screen == to.Screen }); passed >= 0 {
		v.before = v.before[:passed]
	} else if v.at.Screen != to.Screen {
		v.before = append(v.before, v.at)
	}
	v.at = to
}

// Replace moves on without a way back to the present screen.
func (v *Visit) Replace(to Spot) {
	v.Problems, v.Busy = nil, false
	v.at = to
}

// Back returns to the screen before. It forgets nothing that was typed.
func (v *Visit) Back() {
	if len(v.before) == 0 {
		return
	}
	v.Problems, v.Busy = nil, false
	v.at = v.before[len(v.before)-1]
	v.before = v.before[:len(v.before)-1]
}

// Settle leaves no way back: what was done on the screens before is done.
func (v *Visit) Settle(at Spot) {
	v.Problems, v.Busy, v.before, v.at = nil, false, nil, at
}

// Type keeps what stands in a field of the present screen, finished or not.
func (v *Visit) Type(field, text string) {
	v.drafts[draft{v.at, field}] = api.NewPersonal(text)
}

// Untype forgets one field of the present screen.
func (v *Visit) Untype(field string) { delete(v.drafts, draft{v.at, field}) }

// Typed is what stands in a field of the present screen, and false when nobody typed there.
func (v *Visit) Typed(field string) (api.Personal, bool) {
	text, ok := v.drafts[draft{v.at, field}]
	return text, ok
}

// DropTyped forgets the fields of a screen once the answers took them over: nothing need be kept twice.
func (v *Visit) DropTyped(at Spot) {
	for key := range v.drafts {
		if key.spot == at {
			delete(v.drafts, key)
		}
	}
}

// Forget drops everything that was asked and typed, once a request has its receipt: what is left is the receipt.
func (v *Visit) Forget() {
	v.Answers, v.Where, v.Located = journey.Answers{}, directory.Address{}, false
	v.Outgoing, v.Opened, v.Handover, v.Taken, v.Check = nil, nil, nil, nil, nil
	v.Offer, v.Held, v.Picked = nil, nil, time.Time{}
	v.drafts = map[draft]api.Personal{}
}

// Screens lists every screen.
var Screens = []Screen{
	Home, Languages, Find, Areas, Team, Ask, Sending, Sent, Trouble, Code, Mine, Cancel, Handover, Emergency,
	Check, Question, Results, Right, Given, Carry, Times, MyTimes, Elsewhere, Sure,
}
