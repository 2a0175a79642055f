package journey

import (
	"strings"

	"github.com/nyaruka/phonenumbers"

	"wijkloket/backend/api"
)

// Accept judges a request like [Check] and returns it in the form in which it is kept: texts cleaned, the telephone number
// in international form, and without what the answers no longer call for. A program that sends a request by itself is so
// held to what a screen would have let through.
func Accept(r api.NewRequest, s Setting) (api.NewRequest, []Problem) {
	if problems := Check(r, s); len(problems) > 0 {
		return api.NewRequest{}, problems
	}
	a := FromRequest(r)
	s.Kiosk = r.Kiosk
	for _, step := range append(Path(a, s), Extras(a, s)...) {
		if step != StepReview {
			takes[step](&a, a.input(step, s), s)
		}
	}
	accepted := a.Request(r.Language, s)
	accepted.Consent = r.Consent
	return accepted, nil
}

// AcceptContact judges a contact plan like [CheckContact] and returns it in the form in which it is kept.
func AcceptContact(place api.Place, plan api.ContactPlan, s Setting) (api.ContactPlan, []Problem) {
	if problems := CheckContact(place, plan, s); len(problems) > 0 {
		return api.ContactPlan{}, problems
	}
	s.ContactOnly = true
	a := FromRequest(api.NewRequest{Place: place, Contact: plan})
	for _, step := range append(Path(a, s), StepCodeWord) {
		if step != StepReview {
			takes[step](&a, a.input(step, s), s)
		}
	}
	return a.Request("", s).Contact, nil
}

// AcceptAddress judges an address that staff correct by the rules of the question, and returns it as it is kept.
func AcceptAddress(address api.Address) (api.Address, []Problem) {
	a := Answers{Address: address}
	problems := takeAddress(&a, a.input(StepAddress, Setting{}), Setting{})
	return a.Address, problems
}

// AcceptTopics judges topics by the rules of the question.
func AcceptTopics(topics []string) ([]string, []Problem) {
	var a Answers
	problems := several(&a.Topics, StepTopics, Input{string(StepTopics): topics}, Ask(StepTopics, a, Setting{}))
	return a.Topics, problems
}

// AcceptText cleans a text that staff write and holds it to the same rules: a limit, no control characters, no national
// number (T-45).
func AcceptText(field string, text api.Personal, limit int) (api.Personal, []Problem) {
	var accepted api.Personal
	problems := takeText(&accepted, field, Input{field: {text.Reveal()}}, limit, true)
	return accepted, problems
}

// PhoneKey is the one form of a telephone number, however it is written: "+32470123456". It is false for what is no
// number at all.
func PhoneKey(text string) (string, bool) {
	number, err := phonenumbers.Parse(westernDigits(strings.TrimSpace(text)), "BE")
	if err != nil || !phonenumbers.IsValidNumber(number) {
		return "", false
	}
	return phonenumbers.Format(number, phonenumbers.E164), true
}
