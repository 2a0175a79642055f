package storetest

import "testing"

// Engine is a database engine under test.
type Engine struct {
	// URL makes a new, empty database.
	URL func(testing.TB) string
	// Dump returns every byte that the database holds, as a thief of its disk would find it; bytes may also stand in
	// hexadecimal.
	Dump func(t testing.TB, url string) []byte
}

// Run holds an engine to everything that the features count on.
func Run(t *testing.T, e Engine) {
	tests := []struct {
		name string
		test func(*testing.T, Engine)
	}{
		{"TimesComeBackAsTheyWere", testTimes},
		{"AnyTextComesBackAsItWas", testTexts},
		{"MissingAndTaken", testMissing},
		{"LostUpdates", testLostUpdates},
		{"OneWinner", testOneWinner},
		{"ManyAtOnce", testManyAtOnce},
		{"SameKeyAtOnce", testSameKeyAtOnce},
		{"FailuresStandAlone", testFailuresStandAlone},
		{"Panics", testPanics},
		{"LeftBehind", testLeftBehind},
		{"ViewsAreOfOneMoment", testViews},
		{"Closing", testClosing},
		{"NewerDatabase", testNewer},
		{"HeldByAnother", testHeld},
		{"Filters", testFilters},
		{"Sessions", testSessions},
		{"Outcomes", testOutcomes},
		{"Patterns", testPatterns},
		{"Office", testOffice},
		{"Plan", testPlan},
		{"Candidates", testCandidates},
		{"Cells", testCells},
		{"Holds", testHolds},
		{"Appointments", testAppointments},
		{"Races", testRaces},
		{"Visits", testVisits},
		{"Agendas", testAgendas},
		{"Households", testHouseholds},
		{"Proposals", testProposals},
		{"Apart", testApart},
		{"Messages", testMessages},
		{"DueMessages", testDueMessages},
		{"DropMessages", testDropMessages},
		{"NothingInTheClear", testCanaries},
		{"MovedCiphertexts", testMoved},
		{"AuditBreaks", testAuditBreaks},
		{"Undo", testUndo},
		{"UndoOnce", testUndoOnce},
		{"Promised", testPromised},
		{"EscalateAtOnce", testEscalateAtOnce},
		{"PromisesOfAWeek", testWeek},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { test.test(t, e) })
	}
}
