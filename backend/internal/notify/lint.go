package notify

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/goccy/go-yaml"
	"golang.org/x/text/unicode/norm"

	"wijkloket/backend/api"
	"wijkloket/i18n"
)

// Forbidden are the words that no travelling text may hold, read from assets/data/messages/forbidden.yaml.
type Forbidden struct {
	words []string // folded
}

// ReadForbidden reads the text of forbidden.yaml.
func ReadForbidden(text []byte) (Forbidden, error) {
	var file struct {
		Words []string `yaml:"words"`
	}
	if err := yaml.UnmarshalWithOptions(text, &file, yaml.Strict()); err != nil {
		return Forbidden{}, fmt.Errorf("notify: forbidden.yaml: %w", err)
	}
	var f Forbidden
	for _, word := range file.Words {
		folded := folded(word)
		if len([]rune(strings.TrimSpace(folded))) < 3 {
			return Forbidden{}, fmt.Errorf("notify: forbidden.yaml: %q would be found in any text: write at least three letters", word)
		}
		f.words = append(f.words, folded)
	}
	if len(f.words) == 0 {
		return Forbidden{}, errors.New("notify: forbidden.yaml forbids nothing")
	}
	return f, nil
}

// find returns the first forbidden word in a text, "" for none.
func (f Forbidden) find(text string) string {
	text = folded(text)
	for _, word := range f.words {
		if strings.Contains(text, word) {
			return word
		}
	}
	return ""
}

// folded is a text without case and accents.
func folded(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(text))
}

// Samples are the values that can stand in the gaps of a message, and the keys of other texts that travel, such as the title of
// a calendar entry.
type Samples struct {
	Centres  []string
	CodeWord []string
	Titles   []string
}

// the gaps that each family of texts may leave open: none of a place or a worker where a text travels (T-52).
var families = map[string][]string{
	"subject": nil, "sms": {"When"}, "body": {"When"}, "call": {"When", "Centre", "With"},
}

var gaps = regexp.MustCompile(`\{\{[^}]*\}\}`)

// linter collects what is wrong with the texts.
type linter struct {
	texts     *i18n.Bundle
	writer    Writer
	forbidden Forbidden
	wrong     []error
}

// Lint holds every text of every language against the rules, with the longest values that can stand in its gaps: every kind has
// every text, no gap stays open, no forbidden word, one SMS. The program does not start when it returns an error.
func Lint(texts *i18n.Bundle, forbidden Forbidden, s Samples) error {
	l := &linter{texts: texts, writer: NewWriter(texts), forbidden: forbidden}
	for _, language := range i18n.Languages {
		l.templates(language)
		l.rendered(language, longest(s.Centres), longest(s.CodeWord))
		for _, key := range append([]string{"message.sender"}, s.Titles...) {
			l.travels(language+" "+key, texts.For(language).T(key))
		}
	}
	return errors.Join(l.wrong...)
}

func (l *linter) say(where, format string, args ...any) {
	l.wrong = append(l.wrong, fmt.Errorf("notify: %s: "+format, append([]any{where}, args...)...))
}

// templates checks that every kind has every text, with no gap but those that we fill.
func (l *linter) templates(language string) {
	area, err := i18n.Area("message", language)
	if err != nil {
		l.say(language, "%w", err)
		return
	}
	for family, allowed := range families {
		for _, kind := range Kinds {
			key := "message." + family + "." + string(kind)
			var text string
			if err := json.Unmarshal(area[key], &text); err != nil || strings.TrimSpace(text) == "" {
				l.say(language+" "+key, "the text is missing")
			}
			for _, gap := range gaps.FindAllString(text, -1) {
				if !slices.Contains(allowed, strings.Trim(gap, "{}. ")) {
					l.say(language+" "+key, "the gap %s is not one of %v", gap, allowed)
				}
			}
		}
	}
}

// rendered checks the texts as they go out, at their longest.
func (l *linter) rendered(language, centre, word string) {
	start := longestDate(l.texts.For(language))
	facts := Facts{Language: language, Start: start, CentreName: centre, Worker: "Amira", Place: api.PlaceCentre}
	signed, visit := facts, facts
	signed.Plan.CodeWord = api.NewPersonal(word)
	visit.Place, visit.Until = api.PlaceHome, start.Add(time.Hour)
	for _, kind := range Kinds {
		for _, f := range []Facts{facts, signed, visit} {
			where := language + " " + string(kind)
			l.sms(where+" sms", l.writer.SMS(kind, f), f.Plan.CodeWord.Reveal())
			for family, text := range map[string]Text{" e-mail": l.writer.Email(kind, f), " letter": l.writer.Letter(kind, f)} {
				l.travels(where+family, text.Subject)
				l.travels(where+family, text.Body.Reveal())
			}
			for _, introduction := range []api.Introduction{api.IntroduceFirstName, api.IntroduceCity, api.IntroduceTeam} {
				f.Plan.Introduce, f.Plan.Voicemail = introduction, introduction == api.IntroduceCity
				for _, step := range append(l.writer.Script(Call, kind, f, language), l.writer.Script(Desk, kind, f, language)...) {
					l.filled(where+" script", step.Reveal())
				}
			}
		}
	}
}

func (l *linter) sms(where string, text Text, word string) {
	body := text.Body.Reveal()
	l.travels(where, body)
	if wide, fits := fitsOneSMS(body); !fits {
		limit := maxSeptets
		if wide {
			limit = maxUnits
		}
		l.say(where, "longer than one SMS (%d): %q", limit, body)
	} else if wide != (text.Language == "ar") {
		l.say(where, "the wrong alphabet: %q", body)
	}
	if !strings.Contains(body, plain(word)) {
		l.say(where, "no room for the longest code word: %q", body)
	}
}

// travels checks a text that somebody else may read.
func (l *linter) travels(where, text string) {
	l.filled(where, text)
	if word := l.forbidden.find(text); word != "" {
		l.say(where, "%q stands in a text that others may read: %q", word, text)
	}
}

// filled checks that a text is there and nothing in it was left open.
func (l *linter) filled(where, text string) {
	if strings.TrimSpace(text) == "" || strings.ContainsAny(text, "⟦⟧{}") || strings.Contains(text, "<no value>") {
		l.say(where, "a gap or a text is missing: %q", text)
	}
}

func longest(values []string) string {
	return slices.MaxFunc(append([]string{""}, values...), func(a, b string) int { return len([]rune(a)) - len([]rune(b)) })
}
