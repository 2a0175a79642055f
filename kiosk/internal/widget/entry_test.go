package widget_test

import (
	"strings"
	"testing"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"

	"wijkloket/kiosk/internal/kiosktest"
	"wijkloket/kiosk/internal/theme"
	"wijkloket/kiosk/internal/typeset"
	"wijkloket/kiosk/internal/widget"
)

func entry(t testing.TB, spec widget.EntrySpec) *widget.Entry {
	t.Helper()
	kiosktest.UseTheme(t, theme.Settings{}, 1080, 1920)
	return widget.NewEntry(kiosktest.Kit(spec.Direction), spec)
}

func typeText(e *widget.Entry, text string) {
	for _, r := range text {
		e.TypedRune(r)
	}
}

func key(e *widget.Entry, names ...fyne.KeyName) {
	for _, name := range names {
		e.TypedKey(&fyne.KeyEvent{Name: name})
	}
}

// TestEntry_AcceptsAnyScript: names in any script, with apostrophes and hyphens, of one word, of 100 characters.
func TestEntry_AcceptsAnyScript(t *testing.T) {
	for _, name := range []string{"O'Brien-De Smet", "فاطمة الزهراء", "Зеленська", "Nguyễn Thị Ánh", "李小龙", "ኣበበ", "Madonna", strings.Repeat("é", 100)} {
		e := entry(t, widget.EntrySpec{})
		typeText(e, name)
		if e.Text() != name {
			t.Errorf("typed %q, got %q", name, e.Text())
		}
	}
}

func TestEntry_Editing(t *testing.T) {
	for _, c := range []struct {
		name string
		spec widget.EntrySpec
		do   func(e *widget.Entry)
		want string
	}{
		{"insert in the middle", widget.EntrySpec{}, func(e *widget.Entry) { typeText(e, "ac"); key(e, fyne.KeyLeft); typeText(e, "b") }, "abc"},
		{"left is onward from right to left", widget.EntrySpec{Direction: typeset.RTL}, func(e *widget.Entry) { typeText(e, "اب"); key(e, fyne.KeyRight); typeText(e, "ت") }, "اتب"},
		{"home and end", widget.EntrySpec{}, func(e *widget.Entry) {
			typeText(e, "b")
			key(e, fyne.KeyHome)
			typeText(e, "a")
			key(e, fyne.KeyEnd)
			typeText(e, "c")
		}, "abc"},
		{"backspace", widget.EntrySpec{}, func(e *widget.Entry) { typeText(e, "abc"); e.MoveCaret(-1); e.Backspace() }, "ac"},
		{"backspace at the start", widget.EntrySpec{}, func(e *widget.Entry) { e.Backspace(); typeText(e, "a") }, "a"},
		{"backspace takes one mark", widget.EntrySpec{}, func(e *widget.Entry) { typeText(e, "بِّ"); e.Backspace() }, "بِ"},
		{"backspace takes a whole emoji family", widget.EntrySpec{}, func(e *widget.Entry) { typeText(e, "a👩‍👧"); e.Backspace() }, "a"},
		{"delete takes a letter with its marks", widget.EntrySpec{}, func(e *widget.Entry) { typeText(e, "e\u0301x"); key(e, fyne.KeyHome, fyne.KeyDelete) }, "x"},
		{"delete at the end", widget.EntrySpec{}, func(e *widget.Entry) { typeText(e, "x"); key(e, fyne.KeyDelete) }, "x"},
		{"no more than MaxRunes", widget.EntrySpec{MaxRunes: 3}, func(e *widget.Entry) { typeText(e, "abcd") }, "abc"},
		{"SetText is cut too", widget.EntrySpec{MaxRunes: 3}, func(e *widget.Entry) { e.SetText("abcd") }, "abc"},
		{"controls are refused", widget.EntrySpec{}, func(e *widget.Entry) { typeText(e, "a\x00\x1b\u202Eb\u2066\nc") }, "abc"},
		{"joiners of Persian are not", widget.EntrySpec{}, func(e *widget.Entry) { typeText(e, "می\u200Cروم") }, "می\u200Cروم"},
		{"lines", widget.EntrySpec{Lines: 3}, func(e *widget.Entry) { typeText(e, "a"); key(e, fyne.KeyReturn); typeText(e, "b") }, "a\nb"},
		{"line up", widget.EntrySpec{Lines: 3}, func(e *widget.Entry) { typeText(e, "abc\nd"); key(e, fyne.KeyUp); typeText(e, "X") }, "aXbc\nd"},
		{"disabled", widget.EntrySpec{}, func(e *widget.Entry) { typeText(e, "a"); e.Disable(); typeText(e, "b"); e.Backspace() }, "a"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := entry(t, c.spec)
			e.Resize(fyne.NewSize(400, 100))
			c.do(e)
			if e.Text() != c.want {
				t.Errorf("text is %q, want %q", e.Text(), c.want)
			}
		})
	}
}

func TestEntry_Reports(t *testing.T) {
	var changes []string
	submitted, edits := "", 0
	e := entry(t, widget.EntrySpec{
		OnChanged:   func(s string) { changes = append(changes, s) },
		OnSubmitted: func(s string) { submitted = s },
		OnEdit:      func(*widget.Entry) { edits++ },
	})
	e.FocusGained()
	typeText(e, "ab")
	e.Backspace()
	key(e, fyne.KeyReturn)
	if got := strings.Join(changes, ","); got != "a,ab,a" || submitted != "a" || edits != 1 {
		t.Errorf("changes %q, submitted %q, %d edits", got, submitted, edits)
	}
	e.SetText("set")
	if len(changes) != 3 {
		t.Error("SetText reports itself as typing")
	}
}

// TestEntry_TapFocuses: a touch brings the physical keyboard's focus and the on-screen keyboard, once.
func TestEntry_TapFocuses(t *testing.T) {
	edits := 0
	e := entry(t, widget.EntrySpec{OnEdit: func(*widget.Entry) { edits++ }})
	window := kiosktest.Show(t, e, 400, 80)
	test.TapCanvas(window.Canvas(), fyne.NewPos(50, 40))
	if window.Canvas().Focused() != fyne.Focusable(e) || !e.Editing() || edits != 1 {
		t.Errorf("focused %v, editing %t, %d edits", window.Canvas().Focused(), e.Editing(), edits)
	}
	window.Canvas().Unfocus()
	e.Insert('a')
	if e.Text() != "a" || edits != 1 {
		t.Error("a key of glass takes the focus and must go on typing into the field")
	}
}

// TestEntry_PrivateIsMaskedOnceLeft: what was typed about oneself shows as bullets of a fixed number once the field is
// left, by Leave or by going to another field, and shows again when the visitor comes back.
func TestEntry_PrivateIsMaskedOnceLeft(t *testing.T) {
	kiosktest.UseTheme(t, theme.Settings{}, 1080, 1920)
	k := kiosktest.Kit(typeset.LTR)
	phone, name := widget.NewEntry(k, widget.EntrySpec{Private: true}), widget.NewEntry(k, widget.EntrySpec{Private: true})
	size := fyne.NewSize(500, 200)
	picture := func() string { return pixelsOf(t, phone, size) }

	phone.FocusGained()
	typeText(phone, "0470 12 34 56")
	phone.FocusLost()
	if phone.Masked() || !phone.Editing() {
		t.Error("touching a key of glass takes the focus, and must not end editing")
	}
	open := picture()
	name.FocusGained()
	if !phone.Masked() || phone.Editing() {
		t.Error("going to another field must mask the one that was left")
	}
	masked := picture()
	if masked == open {
		t.Error("a masked field looks like an open one")
	}
	phone.SetText("x")
	if picture() != masked {
		t.Error("the bullets tell how long the text is")
	}
	phone.Tapped(&fyne.PointEvent{Position: fyne.NewPos(30, 30)})
	if phone.Masked() || phone.Caret() != 1 {
		t.Error("a tap must show the text again, with the caret behind it")
	}
	phone.Leave()
	if empty := widget.NewEntry(k, widget.EntrySpec{Private: true}); empty.Masked() {
		t.Error("an empty field has nothing to mask")
	}
}

// pixelsOf paints an object alone.
func pixelsOf(t *testing.T, o fyne.CanvasObject, size fyne.Size) string {
	t.Helper()
	box := container.NewWithoutLayout(o)
	o.Resize(fyne.NewSize(size.Width, o.MinSize().Height))
	return string(rgb(kiosktest.Render(t, box, size.Width, size.Height)))
}

// TestEntry_TapSetsCaret: a touch puts the caret where the finger was, in both directions.
func TestEntry_TapSetsCaret(t *testing.T) {
	for _, c := range []struct {
		text        string
		dir         typeset.Direction
		left, right int // caret after a touch at the far left and far right
	}{{"Kortrijk", typeset.LTR, 0, 8}, {"كورتريك", typeset.RTL, 7, 0}} {
		e := entry(t, widget.EntrySpec{Direction: c.dir})
		e.SetText(c.text)
		e.Resize(fyne.NewSize(500, e.MinSize().Height))
		for x, want := range map[float32]int{5: c.left, 495: c.right} {
			e.Tapped(&fyne.PointEvent{Position: fyne.NewPos(x, 20), AbsolutePosition: fyne.NewPos(x, 20)})
			if e.Caret() != want {
				t.Errorf("%q touched at %v: caret %d, want %d", c.text, x, e.Caret(), want)
			}
		}
	}
}

// TestEntry_NumberStandsWhereThePageBegins: on a page from right to left a number stands at the right, below its label, read from
// left to right: half the way to the left there is nothing before which one could type.
func TestEntry_NumberStandsWhereThePageBegins(t *testing.T) {
	kiosktest.UseTheme(t, theme.Settings{}, 1080, 1920)
	for page, want := range map[typeset.Direction]int{typeset.LTR: 2, typeset.RTL: 0} {
		e := widget.NewEntry(kiosktest.Kit(page), widget.EntrySpec{Direction: typeset.LTR})
		e.SetText("34")
		e.Resize(fyne.NewSize(500, e.MinSize().Height))
		e.Tapped(&fyne.PointEvent{Position: fyne.NewPos(250, 20), AbsolutePosition: fyne.NewPos(250, 20)})
		if e.Caret() != want {
			t.Errorf("touched in the middle: caret %d, want %d", e.Caret(), want)
		}
	}
}

// TestEntry_NeverPanics: any keys in any order keep the caret inside the text and the text inside its bounds.
func TestEntry_NeverPanics(t *testing.T) {
	kiosktest.UseTheme(t, theme.Settings{}, 1080, 1920)
	rapid.Check(t, func(t *rapid.T) {
		spec := widget.EntrySpec{MaxRunes: rapid.IntRange(1, 30).Draw(t, "max"), Lines: rapid.IntRange(1, 3).Draw(t, "lines"),
			Private: rapid.Bool().Draw(t, "private"), Direction: rapid.SampledFrom([]typeset.Direction{typeset.LTR, typeset.RTL}).Draw(t, "dir")}
		e := widget.NewEntry(kiosktest.Kit(spec.Direction), spec)
		e.Resize(fyne.NewSize(rapid.Float32Range(0, 400).Draw(t, "width"), 80))
		for range rapid.IntRange(0, 40).Draw(t, "steps") {
			stepEntry(t, e)
			n := len([]rune(e.Text()))
			if e.Caret() < 0 || e.Caret() > n || n > spec.MaxRunes {
				t.Fatalf("caret %d in %d runes of at most %d", e.Caret(), n, spec.MaxRunes)
			}
			if strings.ContainsFunc(e.Text(), func(r rune) bool { return r != '\n' && unicode.IsControl(r) }) {
				t.Fatalf("a control character in %q", e.Text())
			}
		}
	})
}

func stepEntry(t *rapid.T, e *widget.Entry) {
	switch rapid.IntRange(0, 9).Draw(t, "step") {
	case 0, 1, 2, 3:
		e.Insert(rapid.OneOf(rapid.SampledFrom([]rune("abا لِ\u030112 \n👩\u200D")), rapid.Rune()).Draw(t, "rune"))
	case 4:
		e.Backspace()
	case 5:
		key(e, rapid.SampledFrom([]fyne.KeyName{fyne.KeyLeft, fyne.KeyRight, fyne.KeyUp, fyne.KeyDown, fyne.KeyHome, fyne.KeyEnd, fyne.KeyDelete, fyne.KeyReturn}).Draw(t, "key"))
	case 6:
		e.MoveCaret(rapid.IntRange(-5, 5).Draw(t, "by"))
	case 7:
		at := fyne.NewPos(rapid.Float32Range(-10, 500).Draw(t, "x"), rapid.Float32Range(-10, 100).Draw(t, "y"))
		e.Tapped(&fyne.PointEvent{Position: at, AbsolutePosition: at})
	case 8:
		e.Leave()
	case 9:
		e.Wipe()
		if e.Text() != "" || e.Caret() != 0 {
			t.Fatal("Wipe left something")
		}
	}
}
