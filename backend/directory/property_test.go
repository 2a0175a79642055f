package directory_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"wijkloket/backend/directory"
	"wijkloket/backend/directory/geo"
)

// garbage is every kind of text that may stand in a field: nothing, words, scripts, invalid UTF-8, right-to-left marks,
// emoji, markup, SQL, and a very long one.
func garbage() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.Just(""), rapid.String(), rapid.StringN(0, 2000, -1),
		rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, 64), func(b []byte) string { return string(b) }),
		rapid.SampledFrom([]string{
			"\u202eteerts", "😀🏠", "شارع", "вулиця", "' OR 1=1; --", "<script>alert(1)</script>", "(Kor)", "((((", "8500",
			"St.", "'t", "-", "\x00", "ﷺ", "62/01", "9999999999999999999", "Sint", "de", "str", "ij", "B-8500", "nr.",
		}),
	)
}

// TestOneAnswer: every address of the data and any garbage gets exactly one whole answer, and the same one again.
func TestOneAnswer(t *testing.T) {
	d := load(t)
	streets := d.Streets()
	rapid.Check(t, func(t *rapid.T) {
		street := rapid.OneOf(garbage(), rapid.Map(rapid.IntRange(0, len(streets)-1), func(i int) string { return streets[i].Name }))
		a := directory.Address{
			Kind:     directory.AddressKind(rapid.SampledFrom([]int{0, 0, 0, 0, 0, 1, 2, 3, -1, 99}).Draw(t, "kind")),
			Street:   street.Draw(t, "street"),
			Number:   rapid.OneOf(garbage(), rapid.StringMatching(`[1-9][0-9]{0,3}[a-z]?( bus [0-9])?`)).Draw(t, "number"),
			Postcode: rapid.OneOf(garbage(), rapid.SampledFrom([]string{"8500", "8501", "8510", "8511", "8520", "1000"})).Draw(t, "postcode"),
			Place:    rapid.OneOf(garbage(), rapid.SampledFrom([]string{"Kortrijk", "Heule", "Kuurne", "Kor"})).Draw(t, "place"),
			Area:     rapid.OneOf(rapid.Just(""), garbage(), rapid.SampledFrom([]string{"venning", "heule", "kortrijk-oost"})).Draw(t, "area"),
			Point:    geo.Point{Lat: rapid.Float64().Draw(t, "lat"), Lon: rapid.Float64().Draw(t, "lon")},
		}
		got := d.Locate(a)
		wholeAnswer(t, d, got)
		if again := d.Locate(a); again.String() != got.String() {
			t.Fatalf("%v, then %v", got, again)
		}
	})
}

// TestEveryAddressOfTheData: no street, number, postcode or pick of the data is without its one answer.
func TestEveryAddressOfTheData(t *testing.T) {
	d := load(t)
	for _, a := range everyAddress(d) {
		wholeAnswer(t, d, d.Locate(a))
	}
}

// TestHugeInput: a megabyte in every field costs no more than a line.
func TestHugeInput(t *testing.T) {
	d := load(t)
	for _, piece := range []string{"a", "9", "é", "\xff", "😀", "straat ", "(", "\u202e", "\u0301"} {
		text := strings.Repeat(piece, 1<<20/len(piece))
		wholeAnswer(t, d, d.Locate(directory.Address{Street: text, Number: text, Postcode: text, Place: text, Area: text}))
		d.Suggest(text, 10)
	}
}

// TestSuggestAnything: whatever is typed, the suggestions are few, whole, different, and each one can be located.
func TestSuggestAnything(t *testing.T) {
	d := load(t)
	rapid.Check(t, func(t *rapid.T) {
		limit := rapid.IntRange(-1, 100).Draw(t, "limit")
		got := d.Suggest(rapid.OneOf(garbage(), rapid.StringMatching(`[a-zé' .-]{1,20}`)).Draw(t, "typed"), limit)
		if len(got) > max(0, min(limit, directory.MaxSuggestions)) {
			t.Fatalf("%d suggestions, asked %d", len(got), limit)
		}
		seen := map[string]bool{}
		for _, s := range got {
			if s.Name == "" || s.ID == "" || !utf8.ValidString(s.Number) || seen[string(s.Kind)+s.ID] {
				t.Fatalf("suggestion %q of kind %s is not whole or stands there twice", s.ID, s.Kind)
			}
			seen[string(s.Kind)+s.ID] = true
			wholeAnswer(t, d, d.Locate(s.Address()))
		}
	})
}

// TestEveryNameIsFound: every street is suggested for its own name, for its beginning, and for its name without signs,
// and a chosen street is located as itself.
func TestEveryNameIsFound(t *testing.T) {
	d := load(t)
	for _, s := range d.Streets() {
		runes := []rune(s.Name)
		for _, typed := range []string{
			s.Name, strings.ToUpper(s.Name), strings.NewReplacer("-", " ", "é", "e").Replace(s.Name),
			strings.ReplaceAll(s.Name, " ", ""), s.Name + " " + s.Postcode, string(runes[:len(runes)-2]),
		} {
			if !offers(d, typed, s.ID) {
				t.Errorf("%q does not offer %s", typed, s.ID)
			}
		}
	}
}

func offers(d *directory.Directory, typed string, want directory.StreetID) bool {
	for _, s := range d.Suggest(typed, 12) {
		if s.Kind == directory.SuggestStreet && s.ID == string(want) {
			got := d.Locate(s.Address())
			return got.Street == want || got.Outcome == directory.OutcomePerson || sameTeam(d, got.Street, want)
		}
	}
	return false
}

func sameTeam(d *directory.Directory, a, b directory.StreetID) bool {
	x, _ := d.Street(a)
	y, _ := d.Street(b)
	return x.Team == y.Team
}

// TestTypos: one letter wrong, missing, doubled or swapped in a long name still offers the street.
func TestTypos(t *testing.T) {
	d := load(t)
	streets := d.Streets()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SampledFrom(streets).Draw(t, "street")
		runes := []rune(strings.ToLower(s.Name))
		if len(runes) < 10 {
			return
		}
		at := rapid.IntRange(1, len(runes)-2).Draw(t, "at")
		switch rapid.IntRange(0, 3).Draw(t, "kind") {
		case 0:
			runes[at] = 'x'
		case 1:
			runes = append(runes[:at:at], runes[at+1:]...)
		case 2:
			runes = append(runes[:at+1:at+1], runes[at:]...)
		case 3:
			runes[at], runes[at+1] = runes[at+1], runes[at]
		}
		if !offers(d, string(runes), s.ID) {
			t.Fatalf("%q does not offer %s", string(runes), s.ID)
		}
	})
}
