package typeset

import (
	"sync"

	"github.com/go-text/typesetting/segmenter"
	"github.com/go-text/typesetting/shaping"
)

// Engine shapes text with the bundled fonts and keeps the pictures of glyphs already drawn. Use [Default]; a second engine
// only costs memory. It is safe for several goroutines, which wait for each other.
type Engine struct {
	mu      sync.Mutex
	faces   [2][]*face // regular, bold
	shaper  shaping.HarfbuzzShaper
	breaker segmenter.Segmenter
	glyphs  glyphCache
}

// NewEngine reads the bundled fonts.
func NewEngine() (*Engine, error) {
	e := &Engine{}
	for i, weight := range []string{"Regular", "Bold"} {
		faces, err := loadFamily(weight, uint8(i*len(family)))
		if err != nil {
			return nil, err
		}
		e.faces[i] = faces
	}
	e.glyphs.limit = glyphCacheBytes
	return e, nil
}

// chain is the fall-back order of one weight.
func (e *Engine) chain(bold bool) []*face {
	if bold {
		return e.faces[1]
	}
	return e.faces[0]
}
