package theme

import (
	"bytes"
	"fmt"
	"io/fs"
	"regexp"
	"strings"

	"fyne.io/fyne/v2"

	"wijkloket/assets"
)

// Pictogram returns a drawing of assets/icons in the colour of a role, mirrored when it points along the reading
// direction and mirror is true. An unknown name is a fault of the program, found by the test that walks every screen,
// and shows as the "info" drawing.
func (t *Theme) Pictogram(name string, role fyne.ThemeColorName, mirror bool) fyne.Resource {
	svg, err := assets.Files.ReadFile("icons/" + name + ".svg")
	if err != nil {
		fyne.LogError("no pictogram "+name, err)
		if name == "info" {
			return nil
		}
		return t.Pictogram("info", role, false)
	}
	mirror = mirror && Points(name)
	c := t.RGBA(role)
	hex := fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B)
	svg = bytes.ReplaceAll(svg, []byte("currentColor"), []byte(hex))
	if mirror {
		svg = mirrored(svg)
	}
	return fyne.NewStaticResource(fmt.Sprintf("%s-%s-%t.svg", name, hex, mirror), svg)
}

// cssVariable is how a picture of several colours names a role, for the pages and for us alike.
var cssVariable = regexp.MustCompile(`var\(--([a-z-]+)\)`)

// Scenery returns a picture of assets/icons/scenery, which is decoration only: nothing, in the modes of high contrast or
// when there is none of that name.
func (t *Theme) Scenery(name string) fyne.Resource {
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
	return fyne.NewStaticResource(fmt.Sprintf("scenery-%s-%s.svg", name, t.settings.Contrast), svg)
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
