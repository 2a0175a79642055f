package resident_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io/fs"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"wijkloket/assets"
	"wijkloket/backend/internal/pagetest"
	"wijkloket/backend/rights"
	"wijkloket/backend/rights/guide"
	"wijkloket/i18n"
)

// dataLimit is the most that the data of the check may weigh on the line, in bytes: the rules of a day and the texts of a language.
const dataLimit = 30_000

// fetched asks for a file of the check's data as a script does.
func (p *phone) fetched(path string, header ...string) seen {
	p.t.Helper()
	request, err := http.NewRequest(http.MethodGet, p.base+path, nil)
	must(p.t, err)
	request.Header.Set("Accept-Encoding", "gzip") // said by ourselves, the answer stays as it came
	for i := 0; i < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	answer, err := p.client.Do(request)
	must(p.t, err)
	return p.read(answer)
}

func dataFiles() []string {
	files := []string{"/rights/program.json"}
	for _, lang := range i18n.Languages {
		files = append(files, "/rights/texts."+lang+".json")
	}
	return files
}

// TestCheckDataAreTheSameForEverybody: whoever asks, and whatever the browser says of them.
func TestCheckDataAreTheSameForEverybody(t *testing.T) {
	r := newRig(t)
	known, stranger := r.phone(t), r.phone(t)
	known.toPhone() // has a visit, in a cookie
	for _, file := range dataFiles() {
		one := known.fetched(file, "Accept-Language", "ar").at(t, file, http.StatusOK)
		two := stranger.fetched(file, "Accept-Language", "fr").at(t, file, http.StatusOK)
		if one.raw != two.raw || one.header.Get("ETag") == "" || one.header.Get("ETag") != two.header.Get("ETag") {
			t.Errorf("%s differs from one visitor to the next", file)
		}
		if set := one.header.Values("Set-Cookie"); len(set) > 0 {
			t.Errorf("%s sets %v", file, set)
		}
		if one.header.Get("Cache-Control") != "no-cache" || one.header.Get("Content-Type") != "application/json" || one.header.Get("Content-Encoding") != "gzip" {
			t.Errorf("%s: %v", file, one.header)
		}
		if again := stranger.fetched(file, "If-None-Match", two.header.Get("ETag")); again.status != http.StatusNotModified || again.raw != "" {
			t.Errorf("%s again: %d with %d bytes", file, again.status, len(again.raw))
		}
	}
}

// TestCheckDataAreLight, together, in every language.
func TestCheckDataAreLight(t *testing.T) {
	p := newRig(t).phone(t)
	rules := len(p.fetched("/rights/program.json").raw)
	for _, lang := range i18n.Languages {
		texts := len(p.fetched("/rights/texts." + lang + ".json").raw)
		t.Logf("%s: rules %d bytes, texts %d", lang, rules, texts)
		if rules+texts > dataLimit {
			t.Errorf("%s: the data weigh %d bytes", lang, rules+texts)
		}
	}
}

// TestCheckDataAreOfToday: the day of Kortrijk, prepared anew when it ends.
func TestCheckDataAreOfToday(t *testing.T) {
	r := newRig(t)
	p := r.phone(t)
	day := func() (string, string) {
		file := p.fetched("/rights/program.json")
		var program rights.Program
		unpackJSON(t, file, &program)
		return program.Day, file.header.Get("ETag")
	}
	first, tag := day()
	r.clock.pass(3*time.Hour - time.Minute) // 22:59 UTC
	if second, same := day(); first != "2026-11-21" || second != first || same != tag {
		t.Errorf("%s, then %s", first, second)
	}
	r.clock.pass(time.Minute)
	if next, other := day(); next != "2026-11-22" || other == tag {
		t.Errorf("after midnight in Kortrijk it is %s", next)
	}
}

// TestARightThatEnded says until when it ran, on its page and to the script.
func TestARightThatEnded(t *testing.T) {
	files, err := fs.Sub(assets.Files, "data/rights")
	must(t, err)
	text, err := fs.ReadFile(files, "werk/jobbonus.yaml")
	must(t, err)
	ended := strings.Replace(string(text), "\npublished:", "\nvalid_until: 2026-10-31\npublished:", 1)
	r := newRig(t)
	r.rules, err = rights.LoadOverlay(files, fstest.MapFS{"werk/jobbonus.yaml": {Data: []byte(ended)}})
	must(t, err)
	p := r.phone(t)
	for lang, want := range map[string]string{"nl": "Dit liep tot 31 oktober 2026.", "ar": "استمر هذا حتى 31 أكتوبر 2026."} {
		p.get("/rights/jobbonus?lang="+lang).has(t, want)
		var texts struct {
			Rights map[string]struct{ Outside string }
		}
		unpackJSON(t, p.fetched("/rights/texts."+lang+".json"), &texts)
		if got := texts.Rights["jobbonus"].Outside; got != want || texts.Rights["huurpremie"].Outside != "" {
			t.Errorf("%s: the script is told %q", lang, got)
		}
	}
}

// TestAHeadingForEveryRight: also one whose file cannot be read, or names no domain of life, stands below words.
func TestAHeadingForEveryRight(t *testing.T) {
	files, err := fs.Sub(assets.Files, "data/rights")
	must(t, err)
	text, err := fs.ReadFile(files, "werk/jobbonus.yaml")
	must(t, err)
	nowhere := strings.NewReplacer("id: jobbonus", "id: nieuw", "domain: werk", "domain: voeding").Replace(string(text))
	r := newRig(t)
	r.rules, err = rights.LoadOverlay(files, fstest.MapFS{
		"werk/jobbonus.yaml": {Data: []byte("id: [")}, "voeding/nieuw.yaml": {Data: []byte(nowhere)}, "voeding/stuk.yaml": {Data: []byte("id: [")},
	})
	must(t, err)
	p := r.phone(t)
	p.get("/rights/all?lang=nl").has(t, "Andere hulp", "/rights/nieuw", "/rights/stuk", "/rights/jobbonus").lacks(t, "⟦")
	for id, want := range map[string]string{"jobbonus": "werk", "nieuw": rights.OtherDomain, "stuk": rights.OtherDomain} {
		if right, _ := r.rules.Right(id); right.Domain != want {
			t.Errorf("%s stands in %q, want %q", id, right.Domain, want)
		}
	}
}

// TestNoDateIsMadeUp of a page that has none: it says so, and apart from it of when the limits are. Past their shelf life it says
// that one is old.
func TestNoDateIsMadeUp(t *testing.T) {
	const undated, limits, old = "De bron heeft geen datum.", "Gebruikte grenzen: van maart 2026. Een grens hebben wij zelf berekend.", "Een grens is oud: ze sluit niemand uit."
	r := newRig(t)
	p := r.phone(t)
	p.get("/rights/uitpas-kansentarief?lang=nl").has(t, undated+" "+limits)
	if page := p.get("/rights/schoolkosten-kortrijk"); strings.Contains(page.body, old) {
		t.Errorf("a limit of this year is called old: %s", page.body)
	}
	if page := p.get("/rights/mantelzorg-kortrijk"); strings.Contains(page.body, "grenzen") || strings.Contains(page.body, undated) {
		t.Errorf("it has a date and no limit: %s", page.body)
	}
	r.clock.pass(200 * 24 * time.Hour)
	p.get("/rights/schoolkosten-kortrijk?lang=nl").has(t, limits+" "+old)
	var texts struct {
		Rights map[string]struct{ Dated string }
	}
	unpackJSON(t, p.fetched("/rights/texts.nl.json"), &texts)
	if got := texts.Rights["uitpas-kansentarief"].Dated; !strings.HasSuffix(got, old) {
		t.Errorf("the script is told %q", got)
	}
}

func unpackJSON(t *testing.T, file seen, into any) {
	t.Helper()
	text, err := gzip.NewReader(bytes.NewReader([]byte(file.raw)))
	must(t, err)
	must(t, json.NewDecoder(text).Decode(into))
}

// unlaid takes the marks out with which texts stand on a page.
var unlaid = strings.NewReplacer("\u00a0", " ", "\u2066", "", "\u2069", "")

// TestCheckTextsAreWhole: every right, question, answer and reason has its words in every language.
func TestCheckTextsAreWhole(t *testing.T) {
	p := newRig(t).phone(t)
	check := once.rights.At(now.Format(time.DateOnly))
	for _, lang := range i18n.Languages {
		var texts struct {
			Date      string
			Words     map[string]json.RawMessage
			Questions map[string]struct {
				Ask, Why string
				Answers  map[string]string
			}
			Says   map[string][]string
			Rights map[string]struct{ Name, Short, Brings, How, Where, Source, Dated string }
		}
		unpackJSON(t, p.fetched("/rights/texts."+lang+".json"), &texts)
		for _, right := range once.rights.Rights() {
			if got := texts.Rights[right.ID]; unlaid.Replace(got.Name) != right.Name(lang) || got.Short == "" || got.How == "" || got.Where == "" || got.Source == "" || got.Dated == "" {
				t.Errorf("%s: %s is told as %+v", lang, right.ID, got)
			}
			if domain := "check.domain." + right.Domain; texts.Words[domain] == nil {
				t.Errorf("%s: no words for %s", lang, domain)
			}
		}
		for _, q := range once.rights.Questions() {
			asked := texts.Questions[q.ID]
			if asked.Ask == "" || asked.Why == "" {
				t.Errorf("%s: %s is asked as %+v", lang, q.ID, asked)
			}
			for _, code := range q.Codes {
				if unlaid.Replace(asked.Answers[code]) != unlaid.Replace(check.Label(q.ID, code, lang)) || asked.Answers[code] == "" {
					t.Errorf("%s: %s=%s is %q", lang, q.ID, code, asked.Answers[code])
				}
			}
		}
		if most := texts.Questions["V4"].Answers["5"]; most != check.Label("V4", "5", lang) {
			t.Errorf("%s: five or more is %q", lang, most)
		}
		for key, says := range check.Sentences(lang) {
			if len(texts.Says[key]) != len(says) {
				t.Errorf("%s: %s says %q", lang, key, texts.Says[key])
			}
		}
		for _, word := range spoken(t) {
			if texts.Words[word] == nil {
				t.Errorf("%s: no %s", lang, word)
			}
		}
		if texts.Date == "" || texts.Words["check.phone.title"] != nil {
			t.Errorf("%s: date %q, and words of the kiosk: %s", lang, texts.Date, texts.Words["check.phone.title"])
		}
	}
}

// spoken are the words that the scripts of the check say by their key, and those of every standing.
func spoken(t *testing.T) []string {
	t.Helper()
	var keys []string
	for _, standing := range guide.Standings {
		keys = append(keys, "check.standing."+string(standing))
	}
	for _, name := range []string{"js/phone-rights-views.js", "js/phone-rights.js"} {
		script, err := fs.ReadFile(assets.Files, name)
		must(t, err)
		for _, found := range regexp.MustCompile(`"((?:check|page|action|review|home|list)\.[a-z.-]*[a-z])"`).FindAllStringSubmatch(string(script), -1) {
			keys = append(keys, found[1])
		}
	}
	if len(keys) < 40 {
		t.Fatalf("only %d words were found in the scripts", len(keys))
	}
	return keys
}

// TestEveryRightHasItsPage, which the list leads to and which says all there is to say, without a script.
func TestEveryRightHasItsPage(t *testing.T) {
	p := newRig(t).phone(t)
	for _, lang := range i18n.Languages {
		all := p.get("/rights/all?lang="+lang).at(t, "/rights/all", http.StatusOK)
		all.body = unlaid.Replace(all.body)
		today := once.rights.At(now.Format(time.DateOnly))
		basis := map[string]rights.Basis{}
		for _, result := range today.Verdicts(rights.Answers{}, nil) {
			basis[result.ID] = result.Basis
		}
		for _, right := range once.rights.Rights() {
			text := today.Text(right.ID, once.web.Texts(lang)) // the pages lay it
			all.has(t, `href="/rights/`+right.ID+`"`, text.Name)
			page := p.get("/rights/"+right.ID).at(t, "/rights/"+right.ID, http.StatusOK)
			page.body = unlaid.Replace(page.body)
			page.has(t, text.Name, text.Short, `href="/talk"`, `href="/rights"`)
			page.has(t, text.Bring...)
			page.has(t, right.Sites()...)
			plain := strings.Join(strings.Fields(anyMark.ReplaceAllString(page.body, "")), " ")
			told := []string{text.Brings, text.How, text.Where, text.Deadline}
			if right.Confidence == "computed" || basis[right.ID].Computed {
				told = append(told, once.web.Texts(lang).T("check.evidence.computed"))
			}
			told = append(told, guide.Granted(right, now.Format(time.DateOnly), "", once.web.Texts(lang)))
			if promise := once.web.Texts(lang).T("check.granted.by-itself"); strings.Contains(plain, promise) {
				t.Errorf("%s in %s promises everybody %q", right.ID, lang, promise)
			}
			for _, said := range told {
				if !strings.Contains(plain, strings.Join(strings.Fields(said), " ")) {
					t.Errorf("%s in %s does not say %q", right.ID, lang, said)
				}
			}
			if !strings.Contains(plain, "2026") {
				t.Errorf("%s in %s does not say how old it is", right.ID, lang)
			}
		}
	}
	p.get("/?lang=nl").has(t, `href="/rights"`, "Waar heb ik recht op?")
	p.get("/rights/leefloon").has(t, `href="tel:056244222"`)
}

// TestAnAmountFromItsDayOn: next year's amount is on its page and in what the script is told from its day on, in every language.
func TestAnAmountFromItsDayOn(t *testing.T) {
	files, err := fs.Sub(assets.Files, "data/rights")
	must(t, err)
	r := newRig(t)
	r.rules, err = rights.LoadOverlay(files, fstest.MapFS{"parameters/2027.yaml": {Data: []byte(`parameters:
  - id: leefloon
    values:
      - {from: 2026-11-22, low: {alone: 1400.50, family: 1900, couple: 1850, cohabiting: 925.25}, margin: 1.02, published: 2026-11-20, checked: 2026-11-21, shelf_until: 2028-02-29, confidence: read, source: "een pagina"}
`)}})
	must(t, err)
	p := r.phone(t)
	told := func(want map[string]string) {
		t.Helper()
		for lang, piece := range want {
			p.get("/rights/leefloon?lang="+lang).has(t, piece).lacks(t, "{", "amount:")
			var texts struct {
				Rights map[string]struct{ Brings string }
			}
			unpackJSON(t, p.fetched("/rights/texts."+lang+".json"), &texts)
			if got := texts.Rights["leefloon"].Brings; !strings.Contains(got, piece) || strings.Contains(got, "{") {
				t.Errorf("%s: the script is told %q, without %q", lang, got, piece)
			}
		}
	}
	told(map[string]string{
		"nl": "In februari 2025: 876,13 euro", "fr": "876,13 euros", "en": "In February 2025: 876.13 euros", "ar": "في فبراير 2025: 876,13 يورو",
	})
	r.clock.pass(24 * time.Hour)
	told(map[string]string{
		"nl": "In november 2026: 925,25 euro", "fr": "1\u202f400,50 euros", "en": "In November 2026: 925.25 euros", "ar": "في نوفمبر 2026: 925,25 يورو",
	})
}

// TestUnknownRightIsNoDeadEnd: an old link leads to a page that helps on.
func TestUnknownRightIsNoDeadEnd(t *testing.T) {
	p := newRig(t).phone(t)
	p.get("/?lang=nl")
	for _, path := range []string{"/rights/gratis-bier", "/rights/" + strings.Repeat("x", 2000), "/rights/texts.tlh.json", "/rights/%3Cb%3E"} {
		p.get(path).has(t, "Deze pagina is er niet").lacks(t, "gratis-bier", "<b>")
	}
}

// TestCheckWithoutScript: who has no script reads why the questions do not work, and finds three other ways.
func TestCheckWithoutScript(t *testing.T) {
	for _, lang := range []string{"nl", "ar"} {
		g := newRig(t).glass(t, lang)
		g.scripts(false)
		g.open("/rights?lang=" + lang)
		pagetest.Until(t, g.tab, `getComputedStyle(document.querySelector("[data-without]")).visibility === "visible"`)
		if begins := pagetest.JS[bool](t, g.tab, `document.querySelector("[data-do=begin]").checkVisibility()`); begins {
			t.Error("a button is offered that does nothing")
		}
		if text := g.text(); !strings.Contains(text, "JavaScript") {
			t.Errorf("it is not said why: %s", text)
		}
		pagetest.Shot(t, g.tab, "phone-check-without-"+lang)
		g.tap("a[href='/rights/all']", "/rights/all")
		g.tap("a[href='/rights/leefloon']", "/rights/leefloon")
		g.tap("a.back", "/rights/all")
		g.tap("a.back", "/rights")
		g.tap("a[href='/centres'].tile", "/centres")
		g.open("/rights")
		g.tap("a[href='/talk'].tile", "/talk/place")
	}
}

// TestEveryDrawingOfTheCheckIsOnItsPage: what the script draws with came with the page.
func TestEveryDrawingOfTheCheckIsOnItsPage(t *testing.T) {
	script, err := fs.ReadFile(assets.Files, "js/phone-rights-views.js")
	must(t, err)
	page := newRig(t).phone(t).get("/rights")
	_, standing, _ := strings.Cut(string(script), "standingIcons = {")
	standing, _, _ = strings.Cut(standing, "}")
	drawn := append(regexp.MustCompile(`icon\("([a-z-]+)"\)`).FindAllStringSubmatch(string(script), -1), regexp.MustCompile(`: "([a-z-]+)"`).FindAllStringSubmatch(standing, -1)...)
	for _, found := range drawn {
		if !strings.Contains(page.raw, `class="icon icon-`+found[1]+`"`) {
			t.Errorf("the page brings no %q", found[1])
		}
	}
	if len(drawn) < 15 {
		t.Errorf("only %d drawings were found in the script", len(drawn))
	}
}

// TestEveryDomainIsDrawn, and has a heading in every language.
func TestEveryDomainIsDrawn(t *testing.T) {
	p := newRig(t).phone(t)
	for _, lang := range i18n.Languages {
		var texts struct {
			Icons map[string]string
			Words map[string]json.RawMessage
		}
		unpackJSON(t, p.fetched("/rights/texts."+lang+".json"), &texts)
		for _, domain := range rights.Domains {
			if texts.Icons[domain] == "" || len(texts.Words["check.domain."+domain]) < 3 {
				t.Errorf("%s: the domain %s has the drawing %q and the heading %q", lang, domain, texts.Icons[domain], texts.Words["check.domain."+domain])
			}
		}
	}
}

var anyMark = regexp.MustCompile(`<[^>]*>`)
