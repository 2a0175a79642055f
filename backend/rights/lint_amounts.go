package rights

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// mostMoney is more than any amount of a text, in EUR: above it a point or comma was lost.
const mostMoney = 500_000

var (
	// moneyDigits are digits with the word for euro beside them, before it a word at most ("60 duizend euro").
	moneyDigits = regexp.MustCompile(`(?i)(€|\bEUR\b)[\s\x{a0}\x{202f}]*\p{Nd}|\p{Nd}[\s\x{a0}\x{202f}-]*((\p{L}+[\s\x{a0}\x{202f}])?(€|euro(s|cent|cents)?\b|EUR\b|يورو)|cent(s|iem|iemen|ime|imes)?\b|سنت)`)
	// partedDigits are digits as only amounts have them, to be refused in a text that is about money.
	partedDigits = regexp.MustCompile(`\p{Nd}[.,\x{202f}]\p{Nd}{2,3}\b`)
	aboutMoney   = regexp.MustCompile(`(?i)€|\beuros?\b|\bEUR\b|يورو`)
	anyHole      = regexp.MustCompile(`\{[^{}]*\}?|\}`)
	slipOfPoint  = regexp.MustCompile(`[:{,]\s*\d+\.\d{3,}\s*[,}]`)
	isRow        = regexp.MustCompile(`^[a-z0-9]+([_-][a-z0-9]+)*$`)
)

// withoutHoles is a text as long as it is when it is filled, for what counts its words.
func withoutHoles(text string) string {
	if !strings.Contains(text, "{") {
		return text
	}
	return isHole.ReplaceAllStringFunc(text, func(written string) string {
		return map[string]string{"amount": "0 euro", "month": "0 mei"}[holeOf(written).kind]
	})
}

// checkMoney holds the value of an amount against what an amount can be.
func (r *Rules) checkMoney(p *parameter, v *value) {
	if len(p.Households) > 0 {
		r.wrongFigure(p, v, "\"amount\" and \"amounts\" do not belong to a ceiling, which has \"low\"")
		return
	}
	if v.Confidence == computed {
		r.wrongFigure(p, v, "people are told only of amounts that were published; give the last one that was read")
	}
	if slipOfPoint.MatchString(r.figureText(p, v)) {
		r.wrongFigure(p, v, "an amount has at most two digits behind the point; write thousands without a point")
	}
	amounts := map[string]float64{}
	if v.Amount != nil {
		amounts["amount"] = *v.Amount
	}
	for row, amount := range v.Amounts {
		amounts[row] = amount
		if !isRow.MatchString(row) {
			r.wrongFigure(p, v, "the row %q must have small letters, digits and hyphens only", row)
		}
	}
	most := float64(mostMoney)
	if p.Unit == "percent" {
		most = 100
	}
	for _, row := range sorted(amounts) {
		cents := amounts[row] * 100
		if !(amounts[row] > 0 && amounts[row] <= most) || math.Abs(cents-math.Round(cents)) > 1e-6 {
			r.wrongFigure(p, v, "%q is %v, which cannot be in %s; write thousands without a point and at most two digits behind it", row, amounts[row], p.Unit)
		}
	}
	first := &p.Values[0]
	if (v.Amount == nil) != (first.Amount == nil) || !slices.Equal(sorted(v.Amounts), sorted(first.Amounts)) {
		r.wrongFigure(p, v, "it must have the amounts that the one from %s has: %s", first.From, strings.Join(sorted(first.Amounts), ", "))
	}
}

// written is one text of a right, with what a fault of it is called and where it stands.
type written struct{ key, text, needle string }

// parts are the texts in which an amount may stand.
func (t *Text) parts(language string) []written {
	out := []written{{"short", t.Short, t.Short}, {"brings", t.Brings, t.Brings}, {"how", t.How, t.How}, {"where", t.Where, t.Where}, {"deadline", t.Deadline, t.Deadline}}
	return append(out, written{"bring", strings.Join(t.Bring, ". "), "texts:\n  " + language + ":\nbring:"})
}

// checkAmounts wants every amount in a text to be a hole for a figure, in all languages the same, with its date beside it; and
// every figure to stand in a text.
func (r *Rules) checkAmounts() {
	used := map[string]bool{} // by id, or id and row
	unread := false
	for _, right := range r.rights {
		if right.texts == nil { // told of where the file is read
			unread = true
			continue
		}
		for _, language := range Languages {
			text := right.texts[language]
			r.checkNoHole(right, language, "the name", text.Name, text.Name)
			for i, part := range text.parts(language) {
				source := right.texts[Languages[0]]
				r.checkPart(right, part, source.parts(Languages[0])[i], language, used)
			}
			for _, id := range sorted(right.Sentences) {
				for _, said := range right.Sentences[id][language] {
					r.checkNoHole(right, language, "a sentence of a condition", said, said)
				}
			}
		}
		for _, language := range workers {
			gap := func(language string) written { return written{"gap", right.gap[language], right.gap[language]} }
			r.checkPart(right, gap(language), gap(Languages[0]), language, used)
		}
	}
	for _, id := range sorted(r.shared) {
		for language, said := range r.shared[id].sentences() {
			for _, text := range said {
				r.checkNoHole(&Right{file: "conditions.yaml"}, language, "a sentence of a condition", text, "id: "+id)
			}
		}
	}
	if !unread { // else the texts that cannot be read may name what the others do not
		r.checkUsed(used)
	}
}

// onlyWords says whether a text has neither a digit nor a hole, as most have: there is no amount in it to look for.
func onlyWords(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r == '{' || r == '}' || unicode.IsDigit(r) })
}

// mayNameMoney says whether a text has a part of a word for money in it: a cheap look before the patterns for it.
func mayNameMoney(text string) bool {
	text = strings.ToLower(text)
	return slices.ContainsFunc([]string{"€", "eur", "cent", "يورو", "سنت"}, func(word string) bool { return strings.Contains(text, word) })
}

// checkNoHole refuses an amount where none can be dated.
func (r *Rules) checkNoHole(right *Right, language, what, text, needle string) {
	if onlyWords(text) {
		return
	}
	if isHole.MatchString(text) || moneyDigits.MatchString(text) {
		r.fault(right.file, right.ID, needle, "%s in %s names an amount: %q; amounts stand in \"brings\", with their date", what, language, text)
	}
}

// checkPart holds one text against the amounts that it names, and against the Dutch one.
func (r *Rules) checkPart(right *Right, part, dutch written, language string, used map[string]bool) {
	if onlyWords(part.text) && onlyWords(dutch.text) {
		return
	}
	bad := func(format string, args ...any) {
		r.fault(right.file, right.ID, part.needle, "%q in %s: "+format, append([]any{part.key, language}, args...)...)
	}
	bare := isHole.ReplaceAllString(part.text, " - ")
	if found := strayAmount(part.text, bare); found != "" {
		bad("%q is an amount without a date of its own; write {amount:name} and put the figure in parameters/amounts.yaml", found)
	}
	if found := anyHole.FindString(bare); found != "" {
		bad("%q is no hole; write {amount:name} or {number:name} for an amount, and {month:name}, {year:name} or {schoolyear:name} for its date", found)
	}
	holes := holesOf(part.text)
	for _, h := range holes {
		used[h.id], used[h.id+"."+h.row] = true, true
		if reason := r.misfits(h, holes, part.text, right.Checked); reason != "" {
			bad("%s", reason)
		}
	}
	if names(holes) != names(holesOf(dutch.text)) {
		bad("it names %s, and in nl it names %s; every language has the same amounts", names(holes), names(holesOf(dutch.text)))
	}
}

// strayAmount is digits that are an amount, outside the holes of a text.
func strayAmount(text, bare string) string {
	filled := len(bare) != len(text)
	if !filled && !mayNameMoney(text) {
		return ""
	}
	if found := moneyDigits.FindString(bare); found != "" {
		return found
	}
	if !filled && !aboutMoney.MatchString(text) {
		return ""
	}
	return partedDigits.FindString(bare)
}

// misfits says why a hole cannot be filled, or why what fills it would have no date.
func (r *Rules) misfits(h hole, beside []hole, text, checked string) string {
	p := r.parameters[h.id]
	if p == nil {
		return fmt.Sprintf("there is no amount %q; it stands under that name in a file of parameters/", h.id)
	}
	if p.bad {
		return "" // told of where it stands
	}
	v := p.told(checked)
	if v == nil {
		return fmt.Sprintf("%q has no published figure on %s, when the right was last looked up", h.id, checked)
	}
	if !h.money() {
		if h.row != "" {
			return fmt.Sprintf("%s: the date is that of all amounts of %q; write it without a row", h, h.id)
		}
		undated := slices.ContainsFunc(p.Values, func(v value) bool { return v.Published == "" })
		if undated && strings.Count(text, h.String()) != strings.Count(text, h.String()+")") {
			return fmt.Sprintf("%s becomes the words that the source has no date; put it in brackets at their end", h)
		}
		return ""
	}
	if _, ok := v.amount(h.row); !ok {
		return fmt.Sprintf("%s: there is no such amount; %q has %s", h, h.id, strings.Join(rowsOf(v), ", "))
	}
	if p.Unit == "percent" && h.kind == "amount" {
		return fmt.Sprintf("%s is no money; write {number:%s} and the word for percent", h, h.id)
	}
	if !slices.ContainsFunc(beside, func(other hole) bool { return other.id == h.id && !other.money() }) {
		return fmt.Sprintf("%s has no date; write {month:%s} or {year:%s} in the same text", h, h.id, h.id)
	}
	return ""
}

func rowsOf(v *value) []string {
	if v.Amount != nil {
		return []string{"one amount, without a row"}
	}
	return append(sorted(v.Amounts), sorted(v.Low)...)
}

func holesOf(text string) []hole {
	var out []hole
	for _, found := range isHole.FindAllString(text, -1) {
		out = append(out, holeOf(found))
	}
	return out
}

// names are the amounts and dates that a text tells of, in one order and once: languages say things in their own.
func names(holes []hole) string {
	var out []string
	for _, h := range holes {
		kind := "the date of "
		if h.money() {
			kind = ""
		}
		out = append(out, kind+strings.TrimSuffix(h.id+"."+h.row, "."))
	}
	slices.Sort(out)
	if len(out) == 0 {
		return "no amount"
	}
	return strings.Join(slices.Compact(out), ", ")
}

// checkUsed refuses an amount that no text tells of: whoever adds next year's would believe that it is read.
func (r *Rules) checkUsed(used map[string]bool) {
	for _, id := range sorted(r.parameters) {
		p := r.parameters[id]
		if p.bad || len(p.Values) == 0 || !p.Values[0].isAmount() {
			continue
		}
		if !used[id] {
			r.fault(p.file, "", "id: "+id, "no text names the amount %q; take it away, or write {amount:%s} where it belongs", id, id)
			continue
		}
		for _, row := range sorted(p.Values[0].Amounts) {
			if !used[id+"."+row] {
				r.fault(p.file, "", "id: "+id, "no text names the amount {amount:%s.%s}; take it away, or write it where it belongs", id, row)
			}
		}
	}
}
