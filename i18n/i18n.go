// Package i18n gives every text of Wijkloket in the reader's language. The texts are go-i18n catalogues in
// catalogue/<area>/active.<language>.json, so that translators need no Go; a Localizer is bound to one visit or one
// request and never to the process, because the next person may read another language.
package i18n

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed catalogue
var catalogue embed.FS

// Source is the language in which texts are written first and to which a missing translation falls back.
const Source = "nl"

// Languages are those of the kiosk and the phone, in the order in which they are offered, complete in every resident
// area of the catalogue. Each is shown in its own name.
var Languages = []string{"nl", "fr", "en", "ar"}

// StaffLanguages are those of the reception pages.
var StaffLanguages = []string{"nl", "fr", "en"}

var ownNames = map[string]string{"nl": "Nederlands", "fr": "Français", "en": "English", "ar": "العربية"}

// OwnName is a language's name for itself.
func OwnName(lang string) string { return ownNames[lang] }

// Known reports whether residents can choose the language.
func Known(lang string) bool { _, ok := ownNames[lang]; return ok }

// Args fills the gaps of a text, by name.
type Args = map[string]any

// Bundle is the whole catalogue.
type Bundle struct{ bundle *i18n.Bundle }

// Load reads the embedded catalogue. It fails on a malformed file, naming it, and on a key that two areas define.
func Load() (*Bundle, error) {
	bundle := i18n.NewBundle(language.MustParse(Source))
	bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
	owner := map[string]string{}
	err := fs.WalkDir(catalogue, "catalogue", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(name, ".json") {
			return err
		}
		file, err := bundle.LoadMessageFileFS(catalogue, name)
		if err != nil {
			return fmt.Errorf("i18n: %s: %w", name, err)
		}
		for _, message := range file.Messages {
			key := file.Tag.String() + " " + message.ID
			if other, taken := owner[key]; taken {
				return fmt.Errorf("i18n: %s: %q is already in %s", name, message.ID, other)
			}
			owner[key] = name
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &Bundle{bundle}, nil
}

// Areas are the folders of the catalogue: one a face or feature.
func Areas() []string {
	entries, err := catalogue.ReadDir("catalogue")
	if err != nil {
		panic(err) // it is embedded
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	sort.Strings(names)
	return names
}

// Area returns the raw catalogue of one area and language, by key, for tests and for tools.
func Area(area, lang string) (map[string]json.RawMessage, error) {
	text, err := catalogue.ReadFile(path.Join("catalogue", area, "active."+lang+".json"))
	if err != nil {
		return nil, err
	}
	out := map[string]json.RawMessage{}
	return out, json.Unmarshal(text, &out)
}

// For returns the texts in a language; one that is not known falls back to [Source].
func (b *Bundle) For(lang string) *Localizer {
	if !Known(lang) {
		lang = Source
	}
	return &Localizer{lang: lang, texts: i18n.NewLocalizer(b.bundle, lang, Source)}
}

// Choose picks the best of [Languages] for an Accept-Language header.
func (b *Bundle) Choose(acceptLanguage string) string {
	tags, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil || len(tags) == 0 {
		return Source
	}
	_, index, confidence := matcher.Match(tags...)
	if confidence == language.No {
		return Source
	}
	return Languages[index]
}

var matcher = language.NewMatcher(func() (tags []language.Tag) {
	for _, lang := range Languages {
		tags = append(tags, language.MustParse(lang))
	}
	return tags
}())

// Localizer gives texts in one language.
type Localizer struct {
	lang  string
	texts *i18n.Localizer
}

// Lang is the language's code, for html lang and for speech.
func (l *Localizer) Lang() string { return l.lang }

// Dir is "rtl" or "ltr", for html dir and for the kiosk's mirrored layout.
func (l *Localizer) Dir() string {
	if l.lang == "ar" {
		return "rtl"
	}
	return "ltr"
}

// T returns the text of a key. A key without a text, which the build's own test refuses, shows as ⟦key⟧ rather than as
// nothing.
func (l *Localizer) T(key string, args ...Args) string {
	return l.localize(&i18n.LocalizeConfig{MessageID: key, TemplateData: merged(args)})
}

// N returns the text of a key in the plural form of n, which the text may show as {{.Count}}.
func (l *Localizer) N(key string, n int, args ...Args) string {
	data := merged(args)
	data["Count"] = n
	return l.localize(&i18n.LocalizeConfig{MessageID: key, PluralCount: n, TemplateData: data})
}

func (l *Localizer) localize(config *i18n.LocalizeConfig) string {
	text, err := l.texts.Localize(config)
	if err != nil && text == "" {
		return "⟦" + config.MessageID + "⟧"
	}
	return text
}

func merged(args []Args) Args {
	out := Args{}
	for _, set := range args {
		for key, value := range set {
			out[key] = value
		}
	}
	return out
}
