// Package theme is the kiosk's look: colour roles and contrast modes out of assets/css/tokens.css, one legible type
// family, and every size in millimetres of glass. A Theme never changes; a visitor's choice of text size or contrast
// makes a new one, and the next visitor starts from the default.
package theme

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"wijkloket/assets"
)

// Role names a place in the type scale.
type Role int

// The type scale. Body carries the capital height of A-2; the others stand in a fixed relation to it.
const (
	Body    Role = iota // all running text
	Title               // the one question of a screen
	Heading             // a part of a screen, the title of a tile
	Small               // hints and captions, never the only place of a fact
	Chrome              // header and footer, which grow a little less than the body
	Key                 // the on-screen keyboard
	Display             // a code to be read aloud or copied
)

// capHeight is the height of a capital in Atkinson Hyperlegible Next as a share of the type size (668 of 1000 units);
// a test measures the embedded font.
const capHeight = 0.668

// capitalMM is the capital height of body text per step.
var capitalMM = map[TextSize]float32{SmallText: 3.5, MediumText: 4.8, LargeText: 6.4, XLText: 8.5}

// scale relates each role to Body, per text step: large steps grow the body most, because a title at the same ratio
// would no longer fit a long word on one line.
var scale = map[TextSize]map[Role]float32{
	SmallText:  {Body: 1, Title: 1.9, Heading: 1.25, Small: 0.95, Chrome: 0.95, Key: 1.5, Display: 2.4},
	MediumText: {Body: 1, Title: 1.7, Heading: 1.2, Small: 0.88, Chrome: 0.80, Key: 1.2, Display: 2.2},
	LargeText:  {Body: 1, Title: 1.45, Heading: 1.15, Small: 0.86, Chrome: 0.80, Key: 1.0, Display: 1.9},
	XLText:     {Body: 1, Title: 1.25, Heading: 1.1, Small: 0.85, Chrome: 0.74, Key: 0.85, Display: 1.6},
}

// Theme implements fyne.Theme for one choice of settings.
type Theme struct {
	settings Settings
	colours  palette
	dp       float32 // Fyne units per millimetre
}

var _ fyne.Theme = (*Theme)(nil)

// For builds the theme of the given settings; unset or unknown values fall back to the default.
func For(s Settings) *Theme {
	s.Screen = s.Screen.orDefault()
	if _, ok := capitalMM[s.Text]; !ok {
		s.Text = MediumText
	}
	colours, ok := palettes()[s.Contrast]
	if !ok {
		s.Contrast = Normal
		colours = palettes()[Normal]
	}
	return &Theme{settings: s, colours: colours, dp: s.Screen.dpPerMM()}
}

var fallback = For(Settings{})

// Current is the running app's theme: the only way a widget reaches its sizes and colours. Before an app has set one it
// is the default.
func Current() *Theme {
	if app := fyne.CurrentApp(); app != nil {
		if t, ok := app.Settings().Theme().(*Theme); ok {
			return t
		}
	}
	return fallback
}

// Settings returns what the theme was made from, with the defaults filled in.
func (t *Theme) Settings() Settings { return t.settings }

// MM converts millimetres of glass to Fyne units.
func (t *Theme) MM(mm float32) float32 { return mm * t.dp }

// ToMM converts Fyne units to millimetres of glass.
func (t *Theme) ToMM(dp float32) float32 { return dp / t.dp }

// TextSize is the type size of a role, in Fyne units.
func (t *Theme) TextSize(r Role) float32 {
	capital := capitalMM[t.settings.Text] * t.settings.Screen.shrink() * scale[t.settings.Text][r]
	if r == Chrome {
		// Four words stand side by side in header and footer: on a narrow glass they give way, down to the smallest step.
		least := capitalMM[SmallText] * t.settings.Screen.shrink() * 0.95
		capital = max(least, capital*min(1, t.settings.Screen.room()))
	}
	if r == Title || r == Display {
		capital *= max(1, t.settings.Screen.room()) // a large glass carries a larger question
	}
	return t.MM(capital / capHeight)
}

// TargetMain is the least side of a main action, 15 mm.
func (t *Theme) TargetMain() float32 {
	return whole(t.MM(15*t.settings.Screen.shrink()), math.Ceil)
}

// Target is the least side of anything else to touch, 12.7 mm.
func (t *Theme) Target() float32 {
	return whole(t.MM(12.7*t.settings.Screen.shrink()), math.Ceil)
}

// Gap is the least distance between two things to touch, 2.54 mm.
func (t *Theme) Gap() float32 {
	return whole(t.MM(2.6*t.settings.Screen.shrink()), math.Ceil)
}

// whole makes a length whole units, so that boxes stand on pixels.
func whole(v float32, round func(float64) float64) float32 { return float32(round(float64(v))) }

// spaceMM is the spacing scale; index 0 is no space.
var spaceMM = [...]float32{0, 1.5, 2.6, 4, 6, 9, 13, 19, 28}

// Space is step n (0 to 8) of the spacing scale, in Fyne units. It grows with the panel, never with the text, so that
// large text gets the room.
func (t *Theme) Space(n int) float32 {
	n = max(0, min(n, len(spaceMM)-1))
	return whole(t.Roomy(spaceMM[n]), math.Round)
}

// Roomy converts a comfortable size, given for a 22 inch panel, to Fyne units: larger panels get more of it. For what no
// requirement fixes.
func (t *Theme) Roomy(mm float32) float32 { return t.MM(mm * t.settings.Screen.room()) }

// Radius is the corner radius of cards and tiles.
func (t *Theme) Radius() float32 { return t.Roomy(4.2) }

// Stroke is the width of a line that means something: thicker in the high contrast modes.
func (t *Theme) Stroke() float32 {
	mm := float32(0.5)
	if t.settings.Contrast == HighLight || t.settings.Contrast == HighDark {
		mm = 0.9
	}
	return max(1, t.MM(mm))
}

// FocusStroke is the width of the focus ring.
func (t *Theme) FocusStroke() float32 { return max(2, t.MM(1.3)) }

// RGBA is the colour of a role.
func (t *Theme) RGBA(role fyne.ThemeColorName) color.NRGBA {
	if c, ok := t.colours[role]; ok {
		return c
	}
	return t.colours[Ink]
}

// fyneRoles gives Fyne's own names a role, for the window ground and any stock part.
var fyneRoles = map[fyne.ThemeColorName]fyne.ThemeColorName{
	fynetheme.ColorNameBackground:          Paper,
	fynetheme.ColorNameForeground:          Ink,
	fynetheme.ColorNamePrimary:             Action,
	fynetheme.ColorNameForegroundOnPrimary: ActionInk,
	fynetheme.ColorNameFocus:               Focus,
	fynetheme.ColorNameInputBackground:     Surface,
	fynetheme.ColorNameInputBorder:         Line,
	fynetheme.ColorNamePlaceHolder:         InkSoft,
	fynetheme.ColorNameButton:              Surface,
	fynetheme.ColorNameSelection:           ActionSoft,
	fynetheme.ColorNameSeparator:           Hairline,
	fynetheme.ColorNameOverlayBackground:   Surface,
	fynetheme.ColorNameError:               AlertInk,
}

// Color implements fyne.Theme. The light or dark variant of the system is ignored: the visitor chooses, not the machine.
func (t *Theme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	if role, ok := fyneRoles[name]; ok {
		name = role
	}
	if c, ok := t.colours[name]; ok {
		return c
	}
	return fynetheme.DefaultTheme().Color(name, variant)
}

var (
	regular = typeface("AtkinsonHyperlegibleNext-Regular.ttf")
	bold    = typeface("AtkinsonHyperlegibleNext-Bold.ttf")
)

func typeface(name string) fyne.Resource {
	data, err := assets.Files.ReadFile("fonts/" + name)
	if err != nil {
		panic("theme: " + err.Error())
	}
	return fyne.NewStaticResource(name, data)
}

// Font implements fyne.Theme: one family, two weights.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource {
	if style.Bold {
		return bold
	}
	return regular
}

// Icon implements fyne.Theme for Fyne's stock icons; the kiosk's own come from Pictogram.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource {
	return fynetheme.DefaultTheme().Icon(name)
}

// Size implements fyne.Theme.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case fynetheme.SizeNameText:
		return t.TextSize(Body)
	case fynetheme.SizeNameHeadingText:
		return t.TextSize(Title)
	case fynetheme.SizeNameSubHeadingText:
		return t.TextSize(Heading)
	case fynetheme.SizeNameCaptionText:
		return t.TextSize(Small)
	case fynetheme.SizeNamePadding, fynetheme.SizeNameInnerPadding:
		return t.Space(2)
	case fynetheme.SizeNameInputRadius, fynetheme.SizeNameSelectionRadius:
		return t.Radius()
	default:
		return fynetheme.DefaultTheme().Size(name)
	}
}
