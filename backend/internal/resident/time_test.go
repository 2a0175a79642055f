package resident_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/journey"
)

// toTime walks to the question for a day and an hour.
func (p *phone) toTime() seen {
	p.t.Helper()
	p.get("/?lang=nl")
	p.get("/talk")
	p.post("/talk/place", "place", "centre").at(p.t, "/talk/centre", 200)
	return p.post("/talk/centre", "centre", "overleie").at(p.t, "/talk/time", 200)
}

// choose touches a moment.
func (p *phone) choose(at time.Time) seen { return p.post("/talk/time", "time", journey.Moment(at)) }

// TestBookOnTheWay: a few good moments, one is held and shown on the review, and the request is sent with it.
func TestBookOnTheWay(t *testing.T) {
	r := newRig(t)
	p := r.phone(t)
	page := p.toTime().has(t, "dinsdag 24 november", "09:00 uur", "Overleie", "Met Amira", "Nederlands", "العربية", "Andere momenten", "Bel mij liever")
	if n := strings.Count(page.body, `name="time"`); n != 4 {
		t.Errorf("%d answers are offered, want three moments and a call", n)
	}
	p.choose(hour(0, 0)).at(t, "/talk/channel", 200)
	if got := r.diary.holding(); !slices.Equal(got, []string{journey.Moment(hour(0, 0))}) {
		t.Errorf("held: %v", got)
	}
	review := p.post("/talk/channel", "channel", "none").at(t, "/talk/review", 200)
	review.has(t, "dinsdag 24 november, 14:00 uur\nOverleie\nMet Amira", "vrij tot 21:10 uur")
	done := p.post("/talk/review").at(t, "/done", 200)
	done.has(t, "Je afspraak", "dinsdag 24 november", "14:00 uur", "Overleie", "Amira", "Zo gaat het eerste uur", "niets mee te brengen", "altijd stoppen", "HTQWMN")
	done.lacks(t, "ten laatste op", "een herinnering", "gewone auto")
	sent := r.desk.only(t)
	if !sent.Start.Equal(hour(0, 0)) || sent.Hold.IsZero() || len(r.diary.holding()) != 0 || r.diary.booked != 1 {
		t.Errorf("sent %v, held %v, booked %d", sent.Start, r.diary.holding(), r.diary.booked)
	}
	p.get("/talk/time").at(t, "/done", 200)
	p.choose(hour(1, 0)).at(t, "/done", 200)
	if r.diary.booked != 1 || len(r.diary.holding()) != 0 {
		t.Error("a page of before the sending still acts")
	}
}

// TestHomeAndPhoneSayWhatHappens: who comes, for how long and in what car; or who calls.
func TestHomeAndPhoneSayWhatHappens(t *testing.T) {
	for place, says := range map[string][]string{
		"home":  {"tussen 14:00 en 15:00 uur", "We komen bij jou thuis", "gewone auto, zonder naam", "Amira"},
		"phone": {"14:00 uur", "We bellen je op dat uur", "twee dagen vooraf", "Amira"},
	} {
		r := newRig(t)
		p := r.phone(t)
		p.get("/?lang=nl")
		p.get("/talk")
		p.post("/talk/place", "place", place)
		p.post("/talk/address", "street", "Peperstraat", "number", "141", "postcode", "8501")
		p.post("/talk/centre", "centre", "overleie")
		p.get("/talk/time").at(t, "/talk/time", 200)
		p.choose(hour(0, 0))
		p.post("/talk/channel", "channel", "none")
		p.post("/talk/phone", "phone", "0470 12 34 56")
		p.post("/talk/when")
		p.post("/talk/voicemail", "voicemail", "no")
		p.post("/talk/introduce", "introduce", "city")
		p.post("/talk/writing", "writing", "no").at(t, "/talk/review", 200)
		p.post("/talk/review").at(t, "/done", 200).has(t, says...).lacks(t, "Peperstraat")
	}
}

// TestOneVisitHoldsOneMoment: another choice, another place, a call instead, the end and the quick way out all let go.
func TestOneVisitHoldsOneMoment(t *testing.T) {
	for name, test := range map[string]struct {
		act   func(p *phone)
		holds int
	}{
		"another moment": {func(p *phone) { p.choose(hour(1, 0)).at(p.t, "/talk/channel", 200) }, 1},
		"the same again": {func(p *phone) { p.choose(hour(0, 0)).at(p.t, "/talk/channel", 200) }, 1},
		"one that is gone": {func(p *phone) {
			p.choose(hour(60, 0)).at(p.t, "/talk/time", 409).has(p.t, "net weg", "gekozen", "Bel mij liever")
		}, 1},
		"a call":        {func(p *phone) { p.post("/talk/time", "time", "callme").at(p.t, "/talk/channel", 200) }, 0},
		"another place": {func(p *phone) { p.post("/talk/centre", "centre", "marke").at(p.t, "/talk/time", 200) }, 0},
		"the end":       {func(p *phone) { p.post("/end").at(p.t, "/", 200) }, 0},
		"leave quickly": {func(p *phone) { p.get("/exit") }, 0},
		"nothing":       {func(p *phone) { p.post("/talk/time").at(p.t, "/talk/time", 422).has(p.t, "Kies eerst") }, 1},
		"a made-up one": {func(p *phone) { p.post("/talk/time", "time", "<b>").at(p.t, "/talk/time", 422).lacks(p.t, "<b><") }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			p := r.phone(t)
			p.toTime()
			p.choose(hour(0, 0)).at(t, "/talk/channel", 200)
			test.act(p)
			if got := r.diary.holding(); len(got) != test.holds {
				t.Errorf("held: %v, want %d", got, test.holds)
			}
		})
	}
}

// TestHandoverLetsGo: a visit that a kiosk's takes the place of holds nothing any more.
func TestHandoverLetsGo(t *testing.T) {
	r := newRig(t)
	secret, _ := r.kiosk(t, "when", halfWay)
	p := r.phone(t)
	p.toTime()
	p.choose(hour(0, 0))
	p.post("/h", "secret", secret).at(t, "/h/words", 200)
	if got := r.diary.holding(); len(got) != 0 {
		t.Errorf("held: %v", got)
	}
}

// TestGoneWhileSending: the hold expired and somebody was first. The question stands there again with other moments, and not a
// word of the rest is lost.
func TestGoneWhileSending(t *testing.T) {
	r := newRig(t)
	p := r.phone(t)
	p.toTime()
	p.choose(hour(0, 0))
	p.post("/talk/channel", "channel", "sms")
	p.post("/talk/phone", "phone", "0470 12 34 56")
	p.post("/talk/when")
	p.post("/talk/message", "message", "Dit mag niet weg zijn").at(t, "/talk/review", 200)
	r.clock.pass(11 * time.Minute)
	r.diary.take(hour(0, 0))
	p.get("/talk/review").at(t, "/talk/review", 200).has(t, "niet meer vrij")
	p.post("/talk/review").at(t, "/talk/review", 409).has(t, "Dit uur is net weg", "woensdag 25 november", "Bel mij liever").lacks(t, journey.Moment(hour(0, 0)))
	p.post("/talk/review").at(t, "/talk/time", 200) // a reload
	if len(r.desk.sent) != 0 {
		t.Fatal("a request was stored")
	}
	p.choose(hour(1, 0)).at(t, "/talk/review", 200).has(t, "Dit mag niet weg zijn", "+32 470 12 34 56", "woensdag 25 november")
	p.post("/talk/review").at(t, "/done", 200).has(t, "woensdag 25 november", "twee keer een herinnering")
}

// TestExpiredHoldMayStillBeFree: nobody took it, so it is booked as if nothing had happened.
func TestExpiredHoldMayStillBeFree(t *testing.T) {
	r := newRig(t)
	p := r.phone(t)
	p.toTime()
	p.choose(hour(0, 0))
	p.post("/talk/channel", "channel", "none")
	r.clock.pass(11 * time.Minute)
	p.post("/talk/review").at(t, "/done", 200).has(t, "dinsdag 24 november")
}

// TestNoMoments: nothing is free, or nobody can tell. Then a call is all there is, and it is enough.
func TestNoMoments(t *testing.T) {
	for name, prepare := range map[string]func(*diary){
		"full": func(d *diary) {
			for _, at := range d.hours() {
				d.take(at)
			}
		},
		"unreachable": func(d *diary) { d.fails = core.Refuse(api.CodeUnavailable, "") },
		"our mistake": func(d *diary) { d.fails = errors.New("the disk is full") },
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			prepare(r.diary)
			p := r.phone(t)
			p.toTime().has(t, "Bel mij liever").lacks(t, "Andere momenten", "dinsdag")
			if name != "full" {
				p.get("/talk/time/all").at(t, "/talk/time", 200)
				p.choose(hour(0, 0)).has(t, "Bel mij liever")
			}
			p.post("/talk/time", "time", "callme").at(t, "/talk/channel", 200)
			p.post("/talk/channel", "channel", "none").at(t, "/talk/review", 200).has(t, "Bel mij liever")
			p.post("/talk/review").at(t, "/done", 200).has(t, "woensdag 25 november").lacks(t, "Je afspraak")
		})
	}
}

// TestOtherMoments: all of them, day by day, onward and back by links alone, and each can be had.
func TestOtherMoments(t *testing.T) {
	r := newRig(t)
	p := r.phone(t)
	p.toTime()
	first := p.get("/talk/time/all").at(t, "/talk/time/all", 200)
	first.has(t, "<h2 id=\"day-0\">dinsdag 24 november</h2>", "donderdag 26 november", "15:00", "Latere dagen", "Bel mij liever").lacks(t, "Vroegere dagen", "vrijdag")
	second := p.get(link(t, first, "Latere dagen")).has(t, "vrijdag 27 november", "maandag 30 november", "Vroegere dagen").lacks(t, "dinsdag 24")
	if back := p.get(link(t, second, "Vroegere dagen")); back.words() != first.words() {
		t.Errorf("back shows %s\nwant %s", back.words(), first.words())
	}
	for next := second; strings.Contains(next.body, "Latere dagen"); second = next {
		next = p.get(link(t, next, "Latere dagen"))
	}
	second.has(t, "Vroegere dagen")
	p.choose(hour(13, 1)).at(t, "/talk/channel", 200)
	p.get("/talk/time").has(t, "maandag 7 december", "gekozen")
	for _, made := range []string{"?from=x", "?from=" + strings.Repeat("20261124T0000.", 50), "?from=", "?from=.", "?from=99999999T9999"} {
		p.get("/talk/time/all"+made).at(t, "/talk/time/all", 200).has(t, "dinsdag 24 november")
	}
}

// link is where the link with these words leads.
func link(t *testing.T, page seen, words string) string {
	t.Helper()
	before, _, found := strings.Cut(drawings.ReplaceAllString(page.body, ""), "<span>"+words+"</span>")
	at := strings.LastIndex(before, `href="`)
	if !found || at < 0 {
		t.Fatalf("no link %q\n%s", words, page.words())
	}
	address, _, _ := strings.Cut(before[at+len(`href="`):], `"`)
	return address
}

// TestMomentsAreAskedAnew: what one visit saw no other does, and what is asked holds nothing that was typed.
func TestMomentsAreAskedAnew(t *testing.T) {
	r := newRig(t)
	p := r.phone(t)
	page := p.toTime().has(t, journey.Moment(hour(0, -5)))
	if page.header.Get("Cache-Control") != "no-store" {
		t.Errorf("the page may be kept: %s", page.header.Get("Cache-Control"))
	}
	r.diary.take(hour(0, -5))
	p.get("/talk/time").lacks(t, journey.Moment(hour(0, -5)))
	r.phone(t).toTime().lacks(t, journey.Moment(hour(0, -5)))
	for _, ask := range r.diary.asks {
		if ask.Place != api.PlaceCentre || ask.Centre != "overleie" || ask.Language != "nl" {
			t.Errorf("asked %+v", ask)
		}
	}
}

// TestApartLeavesNoTrace: who shares a phone with somebody shows nothing of it, after the sending and in the calendar.
func TestApartLeavesNoTrace(t *testing.T) {
	r := newRig(t)
	p := r.phone(t)
	p.toTime()
	p.choose(hour(0, 0))
	p.post("/talk/channel", "channel", "none")
	p.post("/talk/apart", "apart", "yes").at(t, "/talk/review", 200).has(t, "Apart houden")
	pages := []seen{p.post("/talk/review").at(t, "/done", 200), p.get("/done/day.ics")}
	if !r.desk.only(t).Apart {
		t.Fatal("it was not sent")
	}
	p.post("/a", "code", rightCode)
	for _, path := range []string{"", "/day.ics", "/time", "/place", "/cancel"} {
		pages = append(pages, p.get("/a/"+locator+path))
	}
	for _, page := range pages {
		page.lacks(t, "apart", "Apart", "gezin")
	}
}
