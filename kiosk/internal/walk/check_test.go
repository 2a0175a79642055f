package walk_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"wijkloket/backend/rights"
	"wijkloket/backend/rights/guide"
	"wijkloket/i18n"
	"wijkloket/kiosk/internal/app"
	"wijkloket/kiosk/internal/kiosktest"
)

// household answers every question: several where several can be true, "I do not know" for [dontKnow], nothing where a
// question is missing.
var household = map[string][]string{
	"V1": {"46"}, "V2": {"kortrijk"}, "V3": {"alleenouder"}, "V4": {"2"}, "V5": {"6-11", "12-17"}, "V6": {"loon", "ziek"},
	"V7": {"kindzorg"}, "V8": {dontKnow}, "V9": {"C"}, "V10": {"prive"}, "V11": {"wachtlijst", "slecht"},
	"V13": {"kind_beperking", "veel_medische_kosten"}, "V14": {"huur1", "schulden", "schoolkosten"},
}

const dontKnow = "?"

// checked is a person in the check at the kiosk: their guide knows what the kiosk asks next.
type checked struct {
	*window
	say   func(key string, args ...i18n.Args) string
	guide *guide.Guide
	walk  guide.Walk
}

// sitDown is before the first touch.
func sitDown(t testing.TB, kiosk *window) *checked {
	t.Helper()
	rules, err := app.Rights()
	if err != nil {
		t.Fatal(err)
	}
	brussels, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	led := guide.New(rules, time.Now().In(brussels).Format(time.DateOnly))
	return &checked{window: kiosk, say: dutch(t), guide: led, walk: led.Begin()}
}

// reach touches a text, however far down its screen it stands.
func (c *checked) reach(text string) {
	c.t.Helper()
	c.tap(c.find(text, c.say("kiosk.down")))
}

// answer gives the answer to the question that stands now, as a finger does.
func (c *checked) answer(values ...string) {
	c.t.Helper()
	q, _ := c.guide.Question(c.walk.At)
	c.see(q.Ask("nl"))
	var err error
	switch {
	case len(values) == 0:
		c.reach(c.say("action.skip"))
		c.walk = c.guide.Skip(c.walk)
		return
	case slices.Equal(values, []string{dontKnow}):
		c.reach(c.say("check.unsure"))
		c.walk = c.guide.Skip(c.walk)
		return
	case q.ID == "V1":
		for _, digit := range values[0] {
			c.touch(string(digit))
		}
		c.touch(c.say("action.next"))
	default:
		for _, value := range values {
			c.reach(c.guide.Check().Label(q.ID, value, "nl"))
		}
		if q.Kind == rights.Many {
			c.touch(c.say("action.next"))
		}
	}
	c.walk, err = c.guide.Answer(c.walk, values...)
	if err != nil {
		c.t.Fatal(err)
	}
}

// atResults waits for the results. They stand where they were left, so their title may be out of sight.
func (c *checked) atResults() {
	c.t.Helper()
	c.see(c.say("check.share"))
}

// change gives another answer to a question, from the list of those that were given, and comes back to the results.
func (c *checked) change(question, value string) {
	c.t.Helper()
	c.reach(c.say("check.answers"))
	c.see(c.say("check.answers.title"))
	q, _ := c.guide.Question(question)
	given, _ := c.guide.Given(c.walk, question)
	_, bottom := c.find(c.guide.Check().Label(question, given[0], "nl"), c.say("kiosk.down"))
	_, top := c.see(q.Ask("nl"))
	right, _ := c.see(c.say("review.change")) // each row has one, in the middle of its height
	c.tap(right, (top+bottom)/2)
	c.see(q.Why("nl"))
	c.reach(c.guide.Check().Label(question, value, "nl"))
	c.atResults()
	var err error
	c.walk, err = c.guide.Answer(c.guide.Reopen(c.walk, question), value)
	if err != nil {
		c.t.Fatal(err)
	}
}

// first is the name of the first right of the results.
func (c *checked) first() string {
	c.t.Helper()
	found := c.guide.Results(c.walk, guide.Told...)
	if len(found) == 0 {
		c.t.Fatal("this household finds nothing")
	}
	right, _ := c.guide.Right(found[0].Items[0].ID)
	return right.Name("nl")
}

// open reads one right in full, the first of the results, and comes back to them.
func (c *checked) open() {
	c.t.Helper()
	c.touch(c.first())
	c.see(c.say("check.right.because"))
	c.shot("check-right")
	c.touch(c.say("action.back"))
	c.atResults()
}

// TestACheckLeavesNoTrace: a full rights check in the kiosk's window, with every question that is asked, a right that is read, an
// answer that is changed, paper and a QR, sends not one byte to the backend, and changes no file and no log of either program. That is
// what "we keep nothing" on its first screen means. Both programs live in folders of the test: nothing can lie elsewhere in their homes.
func TestACheckLeavesNoTrace(t *testing.T) {
	house := startHouse(t)
	wire := startWire(t, house.phone)
	printer, printed := kiosktest.Paper(t)
	kiosk := startKiosk(t, wire.address, "overleie", printer)
	settled(t, kiosk)
	witness := &witness{t: t, wire: wire, disks: []string{house.disk, kiosk.disk}, logs: map[string]*words{"the backend's log": house.log, "the kiosk's log": kiosk.log}}
	witness.calm()

	c := sitDown(t, kiosk)
	c.touch(c.say("check.name"))
	c.touch(c.say("check.begin"))
	skipped := 0
	for c.walk.At != "" {
		asked := c.walk.At
		if len(household[asked]) == 0 {
			skipped++
		}
		c.answer(household[asked]...)
		witness.unmoved("after " + asked)
	}
	c.atResults()
	if len(c.guide.Asked(c.walk)) < 10 || skipped == 0 {
		t.Fatalf("not much of a check: %v answered, %d skipped", c.guide.Asked(c.walk), skipped)
	}
	c.shot("check-results")
	witness.unmoved("with the results")
	c.open()
	witness.unmoved("after a right was read")
	c.change("V9", "A")
	witness.unmoved("after a correction")
	c.touch(c.say("check.print"))
	c.see(c.say("check.print.done"))
	witness.unmoved("after printing")
	c.touch(c.say("kiosk.phone"))
	link := c.scan()
	c.shot("check-phone")
	c.touch(c.say("kiosk.stop"))
	c.see(c.say("kiosk.home.title", i18n.Args{"Centre": "Overleie"}))
	witness.unmoved("after the wipe")
	kiosk.stop()
	witness.unmoved("after the kiosk ended", "the kiosk's log") // where Fyne complains that it reads its preferences while it writes them

	if want := wire.address + "/rights?lang=nl#" + c.guide.Pack(c.walk); link != want {
		t.Errorf("the QR leads to %s, not to %s", link, want)
	}
	if slip := printed(); !bytes.Contains(slip, []byte{0x1d, 'V', 66, 0}) {
		t.Errorf("no slip came out of the printer, which heard %d bytes", len(slip))
	}
	goesOnOnAPhone(t, wire, link, c.first())
}

// settled waits until the kiosk keeps what it fetches once, at its start; of each document it writes the tag last.
func settled(t testing.TB, kiosk *window) {
	t.Helper()
	for late := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		tags, _ := filepath.Glob(filepath.Join(kiosk.disk, "state", "*.etag"))
		if len(tags) == 2 {
			return
		}
		if time.Now().After(late) {
			t.Fatalf("of rights and directory the kiosk keeps %v", tags)
		}
	}
}

// preferences writes what Fyne writes whenever a program ends, of which the kiosk has none: whatever else stands there then is of a
// visit. It does so before the program starts, which watches that file.
func preferences(t testing.TB, disk string) {
	t.Helper()
	folder := filepath.Join(disk, "xdg_config_home", "fyne", "be.kortrijk.wijkloket.kiosk")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "preferences.json"), []byte("{}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
}

// goesOnOnAPhone scans the kiosk's QR: the phone shows what the kiosk found, and its answers are in nothing that it sends.
func goesOnOnAPhone(t *testing.T, wire *wire, link, found string) {
	say := dutch(t)
	phone := startBrowser(t)
	phone.do("scan", chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile, chromedp.EmulateTouch), chromedp.Navigate(link))
	phone.until("the results", `document.body.innerText.includes("`+say("check.results.title")+`") && document.body.innerText.includes("`+found+`")`)
	phone.until("an address that says nothing", `location.hash === "" && location.pathname === "/rights"`)
	phone.shot("check-on-phone")
	_, answers, _ := strings.Cut(link, "#")
	if heard := wire.String(); !strings.Contains(heard, "GET /rights?lang=nl") || strings.Contains(heard, answers) || strings.Contains(heard, "POST /rights") {
		t.Error("the backend hears of the answers, or not of the page")
	}
}
