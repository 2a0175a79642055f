package notify_test

import (
	"strings"
	"testing"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/notify"
	"wijkloket/i18n"
)

// TestTheLinterFinds what it is there to find.
func TestTheLinterFinds(t *testing.T) {
	banned := func(words string) notify.Forbidden {
		f, err := notify.ReadForbidden([]byte("words: [" + words + "]"))
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	tests := map[string]struct {
		forbidden notify.Forbidden
		samples   notify.Samples
		want      string
	}{
		"a word inside another":                  {banned("fspraa"), notify.Samples{}, `"fspraa" stands in a text that others may read: "Je afspraak"`},
		"a word whose accent the list left out":  {banned("deplace"), notify.Samples{}, `"deplace" stands in`},
		"a word in Arabic, vowels aside":         {banned("مَوعدك"), notify.Samples{}, "موعدك"},
		"a word in the sender":                   {banned("مواعيد"), notify.Samples{}, "ar message.sender"},
		"a title that tells":                     {forbidden(t), notify.Samples{Titles: []string{"page.team.title"}}, "nl page.team.title"},
		"a title that is not there":              {forbidden(t), notify.Samples{Titles: []string{"page.no.title"}}, "a gap or a text is missing"},
		"a code word that makes an SMS too long": {forbidden(t), notify.Samples{CodeWord: []string{strings.Repeat("woord ", 20)}}, "no room for the longest code word"},
		"a code word of another alphabet":        {forbidden(t), notify.Samples{CodeWord: []string{"كلمة"}}, "nl confirmation sms"},
	}
	for name, test := range tests {
		err := notify.Lint(texts(t), test.forbidden, test.samples)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", name, err, test.want)
		}
	}
	for _, text := range []string{"words: []", "words: [ab]", "word: [abc]", "words: ['  ']", "{"} {
		if _, err := notify.ReadForbidden([]byte(text)); err == nil {
			t.Errorf("%q: accepted", text)
		}
	}
}

// TestOneSMS: whatever a resident typed as code word, the message is one SMS of the alphabet it says, and says the hour.
func TestOneSMS(t *testing.T) {
	writer := notify.NewWriter(texts(t))
	start := time.Date(2027, 8, 25, 12, 0, 0, 0, time.UTC)
	for _, language := range i18n.Languages {
		for _, word := range []string{"", "kleurrijke zonnebloem", "été à Noël", "كلمة السر", "€{}[]~", strings.Repeat("x", 40), "🦊", "a\r\nb"} {
			for _, kind := range notify.Kinds {
				facts := notify.Facts{Language: language, Start: start, Plan: api.ContactPlan{CodeWord: api.NewPersonal(word)}}
				text := writer.SMS(kind, facts)
				body := text.Body.Reveal()
				narrow, units := 0, 0
				for _, r := range body {
					switch {
					case strings.ContainsRune("^{}\\[~]|€", r):
						narrow += 2
					case r < 128 && r != '`' || strings.ContainsRune("£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà", r):
						narrow++
					default:
						narrow = 1000
					}
					units++
					if r > 0xffff {
						units++
					}
				}
				if text.Unicode && units > 70 || !text.Unicode && narrow > 160 {
					t.Errorf("%s, %s, %q: %d septets, %d units: %q", language, kind, word, narrow, units, body)
				}
				if kind != notify.Kept && !strings.Contains(body, "14:00") {
					t.Errorf("%s, %s: without the hour: %q", language, kind, body)
				}
				if strings.ContainsAny(body, "\r\n") {
					t.Errorf("%s, %s: more than a line: %q", language, kind, body)
				}
			}
		}
	}
	french := writer.SMS(notify.Confirmation, notify.Facts{Language: "fr", Start: start}).Body.Reveal()
	if !strings.Contains(french, "mercredi 25 aout") {
		t.Errorf("%q", french)
	}
}

func TestAVisitHasAnHourNotAMinute(t *testing.T) {
	start := at("2026-12-02 14:00")
	facts := notify.Facts{Language: "nl", Start: start, Until: start.Add(time.Hour), Place: api.PlaceHome}
	body := notify.NewWriter(texts(t)).SMS(notify.VisitOffer, facts).Body.Reveal()
	if body != "Voorstel: woensdag 2 december tussen 14:00 en 15:00 uur. Ja, of liever op een andere plek? Kies met je code." {
		t.Errorf("%q", body)
	}
}
