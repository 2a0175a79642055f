package staff_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/pagetest"
)

// moment is an hour as the page sends it.
func moment(at time.Time) string { return at.UTC().Format(time.RFC3339) }

// TestMakingAnAppointment: from the request to the hour, on the page, in the queue and on the agenda of the team.
func TestMakingAnAppointment(t *testing.T) {
	r := newRig(t)
	r.hours("amira")
	id := r.ask("KOALA 42", nil)
	lies := r.as("lies")
	has(t, text(lies.get(path(id))), "Er is nog geen afspraak.", `href="`+path(id, "afspraak")+`"`)
	choose := path(id, "afspraak") + "?soort=talk&centrum=overleie&wie=" + string(r.staff["amira"].ID)
	page := text(lies.get(choose))
	has(t, page, "donderdag 26 november", moment(at(1, 9)), "Volgende week", "Leg dit moment vast")
	lacks(t, page, "Vorige week", "Nour", "470")
	next := text(lies.get(choose + "&vanaf=2026-12-02"))
	has(t, next, "Vorige week", moment(at(7, 9)))
	lacks(t, next, moment(at(1, 9)))

	form := []string{"versie", version(r, id), "soort", "talk", "centrum", "overleie", "wie", string(r.staff["amira"].ID), "vanaf", "2026-11-25", "doe", "moment"}
	page = lies.follow(lies.post(path(id, "afspraak"), append(form, "moment", moment(at(1, 9)))...))
	has(t, page, "De afspraak staat vast.", "donderdag 26 november om 09:00 uur", "Afgesproken", "maakte een afspraak: donderdag 26 november", "met Amira Haddad", "Verzet", "Zeg de afspraak af")
	lacks(t, page, "Geef door aan een ander team", "Rond deze vraag af", "Geef terug aan het team") // the resident expects us
	has(t, text(lies.get("/onthaal/rij")), "Gesprek met", "donderdag 26 november om 09:00 uur")
	for _, address := range []string{"/onthaal/agenda?dag=2026-11-26", "/onthaal/agenda?toon=week", "/onthaal/agenda?toon=week&centrum=overleie&wie=" + string(r.staff["amira"].ID)} {
		day := text(lies.get(address))
		has(t, day, "KOALA 42", "09:00", "Amira Haddad", "Overleie")
		lacks(t, day, "Geld", "0470", "470 12")
	}
	lacks(t, text(lies.get("/onthaal/agenda")), "KOALA 42")
	lacks(t, text(r.as("jonas").get("/onthaal/agenda?toon=week")), "KOALA 42") // a worker sees their own
	has(t, text(r.as("amira").get("/onthaal/agenda?toon=week")), "KOALA 42")

	form[1] = version(r, id)
	page = lies.follow(lies.post(path(id, "afspraak"), append(form, "moment", moment(at(2, 10)))...))
	has(t, page, "vrijdag 27 november om 10:00 uur", "verzette de afspraak naar vrijdag 27 november")
	page = lies.follow(lies.post(path(id, "afzeggen"), "versie", version(r, id)))
	has(t, page, "De afspraak is afgezegd.", "Er is nog geen afspraak.", "zegde de afspraak van vrijdag 27 november om 10:00 uur af")
}

// TestAVisitWaitsForYes: staff offer it, and it is agreed only with the resident's word.
func TestAVisitWaitsForYes(t *testing.T) {
	r := newRig(t)
	r.hours("amira")
	id := r.ask("KOALA 42", everything)
	karel := r.as("karel")
	page := text(karel.get(path(id, "afspraak") + "?wie=" + string(r.staff["amira"].ID)))
	has(t, page, `<option value="visit" selected>`, "Kom met een wagen zonder logo.", "Ik hoorde zelf ja van de bewoner", "Stel dit moment voor")
	lacks(t, page, "Overleiestraat")
	form := []string{"versie", version(r, id), "soort", "visit", "wie", string(r.staff["amira"].ID), "moment", moment(at(2, 13)), "doe", "moment"}
	page = karel.follow(karel.post(path(id, "afspraak"), form...))
	has(t, page, "Het huisbezoek is voorgesteld.", "Wacht op ja", "De bewoner zei ja", "stelde een huisbezoek voor")
	if row := r.stored(id); row.State == api.StateScheduled {
		t.Error("nobody said yes")
	}
	has(t, text(karel.get("/onthaal/rij")), "Wacht op ja van")
	page = karel.follow(karel.post(path(id, "akkoord"), "versie", version(r, id)))
	has(t, page, "Genoteerd: de bewoner zei ja.", "Afgesproken")

	second := r.ask("BEUK 19", everything)
	form = []string{"versie", version(r, second), "soort", "visit", "wie", string(r.staff["amira"].ID), "dag", "2026-12-03", "uur", "18:00", "ja", "ja", "doe", "vrij"}
	has(t, karel.follow(karel.post(path(second, "afspraak"), form...)), "De afspraak staat vast.", "Afgesproken")

	third := r.ask("TULP 3", nil) // no address
	page = text(karel.get(path(third, "afspraak") + "?soort=visit"))
	has(t, page, path(third)+"#straat")
	lacks(t, page, "Leg dit uur vast")
}

// TestTheHourIsTaken: who comes second reads so on the same page, with what they chose and with what is free.
func TestTheHourIsTaken(t *testing.T) {
	r := newRig(t)
	r.hours("amira")
	first, second := r.ask("KOALA 42", nil), r.ask("BEUK 19", nil)
	lies := r.as("lies")
	form := func(id core.ID) []string {
		return []string{"versie", version(r, id), "soort", "talk", "centrum", "overleie", "wie", string(r.staff["amira"].ID), "vanaf", "2026-11-26", "moment", moment(at(1, 9)), "doe", "moment"}
	}
	lies.follow(lies.post(path(first, "afspraak"), form(first)...))
	answer := lies.post(path(second, "afspraak"), form(second)...)
	page := text(answer)
	if answer.Code != http.StatusConflict {
		t.Errorf("the second: %d", answer.Code)
	}
	has(t, page, "Wat je koos, staat er nog.", moment(at(1, 10).Add(30*time.Minute)), `<option value="overleie" selected>`)
	lacks(t, page, `value="`+moment(at(1, 9))+`"`)

	late := form(second)
	r.ok(r.Requests.Take(t.Context(), r.staff["amira"].Viewer(), second, r.version(second)))
	late[11] = moment(at(2, 9))
	answer = lies.post(path(second, "afspraak"), late...)
	if answer.Code != http.StatusConflict {
		t.Errorf("an old version: %d", answer.Code)
	}
	has(t, text(answer), "Amira Haddad nam deze vraag net op.", `value="`+moment(at(2, 9))+`" required checked`, `value="`+version(r, second)+`"`)
}

// TestImpossibleHours are refused beside their field, and what was typed stays.
func TestImpossibleHours(t *testing.T) {
	r := newRig(t)
	id := r.ask("KOALA 42", nil)
	lies := r.as("lies")
	for name, c := range map[string]struct{ day, hour, wants string }{
		"a day on no calendar":     {"2026-02-30", "10:00", "Kies een dag die op de kalender staat."},
		"another century":          {"2206-01-01", "10:00", "Kies een dag die op de kalender staat."},
		"no day":                   {"", "10:00", "Kies een dag die op de kalender staat."},
		"an hour that is none":     {"2026-11-27", "25:61", "Dit uur bestaat niet op die dag."},
		"the hour the clocks skip": {"2027-03-28", "02:30", "Dit uur bestaat niet op die dag."},
		"yesterday":                {"2026-11-24", "10:00", "Dat moment is al voorbij."},
	} {
		answer := lies.post(path(id, "afspraak"), "versie", version(r, id), "soort", "phone", "wie", string(r.staff["amira"].ID), "dag", c.day, "uur", c.hour, "doe", "vrij")
		page := text(answer)
		if answer.Code != http.StatusUnprocessableEntity && answer.Code != http.StatusConflict {
			t.Errorf("%s: %d", name, answer.Code)
		}
		has(t, page, c.wants, `aria-invalid="true"`, `value="`+c.hour+`"`, `<option value="phone" selected>`)
	}
	answer := lies.post(path(id, "afspraak"), "versie", version(r, id), "soort", "talk", "wie", "'; --", "moment", "tomorrow", "doe", "moment")
	has(t, text(answer), "Kies een van de momenten.")
	if r.version(id) != 1 {
		t.Error("something changed")
	}
}

// TestHowDidItGo: an appointment that is over is work until somebody notes it.
func TestHowDidItGo(t *testing.T) {
	r := newRig(t)
	met, missed := r.ask("KOALA 42", nil), r.ask("BEUK 19", nil)
	r.book("karel", met, calendar.Talk, "amira", at(0, 11), true)
	r.book("karel", missed, calendar.Phone, "amira", at(0, 14), true)
	amira := r.as("amira")
	page := text(amira.get(path(met)))
	has(t, page, "Afgesproken")
	if strings.Contains(page, `value="met"`) && !strings.Contains(page, "Zeg de afspraak af") {
		t.Error("nothing to note yet, and nothing to call off")
	}
	has(t, text(amira.get("/onthaal/rij")), "vandaag om 11:00 uur")
	r.Clock.Set(at(0, 16))
	amira = r.as("amira")
	has(t, text(amira.get("/onthaal/rij")), "Hoe ging het met")
	has(t, text(amira.get("/onthaal/agenda")), "2 zijn voorbij en nog niet genoteerd.")
	has(t, text(amira.get(path(met))), "Hoe ging het?")
	has(t, amira.follow(amira.post(path(met, "stap"), "versie", version(r, met), "naar", "met")), "Genoteerd: het gesprek is geweest.")
	page = amira.follow(amira.post(path(missed, "stap"), "versie", version(r, missed), "naar", "missed"))
	has(t, page, "Neem later vriendelijk opnieuw contact op.", "Elkaar gemist", "Maak een afspraak")
	lacks(t, text(amira.get("/onthaal/agenda")), "nog niet genoteerd")
}

// inArabic is a request with an answer to every question, of somebody who reads Arabic and may be written to.
func inArabic(n *api.NewRequest) {
	everything(n)
	n.Language, n.Contact.NeverWrite = "ar", false
}

// TestTheLetterSaysNothing: it is in the resident's language, with the hour, the centre and the code word, and there is none
// where the plan forbids to write.
func TestTheLetterSaysNothing(t *testing.T) {
	r := newRig(t)
	visit, talk, never := r.ask("KOALA 42", inArabic), r.ask("BEUK 19", inArabic), r.ask("TULP 3", everything)
	r.book("karel", visit, calendar.Visit, "amira", at(2, 13), true)
	r.book("karel", talk, calendar.Talk, "amira", at(2, 10), true)
	r.book("karel", never, calendar.Talk, "amira", at(3, 10), true)
	amira := r.as("amira")
	page := text(amira.get(path(visit, "brief")))
	_, slip, _ := strings.Cut(page, `class="slip"`)
	has(t, slip, `lang="ar" dir="rtl"`, "13:00", "14:30", "KOALA 42")
	lacks(t, slip, "Nour", "Overleie", "OCMW", "Amira", "energie")
	_, slip, _ = strings.Cut(text(amira.get(path(talk, "brief"))), `class="slip"`)
	has(t, slip, "10:00", "BEUK 19", "Overleie")
	lacks(t, text(amira.get(path(never))), "Brief om mee te geven")
	if answer := amira.get(path(never, "brief")); answer.Code != http.StatusForbidden {
		t.Errorf("a letter to who wants none: %d", answer.Code)
	}
}

// TestCorrecting: what is wrong stands beside its field, what did not change is no correction, and nothing typed reaches the log.
func TestCorrecting(t *testing.T) {
	r := newRig(t)
	id := r.ask("KOALA 42", everything)
	karel := r.as("karel")
	form := []string{"versie", version(r, id), "straat", "Overleiestraat", "nummer", "12", "postcode", "8500", "onderwerp-money", "ja", "onderwerp-energy", "ja", "reden", "Zei het aan de balie."}
	answer := karel.post(path(id, "verbeteren"), form...)
	has(t, text(answer), "Er is nog niets veranderd.", "Zei het aan de balie.")
	form[3], form[5] = "", "14"
	answer = karel.post(path(id, "verbeteren"), form...)
	if answer.Code != http.StatusUnprocessableEntity {
		t.Errorf("an address without a street: %d", answer.Code)
	}
	has(t, text(answer), `value="14"`, `aria-invalid="true"`)
	form[3] = "Overleiestraat"
	has(t, karel.follow(karel.post(path(id, "verbeteren"), form...)), "De gegevens zijn verbeterd.", "verbeterde de gegevens", "Overleiestraat 14")
	lacks(t, r.log.String(), "Overleiestraat")
}

// TestLiveAgendaInABrowser: an appointment that a colleague makes appears on the open page without reloading, in its place by
// the hour, and one that is called off leaves it.
func TestLiveAgendaInABrowser(t *testing.T) {
	r := newRig(t)
	late, early := r.ask("ZWALUW 7", nil), r.ask("KOALA 42", nil)
	r.book("karel", late, calendar.Talk, "amira", at(0, 15), true)
	base, tab := r.listen(), pagetest.Browser(t)
	signIn(t, tab, base, "lies")
	pagetest.Do(t, tab, chromedp.Navigate(base+"/onthaal/agenda"))
	pagetest.Until(t, tab, `!document.getElementById("line-state").hidden`)
	pagetest.Do(t, tab, chromedp.Evaluate[chromedp.Void](`window.before = true; undefined`))
	r.book("karel", early, calendar.Talk, "amira", at(0, 11), true)
	pagetest.Until(t, tab, `[...document.querySelectorAll(".line .code")].map(c => c.textContent).join() === "KOALA 42,ZWALUW 7"`)
	if said := pagetest.JS[string](t, tab, `document.getElementById("say").textContent`); said != "Er is 1 nieuwe afspraak." {
		t.Errorf("a screen reader hears %q", said)
	}
	r.ok(r.meets.CallOff(t.Context(), r.staff["karel"].Viewer(), late, r.version(late)))
	pagetest.Until(t, tab, `!document.body.innerText.includes("ZWALUW 7")`)
	if !pagetest.JS[bool](t, tab, "window.before === true") {
		t.Error("the page was loaded again")
	}
}

// BenchmarkWeekOfAThousand draws a week with a thousand appointments, of the largest team that there could be.
func BenchmarkWeekOfAThousand(b *testing.B) {
	r := newRig(b)
	number := 10_000
	for range 25 {
		worker := r.Staff(b, account.Worker, "noord").ID
		for day := range 5 {
			for hour := 9; hour < 17; hour++ {
				number++
				r.Booked(b, number, worker, at(day-2, hour))
			}
		}
	}
	lies := r.as("lies")
	for b.Loop() {
		if answer := lies.get("/onthaal/agenda?toon=week"); answer.Code != http.StatusOK {
			b.Fatal(answer.Code)
		}
	}
}
