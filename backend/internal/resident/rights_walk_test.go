package resident_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"wijkloket/backend/internal/pagetest"
	"wijkloket/backend/rights"
	"wijkloket/backend/rights/casetest"
	"wijkloket/backend/rights/guide"
)

// check opens the rights check and begins it.
func (g *glass) check() {
	g.t.Helper()
	g.open("/rights?lang=" + g.lang)
	g.touch("[data-do=begin]")
	g.asked("V1")
}

// view is which view stands on the page: a question by its id, or by what only it has.
const view = `(() => {
	const form = document.querySelector("form.question"), has = (selector) => document.querySelector("#check " + selector) !== null;
	if (form) return "question: " + form.querySelector("h1").textContent.replace(/\u00a0/g, " ").replace(/[\u2066\u2069]/g, ""); // as the texts are laid
	return has("[data-do=begin]") ? "intro" : has(".onscreen") ? "results" : has("dl.rows") ? "answers" : has("[data-does=share]") ? "share"
		: has(".told") ? "right" : has(".numbers") ? "urgent" : has("[data-do=again]") ? "trouble" : "none";
})()`

// at waits until a view stands on the page.
func (g *glass) at(name string) {
	g.t.Helper()
	pagetest.Until(g.t, g.tab, fmt.Sprintf("%s === %q", view, name))
}

// asked waits until a question is asked.
func (g *glass) asked(id string) {
	g.t.Helper()
	q := question(g.t, id)
	g.at("question: " + q.Ask(g.lang))
}

func question(t testing.TB, id string) rights.Question {
	t.Helper()
	for _, q := range once.rights.Questions() {
		if q.ID == id {
			return q
		}
	}
	t.Fatalf("no question %q", id)
	return rights.Question{}
}

// question is the id of the question that is asked, and "" when none is.
func (g *glass) question() string {
	g.t.Helper()
	at := pagetest.JS[string](g.t, g.tab, view)
	for _, q := range once.rights.Questions() {
		if at == "question: "+q.Ask(g.lang) {
			return q.ID
		}
	}
	return ""
}

// reply answers the question that is asked; without values it is skipped. It waits for what comes next. It clicks, because
// two taps as fast as a test taps are a double tap, and the second of one is not heard.
func (g *glass) reply(values ...string) {
	g.t.Helper()
	q := question(g.t, g.question())
	switch {
	case len(values) == 0:
		g.click(".question > [data-do=skip]")
	case q.ID == "V1":
		g.clear("#typed")
		g.write("#typed", values[0]+"\r")
	case q.Kind == "many":
		for _, code := range values {
			g.click(fmt.Sprintf("input[value=%q]", code))
		}
		g.click(".question button[type=submit]")
	default:
		g.click(fmt.Sprintf("[data-do=choose][data-id=%q]", values[0]))
	}
	pagetest.Until(g.t, g.tab, fmt.Sprintf("%s !== %q", view, "question: "+q.Ask(g.lang)))
}

func (g *glass) click(selector string) {
	g.t.Helper()
	pagetest.Do(g.t, g.tab, chromedp.Click(selector))
}

// walk answers every question that is asked from a household, until the results.
func (g *glass) walk(answers map[string][]string) {
	g.t.Helper()
	for range once.rights.Questions() {
		id := g.question()
		if id == "" {
			break
		}
		g.reply(answers[id]...)
	}
	g.at("results")
}

// told are the rights on the page of the results with what is said of each, and all folds open.
func (g *glass) told() map[string]guide.Standing {
	g.t.Helper()
	text := pagetest.JS[string](g.t, g.tab, `(() => {
		for (const fold of document.querySelectorAll("details.fold")) fold.open = true;
		return JSON.stringify(Object.fromEntries([...document.querySelectorAll("[data-do=right]")]
			.map((tile) => [tile.dataset.id, tile.querySelector(".standing").className.replace("standing ", "")])));
	})()`)
	var told map[string]guide.Standing
	must(g.t, json.Unmarshal([]byte(text), &told))
	return told
}

// TestWorkedCasesOnThePhone answers the worked households on the page, as far as it asks, and finds what was worked out
// by hand.
func TestWorkedCasesOnThePhone(t *testing.T) {
	r := newRig(t)
	for _, one := range casetest.Load(t) {
		t.Run(one.Name, func(t *testing.T) {
			day, err := time.Parse(time.DateOnly, one.Date)
			must(t, err)
			r.clock.pass(day.Add(12 * time.Hour).Sub(r.clock.Now()))
			g := r.glass(t, "nl")
			g.check()
			answers := map[string][]string{}
			for id := range one.Answers {
				answers[id] = one.Answer(id)
			}
			g.walk(answers)
			told := g.told()
			if len(told) != len(once.rights.Rights()) {
				t.Errorf("%d rights are told of", len(told))
			}
			want := map[string]guide.Standing{"likely": guide.Likely, "possible": guide.Ask, "have": guide.Have}
			for id, got := range told {
				expected, named := want[one.Expect[id]]
				switch {
				case named && expected == guide.Ask && got == guide.Unclear: // a question that was not answered decides: also "possible"
				case named && got != expected, !named && got != guide.Unlikely && got != guide.Info:
					t.Errorf("%s is %s, want %q", id, got, one.Expect[id])
				}
			}
		})
	}
}

// household is one that has an answer to everything.
var family = map[string][]string{
	"V1": {"34"}, "V2": {"kortrijk"}, "V3": {"alleenouder"}, "V4": {"2"}, "V5": {"3-5", "6-11"}, "V6": {"loon"}, "V7": {"geen"}, "V8": {"nee"}, "V9": {"C"},
	"V10": {"prive"}, "V11": {"wachtlijst"}, "V12": {"gas"}, "V13": {"niemand"}, "V14": {"schoolkosten"},
}

// first answers the first questions and gives their ids.
func (g *glass) first(questions int) (asked []string) {
	g.t.Helper()
	for range questions {
		asked = append(asked, g.question())
		g.reply(family[asked[len(asked)-1]]...)
	}
	return asked
}

// TestBackOfTheBrowser leads from question to question with every answer as it was, and forward again.
func TestBackOfTheBrowser(t *testing.T) {
	g := newRig(t).glass(t, "nl")
	g.check()
	asked := g.first(4)
	last := g.question()
	for i := len(asked) - 1; i >= 0; i-- {
		g.back()
		g.asked(asked[i])
	}
	if typed := pagetest.JS[string](t, g.tab, "typed.value"); typed != "34" {
		t.Errorf("back shows the age as %q", typed)
	}
	for _, id := range append(asked[1:], last) {
		pagetest.JS[bool](t, g.tab, "history.forward(), true")
		g.asked(id)
	}
	g.touch(".way [data-do=back]") // the page's own button does the same
	g.asked(asked[3])
	if chosen := pagetest.JS[int](t, g.tab, `document.querySelectorAll(".tile.chosen, input:checked").length`); chosen != 1 {
		t.Errorf("%d answers are shown as chosen", chosen)
	}
	g.reply(family[asked[3]]...)
	g.asked(last)
	for range 5 {
		g.back()
	}
	g.at("intro")
	g.touch("[data-do=begin]") // goes on where it was
	g.asked(last)
}

// TestBackOfAnOlderBrowser: one that has no names for the steps of its history leads back all the same.
func TestBackOfAnOlderBrowser(t *testing.T) {
	g := newRig(t).glass(t, "nl")
	g.check()
	pagetest.JS[bool](t, g.tab, `Object.defineProperty(window, "navigation", { value: undefined }), true`)
	var asked []string
	for range 3 {
		asked = append(asked, g.question())
		g.reply(family[g.question()]...)
	}
	for i := len(asked) - 1; i >= 0; i-- {
		g.back()
		g.asked(asked[i])
	}
}

// TestLanguageInPlace: another language in the middle changes every word, and keeps every answer and what is half typed.
func TestLanguageInPlace(t *testing.T) {
	g := newRig(t).glass(t, "nl")
	g.check()
	g.write("#typed", "3")
	choose := func(lang string) {
		g.touch(".languages summary")
		g.touch(fmt.Sprintf(".languages a[hreflang=%s]", lang))
		g.lang = lang
		pagetest.Until(t, g.tab, fmt.Sprintf("document.documentElement.lang === %q", lang))
	}
	choose("ar")
	g.asked("V1")
	g.inspect("check-age-swapped")
	if dir := pagetest.JS[string](t, g.tab, "document.documentElement.dir + getComputedStyle(document.querySelector('.way')).direction + typed.value"); dir != "rtlrtl3" {
		t.Errorf("in Arabic: %s", dir)
	}
	g.reply("٣٤") // as an Arabic keyboard writes it
	for range 3 {
		g.reply(family[g.question()]...)
	}
	at := g.question()
	choose("fr")
	g.asked(at)
	g.back()
	g.back()
	g.back()
	g.back()
	g.asked("V1")
	if typed := pagetest.JS[string](t, g.tab, "typed.value"); typed != "34" {
		t.Errorf("the age is %q", typed)
	}
	for _, text := range []string{"Partir vite", "Urgent"} {
		if !strings.Contains(g.text(), text) {
			t.Errorf("the page around does not say %q: %s", text, g.text())
		}
	}
	g.leave() // also in the new surroundings
}

// TestReloadBeginsCalmly: nothing was kept, and the page says what it is.
func TestReloadBeginsCalmly(t *testing.T) {
	g := newRig(t).glass(t, "nl")
	g.check()
	g.reply("34")
	pagetest.Do(t, g.tab, chromedp.Reload())
	g.at("intro")
	if text := g.text(); !strings.Contains(text, "Begin") || strings.Contains(text, "Ga verder") {
		t.Errorf("after a reload: %s", text)
	}
	g.touch("[data-do=begin]")
	g.asked("V1")
	if typed := pagetest.JS[string](t, g.tab, "typed.value"); typed != "" {
		t.Errorf("the age is %q", typed)
	}
}

// TestNumbersInPlace: the numbers to call stand in the way of nothing, need no line, and lead back.
func TestNumbersInPlace(t *testing.T) {
	g := newRig(t).glass(t, "nl")
	g.check()
	g.write("#typed", "3")
	g.touch(".bar > a")
	g.at("urgent")
	g.inspect("check-urgent")
	g.touch("[data-do=back]")
	g.asked("V1")
	if typed := pagetest.JS[string](t, g.tab, "typed.value"); typed != "3" {
		t.Errorf("the half typed age is %q", typed)
	}
}

// TestWrongTurnAndBack: another page and back finds the check as it was, from the browser's memory.
func TestWrongTurnAndBack(t *testing.T) {
	g := newRig(t).glass(t, "nl")
	g.check()
	g.reply("34")
	at := g.question()
	g.tap(".foot a", "/privacy")
	g.goBack(1)
	g.wait("/rights")
	g.asked(at)
}

// TestWrongAge is asked again at the field, with what was typed and the finger there.
func TestWrongAge(t *testing.T) {
	g := newRig(t).glass(t, "nl")
	g.check()
	for _, typed := range []string{"200", "", "x", "-3", "12.5"} {
		g.clear("#typed")
		g.write("#typed", typed+"\r")
		pagetest.Until(t, g.tab, `document.activeElement.id === "typed" && typed.getAttribute("aria-invalid") === "true"`)
		if kept := pagetest.JS[string](t, g.tab, "typed.value"); kept != typed {
			t.Errorf("%q became %q", typed, kept)
		}
		if said := pagetest.JS[string](t, g.tab, `document.getElementById(typed.getAttribute("aria-describedby")).textContent`); said != "Typ een getal van 0 tot 120. Of sla de vraag over." {
			t.Errorf("%q: %q", typed, said)
		}
	}
	g.reply("34")
}

// TestNoneTakesTheOthersAway, and they it: nobody is told of a contradiction that a touch can settle.
func TestNoneTakesTheOthersAway(t *testing.T) {
	g := newRig(t).glass(t, "nl")
	g.check()
	for g.question() != "V13" {
		g.reply(family[g.question()]...)
	}
	const ticked = `[...document.querySelectorAll("input:checked")].map((box) => box.value).join()`
	g.touch("input[value=mantelzorger]")
	g.touch("input[value=kind_beperking]")
	g.touch("input[value=niemand]")
	pagetest.Until(t, g.tab, ticked+` === "niemand"`) // a touch is answered before the page has its click
	g.touch("input[value=mantelzorger]")
	pagetest.Until(t, g.tab, ticked+` === "mantelzorger"`)
}

// TestChangingAnAnswer leads back to the results, by way of a question that the change opened.
func TestChangingAnAnswer(t *testing.T) {
	g := newRig(t).glass(t, "nl")
	g.check()
	alone := map[string][]string{}
	for id, values := range family {
		alone[id] = values
	}
	alone["V3"], alone["V4"] = []string{"alleen"}, []string{"0"}
	g.walk(alone)
	before := g.told()
	g.touch("[data-do=answers]")
	g.at("answers")
	g.touch("#change-V4")
	g.asked("V4")
	g.reply("2")
	g.asked("V5")
	g.reply("3-5")
	g.at("results")
	if after := g.told(); before["groeipakket-kleuter-en-opvangtoeslag"] != guide.Unlikely || after["groeipakket-kleuter-en-opvangtoeslag"] != guide.Likely {
		t.Errorf("with a child of four: %s, without: %s", after["groeipakket-kleuter-en-opvangtoeslag"], before["groeipakket-kleuter-en-opvangtoeslag"])
	}
	g.back()
	g.asked("V5")
}

// TestOpenRightNamesItsQuestion: what a skipped question decides is asked from the right itself.
func TestOpenRightNamesItsQuestion(t *testing.T) {
	g := newRig(t).glass(t, "nl")
	g.check()
	most := map[string][]string{}
	for id, values := range family {
		if id != "V2" {
			most[id] = values
		}
	}
	g.walk(most)
	for id, standing := range g.told() {
		if standing != guide.Unclear {
			continue
		}
		g.touch("#right-" + id)
		g.at("right")
		g.inspect("check-right-open")
		g.touch("#ask-V2")
		g.asked("V2")
		g.reply("kortrijk")
		g.at("results")
		if now := g.told()[id]; now == guide.Unclear {
			t.Errorf("%s is still not clear", id)
		}
		return
	}
	t.Fatal("nothing hangs on the papers that were skipped")
}

// TestOnlyWhatWasFoundLeadsToATalk, as on the kiosk: a right that is not offered to share has no button that says so.
func TestOnlyWhatWasFoundLeadsToATalk(t *testing.T) {
	g := newRig(t).glass(t, "nl")
	g.check()
	g.walk(map[string][]string{"V1": {"34"}, "V2": {"kortrijk"}, "V7": {"leefloon"}, "V10": {"prive"}})
	seen := map[guide.Standing]bool{}
	for id, standing := range g.told() {
		if seen[standing] {
			continue
		}
		seen[standing] = true
		g.told() // opens the folds
		g.click("#right-" + id)
		g.at("right")
		leads := pagetest.JS[int](t, g.tab, `document.querySelectorAll(".deeds [data-do=share]").length`) > 0
		if leads != slices.Contains(guide.Told, standing) {
			t.Errorf("%s is %s and leads to a talk: %v", id, standing, leads)
		}
		g.back()
		g.at("results")
	}
	if len(seen) < 4 {
		t.Fatalf("only %v were seen", seen)
	}
}

// TestBackAfterACorrection: what makes no sense any more is not asked on the way back, and a correction that is left again
// takes no question out of the way.
func TestBackAfterACorrection(t *testing.T) {
	g := newRig(t).glass(t, "nl")
	g.check()
	var asked []string
	for id := g.question(); id != "" && !slices.Contains(asked, "V5"); id = g.question() {
		asked = append(asked, id)
		g.reply(family[id]...)
	}
	stood := g.progress()
	g.touch("[data-do=results]")
	g.at("results")
	g.touch("[data-do=answers]")
	g.touch("#change-V2")
	g.asked("V2")
	g.back()
	g.at("answers")
	g.touch("[data-do=resume]")
	pagetest.Until(t, g.tab, fmt.Sprintf("%s.startsWith('question')", view))
	if now := g.progress(); now != stood {
		t.Errorf("it was %q, and after a look at another one is %q", stood, now)
	}
	g.back()
	g.at("answers")
	g.touch("#change-V4")
	g.asked("V4")
	g.reply("0")
	g.at("results")
	for _, at := range []string{"V4", "answers", "results"} {
		g.back()
		if at[0] == 'V' {
			g.asked(at)
		} else {
			g.at(at)
		}
	}
	g.back() // the question that stood when it was stopped
	pagetest.Until(t, g.tab, fmt.Sprintf("%s.startsWith('question')", view))
	for i := len(asked) - 1; i >= 0; i-- {
		if asked[i] == "V5" {
			continue
		}
		g.back()
		g.asked(asked[i])
	}
}

// progress is which question the page says that this is.
func (g *glass) progress() string {
	g.t.Helper()
	return pagetest.JS[string](g.t, g.tab, `document.querySelector(".progress").textContent.split(".")[0]`)
}

// TestAWrongTurnKeepsWhatIsTouched: a look at what was found, or at the question before, and back: what was typed and ticked is
// there as it was left; with the check it ends.
func TestAWrongTurnKeepsWhatIsTouched(t *testing.T) {
	g := newRig(t).glass(t, "nl")
	g.check()
	g.write("#typed", "3")
	g.touch("[data-do=results]")
	g.at("results")
	g.back()
	g.asked("V1")
	if typed := pagetest.JS[string](t, g.tab, "typed.value"); typed != "3" {
		t.Errorf("the half typed age is %q", typed)
	}
	g.reply("34")
	g.reply("kortrijk")
	g.reply("prive")
	g.asked("V14")
	ticked := func(when string) {
		t.Helper()
		if got := pagetest.JS[string](t, g.tab, `[...document.querySelectorAll("input:checked")].map((box) => box.value).join()`); got != "schulden,eten" {
			t.Errorf("%s: ticked are %q", when, got)
		}
	}
	g.touch("input[value=schulden]")
	g.touch("input[value=eten]")
	g.touch("[data-do=results]")
	g.at("results")
	g.back()
	g.asked("V14")
	ticked("after a look at the results")
	g.back()
	g.asked("V10")
	g.reply("prive")
	g.asked("V14")
	ticked("after the question before")
	g.leave()
	g.open("/rights?lang=nl")
	g.check()
	if typed := pagetest.JS[string](t, g.tab, "typed.value"); typed != "" {
		t.Errorf("the next one reads the age %q", typed)
	}
}

// TestThePhoneOffersWhatTheKioskOffers: what can be shared, what stands on paper, which question can be answered after all, and
// to whom something is said to come by itself are decided by the guide, for both faces.
func TestThePhoneOffersWhatTheKioskOffers(t *testing.T) {
	r := newRig(t)
	g := r.glass(t, "nl")
	g.check()
	led, texts := guide.New(once.rights, now.Format(time.DateOnly)), once.web.Texts("nl")
	walk := led.Begin()
	for id := g.question(); id != ""; id = g.question() {
		values := family[id]
		switch id {
		case "V7":
			values = []string{"leefloon"}
		case "V2", "V5":
			values = nil
		}
		next, err := led.Answer(walk, values...)
		must(t, err)
		walk = next
		g.reply(values...)
	}
	g.at("results")
	paper := pagetest.JS[string](t, g.tab, `document.querySelector(".paper").textContent`)
	var found []string
	for _, group := range led.Results(walk, guide.Told...) {
		for _, item := range group.Items {
			found = append(found, item.ID)
			text := led.Check().Text(item.ID, once.web.Texts("nl"))
			facts := guide.OnPaper[item.Standing]
			if !strings.Contains(paper, text.Name) || strings.Contains(paper, text.Brings) != slices.Contains(facts, guide.Brings) ||
				slices.Contains(facts, guide.How) && !strings.Contains(paper, text.How) || slices.Contains(facts, guide.Bring) && !strings.Contains(paper, text.Bring[0]) {
				t.Errorf("%s is %s; on paper stands %s", item.ID, item.Standing, paper)
			}
		}
	}
	if led.Standing(walk, "leefloon").Standing != guide.Have {
		t.Fatal("nothing is had already")
	}
	for id, standing := range g.told() {
		right, _ := led.Right(id)
		if right.Granted != "by-itself" {
			continue
		}
		g.click("#right-" + id)
		g.at("right")
		if said := g.text(); strings.Contains(said, texts.T("check.granted.by-itself")) != standing.Good() || strings.Contains(said, texts.T("check.granted.whoever")) == standing.Good() {
			t.Errorf("%s is %s: %s", id, standing, said)
		}
		g.back()
		g.at("results")
		g.told() // opens the folds
	}
	g.click("[data-do=share]")
	g.at("share")
	offered := strings.Split(pagetest.JS[string](t, g.tab, `[...document.querySelectorAll("input[name=right]")].map((box) => box.value).join()`), ",")
	if !slices.Equal(offered, found) {
		t.Errorf("offered are %v, found %v", offered, found)
	}
	g.back()
	g.at("results")
	g.click("[data-do=answers]")
	g.at("answers")
	skipped := pagetest.JS[string](t, g.tab, `[...document.querySelectorAll("[id^=ask-]")].map((tile) => tile.dataset.id).join()`)
	if want := strings.Join(led.Skipped(walk), ","); skipped != want || want == "" {
		t.Errorf("to answer after all are %q, want %q", skipped, want)
	}
	g.click("#ask-V2")
	g.asked("V2")
}

// TestGoingOnAgainKeepsTheWayBack: who goes back, answers again and goes on finds every question on the way back, once, as on
// the kiosk; also by way of the first page.
func TestGoingOnAgainKeepsTheWayBack(t *testing.T) {
	g := newRig(t).glass(t, "nl")
	g.check()
	asked := g.first(4)
	stood := g.question()
	wayBack := func() {
		t.Helper()
		for i := len(asked) - 1; i >= 0; i-- {
			g.back()
			g.asked(asked[i])
		}
	}
	for range 3 {
		g.back()
	}
	g.asked(asked[1])
	g.reply(family[asked[1]]...)
	g.asked(stood)
	wayBack()
	g.back()
	g.at("intro")
	g.touch("[data-do=begin]")
	g.asked(stood)
	wayBack()
}
