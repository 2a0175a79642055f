package api

import "time"

// HandoverLife is how long a QR hand-over can be taken (T-30).
const HandoverLife = 2 * time.Minute

// Choices are the answers a visit may carry to a phone: picked, never typed (T-31).
type Choices struct {
	Kiosk        string       `json:"kiosk,omitempty" maxLength:"40"`
	Place        Place        `json:"place,omitempty" enum:"here,centre,home,phone,callme"`
	Centre       string       `json:"centre,omitempty" maxLength:"40"`
	Area         string       `json:"area,omitempty" maxLength:"60"`
	Channel      Channel      `json:"channel,omitempty" enum:"none,phone,sms,email"`
	When         []DayPart    `json:"when,omitempty" maxItems:"4"`
	Voicemail    bool         `json:"voicemail,omitempty"`
	Introduce    Introduction `json:"introduce,omitempty" enum:"firstname,city,team"`
	NeverWrite   bool         `json:"never_write,omitempty"`
	Topics       []string     `json:"topics,omitempty" maxItems:"12"`
	TalkLanguage string       `json:"talk_language,omitempty" maxLength:"8"`
	Interpreter  bool         `json:"interpreter,omitempty"`
	Companion    Companion    `json:"companion,omitempty" enum:"none,own"`
	Apart        bool         `json:"apart,omitempty"` // lost on the way, it would show a household what it must not see
}

// NewHandover asks for a QR: the running visit's language, step and choices.
type NewHandover struct {
	Language string  `json:"language" maxLength:"8"`
	Step     string  `json:"step" maxLength:"30"`
	Choices  Choices `json:"choices"`
}

// Handover is an open hand-over as the kiosk holds it. URL is what the QR shows: the phone's secret is in its fragment
// and never reaches a server by itself (T-29). Key is the kiosk's own, to follow and end it.
type Handover struct {
	URL     Personal  `json:"url"`
	Key     Personal  `json:"key"`
	Expires time.Time `json:"expires"`
}

// HandoverKey names a hand-over by the kiosk's key.
type HandoverKey struct {
	Key Personal `json:"key"`
}

// HandoverStatus tells the kiosk whether a phone took over, and the two words that both screens then show.
type HandoverStatus struct {
	Taken bool      `json:"taken"`
	Words [2]string `json:"words"` // in the visit's language; empty until taken
}
