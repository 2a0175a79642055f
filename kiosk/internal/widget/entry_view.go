package widget

import (
	"image"
	"image/color"
	"math"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"wijkloket/kiosk/internal/theme"
	"wijkloket/kiosk/internal/typeset"
)

// mask stands for a private text. Its length is fixed, so that it does not tell how long the text is.
var mask = strings.Repeat("•", 6)

// entryView is what an entry shows: its text, bullets or placeholder, shaped and laid out, and how far it is scrolled.
type entryView struct {
	par    *typeset.Paragraph
	lay    *typeset.Layout
	width  float32 // of the window that lay was made for
	scroll fyne.Position
}

// drop forgets the shaped text and overwrites it.
func (v *entryView) drop() {
	if v.par != nil {
		v.par.Wipe()
	}
	v.par, v.lay = nil, nil
}

// paragraph is the shaped text as it is shown.
func (v *entryView) paragraph(e *Entry) *typeset.Paragraph {
	if v.par != nil {
		return v.par
	}
	engine, dir := typeset.Default(), e.spec.Direction
	switch {
	case e.Masked():
		v.par = engine.Shape(mask, dir, false)
	case len(e.runes) == 0:
		v.par = engine.Shape(e.spec.Placeholder, e.kit.Dir, false)
	default:
		v.par = engine.ShapeRunes(e.runes, dir, false)
	}
	return v.par
}

// layout is the text in the window of the entry's present size.
func (v *entryView) layout(e *Entry) *typeset.Layout {
	window := e.window(e.Size())
	if v.lay != nil && v.width == window.Width {
		return v.lay
	}
	f := typeset.Format{Size: e.textSize(), LineHeight: entryLine}
	if e.spec.Lines > 1 {
		f.Width = max(1, window.Width)
	} else {
		f.KeepSpaces = true
	}
	if len(e.runes) == 0 && e.spec.Lines == 1 {
		f = typeset.Format{Size: f.Size, LineHeight: entryLine, Width: max(1, window.Width), MaxLines: 1}
	}
	v.lay, v.width = v.paragraph(e).Layout(f), window.Width
	return v.lay
}

// entryLine is the line height of entries in em, the same for every script: the caret keeps its height when the keyboard's
// language changes.
const entryLine = 1.65

// textSize is the size of the letters.
func (e *Entry) textSize() float32 { return theme.Current().TextSize(e.spec.Role) }

// pad is the room between the box and the text.
func (e *Entry) pad() float32 { return theme.Current().Space(3) }

// caretWidth is thick enough to be found by who sees little.
func caretWidth() float32 { return max(2, theme.Current().MM(0.7)) }

// window is the part of an entry of a size that shows text.
func (e *Entry) window(size fyne.Size) fyne.Size {
	pad := e.pad()
	return fyne.NewSize(max(1, size.Width-2*pad), float32(e.spec.Lines)*entryLine*e.textSize())
}

// HeightFor is the height of the field, which does not depend on its width.
func (e *Entry) HeightFor(float32) float32 {
	th := theme.Current()
	return max(th.Target(), e.window(fyne.Size{}).Height+2*th.Space(1))
}

// MinSize is wide enough for some words; a page gives it more.
func (e *Entry) MinSize() fyne.Size {
	e.ExtendBaseWidget(e)
	return fyne.NewSize(ceil(minWidthEm*e.textSize()+2*e.pad()), ceil(e.HeightFor(0)))
}

// origin is where the layout's top left corner lies in the window, scrolled so that the caret can be seen.
func (v *entryView) origin(e *Entry) fyne.Position {
	lay, window := v.layout(e), e.window(e.Size())
	room := window.Width - caretWidth()
	if len(e.runes) == 0 {
		v.scroll = fyne.Position{}
		return v.scroll
	}
	at := lay.Caret(e.caret)
	x, y := v.scroll.X, v.scroll.Y
	switch {
	case e.spec.Lines > 1:
		x = 0
	case lay.Width <= room && e.fromRight():
		x = room - lay.Width
	case lay.Width <= room:
		x = 0
	default:
		x = min(max(x, -at.X), room-at.X) // the caret inside the window
		x = min(max(x, room-lay.Width), 0)
	}
	y = min(max(y, -at.Top), window.Height-at.Bottom)
	y = min(max(y, window.Height-lay.Height), 0)
	v.scroll = fyne.NewPos(x, y)
	return v.scroll
}

// fromRight reports whether the text stands at the right side: where it begins there, and where the page does. A number is read
// from left to right and yet stands below its label.
func (e *Entry) fromRight() bool { return e.kit.rtl() || e.spec.Direction == typeset.RTL }

// hit is the caret place under a point of the entry.
func (v *entryView) hit(e *Entry, at fyne.Position) int {
	if len(e.runes) == 0 {
		return 0
	}
	window := e.window(e.Size())
	o := v.origin(e)
	return v.layout(e).Hit(at.X-e.pad()-o.X, at.Y-(e.Size().Height-window.Height)/2-o.Y)
}

// CreateRenderer implements fyne.Widget.
func (e *Entry) CreateRenderer() fyne.WidgetRenderer {
	e.ExtendBaseWidget(e)
	r := &entryRenderer{entry: e, box: newBox(), caret: canvas.NewRectangle(color.Transparent)}
	r.raster = canvas.NewRaster(r.draw)
	r.raster.ScaleMode = canvas.ImageScalePixels
	r.Refresh()
	return r
}

type entryRenderer struct {
	entry  *Entry
	box    box
	raster *canvas.Raster
	caret  *canvas.Rectangle
}

var _ fyne.WidgetRenderer = (*entryRenderer)(nil)

func (r *entryRenderer) Destroy() { r.entry.view.drop() }

func (r *entryRenderer) MinSize() fyne.Size { return r.entry.MinSize() }

func (r *entryRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.box.ground, r.raster, r.caret, r.box.ring}
}

// Layout places the window with the text and the caret in it.
func (r *entryRenderer) Layout(size fyne.Size) {
	e := r.entry
	r.box.layout(size)
	window := e.window(size)
	left, top := e.pad(), (size.Height-window.Height)/2
	place(r.raster, left, top, window.Width, window.Height)
	o := e.view.origin(e)
	at := e.view.layout(e).Caret(e.caret)
	if len(e.runes) == 0 {
		at.X = 0
		if e.fromRight() {
			at.X = window.Width - caretWidth()
		}
	}
	inset := (at.Bottom - at.Top) * 0.12
	x := min(max(o.X+at.X-caretWidth()/2, 0), window.Width-caretWidth()) // on the gap between two letters
	place(r.caret, left+x, top+o.Y+at.Top+inset, caretWidth(), at.Bottom-at.Top-2*inset)
}

// Refresh draws ground, ring, caret and text anew.
func (r *entryRenderer) Refresh() {
	e, th := r.entry, theme.Current()
	switch {
	case e.disabled:
		r.box.paint(theme.SurfaceDown, theme.Line, th.Stroke())
	case e.invalid:
		r.box.paint(theme.Surface, theme.AlertInk, 2*th.Stroke())
	case e.editing:
		r.box.paint(theme.Surface, theme.Action, 2*th.Stroke())
	default:
		r.box.paint(theme.Surface, theme.Line, th.Stroke())
	}
	r.box.focus(e.focused, theme.Focus)
	r.caret.FillColor = th.RGBA(theme.Action)
	r.caret.Hidden = !e.editing
	e.view.lay = nil // the theme may have changed the size of the letters
	r.Layout(e.Size())
	r.caret.Refresh()
	canvas.Refresh(r.raster)
}

// draw is the generator of the raster: the window, with the text scrolled under it.
func (r *entryRenderer) draw(w, h int) image.Image {
	e := r.entry
	img := scratch.image(w, h)
	if w <= 0 || h <= 0 {
		return img
	}
	scale := rasterScale(r.raster, w)
	o := e.view.origin(e)
	at := image.Pt(int(math.Round(float64(o.X*scale))), int(math.Round(float64(o.Y*scale))))
	ink := theme.Ink
	if len(e.runes) == 0 || e.disabled {
		ink = theme.InkSoft
	}
	e.view.layout(e).Draw(img, scale, at, theme.Current().RGBA(ink))
	return img
}
