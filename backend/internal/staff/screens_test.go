package staff_test

import (
	"cmp"
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/calendar"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/notify"
	"wijkloket/backend/internal/pagetest"
	"wijkloket/backend/internal/request"
	"wijkloket/i18n"
)

// asked is one request of a day: who asked for what, how long ago, and what became of it.
type asked struct {
	word     string
	daysAgo  int
	channel  api.Channel
	language string
	worker   string
	states   []api.State
}

// aDay is a day at reception as it could be: 25 requests in every state and every standing.
var aDay = []asked{
	{word: "ZWALUW 7", daysAgo: 6}, {word: "LANTAARN 5", daysAgo: 5, worker: "jonas"},
	{word: "TULP 3", daysAgo: 2, language: "fr", worker: "jonas"}, {word: "REGEN 28", daysAgo: 2, channel: api.ChannelEmail},
	{word: "BEUK 19", daysAgo: 2, channel: api.ChannelSMS, worker: "amira"}, {word: "KERS 31", daysAgo: 1, channel: api.ChannelSMS, language: "uk"},
	{word: "MEREL 16", daysAgo: 1, worker: "amira"}, {word: "APPEL 11", daysAgo: 1, language: "tr"},
	{word: "SPIJKER 8", language: "tr"}, {word: "WOLK 22", worker: "jonas"}, {word: "LINDE 25", channel: api.ChannelEmail},
	{word: "MOLEN 4", language: "fr", worker: "amira"}, {word: "DUIN 17", channel: api.ChannelSMS}, {word: "FIETS 9"},
	{word: "VLINDER 14", daysAgo: 8, worker: "amira", states: []api.State{api.StateContacted, api.StateScheduled, api.StateMissed}},
	{word: "BRUG 2", daysAgo: 7, worker: "amira", states: []api.State{api.StateScheduled}},
	{word: "ROZEMARIJN 20", daysAgo: 7, worker: "jonas", states: []api.State{api.StateContacted, api.StateScheduled}},
	{word: "KOMEET 6", daysAgo: 3, worker: "amira", states: []api.State{api.StateContacted}}, {word: "HAVEN 13", daysAgo: 3, states: []api.State{api.StateContacted}},
	{word: "ZEIL 27", channel: api.ChannelNone}, {word: "EGEL 10", daysAgo: 1, channel: api.ChannelNone, language: "tr"},
	{word: "MAAN 1", daysAgo: 9, worker: "amira", states: []api.State{api.StateScheduled, api.StateMet}},
	{word: "BOEK 18", daysAgo: 4, worker: "jonas", states: []api.State{api.StateContacted, api.StateClosed}}, {word: "PANNENKOEK 33"},
}

// fullDay fills the queue of team Noord. It returns the request that has everything.
func fullDay(r *rig) map[string]core.ID {
	ids := map[string]core.ID{}
	for _, one := range aDay {
		r.Clock.Set(morning.AddDate(0, 0, -one.daysAgo).Add(-time.Hour))
		ids[one.word] = r.ask(one.word, func(n *api.NewRequest) {
			n.TalkLanguage = cmp.Or(one.language, "nl")
			n.Interpreter = one.language == "uk"
			n.Contact.Channel = cmp.Or(one.channel, api.ChannelPhone)
			if one.channel == api.ChannelEmail {
				n.Contact.Email = api.NewPersonal("iemand@example.org")
			}
		})
		r.Clock.Set(morning.Add(-25 * time.Minute))
		if one.worker != "" {
			r.ok(r.Requests.Assign(context.Background(), r.staff["lies"].Viewer(), ids[one.word], r.staff[one.worker].ID, 1))
		}
		r.move("karel", ids[one.word], one.states...)
	}
	r.Clock.Set(morning.AddDate(0, 0, -6))
	ids["KOALA 42"] = r.ask("KOALA 42", everything)
	ids["PLEIN 12"] = r.ask("PLEIN 12", everything)
	noteOutcomes(r, ids["KOALA 42"])
	r.Clock.Set(morning)
	_, err := r.Requests.Escalate(context.Background())
	r.ok(err)
	return ids
}

// anAgenda gives the workers hours and the day its appointments, one in every standing, and calls to make.
func anAgenda(r *rig, ids map[string]core.ID) {
	r.hours("amira")
	r.hours("jonas")
	r.Clock.Set(morning.AddDate(0, 0, -1))
	r.book("karel", ids["MOLEN 4"], calendar.Talk, "amira", at(0, 8), true)
	r.Clock.Set(morning)
	r.book("karel", ids["TULP 3"], calendar.Talk, "jonas", at(0, 11), true)
	r.book("karel", ids["KOMEET 6"], calendar.Phone, "amira", at(0, 15), true)
	r.book("karel", ids["WOLK 22"], calendar.Talk, "jonas", at(1, 9), true)
	r.book("karel", ids["PLEIN 12"], calendar.Visit, "amira", at(2, 13), false)
	r.tasks.ring(ids["TULP 3"], "TULP 3", notify.Call, morning.Add(-time.Hour), at(0, 12))
	r.tasks.ring(ids["ZWALUW 7"], "ZWALUW 7", notify.Call, at(1, 13), at(1, 17))
	r.tasks.ring(ids["ZEIL 27"], "ZEIL 27", notify.Desk, time.Time{}, time.Time{})
	r.tasks.messages = append(r.tasks.messages,
		message(notify.SMS, notify.Delivered, notify.ReceiptDelivered), message(notify.SMS, notify.Dropped, notify.ReceiptNoNumber),
		message(notify.Email, notify.Failed, "smtp-550"), message("", notify.Queued, ""))
	amira := r.staff["amira"].Viewer()
	_, err := r.agendas.AddException(context.Background(), amira, calendar.Exception{Worker: amira.ID, On: "2026-12-01", From: 9 * 60, To: 12 * 60, Off: true})
	r.ok(err)
	_, err = r.agendas.AddAbsence(context.Background(), amira, calendar.Absence{Worker: amira.ID, First: "2026-12-21", Last: "2027-01-03"})
	r.ok(err)
	r.ok(r.agendas.AddClosure(context.Background(), r.staff["bea"].Viewer(), calendar.Closure{Centre: "overleie", First: "2026-12-24", Last: "2026-12-31"}, false))
}

// noteOutcomes gives a request a right of every outcome, and one that staff added.
func noteOutcomes(r *rig, id core.ID) {
	r.Clock.Set(morning.AddDate(0, 0, -2))
	for right, to := range map[string]request.Outcome{"sociaal-tarief-energie": request.OutcomeGranted, "huurpremie": request.OutcomeAsked, "velootje-kinderfiets": request.OutcomeRefused} {
		r.ok(r.Requests.NoteOutcome(context.Background(), r.staff["lies"].Viewer(), id, right, request.OutcomeOpen, to))
	}
}

// everything is a request with an answer to every question.
func everything(n *api.NewRequest) {
	n.TalkLanguage, n.Interpreter, n.Companion = "ar", true, api.CompanionOwn
	n.Contact.When, n.Contact.NeverWrite = []api.DayPart{api.Morning, api.Evening}, true
	n.Topics = []string{"money", "energy"}
	n.Rights = []string{"sociaal-tarief-energie", "zorgbudget-zwaar-zorgbehoevenden", "huurpremie"}
	n.Name, n.Message = api.NewPersonal("Nour"), api.NewPersonal("De factuur is te hoog.\nIk weet niet wat ik moet doen.")
	n.Place = api.PlaceHome
	n.Address = api.Address{Street: api.NewPersonal("Overleiestraat"), Number: api.NewPersonal("12"), Postcode: api.NewPersonal("8500")}
}

// signIn signs a browser in.
func signIn(t testing.TB, tab context.Context, base, username string) {
	t.Helper()
	pagetest.Do(t, tab,
		chromedp.Navigate(base+"/onthaal/aanmelden"),
		chromedp.SendKeys(chromedp.CSS("#gebruiker"), username),
		chromedp.SendKeys(chromedp.CSS("#wachtwoord"), username+"-wachtwoord\r"),
		chromedp.WaitVisible(chromedp.CSS(".me")))
}

// speak chooses the language of the session, as the buttons at the foot of the page do.
func speak(t testing.TB, tab context.Context, lang string) {
	t.Helper()
	pagetest.JS[int](t, tab, fmt.Sprintf(`fetch("/onthaal/taal", {method: "POST", body: new URLSearchParams({taal: "%s", naar: "/onthaal/"})}).then(r => r.status)`, lang))
}

// screen is one page in one state, for one account.
type screen struct{ name, path string }

// TestScreens holds every page, in every state and language, against the accessibility rules, and sees that nothing
// scrolls sideways on the narrowest phone and that no text is missing.
func TestScreens(t *testing.T) {
	r := newRig(t)
	ids := fullDay(r)
	anAgenda(r, ids)
	base, empty := r.listen(), newRig(t).listen()
	for _, one := range []struct {
		who, base string
		screens   []screen
	}{
		{"", base, []screen{{"signin", "/onthaal/aanmelden"}, {"signin-away", "/onthaal/aanmelden?na=pauze"}}},
		{"amira", base, []screen{{"queue", "/onthaal/rij?toon=alles"}, {"request", path(ids["KOALA 42"])}, {"request-mine", path(ids["BRUG 2"])}, {"agenda-mine", "/onthaal/agenda?toon=week"},
			{"times", timesOf(r.staff["amira"].ID)}, {"colleague", path(ids["TULP 3"])}}},
		{"jonas", base, []screen{{"queue-mine", "/onthaal/rij?wie=mij"}, {"request-closed", path(ids["BOEK 18"])}}},
		{"lies", base, []screen{{"queue-reception", "/onthaal/rij"}, {"request-email", path(ids["REGEN 28"])}, {"request-wait", path(ids["ZEIL 27"])},
			{"agenda", "/onthaal/agenda"}, {"agenda-week", "/onthaal/agenda?toon=week"}, {"calls", "/onthaal/bellen"}, {"request-told", path(ids["TULP 3"])},
			{"plan", path(ids["FIETS 9"], "afspraak") + "?wie=" + string(r.staff["amira"].ID)}, {"plan-visit", path(ids["KOALA 42"], "afspraak") + "?wie=" + string(r.staff["amira"].ID)},
			{"plan-missing", path(ids["FIETS 9"], "afspraak") + "?soort=visit"}, {"letter", path(ids["TULP 3"], "brief")},
			{"search", "/onthaal/zoeken"}, {"daylist", "/onthaal/daglijst"}, {"help", "/onthaal/hulp"}, {"absent", path("aaaaaaaaaaaaaaaaaaaaaaaaaa")}}},
		{"karel", base, []screen{{"queue-lead", "/onthaal/rij"}, {"request-lead", path(ids["BRUG 2"])}, {"request-past", path(ids["MOLEN 4"])}, {"request-offered", path(ids["PLEIN 12"])}, {"times-lead", timesOf(r.staff["amira"].ID)}, {"centres-lead", "/onthaal/centra"}}},
		{"karel", empty, []screen{{"queue-empty", "/onthaal/rij"}, {"queue-empty-mine", "/onthaal/rij?wie=mij"}}},
		{"bea", base, []screen{{"accounts", "/onthaal/accounts"}, {"account", "/onthaal/accounts/" + string(r.staff["amira"].ID)}, {"centres", "/onthaal/centra"}}},
	} {
		t.Run(one.who, func(t *testing.T) {
			tab := pagetest.Browser(t)
			if one.who != "" {
				signIn(t, tab, one.base, one.who)
			} else {
				pagetest.Do(t, tab, chromedp.Navigate(one.base+"/onthaal/aanmelden"))
			}
			for _, lang := range i18n.StaffLanguages {
				speak(t, tab, lang)
				for _, s := range one.screens {
					look(t, tab, one.base+s.path, s.name+"-"+lang, lang)
				}
			}
		})
	}
}

func look(t *testing.T, tab context.Context, address, name, lang string) {
	t.Helper()
	pagetest.Do(t, tab, pagetest.Screen(1366, 768), chromedp.Navigate(address))
	pagetest.Axe(t, tab)
	pagetest.Shot(t, tab, name)
	if got := pagetest.JS[string](t, tab, "document.documentElement.lang"); got != lang {
		t.Errorf("%s: the page says it is in %q", name, got)
	}
	lacks(t, pagetest.JS[string](t, tab, "document.documentElement.outerHTML"), "⟦", "[personal]", "ZgotmplZ")
	pagetest.Do(t, tab, pagetest.Phone(320, 700))
	if wide := pagetest.JS[int](t, tab, "document.documentElement.scrollWidth"); wide > 320 {
		t.Errorf("%s scrolls sideways: %d of 320 pixels (A-32)", name, wide)
	}
	pagetest.Do(t, tab, pagetest.Phone(390, 844))
	if lang == i18n.Source {
		pagetest.Axe(t, tab)
	}
	pagetest.Shot(t, tab, name+"-phone")
}

// TestStatesAfterAForm holds what a form can lead to against the accessibility rules too: refused, done, found, too late.
func TestStatesAfterAForm(t *testing.T) {
	r := newRig(t)
	id := fullDay(r)["KOALA 42"]
	base, tab := r.listen(), pagetest.Browser(t)
	pagetest.Do(t, tab, pagetest.Screen(1366, 768))
	click := func(words string) chromedp.Action[chromedp.Void] {
		return chromedp.Click(chromedp.Search(fmt.Sprintf(`//button[contains(., "%s")]`, words)))
	}
	shows := func(words string) chromedp.Action[chromedp.Void] {
		return chromedp.WaitVisible(chromedp.Search(fmt.Sprintf(`//main//*[contains(text(), "%s")]`, words)))
	}
	state := func(name string, actions ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		pagetest.Do(t, tab, actions...)
		pagetest.Axe(t, tab)
		pagetest.Shot(t, tab, "state-"+name)
	}
	state("signin-wrong", chromedp.Navigate(base+"/onthaal/aanmelden"), chromedp.SendKeys(chromedp.CSS("#gebruiker"), "amira"),
		chromedp.SendKeys(chromedp.CSS("#wachtwoord"), "wrong\r"), shows("Naam of wachtwoord klopt niet."))
	signIn(t, tab, base, "amira")
	state("found", chromedp.SendKeys(chromedp.CSS("#zoek"), "koala 42\r"), shows("1 vraag gevonden"))
	state("taken", chromedp.Navigate(base+path(id)), click("Ik neem dit"), shows("Jij volgt deze vraag nu op."))
	state("note-refused", chromedp.SendKeys(chromedp.CSS("#notitie"), "Nummer 85.07.30-033.28"), click("Bewaar notitie"), chromedp.WaitVisible(chromedp.CSS("#notitie-wrong")))
	state("right-noted", chromedp.Navigate(base+path(id)), chromedp.Click(chromedp.CSS(".right button[value=asked]")), shows("Genoteerd: gevraagd."))
	if !pagetest.JS[bool](t, tab, `location.hash === "#rechten" && (r => r.top >= 0 && r.bottom <= innerHeight)(document.querySelector(".told").getBoundingClientRect())`) {
		t.Error("what was noted is out of sight")
	}
	state("right-back", click("Maak ongedaan"), shows("Genoteerd: toegekend."))
	state("right-added", chromedp.Click(chromedp.Search(`//summary[contains(., "Voeg een recht toe")]`)),
		chromedp.SendKeys(chromedp.CSS("#recht"), "Leefloon"), chromedp.Click(chromedp.CSS("details .outcomes button")), shows("Leefloon"))
	r.move("karel", id, api.StateContacted)
	state("too-late", click("We hebben contact"), chromedp.WaitVisible(chromedp.CSS(`.note.alert[role="alert"]`)))
	state("personal", chromedp.Click(chromedp.CSS(".personal summary")), shows("De factuur is te hoog."))
	state("plan", chromedp.Click(chromedp.CSS(`.meeting a[href$="/afspraak"]`)), shows("Vrije momenten"))
	state("plan-refused", chromedp.SetValue(chromedp.CSS("#dag"), "2026-11-20"), chromedp.SetValue(chromedp.CSS("#uur"), "10:00"), chromedp.Click(chromedp.CSS("button[value=vrij]")), shows("Dat moment is al voorbij."))
}
