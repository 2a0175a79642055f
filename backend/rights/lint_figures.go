package rights

import (
	"math"
	"regexp"
	"slices"
	"strings"
)

// A figure of a unit lies between these. Outside it is a slip of the pen: "1.340" is one euro and a bit.
var plausible = map[string]struct{ low, high float64 }{
	"years":     {0, 130},
	"people":    {0, 50},
	"EUR/month": {50, 20_000},
	"EUR/year":  {1_000, 500_000},
}

// amountUnits are those in which only texts tell of something; the amount of a year or month has them too.
var amountUnits = []string{"EUR", "EUR/hour", "EUR/day", "EUR/month", "EUR/year", "percent"}

// mostMargin is how far the figures can have moved since they were last read.
const mostMargin = 1.5

// octal is a number that begins with 0, which a decoder reads in another way than people do.
var octal = regexp.MustCompile(`[:\[{,]\s*0\d+\b`)

// checkParameters refuses figures that cannot be right. What has a fault decides nothing: a right that needs it is asked about.
func (r *Rules) checkParameters() {
	for _, id := range sorted(r.parameters) {
		p := r.parameters[id]
		r.checkParameter(p)
		from := map[string]bool{}
		for i := range p.Values {
			v := &p.Values[i]
			if from[v.From] {
				r.wrongFigure(p, v, "there are two figures from that day")
			}
			from[v.From] = true
			r.checkValue(p, v)
		}
	}
}

// wrong notes a fault of a parameter, whose figures then decide nothing.
func (r *Rules) wrong(p *parameter, format string, args ...any) {
	p.bad = true
	r.fault(p.file, "", "id: "+p.ID, "parameter %q: "+format, append([]any{p.ID}, args...)...)
}

// wrongFigure notes a fault of one figure, which then decides nothing.
func (r *Rules) wrongFigure(p *parameter, v *value, format string, args ...any) {
	v.bad = true
	r.fault(v.file, "", figureAt(p, v), "the figure of %s from %s: "+format, append([]any{p.ID, v.From}, args...)...)
}

func figureAt(p *parameter, v *value) string { return "id: " + p.ID + "\nfrom: " + v.From }

func (r *Rules) checkParameter(p *parameter) {
	if !isName.MatchString(p.ID) {
		r.wrong(p, "an id has small letters, digits and hyphens")
	}
	units := sorted(plausible)
	if len(p.Values) > 0 && p.Values[0].isAmount() {
		units = amountUnits
	}
	if !slices.Contains(units, p.Unit) {
		r.wrong(p, "\"unit\" is %q; it must be one of %s", p.Unit, strings.Join(units, ", "))
	}
	if len(p.Values) == 0 {
		r.wrong(p, "it needs at least one figure under \"values\"")
	}
	if len(p.Households) == 0 {
		if p.Test+p.Counts != "" {
			r.wrong(p, "\"test\" and \"counts\" belong to a ceiling, which has \"households\"")
		}
		return
	}
	if want := map[string]string{"year": "EUR/year", "month": "EUR/month"}[p.Test]; want == "" || want != p.Unit {
		r.wrong(p, "\"test\" is %q and \"unit\" %q; it must be year with EUR/year, or month with EUR/month", p.Test, p.Unit)
	}
	if !slices.Contains([]string{"", "dependants", "others"}, p.Counts) {
		r.wrong(p, "\"counts\" is %q; it must be dependants or others", p.Counts)
	}
	r.checkRows(p)
}

// checkRows wants every household to have a row, and every row a household.
func (r *Rules) checkRows(p *parameter) {
	who, dependants := r.question(askHousehold), r.question(askDependants)
	if who < 0 || dependants < 0 {
		return // whatever asks for the ceiling says so
	}
	codes, most := r.questions[who].Codes, r.questions[dependants].Max
	for _, h := range p.Households {
		for _, code := range h.Who {
			if !slices.Contains(codes, code) {
				r.wrong(p, "row %q: %s has no code %q; it has %s", h.Row, askHousehold, code, strings.Join(codes, ", "))
			}
		}
		if d := h.Dependants; d != nil && (d.From < 0 || d.From > d.To || d.To > most) {
			r.wrong(p, "row %q: \"dependants\" goes from %d to %d; it must go up, from 0 to at most %d", h.Row, d.From, d.To, most)
		}
	}
	used := map[int]bool{}
	for _, code := range codes {
		for n := range most + 1 {
			row := p.row(code, n)
			if row < 0 {
				r.wrong(p, "no row fits %q with %d dependants; let the last row be without \"who\" and \"dependants\"", code, n)
				return
			}
			used[row] = true
		}
	}
	for i, h := range p.Households {
		if !used[i] {
			r.wrong(p, "row %q fits nobody: the first row that fits counts, and those before it take them all", h.Row)
		}
	}
}

func (r *Rules) checkValue(p *parameter, v *value) {
	if reason := v.Evidence.lacks(!v.isAmount()); reason != "" {
		r.wrongFigure(p, v, "%s", reason)
	}
	if !isDay(v.From) {
		r.wrongFigure(p, v, "\"from\" must be a day that exists, as YYYY-MM-DD")
	}
	if isDay(v.ShelfUntil) && v.ShelfUntil < v.From {
		r.wrongFigure(p, v, "\"shelf_until\" lies before \"from\"")
	}
	if octal.MatchString(r.figureText(p, v)) {
		r.wrongFigure(p, v, "a number must not begin with 0")
	}
	kinds := 0
	for _, has := range []bool{v.Value != nil, v.Amount != nil, len(v.Amounts) > 0, len(v.Bands) > 0, len(v.Low) > 0} {
		if has {
			kinds++
		}
	}
	switch {
	case kinds == 1 && v.isAmount():
		r.checkMoney(p, v)
	case kinds != 1 || len(v.Low) > 0 != (len(p.Households) > 0):
		r.wrongFigure(p, v, "it needs one of \"value\", \"amount\", \"amounts\", \"bands\" or, with \"households\", \"low\"")
	case v.Value != nil && strings.HasPrefix(p.Unit, "EUR"):
		r.wrongFigure(p, v, "\"value\" is an age or a number; an amount of money is an \"amount\"")
	case v.Value != nil:
		r.checkAmount(p, v, "value", *v.Value, *v.Value == math.Trunc(*v.Value))
	case len(v.Bands) > 0:
		r.checkBands(p, v)
	default:
		r.checkCeiling(p, v)
	}
	if len(v.Low) == 0 && (len(v.High) > 0 || v.Margin != 0) {
		r.wrongFigure(p, v, "\"high\" and \"margin\" belong beside \"low\"")
	}
}

// figureText is the text of a figure, up to the next one.
func (r *Rules) figureText(p *parameter, v *value) string {
	text := r.texts[v.file]
	for _, word := range strings.Split(figureAt(p, v), "\n") {
		at := indexWord(text, word)
		if at < 0 {
			return ""
		}
		text = text[at+len(word):]
	}
	figure, _, _ := strings.Cut(text, "from: ")
	return figure
}

func (r *Rules) checkAmount(p *parameter, v *value, name string, amount float64, whole bool) {
	limits := plausible[p.Unit]
	if !whole || !(amount >= limits.low && amount <= limits.high) { // so that no number at all is refused too
		r.wrongFigure(p, v, "%q is %v, which cannot be in %s; write thousands without a point", name, amount, p.Unit)
	}
}

// checkBands wants the bands of the income question, each beginning above the one before.
func (r *Rules) checkBands(p *parameter, v *value) {
	income := r.question(askIncome)
	if income < 0 {
		return
	}
	codes := r.questions[income].Codes
	if len(v.Bands) != len(codes) {
		r.wrongFigure(p, v, "\"bands\" must have the codes of %s: %s", askIncome, strings.Join(codes, ", "))
		return
	}
	last := -1.0
	for _, code := range codes {
		begins, ok := v.Bands[code]
		if !ok || !(begins > last) || begins > plausible[p.Unit].high || last < 0 && begins != 0 {
			r.wrongFigure(p, v, "band %q must be there and begin above the one before; the first begins at 0", code)
			return
		}
		last = begins
	}
}

// checkCeiling wants a lower and an upper figure for every row.
func (r *Rules) checkCeiling(p *parameter, v *value) {
	rows := []string{}
	for _, h := range p.Households {
		rows = append(rows, h.Row)
		low, ok := v.Low[h.Row]
		if !ok {
			r.wrongFigure(p, v, "it has no \"low\" for %q", h.Row)
			continue
		}
		r.checkAmount(p, v, "low "+h.Row, low, true)
		if high, limited := v.High[h.Row]; limited {
			r.checkAmount(p, v, "high "+h.Row, high, true)
			if high < low {
				r.wrongFigure(p, v, "\"high\" of %q lies below \"low\"", h.Row)
			}
		}
	}
	for name, amounts := range map[string]map[string]float64{"low": v.Low, "high": v.High} {
		for row := range amounts {
			if row != "each" && !slices.Contains(rows, row) {
				r.wrongFigure(p, v, "%q has a row %q that is not under \"households\"", name, row)
			}
		}
		r.checkEach(p, v, name, amounts)
	}
	switch {
	case v.Margin == 0 && len(v.High) == 0:
		r.wrongFigure(p, v, "it needs \"high\" or \"margin\"")
	case v.Margin != 0 && len(v.High) > 0:
		r.wrongFigure(p, v, "it has \"high\" and \"margin\"; one of them is enough")
	case v.Margin != 0 && !(v.Margin >= 1 && v.Margin <= mostMargin):
		r.wrongFigure(p, v, "\"margin\" is %v; it must be from 1 to %v, such as 1.1 for 10 %%", v.Margin, mostMargin)
	}
}

// checkEach: what is paid for each person and for whom it is paid belong together, below and above.
func (r *Rules) checkEach(p *parameter, v *value, name string, amounts map[string]float64) {
	each, given := amounts["each"]
	switch {
	case len(amounts) == 0:
	case given != (p.Counts != ""):
		r.wrongFigure(p, v, "%q must have \"each\" exactly when the ceiling has \"counts\"", name)
	case given && !(each >= 0 && each <= plausible[p.Unit].high/4):
		r.wrongFigure(p, v, "\"each\" of %q is %v, which cannot be", name, each)
	}
}
