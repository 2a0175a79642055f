package resident_test

import (
	"testing"

	"wijkloket/backend/api"
)

// TestWholeWay walks from the home page to the code as a phone without a script does, and leaves nothing behind.
func TestWholeWay(t *testing.T) {
	r := newRig(t)
	p := r.phone(t)
	p.get("/?lang=nl").at(t, "/", 200).has(t, `lang="nl"`, "Iemand spreken")
	p.get("/talk").at(t, "/talk/place", 200).has(t, "Waar wil je praten?")
	p.post("/talk/place", "place", "centre").at(t, "/talk/centre", 200)
	p.post("/talk/centre", "centre", "overleie").at(t, "/talk/channel", 200)
	p.post("/talk/channel", "channel", "sms").at(t, "/talk/phone", 200).has(t, "/privacy")
	p.post("/talk/phone", "phone", "0470 12 34 56").at(t, "/talk/when", 200)
	p.post("/talk/when", "when", "morning", "when", "evening").at(t, "/talk/review", 200).has(t, "+32 470 12 34 56", "Voormiddag, Avond")
	p.post("/talk/name", "name", "Żaneta O'Brien").at(t, "/talk/review", 200).has(t, "Żaneta O'Brien")
	p.post("/talk/review").at(t, "/done", 200).has(t, "HTQWMN", "zilveren fiets", "woensdag 25 november", "Overleie")
	sent := r.desk.only(t)
	if sent.Contact.Phone.Reveal() != "+32 470 12 34 56" || sent.Place != api.PlaceCentre || sent.Consent == "" || sent.Language != "nl" {
		t.Errorf("sent %+v", sent)
	}
	p.get("/talk/phone").at(t, "/done", 200).lacks(t, "470")
	p.post("/end").at(t, "/", 200)
	if left := p.cookies(); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
	p.get("/done").at(t, "/", 200)
	p.get("/talk/phone").at(t, "/", 200)
}
