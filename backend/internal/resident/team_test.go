package resident_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestTeamAlwaysAnswers: every way of saying where one lives, and of not saying it, gets an answer and a number to call.
func TestTeamAlwaysAnswers(t *testing.T) {
	p := newRig(t).phone(t)
	p.get("/?lang=nl")
	tests := map[string]struct {
		form []string
		says []string
	}{
		"street and number":   {[]string{"how", "address", "street", "Peperstraat", "number", "141", "postcode", "8501"}, []string{"Wijkteam Heule", "De Zevenkamer", "Peperstraat 141", "De uren kennen we nog niet"}},
		"a postcode alone":    {[]string{"how", "address", "postcode", "8511"}, []string{"Wijkteam Zuidelijke Rand", "Aalbeke", "Bellegem"}},
		"a misspelt street":   {[]string{"how", "address", "street", "Kondedreeef", "number", "3"}, []string{"Bedoel je een van deze straten?", "Condédreef", `name="number" value="3"`}},
		"a neighbourhood":     {[]string{"how", "area", "area", "heule"}, []string{"Wijkteam Heule"}},
		"rather not":          {[]string{"how", "unsaid"}, []string{"Iemand zoekt dit graag met je uit", "Iemand spreken"}},
		"no address":          {[]string{"how", "none"}, []string{"Iemand zoekt dit graag met je uit", "Iemand spreken"}},
		"another town":        {[]string{"how", "town", "town", "Kuurne"}, []string{"Je woont niet in Kortrijk", "Kuurne"}},
		"a town nobody knows": {[]string{"how", "town", "town", "Atlantis"}, []string{"Iemand spreken"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			p.post("/team", test.form...).at(t, "/team/answer", 200).has(t, test.says...).has(t, "1777").lacks(t, "⟦")
		})
	}
	p.post("/team", "how", "address").at(t, "/team", 422).has(t, "Schrijf de naam van je straat", `aria-invalid="true"`)
	p.post("/team", "how", "address", "street", "Overleie", "go", "lang:en").at(t, "/team", 200).has(t, `value="Overleie"`, `lang="en"`)
	newRig(t).phone(t).get("/team/answer").at(t, "/team", 200)
}

// TestTeamAnswersGarbage: whatever is typed, the page answers, says whom to call and runs none of it.
func TestTeamAnswersGarbage(t *testing.T) {
	p := newRig(t).phone(t)
	rapid.Check(t, func(rt *rapid.T) {
		street := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{`"><img src=x onerror=alert(1)>`, "'; DROP TABLE x; --", "{{.}}", "%00", "\u202e"})).Draw(rt, "street")
		number := rapid.String().Draw(rt, "number")
		answer, err := p.client.PostForm(p.base+"/team", url.Values{"how": {"address"}, "street": {street}, "number": {number}, "postcode": {rapid.StringN(0, 6, -1).Draw(rt, "postcode")}})
		if err != nil {
			rt.Fatal(err)
		}
		page := p.read(answer)
		if page.status != http.StatusOK && page.status != http.StatusUnprocessableEntity || !strings.Contains(page.body, "1777") || strings.Contains(page.raw, "<img src=x") {
			rt.Fatalf("%q %q: %d at %s", street, number, page.status, page.path)
		}
	})
}

// TestStreets completes a street in a body and never in an address.
func TestStreets(t *testing.T) {
	p := newRig(t).phone(t)
	var found []struct{ Name, Postcode, Place string }
	page := p.post("/team/streets", "q", "overleies").at(t, "/team/streets", 200)
	must(t, json.Unmarshal([]byte(page.raw), &found))
	if len(found) == 0 || found[0].Name != "Overleiestraat" || found[0].Postcode != "8500" {
		t.Errorf("found %v", found)
	}
	if len(found) > 6 {
		t.Errorf("%d streets are too many to choose from", len(found))
	}
	for _, q := range []string{"", "zzzzzzzzqq", strings.Repeat("a", 9000), "\x00"} {
		page := p.post("/team/streets", "q", q).at(t, "/team/streets", 200)
		if !strings.HasPrefix(page.raw, "[") {
			t.Errorf("%q: %s", q, page.raw)
		}
	}
	p.get("/team/streets?q=overleie").at(t, "/team/streets", 405)
}

func TestCentresAreAllListed(t *testing.T) {
	page := newRig(t).phone(t).get("/centres")
	for _, centre := range once.directory.Centres() {
		page.has(t, centre.Name, centre.Address.Street)
	}
}

// TestNumbersAreOneTapAway: every page leads to them, and each can be called.
func TestNumbersAreOneTapAway(t *testing.T) {
	p := newRig(t).phone(t)
	p.get("/?lang=nl")
	for _, path := range pages {
		if page := p.get(path); !strings.Contains(page.body, `href="/now"`) && !strings.Contains(page.body, `value="urgent"`) {
			t.Errorf("%s does not lead to the numbers", path)
		}
	}
	p.get("/now").has(t, `href="tel:112"`, `href="tel:101"`, `href="tel:1813"`, `href="tel:106"`, `href="tel:1712"`, `href="tel:1777"`)
	p.get("/now?lang=fr").has(t, `href="tel:080032123"`, "0800 32 123")
}
