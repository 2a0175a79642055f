package rights

import (
	"fmt"
	"slices"
)

// Languages are those in which every text of a right is complete.
var Languages = []string{"nl", "fr", "en", "ar"}

// The kinds of questions.
const (
	Number = "number" // a whole number
	One    = "one"    // one of some codes
	Many   = "many"   // any number of some codes
)

// Question is one question of the check, as in questions.yaml.
type Question struct {
	ID      string
	Kind    string // number, one or many
	Min     int
	Max     int
	Codes   []string
	None    []string // codes of a many-question that stand alone
	Depends string   // the number-question that must be above zero for this one to be asked
	Unsure  bool     // many do not know: "I do not know" stands among the answers, and counts as skipped
	About   string   // what it is about, for texts and pictograms
	Asking  Asking   `yaml:"-"`
}

// Asking is how a question is asked, as in asking.yaml: texts in the order of [Languages].
type Asking struct {
	Ask     []string
	Why     []string
	Answers map[string][]string // by code; none for a number or for amounts, which are made of figures
	Most    []string            // of a number: the words of the largest, "5 or more"
	Amounts amounts             // of the income
}

// amounts are the words of a band of income: "{from}" and "{to}" are filled in.
type amounts struct {
	Below   []string
	Between []string
	From    []string
}

// Domains are the domains of life, each a folder of rights with a heading in every language and a drawing on both faces.
var Domains = []string{
	"inkomen", "gezondheid-zorg", "energie-water", "wonen", "kinderen-gezin", "onderwijs-opleiding", "werk", "schulden", "juridisch", "vrije-tijd-mobiliteit",
}

// OtherDomain is where a right stands of which neither file nor folder names a domain of life. That is a fault, and still people
// read the right below a heading.
const OtherDomain = "overige"

// Confidences are what can be said of where something comes from: read on the page, read in a second source, computed from what was
// read, known without a page, or unsure.
var Confidences = []string{"read", "secondary", computed, "known", "unsure"}

const computed = "computed"

// Evidence is where a rule or figure comes from and how long that is good enough. Dates are YYYY-MM-DD.
type Evidence struct {
	Published  string
	Checked    string
	ShelfUntil string `yaml:"shelf_until"`
	Confidence string // one of [Confidences]
	Source     string
}

// Text is what a resident reads about a right in one language.
type Text struct {
	Name     string
	Short    string
	Brings   string
	How      string
	Where    string
	Bring    []string
	Deadline string
}

// Right is one right (recht), as in its file.
type Right struct {
	ID         string
	Order      int
	Level      string
	Domain     string
	Granted    string // by-itself, partly, on-request or ocmw; "" of one that is only told of because nobody can get it any more
	Weight     int    // 1 to 4
	ValidFrom  string `yaml:"valid_from"`
	ValidUntil string `yaml:"valid_until"` // the last day, "" while no end is known
	Evidence   `yaml:",inline"`
	Info       bool // only told, never a verdict
	Have       *condition
	When       *condition
	Sentences  map[string]sentences

	// As written, with holes for the amounts: only a day fills them, see [Check.Text] and [Check.Gap].
	texts map[string]Text
	gap   map[string]string // nl, fr, en: what a worker must still look at
	file  string
}

// rightFile is the file of a right.
type rightFile struct {
	Right `yaml:",inline"`
	Texts map[string]Text
	Gap   map[string]string
}

// InForce says whether the rule is known to hold on a day, written YYYY-MM-DD. On any other day one only tells of the right.
func (r *Right) InForce(day string) bool {
	return day >= r.ValidFrom && (r.ValidUntil == "" || day <= r.ValidUntil)
}

// Outside is how a day lies outside those of the rule: before the day on which it begins, or after the one on which it ended,
// which is the day that it gives. It is "" when the rule is in force.
func (r *Right) Outside(day string) (begins, ended string) {
	switch {
	case day < r.ValidFrom:
		return r.ValidFrom, ""
	case !r.InForce(day):
		return "", r.ValidUntil
	}
	return "", ""
}

// sentences are, by language, the sentence when a condition holds, when it does not and, if it has one, when it is unsure.
type sentences map[string][]string

// ofOld are the sentences of a condition with an old figure: also that it is old.
func (s sentences) ofOld(old map[string]string) sentences {
	out := sentences{}
	for language, said := range s {
		out[language] = make([]string, tooOld, tooOld+1)
		copy(out[language], said)
		out[language] = append(out[language], old[language])
	}
	return out
}

// condition is one node of a rule, as written. Exactly one of its forms is filled in.
type condition struct {
	ID      string
	Use     string
	Answer  string
	In      []string
	AtLeast string `yaml:"at_least"`
	Below   string
	Income  string
	Right   string
	At      string

	All      []*condition
	Any      []*condition
	Count    int
	Of       []*condition
	Not      *condition
	Possible *condition
	Doubt    *condition
}

// shared is one entry of conditions.yaml.
type shared struct {
	ID   string
	When *condition
	NL   []string
	FR   []string
	EN   []string
	AR   []string

	bad bool // it has a fault, and no right can use it
}

func (s *shared) sentences() sentences {
	return sentences{"nl": s.NL, "fr": s.FR, "en": s.EN, "ar": s.AR}
}

// parameter is a figure with its history, as in parameters/.
type parameter struct {
	ID         string
	Unit       string
	Test       string // year or month, for an income ceiling
	Counts     string // what "each" is paid for: dependants or others
	Households []household
	Values     []value

	file string
	bad  bool // it has a fault, and none of its figures decides anything
}

// household is a row of a ceiling: the first that fits a household is its own.
type household struct {
	Row        string
	Who        []string
	Dependants *struct{ From, To int }
}

// value is a figure from a day on.
type value struct {
	From     string
	Value    *float64           // of an age or a number: whole
	Amount   *float64           // of which texts tell, in the unit of the parameter
	Amounts  map[string]float64 // of which texts tell, by row, when several change on the same day
	Bands    map[string]float64 // of the income bands: where each begins, EUR a month
	Low      map[string]float64 // of a ceiling, EUR by row
	High     map[string]float64
	Margin   float64
	Evidence `yaml:",inline"`

	file string
	bad  bool // it has a fault, and decides nothing
}

// isAmount says whether texts tell of the value, and no rule reads it.
func (v *value) isAmount() bool { return v.Amount != nil || len(v.Amounts) > 0 }

// checkQuestions holds the questions against what answers can carry.
func (r *Rules) checkQuestions() error {
	refuse := func(q Question, format string, args ...any) error {
		return &Fault{File: "questions.yaml", Line: r.line("questions.yaml", "id: "+q.ID+","), Reason: fmt.Sprintf(format, args...)}
	}
	if len(r.questions) == 0 || len(r.questions) > maxQuestions {
		return &Fault{File: "questions.yaml", Reason: fmt.Sprintf("there must be 1 to %d questions", maxQuestions)}
	}
	levels := 0
	for i, q := range r.questions {
		levels++
		switch q.Kind {
		case Number:
			if q.Min < 0 || q.Max <= q.Min || q.Max > 1000 {
				return refuse(q, "%s: a number needs \"min\" and \"max\"", q.ID)
			}
		case One, Many:
			if len(q.Codes) < 2 || len(q.Codes) > maxCodes {
				return refuse(q, "%s: there must be 2 to %d codes", q.ID, maxCodes)
			}
			for i, code := range q.Codes {
				if blank(code) || slices.Contains(q.Codes[:i], code) {
					return refuse(q, "%s: the code %q is empty or stands there twice", q.ID, code)
				}
			}
			if q.Kind == Many {
				levels += len(q.Codes) - 1
			}
		default:
			return refuse(q, "%s: kind %q is not number, one or many", q.ID, q.Kind)
		}
		for _, none := range q.None {
			if !slices.Contains(q.Codes, none) {
				return refuse(q, "%s: %q under \"none\" is no code", q.ID, none)
			}
		}
		if on := r.question(q.Depends); q.Depends != "" && (on < 0 || on >= i || r.questions[on].Kind != Number) {
			return refuse(q, "%s depends on %q, which is no number asked before it", q.ID, q.Depends)
		}
		if r.question(q.ID) != i || q.ID == "" {
			return refuse(q, "question %q stands there twice", q.ID)
		}
	}
	if levels > maxLevels {
		return &Fault{File: "questions.yaml", Reason: fmt.Sprintf("the questions have more than %d answers in all", maxLevels)}
	}
	return nil
}
