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
	arabicAscent, arabicDescent = 1.15, 0.52
)

// Default line heights in em (Format.LineHeight overrides them). Arabic gets more air: its marks stand above and below.
const (
	latinLine  = 1.4
	arabicLine = 1.7
)

// face is one font file of a family.
type face struct {
	*font.Face
	id    uint8   // number within the engine, part of the glyph cache's key
	perEm float32 // font units in an em, after scaling
	scale float32 // how much larger than the text size it is drawn
}

// parseFace reads a TrueType or OpenType file.
func parseFace(data []byte, id uint8, scale float32) (*face, error) {
	parsed, err := font.ParseTTF(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	return &face{Face: parsed, id: id, perEm: float32(parsed.Upem()) / scale, scale: scale}, nil
}

// has tells whether the face draws r itself.
func (f *face) has(r rune) bool {
	_, ok := f.NominalGlyph(r)
	return ok
}

// family lists the product's fonts in the order in which text falls back, and how much larger than the text size each is
// drawn. assets/css/fonts.css says the same to browsers. Arabic letters are enlarged because at one size their bodies are
// smaller than the Latin x-height, and who reads Arabic has the same eyes.
var family = []struct {
	name  string
	scale float32
}{{"AtkinsonHyperlegibleNext", 1}, {"NotoSansArabic", 1.12}, {"NotoSans", 1}, {"NotoSansEthiopic", 1}}

// loadFamily reads one weight ("Regular" or "Bold") of the family from the embedded assets.
func loadFamily(weight string, firstID uint8) ([]*face, error) {
	faces := make([]*face, 0, len(family))
	for i, font := range family {
		path := "fonts/" + font.name + "-" + weight + ".ttf"
		data, err := assets.Files.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("typeset: %w", err)
		}
		f, err := parseFace(data, firstID+uint8(i), font.scale)
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
