package walk_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"wijkloket/i18n"
)

func dutch(t testing.TB) func(key string, args ...i18n.Args) string {
	t.Helper()
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return bundle.For("nl").T
}

// TestOneRequestTravelsAllTheWay is the issue's own sentence: a request is made in the kiosk's window by touch, appears on
// the reception page without reloading, with its worker, continues on a phone through the QR's address and is cancelled there.
func TestOneRequestTravelsAllTheWay(t *testing.T) {
	say := dutch(t)
	house := startHouse(t)
	desk := startBrowser(t)
	desk.do("sign in", chromedp.EmulateViewport(1366, 768), chromedp.Navigate(house.onthaal))
	desk.do("sign in", chromedp.SendKeys("#gebruiker", "els"), chromedp.SendKeys("#wachtwoord", password))
	desk.press(say("staff.signin.go"))
	desk.until("the empty queue", `!!document.querySelector("#queue .empty")`)
	desk.until("a live line", `(window.neverReloaded = true) && !document.getElementById("line-state").hidden`)

	kiosk := startKiosk(t, house.phone, "overleie")
	kiosk.shot("walk-home")
	touches := []string{"Nederlands", say("home.talk"), say("place.here"), say("time.callme"), say("channel.none"), say("review.send")}
	if len(touches) > 6 {
		t.Fatalf("a request takes %d touches", len(touches))
	}
	for _, text := range touches {
		kiosk.touch(text)
	}
	kiosk.see(say("confirm.title"))
	kiosk.shot("walk-sent")
	address := kiosk.scan()
	if !strings.HasPrefix(address, house.phone+"/a/") || !strings.Contains(address, "#") {
		t.Fatalf("the QR leads to %s", address)
	}

	desk.until("the request on the open page", `window.neverReloaded && !document.querySelector("#queue .empty") && document.querySelectorAll("#queue a[href*='/aanvraag/']").length > 0`)
	desk.shot("walk-queue")
	desk.click("its line", `document.querySelector("#queue a[href*='/aanvraag/']")`)
	desk.until("the worker whom the program chose", `document.body.innerText.includes("Amira Haddad")`)
	desk.shot("walk-assigned")

	phone := startBrowser(t)
	phone.do("scan", chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile, chromedp.EmulateTouch), chromedp.Navigate(address))
	phone.until("the status", `document.body.innerText.includes("Amira")`)
	phone.shot("walk-phone")
	phone.press(say("page.cancel"))
	phone.press(say("page.cancel.yes"))
	phone.until("that it was stopped", `document.body.innerText.includes("`+say("state.cancelled")+`")`)

	desk.until("reception sees it, live or on the next look", `document.body.innerText.includes("`+say("staff.event.cancelled")+`") || (window.looking ||= setTimeout(() => location.reload(), 1000), false)`)
	kiosk.touch(say("action.done"))
	kiosk.see(say("kiosk.wiped"))
	kiosk.shot("walk-wiped")
}

// TestAVisitMovesToAPhone scans the hand-over (T-29 to T-32): the phone goes on where the kiosk was, both show the same two
// words, and the kiosk forgets.
func TestAVisitMovesToAPhone(t *testing.T) {
	say := dutch(t)
	house := startHouse(t)
	kiosk := startKiosk(t, house.phone, "overleie")
	kiosk.touch(say("home.talk"))
	kiosk.touch(say("place.here"))
	kiosk.touch(say("time.callme"))
	kiosk.touch(say("kiosk.phone"))
	address := kiosk.scan()

	phone := startBrowser(t)
	phone.do("scan", chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile, chromedp.EmulateTouch), chromedp.Navigate(address))
	phone.press(say("page.handover.go"))
	phone.until("two words", `document.querySelectorAll(".pair b").length === 2`)
	words, err := chromedp.Run(phone.ctx, chromedp.Evaluate[string](`[...document.querySelectorAll(".pair b")].map(e => e.innerText).join(" ")`))
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range strings.Fields(words) {
		kiosk.see(word)
	}
	kiosk.shot("walk-words")
	kiosk.touch(say("kiosk.taken.yes"))
	kiosk.see(say("kiosk.handover.done"))
	phone.press(say("page.words.yes"))
	// The kiosk stood behind the moment, which stays behind: a phone that can ask for moments asks for one again.
	phone.until("the step where the kiosk was", `["`+say("channel.title")+`", "`+say("time.title")+`"].some(title => document.body.innerText.includes(title))`)
	phone.shot("walk-goes-on")

	second := startBrowser(t)
	second.do("a second scan", chromedp.Navigate(address))
	second.press(say("page.handover.go"))
	second.until("a neutral no", `!document.querySelector(".pair") && document.body.innerText.includes("`+say("page.handover.again")+`")`)
}
