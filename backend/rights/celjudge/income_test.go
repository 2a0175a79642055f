package celjudge

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// What an income condition reads: the household, how many depend on it, the income band.
const who, dependants, band = "V3", "V4", "V9"

// sure is the share of a yearly ceiling below which an income in hand surely counts as low (rights.md 5.2).
const sure = 0.85

// income holds a band against a ceiling, for each household that there can be.
func (w *writer) income(ceiling string, flipped bool) value {
	bands, bandsOld := w.figure("income-bands")
	limits, limitsOld := w.figure(ceiling)
	if w.err != nil {
		return value{yes, no}
	}
	f := w.rules.figures[ceiling]
	level := func(code, household string, count int) int {
		low, high, fits := f.limits(limits, household, count)
		if !fits {
			w.broken("%s has no row for %s with %d dependants", ceiling, household, count)
		}
		lower, upper := bands.reach(code)
		return f.level(lower, upper, low, high)
	}
	atLeast := func(least int) string {
		return w.table(func(code, household string, count int) bool { return level(code, household, count) >= least })
	}
	return w.softened(value{atLeast(1), atLeast(2)}, bandsOld || limitsOld, flipped)
}

// limits are the two limits for a household, by the first row that fits it.
func (f *figure) limits(v *dated, household string, count int) (low, high float64, fits bool) {
	for _, row := range f.Households {
		if len(row.Who) > 0 && !slices.Contains(row.Who, household) {
			continue
		}
		if row.Dependants != nil && (count < row.Dependants.From || count > row.Dependants.To) {
			continue
		}
		each := 0
		if f.Counts != "" {
			each = count
		}
		if f.Counts == "others" && strings.HasPrefix(household, "koppel") {
			each++
		}
		low = v.Low[row.Row] + float64(each)*v.Low["each"]
		high = math.Inf(1)
		if top, ok := v.High[row.Row]; ok {
			high = top + float64(each)*v.High["each"]
		}
		if v.Margin != 0 {
			high = low * v.Margin
		}
		return low, high, true
	}
	return 0, 0, false
}

// reach is from where to where a band goes, in euros a month.
func (v *dated) reach(code string) (lower, upper float64) {
	lower, upper = v.Bands[code], math.Inf(1)
	for _, from := range v.Bands {
		if from > lower {
			upper = min(upper, from)
		}
	}
	return lower, upper
}

// level is 2 when a band surely lies below the limits, 0 when it surely lies above, else 1: JAAR and MAAND of rights.md 5.2.
func (f *figure) level(lower, upper, low, high float64) int {
	below, above := upper <= low, lower >= high
	if f.Test == "year" {
		below, above = upper*12 <= sure*low, lower*12 > high
	}
	switch {
	case below:
		return 2
	case above:
		return 0
	}
	return 1
}

// table writes which bands pass for which households. It also says what passes for every household and for every band,
// so that CEL can decide without the question that does not matter.
func (w *writer) table(passes func(code, household string, count int) bool) string {
	codes := w.rules.question(band).Codes
	var households []string // a condition on the household, and beside it the bands that pass under it
	var bands [][]string
	for _, code := range codes {
		text := w.households(func(household string, count int) bool { return passes(code, household, count) })
		i := slices.Index(households, text)
		if i < 0 {
			households, bands, i = append(households, text), append(bands, nil), len(bands)
		}
		bands[i] = append(bands[i], code)
	}
	whatever := w.households(func(household string, count int) bool {
		return !slices.ContainsFunc(codes, func(code string) bool { return !passes(code, household, count) })
	})
	terms := []string{whatever}
	for i, text := range households {
		terms = append(terms, and(in(band, bands[i], codes), text))
	}
	return or(terms...)
}

// households writes which households pass.
func (w *writer) households(passes func(household string, count int) bool) string {
	codes := w.rules.question(who).Codes
	var counts []string // a condition on the dependants, and beside it the households that pass under it
	var groups [][]string
	for _, household := range codes {
		text := w.counts(func(count int) bool { return passes(household, count) })
		i := slices.Index(counts, text)
		if i < 0 {
			counts, groups, i = append(counts, text), append(groups, nil), len(groups)
		}
		groups[i] = append(groups[i], household)
	}
	terms := []string{w.counts(func(count int) bool {
		return !slices.ContainsFunc(codes, func(household string) bool { return !passes(household, count) })
	})}
	for i, text := range counts {
		terms = append(terms, and(in(who, groups[i], codes), text))
	}
	return or(terms...)
}

// counts writes which numbers of dependants pass.
func (w *writer) counts(passes func(count int) bool) string {
	q := w.rules.question(dependants)
	var counts []string
	for count := q.Min; count <= q.Max; count++ {
		if passes(count) {
			counts = append(counts, fmt.Sprint(count))
		}
	}
	switch len(counts) {
	case 0:
		return no
	case q.Max - q.Min + 1:
		return yes
	}
	return fmt.Sprintf("(%s in [%s])", dependants, strings.Join(counts, ", "))
}
