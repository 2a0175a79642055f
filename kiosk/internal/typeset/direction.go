package typeset

import "strings"

// Direction is the base direction of a paragraph: the side at which its lines start.
type Direction uint8

// The two directions that the product's languages are written in.
const (
	LTR Direction = iota
	RTL
)

// rightToLeft lists the languages (ISO 639) written from right to left that a visitor may meet, by primary subtag.
var rightToLeft = map[string]bool{"ar": true, "ckb": true, "dv": true, "fa": true, "he": true, "ps": true, "sd": true, "ug": true, "ur": true, "yi": true}

// DirectionOf gives the base direction of a language tag such as "nl" or "ar-MA".
func DirectionOf(lang string) Direction {
	primary, _, _ := strings.Cut(strings.ToLower(lang), "-")
	if rightToLeft[primary] {
		return RTL
	}
	return LTR
}

// level is the paragraph embedding level of the bidirectional algorithm.
func (d Direction) level() uint8 { return uint8(d) }

// Align places lines inside the width of their layout; start and end follow the base direction.
type Align uint8

// The alignments. AlignStart is left for LTR and right for RTL.
const (
	AlignStart Align = iota
	AlignCenter
	AlignEnd
)

// offset is the room left of a line that leaves slack units of width unused.
func (a Align) offset(slack float32, dir Direction) float32 {
	switch {
	case a == AlignCenter:
		return slack / 2
	case (a == AlignEnd) != (dir == RTL):
		return slack
	}
	return 0
}

// The directional isolates of UAX #9 that this package adds; all of them are honoured in text.
const (
	lri = '\u2066' // left-to-right isolate
	fsi = '\u2068' // first-strong isolate
	pdi = '\u2069' // pop directional isolate
)

// IsolateLTR wraps s so that it reads from left to right whatever surrounds it: phone numbers, request codes, addresses of
// pages, house numbers with a box. Without it "056 24 48 00" in an Arabic sentence reads "00 48 24 056".
func IsolateLTR(s string) string { return string(lri) + s + string(pdi) }

// IsolateAuto wraps s, whose direction is unknown (a name that somebody typed), so that it cannot disturb the text around it.
func IsolateAuto(s string) string { return string(fsi) + s + string(pdi) }
