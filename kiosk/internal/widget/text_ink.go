package widget

import (
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"wijkloket/kiosk/internal/typeset"
)

// inkLayer draws a layout on a raster that covers exactly what the ink touches: marks of the first and the last line may
// stand out of the layout's own box.
type inkLayer struct {
	raster    *canvas.Raster
	lay       *typeset.Layout
	left, top float32 // how far the raster reaches out of the layout's box
	color     func() color.Color
}

func newInkLayer(c func() color.Color) *inkLayer {
	l := &inkLayer{color: c}
	l.raster = canvas.NewRaster(l.draw)
	l.raster.ScaleMode = canvas.ImageScalePixels
	return l
}

// inkStep is what the reach of a raster is a multiple of, so that it is a whole number of pixels at every scale that is a
// multiple of 1/4, before anybody knows the scale.
const inkStep = 4

// show puts a layout on the raster.
func (l *inkLayer) show(lay *typeset.Layout) {
	changed := l.lay != lay
	l.lay = lay
	l.left, l.top = inkStep*ceil(-lay.Ink.X0/inkStep), inkStep*ceil(-lay.Ink.Y0/inkStep)
	size := fyne.NewSize(l.left+ceil(lay.Ink.X1), l.top+ceil(lay.Ink.Y1))
	l.raster.Move(fyne.NewPos(-l.left, -l.top))
	if size != l.raster.Size() {
		l.raster.Resize(size)
	} else if changed {
		canvas.Refresh(l.raster)
	}
}

// draw is the raster's generator: Fyne calls it with the pixels that the raster covers, once for every change.
func (l *inkLayer) draw(w, h int) image.Image {
	img := scratch.image(w, h)
	if l.lay == nil || w <= 0 || h <= 0 {
		return img
	}
	scale := rasterScale(l.raster, w)
	origin := image.Pt(int(math.Round(float64(l.left*scale))), int(math.Round(float64(l.top*scale))))
	l.lay.Draw(img, scale, origin, l.color())
	return img
}

// rasterScale is the number of pixels per unit: the canvas's own, so that the same letter is the same glyph picture
// everywhere; the raster's, w pixels wide, when the driver draws at another density.
func rasterScale(r *canvas.Raster, w int) float32 {
	width := r.Size().Width
	if c := canvasOf(r); c != nil {
		if s := c.Scale(); math.Abs(float64(s*width)-float64(w)) <= 1 {
			return s
		}
	}
	return float32(w) / width
}

// pixels is a buffer that one drawing after the other uses: Fyne takes a raster's picture over before it asks for the next,
// all on its own goroutine.
type pixels struct{ buf []uint8 }

var scratch pixels

// image gives a clear picture of w x h pixels that is valid until the next call.
func (p *pixels) image(w, h int) *image.RGBA {
	w, h = max(w, 1), max(h, 1)
	n := 4 * w * h
	if cap(p.buf) < n {
		p.buf = make([]uint8, n)
	}
	pix := p.buf[:n:n]
	clear(pix)
	return &image.RGBA{Pix: pix, Stride: 4 * w, Rect: image.Rect(0, 0, w, h)}
}

// WipePictures overwrites the last picture of a text, which may have shown something personal; the end of a visit calls it
// (T-24).
func WipePictures() { scratch.wipe() }

// wipe overwrites the last picture, which may have shown something personal (T-24).
func (p *pixels) wipe() { clear(p.buf[:cap(p.buf)]) }

// canvasOf is the canvas that shows an object, nil before it is shown or without an app.
func canvasOf(o fyne.CanvasObject) fyne.Canvas {
	if app := fyne.CurrentApp(); app != nil {
		return app.Driver().CanvasForObject(o)
	}
	return nil
}
