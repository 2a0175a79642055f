package typeset

import (
	"bytes"
	"fmt"
	"sync"

	"github.com/go-text/typesetting/font"

	"wijkloket/assets"
)

// The vertical room of a line in em. They are constants and not the fonts' own because a line must not grow when one word of
// it comes from another font: Latin needs 0.98 up and 0.32 down (Atkinson Hyperlegible's metrics), joined Arabic with its
// marks needs more below the base line and about as much above.
const (
	latinAscent, latinDescent   = 0.984, 0.316
	arabicAscent, arabicDescent = 1.06, 0.50
)

// Default line heights in em (Format.LineHeight overrides them). Arabic gets more air: its marks stand above and below.
const (
	latinLine  = 1.4
	arabicLine = 1.65
)

// face is one font file of a family.
type face struct {
	*font.Face
	id    uint8   // number within the engine, part of the glyph cache's key
	perEm float32 // font units in an em
}

// parseFace reads a TrueType or OpenType file.
func parseFace(data []byte, id uint8) (*face, error) {
	parsed, err := font.ParseTTF(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	return &face{Face: parsed, id: id, perEm: float32(parsed.Upem())}, nil
}

// has tells whether the face draws r itself.
func (f *face) has(r rune) bool {
	_, ok := f.NominalGlyph(r)
	return ok
}

// family lists the product's fonts in the order in which text falls back; assets/css/fonts.css names the same order.
var family = []string{"AtkinsonHyperlegibleNext", "NotoSansArabic", "NotoSans"}

// loadFamily reads one weight ("Regular" or "Bold") of the family from the embedded assets.
func loadFamily(weight string, firstID uint8) ([]*face, error) {
	faces := make([]*face, 0, len(family))
	for i, name := range family {
		path := "fonts/" + name + "-" + weight + ".ttf"
		data, err := assets.Files.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("typeset: %w", err)
		}
		f, err := parseFace(data, firstID+uint8(i))
		if err != nil {
			return nil, fmt.Errorf("typeset: font %s: %w", path, err)
		}
		faces = append(faces, f)
	}
	return faces, nil
}

// Default gives the engine with the bundled family, made on first use and shared by the whole program: its glyph cache is
// what makes a warm screen cheap. It panics when an embedded font cannot be read, which a test of this package rules out.
var Default = sync.OnceValue(func() *Engine {
	engine, err := NewEngine()
	if err != nil {
		panic(err)
	}
	return engine
})
