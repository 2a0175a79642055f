package celjudge

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"
)

// Drawn rules stand on these questions and figures: one of each kind, and figures that are missing, in force or too old,
// depending on the day.
const (
	drawnQuestions = `questions:
  - {id: V1, kind: number, min: 0, max: 120}
  - {id: V2, kind: one, codes: [a, b, c]}
  - {id: V3, kind: one, codes: [alleen, koppel, anderen]}
  - {id: V4, kind: number, min: 0, max: 3}
  - {id: V5, kind: many, codes: [d, e, f], depends: V4}
  - {id: V7, kind: many, codes: [g, h, i, geen], none: [geen]}
  - {id: V9, kind: one, codes: [A, B, C, D]}
`
	drawnFigures = `parameters:
  - {id: young, unit: years, values: [{from: 2020-01-01, value: 18, published: 2026-01-01, checked: 2026-01-01, confidence: read, source: a page, shelf_until: 2039-12-31}]}
  - {id: grown, unit: years, values: [{from: 2025-01-01, value: 25, published: 2026-01-01, checked: 2026-01-01, confidence: read, source: a page, shelf_until: 2026-12-31}, {from: 2026-01-01, value: 26, published: 2026-01-01, checked: 2026-01-01, confidence: read, source: a page, shelf_until: 2026-12-31}]}
  - {id: pension, unit: years, values: [{from: 2020-01-01, value: 66, published: 2026-01-01, checked: 2026-01-01, confidence: read, source: a page, shelf_until: 2027-12-31}]}
  - {id: income-bands, unit: EUR/month, values: [{from: 2020-01-01, bands: {A: 0, B: 1000, C: 2000, D: 3000}, published: 2026-01-01, checked: 2026-01-01, confidence: read, source: a page, shelf_until: 2039-12-31}]}
  - id: month
    unit: EUR/month
    test: month
    households: [{row: couple, who: [koppel]}, {row: one}]
    values:
      - {from: 2020-01-01, low: {one: 1000, couple: 2000}, margin: 1.1, published: 2026-01-01, checked: 2026-01-01, confidence: read, source: a page, shelf_until: 2026-12-31}
  - id: year
    unit: EUR/year
    test: year
    counts: others
    households: [{row: large, dependants: {from: 2, to: 3}}, {row: small}]
    values:
      - {from: 2025-01-01, low: {small: 14000, large: 28000, each: 3000}, high: {small: 20000, each: 4000}, published: 2026-01-01, checked: 2026-01-01, confidence: read, source: a page, shelf_until: 2027-12-31}
  - id: counted
    unit: EUR/year
    test: year
    counts: dependants
    households: [{row: all}]
    values:
      - {from: 2020-01-01, low: {all: 15000, each: 2500}, high: {all: 22000, each: 2500}, published: 2026-01-01, checked: 2026-01-01, confidence: read, source: a page, shelf_until: 2039-12-31}
`
	drawnShared = `conditions:
  - {id: papers, when: {answer: V2, in: [a, b]}}
  - {id: poor, when: {income: month}}
`
)

// rightsADraw is how many rights a book of drawn rules has; a later one may lean on an earlier one.
const rightsADraw = 8

// drawRules draws a book of rules with every form of condition that there is.
func drawRules(random *rand.Rand) fs.FS {
	files := fstest.MapFS{
		"questions.yaml":          {Data: []byte(drawnQuestions)},
		"conditions.yaml":         {Data: []byte(drawnShared)},
		"parameters/figures.yaml": {Data: []byte(drawnFigures)},
	}
	for n := range rightsADraw {
		var file strings.Builder
		fmt.Fprintf(&file, "id: r%d\norder: %d\nwhen: %s\n", n, n, drawCondition(random, n, 3))
		switch random.IntN(6) {
		case 0:
			fmt.Fprintln(&file, "valid_from: 2027-01-01")
		case 1:
			fmt.Fprintln(&file, "valid_until: 2026-12-31")
		}
		if random.IntN(3) == 0 {
			fmt.Fprintf(&file, "have: {answer: V7, in: [%s]}\n", pick(random, "g", "h", "i"))
		}
		files[fmt.Sprintf("drawn/r%d.yaml", n)] = &fstest.MapFile{Data: []byte(file.String())}
	}
	return files
}

// drawCondition draws a condition of some depth that may lean on the rights before.
func drawCondition(random *rand.Rand, before, depth int) string {
	kid := func() string { return drawCondition(random, before, depth-1) }
	if depth > 0 {
		switch random.IntN(8) {
		case 0:
			return fmt.Sprintf("{all: [%s, %s]}", kid(), kid())
		case 1:
			return fmt.Sprintf("{any: [%s, %s]}", kid(), kid())
		case 2:
			return fmt.Sprintf("{count: 2, of: [%s, %s, %s]}", kid(), kid(), kid())
		case 3:
			return fmt.Sprintf("{not: %s}", kid())
		case 4:
			return fmt.Sprintf("{possible: %s}", kid())
		case 5:
			return fmt.Sprintf("{all: [%s, {doubt: %s}]}", kid(), kid())
		}
	}
	if before > 0 && random.IntN(3) == 0 {
		return fmt.Sprintf("{right: r%d%s}", random.IntN(before), pick(random, "", ", at: possible", ", at: likely", ", at: have"))
	}
	return pick(random,
		"{use: papers}", "{use: poor}", "{income: year}", "{income: counted}",
		"{answer: V2, in: [b]}", "{answer: V3, in: [koppel]}", "{answer: V5, in: [d]}", "{answer: V5, in: [d, e, f]}", "{answer: V7, in: [g, h]}",
		"{answer: V1, at_least: young}", "{answer: V1, at_least: grown, below: pension}", "{answer: V1, below: grown}")
}

func pick(random *rand.Rand, of ...string) string { return of[random.IntN(len(of))] }

// TestTheEngineSaysWhatCELDecidesOfDrawnRules: the same for rules that no city has, with forms and combinations that the
// city does not use, on days when figures are in force, missing, too old, or all too old.
func TestTheEngineSaysWhatCELDecidesOfDrawnRules(t *testing.T) {
	const books, households = 150, 150
	var sum tally
	for book := range books {
		files := drawRules(rand.New(rand.NewPCG(chosenSeed(), uint64(book))))
		c := newContest(t, files, readRules(t, files), []string{"2026-06-01", "2024-06-01", "2027-06-01", "2040-06-01"}, chosenSeed()+uint64(book))
		one := c.run(t, households)
		sum.add(one)
		if len(one.wrong) > 0 {
			for n := range rightsADraw {
				text, _ := fs.ReadFile(files, fmt.Sprintf("drawn/r%d.yaml", n))
				t.Logf("%s", text)
			}
			break
		}
	}
	sum.report(t, chosenSeed())
}
