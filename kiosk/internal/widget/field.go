package widget

import (
	"fyne.io/fyne/v2"

	"wijkloket/kiosk/internal/theme"
)

// Field is an entry with its label above, a hint, and below it what is wrong and what to do.
type Field struct {
	group
	Entry *Entry
	fault *Text
	below *fyne.Container
}

var _ fyne.Widget = (*Field)(nil)

// NewField makes a field; the hint may be empty.
func NewField(k Kit, label, hint string, entry *Entry) *Field {
	th := theme.Current()
	f := &Field{Entry: entry}
	f.fault = NewText("", k.Dir, Style{Size: th.TextSize(theme.Body), Bold: true, Color: theme.AlertInk})
	f.below = beside(k, "warning", theme.AlertInk, f.fault)
	f.below.Hide()
	parts := []fyne.CanvasObject{NewText(label, k.Dir, Style{Size: th.TextSize(theme.Body), Bold: true, Color: theme.Ink})}
	if hint != "" {
		parts = append(parts, Words(k, theme.Small, hint))
	}
	f.root = Column(2, append(parts, entry, f.below)...)
	f.ExtendBaseWidget(f)
	return f
}

// SetError shows what is wrong and what to do about it; an empty text takes it away. Nothing typed is lost.
func (f *Field) SetError(text string) {
	f.fault.SetText(text)
	f.Entry.SetInvalid(text != "")
	show(f.below, text != "")
	f.Refresh()
}

// Error returns the text of SetError.
func (f *Field) Error() string { return f.fault.Text() }
