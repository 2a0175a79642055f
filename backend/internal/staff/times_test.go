package staff_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/notify"
)

func timesOf(id core.ID, action ...string) string {
	return strings.Join(append([]string{"/onthaal/agenda/tijden", string(id)}, action...), "/")
}

// TestKeepingHours: blocks, a day that differs, days away; what is wrong stands beside its field.
func TestKeepingHours(t *testing.T) {
	r := newRig(t)
	amira, own := r.as("amira"), r.staff["amira"].ID
	if answer := amira.get("/onthaal/agenda/tijden"); answer.Header().Get("Location") != timesOf(own) {
		t.Errorf("the own hours are at %q", answer.Header().Get("Location"))
	}
	has(t, text(amira.get(timesOf(own))), "Er zijn nog geen vaste uren.", "Er is niets vrij.")
	block := []string{"dag", "4", "van", "09:00", "tot", "12:00", "soort", "talk", "centrum", "overleie", "sinds", "", "einde", ""}
	page := amira.follow(amira.post(timesOf(own, "blok"), block...))
	has(t, page, "De tijden zijn bewaard.", "09:00 – 12:00", "Gesprek in een centrum, Overleie", "donderdag 26 november", "09:00, 09:30, 10:00")
	answer := amira.post(timesOf(own, "blok"), block...)
	if answer.Code != http.StatusUnprocessableEntity {
		t.Errorf("the same hours again: %d", answer.Code)
	}
	has(t, text(answer), `id="van-blok" name="van" value="09:00" required aria-invalid="true"`)
	block[3], block[5] = "13:00", "12:00"
	has(t, text(amira.post(timesOf(own, "blok"), block...)), "Het einde moet na het begin liggen.", `id="tot-blok" name="tot" value="12:00" required aria-invalid="true"`)

	kept, err := r.agendas.Of(t.Context(), r.staff["amira"].Viewer(), own)
	r.ok(err)
	id := r.ask("KOALA 42", nil)
	r.book("karel", id, calendar.Talk, "amira", at(1, 10), true)
	page = text(amira.post(timesOf(own, "afwezig"), "eerste", "2026-11-26", "laatste", "2026-11-27"))
	has(t, page, "Deze afspraken vallen erin", "KOALA 42", "donderdag 26 november om 10:00 uur", path(id))
	has(t, amira.follow(amira.post(timesOf(own, "dag"), "dag", "2026-12-01", "van", "13:00", "tot", "15:00", "soort", "visit")), "13:00 – 15:00")
	page = amira.follow(amira.post(timesOf(own, "blok-weg"), "weg", string(kept.Weekly[0].ID)))
	has(t, page, "Er zijn nog geen vaste uren.")
	lacks(t, text(amira.get(timesOf(own))), "Wat deze collega kan") // that is for the lead
}

// TestTheLeadKeepsTheTeam: hours, languages, what somebody is good at and the share of a post; each change is in the audit.
func TestTheLeadKeepsTheTeam(t *testing.T) {
	r := newRig(t)
	karel, amira := r.as("karel"), r.staff["amira"].ID
	has(t, text(karel.get(timesOf(amira))), "Tijden van Amira Haddad", "Jonas Decock", "Wat deze collega kan")
	answer := karel.post(timesOf(amira, "werk"), "taal-nl", "ja", "taal-ar", "ja", "onderwerp-money", "ja", "deel", "150")
	has(t, text(answer), `name="taal-ar" value="ja" checked`, `name="onderwerp-money" value="ja" checked`, `value="150"`)
	has(t, karel.follow(karel.post(timesOf(amira, "werk"), "taal-nl", "ja", "taal-ar", "ja", "onderwerp-money", "ja", "deel", "80")), "Bewaard.")
	changed, err := r.Accounts.ByID(t.Context(), amira)
	r.ok(err)
	if fmt.Sprint(changed.Languages, changed.Topics, changed.Share) != "[nl ar] [money] 80" {
		t.Errorf("%v %v %d", changed.Languages, changed.Topics, changed.Share)
	}
	if n := r.Count(t, `SELECT COUNT(*) FROM audit WHERE action = 'account.changed' AND actor = $1 AND subject = $2`, string(r.staff["karel"].ID), string(amira)); n != 1 {
		t.Errorf("%d audit entries", n)
	}
}

// upload sends a file as a form does.
func (v *visitor) upload(address, content string) *httptest.ResponseRecorder {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("bestand", "agenda.ics")
	v.r.ok(err)
	_, err = part.Write([]byte(content))
	v.r.ok(err)
	r := httptest.NewRequest(http.MethodPost, site+address, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	v.r.ok(form.Close())
	return v.do(r)
}

// TestTheOfficeCalendar: a file larger than any form is read, when somebody is busy is kept, and nothing else.
func TestTheOfficeCalendar(t *testing.T) {
	r := newRig(t)
	r.hours("amira")
	amira, own := r.as("amira"), r.staff["amira"].ID
	has(t, text(amira.get(timesOf(own))), "donderdag 26 november", "09:00, 09:30, 10:00")
	event := "BEGIN:VEVENT\r\nUID:x@y\r\nDTSTAMP:20261101T090000Z\r\nDTSTART:20261126T080000Z\r\nDTEND:20261126T090000Z\r\nSUMMARY:Tandarts met Nour\r\nDESCRIPTION:" + strings.Repeat("lang ", 20_000) + "\r\nEND:VEVENT\r\n"
	file := "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y\r\n" + event + "END:VCALENDAR\r\n"
	page := amira.follow(amira.upload(timesOf(own, "bestand"), file))
	has(t, page, "Je kantooragenda is gelezen.", "1 bezet moment uit je agenda.", "10:00, 10:30, 11:00")
	lacks(t, page, "Tandarts", "09:00, 09:30, 10:00</li>\n<li>Telefoon")
	if answer := amira.upload(timesOf(own, "bestand"), "geen agenda"); answer.Code != http.StatusUnprocessableEntity {
		t.Errorf("no calendar: %d", answer.Code)
	}
	has(t, text(amira.get(timesOf(own))), "1 bezet moment uit je agenda.")
	has(t, amira.follow(amira.post(timesOf(own, "bestand-weg"))), "zijn weg.", "09:00, 09:30, 10:00")
}

// TestTheFeed: the address is shown once and needs no session; who has it reads hours and no names; nobody else reads anything.
func TestTheFeed(t *testing.T) {
	r := newRig(t)
	id := r.ask("KOALA 42", everything)
	r.book("karel", id, calendar.Visit, "amira", at(2, 13), true)
	amira, own := r.as("amira"), r.staff["amira"].ID
	page := text(amira.post("/onthaal/agenda/feed"))
	_, address, _ := strings.Cut(page, `value="https://onthaal.test`)
	address, _, _ = strings.Cut(address, `"`)
	if !strings.HasPrefix(address, "/agenda/") || !strings.HasSuffix(address, ".ics") {
		t.Fatalf("the address is %q", address)
	}
	lacks(t, text(amira.get(timesOf(own))), address)
	program := &visitor{r: r, jar: amira.jar, header: http.Header{}}
	program.jar = r.visitor().jar
	answer := program.get(address)
	if kind := answer.Header().Get("Content-Type"); answer.Code != http.StatusOK || kind != "text/calendar; charset=utf-8" || answer.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("%d %s, %s", answer.Code, kind, answer.Header().Get("Cache-Control"))
	}
	if len(answer.Header().Values("Set-Cookie")) > 0 {
		t.Error("a feed sets a cookie")
	}
	calendarText := text(answer)
	has(t, calendarText, "BEGIN:VEVENT", "20261127T120000Z")
	lacks(t, calendarText, "KOALA", "Nour", "Overleie", "huisbezoek")
	lacks(t, r.log.String(), strings.TrimSuffix(strings.TrimPrefix(address, "/agenda/"), ".ics"))

	has(t, amira.follow(amira.post("/onthaal/agenda/feed-weg")), "werkt niet meer.")
	for _, wrong := range []string{address, strings.TrimSuffix(address, ".ics"), "/agenda/.ics", "/agenda/" + strings.Repeat("a", 5000) + ".ics"} {
		if answer := program.get(wrong); answer.Code != http.StatusNotFound {
			t.Errorf("%.40s: %d", wrong, answer.Code)
		}
	}
	for range 40 {
		answer = program.get(address)
	}
	if answer.Code != http.StatusTooManyRequests || answer.Header().Get("Retry-After") == "" {
		t.Errorf("who tries on and on: %d", answer.Code)
	}
}

// TestTelling: one touch notes that a resident was told, and takes it back; the second of two is told so.
func TestTelling(t *testing.T) {
	r := newRig(t)
	now, later := r.ask("KOALA 42", nil), r.ask("BEUK 19", nil)
	r.ok(r.Requests.Take(t.Context(), r.staff["jonas"].Viewer(), later, 1))
	task := r.tasks.ring(now, "KOALA 42", notify.Call, morning.Add(-time.Hour), at(0, 12))
	r.tasks.ring(later, "BEUK 19", notify.Call, at(1, 9), at(1, 12))
	r.tasks.ring(now, "KOALA 42", notify.Desk, time.Time{}, time.Time{})
	lies, amira := r.as("lies"), r.as("amira")
	page := text(lies.get("/onthaal/bellen"))
	has(t, page, `id="menu-calls">3<`, "Bel nu", "vandaag tussen 08:20 en 12:00 uur", "Bel later", "donderdag 26 november tussen 09:00 en 12:00 uur", "Neem zelf geen contact op")
	lacks(t, page, "0470", "Zeg: de afspraak", "Nour")
	lacks(t, text(amira.get("/onthaal/bellen")), "BEUK 19") // a colleague's
	has(t, text(lies.get(path(now))), "Zeg alleen je voornaam.", "Zeg: de afspraak gaat niet door.", "Spreek niets in.")

	done := "/onthaal/bellen/" + string(task) + "/gedaan"
	page = lies.follow(lies.post(done, "versie", "1"))
	has(t, page, "Genoteerd: verteld.", "Maak ongedaan", `id="menu-calls">2<`)
	has(t, amira.follow(amira.post(done, "versie", "1")), "Een collega was je voor.")
	has(t, lies.follow(lies.post("/onthaal/bellen/"+string(task)+"/ongedaan", "versie", "1")), "Het bericht staat er weer.", `id="menu-calls">3<`)
	answer := lies.post(done, "versie", "1", "vraag", string(now))
	if to, _, _ := strings.Cut(answer.Header().Get("Location"), "#"); to != path(now) {
		t.Errorf("it leads to %q", to)
	}
}

// TestReceipts: what became of each message, with a reason where it did not go.
func TestReceipts(t *testing.T) {
	r := newRig(t)
	id := r.ask("KOALA 42", nil)
	for _, m := range []struct {
		channel notify.Channel
		state   notify.State
		receipt string
	}{
		{notify.SMS, notify.Sent, notify.ReceiptSent}, {notify.SMS, notify.Dropped, notify.ReceiptNoNumber},
		{notify.Email, notify.Failed, "smtp-550"}, {"", notify.Queued, ""},
	} {
		r.tasks.messages = append(r.tasks.messages, message(m.channel, m.state, m.receipt))
	}
	page := text(r.as("lies").get(path(id)))
	has(t, page, "sms: <b>gestuurd</b>", "<b>niet gestuurd</b> (geen nummer)", "<b>kon niet</b> (het ging niet)", "<b>staat klaar</b>")
	lacks(t, page, "smtp-550")
}

// TestClosingACentre: a lead those of the team, the administrator every one.
func TestClosingACentre(t *testing.T) {
	r := newRig(t)
	karel, bea := r.as("karel"), r.as("bea")
	days := []string{"eerste", "2026-12-24", "laatste", "2026-12-31"}
	has(t, karel.follow(karel.post("/onthaal/centra/sluiting", append(days, "centrum", "overleie")...)), "Het centrum is dicht", "donderdag 24 december – donderdag 31 december")
	if answer := karel.post("/onthaal/centra/sluiting", append(days, "centrum", "de-conde")...); answer.Code != never {
		t.Errorf("a centre of another team: %d", answer.Code)
	}
	if answer := karel.post("/onthaal/centra/sluiting", append(days, "centrum", "")...); answer.Code != never {
		t.Errorf("every centre: %d", answer.Code)
	}
	bea.follow(bea.post("/onthaal/centra/sluiting", append(days, "centrum", "")...))
	closures, err := r.agendas.Closures(t.Context())
	r.ok(err)
	for _, c := range closures {
		want := goes
		if c.Centre == "" {
			want = gone // not the lead's
		}
		if answer := karel.post("/onthaal/centra/sluiting/" + string(c.ID) + "/weg"); answer.Code != want {
			t.Errorf("opening %q again: %d", c.Centre, answer.Code)
		}
	}
}
