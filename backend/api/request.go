package api

import "time"

// Place says where the talk happens.
type Place string

// The places of a talk.
const (
	PlaceHere   Place = "here"   // the centre the person stands in
	PlaceCentre Place = "centre" // another centre: nobody in my street needs to see me
	PlaceHome   Place = "home"   // huisbezoek, always an offer
	PlacePhone  Place = "phone"  // the talk itself is by telephone
	PlaceCallMe Place = "callme" // call me first, then we see
)

// Channel says how the team reaches the resident.
type Channel string

// The channels of a contact plan.
const (
	ChannelNone  Channel = "none" // the resident comes back or calls with the code
	ChannelPhone Channel = "phone"
	ChannelSMS   Channel = "sms"
	ChannelEmail Channel = "email"
)

// DayPart is a preferred part of the day.
type DayPart string

// The parts of a day, as people say them.
const (
	Morning   DayPart = "morning"   // before 12
	Noon      DayPart = "noon"      // 12 to 14
	Afternoon DayPart = "afternoon" // 14 to 17
	Evening   DayPart = "evening"   // after 17
)

// Introduction says who we say we are when someone else may pick up.
type Introduction string

// The introductions a resident can choose from.
const (
	IntroduceFirstName Introduction = "firstname" // "it is Amira", the default: says nothing
	IntroduceCity      Introduction = "city"      // "the city of Kortrijk"
	IntroduceTeam      Introduction = "team"      // "wijkteam ..."
)

// Remind says which reminders (herinneringen) of an appointment the resident wants; empty is both.
type Remind string

// The choices of reminders.
const (
	RemindBoth   Remind = "both"
	RemindBefore Remind = "before" // two days before
	RemindDay    Remind = "day"    // the same morning
	RemindNone   Remind = "none"
)

// Companion says who comes along.
type Companion string

// The companions.
const (
	CompanionNone Companion = "none"
	CompanionOwn  Companion = "own" // I bring someone
)

// Address is where a resident lives, as far as given. Area is a neighbourhood picked from the list by someone who would
// rather not name a street.
type Address struct {
	Street   Personal `json:"street,omitzero"`
	Number   Personal `json:"number,omitzero"`
	Postcode Personal `json:"postcode,omitzero"`
	Area     string   `json:"area,omitempty" maxLength:"60"`
}

// IsZero reports whether nothing of the address is known.
func (a Address) IsZero() bool { return a == Address{} }

// ContactPlan (contactplan) is the resident's own rule for reaching them; no message or call may step outside it.
type ContactPlan struct {
	Channel    Channel      `json:"channel" enum:"none,phone,sms,email"`
	Phone      Personal     `json:"phone,omitzero"`
	Email      Personal     `json:"email,omitzero"`
	When       []DayPart    `json:"when,omitempty" maxItems:"4"` // empty: any part of the day
	Voicemail  bool         `json:"voicemail,omitempty"`         // may we leave a message
	Introduce  Introduction `json:"introduce,omitempty" enum:"firstname,city,team"`
	NeverWrite bool         `json:"never_write,omitempty"` // no letter, no SMS, no e-mail
	CodeWord   Personal     `json:"code_word,omitzero"`    // what reception calls; not a key
	Remind     Remind       `json:"remind,omitempty" enum:"both,before,day,none"`
}

// NewRequest is a request for a talk (hulpvraag) on its way in. Everything but Place, Contact.Channel and Consent may
// be left out.
type NewRequest struct {
	Language     string      `json:"language" maxLength:"8"`         // of the screens, BCP 47
	Kiosk        string      `json:"kiosk,omitempty" maxLength:"40"` // centre the kiosk stands in
	Place        Place       `json:"place" enum:"here,centre,home,phone,callme"`
	Centre       string      `json:"centre,omitempty" maxLength:"40"` // where to meet, or who calls
	Address      Address     `json:"address,omitzero"`
	Contact      ContactPlan `json:"contact"`
	Topics       []string    `json:"topics,omitempty" maxItems:"12"`
	Message      Personal    `json:"message,omitzero"`
	Name         Personal    `json:"name,omitzero"`
	TalkLanguage string      `json:"talk_language,omitempty" maxLength:"8"`
	Interpreter  bool        `json:"interpreter,omitempty"`
	Companion    Companion   `json:"companion,omitempty" enum:"none,own"`
	Rights       []string    `json:"rights,omitempty" maxItems:"80"` // ids of the rights that the resident chose to share; of the check nothing else is sent
	Start        time.Time   `json:"start,omitzero"`                 // the moment that was chosen; zero: contact me
	Hold         Personal    `json:"hold,omitzero"`                  // token of the hold on it, where there is one
	BirthYear    Personal    `json:"birth_year,omitzero"`            // four digits; with the name it finds the own worker again
	Apart        bool        `json:"apart,omitempty"`                // I come alone: keep this apart from my household
	Consent      string      `json:"consent" maxLength:"20"`         // version of the consent sentence that was shown
}

// Receipt is the answer to a stored request: it was committed to disk before this was sent.
type Receipt struct {
	Code     Personal  `json:"code"`      // opens "my request"; shown once
	Locator  string    `json:"locator"`   // its public part
	CodeWord Personal  `json:"code_word"` // what reception calls
	Team     string    `json:"team"`
	Centre   string    `json:"centre"`  // where the resident can turn to
	Promise  time.Time `json:"promise"` // "we contact you before": end of that day, Europe/Brussels

	Appointment *Appointment `json:"appointment,omitempty"` // where a moment was chosen
}

// State is where a request stands, in words that a resident may see (T-35).
type State string

// The states of a request. Handing over is an event, not a state: the request starts anew at the other team.
const (
	StateNew       State = "new"
	StateContacted State = "contacted"
	StateScheduled State = "scheduled"
	StateMet       State = "met"
	StateMissed    State = "missed"
	StateClosed    State = "closed"
	StateCancelled State = "cancelled" // by the resident
)

// Open reports whether someone is still expected to act.
func (s State) Open() bool { return s != StateMet && s != StateClosed && s != StateCancelled }

// Status is what the holder of the code sees: state words and the promise, never what was typed (T-35). Contact carries
// the choices of the plan without number, address or code word.
type Status struct {
	Locator string      `json:"locator"`
	State   State       `json:"state"`
	Team    string      `json:"team"`
	Centre  string      `json:"centre"`
	Place   Place       `json:"place"`
	Worker  string      `json:"worker,omitempty"` // first name, once someone took it
	Created time.Time   `json:"created"`
	Promise time.Time   `json:"promise"`
	Contact ContactPlan `json:"contact"`

	Appointment *Appointment `json:"appointment,omitempty"` // the latest; nil while there was none
}

// Proof is the full request code: locator, secret and check character.
type Proof struct {
	Code Personal `json:"code"`
}

// ContactChange replaces the contact plan of the request that the code opens.
type ContactChange struct {
	Code    Personal    `json:"code"`
	Contact ContactPlan `json:"contact"`
}
