package view

// Looking says calmly that something is being looked up. One can go on without it.
type Looking struct {
	Title, Text string
	Without     Option
}

// Times are moments to choose one from, by day.
type Times struct {
	Title, Why string
	Wrong      string
	Busy       string // what is being done with the one that was touched, or that they are looked up
	None       string // said when there is nothing to choose
	Days       []Day
	More       string // those of later days
	Again      string // look them up again
}

// Day is a day with its moments.
type Day struct {
	Heading string
	Options []Option
}

// Appointment is a moment that was agreed on or offered; without a title there is none.
type Appointment struct {
	Title    string
	When     string
	Rows     []Row
	Sections []Section
}
