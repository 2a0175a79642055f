package journey

import (
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/nyaruka/phonenumbers"

	"wijkloket/backend/api"
)

func takeAddress(a *Answers, in Input, _ Setting) []Problem {
	var next api.Address
	next.Area = in.one("area")
	problems := takeText(&next.Street, "street", in, api.MaxStreet, false)
	problems = append(problems, takeText(&next.Number, "number", in, api.MaxNumber, false)...)
	problems = append(problems, takeText(&next.Postcode, "postcode", in, api.MaxPostcode, false)...)
	if next.Street.IsZero() {
		problems = append(problems, wrong("street", "wrong.street")...)
	}
	if next.Number.IsZero() {
		problems = append(problems, wrong("number", "wrong.number")...)
	}
	if len(problems) == 0 {
		a.Address = next
	}
	return problems
}

// takePhone accepts a number as people write it, Belgian unless it says otherwise, and keeps it in international form so
// that one number is one number. A landline will do for a call, not for a text message.
func takePhone(into *api.Personal, in Input, forSMS bool) []Problem {
	typed := strings.TrimSpace(westernDigits(in.one("phone")))
	if typed == "" {
		return wrong("phone", "wrong.phone.empty")
	}
	if utf8.RuneCountInString(typed) > api.MaxPhone {
		return wrong("phone", "wrong.long")
	}
	if strings.ContainsFunc(typed, unicode.IsLetter) {
		return wrong("phone", "wrong.phone")
	}
	number, err := phonenumbers.Parse(typed, "BE")
	if err != nil || !phonenumbers.IsValidNumber(number) {
		return wrong("phone", "wrong.phone")
	}
	if forSMS && phonenumbers.GetNumberType(number) == phonenumbers.FIXED_LINE {
		return wrong("phone", "wrong.phone.sms") // it would never arrive, and the person would wait for it
	}
	*into = api.NewPersonal(phonenumbers.Format(number, phonenumbers.INTERNATIONAL))
	return nil
}

func takeEmail(into *api.Personal, in Input) []Problem {
	typed := strings.TrimSpace(in.one("email"))
	if typed == "" {
		return wrong("email", "wrong.email.empty")
	}
	if utf8.RuneCountInString(typed) > api.MaxEmail {
		return wrong("email", "wrong.long")
	}
	address, err := mail.ParseAddress(typed)
	if err != nil || address.Address != typed || !strings.Contains(typed[strings.LastIndex(typed, "@"):], ".") {
		return wrong("email", "wrong.email")
	}
	*into = api.NewPersonal(typed)
	return nil
}
