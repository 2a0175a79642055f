package widget_test

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"wijkloket/kiosk/internal/kiosktest"
	"wijkloket/kiosk/internal/theme"
	"wijkloket/kiosk/internal/typeset"
	"wijkloket/kiosk/internal/widget"
)

var layouts = []string{"azerty-nl", "azerty-fr", "arabic", "phone"}

// strike touches the key that shows the words.
func strike(t *testing.T, b *widget.Keyboard, words string) {
	t.Helper()
	var found fyne.Tappable
	kiosktest.Walk(b, b.Size(), func(s kiosktest.Seen) {
		if key, ok := s.Object.(fyne.Tappable); ok && strings.HasSuffix(kiosktest.Name(s.Object), `"`+words+`"`) {
			found = key
		}
	})
	if found == nil {
		t.Fatalf("no key %q", words)
	}
	found.Tapped(point(1, 1))
}

func TestKeyboard_TypesIntoAnEntry(t *testing.T) {
	kiosktest.UseTheme(t, theme.Settings{}, 1080, 1920)
	k := kiosktest.Kit(typeset.LTR)
	b := keyboard(t, k, "azerty-nl", "arabic")
	kiosktest.Show(t, b, 1080, 400)
	e := widget.NewEntry(k, widget.EntrySpec{})
	b.Feed(e)
	for _, key := range []string{"hoofdletter", "A", "n", "n", "e", "spatie", "é", "'", "wis", "1"} {
		strike(t, b, key)
	}
	if e.Text() != "Anne é1" {
		t.Errorf("typed %q", e.Text())
	}
	strike(t, b, "عربي")
	strike(t, b, "لا")
	if b.Layout() != "arabic" || e.Text() != "Anne é1لا" {
		t.Errorf("on layout %s typed %q", b.Layout(), e.Text())
	}
	b.Feed(nil)
	strike(t, b, "ABC")
	strike(t, b, "x")
	if e.Text() != "Anne é1لا" {
		t.Error("the keyboard still types into a field that was left (T-24)")
	}
}

func TestKeyboard_ShiftOnceThenLock(t *testing.T) {
	kiosktest.UseTheme(t, theme.Settings{}, 1080, 1920)
	b := keyboard(t, kiosktest.Kit(typeset.LTR), "azerty-nl")
	kiosktest.Show(t, b, 1080, 400)
	e := widget.NewEntry(kiosktest.Kit(typeset.LTR), widget.EntrySpec{})
	b.Feed(e)
	for _, key := range []string{"hoofdletter", "K", "o", "hoofdletter", "hoofdletter", "R", "É", "hoofdletter", "t"} {
		strike(t, b, key)
	}
	if e.Text() != "KoRÉt" {
		t.Errorf("typed %q", e.Text())
	}
}

// Two quick strikes of one key are two letters; the bounce of one touch is one.
func TestKeyboard_DoubleLetterAndBounce(t *testing.T) {
	kiosktest.UseTheme(t, theme.Settings{}, 1080, 1920)
	k, clock := handKit()
	b := keyboard(t, k, "azerty-nl")
	kiosktest.Show(t, b, 1080, 400)
	e := widget.NewEntry(k, widget.EntrySpec{})
	b.Feed(e)
	for _, after := range []time.Duration{0, 30 * time.Millisecond, 200 * time.Millisecond} {
		clock.Now = clock.Now.Add(after)
		strike(t, b, "l")
	}
	if e.Text() != "ll" {
		t.Errorf("typed %q", e.Text())
	}
}

// every key of every layout is wide enough on the panel and on a 15 inch screen. A-9: the letters of the languages are
// all there without a long press.
func TestKeyboard_LayoutsAreCompleteAndWide(t *testing.T) {
	need := map[string]string{
		"azerty-nl": "abcdefghijklmnopqrstuvwxyzéèëêïöüàçô0123456789@.-_'",
		"azerty-fr": "abcdefghijklmnopqrstuvwxyzéèêëàâçùîôœ0123456789@.-_'",
		"arabic":    "ابتثجحخدذرزسشصضطظعغفقكلمنهويءأإآؤئةى0123456789@.-،؟",
		"phone":     "0123456789+/",
	}
	screens := []theme.Screen{theme.PanelScreen(1080, 1920), {WidthPx: 1080, HeightPx: 1920, WidthMM: 194, HeightMM: 345}}
	for _, layout := range layouts {
		for _, screen := range screens {
			kiosktest.UseTheme(t, theme.Settings{Screen: screen}, 0, 0)
			b := keyboard(t, kiosktest.Kit(typeset.LTR), layout)
			size := fyne.NewSize(1080, b.HeightFor(1080))
			kiosktest.Show(t, b, size.Width, size.Height)
			for _, finding := range kiosktest.Check(b, size) {
				t.Errorf("%s on %.0f mm: %s", layout, screen.WidthMM, finding)
			}
			caps := map[string]bool{}
			kiosktest.Walk(b, size, func(s kiosktest.Seen) {
				if text, ok := s.Object.(*widget.Text); ok {
					caps[text.Text()] = true
				}
			})
			for _, r := range need[layout] {
				if !caps[string(r)] {
					t.Errorf("%s has no key %c", layout, r)
				}
			}
		}
	}
}

func TestNewKeyboard_RefusesAnUnknownLayout(t *testing.T) {
	kiosktest.UseTheme(t, theme.Settings{}, 1080, 1920)
	for _, names := range [][]string{nil, {"qwertz"}} {
		if _, err := widget.NewKeyboard(kiosktest.Kit(typeset.LTR), widget.KeyboardSpec{Layouts: names}); err == nil {
			t.Errorf("layouts %v were accepted", names)
		}
	}
}
