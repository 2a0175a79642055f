package walk_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"wijkloket/backend/api"
	"wijkloket/i18n"
)

// startDemo serves a house with workers who can be met: the demo.
func startDemo(t testing.TB) house {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "backend")
	if out, err := exec.Command("go", "build", "-o", binary, "wijkloket/backend").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	disk := t.TempDir()
	lines, log, _ := program(t, exec.Command(binary, "serve", "--demo", "--data-dir", disk, "--listen", "127.0.0.1:0", "--staff-listen", "127.0.0.1:0"))
	return house{phone: strings.TrimSuffix(await(t, lines, "phone"), "/"), onthaal: await(t, lines, "onthaal"), disk: disk, log: log}
}

// offered is the last of the moments that a kiosk is offered now, in the words of the glass and as the desk writes its hour. The first
// may be too soon by the time that it is touched.
func (h house) offered(t testing.TB) (glass, hour string) {
	t.Helper()
	answer, err := http.Post(h.phone+"/api/v1/slots", "application/json", bytes.NewBufferString(`{"place":"here","kiosk":"overleie","language":"nl"}`))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var offer api.SlotOffer
	if err := json.NewDecoder(answer.Body).Decode(&offer); err != nil || len(offer.Slots) == 0 {
		t.Fatalf("offered: %+v, %v", offer, err)
	}
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	nl, start := bundle.For("nl"), offer.Slots[len(offer.Slots)-1].Start
	return nl.T("kiosk.time.moment", i18n.Args{"Date": nl.Date(start), "Time": nl.Time(start)}), nl.Time(start)
}

// TestAnAppointmentTravelsAllTheWay: a resident books an hour in the kiosk's window by touch, moves it on the phone and calls it
// off there; reception sees each step on the open page, which is never loaded again.
func TestAnAppointmentTravelsAllTheWay(t *testing.T) {
	say := dutch(t)
	house := startDemo(t)
	desk := startBrowser(t)
	desk.do("sign in", chromedp.EmulateViewport(1366, 768), chromedp.Navigate(house.onthaal))
	desk.do("sign in", chromedp.SendKeys("#gebruiker", "els"), chromedp.SendKeys("#wachtwoord", "els fietst langs de leie"))
	desk.press(say("staff.signin.go"))
	const links = `[...document.querySelectorAll("#queue a[href*='/aanvraag/']")].map(a => a.getAttribute("href"))`
	desk.until("the queue, live", `(window.known = `+links+`).length > 0 && !document.getElementById("line-state").hidden`)

	glass, hour := house.offered(t)
	kiosk := startKiosk(t, house.phone, "overleie")
	for _, text := range []string{"Nederlands", say("home.talk"), say("place.here"), glass, say("channel.none")} {
		kiosk.touch(text)
	}
	kiosk.see(say("review.send"))
	kiosk.shot("walk-review")
	kiosk.touch(say("review.send"))
	kiosk.see(say("confirm.title"))
	kiosk.see(glass)
	kiosk.shot("walk-booked")
	address := kiosk.scan()

	desk.until("the new line, with its hour", fmt.Sprintf(`(() => {
		window.fresh = %s.find(href => !window.known.includes(href));
		const line = window.fresh && document.querySelector("#queue a[href='" + window.fresh + "']").closest("li");
		return !!line && line.innerText.includes(%q);
	})()`, links, hour))
	desk.shot("walk-booked-queue")

	phone := startBrowser(t)
	phone.do("scan", chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile, chromedp.EmulateTouch), chromedp.Navigate(address))
	phone.until("the appointment", fmt.Sprintf(`document.body.innerText.includes(%q) && document.body.innerText.includes(%q)`, say("page.meeting"), hour))
	phone.shot("walk-appointment")
	phone.press(say("page.move"))
	phone.press(say("time.more"))
	other := fmt.Sprintf(`[...document.querySelectorAll("button[name=time]")].findLast(b => b.innerText.match(/\d\d:\d\d/) && !b.innerText.includes(%q))`, hour)
	phone.until("another hour", "!!"+other) // the last: the first may be too soon by the time it is sent
	moved, err := chromedp.Run(phone.ctx, chromedp.Evaluate[string](other+`.innerText.match(/\d\d:\d\d/)[0]`))
	if err != nil {
		t.Fatal(err)
	}
	phone.click("that hour", other)
	phone.until("that it moved", fmt.Sprintf(`!!document.querySelector(".note.good") && document.body.innerText.includes(%q) && document.body.innerText.includes(%q)`, say("page.meeting"), moved))
	phone.shot("walk-moved")
	desk.until("the line moves, live", fmt.Sprintf(`document.querySelector("#queue a[href='" + window.fresh + "']").closest("li").innerText.includes(%q)`, moved))
	desk.shot("walk-moved-queue")

	phone.press(say("page.cancel"))
	phone.press(say("page.cancel.yes"))
	phone.until("that it was stopped", `document.body.innerText.includes("`+say("state.cancelled")+`")`)
	desk.until("the line is no work any more, live", `(() => {
		const link = document.querySelector("#queue a[href='" + window.fresh + "']");
		return window.known && (!link || link.closest("li").innerText.includes("`+say("staff.event.cancelled")+`") || !!link.closest(".done, .group-done, details"));
	})()`)
	desk.shot("walk-cancelled-queue")
}
