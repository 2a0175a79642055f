package rights

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"wijkloket/assets"
	"wijkloket/backend/rights/casetest"
)

// today is the day of the worked cases.
const today = "2026-11-21"

// cityRules are the rules of the city.
func cityRules(t testing.TB) *Rules {
	t.Helper()
	files, err := fs.Sub(assets.Files, "data/rights")
	if err != nil {
		t.Fatal(err)
	}
	rules, err := Load(files)
	if err != nil {
		t.Fatal(err)
	}
	return rules
}

func parse(t testing.TB, rules *Rules, text string) Answers {
	t.Helper()
	a, err := rules.ParseAnswers(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func verdictOn(t testing.TB, check *Check, id string, a Answers) Result {
	t.Helper()
	for _, one := range check.Verdicts(a, nil) {
		if one.ID == id {
			return one
		}
	}
	t.Fatalf("no right %q", id)
	return Result{}
}

// TestRulesHaveNoFault is what `rights lint` says of the city's own rules.
func TestRulesHaveNoFault(t *testing.T) {
	for _, fault := range cityRules(t).Faults() {
		t.Error(fault)
	}
}

// TestWorkedCases holds the rules against households that were worked out by hand, when their files lie beside the
// checkout. A right that a case does not name is unlikely or only told.
func TestWorkedCases(t *testing.T) {
	rules := cityRules(t)
	for _, worked := range casetest.Load(t) {
		t.Run(worked.Name, func(t *testing.T) {
			for _, got := range rules.At(worked.Date).Verdicts(parse(t, rules, worked.JSON(t)), nil) {
				want, named := worked.Expect[got.ID]
				if !named {
					want = "unlikely"
				}
				if got.Verdict.String() != want && !(got.Verdict == Info && !named) {
					t.Errorf("%s: %v, want %s", got.ID, got.Verdict, want)
				}
				delete(worked.Expect, got.ID)
			}
			for id := range worked.Expect {
				t.Errorf("there is no right %s", id)
			}
		})
	}
}

func TestAnswersThatCannotBe(t *testing.T) {
	rules := cityRules(t)
	for _, c := range []struct{ name, text, question, says string }{
		{"no JSON", `V1=3`, "", "JSON object"},
		{"a list", `[1]`, "", "JSON object"},
		{"cut off", `{"V1":3`, "", "no JSON"},
		{"two households", `{} {}`, "", "more after"},
		{"too large", `{"V1":` + strings.Repeat(" ", maxInput) + `3}`, "", "larger than"},
		{"unknown question", `{"V99":1}`, "", `"V99"`},
		{"twice", `{"V1":3,"V1":4}`, "V1", "twice"},
		{"age 200", `{"V1":200}`, "V1", "from 0 to 120"},
		{"negative", `{"V4":-1}`, "V4", "from 0 to 5"},
		{"half a child", `{"V4":1.5}`, "V4", "whole number"},
		{"number as text", `{"V1":"34"}`, "V1", "whole number"},
		{"unknown code", `{"V2":"gent"}`, "V2", `"gent"`},
		{"list for one", `{"V2":["kortrijk"]}`, "V2", "must be one of"},
		{"one for a list", `{"V6":"loon"}`, "V6", "list of"},
		{"unknown code in a list", `{"V6":["loon","baas"]}`, "V6", `"baas"`},
		{"nothing and something", `{"V14":["niets","eten"]}`, "V14", "alone"},
		{"ages without children", `{"V4":0,"V5":["<3"]}`, "V5", "V4"},
		{"ages without children, other order", `{"V5":["<3"],"V4":0}`, "V5", "V4"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := rules.ParseAnswers(strings.NewReader(c.text))
			var wrong *AnswerError
			if !errors.As(err, &wrong) {
				t.Fatalf("error is %v", err)
			}
			if wrong.Question != c.question || !strings.Contains(wrong.Error(), c.says) {
				t.Errorf("error of %q: %v", wrong.Question, wrong)
			}
		})
	}
}

func TestSkippedInEveryForm(t *testing.T) {
	rules := cityRules(t)
	for _, text := range []string{`{}`, `{"V1":null}`, `{"V6":[]}`, `{"V5":[],"V2":null}`} {
		if got := parse(t, rules, text); got != (Answers{}) {
			t.Errorf("%s answers %v", text, got)
		}
	}
}

// TestNextAsksWhatSettles: it asks only what can change a verdict, never what was passed, and comes to an end.
func TestNextAsksWhatSettles(t *testing.T) {
	rules := cityRules(t)
	check := rules.At(today)
	for _, text := range []string{`{}`, `{"V4":2}`, `{"V2":"geenpapieren"}`, `{"V1":17,"V3":"anderen"}`} {
		a := parse(t, rules, text)
		var passed Passed
		var asked []string
		for {
			next, more := check.Next(a, passed)
			if !more {
				break
			}
			if slices.Contains(asked, next) || len(asked) > len(rules.questions) {
				t.Fatalf("%s: asks %v and then %s", text, asked, next)
			}
			if next == "V5" && !a.has(rules.question("V4")) {
				t.Errorf("%s: asks for the ages of children before there are any", text)
			}
			asked, passed = append(asked, next), rules.Pass(passed, next)
		}
		if len(asked) == 0 {
			t.Errorf("%s: asks nothing", text)
		}
	}
}

// TestNothingIsAskedWhenAllIsSettled: of full answers nothing is open.
func TestNothingIsAskedWhenAllIsSettled(t *testing.T) {
	rules := cityRules(t)
	a := parse(t, rules, `{"V1":46,"V2":"kortrijk","V3":"koppel","V4":0,"V6":["loon"],"V7":["geen"],"V8":"nee","V9":"H","V10":"eigenaar","V11":["niets"],"V12":"gas","V13":["niemand"],"V14":["niets"]}`)
	if next, more := rules.At(today).Next(a, 0); more {
		t.Errorf("asks %s", next)
	}
}

// TestDutchIsPlainOnAverage: a Dutch sentence about a right has at most 12 words on average; lint refuses the long
// ones one by one.
func TestDutchIsPlainOnAverage(t *testing.T) {
	rules := cityRules(t)
	var texts []string
	for _, right := range rules.rights {
		text := right.texts["nl"]
		texts = append(append(texts, text.Short, text.Brings, text.How, text.Where, text.Deadline), text.Bring...)
		for _, said := range right.Sentences {
			texts = append(texts, said["nl"]...)
		}
	}
	for _, one := range rules.shared {
		texts = append(texts, one.NL...)
	}
	for _, q := range rules.questions {
		texts = append(texts, q.Asking.Ask[0], q.Asking.Why[0])
	}
	n, sentences := 0, 0
	for _, text := range texts {
		for _, sentence := range sentenceEnds.Split(withoutHoles(text), -1) {
			if length := len(words.FindAllString(sentence, -1)); length > 0 {
				n, sentences = n+length, sentences+1
			}
		}
	}
	if mean := float64(n) / float64(sentences); mean > 12 {
		t.Errorf("a sentence has %.1f words on average", mean)
	}
}

// TestWhatComesByItself: nobody is sent to apply for what rights.md (section 6) names as granted by itself.
func TestWhatComesByItself(t *testing.T) {
	rules := cityRules(t)
	for _, id := range []string{"sociaal-tarief-energie", "sociaal-tarief-water", "groeipakket-sociale-toeslag", "groeipakket-schooltoeslag", "maximumfactuur"} {
		if right, _ := rules.Right(id); right.Granted != "by-itself" {
			t.Errorf("%s is granted %q", id, right.Granted)
		}
	}
}

// TestTheReasonIsTheOneThatDecides: living elsewhere excludes nobody from the pass, and the living wage is why childcare is cheaper.
func TestTheReasonIsTheOneThatDecides(t *testing.T) {
	rules := cityRules(t)
	for _, c := range []struct{ right, answers, says, never string }{
		{"uitpas-kansentarief", `{"V1":40,"V2":"elders","V3":"alleen","V4":0,"V7":["geen"],"V8":"nee","V9":"H"}`, "vt", "kortrijk"},
		{"kinderopvang-verminderd-tarief", `{"V4":1,"V5":["<3"],"V7":["leefloon"]}`, "krijgt-leefloon", ""},
	} {
		var because []string
		for _, said := range rules.At(today).Because(c.right, parse(t, rules, c.answers)) {
			because = append(because, said.Condition)
		}
		if !slices.Contains(because, c.says) || slices.Contains(because, c.never) {
			t.Errorf("%s because of %v", c.right, because)
		}
	}
}

// TestTheCityKnowsItsRights: none of the rights that were worked out is lost from the folder.
func TestTheCityKnowsItsRights(t *testing.T) {
	rules := cityRules(t)
	if n := len(rules.rights); n < 59 {
		t.Errorf("there are only %d rights", n)
	}
	for _, p := range rules.At(today).rights {
		if p.broken {
			t.Errorf("%s cannot be evaluated", p.id)
		}
	}
}
