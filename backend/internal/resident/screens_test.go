package resident_test

import (
	"testing"
	"time"

	"wijkloket/backend/api"

	"wijkloket/backend/internal/pagetest"
	"wijkloket/i18n"
)

// TestScreens holds every page in its states, in every language, against the rules for pages: axe-core's, 320 px
// without sideways scrolling, 44 px targets, language marks, nothing fetched elsewhere (T-37) and
// nothing stored (T-33).
func TestScreens(t *testing.T) {
	for _, lang := range i18n.Languages {
		t.Run(lang, func(t *testing.T) {
			r := newRig(t)
			g := r.glass(t, lang)
			g.open("/?lang=" + lang)
			g.inspect("home")
			for name, path := range map[string]string{"centres": "/centres", "numbers": "/now", "privacy": "/privacy", "access": "/access", "cookies": "/cookies", "code": "/a", "handover": "/h"} {
				g.open(path)
				g.inspect(name)
			}
			g.teamScreens()
			g.checkScreens()
			g.talkScreens()
			g.requestScreens(r)
		})
	}
}

func (g *glass) teamScreens() {
	g.open("/team")
	g.inspect("team")
	g.tap("button[value=address]", "/team")
	g.inspect("team-wrong")
	g.write("#street", "Overleiestraat")
	g.write("#number", "45")
	g.tap("button[value=address]", "/team/answer")
	g.inspect("answer")
	g.tap("a.back", "/team")
	g.clear("#street")
	g.write("#street", "Kondedreeef")
	g.tap("button[value=address]", "/team/answer")
	g.inspect("answer-meant")
	g.open("/team")
	pagetest.JS[bool](g.t, g.tab, `document.querySelectorAll("details.fold").forEach(d => { d.open = true }), true`)
	g.inspect("team-open")
	g.tap("button[value=Kuurne]", "/team/answer")
	g.inspect("answer-elsewhere")
	g.open("/team")
	g.tap("button[value=unsaid]", "/team/answer")
	g.inspect("answer-unsaid")
}

func (g *glass) checkScreens() {
	g.open("/rights/all")
	g.inspect("check-all")
	g.open("/rights/sociaal-tarief-water")
	g.inspect("check-one")
	g.open("/rights")
	g.inspect("check-intro")
	g.touch("[data-do=begin]")
	g.asked("V1")
	g.inspect("check-age")
	g.write("#typed", "200\r")
	pagetest.Until(g.t, g.tab, `document.querySelector(".wrong") !== null`)
	g.inspect("check-age-wrong")
	for g.question() != "" {
		id := g.question()
		if id != "V1" {
			g.inspect("check-" + id)
		}
		if id == "V8" {
			g.reply()
			continue
		}
		g.reply(family[id]...)
	}
	g.at("results")
	g.inspect("check-results")
	g.told()
	g.inspect("check-results-open")
	g.touch(".onscreen [data-do=right]")
	g.at("right")
	g.inspect("check-right")
	g.touch("[data-do=back]")
	g.at("results")
	g.touch("[data-do=answers]")
	g.at("answers")
	g.inspect("check-answers")
	g.touch("[data-do=back]")
	g.at("results")
	g.touch(".onscreen [data-do=share]")
	g.at("share")
	g.inspect("check-share")
}

func (g *glass) talkScreens() {
	g.open("/talk")
	g.inspect("place")
	g.tap("button[value=home]", "/talk/address")
	g.inspect("address")
	g.tap("button.strong", "/talk/address")
	g.inspect("address-wrong")
	g.write("#street", "Volksvertegenwoordiger De Jaegerelaan")
	g.write("#number", "62/01")
	g.tap("button.strong", "/talk/time")
	g.inspect("time-home")
	g.tap("a[href='/talk/time/all']", "/talk/time/all")
	g.inspect("time-all")
	g.tap(".pages .after", "/talk/time/all")
	g.inspect("time-all-next")
	g.tap(".day button", "/talk/channel")
	g.inspect("channel")
	g.tap("button[value=phone]", "/talk/phone")
	g.inspect("phone")
	g.write("#phone", "12")
	g.tap("button.strong", "/talk/phone")
	g.inspect("phone-wrong")
	g.clear("#phone")
	g.write("#phone", "0470 12 34 56")
	g.tap("button.strong", "/talk/when")
	g.inspect("when")
	g.touch("label.tile")
	g.tap("button.strong", "/talk/voicemail")
	g.inspect("voicemail")
	g.tap("button[value=no]", "/talk/introduce")
	g.inspect("introduce")
	g.tap("button[value=firstname]", "/talk/writing")
	g.inspect("writing")
	g.tap("button[value=no]", "/talk/review")
	g.inspect("review")
	g.tap("a[href='/talk/topics']", "/talk/topics")
	g.inspect("topics")
	g.tap("button.strong", "/talk/review")
	g.tap("a[href='/talk/language']", "/talk/language")
	g.inspect("language")
	g.tap("button[value=ti]", "/talk/interpreter")
	g.inspect("interpreter")
	g.tap("button[value=yes]", "/talk/review")
	for _, step := range []string{"name", "message", "codeword", "companion", "apart", "remind"} {
		g.tap("a[href='/talk/"+step+"']", "/talk/"+step)
		g.inspect(step)
		g.tap(".back", "/talk/review")
	}
	g.tap("form.send button", "/done")
	g.inspect("done-home")
	g.shareScreens()
}

// shareScreens are those of a talk that begins with what a check found.
func (g *glass) shareScreens() {
	pagetest.JS[bool](g.t, g.tab, `(() => {
		const form = document.createElement("form");
		form.method = "post"; form.action = "/rights/share";
		for (const id of ["zorgbudget-zwaar-zorgbehoevenden", "leefloon", "groeipakket-kleuter-en-opvangtoeslag", "huurpremie"]) {
			const box = document.createElement("input");
			box.type = "hidden"; box.name = "right"; box.value = id; form.append(box);
		}
		document.body.append(form); setTimeout(() => form.submit(), 50); return true })()`) // after the answer: a page that goes away takes it along
	g.wait("/talk/place")
	g.tap("button[value=centre]", "/talk/centre")
	g.tap("button[value=marke]", "/talk/time")
	g.tap("button[value=callme]", "/talk/channel")
	g.tap("button[value=none]", "/talk/review")
	g.inspect("review-rights")
	g.tap("a[href='/talk/rights']", "/talk/rights")
	g.inspect("rights")
	g.touch("label.tile")
	g.tap("button.strong", "/talk/review")
}

func (g *glass) requestScreens(r *rig) {
	r.desk.stands(api.StateNew, nil)
	g.open("/a")
	g.write("#codefield", "HTQWMN AAAAA AAAAA")
	g.tap("button.strong", "/a")
	g.inspect("code-wrong")
	g.clear("#codefield")
	g.write("#codefield", rightCode)
	g.tap("button.strong", "/a/"+locator)
	g.inspect("request")
	g.tap("a[href$=contact]", "/a/"+locator+"/contact/channel")
	g.inspect("contact")
	g.tap("button[value=email]", "/a/"+locator+"/contact/email")
	g.inspect("contact-email")
	g.write("#email", "nour@example.org")
	g.tap("button.strong", "/a/"+locator+"/contact/remind")
	g.inspect("contact-remind")
	g.tap("button[value=day]", "/a/"+locator+"/contact/review")
	g.inspect("contact-review")
	g.tap("form.send button", "/a/"+locator)
	g.inspect("request-saved")
	g.appointmentScreens(r)
	g.tap("a[href$=cancel]", "/a/"+locator+"/cancel")
	g.inspect("cancel")
	g.tap("button.strong", "/a/"+locator)
	g.inspect("request-cancelled")
}

// appointmentScreens are those of a request with an appointment, in its states.
func (g *glass) appointmentScreens(r *rig) {
	mine := "/a/" + locator
	show := func(name string, state api.State, a api.Appointment) {
		a.ID = "appointment-1"
		r.desk.stands(state, &a)
		g.open(mine)
		g.inspect("request-" + name)
	}
	home, centre := slotAt(hour(7, 0), api.PlaceHome, ""), slotAt(hour(7, 0), api.PlaceCentre, "overleie")
	earlier := slotAt(hour(2, 0), api.PlaceCentre, "overleie")
	show("offered", api.StateContacted, api.Appointment{State: api.AppointmentOffered, Slot: home})
	show("missed", api.StateMissed, api.Appointment{State: api.AppointmentMissed, Slot: centre})
	show("phone", api.StateScheduled, api.Appointment{State: api.AppointmentBooked, Slot: slotAt(hour(7, 0), api.PlacePhone, "")})
	show("earlier", api.StateScheduled, api.Appointment{State: api.AppointmentBooked, Slot: centre, Earlier: &earlier})
	r.diary.address = true
	g.tap("a[href$=place]", mine+"/place")
	g.inspect("elsewhere")
	g.tap("button[value=marke]", mine+"/time")
	g.inspect("move")
	gone := pagetest.JS[string](g.t, g.tab, `document.querySelector("button[name=time]").value`)
	at, err := time.Parse(time.RFC3339, gone)
	must(g.t, err)
	r.diary.take(at)
	g.tap("button[name=time]", mine+"/time")
	g.inspect("move-gone")
	g.tap("a[href$=all]", mine+"/time/all")
	g.inspect("move-all")
	g.tap(".day button", mine)
	g.inspect("request-moved")
	g.touch("details.notice > summary")
	g.inspect("request-open")
}
