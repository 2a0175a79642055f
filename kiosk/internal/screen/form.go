package screen

import (
	"fyne.io/fyne/v2"

	"wijkloket/kiosk/internal/typeset"
	"wijkloket/kiosk/internal/view"
	"wijkloket/kiosk/internal/widget"
)

// form is the fields of a screen, with the keyboard that types into the one being edited and, below them, what is offered
// while typing.
type form struct {
	maker
	fields  []*widget.Field
	names   []string
	kinds   []view.Keyboard
	offers  *fyne.Container
	boards  map[view.Keyboard]*widget.Keyboard
	page    *widget.Page
	faulted int  // index of the first field with a fault; -1 none
	chose   bool // an offer was touched and will fill in a field
	anew    bool // begin in the first field, also when something stands there
}

func (m maker) newForm(fields []view.Field) *form {
	f := &form{maker: m, offers: widget.Column(2), boards: map[view.Keyboard]*widget.Keyboard{}, faulted: -1}
	for i, field := range fields {
		entry := widget.NewEntry(m.kit, widget.EntrySpec{
			Direction: m.direction(field.Keyboard), MaxRunes: field.Max, Lines: field.Lines, Private: field.Private,
			OnChanged:   func(text string) { m.send(view.Type{Field: field.Name, Text: text}) },
			OnSubmitted: func(string) { f.follow(i) },
			OnEdit:      func(*widget.Entry) { f.edit(i) },
		})
		entry.SetText(field.Value.Reveal()) // onto the glass of the person who typed it
		f.fields = append(f.fields, widget.NewField(m.kit, field.Label, field.Hint, entry))
		f.names, f.kinds = append(f.names, field.Name), append(f.kinds, field.Keyboard)
	}
	f.faults(fields)
	return f
}

// direction: numbers, addresses of mail and codes read from left to right in every language.
func (m maker) direction(kind view.Keyboard) typeset.Direction {
	if kind == view.Letters {
		return m.kit.Dir
	}
	return typeset.LTR
}

// objects are the fields in reading order, what is offered right below the first.
func (f *form) objects() []fyne.CanvasObject {
	var objects []fyne.CanvasObject
	for i, field := range f.fields {
		objects = append(objects, field)
		if i == 0 {
			objects = append(objects, f.offers)
		}
	}
	return objects
}

// update shows newer faults and texts; a text that is the same already keeps its caret.
func (f *form) update(fields []view.Field) bool {
	if len(fields) != len(f.fields) {
		return false
	}
	for i, field := range fields {
		if entry := f.fields[i].Entry; entry.Text() != field.Value.Reveal() {
			entry.SetText(field.Value.Reveal())
		}
	}
	appeared := f.faults(fields)
	switch {
	case appeared:
		f.focus(f.fields[f.faulted].Entry)
	case f.chose:
		f.toEmpty()
	}
	f.chose = false
	return true
}

// toEmpty goes on to the first field with nothing in it, once an offer filled in another.
func (f *form) toEmpty() {
	for _, field := range f.fields {
		if field.Entry.Text() == "" {
			f.focus(field.Entry)
			return
		}
	}
}

// faults shows what is wrong beside each field, and reports whether the first fault was not there before: then the person
// is led to it. One that was there already is left alone, for the person may be putting another right.
func (f *form) faults(fields []view.Field) (appeared bool) {
	f.faulted = -1
	for i, field := range fields {
		before := f.fields[i].Error()
		if before != field.Wrong {
			f.fields[i].SetError(field.Wrong)
		}
		if field.Wrong != "" && f.faulted < 0 {
			f.faulted, appeared = i, before == ""
		}
	}
	return appeared
}

// offer lists what the typed text may mean.
func (f *form) offer(title string, options []view.Option) {
	f.offers.Objects = nil
	if len(options) == 0 {
		return
	}
	f.offers.Objects = append(f.offers.Objects, f.maker.words(offerRole, title))
	for _, option := range options {
		f.offers.Objects = append(f.offers.Objects, widget.NewTile(f.kit, widget.TileSpec{
			Icon: option.Icon, Title: option.Label, Hint: option.Hint,
			OnTap: func() { f.chose = true; f.send(view.Choose{ID: option.ID}) },
		}))
	}
}

// edit brings the keyboard for a field and leaves the others.
func (f *form) edit(at int) {
	if f.page == nil {
		return
	}
	for i, field := range f.fields {
		if i != at {
			field.Entry.Leave()
		}
	}
	board := f.board(f.kinds[at])
	if board == nil {
		return
	}
	board.Feed(f.fields[at].Entry)
	f.page.ShowKeyboard(board)
	f.page.Scroll().Reveal(f.fields[at])
}

// layouts are the keyboards of each kind, first the one to start with. The other script is one key away.
func (f *form) layouts(kind view.Keyboard) []string {
	latin := "azerty-nl"
	if f.frame.Lang == "fr" {
		latin = "azerty-fr"
	}
	switch {
	case kind == view.Telephone:
		return []string{"phone"}
	case kind == view.Digits:
		return []string{"digits"}
	case kind == view.Letters && f.frame.RTL:
		return []string{"arabic", latin}
	default:
		return []string{latin}
	}
}

func (f *form) board(kind view.Keyboard) *widget.Keyboard {
	if board, ok := f.boards[kind]; ok {
		return board
	}
	keys := f.frame.Keys
	board, err := widget.NewKeyboard(f.kit, widget.KeyboardSpec{
		Layouts: f.layouts(kind), Space: keys.Space, Backspace: keys.Backspace, Shift: keys.Shift, Done: keys.Done, OnDone: f.done,
	})
	if err != nil {
		fyne.LogError("no on-screen keyboard", err) // its layouts are embedded and a test loads each
		return nil
	}
	f.boards[kind] = board
	return board
}

// done puts the keyboard away.
func (f *form) done() {
	for _, field := range f.fields {
		field.Entry.Leave()
	}
	f.page.ShowKeyboard(nil)
}

// follow goes from a field to the next one, or on.
func (f *form) follow(at int) {
	if at+1 < len(f.fields) {
		f.focus(f.fields[at+1].Entry)
		return
	}
	f.send(view.Next{})
}

// begin goes to the first field that has a fault, or that waits for something.
func (f *form) begin(canvas fyne.Canvas) {
	for i, field := range f.fields {
		if i == f.faulted || f.faulted < 0 && (f.anew || field.Entry.Text() == "") {
			canvas.Focus(field.Entry)
			return
		}
	}
}

// revealFault scrolls to the first fault.
func (f *form) revealFault() {
	if f.faulted >= 0 && f.page != nil {
		f.page.Scroll().Reveal(f.fields[f.faulted])
	}
}

func (f *form) focus(entry *widget.Entry) {
	if canvas := fyne.CurrentApp().Driver().CanvasForObject(entry); canvas != nil {
		canvas.Focus(entry)
	}
}

// wipe empties what stands on no page now: keyboards of other fields, and what was offered.
func (f *form) wipe() {
	for _, board := range f.boards {
		widget.Wipe(board)
	}
	widget.Wipe(f.offers)
	f.page, f.fields, f.boards = nil, nil, nil
}
