package theme

import (
	"bytes"
	"fmt"
	"io/fs"
	"regexp"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"wijkloket/assets"
)

// Pictogram returns a drawing of assets/icons in the colour of a role, to be shown size Fyne units wide, mirrored when it
// points along the reading direction and mirror is true. An unknown name is a fault of the program, found by the test that walks every screen,
// and shows as the "info" drawing.
func (t *Theme) Pictogram(name string, role fyne.ThemeColorName, size float32, mirror bool) fyne.Resource {
	svg, err := assets.Files.ReadFile("icons/" + name + ".svg")
	if err != nil {
		fyne.LogError("no pictogram "+name, err)
		if name == "info" {
			return nil
		}
		return t.Pictogram("info", role, size, false)
	}
	mirror = mirror && Points(name)
	c := t.RGBA(role)
	hex := fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B)
	svg = scaleLines(bytes.ReplaceAll(svg, []byte("currentColor"), []byte(hex)), t.pixels(size)/gridSide, t.pixels(t.MM(leastLineMM)))
	if mirror {
		svg = mirrored(svg)
	}
	return fyne.NewStaticResource(fmt.Sprintf("%s-%s-%.0f-%t.svg", name, hex, t.pixels(size), mirror), svg)
}

// scenerySide is the width of the grid that sceneries are drawn on.
const scenerySide = 1080

// cssVariable is how a picture of several colours names a role, for the pages and for us alike.
var cssVariable = regexp.MustCompile(`var\(--([a-z-]+)\)`)

// Scenery returns a picture of assets/icons/scenery to be shown width Fyne units wide. It is decoration only: nothing, in
// the modes of high contrast or when there is none of that name.
func (t *Theme) Scenery(name string, width float32) fyne.Resource {
	if t.settings.Contrast == HighLight || t.settings.Contrast == HighDark || name == "" {
		return nil
	}
	svg, err := assets.Files.ReadFile("icons/scenery/" + name + ".svg")
	if err != nil {
		fyne.LogError("no scenery "+name, err)
		return nil
	}
	svg = cssVariable.ReplaceAllFunc(svg, func(m []byte) []byte {
		c := t.RGBA(fyne.ThemeColorName(cssVariable.FindSubmatch(m)[1]))
		return fmt.Appendf(nil, "#%02x%02x%02x", c.R, c.G, c.B)
	})
	svg = scaleLines(svg, t.pixels(width)/scenerySide, 1)
	return fyne.NewStaticResource(fmt.Sprintf("scenery-%s-%s-%.0f.svg", name, t.settings.Contrast, t.pixels(width)), svg)
}

// gridSide is the side of the grid that pictograms are drawn on.
const gridSide = 48

// pixels converts Fyne units to pixels of the screen.
func (t *Theme) pixels(dp float32) float32 { return dp * t.settings.Screen.Scale }

var lineWidth = regexp.MustCompile(`stroke-width="([0-9.]+)"`)

// leastLineMM is the width of the thinnest line of a pictogram, so that a small one is still seen at arm's length.
const leastLineMM = 0.7

// scaleLines sets the widths of lines for a drawing shown factor times as large, none below least: Fyne's SVG renderer
// scales shapes, but draws every line as many pixels wide as its number says.
func scaleLines(svg []byte, factor, least float32) []byte {
	return lineWidth.ReplaceAllFunc(svg, func(m []byte) []byte {
		width, err := strconv.ParseFloat(string(lineWidth.FindSubmatch(m)[1]), 32)
		if err != nil {
			return m // cannot happen: the expression admits a number only
		}
		return fmt.Appendf(nil, `stroke-width="%.2f"`, max(1, least, float32(width)*factor))
	})
}

// Points reports whether a pictogram points along the reading direction and must be mirrored from right to left: an
// arrow does; a clock, a telephone or a check mark does not.
func Points(name string) bool {
	switch name {
	case "back", "next", "chevron-left", "chevron-right", "stop", "backspace":
		return true
	}
	return false
}

// mirrored turns the drawing over its vertical axis: every pictogram is drawn on a 48 x 48 grid.
func mirrored(svg []byte) []byte {
	open := bytes.IndexByte(svg, '>') + 1
	end := bytes.LastIndex(svg, []byte("</svg>"))
	if open <= 0 || end < open {
		return svg
	}
	return bytes.Join([][]byte{svg[:open], []byte(`<g transform="matrix(-1 0 0 1 48 0)">`), svg[open:end], []byte("</g></svg>\n")}, nil)
}

// Pictograms lists the names of all drawings, sorted.
func Pictograms() []string {
	files, err := fs.Glob(assets.Files, "icons/*.svg")
	if err != nil {
		panic(fmt.Sprintf("theme: %v", err)) // only for a malformed pattern
	}
	names := make([]string, len(files))
	for i, f := range files {
		names[i] = strings.TrimSuffix(strings.TrimPrefix(f, "icons/"), ".svg")
	}
	return names
}
