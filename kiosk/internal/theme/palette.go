package theme

import (
	"fmt"
	"image/color"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"fyne.io/fyne/v2"

	"wijkloket/assets"
)

// The colour roles of assets/css/tokens.css. A widget names a role and never a colour, so every contrast mode reaches it.
const (
	Paper       fyne.ThemeColorName = "paper"        // page ground
	Surface     fyne.ThemeColorName = "surface"      // cards, fields, tiles
	SurfaceDown fyne.ThemeColorName = "surface-down" // the same while a finger rests on it
	Ink         fyne.ThemeColorName = "ink"          // text
	InkSoft     fyne.ThemeColorName = "ink-soft"     // secondary text
	Line        fyne.ThemeColorName = "line"         // borders that mean something
	Hairline    fyne.ThemeColorName = "hairline"     // decoration only
	Action      fyne.ThemeColorName = "action"       // the one strong action
	ActionDown  fyne.ThemeColorName = "action-down"  // the same while a finger rests on it
	ActionInk   fyne.ThemeColorName = "action-ink"   // text on Action
	ActionSoft  fyne.ThemeColorName = "action-soft"  // ground of what is chosen
	Focus       fyne.ThemeColorName = "focus"        // keyboard focus ring
	Meet        fyne.ThemeColorName = "meet"         // pillar ontmoeting
	MeetInk     fyne.ThemeColorName = "meet-ink"
	Help        fyne.ThemeColorName = "help" // pillar hulpverlening
	HelpInk     fyne.ThemeColorName = "help-ink"
	Hood        fyne.ThemeColorName = "hood" // pillar buurtwerk
	HoodInk     fyne.ThemeColorName = "hood-ink"
	Alert       fyne.ThemeColorName = "alert" // errors and warnings: plum, never red
	AlertInk    fyne.ThemeColorName = "alert-ink"
	Good        fyne.ThemeColorName = "good" // done, promise kept
	GoodInk     fyne.ThemeColorName = "good-ink"
)

// Roles lists every colour role, for the sheet and the contrast test.
var Roles = []fyne.ThemeColorName{
	Paper, Surface, SurfaceDown, Ink, InkSoft, Line, Hairline, Action, ActionDown, ActionInk, ActionSoft, Focus,
	Meet, MeetInk, Help, HelpInk, Hood, HoodInk, Alert, AlertInk, Good, GoodInk,
}

type palette map[fyne.ThemeColorName]color.NRGBA

var (
	cssComment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	cssBlock   = regexp.MustCompile(`(?s)([^{}]+)\{([^{}]*)\}`)
	cssColour  = regexp.MustCompile(`--([a-z-]+):\s*#([0-9a-f]{6})\b`)
	cssMode    = regexp.MustCompile(`\[data-contrast="([a-z-]+)"\]`)
)

// palettes reads the embedded tokens once. The file ships inside the program and a test reads it too, so a fault in it
// is a fault of the build and stops the program at once instead of showing a resident a half-coloured screen.
var palettes = sync.OnceValue(func() map[Contrast]palette {
	css, err := assets.Files.ReadFile("css/tokens.css")
	if err != nil {
		panic(fmt.Sprintf("theme: %v", err))
	}
	all, err := parsePalettes(string(css))
	if err != nil {
		panic(fmt.Sprintf("theme: css/tokens.css: %v", err))
	}
	return all
})

// parsePalettes reads one palette per contrast mode out of a style sheet of custom properties.
func parsePalettes(css string) (map[Contrast]palette, error) {
	all := map[Contrast]palette{}
	for _, block := range cssBlock.FindAllStringSubmatch(cssComment.ReplaceAllString(css, ""), -1) {
		mode := Normal
		if m := cssMode.FindStringSubmatch(block[1]); m != nil {
			mode = Contrast(m[1])
		} else if strings.TrimSpace(block[1]) != ":root" {
			continue
		}
		all[mode] = parseColours(block[2])
	}
	for _, mode := range Contrasts {
		for _, role := range Roles {
			if _, ok := all[mode][role]; !ok {
				return nil, fmt.Errorf("no colour --%s for contrast %q", role, mode)
			}
		}
	}
	return all, nil
}

func parseColours(body string) palette {
	p := palette{}
	for _, m := range cssColour.FindAllStringSubmatch(body, -1) {
		rgb, err := strconv.ParseUint(m[2], 16, 32)
		if err != nil {
			continue // cannot happen: the expression admits six hexadecimal digits only
		}
		p[fyne.ThemeColorName(m[1])] = color.NRGBA{R: uint8(rgb >> 16), G: uint8(rgb >> 8), B: uint8(rgb), A: 255}
	}
	return p
}
