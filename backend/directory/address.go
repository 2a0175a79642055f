package directory

import (
	"log/slog"
	"regexp"
	"strings"

	"wijkloket/backend/directory/fold"
	"wijkloket/backend/directory/geo"
	"wijkloket/backend/directory/number"
)

// AddressKind is what a person said about where they live.
type AddressKind int

// The kinds. Without an address one still gets an answer: a person.
const (
	Given     AddressKind = iota // what follows was typed or picked
	NoAddress                    // "I have no address"
	Reference                    // a reference address (referentieadres) at the city
	Unsaid                       // "I'd rather not say"
)

// Address is where a person lives, as far as they said. Any text is allowed in any field. It prints as [personal] (T-54).
type Address struct {
	Kind     AddressKind
	Street   string // may hold a number, a postcode and a place too: "Overleiestraat 45, 8500 Kortrijk"
	Number   string
	Postcode string
	Place    string // deelgemeente or municipality
	Area     string // a neighbourhood, area or deelgemeente picked from the list, by id
	Point    geo.Point
}

// String returns [personal]: an address never reaches a log.
func (Address) String() string { return "[personal]" }

// GoString is String.
func (Address) GoString() string { return "[personal]" }

// LogValue is String.
func (Address) LogValue() slog.Value { return slog.StringValue("[personal]") }

var (
	fourDigits = regexp.MustCompile(`\b[1-9][0-9]{3}\b`)
	countryEnd = regexp.MustCompile(`(?i)[ ,]+(b-)?$`) // "B-8500"
	numberWord = regexp.MustCompile(`(?i)[ ,]+((huisnr|nr|n)\.?|huisnummer|nummer|n°|#)?$`)
	homonymEnd = regexp.MustCompile(`\(([^()]{1,40})\)\s*$`)
)

// Parse takes an address that was typed on one line apart: "Overleiestraat 45 bus 3, 8500 Kortrijk". What it cannot take
// apart stays in Street.
func Parse(line string) Address {
	line = strings.TrimSpace(fold.Digits(line))
	var a Address
	if at := lastPostcode(line); at >= 0 {
		a.Postcode, a.Place = line[at:at+4], strings.Trim(line[at+4:], " ,.")
		line = countryEnd.ReplaceAllString(line[:at], "")
	}
	a.Street, a.Number = splitNumber(line)
	return a
}

// lastPostcode finds the last group of four digits with letters before it; a house number of four digits stands before
// the postcode.
func lastPostcode(line string) int {
	found := fourDigits.FindAllStringIndex(line, -1)
	if len(found) == 0 {
		return -1
	}
	return found[len(found)-1][0]
}

// splitNumber takes a house number off the end of a street: the first word that starts with a digit, when a word stands
// before it.
func splitNumber(line string) (street, rest string) {
	line = strings.TrimSpace(line)
	for at, r := range line {
		if at > 0 && r >= '0' && r <= '9' && strings.ContainsRune(" ,", rune(line[at-1])) {
			if _, ok := number.Parse(line[at:]); ok {
				return trimStreet(line[:at]), strings.TrimSpace(line[at:])
			}
		}
	}
	return trimStreet(line), ""
}

// trimStreet drops what stands between a street and its number: a comma, "nr.".
func trimStreet(s string) string { return numberWord.ReplaceAllString(s+" ", "") }

// asked is an address as the search needs it.
type asked struct {
	street    string // as typed, without number and homonym
	number    number.Number
	numbered  bool
	postcode  string // four digits, or empty
	place     place
	placed    bool // place is known
	area      string
	point     geo.Point
	neighbour bool // a postcode or place was given at all
}

// read brings an address into the form that the search needs; the fields fill each other's gaps.
func (d *Directory) read(a Address) asked {
	if a.Number == "" || a.Postcode == "" {
		typed := Parse(a.Street)
		if d.key(a.Street) != "" && len(d.whole[d.key(a.Street)]) == 0 {
			a.Street = typed.Street
			a.Number, a.Postcode, a.Place = or(a.Number, typed.Number), or(a.Postcode, typed.Postcode), or(a.Place, typed.Place)
		}
	}
	in := asked{street: fold.Head(a.Street, fold.MaxBytes), area: fold.Slug(a.Area), point: a.Point}
	if found := homonymEnd.FindStringSubmatchIndex(in.street); found != nil {
		a.Place = or(a.Place, in.street[found[2]:found[3]])
		in.street = in.street[:found[0]]
	}
	in.number, in.numbered = number.Parse(a.Number)
	code := fold.Digits(a.Postcode)
	in.postcode = fourDigits.FindString(code)
	for _, name := range [...]string{a.Place, strings.Replace(code, in.postcode, "", 1)} {
		if !in.placed {
			in.place, in.placed = d.placeNamed(name)
		}
	}
	in.neighbour = in.postcode != "" || in.placed
	return in
}

// placeNamed finds a place by its name, or by the first letters that a register adds to a homonym: "(Kor)".
func (d *Directory) placeNamed(name string) (place, bool) {
	key := fold.Join(fold.Words(name))
	if p, ok := d.places[key]; ok {
		return p, true
	}
	if len(key) >= 3 && len(key) <= 5 {
		for _, part := range d.data.City.Deelgemeenten {
			if strings.HasPrefix(fold.Join(fold.Words(part.Name)), key) {
				return place{deelgemeente: part.ID}, true
			}
		}
	}
	return place{}, false
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
