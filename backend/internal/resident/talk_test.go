package resident_test

import (
	"strings"
	"sync"
	"testing"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
)

// TestWholeWay walks from the home page to the code as a phone without a script does, and leaves nothing behind.
func TestWholeWay(t *testing.T) {
	r := newRig(t)
	p := r.phone(t)
	p.get("/?lang=nl").at(t, "/", 200).has(t, `lang="nl"`, "Iemand spreken")
	p.get("/talk").at(t, "/talk/place", 200).has(t, "Waar wil je praten?")
	p.post("/talk/place", "place", "centre").at(t, "/talk/centre", 200)
	p.post("/talk/centre", "centre", "overleie")
	p.post("/talk/time", "time", "callme").at(t, "/talk/channel", 200)
	p.post("/talk/channel", "channel", "sms").at(t, "/talk/phone", 200).has(t, "/privacy") // T-46: before the first personal field
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

// TestShortestWay needs four taps and no contact data.
func TestShortestWay(t *testing.T) {
	r := newRig(t)
	p := r.phone(t)
	p.get("/talk").at(t, "/talk/place", 200)
	p.post("/talk/place", "place", "centre")
	p.post("/talk/centre", "centre", "marke")
	p.post("/talk/time", "time", "callme")
	p.post("/talk/channel", "channel", "none").at(t, "/talk/review", 200)
	p.post("/talk/review").at(t, "/done", 200)
	if sent := r.desk.only(t); !sent.Contact.Phone.IsZero() || sent.Contact.Channel != api.ChannelNone {
		t.Errorf("sent %+v", sent)
	}
}

// toPhone walks to the question for a telephone number.
func (p *phone) toPhone() {
	p.t.Helper()
	p.get("/?lang=nl")
	p.get("/talk")
	p.post("/talk/place", "place", "phone").at(p.t, "/talk/centre", 200)
	p.post("/talk/centre", "centre", "overleie")
	p.post("/talk/time", "time", "callme").at(p.t, "/talk/phone", 200)
}

// TestProblemsKeepWhatWasTyped: what is wrong stands at its field with what to do, and nothing is lost.
func TestProblemsKeepWhatWasTyped(t *testing.T) {
	p := newRig(t).phone(t)
	p.toPhone()
	tests := map[string]struct{ typed, says string }{
		"letters":            {"bel maar", "Dit nummer klopt niet"},
		"too short":          {"0470 1", "Dit nummer klopt niet"},
		"nothing":            {"", "Schrijf je nummer"},
		"markup is text":     {`"><script>alert(1)</script>`, "Dit nummer klopt niet"},
		"a database command": {"'; DROP TABLE requests; --", "Dit nummer klopt niet"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			wrong := p.post("/talk/phone", "phone", test.typed).at(t, "/talk/phone", 422)
			wrong.has(t, test.says, `aria-invalid="true"`, `autofocus`, "<title>Kijk even na: ")
			if strings.Contains(wrong.raw, "<script>alert") {
				t.Errorf("the page runs what was typed: %s", wrong.raw)
			}
			if len(test.typed) <= api.MaxPhone {
				wrong.has(t, `value="`+test.typed+`"`)
				p.get("/talk/phone").has(t, `value="`+test.typed+`"`)
			}
		})
	}
	p.post("/talk/place", "place", "the moon").at(t, "/talk/place", 422).has(t, "kennen we niet")
	p.post("/talk/place").at(t, "/talk/place", 422).has(t, "Kies eerst")
	p.get("/talk/moon").at(t, "/talk/moon", 404)
	p.post("/talk/moon").at(t, "/talk/moon", 404)
}

// TestNothingTypedIsLost: back, another language and "urgent?" are ways out of a form that keep it.
func TestNothingTypedIsLost(t *testing.T) {
	p := newRig(t).phone(t)
	p.toPhone()
	p.post("/talk/phone", "phone", "0470 12", "go", "back").at(t, "/talk/time", 200)
	p.get("/talk/phone").has(t, `value="0470 12"`)
	p.post("/talk/phone", "phone", "0470 123", "go", "lang:fr").at(t, "/talk/phone", 200).has(t, `value="0470 123"`, `lang="fr"`)
	p.post("/talk/phone", "phone", "0470 1234", "go", "urgent").at(t, "/now", 200).has(t, `lang="fr"`)
	p.get("/talk/phone").has(t, `value="0470 1234"`)
	p.post("/talk/phone", "phone", "0470 12 34 56", "go", "back").at(t, "/talk/time", 200)
	p.post("/talk/centre", "centre", "overleie").at(t, "/talk/when", 200) // the number was already right
	p.post("/talk/phone", "phone", "x", "go", "lang:tlh").at(t, "/talk/phone", 422).has(t, `lang="fr"`)
}

// TestAddressIsAskedOnce: who gave an address to find the team is not asked for it again.
func TestAddressIsAskedOnce(t *testing.T) {
	p := newRig(t).phone(t)
	p.get("/?lang=nl")
	p.post("/team", "how", "address", "street", "Overleiestraat", "number", "45", "postcode", "8500").at(t, "/team/answer", 200)
	p.get("/talk").at(t, "/talk/place", 200)
	p.post("/talk/place", "place", "home").at(t, "/talk/time", 200)
	p.post("/talk/time", "time", "callme").at(t, "/talk/channel", 200)
	p.post("/talk/channel", "channel", "none").at(t, "/talk/review", 200).has(t, "Overleiestraat 45 8500")
}

// TestCorrectionLeadsBackToTheReview: nobody walks the whole way again to change one thing.
func TestCorrectionLeadsBackToTheReview(t *testing.T) {
	p := newRig(t).phone(t)
	p.toPhone()
	p.post("/talk/phone", "phone", "0470 12 34 56")
	p.post("/talk/when").at(t, "/talk/voicemail", 200)
	p.post("/talk/voicemail", "voicemail", "yes")
	p.post("/talk/introduce", "introduce", "city")
	p.post("/talk/writing", "writing", "no").at(t, "/talk/review", 200).has(t, "Alle uren passen")
	p.get("/talk/introduce").has(t, `href="/talk/review"`)
	p.post("/talk/introduce", "introduce", "team").at(t, "/talk/review", 200).has(t, "Als wijkteam")
	p.post("/talk/language", "language", "ti").at(t, "/talk/interpreter", 200)
	p.post("/talk/interpreter", "interpreter", "yes").at(t, "/talk/review", 200).has(t, "ትግርኛ")
	p.post("/talk/place", "place", "centre").at(t, "/talk/time", 200) // the moments of a place are its own
	p.post("/talk/time", "time", "callme").at(t, "/talk/channel", 200)
}

// TestSentOnce: two taps, a reload or a lost answer send nothing twice.
func TestSentOnce(t *testing.T) {
	r := newRig(t)
	p := r.phone(t)
	p.get("/talk")
	p.post("/talk/place", "place", "centre")
	p.post("/talk/centre", "centre", "marke")
	p.post("/talk/time", "time", "callme")
	p.post("/talk/channel", "channel", "none").at(t, "/talk/review", 200)
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			answer, err := p.client.Post(p.base+"/talk/review", "application/x-www-form-urlencoded", strings.NewReader(""))
			if err == nil {
				_ = answer.Body.Close()
			}
		})
	}
	both.Wait()
	r.desk.only(t)
	p.post("/talk/review").at(t, "/done", 200)
	r.desk.only(t)
}

// TestNotSent: when it does not work, the page says so calmly, still holds everything, and the same button tries again.
func TestNotSent(t *testing.T) {
	r := newRig(t)
	p := r.phone(t)
	p.get("/?lang=nl")
	p.get("/talk")
	p.post("/talk/place", "place", "centre")
	p.post("/talk/centre", "centre", "marke")
	p.post("/talk/time", "time", "callme")
	p.post("/talk/channel", "channel", "none")
	p.post("/talk/message", "message", "Dit mag niet weg zijn").at(t, "/talk/review", 200)
	for code, status := range map[api.Code]int{api.CodeUnavailable: 503, api.CodeTooMany: 429, api.CodeInternal: 500} {
		r.desk.fails = core.Refuse(code, "")
		p.post("/talk/review").at(t, "/talk/review", status).has(t, "Het lukt nu even niet", "1777", "Dit mag niet weg zijn", "Probeer opnieuw")
	}
	r.desk.fails = nil
	p.post("/talk/review").at(t, "/done", 200)
	if sent := r.desk.only(t); sent.Message.Reveal() != "Dit mag niet weg zijn" {
		t.Errorf("sent %q", sent.Message.Reveal())
	}
}

// TestReviewWaitsForAnswers: a page that is opened by its address shows what can be asked now and sends nothing.
func TestReviewWaitsForAnswers(t *testing.T) {
	r := newRig(t)
	p := r.phone(t)
	p.get("/talk")
	for _, path := range []string{"/talk/review", "/talk/phone", "/talk/codeword"} {
		p.get(path).at(t, "/talk/place", 200)
	}
	p.post("/talk/review").at(t, "/talk/place", 200)
	p.post("/talk/phone", "phone", "0470 12 34 56").at(t, "/talk/place", 200)
	if len(r.desk.sent) != 0 {
		t.Errorf("%d requests were sent", len(r.desk.sent))
	}
}

// TestAreaIsOneOfTheList: a neighbourhood goes along with a request when the directory offers it, and any other text not.
func TestAreaIsOneOfTheList(t *testing.T) {
	for area, want := range map[string]string{"heule": "heule", "a text of my own": ""} {
		r := newRig(t)
		p := r.phone(t)
		p.post("/team", "how", "area", "area", area).at(t, "/team/answer", 200)
		p.get("/talk")
		p.post("/talk/place", "place", "centre")
		p.post("/talk/centre", "centre", "marke")
		p.post("/talk/time", "time", "callme")
		p.post("/talk/channel", "channel", "none").at(t, "/talk/review", 200)
		p.post("/talk/review").at(t, "/done", 200)
		if got := r.desk.only(t).Address.Area; got != want {
			t.Errorf("%q sent the area %q", area, got)
		}
	}
}
