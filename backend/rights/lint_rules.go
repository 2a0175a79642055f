package rights

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// checkShared holds the shared conditions against themselves, once and not for each right that uses them.
func (r *Rules) checkShared() {
	const file = "conditions.yaml"
	for _, id := range sorted(r.shared) {
		s := r.shared[id]
		if reason := r.misformed(s.When, true); reason != "" || s.When.leaf() == "" {
			s.bad = true
			r.fault(file, "", "id: "+id, "condition %q: %s", id, cmp.Or(reason, "it must be one of answer, income, right"))
		} else if reason := r.unreadable(s.When); reason != "" {
			s.bad = true
			r.fault(file, "", "id: "+id, "condition %q: %s", id, reason)
		}
		r.checkSentences(file, "", "id: "+id+"\n%s:", id, s.When, s.sentences())
	}
}

// checkTrees holds the rule of a right against what conditions can be, and against its sentences.
func (r *Rules) checkTrees(right *Right) {
	used := map[string]bool{}
	r.checkTree(right, right.When, nil, used)
	r.checkTree(right, right.Have, nil, used)
	if right.Have.figured(r) {
		r.breaks(right, "have:", "\"have\" leans on a figure or another right; only an answer can show that somebody has it")
	}
	for _, id := range sorted(right.Sentences) {
		if !used[id] {
			r.fault(right.file, right.ID, "sentences:\n  "+id+":", "there are sentences for %q, but no condition of that id", id)
		}
	}
}

// breaks notes a fault with which a rule cannot be trusted: the right is asked about until it is mended.
func (r *Rules) breaks(right *Right, needle, format string, args ...any) {
	r.broken[right.ID] = true
	r.fault(right.file, right.ID, needle, format, args...)
}

func (r *Rules) checkTree(right *Right, c, above *condition, used map[string]bool) {
	if c == nil {
		return
	}
	needle := "when:"
	if c.ID != "" {
		needle = "id: " + c.ID
	}
	if reason := r.misformed(c, false); reason != "" {
		r.breaks(right, needle, "%s", reason)
		return
	}
	if c.Doubt != nil && (above == nil || len(above.All) == 0) {
		r.breaks(right, "doubt:", "\"doubt\" stands under \"all\" only: elsewhere it would let everybody in")
	}
	if c.leaf() != "" {
		switch {
		case c.ID == "":
			r.fault(right.file, right.ID, c.Answer+c.Income, "a condition needs an \"id\", under which its sentences stand")
		case used[c.ID]:
			r.fault(right.file, right.ID, needle, "the id %q is used for two conditions; give the second one its own", c.ID)
		case r.shared[c.ID] != nil:
			r.fault(right.file, right.ID, needle, "the id %q is that of a shared condition; give this one its own", c.ID)
		default:
			r.checkSentences(right.file, right.ID, "sentences:\n  "+c.ID+":\n%s:", c.ID, c, right.Sentences[c.ID])
		}
		used[c.ID] = true
	}
	for _, list := range [][]*condition{c.All, c.Any, c.Of, {c.Not, c.Possible, c.Doubt}} {
		for _, kid := range list {
			r.checkTree(right, kid, c, used)
		}
	}
}

// leaf is what a condition looks at, "" for one that is made of others.
func (c *condition) leaf() string {
	switch {
	case c.Answer != "":
		return "answer"
	case c.Income != "":
		return "income"
	case c.Right != "":
		return "right"
	}
	return ""
}

// forms are what a condition can be, each with the keys that may stand beside it.
var forms = []struct {
	name   string
	has    func(*condition) bool
	beside []string
}{
	{"use", func(c *condition) bool { return c.Use != "" }, nil},
	{"answer", func(c *condition) bool { return c.Answer != "" }, []string{"id", "in", "at_least", "below"}},
	{"income", func(c *condition) bool { return c.Income != "" }, []string{"id"}},
	{"right", func(c *condition) bool { return c.Right != "" }, []string{"id", "at"}},
	{"all", func(c *condition) bool { return len(c.All) > 0 }, nil},
	{"any", func(c *condition) bool { return len(c.Any) > 0 }, nil},
	{"of", func(c *condition) bool { return len(c.Of) > 0 }, []string{"count"}},
	{"not", func(c *condition) bool { return c.Not != nil }, nil},
	{"possible", func(c *condition) bool { return c.Possible != nil }, nil},
	{"doubt", func(c *condition) bool { return c.Doubt != nil }, nil},
}

// misformed says why a condition is none: not exactly one form, or a key that means nothing in it. A shared one has its id
// outside.
func (r *Rules) misformed(c *condition, shared bool) string {
	var is []string
	var beside []string
	for _, form := range forms {
		if form.has(c) {
			is, beside = append(is, form.name), form.beside
		}
	}
	if len(is) != 1 {
		return fmt.Sprintf("a condition must be exactly one of use, answer, income, right, all, any, count with of, not, possible, doubt; this one (id %q) is %d", c.ID, len(is))
	}
	for _, key := range c.keys() {
		if !slices.Contains(beside, key) || shared && key == "id" {
			return fmt.Sprintf("%q means nothing beside %q (id %q); take it away, or write a condition of its own", key, is[0], c.ID)
		}
	}
	if bounds := c.AtLeast+c.Below != ""; c.Answer != "" && bounds == (len(c.In) > 0) {
		return fmt.Sprintf("condition %q says nothing sure about %s: give either \"in\", or \"at_least\" and \"below\"", c.ID, c.Answer)
	}
	return r.takesAll(c)
}

// keys are the keys of a condition beside the one that says what it is.
func (c *condition) keys() []string {
	var keys []string
	for _, key := range []struct {
		name string
		has  bool
	}{{"id", c.ID != ""}, {"in", len(c.In) > 0}, {"at_least", c.AtLeast != ""}, {"below", c.Below != ""}, {"at", c.At != ""}, {"count", c.Count != 0}} {
		if key.has {
			keys = append(keys, key.name)
		}
	}
	return keys
}

// takesAll refuses a list of every answer there is, which says nothing, and one that names an answer twice.
func (r *Rules) takesAll(c *condition) string {
	for i, code := range c.In {
		if slices.Contains(c.In[:i], code) {
			return fmt.Sprintf("condition %q has the code %q twice", c.ID, code)
		}
	}
	at := r.question(c.Answer)
	if at < 0 || len(c.In) == 0 || r.questions[at].Depends != "" || len(c.In) < len(r.questions[at].Codes) {
		return ""
	}
	return fmt.Sprintf("condition %q has every code of %s, so it says the same to everybody", c.ID, c.Answer)
}

// figured says whether a condition leans on a figure or on another right.
func (c *condition) figured(r *Rules) bool {
	if c == nil {
		return false
	}
	if s := r.shared[c.Use]; s != nil {
		return s.When.figured(r)
	}
	if c.Income != "" || c.Right != "" || c.AtLeast != "" || c.Below != "" {
		return true
	}
	kids := slices.Concat(c.All, c.Any, c.Of, []*condition{c.Not, c.Possible, c.Doubt})
	return slices.ContainsFunc(kids, func(kid *condition) bool { return kid.figured(r) })
}

// unreadable says why a condition cannot be evaluated on any day.
func (r *Rules) unreadable(c *condition) string {
	at := r.question(c.Answer)
	switch {
	case c.Answer != "" && at < 0:
		return fmt.Sprintf("there is no question %q", c.Answer)
	case len(c.In) > 0:
		q := &r.questions[at]
		for _, code := range c.In {
			if !slices.Contains(q.Codes, code) {
				return fmt.Sprintf("%s has no code %q; it has %s", q.ID, code, strings.Join(q.Codes, ", "))
			}
		}
	}
	return ""
}

// checkSentences wants, in every language, as many sentences as the condition has values. "At" is where they stand, with a
// place for the language.
func (r *Rules) checkSentences(file, right, at, id string, c *condition, s sentences) {
	need := 2
	if c.Income != "" || (c.Right != "" && c.At == "") {
		need = 3
	}
	for _, language := range Languages {
		said, needle := s[language], fmt.Sprintf(at, language)
		if len(said) != need || slices.ContainsFunc(said, blank) {
			r.fault(file, right, strings.TrimSuffix(needle, "\n"+language+":"), "condition %q needs %d sentences in %s, it has %d", id, need, language, len(said))
			continue
		}
		for _, text := range said {
			r.checkPlain(file, right, language, text)
			if c.AtLeast+c.Below != "" && strings.ContainsAny(text, "0123456789") {
				r.fault(file, right, needle, "condition %q names a number, which may change; write %s or %s in its place: %q", id, holeAtLeast, holeBelow, text)
			}
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
			if u, ok := errs[right.ID].(*unclear); !ok || !u.known {
				r.fault(right.file, right.ID, needle, "%s", reason)
			}
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
		if isDay(right.Checked) {
			now = max(now, right.Checked)
		}
		begins = append(begins, right.ValidFrom)
	}
	for _, p := range r.parameters {
		for _, v := range p.Values {
			if v.isAmount() {
				continue // no rule reads it
			}
			if isDay(v.Checked) {
				now = max(now, v.Checked)
			}
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
	if c.rights[at].shaky {
		return "", "" // it leans on a right with a fault: what it says without is no fault of its own
	}
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
