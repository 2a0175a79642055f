package notify

import (
	"strings"
	"time"
	"unicode"

	"wijkloket/backend/api"
	"wijkloket/i18n"
)

// Writer finds the words of a message, in the resident's language. What travels (SMS, e-mail, letter) names no service, topic,
// place or worker: somebody else may read it (T-52). Only the script, which staff read, says where and with whom.
type Writer struct{ texts *i18n.Bundle }

// NewWriter makes a writer over the catalogue. Hold the catalogue against [Lint] first.
func NewWriter(texts *i18n.Bundle) Writer { return Writer{texts} }

// Text is a message in words. The body may hold the code word, which the resident chose.
type Text struct {
	Sender   string // a neutral name for the sender
	Subject  string
	Body     api.Personal
	Language string
	Dir      string // "rtl" or "ltr"
	Unicode  bool   // an SMS that the GSM alphabet cannot hold
}

// SMS is the message as one SMS. The code word, by which the resident knows who writes, stays out when it would not fit.
func (w Writer) SMS(kind Kind, f Facts) Text {
	t := w.texts.For(f.Language)
	text := plain(t.T("message.sms."+string(kind), i18n.Args{"When": when(t, f)}))
	if word := f.Plan.CodeWord.Reveal(); printable(word) {
		signed := plain(t.T("message.word", i18n.Args{"CodeWord": word, "Text": text}))
		if _, fits := fitsOneSMS(signed); fits {
			text = signed
		}
	}
	wide, _ := fitsOneSMS(text)
	return Text{Sender: t.T("message.sender"), Body: api.NewPersonal(text), Language: t.Lang(), Dir: t.Dir(), Unicode: wide}
}

// Email is the message as an e-mail. Its subject and sender, which show on a locked screen, hold no code word.
func (w Writer) Email(kind Kind, f Facts) Text {
	return w.page(kind, f, "message.foot.email")
}

// Letter is the message as a page to print, by an act of staff alone.
func (w Writer) Letter(kind Kind, f Facts) Text {
	return w.page(kind, f, "message.foot.letter")
}

func (w Writer) page(kind Kind, f Facts, foot string) Text {
	t := w.texts.For(f.Language)
	parts := []string{t.T("message.greeting"), t.T("message.body."+string(kind), i18n.Args{"When": when(t, f)}), t.T(foot)}
	if word := f.Plan.CodeWord.Reveal(); printable(word) {
		parts = append([]string{t.T("message.for", i18n.Args{"CodeWord": word})}, parts...)
	}
	return Text{
		Sender: t.T("message.sender"), Subject: t.T("message.subject." + string(kind)),
		Body: api.NewPersonal(strings.Join(parts, "\n\n") + "\n"), Language: t.Lang(), Dir: t.Dir(),
	}
}

// Script is what staff do for a task, step by step, in their own language.
func (w Writer) Script(channel Channel, kind Kind, f Facts, language string) []api.Personal {
	t := w.texts.For(language)
	args := i18n.Args{"When": when(t, f), "Centre": f.CentreName, "With": ""}
	if f.Worker != "" {
		args["With"] = t.T("message.with", i18n.Args{"Worker": f.Worker})
	}
	say := t.T("message.call."+string(kind), args)
	if channel != Call {
		return personal(t.T("message.desk"), say)
	}
	introduction := f.Plan.Introduce
	if introduction != api.IntroduceCity && introduction != api.IntroduceTeam {
		introduction = api.IntroduceFirstName
	}
	check := t.T("message.check")
	if word := f.Plan.CodeWord.Reveal(); printable(word) {
		check = t.T("message.check.word", i18n.Args{"CodeWord": word})
	}
	voicemail := "message.voicemail.no"
	if f.Plan.Voicemail {
		voicemail = "message.voicemail.yes"
	}
	return personal(t.T("message.introduce."+string(introduction)), check, say, t.T(voicemail))
}

func personal(texts ...string) []api.Personal {
	var out []api.Personal
	for _, text := range texts {
		out = append(out, api.NewPersonal(text))
	}
	return out
}

// when is the hour of the talk as people say it; we come home within an hour, not at the minute.
func when(t *i18n.Localizer, f Facts) string {
	if f.Start.IsZero() {
		return ""
	}
	if f.Place == api.PlaceHome && f.Until.After(f.Start) {
		return t.T("message.between", i18n.Args{"Date": t.Date(f.Start), "From": t.Time(f.Start), "Until": t.Time(f.Until)})
	}
	return t.T("message.when", i18n.Args{"Date": t.Date(f.Start), "Time": t.Time(f.Start)})
}

// printable reports whether a code word, which a resident may have typed, can stand in a line of text.
func printable(word string) bool {
	return strings.TrimSpace(word) != "" && !strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsPrint(r) })
}

// longestDate is the moment of a year whose date is the longest in a language.
func longestDate(t *i18n.Localizer) time.Time {
	first := time.Date(2027, time.January, 1, 13, 0, 0, 0, time.UTC)
	longest, most := first, 0
	for day := range 366 {
		at := first.AddDate(0, 0, day)
		if n := len([]rune(t.Date(at))); n > most {
			longest, most = at, n
		}
	}
	return longest
}
