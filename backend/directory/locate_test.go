package directory_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"wijkloket/backend/directory"
	"wijkloket/i18n"
)

// TestLocate walks the traps of real addresses: boxes, suffixes, spellings, homonyms, borders, other municipalities.
func TestLocate(t *testing.T) {
	d := load(t)
	type A = directory.Address
	const team, elsewhere, person = directory.OutcomeTeam, directory.OutcomeElsewhere, directory.OutcomePerson
	for _, c := range []struct {
		name    string
		address A
		outcome directory.Outcome
		team    string // or the municipality
		exact   bool
		reason  string
	}{
		// The twelve centres stand in the area of their own team.
		{"centre 1", A{Street: "Langemeersstraat", Number: "6", Postcode: "8500"}, team, "centrum", true, "street"},
		{"centre 2, suffix", A{Street: "Pieter de Conincklaan", Number: "23a", Postcode: "8500"}, team, "centrum", true, "street"},
		{"centre 3, typo in old data", A{Street: "Damastweverstraat", Number: "1", Postcode: "8500"}, team, "centrum", true, "street"},
		{"centre 4, box", A{Street: "Volksvert. De Jaegerelaan", Number: "62/01", Postcode: "8500"}, team, "zuid", true, "street"},
		{"centre 4, spoken", A{Street: "De Jaegerelaan", Number: "62 bus 1", Postcode: "8500"}, team, "zuid", true, "street"},
		{"centre 5", A{Street: "Beeklaan", Number: "81", Postcode: "8500"}, team, "zuid", true, "street"},
		{"centre 6, no accent", A{Street: "Condedreef", Number: "16", Postcode: "8500"}, team, "zuid", true, "street"},
		{"centre 6, misspelt in a public file", A{Street: "Condereef", Number: "16", Postcode: "8500"}, team, "zuid", true, "street"},
		{"centre 6, homonym addition", A{Street: "Condédreef(Kor)", Number: "16", Postcode: "8500"}, team, "zuid", true, "street"},
		{"centre 7", A{Street: "Overleiestraat", Number: "45", Postcode: "8500"}, team, "noord", true, "street"},
		{"centre 8, initial", A{Street: "H. Dewildestraat", Number: "8", Postcode: "8501"}, team, "bissegem", true, "street"},
		{"centre 9", A{Street: "Peperstraat", Number: "141", Postcode: "8501"}, team, "heule", true, "street"},
		{"centre 10", A{Street: "Hellestraat", Number: "6", Postcode: "8510"}, team, "marke", true, "street"},
		{"centre 11", A{Street: "Zomerplein", Number: "1", Postcode: "8510"}, team, "zuidelijke-rand", true, "street"},
		{"centre 12", A{Street: "Aalbekeplaats", Postcode: "8511"}, team, "zuidelijke-rand", true, "street"},

		// Ways of writing.
		{"one line", A{Street: "Overleiestraat 45 bus 3, 8500 Kortrijk"}, team, "noord", true, "street"},
		{"one line, B- and suffix b", A{Street: "Overleiestraat 23b, B-8500 KORTRIJK"}, team, "noord", true, "street"},
		{"capitals and spaces", A{Street: "  OVERLEIE  STRAAT ", Number: "45", Postcode: "8500"}, team, "noord", true, "street"},
		{"St.-", A{Street: "St.-Jansplein", Number: "1", Postcode: "8500"}, team, "centrum", true, "street"},
		{"Sint ", A{Street: "Sint Jansplein", Number: "1", Postcode: "8500"}, team, "centrum", true, "street"},
		{"O.L.V.", A{Street: "O.L.V.-straat", Number: "1", Postcode: "8500"}, team, "centrum", true, "street"},
		{"IJ as Y", A{Street: "Yzerkaai", Number: "1", Postcode: "8500"}, person, "", false, "street_without_team"},
		{"Arabic digits", A{Street: "Overleiestraat", Number: "٤٥", Postcode: "٨٥٠٠"}, team, "noord", true, "street"},
		{"town in French", A{Street: "Overleiestraat 45", Place: "Courtrai"}, team, "noord", true, "street"},
		{"postcode with the town", A{Street: "Overleiestraat", Number: "45", Postcode: "8500 Kortrijk"}, team, "noord", true, "street"},
		{"digits in the name", A{Street: "Koning Leopold 3-laan", Number: "7", Postcode: "8500"}, team, "noord", false, "street_probably"},
		{"no number", A{Street: "Overleiestraat", Postcode: "8500"}, team, "noord", true, "street"},
		{"nonsense number", A{Street: "Overleiestraat", Number: "veel", Postcode: "8500"}, team, "noord", true, "street"},

		// Inferred teams say so.
		{"inferred by position", A{Street: "Doorniksewijk", Number: "120", Postcode: "8500"}, team, "zuid", false, "street_probably"},
		{"known street, no team", A{Street: "Blekersstraat", Number: "1", Postcode: "8500"}, person, "", false, "street_without_team"},
		{"half a buurtkrant street", A{Street: "Brugsesteenweg", Number: "11", Postcode: "8500"}, team, "noord", false, "street_probably"},

		// House numbers.
		{"odd, in the range", A{Street: "Moorseelsestraat", Number: "141", Postcode: "8500"}, team, "noord", false, "number_probably"},
		{"odd, past the range", A{Street: "Moorseelsestraat", Number: "143", Postcode: "8500"}, person, "", false, "street_without_team"},
		{"even, in the range", A{Street: "Moorseelsestraat", Number: "146", Postcode: "8500"}, team, "noord", false, "number_probably"},
		{"even, past the range", A{Street: "Moorseelsestraat", Number: "148", Postcode: "8500"}, person, "", false, "street_without_team"},
		{"12-14 counts as 12", A{Street: "Moorseelsestraat", Number: "146-150", Postcode: "8500"}, team, "noord", false, "number_probably"},
		{"before an open range", A{Street: "Kortrijksestraat", Number: "267", Postcode: "8501"}, team, "heule", false, "street_probably"},
		{"in an open range", A{Street: "Kortrijksestraat", Number: "999", Postcode: "8501"}, team, "noord", false, "number_probably"},
		{"cut street, no number", A{Street: "Kortrijksestraat", Postcode: "8501"}, team, "heule", false, "street_probably"},

		// One name, several streets.
		{"two postcodes, two teams", A{Street: "Meensesteenweg", Number: "10"}, person, "", false, "street_in_two_teams"},
		{"two postcodes, one asked", A{Street: "Meensesteenweg", Number: "10", Postcode: "8501"}, team, "bissegem", true, "street"},
		{"two postcodes, the other", A{Street: "Meensesteenweg", Number: "10", Postcode: "8500"}, team, "noord", false, "street_probably"},
		{"told apart by place", A{Street: "Meensesteenweg", Number: "10", Place: "Bissegem"}, team, "bissegem", true, "street"},
		{"two deelgemeenten, one team", A{Street: "Munkendoornstraat", Number: "1", Postcode: "8510"}, team, "zuidelijke-rand", false, "street_probably"},
		{"postcode of another deelgemeente", A{Street: "Peperstraat", Number: "141", Postcode: "8500"}, team, "heule", false, "other_postcode"},
		{"look-alike is not corrected", A{Street: "Menensteenweg", Number: "1", Postcode: "8500"}, person, "", false, "unknown_street"},
		{"ambiguous short name", A{Street: "Poortje", Postcode: "8500"}, person, "", false, "unknown_street"},

		// Postcode and place alone.
		{"8511 has one team", A{Street: "Bestaatnietstraat", Postcode: "8511"}, team, "zuidelijke-rand", true, "postcode"},
		{"8510 has two", A{Street: "Bestaatnietstraat", Postcode: "8510"}, person, "", false, "unknown_street"},
		{"8500 has three", A{Postcode: "8500"}, person, "", false, "postcode_of_many"},
		{"deelgemeente", A{Street: "Bestaatnietstraat", Postcode: "8510", Place: "Marke"}, team, "marke", true, "deelgemeente"},
		{"neighbourhood picked", A{Area: "drie-hofsteden"}, team, "zuid", false, "picked_probably"},
		{"the other half of that area", A{Area: "venning"}, team, "centrum", false, "picked_probably"},
		{"deelgemeente picked", A{Area: "heule"}, team, "heule", true, "deelgemeente"},
		{"unknown area", A{Area: "atlantis"}, person, "", false, "nothing_given"},

		// Outside.
		{"neighbour by postcode", A{Street: "Overleiestraat", Number: "45", Postcode: "8530"}, elsewhere, "Harelbeke", false, ""},
		{"neighbour by name", A{Street: "Kortrijksestraat", Place: "Kuurne"}, elsewhere, "Kuurne", false, ""},
		{"neighbour's village", A{Place: "Gullegem"}, elsewhere, "Wevelgem", false, ""},
		{"neighbour in French", A{Place: "Mouscron"}, elsewhere, "Moeskroen", false, ""},
		{"far away", A{Street: "Wetstraat", Postcode: "1000"}, elsewhere, "1000", false, ""},
		{"same name next door, no postcode", A{Street: "Overleiestraat", Number: "45"}, team, "noord", false, "street_probably"},
		{"contradiction", A{Street: "Overleiestraat", Postcode: "8500", Place: "Kuurne"}, person, "", false, "contradiction"},
		{"contradiction the other way", A{Postcode: "8520", Place: "Heule"}, person, "", false, "contradiction"},

		// People without an address.
		{"no address", A{Kind: directory.NoAddress}, person, "", false, "no_address"},
		{"reference address", A{Kind: directory.Reference}, person, "", false, "reference"},
		{"rather not say", A{Kind: directory.Unsaid, Street: "Overleiestraat"}, person, "", false, "unsaid"},
		{"nothing", A{}, person, "", false, "nothing_given"},
		{"signs only", A{Street: "?!", Number: "--"}, person, "", false, "nothing_given"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := d.Locate(c.address)
			who := string(got.Team) + got.Elsewhere
			if got.Outcome != c.outcome || who != c.team || got.Exact != c.exact {
				t.Errorf("got %s %q exact=%v (%s), want %s %q exact=%v", got.Outcome, who, got.Exact, got.Reason.Key, c.outcome, c.team, c.exact)
			}
			if c.reason != "" && got.Reason.Key != "directory.reason."+c.reason {
				t.Errorf("reason %s, want %s", got.Reason.Key, c.reason)
			}
			wholeAnswer(t, d, got)
		})
	}
}

// wholeAnswer holds an answer against what every answer has.
func wholeAnswer(t interface{ Errorf(string, ...any) }, d *directory.Directory, a directory.Answer) {
	if a.Reason.Key == "" || a.Advice.Key == "" || a.Phone == "" {
		t.Errorf("%v lacks its reason, advice or phone", a)
	}
	hasTeam := a.Outcome == directory.OutcomeTeam
	if hasTeam != (a.Team != "") || hasTeam != (len(a.Centres) > 0) || (a.Outcome == directory.OutcomeElsewhere) != (a.Elsewhere != "") {
		t.Errorf("%v is not exactly one answer: team %q, centres %v, elsewhere %q", a, a.Team, a.Centres, a.Elsewhere)
	}
	if a.Exact && (!hasTeam || len(a.Others) > 0) {
		t.Errorf("%v is exact without a team or with others: %v", a, a.Others)
	}
	if slices.Contains(a.Others, a.Team) && hasTeam {
		t.Errorf("%v has its own team among the others", a)
	}
	if team, ok := d.Team(a.Team); hasTeam && (!ok || team.Kind != directory.KindWijkteam) {
		t.Errorf("%v names no wijkteam", a)
	}
	for _, id := range a.Centres {
		if centre, ok := d.Centre(id); !ok || centre.Team != a.Team {
			t.Errorf("%v names centre %q of another team", a, id)
		}
	}
}

// TestEveryAnswerHasItsText: in every language, a reason and an advice are whole sentences, and what is inferred says so
// and gives 1777 (T: no guess as a fact).
func TestEveryAnswerHasItsText(t *testing.T) {
	d := load(t)
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, a := range everyAddress(d) {
		answer := d.Locate(a)
		if key := answer.Reason.Key + answer.Advice.Key; seen[key] {
			continue
		} else {
			seen[key] = true
		}
		for _, lang := range i18n.Languages {
			loc := bundle.For(lang)
			text := loc.T(answer.Reason.Key, answer.Reason.Args) + " " + loc.T(answer.Advice.Key, answer.Advice.Args)
			if strings.Contains(text, "⟦") || strings.Contains(text, "<no value>") {
				t.Errorf("%s: %s", lang, text)
			}
			if !answer.Exact && !strings.Contains(text, "1777") {
				t.Errorf("%s: %q is inferred and does not give 1777", lang, text)
			}
			if lang == "nl" && answer.Outcome == directory.OutcomeTeam && answer.Exact == strings.Contains(text, "Waarschijnlijk") {
				t.Errorf("exact=%v but the text is %q", answer.Exact, text)
			}
		}
	}
	if len(seen) < 8 {
		t.Errorf("only %d kinds of answer seen", len(seen))
	}
}

// everyAddress is every street of the data with and without numbers and postcode, every pick, and the other kinds.
func everyAddress(d *directory.Directory) []directory.Address {
	out := []directory.Address{{}, {Kind: directory.NoAddress}, {Kind: directory.Reference}, {Kind: directory.Unsaid}, {Street: "Xyzstraat"}}
	for _, s := range d.Streets() {
		for _, n := range []string{"", "1", "2", "141", "300", "62/01", "23a"} {
			out = append(out,
				directory.Address{Street: s.Name, Number: n, Postcode: s.Postcode},
				directory.Address{Street: s.Name, Number: n},
				directory.Address{Street: s.Name, Number: n, Postcode: s.Postcode, Place: s.Deelgemeente})
		}
	}
	for _, hood := range d.Neighbourhoods() {
		out = append(out, directory.Address{Area: hood.ID})
	}
	for _, area := range d.Areas() {
		out = append(out, directory.Address{Area: string(area.ID)})
	}
	for code := 8000; code < 9000; code++ {
		out = append(out, directory.Address{Postcode: fmt.Sprint(code)})
	}
	for _, m := range d.Municipalities() {
		out = append(out, directory.Address{Place: m.Name})
	}
	return out
}

// TestStreetsAgree: the street list and the answer never name different teams for a whole street.
func TestStreetsAgree(t *testing.T) {
	d := load(t)
	for _, s := range d.Streets() {
		got := d.Locate(directory.Address{Street: s.Name, Number: "1", Postcode: s.Postcode, Place: s.Deelgemeente})
		if s.Team != "" && got.Team != s.Team {
			t.Errorf("%s: the list says %s, the answer %v", s.ID, s.Team, got)
		}
	}
}

// TestPrivacy: an address, an answer and a suggestion print without the address (T-54).
func TestPrivacy(t *testing.T) {
	d := load(t)
	a := directory.Address{Street: "Overleiestraat", Number: "45", Postcode: "8500"}
	for _, printed := range []string{
		fmt.Sprint(a), fmt.Sprintf("%+v %#v", a, a), fmt.Sprint(d.Locate(a)), fmt.Sprintf("%+v %#v", d.Locate(a), d.Locate(a)),
		fmt.Sprintf("%+v %#v", d.Suggest("overleiestraat 45", 1), d.Suggest("overleiestraat 45", 1)[0]),
	} {
		if strings.Contains(strings.ToLower(printed), "overleie") || strings.Contains(printed, "45") {
			t.Errorf("prints %q", printed)
		}
	}
}
