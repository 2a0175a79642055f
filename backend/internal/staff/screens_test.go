package staff_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/pagetest"
	"wijkloket/backend/internal/request"
	"wijkloket/i18n"
)

// fullDay fills the queue of team Noord with a day that could be: 25 requests in every state and standing.
func fullDay(r *rig) core.ID {
	now := r.clock.Now()
	passed := r.request("KOALA 42", func(d *request.Detail) {
		d.Standing, d.Promise, d.Created = request.Passed, endOfDay(now, -1), now.AddDate(0, 0, -4)
		d.TalkLanguage, d.Interpreter, d.Companion = "ar", true, api.CompanionOwn
		d.Contact.When = []api.DayPart{api.Morning, api.Evening}
		d.Contact.NeverWrite = true
		d.Topics = []string{"money", "energy"}
		d.Name, d.Message = api.NewPersonal("Nour"), api.NewPersonal("De energiefactuur is te hoog.\nIk weet niet wat ik moet doen.")
		d.Address = api.Address{Street: api.NewPersonal("Overleiestraat"), Number: api.NewPersonal("12"), Postcode: api.NewPersonal("8500")}
	})
	words := []string{"ZWALUW 7", "BEUK 19", "TULP 3", "REGEN 28", "APPEL 11", "LANTAARN 5", "KERS 31", "MEREL 16", "FIETS 9", "WOLK 22", "MOLEN 4", "DUIN 17",
		"SPIJKER 8", "LINDE 25", "HAVEN 13", "KOMEET 6", "ROZEMARIJN 20", "BRUG 2", "VLINDER 14", "PANNENKOEK 33", "EGEL 10", "ZEIL 27", "MAAN 1", "BOEK 18"}
	channels := []api.Channel{api.ChannelPhone, api.ChannelSMS, api.ChannelPhone, api.ChannelEmail, api.ChannelPhone}
	languages := []string{"nl", "nl", "fr", "nl", "tr", "nl", "uk", "nl"}
	for i, word := range words {
		r.request(word, func(d *request.Detail) {
			d.Contact.Channel = channels[i%len(channels)]
			d.TalkLanguage = languages[i%len(languages)]
			d.Interpreter = d.TalkLanguage == "uk"
			d.Created = now.Add(-time.Duration(i) * 3 * time.Hour)
			d.Changed = d.Created
			if d.Contact.Channel == api.ChannelEmail {
				d.Contact.Email = api.NewPersonal("iemand@example.org")
			}
			if i%3 == 1 {
				d.Worker, d.WorkerName = id("amira"), "Amira Haddad"
			}
			if i%7 == 2 {
				d.Worker, d.WorkerName = id("jonas"), "Jonas Decock"
			}
			standing(d, i, now)
		})
	}
	return passed
}

func standing(d *request.Detail, i int, now time.Time) {
	switch {
	case i == 0:
		d.Standing, d.Promise = request.Passed, endOfDay(now, -2)
	case i < 4:
		d.Standing, d.Promise = request.Soon, endOfDay(now, 0)
	case i < 8:
		d.Standing, d.Promise = request.Soon, endOfDay(now, 1)
	case i < 14:
		d.Promise = endOfDay(now, []int{2, 5, 6}[i%3])
	case i < 16:
		d.State, d.Standing = api.StateContacted, request.Kept
	case i == 16:
		d.State, d.Standing, d.Place = api.StateScheduled, request.Kept, api.PlaceHome
	case i == 17:
		d.State, d.Standing = api.StateScheduled, request.Kept
	case i == 18:
		d.State, d.Standing = api.StateMissed, request.Kept
	case i < 22:
		d.Contact.Channel, d.Standing = api.ChannelNone, request.NotOwed
	case i == 22:
		d.State, d.Standing, d.Changed = api.StateMet, request.Kept, now.Add(-20*time.Minute)
	default:
		d.State, d.Standing, d.Changed = api.StateCancelled, request.NotOwed, now.Add(-45*time.Minute)
	}
}

// signIn signs a browser in and chooses a language.
func signIn(t *testing.T, username, lang, base string, steps ...chromedp.Action[chromedp.Void]) []chromedp.Action[chromedp.Void] {
	t.Helper()
	actions := []chromedp.Action[chromedp.Void]{chromedp.Navigate(base + "/onthaal/aanmelden")}
	if lang != i18n.Source { // the browser's own
		actions = append(actions,
			chromedp.Click(chromedp.CSS(fmt.Sprintf(`button[name="taal"][value="%s"]`, lang))),
			chromedp.WaitVisible(chromedp.CSS(fmt.Sprintf(`html[lang="%s"] #gebruiker`, lang))))
	}
	actions = append(actions,
		chromedp.SendKeys(chromedp.CSS("#gebruiker"), username),
		chromedp.SendKeys(chromedp.CSS("#wachtwoord"), username+"-wachtwoord\r"),
		chromedp.WaitVisible(chromedp.CSS(".me")))
	return append(actions, steps...)
}

// TestScreens holds every page, in every state and language, against the accessibility rules, at the width of a
// desk and of a worker's phone.
func TestScreens(t *testing.T) {
	r := newRig(t)
	passed := fullDay(r)
	quiet := newRig(t)
	base, quietBase := r.listen(), quiet.listen()
	people := id("amira")
	screens := []struct{ name, who, base, path string }{
		{"queue", "amira", base, "/onthaal/rij?toon=alles"},
		{"queue-reception", "lies", base, "/onthaal/rij"},
		{"queue-mine", "jonas", base, "/onthaal/rij?wie=mij"},
		{"queue-empty", "amira", quietBase, "/onthaal/rij"},
		{"request", "amira", base, "/onthaal/aanvraag/" + string(passed)},
		{"request-lead", "karel", base, "/onthaal/aanvraag/" + string(id("ZWALUW 7"))},
		{"request-wait", "lies", base, "/onthaal/aanvraag/" + string(id("VLINDER 14"))},
		{"search", "lies", base, "/onthaal/zoeken"},
		{"daylist", "lies", base, "/onthaal/daglijst"},
		{"accounts", "bea", base, "/onthaal/accounts"},
		{"account", "bea", base, "/onthaal/accounts/" + string(people)},
		{"centres", "bea", base, "/onthaal/centra"},
		{"help", "lies", base, "/onthaal/hulp"},
		{"foreign", "lies", base, "/onthaal/aanvraag/" + string(id("nobody"))},
	}
	for _, lang := range i18n.StaffLanguages {
		for _, screen := range screens {
			t.Run(screen.name+" "+lang, func(t *testing.T) {
				tab := pagetest.Browser(t)
				pagetest.Do(t, tab, pagetest.Screen(1366, 768))
				pagetest.Do(t, tab, signIn(t, screen.who, lang, screen.base, chromedp.Navigate(screen.base+screen.path))...)
				pagetest.Axe(t, tab)
				pagetest.Shot(t, tab, screen.name+"-"+lang)
				pagetest.Do(t, tab, pagetest.Phone(320, 700))
				if wide := pagetest.JS[int](t, tab, "document.documentElement.scrollWidth"); wide > 320 {
					t.Errorf("scrolls sideways: %d of 320 pixels (A-32)", wide)
				}
				pagetest.Do(t, tab, pagetest.Phone(390, 844))
				pagetest.Axe(t, tab)
				pagetest.Shot(t, tab, screen.name+"-"+lang+"-phone")
			})
		}
	}
}
