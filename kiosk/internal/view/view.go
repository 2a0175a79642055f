// Package view is what passes between the presenter and the glass: what a screen shows, already in the visitor's language
// ([View]), and what a person did there ([Event]). It is data alone: no Fyne, no rule, no text of its own.
package view

import "wijkloket/backend/api"

// View is one picture of the kiosk: the frame that every screen has in the same places and the body within.
type View struct {
	ID    string // of the screen and step; a picture with the same key and frame can be changed in place
	Stays bool   // a long list: shown again, it stands where it was left
	Frame Frame
	Body  Body
}

// Body is what is particular to a screen; one of this package's types.
type Body interface{ body() }

// Frame is what stands around every body. A label that is empty is left out.
type Frame struct {
	Lang     string // of the words
	RTL      bool   // the language reads from right to left
	Text     string // the theme's step of text size
	Contrast string // the theme's contrast mode

	Name     string // of the product, as the wordmark
	Language string // header: the present language, in its own name
	TextSize string
	HighLow  string // the contrast button
	Progress string // "Stap 2 van 3"
	At, Of   int
	Back     string
	Stop     string
	Hide     string
	Urgent   string
	Phone    string // go on on my phone
	Keys     Keys
	Up, Down string // the scroll buttons
}

// Keys are the words on the special keys of the on-screen keyboard.
type Keys struct{ Space, Backspace, Shift, Done string }

// Option is a thing to choose or to open.
type Option struct {
	ID     string
	Icon   string
	Label  string
	Hint   string
	Chosen bool
}

// Field is a place to type in.
type Field struct {
	Name     string
	Label    string
	Hint     string
	Wrong    string // what is wrong and what to do; empty when nothing is
	Value    api.Personal
	Max      int
	Lines    int
	Keyboard Keyboard
	Private  bool // masked once left (T-27)
}

// Keyboard says which keys a field gets.
type Keyboard int

// The keyboards.
const (
	Letters Keyboard = iota
	Digits
	Telephone
	Email
	Latin    // streets and house numbers are in Latin script in every language
	CodeKeys // letters and digits of a request code
)

// Home is the neutral face: standing here says nothing about a person (T-28).
type Home struct {
	Title, Lead string
	Notice      string // "everything is wiped"
	Choose      string // above the languages
	Languages   []Option
	Ways        []Option
	Pillars     []Option
}

// Languages offers every language in its own name.
type Languages struct {
	Title      string
	ChosenWord string
	Options    []Option
}

// Find asks where one lives, to name the team.
type Find struct {
	Title, Why  string
	Fields      []Field
	OfferTitle  string
	Suggestions []Option
	Others      []Option // neighbourhood, rather not say, no address
	OthersTitle string
	Go          string
}

// Pick is a long list to choose one from.
type Pick struct {
	Title, Why string
	Options    []Option
}

// Team is the answer to [Find]: one team, or who else helps, and always why.
type Team struct {
	Title   string
	Name    string
	Sure    string // how sure we are
	Certain bool
	Why     string
	Advice  string
	Phone   Contact
	Centres string // heading
	List    []Centre
	Talk    string
	Again   string
}

// Contact is a telephone number with whose it is.
type Contact struct{ Label, Number string }

// Centre is a place to go to.
type Centre struct{ Name, Address, Hours, Phone string }

// Question is a step of the journey with options: one to pick, or several and then on.
type Question struct {
	Title, Why string
	Wrong      string
	Many       bool
	Options    []Option
	ChosenWord string // says "chosen" in words
	Next       string // with Many, or to go on with what was chosen before or with nothing
	More       string // other options than these
	Again      string // look them up again
	Busy       string // what is being done with the one that was touched
	Running    Running
}

// Typing is a step of the journey with fields.
type Typing struct {
	Title, Why  string
	Fields      []Field
	OfferTitle  string
	Suggestions []Option
	Next        string
	Privacy     string // who reads this; before the first personal field (T-46)
	Running     Running
}

// Row is an answer on the review.
type Row struct {
	ID     string
	Icon   string
	Label  string
	Value  string
	Change string
	Face   []byte // a picture in the place of the icon: a JPEG
}

// Review shows every answer before it counts.
type Review struct {
	Title, Why string
	Wrong      string
	Rows       []Row
	Extras     []Option
	ExtraTitle string
	ExtraWhy   string
	Held       string // a moment is kept, and how long
	Consent    string
	Send       string
}

// Sending is shown while the request is under way; it promises nothing (I5).
type Sending struct{ Title, Text string }

// Sent is the receipt: only ever shown after the backend stored the request.
type Sent struct {
	Title     string
	Team      string
	Promise   string
	PromiseOf string
	Code      []string // in groups, to read aloud or copy
	CodeLabel string
	CodeWhy   string
	Word      string
	WordLabel string
	WordWhy   string
	QR        api.Personal
	QRText    string
	Keep      string
	Done      string

	Appointment Appointment
	Print       string
	Printing    string // while it does
	Printed     string // how it went
	NotPrinted  bool
}

// Trouble says calmly that nothing was received, that it is tried again, and whom one can call.
type Trouble struct {
	Title, Text string
	Keep        string // what happens with it
	Waiting     string // "again in 8 seconds"
	Retry       string
	Phone       Contact
}

// Handover shows the QR that carries the visit to a phone.
type Handover struct {
	Title, Text string
	QR          api.Personal // nothing: being made, over, or in trouble
	Left        string       // how long it can still be taken
	Share       float32      // of that time, 1 to 0
	Note        string
	Renew       string
	Steps       []string
}

// Taken asks whether the phone that took over is the visitor's: both show the same two words.
type Taken struct {
	Title, Text string
	Words       [2]string
	Yes, No     string
}

// Emergency lists whom to call now.
type Emergency struct {
	Title, Why string
	Here       string
	Numbers    []Number
}

// Number is one telephone number of [Emergency].
type Number struct{ Icon, Name, Text, Number string }

// Warning hides the visit after a minute without a touch; one touch goes on.
type Warning struct {
	Title, Text string
	Left        string
	Share       float32 // of the time left, 1 to 0
	Go          string
}

func (Home) body()      {}
func (Looking) body()   {}
func (Times) body()     {}
func (Languages) body() {}
func (Find) body()      {}
func (Pick) body()      {}
func (Team) body()      {}
func (Question) body()  {}
func (Typing) body()    {}
func (Review) body()    {}
func (Sending) body()   {}
func (Sent) body()      {}
func (Trouble) body()   {}
func (Code) body()      {}
func (Mine) body()      {}
func (Confirm) body()   {}
func (Handover) body()  {}
func (Taken) body()     {}
func (Emergency) body() {}
func (Warning) body()   {}
