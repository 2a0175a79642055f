package i18n_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"wijkloket/i18n"
)

// TestNoKeyStandsTwice: JSON takes the last of two silently, and a translator mends the other one.
func TestNoKeyStandsTwice(t *testing.T) {
	files, err := filepath.Glob("catalogue/*/active.*.json")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d catalogues, %v", len(files), err)
	}
	entry := regexp.MustCompile(`(?m)^  "([^"]+)":`)
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for _, found := range entry.FindAllStringSubmatch(string(text), -1) {
			if seen[found[1]] {
				t.Errorf("%s: %s stands there twice", file, found[1])
			}
			seen[found[1]] = true
		}
	}
}

// message is one entry of a catalogue: a text, or one text a plural form.
type message map[string]string

func area(t *testing.T, name, lang string) map[string]message {
	t.Helper()
	raw, err := i18n.Area(name, lang)
	if err != nil {
		t.Fatalf("%s, %s: %v", name, lang, err)
	}
	out := map[string]message{}
	for key, text := range raw {
		var single string
		if json.Unmarshal(text, &single) == nil {
			out[key] = message{"": single}
			continue
		}
		forms := message{}
		if err := json.Unmarshal(text, &forms); err != nil {
			t.Fatalf("%s, %s, %s: %v", name, lang, key, err)
		}
		delete(forms, "description")
		out[key] = forms
	}
	return out
}

func languagesOf(area string) []string {
	if area == "staff" {
		return i18n.StaffLanguages
	}
	return i18n.Languages
}

func TestEveryKeyIsInEveryLanguage(t *testing.T) {
	for _, name := range i18n.Areas() {
		source := area(t, name, i18n.Source)
		for _, lang := range languagesOf(name) {
			texts := area(t, name, lang)
			for key := range source {
				if _, ok := texts[key]; !ok {
					t.Errorf("%s: %q is not in %s", name, key, lang)
				}
			}
			for key, forms := range texts {
				if _, ok := source[key]; !ok {
					t.Errorf("%s: %q is in %s and not in %s", name, key, lang, i18n.Source)
				}
				for form, text := range forms {
					if strings.TrimSpace(text) == "" && key != "list.comma" {
						t.Errorf("%s: %q is empty in %s %s", name, key, lang, form)
					}
				}
			}
		}
	}
}

var gap = regexp.MustCompile(`\{\{\s*\.(\w+)\s*\}\}`)

// gaps are the names that a message's forms leave open, whichever form has them; Count may hide in a word ("one", "both").
func gaps(m message) []string {
	names := map[string]bool{}
	for _, text := range m {
		for _, found := range gap.FindAllStringSubmatch(text, -1) {
			names[found[1]] = true
		}
	}
	delete(names, "Count")
	return slices.Sorted(maps.Keys(names))
}

func TestTranslationsLeaveTheSameGaps(t *testing.T) {
	for _, name := range i18n.Areas() {
		source := area(t, name, i18n.Source)
		for _, lang := range languagesOf(name) {
			for key, forms := range area(t, name, lang) {
				if want, got := gaps(source[key]), gaps(forms); !slices.Equal(want, got) {
					t.Errorf("%s: %q has the gaps %v in %s, %v in %s", name, key, got, lang, want, i18n.Source)
				}
			}
		}
	}
}

var formNames = map[plural.Form]string{plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many", plural.Other: "other"}

func TestPluralsHaveEveryFormTheLanguageUses(t *testing.T) {
	for _, name := range i18n.Areas() {
		for _, lang := range languagesOf(name) {
			needed := map[string]bool{}
			for n := range 200 {
				needed[formNames[plural.Cardinal.MatchPlural(language.MustParse(lang), n, 0, 0, 0, 0)]] = true
			}
			for key, forms := range area(t, name, lang) {
				if _, single := forms[""]; single {
					continue
				}
				for form := range needed {
					if _, ok := forms[form]; !ok {
						t.Errorf("%s: %q has no plural form %q in %s", name, key, form, lang)
					}
				}
			}
		}
	}
}

// called finds the keys that are certainly keys: arguments of T, N, t and tn, and Key: fields.
var called = regexp.MustCompile("(?:\\.[TN]\\(|\\{\\{[^}]*\\bt n?|\\{\\{[^}]*\\bt |\\{\\{[^}]*\\btn |\\(t |\\(tn |Key:\\s*|Refuse\\([^,\"]*, )\"([a-z][a-z0-9-]*(?:\\.[a-zA-Z0-9_-]+)*)\"")

func sources(t *testing.T, extensions ...string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir("..", func(path string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == "node_modules" || entry.Name() == "testdata" || entry.Name() == ".git" || entry.Name() == "catalogue") {
			return filepath.SkipDir
		}
		if strings.HasSuffix(path, "_test.go") || !slices.Contains(extensions, filepath.Ext(path)) {
			return nil
		}
		text, err := os.ReadFile(path)
		out[path] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func allKeys(t *testing.T) map[string]bool {
	keys := map[string]bool{}
	for _, name := range i18n.Areas() {
		for key := range area(t, name, i18n.Source) {
			keys[key] = true
		}
	}
	return keys
}

// TestEveryKeyThatIsUsedExists fails the build on a missing text.
func TestEveryKeyThatIsUsedExists(t *testing.T) {
	keys := allKeys(t)
	for path, text := range sources(t, ".go", ".html") {
		for _, found := range called.FindAllStringSubmatch(text, -1) {
			if strings.HasSuffix(found[1], ".") || keys[found[1]] {
				continue
			}
			t.Errorf("%s uses %q, which no catalogue has", path, found[1])
		}
	}
}

// TestNoTextIsLeftOver: a key is used as it stands, or belongs to a family ("place.here") whose first word some code puts
// together.
func TestNoTextIsLeftOver(t *testing.T) {
	var all strings.Builder
	for _, text := range sources(t, ".go", ".html", ".js", ".yaml", ".json", ".csv") {
		all.WriteString(text)
	}
	code := all.String()
	for key := range allKeys(t) {
		if !strings.Contains(code, `"`+key+`"`) && !strings.Contains(code, key+"\n") && !builtFrom(code, key) {
			t.Errorf("nothing uses %q", key)
		}
	}
}

// builtFrom reports whether code holds the start of the key as the head of a key that it completes, as "state." + s does.
func builtFrom(code, key string) bool {
	for cut := len(key) - 1; cut > 0; cut-- {
		if (key[cut] == '.' || key[cut] == '-') && (strings.Contains(code, `"`+key[:cut+1]+`"`) || strings.Contains(code, `"`+key[:cut+1]+`%s"`)) {
			return true
		}
	}
	// <step>.title, <step>.<value>.hint and the like: the tail is spelled out where the head is a value.
	_, tail, _ := strings.Cut(key, ".")
	head := strings.TrimSuffix(key, "."+tail)
	return strings.Contains(code, `"`+head+`"`) && (strings.Contains(code, `".`+lastWord(tail)+`"`) || strings.Contains(code, `"`+tail+`"`) || strings.Contains(code, `"`+strings.TrimSuffix(tail, ".hint")+`"`))
}

func lastWord(tail string) string {
	if cut := strings.LastIndex(tail, "."); cut >= 0 {
		return tail[cut+1:]
	}
	return tail
}

func TestLocalizer(t *testing.T) {
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 12, 2, 22, 30, 0, 0, time.UTC)
	tests := map[string]struct{ got, want string }{
		"a date in Dutch":              {bundle.For("nl").Date(at), "woensdag 2 december"},
		"a date and time in French":    {bundle.For("fr").DateTime(at), "mercredi 2 décembre à 23:30"},
		"an unknown language":          {bundle.For("tlh").Weekday(time.Monday), "maandag"},
		"a missing key shows":          {bundle.For("en").T("no.such.key"), "⟦no.such.key⟧"},
		"a list":                       {bundle.For("en").List([]string{"a", "b", "c"}), "a, b and c"},
		"Arabic runs right to left":    {bundle.For("ar").Dir(), "rtl"},
		"a browser from Wallonia":      {bundle.Choose("fr-BE,fr;q=0.9,en;q=0.5"), "fr"},
		"a browser nobody understands": {bundle.Choose("ja"), "nl"},
		"a broken header":              {bundle.Choose(";;;"), "nl"},
	}
	for name, test := range tests {
		if test.got != test.want {
			t.Errorf("%s: %q, want %q", name, test.got, test.want)
		}
	}
}

func ExampleLocalizer_T() {
	bundle, _ := i18n.Load()
	fmt.Println(bundle.For("nl").T("date.time", i18n.Args{"Date": "maandag 7 december", "Time": "14:00"}))
	// Output: maandag 7 december om 14:00 uur
}
