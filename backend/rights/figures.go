package rights

import (
	"fmt"
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
	bands, err := b.valueOf(bandsID)
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
	i := p.row(who, dependants)
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

// row is the first row that fits a household, or -1.
func (p *parameter) row(who string, dependants int) int {
	return slices.IndexFunc(p.Households, func(h household) bool {
		return (len(h.Who) == 0 || slices.Contains(h.Who, who)) &&
			(h.Dependants == nil || h.Dependants.From <= dependants && dependants <= h.Dependants.To)
	})
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
		*bound.at = int(*v.Value)
		stale = stale || v.ShelfUntil < b.c.day
	}
	root = b.c.d.leaf(b.c.levels[question], func(v int) int32 {
		n := b.c.ages[question][v]
		return yesNo(n >= low && n < high)
	})
	return root, stale, nil
}

// figure is the value of a parameter on the day, on which the right at hand then rests.
func (b *builder) figure(id string) (*value, error) {
	v, err := b.valueOf(id)
	if err == nil {
		b.lean(Basis{From: v.From, Figures: v.From, Computed: v.Confidence == computed})
	}
	return v, err
}

// lean makes the right at hand rest on more.
func (b *builder) lean(on Basis) {
	b.From, b.Figures = max(b.From, on.From), max(b.Figures, on.Figures)
	b.Computed = b.Computed || on.Computed
}

func (b *builder) valueOf(id string) (*value, error) {
	p := b.c.rules.parameters[id]
	if p == nil {
		return nil, unclearf("there is no parameter %q; a figure has a name, under which it stands in a file of parameters/", id)
	}
	v := p.on(b.c.day)
	switch {
	case v == nil:
		return nil, unclearf("parameter %q has no figure on %s", id, b.c.day)
	case p.bad || v.bad:
		return nil, &unclear{reason: fmt.Sprintf("the figure of %s has a fault", id), known: true}
	}
	return v, nil
}
