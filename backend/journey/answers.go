package journey

import (
	"time"

	"wijkloket/backend/api"
)

// ConsentVersion names the consent sentence (key "consent.sentence") that a request was sent under. Change it together
// with the sentence.
const ConsentVersion = "2026-11"

// Answers is what a visit has answered so far. The zero value has answered nothing. It is a plain value: copying it
// keeps the old one, and forgetting it forgets everything.
type Answers struct {
	Place   api.Place
	Centre  string
	Address api.Address

	// Start is the moment that was chosen, Slot what there is to show of it, and Hold the token of the hold on it. Later says
	// that none was chosen, which is an answer too.
	Start time.Time
	Slot  api.Slot
	Hold  api.Personal
	Later bool

	Contact api.ContactPlan
	// Seen holds the steps whose answer may well be "no" or "nothing", so that silence and "no" differ.
	Seen map[StepID]bool

	Topics       []string
	Message      api.Personal
	Name         api.Personal
	BirthYear    api.Personal
	TalkLanguage string
	Interpreter  bool
	Companion    api.Companion
	Apart        bool

	// Rights are those that the resident chose to share, and Offered those that the check found. What was offered stays on the
	// device: neither a request nor a hand-over holds it.
	Rights  []string
	Offered []string
}

// Choices are the answers that may travel to a phone: what was picked and nothing that was typed (T-31). Rights that were chosen
// to share are not among them: they travel in the QR itself, past the backend. A moment and its
// hold stay behind: the kiosk lets its hold go when the phone takes over, and a QR that somebody photographs must be no key
// to one. The phone asks which moments there are, and about the reminder that goes with one.
func (a Answers) Choices(s Setting) api.Choices {
	c := a.Contact
	return api.Choices{
		Kiosk: s.Kiosk, Place: a.Place, Centre: a.Centre, Area: a.Address.Area, Channel: c.Channel, When: c.When,
		Voicemail: c.Voicemail, Introduce: c.Introduce, NeverWrite: c.NeverWrite, Topics: a.Topics,
		TalkLanguage: a.TalkLanguage, Interpreter: a.Interpreter, Companion: a.Companion,
		Apart: a.Apart,
	}
}

// FromChoices takes over the choices of another device. Values that this version does not know are dropped, because a
// kiosk may be older or newer than the backend.
func FromChoices(c api.Choices, s Setting) Answers {
	input := map[StepID]Input{
		StepPlace:     {"place": {string(c.Place)}},
		StepCentre:    {"centre": {c.Centre}},
		StepChannel:   {"channel": {string(c.Channel)}},
		StepWhen:      {"when": words(c.When)},
		StepIntroduce: {"introduce": {string(c.Introduce)}},
		StepTopics:    {"topics": c.Topics},
		StepLanguage:  {"language": {c.TalkLanguage}},
		StepCompanion: {"companion": {string(c.Companion)}},
	}
	var a Answers
	for _, step := range []StepID{StepPlace, StepCentre, StepChannel, StepWhen, StepIntroduce, StepTopics, StepLanguage, StepCompanion} {
		if taken, problems := a.With(step, input[step], s); len(problems) == 0 {
			a = taken
		}
	}
	a.Address.Area = c.Area
	a.Contact.Voicemail, a.Contact.NeverWrite, a.Interpreter = c.Voicemail, c.NeverWrite, c.Interpreter
	if c.Apart {
		a.Apart, a.Seen = true, a.seenAnd(StepApart)
	}
	return a
}

// Request is the request that these answers make. Call [Check] on it, or walk to the review, before sending.
func (a Answers) Request(language string, s Setting) api.NewRequest {
	contact := a.Contact
	contact.Channel = a.channel()
	if contact.Introduce == "" && contact.Channel == api.ChannelPhone {
		contact.Introduce = api.IntroduceFirstName
	}
	address := a.Address
	if !a.needsAddress() {
		address = api.Address{Area: a.Address.Area} // a street that no longer matters is not sent
	}
	centre := a.Centre
	if !a.needsCentre(s) {
		centre = ""
	}
	if !a.remindable(s) {
		contact.Remind = "" // there is nothing to be reminded of, or no way to
	}
	start, hold := a.Start, a.Hold
	if !a.meets() || start.IsZero() {
		start, hold = time.Time{}, api.Personal{}
	}
	return api.NewRequest{
		Language: language, Kiosk: s.Kiosk, Place: a.Place, Centre: centre, Address: address, Contact: onlyReachable(contact),
		Topics: a.Topics, Message: a.Message, Name: a.Name, TalkLanguage: a.TalkLanguage, Interpreter: a.Interpreter,
		Companion: a.Companion, Rights: s.known(a.Rights), Start: start, Hold: hold, BirthYear: a.BirthYear, Apart: a.Apart,
		Consent: ConsentVersion,
	}
}

// onlyReachable drops what belongs to a channel that was left again: we ask for one way to reach you and keep one.
func onlyReachable(c api.ContactPlan) api.ContactPlan {
	if c.Channel != api.ChannelPhone && c.Channel != api.ChannelSMS {
		c.Phone = api.Personal{}
	}
	if c.Channel != api.ChannelEmail {
		c.Email = api.Personal{}
	}
	if c.Channel != api.ChannelPhone {
		c.Voicemail, c.Introduce, c.NeverWrite = false, "", false
	}
	if c.Channel == api.ChannelNone {
		c.When = nil
	}
	return c
}

// FromRequest turns a request back into answers, so that one set of rules judges what came in from anywhere.
func FromRequest(r api.NewRequest) Answers {
	seen := map[StepID]bool{}
	for step := range questions {
		seen[step] = true
	}
	return Answers{
		Place: r.Place, Centre: r.Centre, Address: r.Address, Contact: r.Contact, Seen: seen, Topics: r.Topics, Message: r.Message,
		Name: r.Name, TalkLanguage: r.TalkLanguage, Interpreter: r.Interpreter, Companion: r.Companion, Rights: r.Rights,
		Start: r.Start, Slot: api.Slot{Start: r.Start}, Hold: r.Hold, Later: r.Start.IsZero(), BirthYear: r.BirthYear, Apart: r.Apart,
	}
}

// seenAnd are the steps seen so far and this one, in a map of its own.
func (a Answers) seenAnd(step StepID) map[StepID]bool {
	all := map[StepID]bool{step: true}
	for seen := range a.Seen {
		all[seen] = true
	}
	return all
}

// calls reports that the talk itself needs a telephone, so that "how do we reach you" answers itself.
func (a Answers) calls() bool { return a.Place == api.PlacePhone || a.Place == api.PlaceCallMe }

func (a Answers) channel() api.Channel {
	if a.calls() {
		return api.ChannelPhone
	}
	return a.Contact.Channel
}

func (a Answers) needsAddress() bool { return a.Place == api.PlaceHome }

// needsCentre: someone must pick up the request. The kiosk's own centre does where there is one, unless the resident
// wants another; an address does where it leads to a team.
func (a Answers) needsCentre(s Setting) bool {
	switch a.Place {
	case api.PlaceCentre:
		return true
	case api.PlaceHome:
		if s.Kiosk != "" || a.Address.IsZero() {
			return false
		}
		_, known := s.City.TeamAt(a.Address)
		return !known
	case api.PlaceHere:
		return false
	default:
		return s.Kiosk == ""
	}
}

// wantsInterpreterQuestion: a talk in the team's own languages needs none.
func (a Answers) wantsInterpreterQuestion() bool {
	return a.TalkLanguage != "" && a.TalkLanguage != "nl"
}

func words[T ~string](in []T) []string {
	out := make([]string, len(in))
	for i, w := range in {
		out[i] = string(w)
	}
	return out
}
