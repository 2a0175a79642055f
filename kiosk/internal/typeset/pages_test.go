package typeset

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"wijkloket/assets"
)

var (
	fontRule   = regexp.MustCompile(`@font-face \{[^}]*\}`)
	ruleFamily = regexp.MustCompile(`font-family: "([^"]+)"`)
	ruleAdjust = regexp.MustCompile(`size-adjust: ([0-9.]+)%`)
	ruleSource = regexp.MustCompile(`url\("/static/(fonts/[^"]+)"\)`)
)

func fontsCSS(t *testing.T) string {
	t.Helper()
	css, err := assets.Files.ReadFile("css/fonts.css")
	if err != nil {
		t.Fatal(err)
	}
	return string(css)
}

// TestPagesAndKioskAgree: fonts.css enlarges the same families by the same share as this engine does.
func TestPagesAndKioskAgree(t *testing.T) {
	rules := fontRule.FindAllString(fontsCSS(t), -1)
	if len(rules) != 4 {
		t.Fatalf("fonts.css has %d rules, want two weights of two families", len(rules))
	}
	for _, rule := range rules {
		name := strings.ReplaceAll(ruleFamily.FindStringSubmatch(rule)[1], " ", "")
		adjust := "100"
		if m := ruleAdjust.FindStringSubmatch(rule); m != nil {
			adjust = m[1]
		}
		found := false
		for _, f := range family {
			if f.name == name {
				found = strconv.FormatFloat(float64(f.scale*100), 'f', 0, 32) == adjust
			}
		}
		if !found {
			t.Errorf("%s at %s%%: the kiosk draws it otherwise", name, adjust)
		}
	}
}

// measureLetters runs in the page: the letters that one of the fall-back fonts draws, because the page's own do not. A
// letter of the page's own fonts is as wide whatever stands behind them.
const measureLetters = `(async () => {
  await Promise.all([...document.fonts].map(f => f.load())); await document.fonts.ready;
  const pen = document.createElement("canvas").getContext("2d");
  const width = (letter, weight, last) => {
    pen.font = weight + ' 100px "Atkinson Hyperlegible Next", "Noto Sans Arabic", ' + last;
    return pen.measureText(letter).width;
  };
  return [400, 700].flatMap(w => letters.filter(l => width(l, w, "Blank") !== width(l, w, "Wide")).map(l => w + " " + l));
})()`

// TestPageFontsCover: the small files of the pages have every letter of the languages that pages are written in, and of the
// names that residents of these languages type, in both weights.
func TestPageFontsCover(t *testing.T) {
	css := ruleSource.ReplaceAllStringFunc(fontsCSS(t), func(source string) string {
		return `url("` + dataURL(t, ruleSource.FindStringSubmatch(source)[1]) + `")`
	})
	var letters []string
	for _, lang := range []string{"nl", "fr", "de", "tr", "pl", "ro", "cs", "sq", "pt", "hr", "hu", "ar", "fa", "ur", "ps", "ku"} {
		for _, r := range alphabets[lang] {
			letters = append(letters, string(r))
		}
	}
	for r := rune('!'); r <= '~'; r++ {
		letters = append(letters, string(r))
	}
	list, err := json.Marshal(letters)
	if err != nil {
		t.Fatal(err)
	}
	// Two fall-backs with all these letters that differ in every width show which letters fall through to them.
	for name, adjust := range map[string]int{"Blank": 100, "Wide": 300} {
		for file, letters := range map[string]string{"AtkinsonHyperlegibleNext": "U+0-5FF,U+700-FFFF", "NotoSansArabic": "U+600-6FF"} {
			css += fmt.Sprintf(`@font-face{font-family:%s;size-adjust:%d%%;unicode-range:%s;src:url("%s")}`, name, adjust, letters, dataURL(t, "fonts/"+file+"-Regular.ttf"))
		}
	}
	page := "<!doctype html><meta charset=utf-8><style>" + css + "</style><script>const letters = " + string(list) + "</script>"
	if missing := runInChromium[[]string](t, page, measureLetters); len(missing) > 0 {
		t.Errorf("the pages' fonts lack %q", missing)
	}
}

func dataURL(t *testing.T, path string) string {
	t.Helper()
	data, err := assets.Files.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return "data:font/any;base64," + base64.StdEncoding.EncodeToString(data)
}
