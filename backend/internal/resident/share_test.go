package resident_test

import (
	"slices"
	"strings"
	"testing"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/resident"
	"wijkloket/i18n"
)

// ticked is the form of the page of the check with these rights ticked.
func ticked(ids ...string) (pairs []string) {
	for _, id := range ids {
		pairs = append(pairs, "right", id)
	}
	return pairs
}

// toReview answers what has to be answered.
func (p *phone) toReview() seen {
	p.t.Helper()
	p.post("/talk/place", "place", "centre")
	p.post("/talk/centre", "centre", "marke")
	p.post("/talk/time", "time", "callme")
	return p.post("/talk/channel", "channel", "none").at(p.t, "/talk/review", 200)
}

// TestShareBeginsATalk: what was ticked in the check stands on the review by name, can be taken back one by one, and is all
// that is sent of the check.
func TestShareBeginsATalk(t *testing.T) {
	r := newRig(t)
	p := r.phone(t)
	p.get("/?lang=nl")
	page := p.post("/rights/share", ticked("huurpremie", "leefloon", "pro-deo")...).at(t, "/talk/place", 200)
	page.lacks(t, "leefloon", "huurpremie")
	p.toReview().has(t, "Je deelt", "Vlaamse huurpremie", "Leefloon", `href="/talk/rights"`)
	p.get("/talk/rights").at(t, "/talk/rights", 200).has(t, "Wat wil je delen?", "Het team ziet alleen wat je aanvinkt.", `value="leefloon" checked`, `value="huurpremie" checked`)
	p.post("/talk/rights", ticked()...).at(t, "/talk/review", 200).has(t, "Deel wat je vond").lacks(t, "Leefloon")
	p.get("/talk/rights").has(t, `value="leefloon"`, `value="pro-deo"`).lacks(t, "checked")
	p.post("/talk/rights", "rights", "leefloon").at(t, "/talk/review", 200).has(t, "Leefloon").lacks(t, "Vlaamse huurpremie")
	p.post("/talk/review").at(t, "/done", 200).lacks(t, "Leefloon", "leefloon")
	if sent := r.desk.only(t); !slices.Equal(sent.Rights, []string{"leefloon"}) {
		t.Errorf("sent %v", sent.Rights)
	}
}

// TestShareInEveryLanguage: a right stands there by its name in the reader's language.
func TestShareInEveryLanguage(t *testing.T) {
	r := newRig(t)
	right, _ := once.rights.Right("leefloon")
	for _, lang := range i18n.Languages {
		p := r.phone(t)
		p.get("/?lang=" + lang)
		p.post("/rights/share", ticked("leefloon")...)
		p.toReview().has(t, right.Name(lang))
		p.get("/talk/rights").has(t, right.Name(lang), `lang="`+lang+`"`)
	}
}

// TestShareTakesOnlyRights: what is no right is dropped without a word, and without any the talk begins with nothing shared.
func TestShareTakesOnlyRights(t *testing.T) {
	for name, test := range map[string]struct {
		ticked []string
		want   []string
	}{
		"nothing":        {},
		"no right":       {ticked: ticked("gossip", "", "<script>", "\xff")},
		"among others":   {ticked: ticked("gossip", "leefloon", "../leefloon"), want: []string{"leefloon"}},
		"twice":          {ticked: ticked("leefloon", "huurpremie", "leefloon"), want: []string{"leefloon", "huurpremie"}},
		"another field":  {ticked: []string{"rights", "leefloon", "answers", "V1=34"}},
		"a long garbage": {ticked: ticked(strings.Repeat("x", 5000), "pro-deo"), want: []string{"pro-deo"}},
	} {
		r := newRig(t)
		p := r.phone(t)
		p.post("/rights/share", test.ticked...).at(t, "/talk/place", 200)
		p.toReview()
		p.post("/talk/review").at(t, "/done", 200)
		if sent := r.desk.only(t); !slices.Equal(sent.Rights, test.want) {
			t.Errorf("%s: sent %v, want %v", name, sent.Rights, test.want)
		}
	}
	p := newRig(t).phone(t)
	p.post("/rights/share")
	p.toReview().lacks(t, "/talk/rights")
	p.get("/talk/rights").at(t, "/talk/review", 200)
	p.post("/talk/rights", "rights", "leefloon").at(t, "/talk/review", 200).lacks(t, "Leefloon") // not offered, so not taken
}

// TestShareAgain: a second check takes the place of the first, and what was answered before stays.
func TestShareAgain(t *testing.T) {
	r := newRig(t)
	p := r.phone(t)
	p.get("/?lang=nl")
	p.get("/talk")
	p.toReview()
	p.post("/rights/share", ticked("leefloon", "huurpremie")...).at(t, "/talk/review", 200).has(t, "Leefloon", "Vlaamse huurpremie")
	p.post("/rights/share", ticked("pro-deo")...).at(t, "/talk/review", 200).lacks(t, "Leefloon")
	p.get("/talk/rights").lacks(t, "leefloon")
	p.post("/rights/share").at(t, "/talk/review", 200).lacks(t, "/talk/rights")
	p.post("/rights/share", ticked("jobbonus")...).at(t, "/talk/review", 200)
	p.post("/talk/review").at(t, "/done", 200)
	if sent := r.desk.only(t); !slices.Equal(sent.Rights, []string{"jobbonus"}) || sent.Place != api.PlaceCentre {
		t.Errorf("sent %v at %s", sent.Rights, sent.Place)
	}
}

// TestShareAfterAHandover waits, like every talk, until the two words were compared.
func TestShareAfterAHandover(t *testing.T) {
	r := newRig(t)
	secret, _ := r.kiosk(t, "when", halfWay)
	p := r.phone(t)
	p.post("/h", "secret", secret).at(t, "/h/words", 200)
	p.post("/rights/share", ticked("leefloon")...).at(t, "/h/words", 200)
}

// TestSharedRightsAreNowhereElse: in no address, no log, and not readable in the cookie.
func TestSharedRightsAreNowhereElse(t *testing.T) {
	r := newRig(t)
	p := r.phone(t)
	const canary = "velootje-kinderfiets"
	page := p.post("/rights/share", ticked(canary, "no-right-7391")...)
	pages := []seen{page, p.toReview(), p.get("/talk/rights"), p.post("/talk/rights", "rights", canary), p.post("/talk/rights", "rights", "no-right-7391")}
	for _, cookie := range p.cookies() {
		if strings.Contains(cookie.Value, canary) {
			t.Error("the cookie can be read")
		}
	}
	pages = append(pages, p.post("/talk/review").at(t, "/done", 200))
	for _, page := range pages {
		if strings.Contains(page.path+page.query+page.header.Get("Location"), canary) {
			t.Errorf("the address %s?%s names a right", page.path, page.query)
		}
	}
	for _, secret := range []string{canary, "no-right-7391"} {
		if strings.Contains(r.log.String(), secret) {
			t.Errorf("the log holds %s", secret)
		}
	}
	if !strings.Contains(r.log.String(), "POST /rights/share") {
		t.Error("the log holds no line of this visit: the test looks at the wrong one")
	}
	if sent := r.desk.only(t); !slices.Equal(sent.Rights, []string{canary}) {
		t.Errorf("sent %v", sent.Rights)
	}
}

// TestRulesAreNeeded: without them no right would have a name.
func TestRulesAreNeeded(t *testing.T) {
	load(t)
	if _, err := resident.New(resident.Deps{Web: once.web}); err == nil {
		t.Error("the pages start without the rules")
	}
}
