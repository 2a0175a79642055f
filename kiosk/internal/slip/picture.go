package slip

import (
	"image"
	"image/color"
)

// Picture is a drawn slip: one bit a dot, in rows. It is an image too (as a two-colour palette), so that it can be looked at.
type Picture struct {
	dots, rows int
	stride     int // bytes in a row
	bits       []byte
}

func newPicture(dots, rows int) *Picture {
	stride := (dots + 7) / 8
	return &Picture{dots: dots, rows: rows, stride: stride, bits: make([]byte, stride*rows)}
}

// Row is the dots of row y from left to right, eight a byte, the leftmost in the highest bit; 1 is black. It shares the
// picture's memory.
func (p *Picture) Row(y int) []byte { return p.bits[y*p.stride : (y+1)*p.stride] }

// Wipe makes the picture white, so that nothing of it stays in memory once it is printed (T-24).
func (p *Picture) Wipe() { clear(p.bits) }

var paper = color.Palette{color.White, color.Black}

// Bounds implements image.Image.
func (p *Picture) Bounds() image.Rectangle { return image.Rect(0, 0, p.dots, p.rows) }

// ColorModel implements image.Image.
func (p *Picture) ColorModel() color.Model { return paper }

// At implements image.Image.
func (p *Picture) At(x, y int) color.Color { return paper[p.ColorIndexAt(x, y)] }

// ColorIndexAt implements image.PalettedImage: 1 is black. Outside of the paper all is white.
func (p *Picture) ColorIndexAt(x, y int) uint8 {
	if !image.Pt(x, y).In(p.Bounds()) {
		return 0
	}
	return p.bits[y*p.stride+x/8] >> (7 - x%8) & 1
}

// blacken makes the dots of a rectangle black.
func (p *Picture) blacken(r image.Rectangle) {
	r = r.Intersect(p.Bounds())
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := p.Row(y)
		for x := r.Min.X; x < r.Max.X; x++ {
			row[x/8] |= 0x80 >> (x % 8)
		}
	}
}

// half is the cover from which on a dot is black: paper knows no grey.
const half = 128

// take blackens the dots that a strip of the picture, which starts at row top, covers by half or more.
func (p *Picture) take(strip *image.RGBA, top int) {
	for y := range min(strip.Rect.Dy(), p.rows-top) {
		row := p.Row(top + y)
		line := strip.Pix[y*strip.Stride : y*strip.Stride+4*p.dots]
		for x := range p.dots {
			if line[4*x+3] >= half {
				row[x/8] |= 0x80 >> (x % 8)
			}
		}
	}
}
