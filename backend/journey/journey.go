// Package journey is the resident's way from "I would like to talk to someone" to a request: which steps there are, in
// which order, what each asks, which answers it takes and where it goes next. The kiosk draws it with Fyne and the
// phone pages with HTML, but both ask this package what to draw, so a question can never exist on one and not on the
// other. It is pure: no clock, no randomness, no network.
//
// The short way is kept short: where, how do we reach you, send. Everything else is offered on the review and may be
// left out (A-21, "information first, identity last").
package journey

import (
	"slices"

	"wijkloket/backend/api"
)

// StepID names a step; it is also its name in a page's address and in a hand-over.
type StepID string

// The steps of the way to a talk. The first group is asked in this order, as far as the answers call for it; the second
// is offered on the review.
const (
	StepPlace     StepID = "place"
	StepCentre    StepID = "centre"
	StepAddress   StepID = "address"
	StepTime      StepID = "time"
	StepChannel   StepID = "channel"
	StepPhone     StepID = "phone"
	StepEmail     StepID = "email"
	StepWhen      StepID = "when"
	StepVoicemail StepID = "voicemail"
	StepIntroduce StepID = "introduce"
	StepWriting   StepID = "writing"
	StepReview    StepID = "review"

	StepRights      StepID = "rights"
	StepTopics      StepID = "topics"
	StepMessage     StepID = "message"
	StepName        StepID = "name"
	StepCodeWord    StepID = "codeword"
	StepLanguage    StepID = "language"
	StepInterpreter StepID = "interpreter"
	StepCompanion   StepID = "companion"
	StepApart       StepID = "apart"
	StepRemind      StepID = "remind" // the last of the way where only the contact plan changes
)

// City is what the journey asks of the directory.
type City interface {
	// CentreIDs lists the centres in the order in which people read them.
	CentreIDs() []string
	// CentreName is a centre's name, and false for an unknown id.
	CentreName(id string) (string, bool)
	// TeamAt names the one team of an address, and false where only a person can tell.
	TeamAt(address api.Address) (string, bool)
}

// Setting is where a visit takes place.
type Setting struct {
	City  City
	Kiosk string // the centre the kiosk stands in; empty on a phone that came from a flyer
	// Right knows the id of a right; nil knows none.
	Right func(id string) bool
	// Times: this device can ask which moments there are.
	Times bool
	// Slots are the moments on offer now; nil: nobody asked yet.
	Slots []api.Slot
	// ContactOnly: a request that is already sent gets another contact plan; nothing else is asked.
	ContactOnly bool
}

// Path lists the steps from first to review that these answers call for. Everything else about the order follows from
// it: next, back and progress can never disagree.
func Path(a Answers, s Setting) []StepID {
	path := placePath(a, s)
	if !a.calls() {
		path = append(path, StepChannel)
	}
	switch a.channel() {
	case api.ChannelPhone:
		path = append(path, StepPhone, StepWhen, StepVoicemail, StepIntroduce, StepWriting)
	case api.ChannelSMS:
		path = append(path, StepPhone, StepWhen)
	case api.ChannelEmail:
		path = append(path, StepEmail, StepWhen)
	}
	if s.ContactOnly && a.remindable(s) {
		path = append(path, StepRemind)
	}
	return append(path, StepReview)
}

// placePath is the part of the path about where and when the talk is; it is settled once a request is sent.
func placePath(a Answers, s Setting) []StepID {
	if s.ContactOnly {
		return nil
	}
	path := []StepID{StepPlace}
	if a.needsAddress() {
		path = append(path, StepAddress)
	}
	if a.needsCentre(s) {
		path = append(path, StepCentre)
	}
	if a.asksTime(s) {
		path = append(path, StepTime)
	}
	return path
}

// Extras lists the steps that the review offers, in reading order.
func Extras(a Answers, s Setting) []StepID {
	if s.ContactOnly {
		return nil
	}
	var extras []StepID
	if a.mayShare() {
		extras = append(extras, StepRights)
	}
	extras = append(extras, StepTopics, StepLanguage)
	if a.wantsInterpreterQuestion() {
		extras = append(extras, StepInterpreter)
	}
	extras = append(extras, StepCompanion, StepApart)
	if a.remindable(s) {
		extras = append(extras, StepRemind)
	}
	return append(extras, StepName, StepMessage, StepCodeWord)
}

// Next is the step after an answered one: the next of the path, or back to the review after one that the review
// offered. During a correction from the review, Next still walks the path; see [NextOpen].
func Next(step StepID, a Answers, s Setting) StepID {
	if step == StepLanguage && a.wantsInterpreterQuestion() {
		return StepInterpreter
	}
	path := Path(a, s)
	if at := slices.Index(path, step); at >= 0 && at+1 < len(path) {
		return path[at+1]
	}
	return StepReview
}

// NextOpen is where a correction leads: the first step of the path that has no valid answer yet, which is the review
// when the change opened no new question. Nobody walks the whole way again to change one thing.
func NextOpen(step StepID, a Answers, s Setting) StepID {
	if step == StepLanguage && a.wantsInterpreterQuestion() {
		return StepInterpreter
	}
	for _, candidate := range Path(a, s) {
		if !a.answered(candidate, s) {
			return candidate
		}
	}
	return StepReview
}

// Back is the step before, and false on the first.
func Back(step StepID, a Answers, s Setting) (StepID, bool) {
	path := Path(a, s)
	at := slices.Index(path, step)
	if at < 0 {
		return StepReview, true
	}
	if at == 0 {
		return "", false
	}
	return path[at-1], true
}

// Known reports whether the step exists at all.
func Known(step StepID) bool {
	_, ok := questions[step]
	return ok || step == StepReview
}

// Reachable reports whether a visit may stand at the step: every step before it is answered. A page that is opened by
// its address and not by walking falls back to [NextOpen].
func Reachable(step StepID, a Answers, s Setting) bool {
	path := Path(a, s)
	at := slices.Index(path, step)
	if at < 0 {
		return slices.Contains(Extras(a, s), step) && NextOpen(path[0], a, s) == StepReview
	}
	for _, before := range path[:at] {
		if !a.answered(before, s) {
			return false
		}
	}
	return true
}

// Progress is the number of a step in its path, from 1, and the length of the path as far as the answers tell. Steps
// offered by the review have none.
func Progress(step StepID, a Answers, s Setting) (at, of int) {
	path := Path(a, s)
	return slices.Index(path, step) + 1, len(path)
}
