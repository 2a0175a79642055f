package view

import "wijkloket/backend/api"

// Running is what stands beside a question of the rights check; empty on a step of the journey.
type Running struct {
	Skip      string
	Found     string // what was found so far
	Enough    string // show it
	EnoughWhy string // one may stop, and what would stay open
}

// Intro says what the rights check is, before it asks anything.
type Intro struct {
	Title, Lead string
	Points      []Option
	Begin       string
}

// Results are the rights that a person may have, by life domain. They are never a decision.
type Results struct {
	Title, Lead string
	Notice      string // how printing went
	Bad         bool   // it did not go well
	None        string // said when nothing was found
	Groups      []ResultGroup
	Day         string // of the rules

	Unclear  string // what is not known, because a question was not answered
	Reveal   []Option
	GoOn     string
	Answers  string
	Share    string
	Print    string
	Printing string // while it does
}

// ResultGroup is one life domain.
type ResultGroup struct {
	Icon, Heading string
	Items         []ResultItem
}

// ResultItem is one right. Standing says in a word what is known of it, and Good marks what is likely or had already.
type ResultItem struct {
	ID, Icon, Name, Standing, Text string
	Good                           bool
}

// Right is one right in full.
type Right struct {
	Title     string
	Lead      string // what it is
	Standing  string
	Good      bool
	Because   Section
	Sections  []Section
	Decides   string // heading of the questions whose answer would tell
	Questions []Option
	Evidence  string
	Source    string
	Share     string // of a right that can be shared with a worker
}

// Section is a heading with sentences, or with a list of things.
type Section struct {
	Heading string
	Text    []string
	List    []string
}

// Given are the answers, to look them over and change them.
type Given struct {
	Title, Why string
	Rows       []Row
	SkippedOf  string // heading of the questions that were passed
	Skipped    []Option
	GoOn       string
	Results    string
}

// Carry is the QR that holds the check for the person's own phone.
type Carry struct {
	Title, Text string
	QR          api.Personal
	Careful     string
	After       string
}

func (Intro) body()   {}
func (Results) body() {}
func (Right) body()   {}
func (Given) body()   {}
func (Carry) body()   {}
