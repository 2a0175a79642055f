package rights

import (
	"slices"
)

// Of the yearly ceilings, which are gross or net taxable: money in hand a month, times twelve, misses holiday pay and the
// tax on it. So an income counts as low only below this share of the ceiling (rights.md 5.2, a design choice).
const sureShare = 0.85

const noLimit = 1e12 // EUR: above every income

// The questions that an income condition reads.
const (
	askHousehold  = "V3"
	askDependants = "V4"
	askIncome     = "V9"
	bandsID       = "income-bands"
)

// income is the leaf that holds the income band against a ceiling, for every household.
func (b *builder) income(id string) (root int32, stale bool, err error) {
	bands, err := b.figure(bandsID)
	if err != nil {
		return 0, false, err
	}
	ceiling, err := b.figure(id)
	if err != nil {
		return 0, false, err
	}
	p := b.c.rules.parameters[id]
	rules := b.c.rules
	who, dependants, income := rules.question(askHousehold), rules.question(askDependants), rules.question(askIncome)
	if who < 0 || dependants < 0 || income < 0 {
		return 0, false, unclearf("an income needs the questions %s, %s and %s", askHousehold, askDependants, askIncome)
	}
	d := b.c.d
	root = endNo
	for w, code := range rules.questions[who].Codes {
		isWho := d.leaf(b.c.levels[who], func(v int) int32 { return yesNo(v == w) })
		for k, part := range b.c.ages[dependants] {
			low, high, err := p.limits(ceiling, code, part)
			if err != nil {
				return 0, false, err
			}
			isPart := d.leaf(b.c.levels[dependants], func(v int) int32 { return yesNo(v == k) })
			band := d.leaf(b.c.levels[income], func(v int) int32 { return p.test(bands, rules.questions[income].Codes, v, low, high) })
			root = d.combine(opMax, root, d.combine(opMin, isWho, d.combine(opMin, isPart, band)))
		}
	}
	return root, ceiling.ShelfUntil < b.c.day || bands.ShelfUntil < b.c.day, nil
}

// limits are the figures of a ceiling for a household: below low surely, above high surely not.
func (p *parameter) limits(v *value, who string, dependants int) (low, high float64, err error) {
	i := slices.IndexFunc(p.Households, func(h household) bool {
		return (len(h.Who) == 0 || slices.Contains(h.Who, who)) &&
			(h.Dependants == nil || h.Dependants.From <= dependants && dependants <= h.Dependants.To)
	})
	if i < 0 {
		return 0, 0, unclearf("ceiling %q has no row for household %q", p.ID, who)
	}
	row := p.Households[i].Row
	count := 0
	switch p.Counts {
	case "dependants":
		count = dependants
	case "others":
		count = dependants
		if who == "koppel" || who == "koppelkind" {
			count++
		}
	}
	base, ok := v.Low[row]
	if !ok {
		return 0, 0, unclearf("ceiling %q has no figure %q on %s", p.ID, row, v.From)
	}
	low = base + v.Low["each"]*float64(count)
	if v.Margin > 0 {
		return low, low * v.Margin, nil
	}
	top, ok := v.High[row]
	if !ok {
		return low, noLimit, nil
	}
	return low, top + v.High["each"]*float64(count), nil
}

// test holds one band against the limits: JAAR and MAAND of rights.md 5.2.
func (p *parameter) test(bands *value, codes []string, band int, low, high float64) int32 {
	lower, upper := bands.Bands[codes[band]], float64(noLimit)
	if band+1 < len(codes) {
		upper = bands.Bands[codes[band+1]]
	}
	if p.Test == "year" {
		switch {
		case upper*12 <= sureShare*low:
			return endYes
		case lower*12 > high:
			return endNo
		}
		return endMaybe
	}
	switch {
	case upper <= low:
		return endYes
	case lower >= high:
		return endNo
	}
	return endMaybe
}

// number is the leaf that compares a number with figures.
func (b *builder) number(c *condition) (root int32, stale bool, err error) {
	question := b.c.rules.question(c.Answer)
	if question < 0 || b.c.rules.questions[question].Kind != Number {
		return 0, false, unclearf("%q is no question with a number", c.Answer)
	}
	low, high := b.c.rules.questions[question].Min, b.c.rules.questions[question].Max+1
	for _, bound := range []struct {
		name string
		at   *int
	}{{c.AtLeast, &low}, {c.Below, &high}} {
		if bound.name == "" {
			continue
		}
		v, err := b.figure(bound.name)
		if err != nil {
			return 0, false, err
		}
		if v.Value == nil {
			return 0, false, unclearf("parameter %q is no number", bound.name)
		}
		*bound.at = *v.Value
		stale = stale || v.ShelfUntil < b.c.day
	}
	root = b.c.d.leaf(b.c.levels[question], func(v int) int32 {
		n := b.c.ages[question][v]
		return yesNo(n >= low && n < high)
	})
	return root, stale, nil
}

// figure is the value of a parameter on the day.
func (b *builder) figure(id string) (*value, error) {
	p := b.c.rules.parameters[id]
	if p == nil {
		return nil, unclearf("there is no parameter %q", id)
	}
	v := p.on(b.c.day)
	if v == nil {
		return nil, unclearf("parameter %q has no figure on %s", id, b.c.day)
	}
	b.from = max(b.from, v.From)
	return v, nil
}

func (r *Rules) checkParameters() {
	for _, id := range sorted(r.parameters) {
		p := r.parameters[id]
		needle := "id: " + id
		if p.Unit == "" || len(p.Values) == 0 {
			r.fault(p.file, "", needle, "parameter %q needs a \"unit\" and at least one figure under \"values\"", id)
		}
		if len(p.Households) > 0 && p.Test != "year" && p.Test != "month" {
			r.fault(p.file, "", needle, "ceiling %q: \"test\" is %q; it must be year or month", id, p.Test)
		}
		if !slices.Contains([]string{"", "dependants", "others"}, p.Counts) {
			r.fault(p.file, "", needle, "ceiling %q: \"counts\" is %q; it must be dependants or others", id, p.Counts)
		}
		from := map[string]bool{}
		for _, v := range p.Values {
			if !isDay(v.From) || from[v.From] {
				r.fault(p.file, "", needle, "parameter %q: every figure needs a \"from\" of its own as YYYY-MM-DD, not %q", id, v.From)
			}
			from[v.From] = true
			r.checkEvidence(p.file, "", "from: "+v.From, "the figure of "+id+" from "+v.From, v.Evidence, true)
			r.checkFigure(p, &v)
		}
	}
}

// checkFigure refuses a figure that is not of the kind of its parameter.
func (r *Rules) checkFigure(p *parameter, v *value) {
	kinds := 0
	for _, has := range []bool{v.Value != nil, len(v.Bands) > 0, len(v.Low) > 0} {
		if has {
			kinds++
		}
	}
	needle := "id: " + p.ID
	if kinds != 1 || len(v.Low) > 0 != (len(p.Households) > 0) {
		r.fault(p.file, "", needle, "the figure of %s from %s needs one of \"value\", \"bands\" or, with \"households\", \"low\"", p.ID, v.From)
		return
	}
	for _, h := range p.Households {
		low, ok := v.Low[h.Row]
		high, limited := v.High[h.Row]
		switch {
		case !ok || low <= 0:
			r.fault(p.file, "", needle, "the figure of %s from %s has no \"low\" for %q", p.ID, v.From, h.Row)
		case limited && high < low, v.Margin != 0 && v.Margin < 1:
			r.fault(p.file, "", needle, "the figure of %s from %s: \"high\" of %q lies below \"low\"", p.ID, v.From, h.Row)
		case v.Margin == 0 && len(v.High) == 0:
			r.fault(p.file, "", needle, "the figure of %s from %s needs \"high\" or \"margin\"", p.ID, v.From)
		}
	}
}
