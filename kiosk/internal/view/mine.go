package view

// Code asks for the code of a request.
type Code struct {
	Title, Why string
	Field      Field
	Open       string
	Busy       string // shown while the backend is asked
}

// Mine is where a request stands, in state words only (T-35).
type Mine struct {
	Title     string
	Notice    string // what was just done
	Icon      string
	State     string
	Hint      string
	PromiseOf string
	Promise   string
	Rows      []Row
	Change    string
	Cancel    string

	Appointment Appointment
	Ask         string   // what the answers below answer
	Wrong       string   // why the last one did not work
	Answers     []Option // to a question of ours, or what one can do with an appointment
	Busy        string
}

// Confirm asks a yes or a no about one thing.
type Confirm struct {
	Title, Text string
	Rows        []Row // what it is about
	Wrong       string
	Yes, No     string
	Busy        string
}
