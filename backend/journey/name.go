package journey

import (
	"strconv"
	"strings"

	"wijkloket/backend/api"
)

// yearDigits is the length of a year of birth.
const yearDigits = 4

// takeName takes a name and a year of birth. The worker who knows somebody is found by both; neither has to be given.
func takeName(a *Answers, in Input, _ Setting) []Problem {
	next := *a
	problems := takeText(&next.Name, "name", in, api.MaxName, false)
	problems = append(problems, takeYear(&next.BirthYear, in)...)
	if len(problems) == 0 {
		*a = next
	}
	return problems
}

// takeYear takes four digits of any of our scripts that can be a year of birth. Which year it is now, a pure package cannot
// know: a year to come is for the backend to refuse.
func takeYear(into *api.Personal, in Input) []Problem {
	typed := strings.TrimSpace(westernDigits(in.one("birth_year")))
	if typed == "" {
		*into = api.Personal{}
		return nil
	}
	year, err := strconv.ParseUint(typed, 10, 16)
	if err != nil || len(typed) != yearDigits || year < 1900 || year > 2100 {
		return wrong("birth_year", "wrong.year")
	}
	*into = api.NewPersonal(typed)
	return nil
}
