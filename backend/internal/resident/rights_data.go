package resident

import (
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/web"
	"wijkloket/backend/rights"
	"wijkloket/backend/rights/guide"
	"wijkloket/i18n"
)

// dayCheck is the rights check of a day with the data of it that phones fetched, kept because they are the same for
// everybody. The next day, or other rules, begin anew.
type dayCheck struct {
	mu    sync.Mutex
	rules *rights.Rules
	check *rights.Check
	files map[string]http.Handler // by name
}

// today is the check of today.
func (s *Site) today() *rights.Check {
	s.check.mu.Lock()
	defer s.check.mu.Unlock()
	return s.todayLocked()
}

func (s *Site) todayLocked() *rights.Check {
	day, rules, c := s.Clock.Now().In(core.Brussels).Format(time.DateOnly), s.Rights(), &s.check
	if c.check == nil || c.rules != rules || c.check.Day() != day {
		c.rules, c.check, c.files = rules, rules.At(day), map[string]http.Handler{}
	}
	return c.check
}

// registerRightsData adds the data from which a phone works out the check by itself. They are not pages: no cookie is read
// or set, so that nobody can be told apart by them.
func (s *Site) registerRightsData(mux *http.ServeMux) {
	s.rightsFile(mux, "program.json", i18n.Languages[0], func(check *rights.Check) any { return check.Program() })
	for _, lang := range i18n.Languages {
		s.rightsFile(mux, "texts."+lang+".json", lang, func(check *rights.Check) any { return s.rightsTexts(check, lang) })
	}
}

func (s *Site) rightsFile(mux *http.ServeMux, name, lang string, of func(*rights.Check) any) {
	mux.HandleFunc("GET /rights/"+name, func(rw http.ResponseWriter, r *http.Request) {
		s.preparedFile(name, lang, of).ServeHTTP(rw, r)
	})
}

func (s *Site) preparedFile(name, lang string, of func(*rights.Check) any) http.Handler {
	s.check.mu.Lock()
	defer s.check.mu.Unlock()
	check := s.todayLocked()
	if file := s.check.files[name]; file != nil {
		return file
	}
	text, err := json.Marshal(of(check))
	if err != nil {
		panic(err) // texts and numbers always encode
	}
	s.check.files[name] = web.Prepared("application/json", []byte(laid(string(text), s.Web.Texts(lang))))
	return s.check.files[name]
}

// bound keeps the sign that French parts from its word by a space on the line of that word. Encoded data have no such space
// but in their texts.
var bound = strings.NewReplacer(" ?", "\u00a0?", " !", "\u00a0!", " :", "\u00a0:", " ;", "\u00a0;", " €", "\u00a0€")

// named is a name of some words in Latin letters with the brackets around it, and with the marks that it may have already.
var named = regexp.MustCompile(`\x{2066}?(\([^(){}"\p{Arabic}\x{2066}-\x{2069}]*\p{Latin}[^(){}"\p{Arabic}\x{2066}-\x{2069}]* [^(){}"\p{Arabic}\x{2066}-\x{2069}]*\))\x{2069}?`)

// laid makes texts ready to stand on a page, also encoded ones: signs stay with their word, and in a text from right to left a name
// keeps its brackets, which would stand at its wrong ends where it breaks over two lines.
func laid(text string, texts *i18n.Localizer) string {
	text = bound.Replace(text)
	if texts.Dir() == "rtl" {
		return named.ReplaceAllString(text, "\u2066$1\u2069")
	}
	return text
}

// rightsTexts is all that the check can say in a language on a day.
type rightsTexts struct {
	Date      string                          `json:"date"`
	Call      string                          `json:"call"`  // whom to call with questions
	Words     map[string]json.RawMessage      `json:"words"` // as in the catalogue: a text, or its plural forms
	Questions map[string]askedText            `json:"questions"`
	Says      map[string][]string             `json:"says"` // by condition: it holds, it does not, it is unsure
	Rights    map[string]rightText            `json:"rights"`
	Icons     map[string]string               `json:"icons"` // of the life domains
	Told      []guide.Standing                `json:"told"`
	Paper     map[guide.Standing][]guide.Fact `json:"paper"` // what is told of each on paper
}

// askedText is a question in words.
type askedText struct {
	Ask     string            `json:"ask"`
	Why     string            `json:"why"`
	Answers map[string]string `json:"answers,omitempty"` // none for a number that is typed
}

func (s *Site) rightsTexts(check *rights.Check, lang string) rightsTexts {
	texts := s.Web.Texts(lang)
	out := rightsTexts{
		Date: texts.Date(s.Clock.Now()), Call: texts.T("check.print.call", i18n.Args{"Number": s.Directory().City().Helpline.Phone.Value}),
		Words: checkWords(lang), Questions: map[string]askedText{}, Says: check.Sentences(lang),
		Rights: map[string]rightText{}, Icons: map[string]string{}, Told: guide.Told, Paper: guide.OnPaper,
	}
	rules := s.check.rules
	for _, q := range rules.Questions() {
		asked := askedText{Ask: q.Ask(lang), Why: q.Why(lang), Answers: map[string]string{}}
		for _, code := range guide.Choices(q) {
			asked.Answers[code] = check.Label(q.ID, code, lang)
		}
		out.Questions[q.ID] = asked
	}
	basis := basisOf(check)
	for _, right := range rules.Rights() {
		out.Icons[right.Domain] = guide.DomainIcon(right.Domain)
		out.Rights[right.ID] = textOf(check, right, basis[right.ID], texts)
	}
	return out
}

// checkWords are the words around questions and rights: those of the check itself, and some that other pages say too.
func checkWords(lang string) map[string]json.RawMessage {
	words := map[string]json.RawMessage{}
	for area, wanted := range map[string]func(key string) bool{
		"check":   func(key string) bool { return !elsewhere.MatchString(key) },
		"phone":   func(key string) bool { return strings.HasPrefix(key, "page.check.") || key == "page.chosen" },
		"journey": func(key string) bool { return slices.Contains(sharedWords, key) },
		"common":  func(key string) bool { return strings.HasPrefix(key, "list.") },
	} {
		catalogue, err := i18n.Area(area, lang)
		if err != nil {
			panic(err) // it is embedded
		}
		for key, text := range catalogue {
			if wanted(key) {
				words[key] = text
			}
		}
	}
	return words
}

// elsewhere are words of the check that only the page itself or the kiosk says.
var elsewhere = regexp.MustCompile(`^check\.(intro|phone|name|amount|right\.(begins|ended)|print\.(busy|done|paper|cover|not|call))`)

// sharedWords are words of the other pages that the check says too.
var sharedWords = []string{"action.back", "action.next", "action.skip", "action.stop", "action.change", "review.change.of", "home.talk"}
