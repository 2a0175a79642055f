package rights

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
)

var (
	levels       = []string{"federaal", "vlaams", "kortrijk", "ander"}
	grants       = []string{"by-itself", "partly", "on-request", "ocmw"}
	workers      = []string{"nl", "fr", "en"} // the languages of the staff pages
	isName       = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	sentenceEnds = regexp.MustCompile(`[.!?:]+(\s|$)`)
	words        = regexp.MustCompile(`\p{L}[\p{L}'’-]*`)
	promise      = regexp.MustCompile(`(?i)\b(je|jij|u) (hebt|heeft)\b.{0,20}\brecht op\b|\b(tu as|vous avez) droit\b|\byou (have (a|the) right|are entitled)\b`)
)

// mostWords is the length of the longest Dutch sentence a resident should read.
const mostWords = 20

// check holds everything against itself and notes what is wrong.
func (r *Rules) check() {
	r.checkParameters()
	r.checkShared()
	seen, orders, names := map[string]string{}, map[int]string{}, map[string]string{}
	free := 0
	for _, right := range r.rights {
		free = max(free, right.Order+10)
	}
	for _, right := range r.rights {
		if other, double := seen[right.ID]; double {
			r.fault(right.file, right.ID, "id:", "right %q is also in %s", right.ID, other)
		}
		seen[right.ID] = right.file
		if r.broken[right.ID] {
			continue
		}
		if other, double := orders[right.Order]; double {
			r.fault(right.file, right.ID, "order:", "order %d is also that of %s; %d is free", right.Order, other, free)
		}
		if other, double := names[right.texts[Languages[0]].Name]; double {
			r.fault(right.file, right.ID, "texts:\nname:", "the name is also that of %s", other)
		}
		orders[right.Order], names[right.texts[Languages[0]].Name] = right.ID, right.ID
		r.checkRight(right)
	}
	for _, right := range r.rights {
		right.Domain = right.domain()
	}
	r.checkAmounts()
	r.checkRules()
}

// checkWords wants one text a language.
func (r *Rules) checkWords(file, question, what string, texts []string) {
	if len(texts) != len(Languages) || slices.ContainsFunc(texts, blank) {
		r.fault(file, "", "  "+question+":", "%s: %q needs a text in %s", question, what, strings.Join(Languages, ", "))
		return
	}
	r.checkPlain(file, "", Languages[0], texts[0])
}

// checkAnswers wants words for every answer: of each code, or of the amounts between which an income lies.
func (r *Rules) checkAnswers(file string, q *Question) {
	if q.ID != askIncome {
		for _, code := range q.Codes {
			r.checkWords(file, q.ID, code, q.Asking.Answers[code])
		}
		if len(q.Asking.Most) > 0 {
			r.checkWords(file, q.ID, "most", q.Asking.Most)
		}
		return
	}
	for name, texts := range map[string][]string{"below": q.Asking.Amounts.Below, "between": q.Asking.Amounts.Between, "from": q.Asking.Amounts.From} {
		r.checkWords(file, q.ID, name, texts)
		for i, text := range texts {
			if strings.Contains(text, "{from}") == (name == "below") || strings.Contains(text, "{to}") == (name == "from") {
				r.fault(file, "", "  "+q.ID+":", "%s: %q in %s must name its limits, \"{from}\" and \"{to}\", and no other", q.ID, name, Languages[i])
			}
		}
	}
}

func sorted[V any](m map[string]V) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func isDay(s string) bool {
	_, ok := ParseDay(s)
	return ok
}

// Ahead are faults of what was published or looked up only after a day, written YYYY-MM-DD: a slip of the pen that would keep a
// figure good for years too long. The caller brings the day. A running program leaves them aside, for its own clock may be wrong.
func (r *Rules) Ahead(day string) []*Fault {
	var ahead []*Fault
	hold := func(e *Evidence, file, right, needle string) {
		for _, one := range []struct{ key, day string }{{"published", e.Published}, {"checked", e.Checked}} {
			if isDay(one.day) && one.day > day {
				ahead = append(ahead, &Fault{file, r.line(file, needle), right, fmt.Sprintf("%q is %s, which is still to come on %s", one.key, one.day, day)})
			}
		}
	}
	for _, right := range r.rights {
		hold(&right.Evidence, right.file, right.ID, "checked:")
	}
	for _, id := range sorted(r.parameters) {
		p := r.parameters[id]
		for i := range p.Values {
			hold(&p.Values[i].Evidence, p.Values[i].file, "", figureAt(p, &p.Values[i]))
		}
	}
	return ahead
}

// lacks says what is missing of the evidence. A page may have no date of its own; a figure must have one.
func (e *Evidence) lacks(figure bool) string {
	notDay := func(name, day string) string {
		return fmt.Sprintf("%q must be a day that exists, as YYYY-MM-DD, not %q", name, day)
	}
	switch {
	case strings.TrimSpace(e.Source) == "":
		return "it has no \"source\""
	case !isDay(e.Checked):
		return notDay("checked", e.Checked)
	case !isDay(e.ShelfUntil):
		return notDay("shelf_until", e.ShelfUntil)
	case !isDay(e.Published) && (figure || e.Published != ""):
		return notDay("published", e.Published)
	case !slices.Contains(Confidences, e.Confidence):
		return fmt.Sprintf("\"confidence\" is %q; it must be one of %s", e.Confidence, strings.Join(Confidences, ", "))
	}
	return ""
}

func (r *Rules) checkRight(right *Right) {
	bad := func(needle, format string, args ...any) { r.fault(right.file, right.ID, needle, format, args...) }
	if !isName.MatchString(right.ID) {
		bad("id:", "the id %q must have small letters, digits and hyphens only", right.ID)
	}
	if want := path.Join(right.Domain, right.ID+".yaml"); right.file != want {
		bad("id:", "the file is %s, but its domain and id say %s", right.file, want)
	}
	if !slices.Contains(Domains, right.Domain) {
		bad("domain:", "\"domain\" is %q; it must be one of %s", right.Domain, strings.Join(Domains, ", "))
	}
	if !slices.Contains(levels, right.Level) {
		bad("level:", "\"level\" is %q; it must be one of %s", right.Level, strings.Join(levels, ", "))
	}
	if closed := right.Info && right.Granted == ""; !closed && !slices.Contains(grants, right.Granted) {
		bad("granted:", "\"granted\" is %q; it must be one of %s", right.Granted, strings.Join(grants, ", "))
	}
	if right.Order < 1 || right.Weight < 1 || right.Weight > 4 {
		bad("weight:", "\"order\" must be 1 or more and \"weight\" 1 to 4")
	}
	if !isDay(right.ValidFrom) {
		bad("valid_from:", "\"valid_from\" must be a date as YYYY-MM-DD")
	}
	if right.ValidUntil != "" && (!isDay(right.ValidUntil) || right.ValidUntil < right.ValidFrom) {
		bad("valid_until:", "\"valid_until\" must be a date as YYYY-MM-DD, not before \"valid_from\"")
	}
	if reason := right.Evidence.lacks(false); reason != "" {
		bad("checked:", "%s", reason)
	}
	if right.Info == (right.When != nil) {
		bad("when:", "a right has either \"when\" or \"info: true\"")
	}
	r.checkTrees(right)
	r.checkTexts(right)
}

// domain is the domain of life that the file names, else its folder, else none in particular.
func (r *Right) domain() string {
	for _, one := range []string{r.Domain, path.Dir(r.file)} {
		if slices.Contains(Domains, one) {
			return one
		}
	}
	return OtherDomain
}

func blank(text string) bool { return strings.TrimSpace(text) == "" }

func (r *Rules) checkTexts(right *Right) {
	for _, language := range sorted(right.texts) {
		if !slices.Contains(Languages, language) {
			r.fault(right.file, right.ID, "texts:\n  "+language+":", "there is no language %q; texts are in %s", language, strings.Join(Languages, ", "))
		}
	}
	for _, language := range Languages {
		t, ok := right.texts[language]
		if !ok {
			r.fault(right.file, right.ID, "texts:", "\"texts\" lacks %s", language)
			continue
		}
		for _, one := range []struct{ key, text string }{{"name", t.Name}, {"short", t.Short}, {"brings", t.Brings}, {"how", t.How}, {"where", t.Where}, {"bring", strings.Join(t.Bring, ". ")}} {
			if blank(one.text) || one.key == "bring" && slices.ContainsFunc(t.Bring, blank) {
				r.fault(right.file, right.ID, "texts:\n  "+language+":", "%q is missing in %s", one.key, language)
			}
			r.checkPlain(right.file, right.ID, language, one.text)
		}
		r.checkPlain(right.file, right.ID, language, t.Deadline)
		if (t.Deadline == "") != (right.texts["nl"].Deadline == "") {
			r.fault(right.file, right.ID, "texts:\n  "+language+":", "\"deadline\" stands in some languages only")
		}
	}
	for _, language := range workers {
		if blank(right.gap[language]) {
			r.fault(right.file, right.ID, "gap:", "\"gap\" is missing in %s: what must a worker still look at?", language)
		}
	}
}

// promised is the words that promise a right, or "". Few texts have the word at all, and start must be quick.
func promised(text string) string {
	lower := strings.ToLower(text)
	for _, word := range []string{"recht", "droit", "right", "entitled"} {
		if strings.Contains(lower, word) {
			return promise.FindString(text)
		}
	}
	return ""
}

// checkPlain refuses a promise in any language and a Dutch sentence that is too long.
func (r *Rules) checkPlain(file, right, language, text string) {
	if found := promised(text); found != "" {
		r.fault(file, right, text, "%q promises; write \"misschien\" or what happens", found)
	}
	if language != "nl" {
		return
	}
	text, written := withoutHoles(text), text
	if len(strings.Fields(text)) <= mostWords {
		return
	}
	for _, sentence := range sentenceEnds.Split(text, -1) {
		if n := len(words.FindAllString(sentence, -1)); n > mostWords {
			r.fault(file, right, written, "a sentence of %d words; at most %d: %q", n, mostWords, sentence)
		}
	}
}
