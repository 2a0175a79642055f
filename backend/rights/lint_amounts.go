package rights

import (
	"math"
	"regexp"
	"slices"
	"strings"
)

// mostMoney is more than any amount of a text, in EUR: above it a point or comma was lost.
const mostMoney = 500_000

var (
	// moneyDigits are digits with the word for euro beside them, before it a word at most ("60 duizend euro").
	moneyDigits = regexp.MustCompile(`(?i)(€|\bEUR\b)[\s\x{a0}\x{202f}]*\p{Nd}|\p{Nd}[\s\x{a0}\x{202f}-]*((\p{L}+[\s\x{a0}\x{202f}])?(€|euro(s|cent|cents)?\b|EUR\b|يورو)|cent(s|iem|iemen|ime|imes)?\b|سنت)`)
	slipOfPoint = regexp.MustCompile(`[:{,]\s*\d+\.\d{3,}\s*[,}]`)
	isRow       = regexp.MustCompile(`^[a-z0-9]+([_-][a-z0-9]+)*$`)
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
	if v.Confidence == "computed" {
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
