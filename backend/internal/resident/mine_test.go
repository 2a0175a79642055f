package resident_test

import (
	"strings"
	"testing"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
)

// opened is a phone that has opened "my request" with the code.
func (r *rig) opened(t *testing.T) *phone {
	t.Helper()
	p := r.phone(t)
	p.get("/?lang=nl")
	p.post("/a", "code", rightCode).at(t, "/a/"+locator, 200)
	return p
}

// TestMyRequestShowsStateWords: what the code opens, and what it does not (T-35).
func TestMyRequestShowsStateWords(t *testing.T) {
	r := newRig(t)
	p := r.opened(t)
	p.get("/a/"+locator).has(t, "We hebben je vraag gekregen", "ten laatste op woensdag 25 november", "Wijkteam Noord", "Overleie", "Nu: Bel mij")
	for state, says := range map[api.State]string{
		api.StateContacted: "We namen contact op", api.StateScheduled: "Er is een afspraak", api.StateMet: "We hebben elkaar gesproken",
		api.StateMissed: "We hebben elkaar gemist", api.StateClosed: "Deze vraag is afgerond", api.StateCancelled: "Je hebt deze vraag gestopt",
	} {
		r.desk.status.State, r.desk.status.Worker = state, "Amira"
		page := p.get("/a/"+locator).has(t, says, "Amira volgt je vraag op").lacks(t, "ten laatste op") // the promise is kept
		if offered := strings.Contains(page.body, "/cancel"); offered != state.Open() {
			t.Errorf("%s: cancelling is offered: %v", state, offered)
		}
	}
	r.desk.status.State, r.desk.status.Contact = api.StateNew, api.ContactPlan{Channel: api.ChannelNone}
	p.get("/a/"+locator).has(t, "Kom langs of bel met je code")
	p.get("/a").at(t, "/a/"+locator, 200)
	p.post("/end").at(t, "/", 200)
	p.get("/a/"+locator).at(t, "/a/"+locator, 200).has(t, "Typ je code").lacks(t, "Wijkteam Noord")
}

// TestEveryWrongCodeLooksTheSame: unknown, wrong and malformed differ in what was typed and in nothing else (T-35).
func TestEveryWrongCodeLooksTheSame(t *testing.T) {
	p := newRig(t).phone(t)
	p.get("/?lang=nl")
	typed := []string{"HTQWMN-CDEFG-HJKLA", "AAAAAA-AAAAA-AAAAA", "x", "", "١٢٣", strings.Repeat("A", 500), "<b>"}
	var first string
	for _, code := range typed {
		page := p.post("/a", "code", code).at(t, "/a", 404).has(t, "1777")
		cut := []rune(code)
		same := strings.ReplaceAll(page.body, `value="`+string(cut[:min(len(cut), 60)])+`"`, `value=""`)
		if first == "" {
			first = same
		}
		if same != first {
			t.Errorf("%q looks different:\n%s\n%s", code, same, first)
		}
	}
	known, unknown := p.get("/a/"+locator), p.get("/a/ZZZZZZ")
	if strings.ReplaceAll(known.body, locator, "ZZZZZZ") != unknown.body {
		t.Error("a locator that exists looks different from one that does not")
	}
	p.get("/a/"+strings.Repeat("x", 300)).lacks(t, "xxxx")
}

// TestCancel asks once, then cancels, and again changes nothing.
func TestCancel(t *testing.T) {
	r := newRig(t)
	p := r.opened(t)
	p.get("/a/"+locator+"/cancel").at(t, "/a/"+locator+"/cancel", 200).has(t, "Wil je je vraag stoppen?")
	if r.desk.status.State != api.StateNew {
		t.Fatal("looking cancelled the request")
	}
	p.post("/a/"+locator+"/cancel").at(t, "/a/"+locator, 200).has(t, "Je hebt deze vraag gestopt")
	p.post("/a/"+locator+"/cancel").at(t, "/a/"+locator, 200)
	p.get("/a/"+locator+"/cancel").at(t, "/a/"+locator, 200)
	p.get("/a/"+locator+"/contact").at(t, "/a/"+locator, 200)
	stranger := r.phone(t)
	stranger.post("/a/"+locator+"/cancel").at(t, "/a/"+locator+"/cancel", 200).has(t, "name=\"code\"")
}

// TestContactChange asks about the contact plan and nothing else, and asks the number anew.
func TestContactChange(t *testing.T) {
	r := newRig(t)
	p := r.opened(t)
	contact := "/a/" + locator + "/contact"
	p.get(contact).at(t, contact+"/channel", 200).has(t, "gekozen")
	p.get(contact+"/place").at(t, contact+"/phone", 200)
	p.post(contact+"/channel", "channel", "email").at(t, contact+"/email", 200)
	p.post(contact+"/email", "email", "nour@").at(t, contact+"/email", 422).has(t, `value="nour@"`)
	p.post(contact+"/review").at(t, contact+"/email", 200)
	p.post(contact+"/email", "email", "nour@example.org").at(t, contact+"/remind", 200)
	p.post(contact+"/remind", "remind", "day").at(t, contact+"/review", 200).has(t, "nour@example.org", "Bewaar").lacks(t, "toevoegen")
	r.desk.fails = core.Refuse(api.CodeUnavailable, "")
	p.post(contact+"/review").at(t, contact+"/review", 503).has(t, "nour@example.org")
	r.desk.fails = nil
	p.post(contact+"/review").at(t, "/a/"+locator, 200).has(t, "Bewaard")
	p.get("/a/"+locator).lacks(t, "Bewaard", "nour@example.org")
	if got := r.desk.status.Contact; got.Channel != api.ChannelEmail || got.Email.Reveal() != "nour@example.org" || got.Remind != api.RemindDay {
		t.Errorf("the plan is %+v", got)
	}
	p.get(contact+"/email").at(t, "/a/"+locator, 200)
	p.post(contact+"/email", "email", "x@example.org").at(t, "/a/"+locator, 200)
	p.post(contact+"/review").at(t, "/a/"+locator, 200)
}

// TestCalendarSaysNothing: a day, a neutral word in the visit's language, and nothing else (T-52).
func TestCalendarSaysNothing(t *testing.T) {
	for lang, title := range map[string]string{"nl": "Niet vergeten", "fr": "À ne pas oublier", "en": "Reminder", "ar": "تذكير"} {
		r := newRig(t)
		p := r.opened(t)
		p.get("/?lang=" + lang)
		day := p.get("/a/"+locator+"/day.ics").at(t, "/a/"+locator+"/day.ics", 200)
		day.has(t, "BEGIN:VCALENDAR\r\n", "SUMMARY:"+title+"\r\n", "DTSTART;VALUE=DATE:20261125\r\n", "DTEND;VALUE=DATE:20261126\r\n", "END:VCALENDAR\r\n")
		for _, word := range []string{"wijk", "Kortrijk", "Courtrai", "noord", "Overleie", locator, "zilveren", "OCMW"} {
			if strings.Contains(strings.ToLower(day.body), strings.ToLower(word)) {
				t.Errorf("%s: the calendar says %q:\n%s", lang, word, day.body)
			}
		}
		if got := day.header.Get("Content-Type"); got != "text/calendar; charset=utf-8" {
			t.Errorf("it is %s", got)
		}
	}
}

// TestCodeLeavesWithTheVisit: after half an hour the code must be typed again.
func TestCodeLeavesWithTheVisit(t *testing.T) {
	r := newRig(t)
	p := r.opened(t)
	r.clock.pass(29 * time.Minute)
	p.get("/a/"+locator).has(t, "Wijkteam Noord") // and half an hour more
	r.clock.pass(29 * time.Minute)
	p.get("/a/"+locator).has(t, "Wijkteam Noord")
	r.clock.pass(31 * time.Minute)
	p.get("/a/"+locator).has(t, "name=\"code\"").lacks(t, "Wijkteam Noord")
}

// TestExpiredCodeIsForgotten: a code that opens nothing any more is asked for again, and not stumbled over for ever.
func TestExpiredCodeIsForgotten(t *testing.T) {
	r := newRig(t)
	p := r.opened(t)
	r.desk.fails = core.Refuse(api.CodeUnknownCode, "")
	p.get("/a/"+locator).at(t, "/a/"+locator, 404).has(t, "name=\"code\"", `aria-invalid="true"`)
	r.desk.fails = core.Refuse(api.CodeTooMany, "")
	p.post("/a", "code", rightCode).at(t, "/a", 429).has(t, "Wacht een minuut", "1777")
	r.desk.fails = nil
	p.get("/a/"+locator).at(t, "/a/"+locator, 200).lacks(t, "Wijkteam Noord")
	p.get("/a").at(t, "/a", 200)
}

// TestLookingAtARequestKeepsTheNextOne: a wrong turn to "my request" loses nothing of what is being written.
func TestLookingAtARequestKeepsTheNextOne(t *testing.T) {
	p := newRig(t).phone(t)
	p.toPhone()
	p.post("/talk/phone", "phone", "0470 12", "go", "urgent").at(t, "/now", 200)
	p.post("/a", "code", rightCode).at(t, "/a/"+locator, 200)
	p.get("/talk/phone").at(t, "/talk/phone", 200).has(t, `value="0470 12"`)
}
