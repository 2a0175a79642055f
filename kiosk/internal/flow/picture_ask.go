package flow

import (
	"strings"

	"wijkloket/backend/journey"
	"wijkloket/i18n"
	"wijkloket/kiosk/internal/view"
)

// askBody draws a step of the journey by its kind.
func (f *Flow) askBody(t *i18n.Localizer) view.Body {
	v := f.visit()
	q := journey.Ask(v.At().Step, v.Answers, f.setting())
	if q.Step == journey.StepTime {
		return f.timeBody(t, q)
	}
	switch q.Kind {
	case journey.Review:
		return f.reviewBody(t, q)
	case journey.Typed:
		return f.typingBody(t, q)
	default:
		return f.questionBody(t, q)
	}
}

func (f *Flow) questionBody(t *i18n.Localizer, q journey.Question) view.Body {
	body := view.Question{
		Title: t.T(q.Title), Many: q.Kind == journey.Many, ChosenWord: t.T("kiosk.chosen"), Wrong: f.wrong(t, string(q.Step)),
	}
	if q.Why != "" {
		body.Why = t.T(q.Why)
	}
	if q.More != "" {
		body.More = t.T(q.More)
	}
	chosen := false
	for _, option := range q.Options {
		chosen = chosen || option.Chosen
		body.Options = append(body.Options, f.option(t, option))
	}
	switch {
	case body.Many && !chosen && q.Optional:
		body.Next = t.T("action.skip")
	case body.Many || chosen:
		body.Next = t.T("action.next")
	case q.Optional:
		body.Next = t.T("action.skip")
	}
	return body
}

func (f *Flow) option(t *i18n.Localizer, option journey.Option) view.Option {
	out := view.Option{ID: option.Value, Icon: option.Icon, Label: option.Name, Chosen: option.Chosen}
	if option.Right != "" {
		out.Label = f.rightText(t, option.Right).Name
	}
	if option.At != nil {
		out.Label, out.Hint = moment(t, option.At.Start), f.slotHint(t, *option.At)
	}
	if option.Label != "" {
		out.Label = t.T(option.Label)
	}
	if option.Hint != "" {
		out.Hint = t.T(option.Hint)
	}
	return out
}

var keyboards = map[journey.Keyboard]view.Keyboard{
	journey.Letters: view.Letters, journey.Digits: view.Digits, journey.Telephone: view.Telephone, journey.EmailKeys: view.Email,
}

func (f *Flow) typingBody(t *i18n.Localizer, q journey.Question) view.Body {
	body := view.Typing{Title: t.T(q.Title), Why: t.T(q.Why), Next: t.T("action.next"), Privacy: t.T("kiosk.privacy"), OfferTitle: t.T("kiosk.find.offer")}
	empty := true
	for _, field := range q.Fields {
		value := f.standing(field.Name, field.Value)
		empty = empty && value.IsZero()
		out := view.Field{
			Name: field.Name, Label: t.T(field.Label), Value: value, Max: field.Max, Lines: field.Lines,
			Keyboard: keyboards[field.Keyboard], Wrong: f.wrong(t, field.Name), Private: true,
		}
		if field.Hint != "" {
			out.Hint = t.T(field.Hint)
		}
		if q.Step == journey.StepAddress && out.Keyboard == view.Letters {
			out.Keyboard = view.Latin
		}
		body.Fields = append(body.Fields, out)
		if field.Street && f.offering(field.Name) {
			body.Suggestions = f.offered(t, value.Reveal(), true)
		}
	}
	if q.Optional && empty {
		body.Next = t.T("action.skip")
	}
	return body
}

// offering reports whether streets are to be offered: while one is typed that is not yet exactly one of the city's.
func (f *Flow) offering(field string) bool {
	typed, now := f.visit().Typed(field)
	if !now {
		return false
	}
	for _, s := range f.City().Suggest(typed.Reveal(), 1) {
		return s.Name != typed.Reveal()
	}
	return false
}

func (f *Flow) reviewBody(t *i18n.Localizer, q journey.Question) view.Body {
	v, s := f.visit(), f.setting()
	body := view.Review{
		Title: t.T(q.Title), Why: t.T(q.Why), Consent: t.T("consent.sentence"), Send: t.T("review.send"),
		ExtraTitle: t.T("review.add"), ExtraWhy: t.T("review.add.why"), Held: f.heldSentence(t),
	}
	if s.ContactOnly {
		body.Consent, body.Send = "", t.T("kiosk.contact.save")
	}
	if len(v.Problems) > 0 {
		body.Wrong = t.T(v.Problems[0].Reason.Key, v.Problems[0].Reason.Args)
	}
	for _, step := range journey.Path(v.Answers, s) {
		if step != journey.StepReview {
			body.Rows = append(body.Rows, f.row(t, step))
		}
	}
	for _, step := range journey.Extras(v.Answers, s) {
		if row := f.row(t, step); row.Value != "" {
			body.Rows = append(body.Rows, row)
		} else {
			body.Extras = append(body.Extras, view.Option{ID: string(step), Icon: "plus", Label: t.T(string(step) + ".add")})
		}
	}
	return body
}

// row is an answer in words; its value is empty when the step has none.
func (f *Flow) row(t *i18n.Localizer, step journey.StepID) view.Row {
	v := f.visit()
	q := journey.Ask(step, v.Answers, f.setting())
	row := view.Row{ID: string(step), Label: t.T(string(step) + ".row"), Change: t.T("review.change")}
	var words []string
	for _, option := range q.Options {
		if option.Chosen {
			words = append(words, f.option(t, option).Label)
		}
	}
	row.Value = t.List(words)
	if step == journey.StepTime && !v.Answers.Start.IsZero() {
		row.Value = f.momentLine(t, v.Answers.Slot)
	}
	for _, field := range q.Fields {
		if !field.Value.IsZero() {
			row.Value = hidden(t, field)
		}
	}
	if step == journey.StepWhen && row.Value == "" {
		row.Value = t.T("when.any")
	}
	return row
}

// shownDigits are as many as one needs to see that a number is the right one, and too few to call it.
const shownDigits = 3

// hidden stands for what was typed: other people can see the glass, and the field itself is one touch away (A-12, T-27).
func hidden(t *i18n.Localizer, field journey.Field) string {
	if field.Name != "phone" {
		return t.T("row.hidden")
	}
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, field.Value.Reveal())
	if len(digits) < 2*shownDigits {
		return t.T("row.hidden")
	}
	return t.T("kiosk.row.ends", i18n.Args{"End": digits[len(digits)-shownDigits:]})
}
