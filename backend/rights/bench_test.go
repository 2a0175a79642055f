package rights

import (
	"io/fs"
	"testing"

	"wijkloket/assets"
)

const fullHousehold = `{"V1":34,"V2":"kortrijk","V3":"alleenouder","V4":2,"V5":["3-5","6-11"],"V6":["loon"],"V7":["geen"],"V8":"nee","V9":"C","V10":"prive","V11":["wachtlijst"],"V12":"gas","V13":["niemand"],"V14":["schoolkosten"]}`

// BenchmarkVerdicts: all rights of one household, by what was skipped. The aims are 0.2 ms in full and 5 ms with gaps.
func BenchmarkVerdicts(b *testing.B) {
	rules := cityRules(b)
	check := rules.At(today)
	for _, c := range []struct{ name, text string }{
		{"full", fullHousehold},
		{"nothing answered", `{}`},
		{"papers only", `{"V2":"geenpapieren"}`},
		{"half", `{"V1":34,"V2":"kortrijk","V3":"alleenouder","V9":"C","V14":["schoolkosten"]}`},
	} {
		a := parse(b, rules, c.text)
		results := make([]Result, 0, len(rules.rights))
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				results = check.Verdicts(a, results[:0])
			}
		})
	}
}

// BenchmarkNext: the next question, at the start (the most work) and half way. The aim is 5 ms.
func BenchmarkNext(b *testing.B) {
	rules := cityRules(b)
	check := rules.At(today)
	for _, text := range []string{`{}`, `{"V1":34,"V2":"kortrijk","V3":"alleenouder","V9":"C"}`} {
		a := parse(b, rules, text)
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				check.Next(a, 0)
			}
		})
	}
}

// BenchmarkLoad: reading and checking all rules, and preparing them for a day. The aim is 100 ms together.
func BenchmarkLoad(b *testing.B) {
	files, err := fs.Sub(assets.Files, "data/rights")
	if err != nil {
		b.Fatal(err)
	}
	b.Run("load", func(b *testing.B) {
		for b.Loop() {
			if _, err := Load(files); err != nil {
				b.Fatal(err)
			}
		}
	})
	rules := cityRules(b)
	b.Run("day", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			rules.At(today)
		}
		d := rules.At(today).d // what stays in memory
		b.ReportMetric(float64(len(d.level)), "nodes")
		b.ReportMetric(float64(len(d.level)+4*len(d.first)+4*len(d.kids)+8*len(d.under)+len(d.all)), "bytes")
	})
}

// BenchmarkBruteForce is the definition worked out literally, for one right with two questions skipped (income and
// status: 8 x 33 answers), beside the engine for the same right.
func BenchmarkBruteForce(b *testing.B) {
	rules := cityRules(b)
	check := rules.At(today)
	j := judge{rules, today}
	a := parse(b, rules, `{"V1":34,"V2":"kortrijk","V3":"alleenouder","V4":2,"V5":["3-5"],"V6":["loon"],"V8":"nee"}`)
	right, _ := rules.Right("verhoogde-tegemoetkoming")
	b.Run("brute force", func(b *testing.B) {
		for b.Loop() {
			j.brute(&right, a, []int{rules.question("V7"), rules.question("V9")})
		}
	})
	b.Run("diagram", func(b *testing.B) {
		p := check.find(right.ID)
		for b.Loop() {
			at := check.choose(&a)
			w := check.scratch.Get().(*walk)
			p.verdict(check.reach(p.root, &at, w, true))
			check.scratch.Put(w)
		}
	})
}
