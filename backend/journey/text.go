package journey

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"wijkloket/backend/api"
)

// takeText accepts any script. Control characters become spaces, because a name with a line break in it can
// forge a line of a list or a log (T-58); a national number is refused and kept nowhere (T-45).
func takeText(into *api.Personal, field string, in Input, limit int, lines bool) []Problem {
	text := clean(in.one(field), lines)
	switch {
	case utf8.RuneCountInString(text) > limit:
		return wrong(field, "wrong.long")
	case holdsNationalNumber(text):
		return wrong(field, "wrong.nationalnumber")
	}
	*into = api.NewPersonal(text)
	return nil
}

func clean(text string, lines bool) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\r\n", "\n")
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' && lines:
			return r
		case unicode.IsControl(r):
			return ' '
		case r >= 0x202A && r <= 0x202E, r == 0xFEFF:
			return -1 // embedding and override marks reorder what a worker reads; isolates and joiners stay
		}
		return r
	}, text)
	return strings.TrimSpace(text)
}

// westernDigits turns Arabic-Indic and Persian digits into 0-9.
func westernDigits(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '٠' && r <= '٩':
			return r - '٠' + '0'
		case r >= '۰' && r <= '۹':
			return r - '۰' + '0'
		}
		return r
	}, text)
}

// holdsNationalNumber finds a valid Belgian national register number: eleven digits, as people space and dot them, whose
// last two are 97 less the first nine modulo 97, with a 2 in front for those born from 2000 on. Its use is forbidden
// without authorisation (law of 8 August 1983, art. 8).
func holdsNationalNumber(text string) bool {
	var digits []byte
	for _, r := range westernDigits(text) {
		switch {
		case r >= '0' && r <= '9':
			digits = append(digits, byte(r))
			if n := len(digits); n >= 11 && nationalNumber(digits[n-11:]) {
				return true
			}
		case r == ' ' || r == '.' || r == '-' || r == '/':
		default:
			digits = digits[:0]
		}
	}
	return false
}

func nationalNumber(digits []byte) bool {
	number, check := 0, int(digits[9]-'0')*10+int(digits[10]-'0')
	for _, digit := range digits[:9] {
		number = number*10 + int(digit-'0')
	}
	month := int(digits[2]-'0')*10 + int(digits[3]-'0')
	day := int(digits[4]-'0')*10 + int(digits[5]-'0')
	if month%20 > 12 || day > 31 { // bis numbers add 20 or 40 to the month
		return false
	}
	return check == 97-number%97 || check == 97-(2_000_000_000+number)%97
}
