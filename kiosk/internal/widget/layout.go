package widget

import (
	"math"

	"fyne.io/fyne/v2"

	"wijkloket/kiosk/internal/theme"
)

// tall is what wraps: its height follows from its width.
type tall interface {
	HeightFor(width float32) float32
}

// tallLayout is the same for a layout of a plain container.
type tallLayout interface {
	heightFor(objects []fyne.CanvasObject, width float32) float32
}

// HeightFor is the height that an object wants at a width: of this package's widgets and layouts, or Fyne's own.
func HeightFor(o fyne.CanvasObject, width float32) float32 {
	if o == nil || !o.Visible() {
		return 0
	}
	if t, ok := o.(tall); ok {
		return t.HeightFor(width)
	}
	if c, ok := o.(*fyne.Container); ok {
		if l, ok := c.Layout.(tallLayout); ok {
			return l.heightFor(c.Objects, width)
		}
	}
	return o.MinSize().Height
}

// place puts an object into a rectangle, at a whole unit: the graphics card cuts the line of a box that starts between two
// pixels. Layouts that share a width out use whole widths for the same reason.
func place(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(whole(x), whole(y)))
	o.Resize(fyne.NewSize(max(0, w), max(0, h)))
}

// whole rounds to whole units.
func whole(v float32) float32 { return float32(math.Round(float64(v))) }

// floor rounds down to whole units.
func floor(v float32) float32 { return float32(math.Floor(float64(v))) }

// mirror gives the left edge of a box of width w inside a row of width total, turned round when reading right to left.
func (k Kit) mirror(x, w, total float32) float32 {
	if k.rtl() {
		return total - x - w
	}
	return x
}

// Inset puts space around an object, and keeps it no wider than mostMM (0: no limit), in the middle.
func Inset(space int, mostMM float32, o fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: inset{space, space, mostMM}, Objects: []fyne.CanvasObject{o}}
}

// insetXY is Inset with another space above and below than beside.
func insetXY(x, y int, o fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: inset{x, y, 0}, Objects: []fyne.CanvasObject{o}}
}

type inset struct {
	x, y   int // steps of the spacing scale
	mostMM float32
}

// inner is the width left for the object.
func (l inset) inner(width float32) float32 {
	th := theme.Current()
	w := width - 2*th.Space(l.x)
	if l.mostMM > 0 {
		w = min(w, th.MM(l.mostMM))
	}
	return floor(w)
}

func (l inset) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return HeightFor(objects[0], l.inner(width)) + 2*theme.Current().Space(l.y)
}

// Layout implements fyne.Layout.
func (l inset) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	pad, w := theme.Current().Space(l.y), l.inner(size.Width)
	place(objects[0], (size.Width-w)/2, pad, w, size.Height-2*pad)
}

// MinSize implements fyne.Layout.
func (l inset) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// present drops what a screen left out, so that screens can write "maybe nil" children in place.
func present(objects []fyne.CanvasObject) []fyne.CanvasObject {
	kept := make([]fyne.CanvasObject, 0, len(objects))
	for _, o := range objects {
		if o != nil {
			kept = append(kept, o)
		}
	}
	return kept
}

func visible(objects []fyne.CanvasObject) []fyne.CanvasObject {
	kept := make([]fyne.CanvasObject, 0, len(objects))
	for _, o := range objects {
		if o.Visible() {
			kept = append(kept, o)
		}
	}
	return kept
}

// composed is a widget made of parts that can be looked into.
type composed interface {
	parts() []fyne.CanvasObject
}

// within reports whether o lies somewhere in root, looking into containers and this package's widgets.
func within(root, o fyne.CanvasObject) bool {
	if root == o {
		return true
	}
	var children []fyne.CanvasObject
	switch v := root.(type) {
	case composed:
		children = v.parts()
	case *fyne.Container:
		children = v.Objects
	}
	for _, child := range children {
		if within(child, o) {
			return true
		}
	}
	return false
}
