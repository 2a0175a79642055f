package staff_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"wijkloket/backend/api"
)

// TestQueueKnowsNoNames: the queue and the day list have code words, and nothing of the person.
func TestQueueKnowsNoNames(t *testing.T) {
	r := newRig(t)
	r.ask("KOALA 42", everything)
	v := r.as("lies")
	for _, page := range []string{text(v.get("/onthaal/rij")), text(v.get("/onthaal/daglijst"))} {
		has(t, page, "KOALA 42", "tolk")
		lacks(t, page, "Nour", "0470", "470 12", "factuur", "Overleiestraat", "Geld", "energie", "huurpremie")
	}
}

// TestQueueFilters: mine or the team's, a centre of the team, open or all.
func TestQueueFilters(t *testing.T) {
	r := newRig(t)
	mine, done := r.ask("ZWALUW 7", nil), r.ask("BEUK 19", nil)
	r.ask("KOALA 42", nil)
	r.ok(r.Requests.Take(t.Context(), r.staff["amira"].Viewer(), mine, 1))
	r.move("karel", done, api.StateClosed)
	v := r.as("amira")
	page := text(v.get("/onthaal/rij"))
	has(t, page, "ZWALUW 7", "KOALA 42", "BEUK 19") // what was done today stays in sight
	page = text(v.get("/onthaal/rij?wie=mij"))
	has(t, page, "ZWALUW 7")
	lacks(t, page, "KOALA 42")
	r.Clock.Set(morning.AddDate(0, 0, 1))
	v = r.as("amira")
	lacks(t, text(v.get("/onthaal/rij")), "BEUK 19")
	has(t, text(v.get("/onthaal/rij?toon=alles")), "BEUK 19")
	has(t, text(v.get("/onthaal/rij?centrum=elders&wie=%3Cscript%3E")), "KOALA 42") // an unknown filter is none
}

// TestSearchKeepsTheTermOutOfTheAddress: code, code word, telephone and e-mail, in a body.
func TestSearchKeepsTheTermOutOfTheAddress(t *testing.T) {
	r := newRig(t)
	r.ask("KOALA 42", nil)
	mail := r.ask("REGEN 28", func(n *api.NewRequest) {
		n.Contact = api.ContactPlan{Channel: api.ChannelEmail, Email: api.NewPersonal("iemand@example.org"), CodeWord: api.NewPersonal("REGEN 28")}
	})
	v := r.as("lies")
	for term, want := range map[string]string{"koala 42": "KOALA 42", "0470/12.34.56": "KOALA 42", "Iemand@Example.org": "REGEN 28", r.stored(mail).Locator: "REGEN 28"} {
		answer := v.post("/onthaal/zoeken", "zoek", term)
		has(t, text(answer), want, "1 vraag gevonden")
	}
	has(t, text(v.post("/onthaal/zoeken", "zoek", "ZZZZZZ")), "Niets gevonden")
	if answer := v.post("/onthaal/zoeken", "zoek", " "); answer.Code != http.StatusUnprocessableEntity {
		t.Errorf("an empty search: %d", answer.Code)
	}
	lacks(t, text(v.get("/onthaal/zoeken?zoek="+url.QueryEscape("koala 42"))), "KOALA")
	lacks(t, r.log.String(), "koala", "0470", "iemand")
}

// TestContactPlanComesFirst and cannot be misread; name, address and message stay closed until asked for.
func TestContactPlanComesFirst(t *testing.T) {
	r := newRig(t)
	page := text(r.as("amira").get(path(r.ask("KOALA 42", everything))))
	has(t, page, "Inspreken: NEE.", "Hallo, met Amira", "Schrijf nooit.", "voormiddag, avond", `href="tel:&#43;32470123456"`)
	plan, rest := strings.Index(page, "Inspreken: NEE."), strings.Index(page, "Het gesprek")
	if plan < 0 || plan > rest {
		t.Error("the contact plan does not come first")
	}
	closed := page[strings.Index(page, `<details class="personal">`):]
	for _, personal := range []string{"Nour", "Overleiestraat", "De factuur is te hoog."} {
		if strings.Index(page, personal) < strings.Index(page, `<details class="personal">`) || !strings.Contains(closed, personal) {
			t.Errorf("%q does not stay closed", personal)
		}
	}
	page = text(r.as("amira").get(path(r.ask("ZEIL 27", func(n *api.NewRequest) { n.Contact = api.ContactPlan{Channel: api.ChannelNone} }))))
	has(t, page, "Neem zelf geen contact op.")
	lacks(t, page, "tel:")
}

// TestWorkingARequest: take, undo, give, note, step, close, hand over; each leads to a page that says what happened.
func TestWorkingARequest(t *testing.T) {
	r := newRig(t)
	id := r.ask("KOALA 42", nil)
	amira, lies := r.as("amira"), r.as("lies")

	page := amira.follow(amira.post(path(id, "nemen"), "versie", version(r, id)))
	has(t, page, "Jij volgt deze vraag nu op.", "Maak ongedaan")
	lacks(t, text(amira.get(path(id))), "Maak ongedaan") // said once
	page = amira.follow(amira.post(path(id, "teruggeven"), "versie", version(r, id)))
	has(t, page, "De vraag is terug bij het team.")

	has(t, text(lies.get(path(id))), "Jonas Decock (0 open)")
	page = lies.follow(lies.post(path(id, "toewijzen"), "versie", version(r, id), "wie", string(r.staff["amira"].ID)))
	has(t, page, "Amira Haddad volgt deze vraag nu op.")

	page = amira.follow(amira.post(path(id, "notitie"), "notitie", "Belt liever in de namiddag."))
	has(t, page, "Je notitie is bewaard.", "Belt liever in de namiddag.")
	page = amira.follow(amira.post(path(id, "stap"), "versie", version(r, id), "naar", "contacted"))
	has(t, page, "Genoteerd: we hebben contact.", "had contact")
	page = amira.follow(amira.post(path(id, "stap"), "versie", version(r, id), "naar", "scheduled"))
	has(t, page, "Genoteerd: er is een afspraak.", "Maak ongedaan", "We misten elkaar")
	page = amira.follow(amira.post(path(id, "doorgeven"), "versie", version(r, id), "team", "zuid", "reden", "Woont nu in Zuid."))
	has(t, page, "De vraag is doorgegeven aan Wijkteam Zuid.")
	lacks(t, page, "KOALA 42")

	zoe := r.as("zoe")
	has(t, text(zoe.get(path(id))), "Woont nu in Zuid.", "Amira Haddad")
	page = zoe.follow(zoe.post(path(id, "stap"), "versie", version(r, id), "naar", "closed", "reden", "Opgelost aan de balie."))
	has(t, page, "De vraag is afgerond.", "Opgelost aan de balie.")
	lacks(t, page, "Ik neem dit", "Geef door aan")
}

// TestOnlyAllowedSteps are shown, and another one is refused without a change.
func TestOnlyAllowedSteps(t *testing.T) {
	r := newRig(t)
	id := r.ask("KOALA 42", nil)
	v := r.as("amira")
	page := text(v.get(path(id)))
	has(t, page, `value="contacted"`, "Maak een afspraak")
	lacks(t, page, `value="met"`, `value="missed"`)
	for _, to := range []string{"met", "cancelled", "new", "<script>", ""} {
		answer := v.post(path(id, "stap"), "versie", version(r, id), "naar", to)
		if answer.Code < 400 || answer.Code >= 500 || r.stored(id).State != api.StateNew {
			t.Errorf("a step to %q: %d, %s", to, answer.Code, r.stored(id).State)
		}
		lacks(t, text(answer), "<script>")
	}
}

// TestSomeoneWasFirst: the loser of two at the same time learns who was first and keeps what was typed.
func TestSomeoneWasFirst(t *testing.T) {
	r := newRig(t)
	id := r.ask("KOALA 42", nil)
	lies, seen := r.as("lies"), version(r, id)
	r.ok(r.Requests.Take(t.Context(), r.staff["amira"].Viewer(), id, 1))

	answer := lies.post(path(id, "toewijzen"), "versie", seen, "wie", string(r.staff["jonas"].ID))
	page := text(answer)
	if answer.Code != http.StatusConflict {
		t.Fatalf("a late assignment: %d", answer.Code)
	}
	has(t, page, "Amira Haddad nam deze vraag net op.", "selected")
	answer = lies.post(path(id, "doorgeven"), "versie", seen, "team", "heule", "reden", "Verhuisde naar Heule.")
	page = text(answer)
	has(t, page, "Amira Haddad", "Verhuisde naar Heule.", `<option value="heule" selected>`, `value="`+version(r, id)+`"`)
	if row := r.stored(id); row.Worker != r.staff["amira"].ID || row.Team != "noord" {
		t.Error("the late one won")
	}
}

// TestWrongFieldsKeepWhatWasTyped and say beside the field what to do.
func TestWrongFieldsKeepWhatWasTyped(t *testing.T) {
	r := newRig(t)
	id := r.ask("KOALA 42", nil)
	v := r.as("lies")
	long := strings.Repeat("a", api.MaxReason+1)
	for name, c := range map[string]struct {
		action string
		form   []string
		wants  []string
	}{
		"closing without a reason":   {"stap", []string{"naar", "closed", "reden", " "}, []string{`id="reden-sluiten-wrong"`, "<details open>"}},
		"handing over without one":   {"doorgeven", []string{"team", "heule", "reden", ""}, []string{`id="reden-doorgeven-wrong"`, `<option value="heule" selected>`}},
		"handing over to no team":    {"doorgeven", []string{"team", "", "reden", "Verhuisd."}, []string{`id="team-wrong"`, "Verhuisd."}},
		"handing over to nobody":     {"doorgeven", []string{"team", "nergens", "reden", "Verhuisd."}, []string{`id="team-wrong"`, "Verhuisd."}},
		"a reason that is too long":  {"doorgeven", []string{"team", "heule", "reden", long}, []string{`id="reden-doorgeven-wrong"`, long}},
		"giving to someone else's":   {"toewijzen", []string{"wie", string(r.staff["zoe"].ID)}, []string{`id="wie-wrong"`}},
		"giving to no ID":            {"toewijzen", []string{"wie", "'; --"}, []string{`id="wie-wrong"`}},
		"an empty note":              {"notitie", []string{"notitie", ""}, []string{`id="notitie-wrong"`}},
		"a note with a national no.": {"notitie", []string{"notitie", "Nummer 85.07.30-033.28"}, []string{`id="notitie-wrong"`, "Nummer 85.07.30-033.28"}},
	} {
		form := c.form
		if c.action != "notitie" {
			form = append(form, "versie", version(r, id))
		}
		answer := v.post(path(id, c.action), form...)
		if answer.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", name, answer.Code)
		}
		has(t, text(answer), append(c.wants, `aria-invalid="true"`)...)
	}
	if r.version(id) != 1 {
		t.Error("something changed")
	}
}

// TestUnknownFieldsAreRefused (T-4), as are doubled ones and text that is none.
func TestUnknownFieldsAreRefused(t *testing.T) {
	r := newRig(t)
	id := r.ask("KOALA 42", nil)
	v := r.as("karel")
	for name, form := range map[string][]string{
		"unknown": {"versie", "1", "naar", "contacted", "worker", string(r.staff["jonas"].ID)},
		"doubled": {"versie", "1", "naar", "contacted", "naar", "closed"},
		"no text": {"versie", "1", "naar", "\xff\xfe"},
	} {
		if answer := v.post(path(id, "stap"), form...); answer.Code != http.StatusBadRequest {
			t.Errorf("%s: %d", name, answer.Code)
		}
	}
	if answer := v.post(path(id, "notitie"), "notitie", strings.Repeat("x", 40<<10)); answer.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("too large: %d", answer.Code)
	}
	if r.version(id) != 1 {
		t.Error("something changed")
	}
}

// TestOpeningIsAudited (T-56): one entry for each reading, none for a refusal.
func TestOpeningIsAudited(t *testing.T) {
	r := newRig(t)
	id := r.ask("KOALA 42", nil)
	const reads = "SELECT count(*) FROM audit WHERE action = 'request.read'"
	v := r.as("amira")
	v.get(path(id))
	v.get(path(id))
	r.as("zoe").get(path(id))
	r.as("bea").get(path(id))
	if n := r.Count(t, reads); n != 2 {
		t.Errorf("%d entries, want 2", n)
	}
}

// TestColleaguesRequestIsALineOnly: a worker sees that a colleague follows it up, and no way in.
func TestColleaguesRequestIsALineOnly(t *testing.T) {
	r := newRig(t)
	id := r.ask("KOALA 42", nil)
	r.ok(r.Requests.Take(t.Context(), r.staff["jonas"].Viewer(), id, 1))
	v := r.as("amira")
	page := text(v.get("/onthaal/rij"))
	has(t, page, "KOALA 42", "Jonas Decock")
	lacks(t, page, `href="`+path(id)+`"`)
	answer := v.get(path(id))
	if answer.Code != http.StatusForbidden {
		t.Errorf("opening it: %d", answer.Code)
	}
	has(t, text(answer), "Jonas Decock")
	has(t, text(r.as("karel").get("/onthaal/rij")), `href="`+path(id)+`"`)
}

// TestTextsHaveNoDirectionTricks (T-58): a note cannot turn the line it stands in.
func TestTextsHaveNoDirectionTricks(t *testing.T) {
	r := newRig(t)
	id := r.ask("KOALA 42", nil)
	v := r.as("amira")
	page := v.follow(v.post(path(id, "notitie"), "notitie", "goed\u202edeeg\u2066\x00\x1b[31m\nregel twee"))
	has(t, page, "goeddeeg[31m\nregel twee")
}

// TestAWrongTouchIsTakenBack: the promise is open again, and the request is as worrying as it was. Only one's own step, only
// soon, and only when nothing happened since.
func TestAWrongTouchIsTakenBack(t *testing.T) {
	r := newRig(t)
	r.Clock.Set(morning.AddDate(0, 0, -7))
	id := r.ask("KOALA 42", nil)
	r.Clock.Set(morning)
	v := r.as("lies")
	has(t, text(v.get("/onthaal/rij")), "Belofte voorbij")
	page := v.follow(v.post(path(id, "stap"), "versie", version(r, id), "naar", "contacted"))
	has(t, page, "Maak ongedaan")
	lacks(t, text(v.get("/onthaal/rij")), "Belofte voorbij")
	has(t, v.follow(v.post(path(id, "ongedaan"), "versie", version(r, id))), "Ongedaan gemaakt.")
	has(t, text(v.get("/onthaal/rij")), "Belofte voorbij")
	if row := r.stored(id); row.State != api.StateNew || !row.Kept.IsZero() {
		t.Errorf("it is %s, kept %v", row.State, row.Kept)
	}
	v.post(path(id, "stap"), "versie", version(r, id), "naar", "closed", "reden", "Per ongeluk.")
	has(t, v.follow(v.post(path(id, "ongedaan"), "versie", version(r, id))), "Ongedaan gemaakt.")

	v.post(path(id, "stap"), "versie", version(r, id), "naar", "contacted")
	if answer := r.as("karel").post(path(id, "ongedaan"), "versie", version(r, id)); answer.Code != http.StatusConflict {
		t.Errorf("a colleague takes it back: %d", answer.Code)
	}
	r.Clock.Add(11 * time.Minute)
	if answer := v.post(path(id, "ongedaan"), "versie", version(r, id)); answer.Code != http.StatusConflict {
		t.Errorf("too late: %d", answer.Code)
	}
	if r.stored(id).State != api.StateContacted {
		t.Error("it was taken back")
	}
}
