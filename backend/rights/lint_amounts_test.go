package rights

import (
	"strings"
	"testing"
)

// TestLintOfAmounts: an amount without a date or a source is refused, wherever it stands and however it is written.
func TestLintOfAmounts(t *testing.T) {
	text := func(brings string) map[string]string { return withTexts(smallBrings+" "+brings, nil) }
	change := func(place, text, from, to string) map[string]string {
		if !strings.Contains(text, from) {
			t.Fatalf("there is no %q", from)
		}
		return map[string]string{place: strings.Replace(text, from, to, 1)}
	}
	right := func(from, to string) map[string]string {
		return withTexts(smallBrings, change(smallPlace, withTexts(smallBrings, nil)[smallPlace], from, to))
	}
	figure := func(from, to string) map[string]string {
		return withTexts(smallBrings, change("parameters/amounts.yaml", smallAmounts, from, to))
	}
	const stray, undated = "an amount without a date of its own", `has no date; write {month:`
	for _, c := range []struct {
		name  string
		files map[string]string
		says  string
	}{
		{"in Dutch", text("Het is 175 euro."), stray},
		{"in French", text("C’est 2,50 euros."), stray},
		{"in Arabic", text("هو ١٧٥ يورو."), stray},
		{"with the sign", text("Het is € 175."), stray},
		{"with the sign behind", text("C’est 175 €."), stray},
		{"with the letters", text("Het is EUR 175."), stray},
		{"with a hard space", text("Het is 175\u00a0euro."), stray},
		{"with thousands in words", text("Het is 60 duizend euro."), stray},
		{"in cents", text("Het is 80 cent."), stray},
		{"of a range", text("Tussen 22,52 en {amount:menu.meal}."), stray},
		{"what one must bring", right("bring: [a]}\n  fr", "bring: [a 3 euro]}\n  fr"), stray},
		{"in the gap", right("gap: {nl: a", "gap: {nl: Tot 3 euro"), `"gap" in nl: "3 euro" is an amount`},
		{"in the deadline", right("nl: {name: a", "nl: {deadline: Voor 3 euro, name: a"), `"deadline" in nl: "3 euro"`},
		{"in a name", right("en: {name: a", "en: {name: For 3 euros"), "the name in en names an amount"},
		{"in a sentence", right("    fr: [a, b]", "    fr: [a, Tu as 3 euros]"), "a sentence of a condition in fr names an amount"},
		{"a hole in a sentence", right("    fr: [a, b]", `    fr: [a, "{amount:tray}"]`), "a sentence of a condition in fr names an amount"},
		{"in a shared sentence", withTexts(smallBrings, change("conditions.yaml", smallConditions, "    en: [a, b]", "    en: [a, 3 euros]")), "a sentence of a condition in en"},
		{"unknown", text("{amount:beer} in {year:beer}."), `no amount "beer"`},
		{"unknown row", text("{amount:menu.beer}."), `no such amount; "menu" has meal, soup`},
		{"no row", text("{amount:menu}."), "no such amount"},
		{"a row of one amount", text("{amount:tray.a}."), "one amount, without a row"},
		{"a row of a date", text("{year:menu.soup}."), "without a row"},
		{"an age", text("{amount:adult} in {year:adult}."), "no such amount"},
		{"unknown hole", text("{bedrag:tray}."), `"{bedrag:tray}" is no hole`},
		{"half a hole", text("{amount:tray."), "is no hole"},
		{"without a date", withTexts("{amount:tray} ({month:tray}). {amount:menu.soup}, {amount:menu.meal}.", nil), undated},
		{"a date in another text", right(`short: a`, `short: "{amount:menu.soup}"`), undated},
		{"no date outside brackets", text("In {year:tray}."), "put it in brackets"},
		{"in one language only", right(`brings: "`+smallBrings+`", how: a, where: a, bring: [a]}`+"\n  fr", `brings: "`+smallBrings+` {amount:menu.meal}", how: "{number:menu.soup} ({year:menu})", where: a, bring: [a]}`+"\n  fr"), "every language has the same amounts"},
		{"not used", figure("  - id: tray", "  - id: beer\n    unit: EUR\n    values:\n      - {from: 2026-01-01, amount: 3, checked: 2026-01-01, shelf_until: 2026-12-31, confidence: read, source: a page}\n  - id: tray"), `no text names the amount "beer"`},
		{"a row not used", figure("meal: 1040", "meal: 1040, beer: 3"), "{amount:menu.beer}"},
		{"not yet there", figure("from: 2026-01-01, amount: 1", "from: 2026-01-02, amount: 1"), "no published figure on 2026-01-01"},
		{"no source", figure("confidence: read, source: a page}\n  - id: tray", "confidence: read}\n  - id: tray"), `no "source"`},
		{"not looked up", figure("amount: 1, checked: 2026-01-01", "amount: 1"), `"checked" must be a day`},
		{"computed", figure("shelf_until: 2026-12-31, confidence: read", "shelf_until: 2026-12-31, confidence: computed"), "that were published"},
		{"a point for the thousands", figure("meal: 1040", "meal: 1.040"), "thousands without a point"},
		{"parts of a cent", figure("amount: 1,", "amount: 1.005,"), "at most two digits"},
		{"nothing", figure("amount: 1,", "amount: 0,"), `"amount" is 0, which cannot be`},
		{"too much", figure("amount: 1,", "amount: 1000000,"), "which cannot be"},
		{"no unit of money", figure("unit: EUR/month", "unit: years"), `"unit" is "years"`},
		{"more than all", figure("unit: EUR/month\n    values:\n      - {from: 2026-01-01, amount: 1,", "unit: percent\n    values:\n      - {from: 2026-01-01, amount: 101,"), "cannot be in percent"},
		{"percent as money", figure("unit: EUR/month", "unit: percent"), "is no money"},
		{"an amount and more", figure("amount: 1,", "amount: 1, amounts: {a: 1},"), "it needs one of"},
		{"as an age", figure("amount: 1,", "value: 1,"), `is an "amount"`},
		{"a row too few", withTexts(smallBrings, map[string]string{"parameters/2027.yaml": "parameters:\n  - id: menu\n    values:\n      - {from: 2027-01-01, amounts: {soup: 6}, published: 2027-01-01, checked: 2026-01-01, shelf_until: 2027-12-31, confidence: read, source: a page}\n"}), "it must have the amounts that the one from 2025-02-01 has: meal, soup"},
	} {
		t.Run(c.name, func(t *testing.T) {
			faults := small(t, c.files).Faults()
			for _, fault := range faults {
				if strings.Contains(fault.Reason, c.says) && fault.Line > 0 {
					return
				}
			}
			t.Errorf("the faults are %v", faults)
		})
	}
}

// TestLintLetsOtherNumbersBe: of days, ages, telephone numbers, shares, litres and places nobody needs a figure.
func TestLintLetsOtherNumbersBe(t *testing.T) {
	rules := small(t, withTexts(smallBrings+" Bel 056 24 42 22 of 0800 13 500 vóór 1 juni 2027. Vanaf 18 jaar, 50 % van 24 landen in 2 Europese delen, een paar euro, 10 pour cent, 8500 Kortrijk.", nil))
	for _, fault := range rules.Faults() {
		t.Error(fault)
	}
}
