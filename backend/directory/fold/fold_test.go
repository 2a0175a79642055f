package fold_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"wijkloket/backend/directory/fold"
)

func TestText(t *testing.T) {
	for in, want := range map[string]string{
		"Condédreef":               "condedreef",
		"Conde\u0301dreef":         "condedreef",
		"'t Hoge":                  "t hoge",
		"’t Cirkant":               "t cirkant",
		"St.-Jansstraat":           "st jansstraat",
		"IJzerkaai":                "yzerkaai",
		"Yzerkaai":                 "yzerkaai",
		"  Grote   Markt, ":        "grote markt",
		"Prinses Marie-Joséplein":  "prinses marie joseplein",
		"Œuvre ß":                  "oeuvre ss",
		"شارع ٤٥":                  "شارع 45",
		"\xff\xfeLeie\xc3":         "leie",
		"🙂":                        "",
		"Ｌｅｉｅ":                     "leie",
		strings.Repeat("a", 1<<20): strings.Repeat("a", fold.MaxBytes),
	} {
		if got := fold.Text(in); got != want {
			t.Errorf("Text(%.40q) = %q, want %q", in, got, want)
		}
	}
}

func TestWords(t *testing.T) {
	for in, want := range map[string]string{
		"O.L.V.-straat":    "olv straat",
		"H. Dewildestraat": "h dewildestraat",
		"Koning Leopold I": "koning leopold i",
		"62 b 3":           "62 b 3",
	} {
		if got := strings.Join(fold.Words(in), " "); got != want {
			t.Errorf("Words(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestExpand(t *testing.T) {
	e := fold.NewExpander(
		map[string]string{"st": "sint", "olv": "onze lieve vrouwe", "volksv": "volksvertegenwoordiger"},
		map[string]string{"str": "straat", "stwg": "steenweg", "ln": "laan"})
	for in, want := range map[string]string{
		"St.-Denijsestr.":      "sint denysestraat",
		"O.L.V. straat":        "onze lieve vrouwe straat",
		"Volksv. De Jaegereln": "volksvertegenwoordiger de jaegerelaan",
		"Meensestwg":           "meensesteenweg",
		"str":                  "str", // an ending alone is no word of the table
	} {
		if got := strings.Join(e.Expand(fold.Words(in)), " "); got != want {
			t.Errorf("Expand(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestTextIsStable: folding what is folded changes nothing, and no input breaks it.
func TestTextIsStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := string(rapid.SliceOfN(rapid.Byte(), 0, 300).Draw(t, "bytes"))
		if rapid.Bool().Draw(t, "runes") {
			in = rapid.String().Draw(t, "text")
		}
		once := fold.Text(in)
		if !utf8.ValidString(once) {
			t.Fatalf("Text(%q) = %q is not UTF-8", in, once)
		}
		if twice := fold.Text(once); twice != once && len(once) <= fold.MaxBytes {
			t.Fatalf("Text(%q) = %q, folded again %q", in, once, twice)
		}
	})
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		typed, name string
		want        int
	}{
		{"", "", 0}, {"a", "a", 0}, {"leiestraat", "leiestraat", 0}, {"liestraat", "leiestraat", 1},
		{"leietsraat", "leiestraat", 1}, {"leisetraat", "leiestraat", 1}, {"condereef", "condedreef", 1},
		{"overlei", "overleie", 1}, {"", "ab", 2},
	} {
		if got := fold.Distance(c.typed, c.name, 3); got != c.want {
			t.Errorf("Distance(%q, %q) = %d, want %d", c.typed, c.name, got, c.want)
		}
	}
	if got := fold.PrefixDistance("overl", "overleiestraat", 2); got != 0 {
		t.Errorf("a beginning has distance %d", got)
	}
	if got := fold.PrefixDistance("ovrel", "overleiestraat", 2); got != 1 {
		t.Errorf("a swapped beginning has distance %d", got)
	}
}

// TestDistanceAgrees holds the banded distance against the plain table.
func TestDistanceAgrees(t *testing.T) {
	words := rapid.StringOfN(rapid.RuneFrom([]rune("abc")), 0, 12, -1)
	rapid.Check(t, func(t *rapid.T) {
		a, b := words.Draw(t, "typed"), words.Draw(t, "name")
		limit := rapid.IntRange(0, 4).Draw(t, "limit")
		full := plain(a, b)
		if got, want := fold.Distance(a, b, limit), min(full[len(b)], limit+1); got != want {
			t.Fatalf("Distance(%q, %q, %d) = %d, want %d", a, b, limit, got, want)
		}
		best := full[0]
		for _, d := range full {
			best = min(best, d)
		}
		if got, want := fold.PrefixDistance(a, b, limit), min(best, limit+1); got != want {
			t.Fatalf("PrefixDistance(%q, %q, %d) = %d, want %d", a, b, limit, got, want)
		}
	})
}

// plain is the last row of the whole table: the distance of a to every beginning of b.
func plain(a, b string) []int {
	table := make([][]int, len(a)+1)
	for i := range table {
		table[i] = make([]int, len(b)+1)
		for j := range table[i] {
			switch {
			case i == 0:
				table[i][j] = j
			case j == 0:
				table[i][j] = i
			default:
				cost := 1
				if a[i-1] == b[j-1] {
					cost = 0
				}
				best := min(table[i-1][j-1]+cost, table[i-1][j]+1, table[i][j-1]+1)
				if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
					best = min(best, table[i-2][j-2]+1)
				}
				table[i][j] = best
			}
		}
	}
	return table[len(a)]
}

func FuzzDistance(f *testing.F) {
	f.Add("ovrel", "overleiestraat", 2)
	f.Add("", "", 0)
	f.Fuzz(func(t *testing.T, a, b string, limit int) {
		if limit < 0 || limit > 8 {
			return
		}
		if got := fold.PrefixDistance(a, b, limit); got < 0 || got > limit+1 {
			t.Fatalf("PrefixDistance = %d", got)
		}
	})
}
