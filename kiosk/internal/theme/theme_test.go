package theme

import (
	"image/color"
	"math"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
	"github.com/go-text/typesetting/font"

	"wijkloket/assets"
)

// contrast is the WCAG 2 contrast ratio of two colours.
func contrast(a, b color.NRGBA) float64 {
	la, lb := luminance(a), luminance(b)
	return (math.Max(la, lb) + 0.05) / (math.Min(la, lb) + 0.05)
}

func luminance(c color.NRGBA) float64 {
	lin := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*lin(c.R) + 0.7152*lin(c.G) + 0.0722*lin(c.B)
}

// text 7:1 on every ground it stands on (4.5:1 in the mode for eyes that contrast hurts).
func TestPalette_TextContrast(t *testing.T) {
	pairs := [][2]fyne.ThemeColorName{
		{Ink, Paper}, {Ink, Surface}, {Ink, ActionSoft}, {Ink, SurfaceDown}, {InkSoft, Paper}, {InkSoft, Surface},
		{Action, Surface}, {Action, Paper}, {ActionInk, Action}, {ActionInk, ActionDown}, {MeetInk, Meet}, {HelpInk, Help},
		{HoodInk, Hood}, {AlertInk, Alert}, {AlertInk, Paper}, {AlertInk, Surface}, {GoodInk, Good}, {GoodInk, Surface},
	}
	for _, mode := range Contrasts {
		least := 7.0
		if mode == Low {
			least = 4.5
		}
		th := For(Settings{Contrast: mode})
		for _, p := range pairs {
			if got := contrast(th.RGBA(p[0]), th.RGBA(p[1])); got < least {
				t.Errorf("%s: %s on %s is %.2f:1, want %.1f:1 (A-4)", mode, p[0], p[1], got, least)
			}
		}
	}
}

// lines, focus and the filled button stand out 3:1.
func TestPalette_LineContrast(t *testing.T) {
	pairs := [][2]fyne.ThemeColorName{
		{Line, Paper}, {Line, Surface}, {Line, ActionSoft}, {Focus, Paper}, {Focus, Surface}, {Focus, ActionSoft},
		{Action, Paper}, {Action, Surface}, {Action, ActionSoft},
	}
	for _, mode := range Contrasts {
		th := For(Settings{Contrast: mode})
		for _, p := range pairs {
			if got := contrast(th.RGBA(p[0]), th.RGBA(p[1])); got < 3 {
				t.Errorf("%s: %s against %s is %.2f:1, want 3:1 (A-5)", mode, p[0], p[1], got)
			}
		}
	}
}

// Red marks people: no ground or ink of ours lies in the hue of a warning red.
func TestPalette_NoRed(t *testing.T) {
	for _, mode := range Contrasts {
		th := For(Settings{Contrast: mode})
		for _, role := range Roles {
			c := th.RGBA(role)
			if c.R > 150 && c.G < 90 && c.B < 90 {
				t.Errorf("%s: %s is red: %v", mode, role, c)
			}
		}
	}
}

func TestParsePalettes_RefusesAMissingRole(t *testing.T) {
	css, err := assets.Files.ReadFile("css/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	broken := strings.Replace(string(css), "--focus:", "--fokus:", 1)
	if _, err := parsePalettes(broken); err == nil || !strings.Contains(err.Error(), "--focus") {
		t.Errorf("a palette without --focus was accepted: %v", err)
	}
}

// the capital letter is as high as promised, measured in the embedded font on the reference panel.
func TestTextSize_CapitalHeight(t *testing.T) {
	file, err := assets.Files.Open("fonts/AtkinsonHyperlegibleNext-Regular.ttf")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	face, err := font.ParseTTF(file.(font.Resource))
	if err != nil {
		t.Fatal(err)
	}
	share := face.LineMetric(font.CapHeight) / float32(face.Upem())
	if math.Abs(float64(share-capHeight)) > 0.005 {
		t.Errorf("capitals of the font are %.3f of the type size, theme says %.3f", share, capHeight)
	}
	for step, want := range map[TextSize]float32{SmallText: 3.5, MediumText: 4.8, LargeText: 6.4, XLText: 8.5} {
		th := For(Settings{Screen: PanelScreen(1080, 1920), Text: step})
		if got := th.ToMM(th.TextSize(Body) * share); math.Abs(float64(got-want)) > 0.1 {
			t.Errorf("text size %s: capital of %.2f mm, want %.1f mm (A-2)", step, got, want)
		}
	}
}

// No text of any role is smaller than the smallest step promises, whatever the step.
func TestTextSize_NeverBelowTheSmallestStep(t *testing.T) {
	for _, step := range TextSizes {
		th := For(Settings{Text: step})
		for role := Body; role <= Display; role++ {
			if got := th.ToMM(th.TextSize(role)) * capHeight; got < 3.3 {
				t.Errorf("text %s, role %d: capital of %.2f mm", step, role, got)
			}
		}
	}
}

// Who needs larger text needs it in header and footer too: their words grow with the text, less a quarter.
func TestTextSize_HeaderAndFooterFollow(t *testing.T) {
	for _, step := range TextSizes {
		th := For(Settings{Text: step})
		if share := th.TextSize(Chrome) / th.TextSize(Body); share < 0.73 {
			t.Errorf("text %s: header and footer have %.2f of the text", step, share)
		}
	}
}

// the targets in millimetres hold on any normal glass and in both orientations.
func TestTargets_InMillimetres(t *testing.T) {
	screens := map[string]Screen{
		"32 inch portrait":   PanelScreen(1080, 1920),
		"32 inch landscape":  PanelScreen(1920, 1080),
		"15 inch portrait":   {WidthPx: 1080, HeightPx: 1920, WidthMM: 194, HeightMM: 345},
		"scaled canvas":      {WidthPx: 2160, HeightPx: 3840, WidthMM: 398, HeightMM: 708, Scale: 2},
		"display tells 0 mm": {WidthPx: 1080, HeightPx: 1920},
	}
	for name, s := range screens {
		th := For(Settings{Screen: s})
		if got := th.ToMM(th.TargetMain()); got < 14.99 {
			t.Errorf("%s: main action %.2f mm (A-1)", name, got)
		}
		if got := th.ToMM(th.Target()); got < 12.69 {
			t.Errorf("%s: target %.2f mm (A-1)", name, got)
		}
		if got := th.ToMM(th.Gap()); got < 2.54 {
			t.Errorf("%s: gap %.2f mm (A-1)", name, got)
		}
	}
}

func TestTargets_ShrinkOnlyOnTinyGlass(t *testing.T) {
	tiny := For(Settings{Screen: Screen{WidthPx: 540, HeightPx: 960, WidthMM: 75, HeightMM: 133}})
	if got := tiny.ToMM(tiny.TargetMain()); got >= 15 || got < 9 {
		t.Errorf("on a 75 mm glass a main action is %.1f mm, want between 9 and 15", got)
	}
}

func TestFor_FallsBackToTheDefaults(t *testing.T) {
	got := For(Settings{Text: "huge", Contrast: "pink"}).Settings()
	if got.Text != MediumText || got.Contrast != Normal {
		t.Errorf("unknown settings gave %q and %q", got.Text, got.Contrast)
	}
}

func TestNext_WalksEveryStepAndComesBack(t *testing.T) {
	step, seen := MediumText, map[TextSize]bool{}
	for range TextSizes {
		step = step.NextText()
		seen[step] = true
	}
	if step != MediumText || len(seen) != len(TextSizes) {
		t.Errorf("text sizes seen %v, ended at %s", seen, step)
	}
	if Contrast("").NextContrast() != Dark {
		t.Errorf("after the default comes %s", Contrast("").NextContrast())
	}
}

func TestColor_FyneNamesFollowTheRoles(t *testing.T) {
	th := For(Settings{Contrast: HighDark})
	if th.Color(fynetheme.ColorNameBackground, 0) != color.Color(th.RGBA(Paper)) {
		t.Error("Fyne's background is not our paper")
	}
}

func TestPictogram_ColourAndMirror(t *testing.T) {
	th := For(Settings{})
	plain, turned := th.Pictogram("back", Action, 48, false), th.Pictogram("back", Action, 48, true)
	if !strings.Contains(string(plain.Content()), "#0f4c4a") || strings.Contains(string(plain.Content()), "currentColor") {
		t.Errorf("the role's colour is not in %s", plain.Content())
	}
	if plain.Name() == turned.Name() || !strings.Contains(string(turned.Content()), "matrix(-1") {
		t.Error("an arrow is not mirrored from right to left (A-27)")
	}
	if large := string(th.Pictogram("back", Action, 96, false).Content()); !strings.Contains(large, `stroke-width="6.00"`) {
		t.Errorf("lines do not grow with the drawing: %s", large)
	}
	if clock := th.Pictogram("clock", Action, 48, true); strings.Contains(string(clock.Content()), "matrix") {
		t.Error("a clock was mirrored")
	}
}

// Every drawing keeps to the grid, one colour and one stroke, so that all faces can colour it.
func TestPictograms_OneStyle(t *testing.T) {
	names := Pictograms()
	if len(names) < 70 {
		t.Fatalf("only %d drawings", len(names))
	}
	for _, name := range names {
		svg, err := assets.Files.ReadFile("icons/" + name + ".svg")
		if err != nil {
			t.Fatal(err)
		}
		s := string(svg)
		if !strings.Contains(s, `viewBox="0 0 48 48"`) || !strings.Contains(s, `stroke="currentColor"`) || strings.Contains(s, "#") {
			t.Errorf("%s leaves the style", name)
		}
	}
}

// Scenery takes every colour from the theme, and is absent where contrast counts.
func TestScenery_FollowsTheTheme(t *testing.T) {
	for _, mode := range Contrasts {
		got := For(Settings{Contrast: mode}).Scenery("street", 540)
		if high := mode == HighLight || mode == HighDark; high != (got == nil) {
			t.Errorf("%s: scenery %v", mode, got)
		} else if got != nil && strings.Contains(string(got.Content()), "var(") {
			t.Errorf("%s: a colour of the scenery is no role", mode)
		}
	}
	if For(Settings{}).Scenery("moon", 540) != nil {
		t.Error("scenery that does not exist")
	}
}
