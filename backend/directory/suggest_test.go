package directory_test

import (
	"slices"
	"testing"

	"wijkloket/backend/directory"
)

// TestSuggest holds the first suggestions for what people type, one case a trap.
func TestSuggest(t *testing.T) {
	d := load(t)
	for _, c := range []struct {
		typed string
		first string   // id of the first suggestion
		also  []string // ids that must be among the first six
	}{
		{"overl", "overleiestraat-8500", []string{"overleie"}},
		{"condedreef", "condedreef-8500", nil},
		{"condereef", "condedreef-8500", nil},
		{"CONDÉDREEF", "condedreef-8500", nil},
		{"conde dreef", "condedreef-8500", nil},
		{"st denijsestr", "sint-denijsestraat-8500", nil},
		{"St.-Denijsestraat", "sint-denijsestraat-8500", nil},
		{"denijsestraat", "sint-denijsestraat-8500", nil},
		{"menensteenweg", "meensesteenweg-8500", []string{"meensesteenweg-8501"}},
		{"volksv de jaeger", "volksvertegenwoordiger-de-jaegerelaan-8500", nil},
		{"Volksvert. De Jaegerelaan", "volksvertegenwoordiger-de-jaegerelaan-8500", nil},
		{"dejaegerelaan", "volksvertegenwoordiger-de-jaegerelaan-8500", nil},
		{"jaegerln", "volksvertegenwoordiger-de-jaegerelaan-8500", nil},
		{"peelstraat", "dokter-peelstraat-8500", nil},
		{"dr peel", "dokter-peelstraat-8500", nil},
		{"gezelle guido", "guido-gezellepad-8500", []string{"guido-gezellestraat-8500", "guido-gezellelaan-8501"}},
		{"schinkel burg", "burgemeester-schinkelstraat-8500", nil},
		{"olv straat", "onze-lieve-vrouwestraat-8500", nil},
		{"o.l.v.", "onze-lieve-vrouwestraat-8500", nil},
		{"ijzerk", "ijzerkaai-8500", nil},
		{"yzerkaai", "ijzerkaai-8500", nil},
		{"damastwever", "damastweversstraat-8500", nil},
		{"pieter deconinck", "pieter-de-conincklaan-8500", nil},
		{"h dewilde", "hendrik-dewildestraat-8501", nil},
		{"lange steen", "lange-steenstraat-8500", nil},
		{"langesteenstraat", "lange-steenstraat-8500", nil},
		{"steenstraat", "korte-steenstraat-8500", []string{"lange-steenstraat-8500"}},
		{"rue de lille", "rijselsestraat-8500", nil},
		{"11 juli", "elfde-julilaan-8500", nil},
		{"leopold 3 laan", "koning-leopold-iii-laan-8500", nil},
		{"veldweg", "sterrebergstraat-8511", nil}, // its name before the merger of 1977
		// Look-alikes are offered side by side.
		{"meense", "meensestraat-8500", []string{"meensesteenweg-8500", "meensesteenweg-8501"}},
		{"doorniks", "doorniksewijk-8500", []string{"doorniksestraat-8500", "doorniksesteenweg-8500"}},
		{"sterre", "sterrestraat-8511", []string{"sterrebergstraat-8511", "sterrebergweg-8511"}},
		{"rollegemse", "rollegemseweg-8510", []string{"rollegemsestraat-8510"}},
		{"moeskroense", "moeskroensestraat-8510", []string{"moeskroensesteenweg-8511"}},
		{"heulestr", "heulestraat-8501", nil},
		{"heulsestraat", "heulsestraat-8501", []string{"heulestraat-8501"}},
		// Homonyms, with the deelgemeente or the postcode typed along.
		{"munkendoorn", "munkendoornstraat-8510-bellegem", []string{"munkendoornstraat-8510-rollegem"}},
		{"munkendoornstraat rollegem", "munkendoornstraat-8510-rollegem", nil},
		{"meensesteenweg 8501", "meensesteenweg-8501", nil},
		{"meensesteenweg bissegem", "meensesteenweg-8501", nil},
		{"doornikserijksweg kooigem", "doornikserijksweg-8510-kooigem", nil},
		// Not streets.
		{"kuurne", "kuurne", nil},
		{"gullegem", "wevelgem", []string{"gullegemsestraat-8501"}},
		{"mouscron", "moeskroen", nil},
		{"heule", "heule", nil},
		{"drie hof", "drie-hofsteden", nil},
		{"'t cirkant", "marke", nil},
		{"zevenkamer", "de-zevenkamer", nil},
	} {
		var ids []string
		for _, s := range d.Suggest(c.typed, 6) {
			ids = append(ids, s.ID)
		}
		if len(ids) == 0 || ids[0] != c.first {
			t.Errorf("%q: got %v, want %s first", c.typed, ids, c.first)
		}
		for _, id := range c.also {
			if !slices.Contains(ids, id) {
				t.Errorf("%q: got %v, without %s", c.typed, ids, id)
			}
		}
	}
}

func TestSuggestKeepsTheNumber(t *testing.T) {
	d := load(t)
	for typed, want := range map[string]string{
		"overleiestraat 45": "45", "Overleiestraat 23a bus 2": "23a bus 2", "overlei 45": "45", "Beeklaan 81, 8500 Kortrijk": "81",
	} {
		got := d.Suggest(typed, 1)
		if len(got) != 1 || got[0].Kind != directory.SuggestStreet || got[0].Number != want || got[0].Address().Number != want {
			t.Errorf("%q: got %d suggestions, not a street with number %q", typed, len(got), want)
		}
	}
}

func TestHomonymsAreMarked(t *testing.T) {
	d := load(t)
	got := d.Suggest("meensesteenweg", 5)
	if len(got) < 2 || !got[0].Homonym || !got[1].Homonym || got[0].Place == got[1].Place {
		t.Error("homonyms are not marked, or not told apart by their place")
	}
	if got := d.Suggest("overleiestraat", 1); len(got) != 1 || got[0].Homonym {
		t.Error("a street that stands once is marked as a homonym")
	}
}

func TestSuggestNothing(t *testing.T) {
	d := load(t)
	for _, typed := range []string{"", " ", "?!", "qqqqq", "😀", "\xff", "شارع"} {
		if got := d.Suggest(typed, 5); len(got) != 0 {
			t.Errorf("%q: %d suggestions, the first is %s", typed, len(got), got[0].ID)
		}
	}
}
