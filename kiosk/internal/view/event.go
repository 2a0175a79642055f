package view

// Event is what a person did on the glass; one of this package's types.
type Event interface{ event() }

type (
	// SetLanguage picks the language of the screens.
	SetLanguage struct{ Lang string }
	// OpenLanguages asks for the list of languages.
	OpenLanguages struct{}
	// NextText makes the text a step larger, and the largest the smallest.
	NextText struct{}
	// NextContrast goes to the next contrast mode.
	NextContrast struct{}

	// Open starts one of the ways of the home screen or of the other answers of [Find].
	Open struct{ Way string }
	// Back goes to the screen before.
	Back struct{}
	// Stop ends the visit, wipes it and says so.
	Stop struct{}
	// Hide shows the neutral face at once, wipes, and says nothing about it.
	Hide struct{}
	// OpenEmergency shows whom to call now.
	OpenEmergency struct{}
	// OpenHandover hands the visit to a phone.
	OpenHandover struct{}

	// Type tells what stands in a field after each key.
	Type struct{ Field, Text string }
	// Choose picks an option of a list, or an offered street.
	Choose struct{ ID string }
	// Next goes on.
	Next struct{}
	// Skip leaves a question of the rights check without an answer.
	Skip struct{}
	// Change opens an answer of the review.
	Change struct{ ID string }
	// Send sends the request, or the new contact plan.
	Send struct{}
	// Retry sends again at once.
	Retry struct{}
	// Yes and No answer a [Confirm] or a [Taken].
	Yes struct{}
	// No see Yes.
	No struct{}
	// Cancel asks to stop the request that the code opened.
	Cancel struct{}
	// ChangeContact asks to change how the team reaches the resident.
	ChangeContact struct{}
	// Renew asks for a new QR.
	Renew struct{}
	// More asks for other moments than those on the glass, or for those of later days.
	More struct{}
	// GoOn answers the warning.
	GoOn struct{}
)

func (SetLanguage) event()   {}
func (OpenLanguages) event() {}
func (NextText) event()      {}
func (NextContrast) event()  {}
func (Open) event()          {}
func (Back) event()          {}
func (Stop) event()          {}
func (Hide) event()          {}
func (OpenEmergency) event() {}
func (OpenHandover) event()  {}
func (Type) event()          {}
func (Choose) event()        {}
func (Next) event()          {}
func (Skip) event()          {}
func (Change) event()        {}
func (Send) event()          {}
func (Retry) event()         {}
func (Yes) event()           {}
func (No) event()            {}
func (Cancel) event()        {}
func (ChangeContact) event() {}
func (Renew) event()         {}
func (More) event()          {}
func (GoOn) event()          {}

// The ways that [Open] knows.
const (
	WayTalk      = "talk"
	WayTeam      = "team"
	WayMine      = "mine"
	WayAreas     = "areas"
	WayRather    = "rather-not"
	WayNoAddress = "no-address"
	WayElsewhere = "elsewhere"

	WayCheck    = "check"   // the rights check
	WayResults  = "results" // what there is so far
	WayGoOn     = "go-on"   // with the questions
	WayAnswers  = "answers" // look them over
	WayUnclear  = "unclear" // show or hide what is not clear
	WayUnlikely = "unlikely"
	WayPrint    = "print"
	WayShare    = "share"

	WayMove      = "move"       // my appointment to another moment
	WayOtherSpot = "other-spot" // or to another place
)

// Unsure is the ID of "I do not know" among the answers of a question.
const Unsure = "?"
