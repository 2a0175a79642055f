package widget

import (
	"unicode"

	"fyne.io/fyne/v2"

	"wijkloket/kiosk/internal/theme"
	"wijkloket/kiosk/internal/typeset"
)

// defaultRunes is how much an entry takes when its spec does not say: names and streets of 100 characters fit.
const defaultRunes = 100

// EntrySpec describes a field that a visitor types into (invulveld).
type EntrySpec struct {
	Placeholder string
	Role        theme.Role        // of the type scale; Body is the zero value
	Direction   typeset.Direction // of an empty field; phone numbers and addresses of mail are LTR in every language
	MaxRunes    int               // 0: 100
	Lines       int               // lines shown; 0 or 1 is a field of one line, more take line ends too
	Private     bool              // show bullets once the visitor has left the field; a tap shows the text again
	OnChanged   func(text string)
	OnSubmitted func(text string) // Enter in a field of one line
	OnEdit      func(e *Entry)    // the visitor went to this field: bring the keyboard
}

// Entry is a field to type in, with the same letters as [Text]: any script, both directions, mixed. It is driven by a
// physical keyboard when it has Fyne's focus, and by the on-screen keyboard through Insert, Backspace and MoveCaret, which
// need no focus: touching a key of glass takes Fyne's focus away. So an entry is being edited from the moment the visitor
// goes to it until the visitor goes to another one or somebody calls Leave.
//
// What was typed lives in one buffer that never moves and that Wipe overwrites (T-24). There is no selection, no clipboard
// and no blinking: a kiosk has nothing to paste from and nobody to paste for.
type Entry struct {
	press
	spec    EntrySpec
	runes   []rune // its capacity is MaxRunes from the start, so that no copy is left behind
	caret   int
	editing bool
	invalid bool
	tapAt   fyne.Position
	view    entryView
}

var (
	_ fyne.Widget    = (*Entry)(nil)
	_ fyne.Focusable = (*Entry)(nil)
)

// NewEntry makes an empty field.
func NewEntry(k Kit, spec EntrySpec) *Entry {
	if spec.MaxRunes <= 0 {
		spec.MaxRunes = defaultRunes
	}
	spec.Lines = max(1, spec.Lines)
	e := &Entry{spec: spec, runes: make([]rune, 0, spec.MaxRunes)}
	e.rapid = true
	e.start(k, e, e.tapped)
	return e
}

// Text returns what was typed.
func (e *Entry) Text() string { return string(e.runes) }

// SetText replaces what was typed, as far as it fits, and puts the caret behind it. It does not call OnChanged.
func (e *Entry) SetText(text string) {
	clear(e.runes)
	e.runes = e.runes[:0]
	for _, r := range text {
		if len(e.runes) < e.spec.MaxRunes && e.takes(r) {
			e.runes = append(e.runes, r)
		}
	}
	e.caret = len(e.runes)
	e.redraw()
}

// Insert types one character at the caret, if it fits and is one that can be seen.
func (e *Entry) Insert(r rune) {
	if !e.begin() || len(e.runes) >= e.spec.MaxRunes || !e.takes(r) {
		return
	}
	e.runes = append(e.runes, 0)
	copy(e.runes[e.caret+1:], e.runes[e.caret:])
	e.runes[e.caret] = r
	e.caret++
	e.changed()
}

// takes refuses controls and the invisible marks that could turn the order of what follows (U+202A to U+2069).
func (e *Entry) takes(r rune) bool {
	switch {
	case r == '\n':
		return e.spec.Lines > 1
	case r >= '\u202A' && r <= '\u202E', r >= '\u2066' && r <= '\u2069', r == '\u2028', r == '\u2029', r == unicode.ReplacementChar:
		return false
	}
	return !unicode.IsControl(r)
}

// Backspace removes the character before the caret; of a letter with marks, the last mark.
func (e *Entry) Backspace() {
	if !e.begin() || e.caret == 0 {
		return
	}
	from := e.view.paragraph(e).Previous(e.caret)
	if unicode.Is(unicode.Mn, e.runes[e.caret-1]) {
		from = e.caret - 1
	}
	e.remove(from, e.caret)
}

// Delete removes the character after the caret.
func (e *Entry) Delete() {
	if e.begin() && e.caret < len(e.runes) {
		e.remove(e.caret, e.view.paragraph(e).Next(e.caret))
	}
}

// remove takes out the runes from from up to end and leaves no copy of them behind the text.
func (e *Entry) remove(from, end int) {
	n := copy(e.runes[from:], e.runes[end:])
	clear(e.runes[from+n:])
	e.runes = e.runes[:from+n]
	e.caret = from
	e.changed()
}

// MoveCaret moves the caret by characters, onward in reading order for positive steps.
func (e *Entry) MoveCaret(steps int) {
	if !e.begin() || len(e.runes) == 0 {
		return
	}
	par := e.view.paragraph(e)
	for ; steps > 0; steps-- {
		e.caret = par.Next(e.caret)
	}
	for ; steps < 0; steps++ {
		e.caret = par.Previous(e.caret)
	}
	e.Refresh()
}

// Caret is the caret's place in runes.
func (e *Entry) Caret() int { return e.caret }

// Submit reports that the visitor is done with a field of one line.
func (e *Entry) Submit() {
	if e.spec.OnSubmitted != nil && !e.disabled {
		e.spec.OnSubmitted(e.Text())
	}
}

// Editing reports whether the visitor is in this field.
func (e *Entry) Editing() bool { return e.editing }

// Leave ends editing: the caret goes, and a private field shows bullets.
func (e *Entry) Leave() {
	if e.kit.Touch.typing == e {
		e.kit.Touch.typing = nil
	}
	if e.editing {
		e.editing = false
		e.redraw()
	}
}

// Masked reports whether bullets stand for the text.
func (e *Entry) Masked() bool { return e.spec.Private && !e.editing && len(e.runes) > 0 }

// SetInvalid shows or hides the error state; the words that say what is wrong stand beside the field.
func (e *Entry) SetInvalid(invalid bool) {
	if e.invalid != invalid {
		e.invalid = invalid
		e.Refresh()
	}
}

// Wipe overwrites everything that was typed and everything that was drawn from it (T-24).
func (e *Entry) Wipe() {
	clear(e.runes[:cap(e.runes)])
	e.runes, e.caret, e.invalid = e.runes[:0], 0, false
	e.Leave()
	e.redraw()
	scratch.wipe()
}

// changed reports and shows a new text.
func (e *Entry) changed() {
	e.redraw()
	if e.spec.OnChanged != nil {
		e.spec.OnChanged(e.Text())
	}
}

// redraw drops the shaped text, wiping it, and draws again.
func (e *Entry) redraw() {
	e.view.drop()
	e.Refresh()
}

// begin makes sure that the field is being edited, so that what shows is the text and neither bullets nor placeholder; a
// disabled field refuses.
func (e *Entry) begin() bool {
	if !e.editing {
		e.edit()
	}
	return e.editing && !e.disabled
}

// edit begins editing.
func (e *Entry) edit() {
	if e.disabled {
		return
	}
	if other := e.kit.Touch.typing; other != nil && other != e {
		other.Leave()
	}
	e.kit.Touch.typing = e
	if !e.editing {
		e.editing = true
		e.redraw()
	}
	if e.spec.OnEdit != nil {
		e.spec.OnEdit(e)
	}
}
