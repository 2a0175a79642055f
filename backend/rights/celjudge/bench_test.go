package celjudge

import (
	"bytes"
	"encoding/json"
	"maps"
	"testing"
	"time"

	"wijkloket/backend/rights"
)

// BenchmarkVerdictsBesideCEL: all verdicts on a household by the engine and, in turn, by CEL's partial evaluation of the
// same rules. "times-longer" is how much longer CEL takes. The aim is 50.
func BenchmarkVerdictsBesideCEL(b *testing.B) {
	files := cityFiles(b)
	c := newContest(b, files, readRules(b, files), []string{today}, 1)
	full := map[string]any{
		"V1": 34, "V2": "kortrijk", "V3": "alleenouder", "V4": 2, "V5": []string{"3-5", "6-11"}, "V6": []string{"loon"}, "V7": []string{"geen"},
		"V8": "nee", "V9": "C", "V10": "prive", "V11": []string{"wachtlijst"}, "V12": "gas", "V13": []string{"niemand"}, "V14": []string{"schoolkosten"},
	}
	half := maps.Clone(full)
	for _, skipped := range []string{"V5", "V6", "V7", "V8", "V11", "V12", "V13"} {
		delete(half, skipped)
	}
	for _, one := range []struct {
		name    string
		answers map[string]any
	}{{"full", full}, {"half", half}, {"nothing answered", map[string]any{}}} {
		b.Run(one.name, func(b *testing.B) { c.beside(b, one.answers) })
	}
}

func (c *contest) beside(b *testing.B, answers map[string]any) {
	const oursARound = 20 // ours is too short for the clock
	text, err := json.Marshal(answers)
	if err != nil {
		b.Fatal(err)
	}
	given, err := c.engine.ParseAnswers(bytes.NewReader(text))
	if err != nil {
		b.Fatal(err)
	}
	known := c.drawer.known(answers)
	at := c.days[0]
	results := make([]rights.Result, 0, len(at.ours))
	opinions := make([]said, 0, len(at.judge.rights))
	var ours, theirs time.Duration
	for b.Loop() {
		start := time.Now()
		if opinions, err = at.judge.verdicts(known, opinions[:0]); err != nil {
			b.Fatal(err)
		}
		theirs += time.Since(start)
		start = time.Now()
		for range oursARound {
			results = at.check.Verdicts(given, results[:0])
		}
		ours += time.Since(start)
	}
	b.ReportMetric(0, "ns/op") // of both together: says nothing
	b.ReportMetric(float64(ours)/float64(b.N*oursARound), "ours-ns")
	b.ReportMetric(float64(theirs)/float64(b.N), "CEL-ns")
	b.ReportMetric(float64(theirs)*oursARound/float64(ours), "times-longer")
}
