package rights

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

var (
	levels       = []string{"federaal", "vlaams", "kortrijk", "ander"}
	grants       = []string{"by-itself", "partly", "on-request", "ocmw"}
	confidences  = []string{"read", "secondary", "computed", "known", "unsure"}
	workers      = []string{"nl", "fr", "en"} // the languages of the staff pages
	sentenceEnds = regexp.MustCompile(`[.!?:]+(\s|$)`)
	words        = regexp.MustCompile(`\p{L}[\p{L}'’-]*`)
	promise      = regexp.MustCompile(`(?i)\b(je|jij) hebt\b.{0,20}\brecht op\b|\btu as droit\b|\byou have (a|the) right\b`)
)

// mostWords is the length of the longest Dutch sentence a resident should read.
const mostWords = 20

// check holds everything against itself and notes what is wrong.
func (r *Rules) check() {
	r.checkParameters()
	for _, id := range sorted(r.shared) {
		s := r.shared[id]
		r.checkSentences("conditions.yaml", "", id, s.When, s.sentences())
	}
	seen := map[string]string{}
	orders := map[int]string{}
	for _, right := range r.rights {
		if other, double := seen[right.ID]; double {
			r.fault(right.file, right.ID, "id:", "right %q is also in %s", right.ID, other)
		}
		if other, double := orders[right.Order]; double && !r.broken[right.ID] {
			r.fault(right.file, right.ID, "order:", "order %d is also that of %s", right.Order, other)
		}
		seen[right.ID], orders[right.Order] = right.file, right.ID
		if !r.broken[right.ID] {
			r.checkRight(right)
		}
	}
	r.checkRules()
}

// checkWords wants one text a language.
func (r *Rules) checkWords(file, question, what string, texts []string) {
	if len(texts) != len(Languages) || slices.Contains(texts, "") {
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

// checkEvidence refuses what is undated or has no source. A page may have no date of its own; a figure must have one.
func (r *Rules) checkEvidence(file, right, needle, what string, e Evidence, figure bool) {
	switch {
	case e.Source == "":
		r.fault(file, right, needle, "%s has no \"source\"", what)
	case !isDay(e.Checked) || !isDay(e.ShelfUntil):
		r.fault(file, right, needle, "%s needs \"checked\" and \"shelf_until\" as YYYY-MM-DD", what)
	case !isDay(e.Published) && (figure || e.Published != ""):
		r.fault(file, right, needle, "%s needs \"published\" as YYYY-MM-DD", what)
	case !slices.Contains(confidences, e.Confidence):
		r.fault(file, right, needle, "%s: \"confidence\" is %q; it must be one of %s", what, e.Confidence, strings.Join(confidences, ", "))
	}
}

func (r *Rules) checkRight(right *Right) {
	bad := func(needle, format string, args ...any) { r.fault(right.file, right.ID, needle, format, args...) }
	if want := path.Join(right.Domain, right.ID+".yaml"); right.file != want {
		bad("id:", "the file is %s, but its domain and id say %s", right.file, want)
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
	r.checkEvidence(right.file, right.ID, "source:", "the right", right.Evidence, false)
	if right.Info == (right.When != nil) {
		bad("when:", "a right has either \"when\" or \"info: true\"")
	}
	used := map[string]bool{}
	for _, root := range []*condition{right.When, right.Have} {
		r.checkTree(right, root, used)
	}
	for _, id := range sorted(right.Sentences) {
		if !used[id] {
			bad(id+":", "there are sentences for %q, but no condition of that id", id)
		}
	}
	r.checkTexts(right)
}

// checkTree holds the conditions of a rule against their sentences.
func (r *Rules) checkTree(right *Right, c *condition, used map[string]bool) {
	if c == nil {
		return
	}
	forms := 0
	for _, has := range []bool{c.Use != "", c.Answer != "", c.Income != "", c.Right != "", len(c.All) > 0, len(c.Any) > 0, len(c.Of) > 0, c.Not != nil, c.Possible != nil, c.Doubt != nil} {
		if has {
			forms++
		}
	}
	if forms != 1 {
		r.fault(right.file, right.ID, "id: "+c.ID, "a condition must be exactly one of use, answer, income, right, all, any, count with of, not, possible, doubt; this one (id %q) is %d", c.ID, forms)
		return
	}
	if c.Answer != "" || c.Income != "" || c.Right != "" {
		switch {
		case c.ID == "":
			r.fault(right.file, right.ID, c.Answer+c.Income, "a condition needs an \"id\", under which its sentences stand")
		case used[c.ID]:
			r.fault(right.file, right.ID, "id: "+c.ID, "the id %q is used for two conditions; give the second one its own", c.ID)
		default:
			r.checkSentences(right.file, right.ID, c.ID, c, right.Sentences[c.ID])
		}
		used[c.ID] = true
	}
	for _, list := range [][]*condition{c.All, c.Any, c.Of, {c.Not, c.Possible, c.Doubt}} {
		for _, kid := range list {
			r.checkTree(right, kid, used)
		}
	}
}

// checkSentences wants, in every language, as many sentences as the condition has values.
func (r *Rules) checkSentences(file, right, id string, c *condition, s sentences) {
	need := 2
	if c.Income != "" || (c.Right != "" && c.At == "") {
		need = 3
	}
	for _, language := range Languages {
		said := s[language]
		if len(said) != need || slices.Contains(said, "") {
			r.fault(file, right, id+":", "condition %q needs %d sentences in %s, it has %d", id, need, language, len(said))
			continue
		}
		for _, text := range said {
			r.checkPlain(file, right, language, text)
		}
	}
}

func (r *Rules) checkTexts(right *Right) {
	for _, language := range Languages {
		t, ok := right.Texts[language]
		if !ok {
			r.fault(right.file, right.ID, "texts:", "\"texts\" lacks %s", language)
			continue
		}
		for _, one := range []struct{ key, text string }{{"name", t.Name}, {"short", t.Short}, {"brings", t.Brings}, {"how", t.How}, {"where", t.Where}, {"bring", strings.Join(t.Bring, ". ")}} {
			if one.text == "" {
				r.fault(right.file, right.ID, "  "+language+":", "%q is missing in %s", one.key, language)
			}
			r.checkPlain(right.file, right.ID, language, one.text)
		}
		r.checkPlain(right.file, right.ID, language, t.Deadline)
		if (t.Deadline == "") != (right.Texts["nl"].Deadline == "") {
			r.fault(right.file, right.ID, "  "+language+":", "\"deadline\" stands in some languages only")
		}
	}
	for _, language := range workers {
		if right.Gap[language] == "" {
			r.fault(right.file, right.ID, "gap:", "\"gap\" is missing in %s: what must a worker still look at?", language)
		}
	}
}

// promised is the words that promise a right, or "". Few texts have the word at all, and start must be quick.
func promised(text string) string {
	for _, word := range []string{"recht", "droit", "right"} {
		if strings.Contains(text, word) {
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
	if len(strings.Fields(text)) <= mostWords {
		return
	}
	for _, sentence := range sentenceEnds.Split(text, -1) {
		if n := len(words.FindAllString(sentence, -1)); n > mostWords {
			r.fault(file, right, text, "a sentence of %d words; at most %d: %q", n, mostWords, sentence)
		}
	}
}

// checkRules prepares every rule for each day on which something changes, and refuses a rule that cannot be evaluated, that
// says the same to everybody, or that has a verdict which nobody can reach. A figure of next year is held against the rules
// now, not in the night in which it begins.
func (r *Rules) checkRules() {
	found := map[string]bool{}
	for i, day := range r.turns() {
		c, errs := r.prepare(day, true)
		for at, right := range r.rights {
			if found[right.ID] || r.broken[right.ID] || c.rights[at].info {
				continue
			}
			needle, reason := c.checkRule(at, errs[right.ID])
			if reason == "" {
				continue
			}
			found[right.ID] = true
			if i > 0 {
				reason = "from " + day + " on: " + reason
			}
			r.fault(right.file, right.ID, needle, "%s", reason)
			if i == 0 && errs[right.ID] != nil {
				r.broken[right.ID] = true
			}
		}
	}
}

// turns are the latest day on which anything was looked up, and the days after it on which a figure or a right begins.
func (r *Rules) turns() []string {
	var begins []string
	now := ""
	for _, right := range r.rights {
		now = max(now, right.Checked)
		begins = append(begins, right.ValidFrom)
	}
	for _, p := range r.parameters {
		for _, v := range p.Values {
			now = max(now, v.Checked)
			begins = append(begins, v.From)
		}
	}
	days := slices.DeleteFunc(begins, func(day string) bool { return day <= now || !isDay(day) })
	slices.Sort(days)
	return append([]string{now}, slices.Compact(days)...)
}

// checkRule says what is wrong with the rule of a right on a day, and a piece of the text near which that stands.
func (c *Check) checkRule(at int, err error) (needle, reason string) {
	if err != nil {
		if u, ok := err.(*unclear); ok && u.at != "" {
			return u.at, err.Error()
		}
		return "when:", err.Error()
	}
	right := c.rules.rights[at]
	nobody := c.choose(&Answers{})
	w := c.scratch.Get().(*walk)
	defer c.scratch.Put(w)
	ends := c.reach(c.rights[at].root, &nobody, w, false)
	capped := right.When.Possible != nil
	switch {
	case ends == onlyNo:
		return "when:", "the rule says the same to everybody: it can only be \"unlikely\""
	case ends&onlyNo == 0:
		return "when:", "the rule says the same to everybody: it cannot be \"unlikely\""
	case right.Have != nil && ends&onlyHave == 0:
		return "have:", "no answer leads to \"have\""
	case ends&onlyYes == 0 && !capped:
		return "when:", "no answer leads to \"likely\"; if that is meant, put everything under \"possible:\""
	}
	return "", ""
}
