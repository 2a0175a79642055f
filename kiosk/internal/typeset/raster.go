package typeset

import (
	"container/list"
	"image"
	"image/color"
	"math"

	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
	"golang.org/x/image/vector"
)

// glyphCacheBytes bounds the pictures of glyphs that an engine keeps: some thousand glyphs of a kiosk screen's sizes.
const glyphCacheBytes = 16 << 20

// subpixels is the number of horizontal positions within a pixel at which a glyph is drawn. Letters stay evenly spaced at
// small sizes; the base line always sits on a whole pixel.
const subpixels = 4

// glyphKey names one picture of a glyph. The size counts in 64ths of a pixel.
type glyphKey struct {
	face     uint8
	subpixel uint8
	id       uint32
	size     int32
}

// glyphMask is the coverage of one glyph; its bounds are relative to the pen.
type glyphMask struct {
	key  glyphKey
	mask *image.Alpha // nil when the glyph has no ink
}

// glyphCache keeps the masks that were used last.
type glyphCache struct {
	limit, bytes int
	entries      map[glyphKey]*list.Element
	recent       list.List // of *glyphMask, newest first
	raster       vector.Rasterizer
}

// Draw paints the layout on dst with the given pixels per unit, the layout's (0, 0) at the point origin of dst (in pixels).
// It blends over what is there. dst must be premultiplied, as image.RGBA is.
func (l *Layout) Draw(dst *image.RGBA, scale float32, origin image.Point, c color.Color) {
	if l.par == nil || scale <= 0 {
		return
	}
	e := l.par.engine
	e.mu.Lock()
	defer e.mu.Unlock()
	ink := premultiplied(c)
	size := int32(math.Round(float64(l.format.Size * scale * 64)))
	for i := range l.Lines {
		line := &l.Lines[i]
		base := int(math.Round(float64(line.Baseline * scale)))
		for _, pl := range line.placed {
			l.drawGlyph(dst, pl, size, scale, origin.Add(image.Pt(0, base)), ink)
		}
	}
}

// Rows are the first row that [Layout.Draw] may touch and the row after the last, seen from its origin. It puts base lines and
// marks on whole rows, and so draws up to a row above or below the ink as it was reckoned.
func (l *Layout) Rows(scale float32) (first, end int) {
	em := l.format.Size * scale
	first, end = int(math.Floor(float64(l.Ink.Y0*scale))), int(math.Ceil(float64(l.Ink.Y1*scale)))
	for i := range l.Lines {
		base := math.Round(float64(l.Lines[i].Baseline * scale))
		for _, one := range l.Lines[i].placed {
			pen := base - math.Round(float64(one.g.y*em))
			first = min(first, int(math.Floor(pen-float64((one.g.inkUp-one.g.y)*em))))
			end = max(end, int(math.Ceil(pen+float64((one.g.inkDown+one.g.y)*em))))
		}
	}
	return first, end
}

// drawGlyph paints one glyph whose base line is at pen.Y.
func (l *Layout) drawGlyph(dst *image.RGBA, pl placed, size int32, scale float32, pen image.Point, ink [4]uint32) {
	if pl.g.inkL == pl.g.inkR {
		return
	}
	em := l.format.Size * scale
	x := math.Floor(float64((pl.x*scale+pl.g.x*em)*subpixels) + 0.5)
	whole := math.Floor(x / subpixels)
	y := math.Round(float64(pl.g.y * em))
	key := glyphKey{face: pl.face.id, subpixel: uint8(x - whole*subpixels), id: pl.g.id, size: size}
	mask := l.par.engine.glyphs.get(key, pl.face)
	if mask != nil {
		blend(dst, mask, pen.Add(image.Pt(int(whole), -int(y))), ink)
	}
}

// premultiplied gives the colour's components from 0 to 255, multiplied by its alpha.
func premultiplied(c color.Color) [4]uint32 {
	r, g, b, a := c.RGBA()
	return [4]uint32{r >> 8, g >> 8, b >> 8, a >> 8}
}

// blend paints ink through mask over dst, the mask's (0, 0) at the point at.
func blend(dst *image.RGBA, mask *image.Alpha, at image.Point, ink [4]uint32) {
	area := mask.Rect.Add(at).Intersect(dst.Rect)
	for y := area.Min.Y; y < area.Max.Y; y++ {
		from := mask.PixOffset(area.Min.X-at.X, y-at.Y)
		to := dst.PixOffset(area.Min.X, y)
		row := dst.Pix[to : to+4*area.Dx()]
		for i, cover := range mask.Pix[from : from+area.Dx()] {
			if cover == 0 {
				continue
			}
			px := row[4*i : 4*i+4 : 4*i+4]
			k := uint32(cover)
			if px[3] == 0 { // an empty ground, as a Text has it
				px[0], px[1], px[2], px[3] = share(ink[0]*k), share(ink[1]*k), share(ink[2]*k), share(ink[3]*k)
				continue
			}
			rest := 255 - uint32(share(ink[3]*k))
			for n := range px {
				px[n] = share(ink[n]*k + uint32(px[n])*rest)
			}
		}
	}
}

// share divides a product of two bytes by 255, rounding.
func share(v uint32) uint8 { return uint8((v + 127) / 255) }

// get gives the mask of a glyph, drawing it when it is not kept.
func (c *glyphCache) get(key glyphKey, f *face) *image.Alpha {
	if el, ok := c.entries[key]; ok {
		c.recent.MoveToFront(el)
		return el.Value.(*glyphMask).mask
	}
	if c.entries == nil {
		c.entries = make(map[glyphKey]*list.Element)
	}
	m := &glyphMask{key: key, mask: c.draw(key, f)}
	c.entries[key] = c.recent.PushFront(m)
	c.bytes += m.cost()
	for c.bytes > c.limit && c.recent.Len() > 1 {
		oldest := c.recent.Remove(c.recent.Back()).(*glyphMask)
		delete(c.entries, oldest.key)
		c.bytes -= oldest.cost()
	}
	return m.mask
}

// cost is about what a mask takes of the cache's room.
func (m *glyphMask) cost() int {
	const overhead = 200
	if m.mask == nil {
		return overhead
	}
	return overhead + len(m.mask.Pix)
}

// draw rasterises one outline.
func (c *glyphCache) draw(key glyphKey, f *face) *image.Alpha {
	outline, ok := f.GlyphData(font.GID(key.id)).(font.GlyphOutline)
	if !ok || len(outline.Segments) == 0 {
		return nil
	}
	k := float32(key.size) / 64 / f.perEm
	dx := float32(key.subpixel) / subpixels
	bounds := outlineBounds(outline, k, dx)
	c.raster.Reset(bounds.Dx(), bounds.Dy())
	at := func(p ot.SegmentPoint) (float32, float32) {
		return p.X*k + dx - float32(bounds.Min.X), -p.Y*k - float32(bounds.Min.Y)
	}
	for _, s := range outline.Segments {
		x, y := at(s.Args[0])
		switch s.Op {
		case ot.SegmentOpMoveTo:
			c.raster.ClosePath()
			c.raster.MoveTo(x, y)
		case ot.SegmentOpLineTo:
			c.raster.LineTo(x, y)
		case ot.SegmentOpQuadTo:
			x1, y1 := at(s.Args[1])
			c.raster.QuadTo(x, y, x1, y1)
		case ot.SegmentOpCubeTo:
			x1, y1 := at(s.Args[1])
			x2, y2 := at(s.Args[2])
			c.raster.CubeTo(x, y, x1, y1, x2, y2)
		}
	}
	c.raster.ClosePath()
	mask := image.NewAlpha(image.Rect(0, 0, bounds.Dx(), bounds.Dy()))
	c.raster.Draw(mask, mask.Rect, image.Opaque, image.Point{})
	mask.Rect = bounds
	return mask
}

// outlineBounds is the pixel rectangle that holds all points of an outline at k pixels per font unit.
func outlineBounds(o font.GlyphOutline, k, dx float32) image.Rectangle {
	x0, y0, x1, y1 := float32(math.MaxFloat32), float32(math.MaxFloat32), float32(-math.MaxFloat32), float32(-math.MaxFloat32)
	for _, s := range o.Segments {
		for _, p := range s.ArgsSlice() {
			x0, x1 = min(x0, p.X*k+dx), max(x1, p.X*k+dx)
			y0, y1 = min(y0, -p.Y*k), max(y1, -p.Y*k)
		}
	}
	floor := func(v float32) int { return int(math.Floor(float64(v))) }
	return image.Rect(floor(x0), floor(y0), floor(x1)+1, floor(y1)+1)
}
