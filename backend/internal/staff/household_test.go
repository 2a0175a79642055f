package staff_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/household"
	"wijkloket/backend/internal/pagetest"
	"wijkloket/backend/internal/request"
	"wijkloket/i18n"
)

// meets puts requests into their households, which is what these pages need of the booking.
type meets struct{ homes *household.Service }

func (m meets) Received(tx request.Tx, row *request.Row, in request.Incoming) (func() error, error) {
	met, err := m.homes.Meet(tx.(household.Tx), *row, in)
	return func() error { return m.homes.Join(tx.(household.Tx), *row, met) }, err
}

func (m meets) Changed(request.Tx, request.Row, *request.Row, request.Step) error { return nil }

func (m meets) Appointment(request.Tx, request.Row) (*api.Appointment, error) { return nil, nil }

// family are requests that know each other: two of one household, one that may be of it, one with another team, and one that
// is kept apart.
type family struct {
	*rig
	first, second, maybe, apart core.ID
}

func newFamily(t testing.TB) *family {
	f := &family{rig: newRig(t)}
	f.Requests.Follow(meets{f.homes})
	sender := func(name, born string, change func(*api.NewRequest)) func(*api.NewRequest) {
		return func(n *api.NewRequest) {
			n.Name, n.BirthYear = api.NewPersonal(name), api.NewPersonal(born)
			if change != nil {
				change(n)
			}
		}
	}
	f.first = f.ask("ZWALUW 7", sender("Nour", "1980", nil))
	f.ok(f.Requests.Assign(t.Context(), f.staff["lies"].Viewer(), f.first, f.staff["amira"].ID, 1))
	f.ask("ELDERS 1", sender("Nour", "1980", func(n *api.NewRequest) { n.Kiosk = "de-conde" }))
	f.second = f.ask("KOALA 42", sender("Nour", "1980", nil))
	f.maybe = f.ask("REGEN 28", sender("Omar", "1975", nil))
	f.apart = f.ask("ANDERS 99", sender("Nour", "1980", func(n *api.NewRequest) { n.Apart = true }))
	f.ok(f.Requests.Assign(t.Context(), f.staff["karel"].Viewer(), f.apart, f.staff["jonas"].ID, 1))
	return f
}

var proposal = regexp.MustCompile(`name="voorstel" value="([a-z2-7]{26})"`)

// TestHouseholdOnThePage: who is of it, whom to call in another team, the own worker with one button, and a question where it is
// not sure; each answer can be taken back on the same page.
func TestHouseholdOnThePage(t *testing.T) {
	f := newFamily(t)
	lies := f.as("lies")
	page := text(lies.get(path(f.second)))
	has(t, page, "Andere vragen van dit gezin", `href="`+path(f.first)+`"`, "ZWALUW 7", "Een vraag bij", "De vaste collega van dit gezin is Amira Haddad.", "Geef aan Amira Haddad",
		"<b>Wijkloket</b> zette de vraag bij")
	lacks(t, page, "ELDERS 1")
	has(t, text(lies.get("/onthaal/rij")), "zelfde gezin?")

	page = text(lies.get(path(f.maybe)))
	has(t, page, "Is dit hetzelfde gezin?", "telefoonnummer")
	id := proposal.FindStringSubmatch(page)[1]
	for _, step := range []struct {
		do          []string
		shows, says string
	}{
		{[]string{"ja", "voorstel", id}, "Genoteerd: dit is hetzelfde gezin.", "Andere vragen van dit gezin"},
		{[]string{"uit"}, "Deze vraag hoort niet meer bij dit gezin.", "haalde de vraag uit het gezin"},
		{[]string{"toch", "voorstel", id}, "De vraag over het gezin staat weer open.", "Is dit hetzelfde gezin?"},
		{[]string{"nee", "voorstel", id}, "Genoteerd: dit is een ander gezin.", "Maak ongedaan"},
		{[]string{"samen", "code", strings.ToLower(f.stored(f.first).Locator)}, "Genoteerd: dit is hetzelfde gezin.", "Maak ongedaan"},
	} {
		f.Clock.Add(1e9)
		page = lies.follow(lies.post(path(f.maybe, "gezin", step.do[0]), step.do[1:]...))
		has(t, page, step.shows, step.says)
	}
	refused := lies.post(path(f.maybe, "gezin", "samen"), "code", f.stored(f.second).Locator)
	if refused.Code != http.StatusConflict || !strings.Contains(text(refused), "Deze twee vragen horen al bij hetzelfde gezin.") {
		t.Errorf("merged twice: %d", refused.Code)
	}
	has(t, lies.follow(lies.post(path(f.maybe, "toewijzen"), "versie", version(f.rig, f.maybe), "wie", string(f.staff["amira"].ID))), "Amira Haddad volgt deze vraag nu op.")
}

// TestKeptApartOnThePages: the household's worker meets the request nowhere, and merging with it is like merging with nothing;
// reception has its line and no way in; its own worker sees that it is apart, and is offered nothing that would join it.
func TestKeptApartOnThePages(t *testing.T) {
	f := newFamily(t)
	amira, lies := f.as("amira"), f.as("lies")
	locator := f.stored(f.apart).Locator
	for _, address := range []string{"/onthaal/rij", "/onthaal/rij?toon=alles", "/onthaal/daglijst", path(f.first)} {
		lacks(t, text(amira.get(address)), "ANDERS 99", locator, string(f.apart))
	}
	for _, term := range []string{"anders 99", locator, "0470 12 34 56", "Nour"} {
		lacks(t, text(amira.post("/onthaal/zoeken", "zoek", term)), "ANDERS 99", string(f.apart))
	}
	absent := amira.get(path("aaaaaaaaaaaaaaaaaaaaaaaaaa"))
	if got := amira.get(path(f.apart)); got.Code != absent.Code || text(got) != text(absent) {
		t.Errorf("opening it is unlike opening nothing: %d", got.Code)
	}
	merge := func(code string) (int, string) {
		answer := lies.post(path(f.first, "gezin", "samen"), "code", code)
		return answer.Code, strings.ReplaceAll(text(answer), code, "CODE")
	}
	code, page := merge(locator)
	if unknownCode, unknown := merge("ZZZZZZ"); code != unknownCode || page != unknown || code != http.StatusUnprocessableEntity {
		t.Errorf("merging with it is unlike merging with nothing: %d", code)
	}
	queue := text(lies.get("/onthaal/rij"))
	has(t, queue, "ANDERS 99", "blijft apart")
	lacks(t, queue, path(f.apart))
	if got := lies.get(path(f.apart)); got.Code != never {
		t.Errorf("reception opens it: %d", got.Code)
	}
	own := text(f.as("jonas").get(path(f.apart)))
	has(t, own, "Deze vraag blijft apart van het gezin.")
	lacks(t, own, "ZWALUW 7", "Voeg samen", "Is dit hetzelfde gezin?")
}

// TestKeptApartIsNotHeardOf: a live page of a colleague hears nothing of it, not even that something happened; that of its own
// worker does.
func TestKeptApartIsNotHeardOf(t *testing.T) {
	f := newFamily(t)
	colleague, own := f.as("amira").watch(t), f.as("jonas").watch(t)
	for _, one := range []*stream{colleague, own} {
		if got := one.next(t); got.name != "hello" {
			t.Fatalf("the stream begins with %q", got.name)
		}
	}
	f.move("karel", f.apart, api.StateContacted)
	f.move("karel", f.first, api.StateContacted)
	if got := own.next(t); !strings.Contains(got.data, string(f.apart)) {
		t.Errorf("its own worker hears %v first", got)
	}
	if got := colleague.next(t); !strings.Contains(got.data, string(f.first)) {
		t.Errorf("a colleague hears %v first", got)
	}
}

// TestHouseholdScreens holds the states of the part about the household against the accessibility rules.
func TestHouseholdScreens(t *testing.T) {
	f := newFamily(t)
	base, tab := f.listen(), pagetest.Browser(t)
	pagetest.Do(t, tab, pagetest.Screen(1366, 768))
	signIn(t, tab, base, "karel")
	for _, lang := range i18n.StaffLanguages {
		speak(t, tab, lang)
		look(t, tab, base+path(f.second), "household-"+lang, lang)
		look(t, tab, base+path(f.maybe), "household-ask-"+lang, lang)
		look(t, tab, base+path(f.apart), "household-apart-"+lang, lang)
	}
	speak(t, tab, i18n.Source)
	look(t, tab, base+"/onthaal/rij", "household-queue", i18n.Source)
	pagetest.Do(t, tab, pagetest.Screen(1366, 768), chromedp.Navigate(base+path(f.maybe)),
		chromedp.Click(chromedp.Search(`//button[contains(., "Ja, hetzelfde gezin")]`)), chromedp.WaitVisible(chromedp.CSS("#gezin ~ .told")))
	pagetest.Axe(t, tab)
	pagetest.Shot(t, tab, "household-confirmed")
	if !pagetest.JS[bool](t, tab, `location.hash === "#gezin" && (r => r.top >= 0 && r.bottom <= innerHeight)(document.querySelector(".told").getBoundingClientRect())`) {
		t.Error("what was noted is out of sight")
	}
	pagetest.Do(t, tab, chromedp.Click(chromedp.Search(`//summary[contains(., "Voeg samen")]`)), chromedp.SendKeys(chromedp.CSS("#code"), "ZZZZZZ\r"), chromedp.WaitVisible(chromedp.CSS("#code-wrong")))
	pagetest.Axe(t, tab)
	pagetest.Shot(t, tab, "household-wrong-code")
}
