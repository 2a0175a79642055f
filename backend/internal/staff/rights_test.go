package staff_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"pgregory.net/rapid"

	"wijkloket/assets"
	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/journey"
	"wijkloket/backend/rights"
	"wijkloket/i18n"
)

// shares makes a request share these rights.
func shares(ids ...string) func(*api.NewRequest) {
	return func(n *api.NewRequest) { n.Rights = ids }
}

var (
	sharedPart = regexp.MustCompile(`(?s)De bewoner deelde dit</h3>(.*?)(?:<h3>|<details|</section>)`)
	oneRight   = regexp.MustCompile(`<input type="hidden" name="recht" value="([^"]*)">`)
)

// shownAsShared are the ids of the rights that a page shows as shared by the resident.
func shownAsShared(page string) (ids []string) {
	part := sharedPart.FindStringSubmatch(page)
	if part == nil {
		return nil
	}
	for _, found := range oneRight.FindAllStringSubmatch(part[1], -1) {
		ids = append(ids, found[1])
	}
	return ids
}

// TestPageShowsExactlyWhatWasChosen: for any rights that a check offered and any of them chosen, the page has the chosen ones
// under the resident's name, and no other.
func TestPageShowsExactlyWhatWasChosen(t *testing.T) {
	r := newRig(t)
	v := r.as("amira")
	var all []string
	for _, right := range r.rules.Rights() {
		all = append(all, right.ID)
	}
	setting := journey.Setting{Right: func(id string) bool { return slices.Contains(all, id) }}
	rapid.Check(t, func(t *rapid.T) {
		offered := rapid.SliceOfNDistinct(rapid.SampledFrom(all), 0, 15, rapid.ID[string]).Draw(t, "offered")
		a := journey.Answers{Offered: offered}
		var ticks []string
		for _, id := range offered {
			if rapid.Bool().Draw(t, id) {
				ticks = append(ticks, id)
			}
		}
		a, problems := a.With(journey.StepRights, journey.Input{"rights": ticks}, setting)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		id := r.ask("KOALA 42", shares(a.Request("nl", setting).Rights...))
		if rapid.Bool().Draw(t, "staff add one") {
			added := rapid.SampledFrom(all).Draw(t, "added")
			if v.post(path(id, "recht"), "recht", added, "van", "open", "uitkomst", "asked").Code != http.StatusSeeOther {
				t.Fatalf("%s cannot be added", added)
			}
		}
		if shown := shownAsShared(text(v.get(path(id)))); !slices.Equal(shown, ticks) {
			t.Fatalf("chosen %v, shown %v", ticks, shown)
		}
	})
}

// TestRightsSayWhatToLookAt: name, what it is, what is still to be checked, from when and from where, in the language of the
// page.
func TestRightsSayWhatToLookAt(t *testing.T) {
	r := newRig(t)
	id := r.ask("KOALA 42", shares("energiescan", "huurpremie", "pro-deo"))
	catalogue, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for lang, words := range map[string][]string{
		"nl": {"De bewoner deelde dit", "Nog na te kijken:", "Bron: energiesnoeiers.net", "nagekeken in november 2026. Gebruikte grenzen: van", "Gelezen op de pagina. Pagina van", "Nagekeken in november 2026. De bron heeft geen datum."},
		"fr": {"L’habitant a partagé ceci", "À vérifier encore :"}, "en": {"The resident shared this", "Still to check:"},
	} {
		v := r.as("lies")
		v.post("/onthaal/taal", "taal", lang, "naar", "/onthaal/")
		page := strings.ReplaceAll(text(v.get(path(id))), "&#39;", "'")
		has(t, page, words...)
		for _, right := range []string{"energiescan", "huurpremie", "pro-deo"} {
			today, texts := r.rules.At(morning.Format(time.DateOnly)), catalogue.For(lang)
			told := today.Text(right, texts)
			has(t, page, told.Name, told.Short, today.Gap(right, texts))
		}
	}
	has(t, text(r.as("lies").get(path(id))), "Vanaf september 2025, netto per maand: alleen 1.612 en 1.920 euro")
	has(t, text(r.as("amira").get(path(r.ask("REGEN 28", nil)))), "De bewoner deelde geen rechten.", "Voeg een recht toe", `<optgroup label="Gezondheid en zorg">`)
}

// TestAnOldLimitIsSaid: staff look up the new one first.
func TestAnOldLimitIsSaid(t *testing.T) {
	const said = "Een grens hiervan is te oud."
	r := newRig(t)
	id := r.ask("KOALA 42", shares("leefloon"))
	if page := text(r.as("lies").get(path(id))); strings.Contains(page, said) {
		t.Error("a limit of this year is called old")
	}
	id = r.ask("REGEN 28", shares("mantelzorg-kortrijk"))
	r.Clock.Add(200 * 24 * time.Hour) // past the shelf life of the limits of March 2026
	if page := text(r.as("lies").get(path(id))); strings.Contains(page, said) {
		t.Error("a right without a limit has an old one")
	}
	has(t, text(r.as("lies").get(path(r.ask("BLOEM 11", shares("leefloon"))))), said)
}

// TestOurOwnLimitIsSaidOnce: of a right that is computed, and of one that was read and has a limit that is.
func TestOurOwnLimitIsSaidOnce(t *testing.T) {
	r := newRig(t)
	for code, right := range map[string]string{"KOALA 42": "leefloon", "REGEN 28": "verhoogde-tegemoetkoming"} {
		page := text(r.as("lies").get(path(r.ask(code, shares(right)))))
		if n := strings.Count(page, "berekend."); n != 1 {
			t.Errorf("%s says %d times that we computed a limit", right, n)
		}
	}
}

// TestNotingOutcomes: each step leads back to the part about rights and says what was noted, and each can be taken back.
func TestNotingOutcomes(t *testing.T) {
	r := newRig(t)
	id := r.ask("KOALA 42", shares("leefloon", "huurpremie"))
	amira := r.as("amira")
	note := func(v *visitor, right, seen, to string) string {
		t.Helper()
		answer := v.post(path(id, "recht"), "recht", right, "van", seen, "uitkomst", to)
		if where := answer.Header().Get("Location"); where != path(id)+"#rechten" {
			t.Fatalf("leads to %q (%d)\n%s", where, answer.Code, text(answer))
		}
		return v.follow(answer)
	}
	pressed := func(page, right string) string {
		t.Helper()
		_, form, _ := strings.Cut(page, "De bewoner deelde dit")
		_, form, _ = strings.Cut(form, `name="recht" value="`+right+`"`)
		form, _, _ = strings.Cut(form, "</form>")
		found := regexp.MustCompile(`value="([a-z]+)" aria-pressed="true"`).FindStringSubmatch(form)
		if found == nil {
			t.Fatalf("nothing is pressed for %s: %s", right, form)
		}
		return found[1]
	}
	if page := text(amira.get(path(id))); pressed(page, "leefloon") != "open" {
		t.Error("an outcome before any was noted")
	}
	page := note(amira, "leefloon", "open", "asked")
	has(t, page, "Genoteerd: gevraagd.", "Maak ongedaan", "noteerde wat er van een recht kwam", "Amira Haddad, <time>woensdag 25 november om 09:20 uur</time>")
	if pressed(page, "leefloon") != "asked" || pressed(page, "huurpremie") != "open" {
		t.Error("the page shows another outcome")
	}
	if strings.Count(page, "Genoteerd: gevraagd.") != 1 {
		t.Error("the notice stands there twice")
	}
	lacks(t, text(amira.get(path(id))), "Genoteerd: gevraagd.")                               // said once
	if page = note(amira, "leefloon", "asked", "open"); pressed(page, "leefloon") != "open" { // the button of the notice
		t.Error("it was not taken back")
	}
	note(amira, "leefloon", "open", "granted")
	if page = note(r.as("lies"), "leefloon", "granted", "refused"); pressed(page, "leefloon") != "refused" {
		t.Error("reception cannot note")
	}

	page = note(amira, "velootje-kinderfiets", "open", "asked")
	has(t, page, "Het team voegde dit toe", "Haal weg")
	if shared := shownAsShared(page); !slices.Equal(shared, []string{"leefloon", "huurpremie"}) {
		t.Errorf("shown as shared: %v", shared)
	}
	lacks(t, note(amira, "velootje-kinderfiets", "asked", "open"), "Het team voegde dit toe")
	if n := r.Count(t, `SELECT COUNT(*) FROM audit WHERE action = 'request.outcome-noted'`); n != 6 {
		t.Errorf("%d audit entries (T-56)", n)
	}
}

// TestOutcomesKeepColleaguesApart: who comes second learns who was first; who may not read the request notes nothing.
func TestOutcomesKeepColleaguesApart(t *testing.T) {
	r := newRig(t)
	id := r.ask("KOALA 42", shares("leefloon"))
	amira, lies := r.as("amira"), r.as("lies")
	r.ok(r.Requests.NoteOutcome(t.Context(), r.staff["karel"].Viewer(), id, "leefloon", request.OutcomeOpen, request.OutcomeGranted))
	answer := lies.post(path(id, "recht"), "recht", "leefloon", "van", "open", "uitkomst", "refused")
	if answer.Code != http.StatusConflict {
		t.Errorf("a late outcome: %d", answer.Code)
	}
	has(t, text(answer), "Karel Dumoulin noteerde net iets anders bij dit recht.")
	r.ok(r.Requests.Take(t.Context(), r.staff["jonas"].Viewer(), id, 1))
	if answer := amira.post(path(id, "recht"), "recht", "leefloon", "van", "granted", "uitkomst", "refused"); answer.Code != http.StatusForbidden {
		t.Errorf("an outcome of a colleague's request: %d", answer.Code)
	}
	if n := r.Count(t, `SELECT COUNT(*) FROM outcomes`); n != 1 {
		t.Errorf("%d outcomes", n)
	}
}

// TestWrongOutcomesAreRefused beside the field, with what was picked.
func TestWrongOutcomesAreRefused(t *testing.T) {
	r := newRig(t)
	id := r.ask("KOALA 42", shares("leefloon"))
	v := r.as("lies")
	for name, c := range map[string]struct {
		form []string
		code int
	}{
		"no right":        {[]string{"recht", "", "van", "open", "uitkomst", "asked"}, http.StatusUnprocessableEntity},
		"an unknown one":  {[]string{"recht", "<script>", "van", "open", "uitkomst", "asked"}, http.StatusUnprocessableEntity},
		"no outcome":      {[]string{"recht", "pro-deo", "van", "open"}, http.StatusUnprocessableEntity},
		"an unknown step": {[]string{"recht", "pro-deo", "van", "open", "uitkomst", "perhaps"}, http.StatusUnprocessableEntity},
		"two rights":      {[]string{"recht", "pro-deo", "recht", "leefloon", "van", "open", "uitkomst", "asked"}, http.StatusBadRequest},
		"another field":   {[]string{"recht", "pro-deo", "van", "open", "uitkomst", "asked", "account", "x"}, http.StatusBadRequest},
	} {
		answer := v.post(path(id, "recht"), c.form...)
		if answer.Code != c.code {
			t.Errorf("%s: %d, want %d", name, answer.Code, c.code)
		}
		if page := text(answer); c.code == http.StatusUnprocessableEntity {
			has(t, page, `id="recht-wrong"`, `aria-invalid="true"`)
			lacks(t, page, "<script>")
			if strings.Contains(strings.Join(c.form, " "), "pro-deo") {
				has(t, page, `<option value="pro-deo" selected>`)
			}
		}
	}
	if n := r.Count(t, `SELECT COUNT(*) FROM outcomes`); n != 0 {
		t.Errorf("%d outcomes", n)
	}
}

// TestOutcomesAfterTheEnd: a closed request still takes outcomes; one that the resident cancelled shows what it has, and no form.
func TestOutcomesAfterTheEnd(t *testing.T) {
	r := newRig(t)
	v := r.as("karel")
	closed := r.ask("KOALA 42", shares("leefloon"))
	r.move("karel", closed, api.StateClosed)
	has(t, text(v.get(path(closed))), `aria-pressed="true"`, "Voeg een recht toe")
	has(t, v.follow(v.post(path(closed, "recht"), "recht", "leefloon", "van", "open", "uitkomst", "granted")), "Genoteerd: toegekend.")

	cancelled := r.ask("REGEN 28", shares("leefloon"))
	r.ok(r.Requests.NoteOutcome(t.Context(), r.staff["karel"].Viewer(), cancelled, "leefloon", request.OutcomeOpen, request.OutcomeAsked))
	r.Exec(t, `UPDATE requests SET state = 'cancelled' WHERE id = $1`, string(cancelled))
	page := text(v.get(path(cancelled)))
	has(t, page, "Leefloon", `<span class="chip">Gevraagd</span>`)
	lacks(t, page, `action="`+path(cancelled, "recht")+`"`)
	if answer := v.post(path(cancelled, "recht"), "recht", "leefloon", "van", "asked", "uitkomst", "granted"); answer.Code != http.StatusConflict {
		t.Errorf("after cancelling: %d", answer.Code)
	}
}

// TestRightsInSightOfTheRules: new rules show at once; a right that they lost keeps its id and its outcome.
func TestRightsInSightOfTheRules(t *testing.T) {
	r := newRig(t)
	id := r.ask("KOALA 42", shares("leefloon", "mantelzorg-kortrijk"))
	v := r.as("lies")
	questions, err := assets.Files.ReadFile("data/rights/questions.yaml")
	r.ok(err)
	leefloon, err := assets.Files.ReadFile("data/rights/inkomen/leefloon.yaml")
	r.ok(err)
	renamed := strings.ReplaceAll(string(leefloon), `name: "Leefloon"`, `name: "Leefloon van morgen"`)
	renamed = regexp.MustCompile(`shelf_until: .*`).ReplaceAllString(renamed, "shelf_until: 2026-01-01")
	r.rules, err = rights.Load(fstest.MapFS{"questions.yaml": {Data: questions}, "inkomen/leefloon.yaml": {Data: []byte(renamed)}})
	r.ok(err)
	page := text(v.get(path(id)))
	has(t, page, "Leefloon van morgen", "Dit is lang niet nagekeken.", `<h4 id="recht-1">mantelzorg-kortrijk</h4>`, "Dit recht staat niet meer in onze gegevens.")
	page = v.follow(v.post(path(id, "recht"), "recht", "mantelzorg-kortrijk", "van", "open", "uitkomst", "granted"))
	has(t, page, "Genoteerd: toegekend.")
}

// TestRightsAreNowhereElse: no line, list, search, address, event or log tells a right.
func TestRightsAreNowhereElse(t *testing.T) {
	r := newRig(t)
	id := r.ask("KOALA 42", shares("leefloon"))
	v := r.as("amira")
	v.post(path(id, "recht"), "recht", "leefloon", "van", "open", "uitkomst", "granted")
	for name, page := range map[string]string{
		"queue": text(v.get("/onthaal/rij")), "day list": text(v.get("/onthaal/daglijst")), "search": text(v.post("/onthaal/zoeken", "zoek", "koala 42")),
		"log": r.log.String(),
	} {
		if strings.Contains(strings.ToLower(page), "leefloon") || strings.Contains(page, "granted") {
			t.Errorf("the %s tells a right", name)
		}
	}
	var told []string
	r.ok(r.SQL.Requests().View(t.Context(), func(tx request.Tx) error {
		events, err := tx.Events(core.ID(id))
		for _, e := range events {
			if e.Kind == request.EventOutcome {
				told = append(told, e.From, e.To, string(e.Reason))
			}
		}
		return err
	}))
	if strings.Join(told, "") != "" || len(told) != 3 {
		t.Errorf("the event tells %q", told)
	}
}
