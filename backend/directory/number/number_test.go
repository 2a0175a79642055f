package number_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"wijkloket/backend/directory/number"
)

func TestParse(t *testing.T) {
	type N = number.Number
	for in, want := range map[string]N{
		"45":                 {N: 45},
		" 45 ":               {N: 45},
		"045":                {N: 45},
		"23a":                {N: 23, Suffix: "a"},
		"23A":                {N: 23, Suffix: "a"},
		"23 a":               {N: 23, Suffix: "a"},
		"23bis":              {N: 23, Suffix: "bis"},
		"23 bis":             {N: 23, Suffix: "bis"},
		"23 BIS bus 2":       {N: 23, Suffix: "bis", Box: "2"},
		"62/01":              {N: 62, Box: "01"},
		"62 / 01":            {N: 62, Box: "01"},
		"12/2":               {N: 12, Box: "2"},
		"12/b":               {N: 12, Box: ""},
		"12 bus 3":           {N: 12, Box: "3"},
		"12bus3":             {N: 12, Box: "3"},
		"12b3":               {N: 12, Box: "3"},
		"12 b 3":             {N: 12, Box: "3"},
		"12 b.3":             {N: 12, Box: "3"},
		"12b":                {N: 12, Suffix: "b"},
		"12 A bus 0101":      {N: 12, Suffix: "a", Box: "0101"},
		"12abus 3":           {N: 12, Suffix: "a", Box: "3"},
		"12 bte 5":           {N: 12, Box: "5"},
		"12 boîte 5":         {N: 12, Box: "5"},
		"12, bus 2eET":       {N: 12, Box: "2eet"},
		"12 RDC":             {N: 12, Box: "rdc"},
		"12-14":              {N: 12, To: 14},
		"12 – 14":            {N: 12, To: 14},
		"12-14a":             {N: 12, To: 14, Suffix: "a"},
		"12-3":               {N: 12, Box: "3"},
		"nr. 45":             {N: 45},
		"Nr 45":              {N: 45},
		"n° 45":              {N: 45},
		"#45":                {N: 45},
		"huisnummer 45":      {N: 45},
		"٤٥":                 {N: 45},
		"۲۳a":                {N: 23, Suffix: "a"},
		"４５":                 {N: 45},
		"99999":              {N: 99999},
		"45" + "\xff\xfe":    {N: 45},
		"1" + " bus " + "12": {N: 1, Box: "12"},
	} {
		got, ok := number.Parse(in)
		if !ok {
			t.Errorf("Parse(%q) found no number", in)
			continue
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Parse(%q) (-want +got):\n%s", in, diff)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, in := range []string{
		"", " ", "0", "00", "bus 3", "b3", "a", "bis", "100000", "999999999999999999999999", "zonder nummer",
		"🙂", "\xff", strings.Repeat("9", 1<<20), strings.Repeat("a", 1<<20), "٠",
	} {
		if got, ok := number.Parse(in); ok {
			t.Errorf("Parse(%.20q) = %v, want none", in, got)
		}
	}
}

func TestString(t *testing.T) {
	for _, want := range []string{"23a", "12-14", "23bis", "45"} {
		got, ok := number.Parse(want)
		if !ok || got.String() != want {
			t.Errorf("Parse(%q).String() = %q", want, got.String())
		}
	}
}

// FuzzParse: whatever is typed, a number that is found lies in its bounds, is short, and is found again in its own text.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"23a", "62/01", "12 A bus 0101", "12-14", "٤٥", "n° 4", "23 bis", "\xff1", "1\u202e2", "b3"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		got, ok := number.Parse(in)
		if !ok {
			if got != (number.Number{}) {
				t.Fatalf("Parse(%q) = %+v without ok", in, got)
			}
			return
		}
		if got.N < 1 || got.N > number.Max || got.To != 0 && got.To <= got.N || got.To > number.Max {
			t.Fatalf("Parse(%q) = %+v out of bounds", in, got)
		}
		if len(got.Suffix) > 7 || len(got.Box) > 20 || !utf8.ValidString(got.Box) {
			t.Fatalf("Parse(%q) = %+v too long", in, got)
		}
		again, ok := number.Parse(got.String())
		if !ok || again.N != got.N || again.Suffix != got.Suffix || again.To != got.To {
			t.Fatalf("Parse(%q) = %+v, its text reads as %+v", in, got, again)
		}
	})
}
