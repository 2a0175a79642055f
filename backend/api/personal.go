package api

import (
	"fmt"
	"io"
	"unicode/utf8"
)

// Redacted is what every personal value prints as, whatever prints it (T-54).
const Redacted = "[personal]"

// Personal is a text about one person: a name, a number, an address, a message, a code. It decodes from JSON, forms and
// the database like any string, but fmt, encoding/json, encoding.TextMarshaler and zerolog all print [Redacted]. The one
// way to the text is [Personal.Reveal], so `grep Reveal` lists every place that opens it, and the one way onto the wire
// is [Marshal].
type Personal struct{ text string }

// NewPersonal wraps a text about a person.
func NewPersonal(text string) Personal { return Personal{text: text} }

// Reveal returns the text itself. Call it where a person who may see it is about to see it, where it is sealed, and
// nowhere else.
func (p Personal) Reveal() string { return p.text }

// IsZero reports whether there is no text.
func (p Personal) IsZero() bool { return p.text == "" }

// Len is the number of characters (not bytes), to hold it against a limit without opening it.
func (p Personal) Len() int { return utf8.RuneCountInString(p.text) }

// String returns [Redacted], or nothing when there is nothing to hide.
func (p Personal) String() string {
	if p.text == "" {
		return ""
	}
	return Redacted
}

// GoString is String, so that %#v shows no more than %v.
func (p Personal) GoString() string { return p.String() }

// Format prints String for every verb and flag.
func (p Personal) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, p.String()) }

// MarshalText prints String: encoding a value that holds a Personal by accident leaks nothing.
func (p Personal) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText takes the text as it stands.
func (p *Personal) UnmarshalText(text []byte) error {
	p.text = string(text)
	return nil
}
