package celjudge

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	"wijkloket/backend/rights"
)

// BenchmarkVerdictsBesideCEL: all verdicts on drawn households by CEL's partial evaluation of the rules, beside the engine's
// on the same households. "ns/op" is CEL's, "times-longer" how much longer it takes. The aim is 50. (On full answers there
// is nothing partial: the evaluation is CEL's plain one.)
func BenchmarkVerdictsBesideCEL(b *testing.B) {
	files := cityFiles(b)
	c := newContest(b, files, readRules(b, files), []string{today}, 1)
	questions := len(c.drawer.rules.questions)
	for _, one := range []struct {
		name     string
		answered int
	}{{"full", questions}, {"half answered", questions / 2}, {"nothing answered", 0}} {
		b.Run(one.name, func(b *testing.B) { c.beside(b, one.answered) })
	}
}

// pair is a household as each side takes it.
type pair struct {
	ours   rights.Answers
	theirs household
}

// pairs draws households that answered some of the questions, whichever.
func (c *contest) pairs(b *testing.B, answered int) []pair {
	const households = 64
	random := rand.New(rand.NewPCG(c.seed, uint64(answered)))
	var drawn []pair
	for range households {
		answers := c.drawer.full(random)
		order := random.Perm(len(c.drawer.rules.questions))
		for _, skipped := range order[answered:] {
			delete(answers, c.drawer.rules.questions[skipped].ID)
		}
		text, err := json.Marshal(answers)
		if err != nil {
			b.Fatal(err)
		}
		ours, err := c.engine.ParseAnswers(bytes.NewReader(text))
		if err != nil {
			b.Fatal(err)
		}
		drawn = append(drawn, pair{ours, c.drawer.known(answers)})
	}
	return drawn
}

// beside times CEL on one household after the other, and then, when its garbage is gone, the engine on as many.
func (c *contest) beside(b *testing.B, answered int) {
	drawn := c.pairs(b, answered)
	at := c.days[0]
	opinions := make([]said, 0, len(at.judge.rights))
	n := 0
	for b.Loop() {
		var err error
		if opinions, err = at.judge.verdicts(drawn[n%len(drawn)].theirs, opinions[:0]); err != nil {
			b.Fatal(err)
		}
		n++
	}
	theirs := float64(b.Elapsed()) / float64(n)
	runtime.GC()
	results := make([]rights.Result, 0, len(at.ours))
	start := time.Now()
	for i := range n * rounds {
		results = at.check.Verdicts(drawn[i%len(drawn)].ours, results[:0])
	}
	ours := float64(time.Since(start)) / float64(n*rounds)
	b.ReportMetric(ours, "ours-ns/op")
	b.ReportMetric(theirs/ours, "times-longer")
}

// rounds is how often the engine judges for once that CEL does, so that both take the clock some time.
const rounds = 20
