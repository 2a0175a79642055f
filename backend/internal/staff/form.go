package staff

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
)

// form is what was posted: only the fields that were asked for, each once.
type form map[string]string

// readForm refuses a body with a field that the page does not have (T-4) or text that is no text.
func readForm(r *http.Request, fields ...string) (form, error) {
	if err := r.ParseForm(); err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			return nil, core.Refuse(api.CodeTooLarge, "")
		}
		return nil, core.Refuse(api.CodeMalformed, "")
	}
	f := form{}
	for name, values := range r.PostForm {
		if !slices.Contains(fields, name) || len(values) != 1 || !utf8.ValidString(values[0]) {
			return nil, core.Refuse(api.CodeMalformed, "")
		}
		f[name] = clean(values[0])
	}
	return f, nil
}

// clean drops what no keyboard types and what could pass for another line or direction: control characters but the line
// break, and the marks that turn the direction of text that follows (T-58).
func clean(text string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return strings.TrimSpace(strings.Map(func(c rune) rune {
		if c != '\n' && (unicode.IsControl(c) || turns(c)) {
			return -1
		}
		return c
	}, text))
}

// turns reports the explicit direction characters of Unicode bidi; plain Arabic needs none of them.
func turns(c rune) bool { return c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069 }

// text is a field as a value about a person.
func (f form) text(name string) api.Personal { return api.NewPersonal(f[name]) }

// version is the version of a request that the page showed; what is no number is older than everything.
func (f form) version() int {
	n, err := strconv.Atoi(f["versie"])
	if err != nil {
		return 0
	}
	return n
}

// needed refuses an empty or too long field, so that the page can say so beside it.
func (f form) needed(name string, most int) error {
	switch {
	case f[name] == "":
		return wrong(name, "staff.wrong.empty")
	case f.text(name).Len() > most:
		return wrong(name, "staff.wrong.long")
	}
	return nil
}

func wrong(field, key string) error {
	return &core.Error{Code: api.CodeInvalid, Fields: []core.FieldError{{Field: field, Reason: core.Message{Key: key}}}}
}
