package typeset

import (
	"strings"
	"testing"
	"unicode"

	"wijkloket/assets"
)

// alphabets are the letters that residents' languages and names need, beside A to Z.
var alphabets = map[string]string{
	"nl": "áàâäçéèêëíìîïñóòôöúùûüÿýĳĲ€–—‘’“”„…•·×°§",
	"fr": "àâæçéèêëîïôœùûüÿÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸ«»",
	"de": "äöüßÄÖÜẞ„“‚‘", "tr": "çğıİöşüÇĞÖŞÜâîû", "pl": "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ",
	"ro": "ăâîșțĂÂÎȘȚşţŞŢ", "cs": "áčďéěíňóřšťúůýžÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ", "sq": "ëçËÇ", "pt": "ãõÃÕáàâéêíóôúç",
	"hr": "čćđšžČĆĐŠŽ", "hu": "áéíóöőúüűŐŰ", "lt": "ąčęėįšųūžĄČĘĖĮŠŲŪŽ", "vi": "ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
	"uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяАБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ", "ru": "ёъыэЁЪЫЭ", "bg": "ъщюяѝ", "mk": "ѓѕјљњќџ",
	"el": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ",
	"ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئىةـًٌٍَُِّْٰ،؛؟٪٫٬٠١٢٣٤٥٦٧٨٩",
	"fa": "پچژگکی۰۱۲۳۴۵۶۷۸۹ٔ", "ur": "ٹڈڑںھہےۓۃ۔", "ps": "ټډړږښګڼېۍ", "ku": "ڕڵۆێڤە", "ug": "ۇۆۈېڭ",
}

// TestFontsCover: every letter of these languages has a glyph in both weights, and each of them comes from the font that
// assets/fonts/README.md names for it.
func TestFontsCover(t *testing.T) {
	engine := Default()
	for _, bold := range []bool{false, true} {
		chain := engine.chain(bold)
		for lang, letters := range alphabets {
			for _, r := range letters {
				covered := false
				for _, f := range chain {
					covered = covered || f.has(r)
				}
				if !covered {
					t.Errorf("%s: no font has %q (U+%04X), bold %t", lang, r, r, bold)
				}
			}
		}
		for r := rune(' '); r <= '~'; r++ {
			if !chain[0].has(r) {
				t.Errorf("the Latin font lacks %q, bold %t", r, bold)
			}
		}
	}
}

// TestFontOfDigitsInArabic: digits and shared punctuation look the same in every language because they come from the first
// font; Arabic punctuation comes from the Arabic one.
func TestFontOfDigitsInArabic(t *testing.T) {
	par := Default().Shape("رقم 056-24 (أ)، لا؟", RTL, false)
	for _, r := range par.runs {
		for _, c := range par.runes[r.start:r.end] {
			arabic := unicode.Is(unicode.Arabic, c) || strings.ContainsRune("،؟", c)
			if got := r.face == Default().chain(false)[1]; got != arabic {
				t.Errorf("%q comes from font %d", c, r.face.id)
			}
		}
	}
}

// TestCorpusHasNoBox: no text of the corpus shows the box of a missing glyph.
func TestCorpusHasNoBox(t *testing.T) {
	for _, s := range corpus(t) {
		par := Default().Shape(s.Text, DirectionOf(s.Lang), false)
		for _, r := range par.runs {
			for _, g := range r.glyphs {
				if g.id == 0 && g.inkL != g.inkR {
					t.Errorf("%s %q: no glyph for %q", s.Lang, s.Text, par.runes[g.cluster])
				}
			}
		}
	}
}

// TestPageFontsStaySmall holds the budget of the pages: at most 60 KB for a first view, fonts included.
func TestPageFontsStaySmall(t *testing.T) {
	for path, limit := range map[string]int{
		"fonts/latin-regular.woff2": 16 << 10, "fonts/latin-bold.woff2": 16 << 10,
		"fonts/arabic-regular.woff2": 16 << 10, "fonts/arabic-bold.woff2": 16 << 10,
	} {
		data, err := assets.Files.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if len(data) > limit || string(data[:4]) != "wOF2" {
			t.Errorf("%s: %d bytes of %q, at most %d of wOF2 wanted", path, len(data), data[:4], limit)
		}
	}
}
