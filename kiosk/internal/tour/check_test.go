package tour_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"wijkloket/backend/rights"
	"wijkloket/backend/rights/casetest"
	"wijkloket/i18n"
	"wijkloket/kiosk/internal/kiosktest"
	"wijkloket/kiosk/internal/theme"
	"wijkloket/kiosk/internal/tour"
	"wijkloket/kiosk/internal/view"
	"wijkloket/kiosk/internal/widget"
)

// The worked households, touched through the kiosk's own screens: every right stands among the results with the word of its
// verdict, and what is unlikely only when one asks for it.
func TestWorkedCasesByTouch(t *testing.T) {
	for _, one := range casetest.Load(t) {
		t.Run(one.Name, func(t *testing.T) {
			p := newPerson(t, "nl")
			day, ok := rights.ParseDay(one.Date)
			if !ok {
				t.Fatalf("the day is %q", one.Date)
			}
			p.visit.Clock.At = day
			p.say("check.name", "check.begin")
			p.answerAs(one)
			p.seesVerdicts(one)
		})
	}
}

// answerAs answers every question that the glass asks as the household would, by touch.
func (p *person) answerAs(household casetest.Household) {
	p.t.Helper()
	rules := spec().Rights
	for asked := 0; strings.HasPrefix(p.visit.At(), "check-question/"); asked++ {
		question := strings.TrimPrefix(p.visit.At(), "check-question/")
		if asked > len(rules.Questions()) {
			p.t.Fatal("the questions do not end")
		}
		answers := household.Answer(question)
		if len(answers) == 0 {
			p.say("action.skip")
			continue
		}
		if question == "V1" {
			p.key(answers[0])
			p.say("action.next")
			continue
		}
		many := false
		for _, q := range rules.Questions() {
			many = many || q.ID == question && q.Kind == rights.Many
		}
		for _, answer := range answers {
			p.touch(rules.At(household.Date).Label(question, answer, "nl"))
		}
		if many {
			p.say("action.next")
		}
	}
}

// seesVerdicts reads the results: first what is told by itself, then also what does not fit now.
func (p *person) seesVerdicts(household casetest.Household) {
	p.t.Helper()
	words := map[string]string{"likely": "check.standing.likely", "have": "check.standing.have", "possible": "check.standing.ask"}
	standing := p.results()
	for _, right := range spec().Rights.Rights() {
		name := right.Name("nl")
		want, named := household.Expect[right.ID]
		got, shown := standing[name]
		switch {
		case named && want == "possible" && !shown: // a skipped question decides: it is told once one asks for it
			continue
		case !named && shown:
			p.t.Errorf("%s is shown as %q, and is unlikely", right.ID, got)
		case named && got != p.texts.T(words[want]):
			p.t.Errorf("%s: %q, want %q", right.ID, got, p.texts.T(words[want]))
		}
	}
	p.visit.Do(view.Open{Way: view.WayUnclear})
	p.visit.Do(view.Open{Way: view.WayUnlikely})
	standing = p.results()
	for _, right := range spec().Rights.Rights() {
		got := standing[right.Name("nl")]
		want, named := household.Expect[right.ID]
		switch {
		case !named && !right.Info && got != p.texts.T("check.standing.unlikely"):
			p.t.Errorf("%s: %q, and is unlikely", right.ID, got)
		case named && want == "possible" && got != p.texts.T("check.standing.ask") && got != p.texts.T("check.standing.unclear"):
			p.t.Errorf("%s: %q, and is possible", right.ID, got)
		}
	}
}

// results are the rights on the glass, by name, with the word of their standing. A tile says name, word and text.
func (p *person) results() map[string]string {
	p.t.Helper()
	if p.visit.At() != "check-results" {
		p.t.Fatalf("at %s, not at the results", p.visit.At())
	}
	found := map[string]string{}
	for _, tile := range p.tiles() {
		lines := strings.Split(wordsOf(tile), "\n")
		found[lines[0]] = lines[1]
	}
	return found
}

// By touch: take the result to a phone, come back, and wipe.
func TestCheckByTouchInArabic(t *testing.T) {
	p := newPerson(t, "ar")
	p.say("check.name", "check.begin")
	p.key("70")
	p.say("action.next")
	for p.visit.At() != "check-results" {
		p.say("action.skip")
	}
	p.reads("check.results.lead")
	p.say("kiosk.phone")
	p.reads("check.phone.title")
	p.say("action.back")
	p.reads("check.results.title")
	p.say("check.answers")
	p.reads("check.answers.title")
	p.say("kiosk.stop")
	p.reads("kiosk.home.title", i18n.Args{"Centre": "Overleie"})
}

// Back from a right finds the list where it was left; the next visitor begins at its top.
func TestResultsStandWhereTheyWereLeft(t *testing.T) {
	p := newPerson(t, "nl")
	toResults := func() {
		p.say("check.name", "check.begin")
		p.key("34")
		p.say("action.next", "check.stop", "check.unclear.show")
	}
	name := func(id string) string {
		right, _ := spec().Rights.Right(id)
		return right.Name("nl")
	}
	toResults()
	if _, seen := p.find(name("wijk-werken")); seen {
		t.Fatal("the list is too short to prove anything")
	}
	p.touch(name("wijk-werken"))
	p.say("action.back")
	if _, seen := p.find(name("wijk-werken")); !seen || p.visit.At() != "check-results" {
		t.Errorf("back at %s the right is out of sight", p.visit.At())
	}
	p.say("kiosk.stop")
	toResults()
	if _, seen := p.find(name("wijk-werken")); seen {
		t.Error("the next visitor stands where the last one did")
	}
}

// In the largest text a long word gets the whole width, where half of it would cut the word.
func TestLongWordsGetTheWidth(t *testing.T) {
	for _, lang := range []string{"nl", "ar"} {
		s := spec()
		s.Panel, s.Text = panels["standing"], theme.XLText
		visit := tour.NewVisit(test.NewTempApp(t), s, lang)
		for _, stop := range tour.Stops() {
			if stop.Name == "check-share" {
				visit.Walk(stop)
			}
		}
		right, _ := s.Rights.Right("maximumfactuur")
		found := false
		c := visit.Window.Canvas()
		kiosktest.Walk(c.Content(), c.Size(), func(seen kiosktest.Seen) {
			if tile, ok := seen.Object.(*widget.Tile); ok && tile.Title() == right.Name(lang) {
				found = true
				if seen.At.W < c.Size().Width/2 {
					t.Errorf("%s: the tile is %.0f wide", lang, seen.At.W)
				}
			}
		})
		if !found {
			t.Errorf("%s: the tile is not there", lang)
		}
		visit.Close()
	}
}
