package widget

import (
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

// place puts an object into a rectangle.
func place(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(max(0, w), max(0, h)))
}

// mirror gives the left edge of a box of width w inside a row of width total, turned round when reading right to left.
func (k Kit) mirror(x, w, total float32) float32 {
	if k.rtl() {
		return total - x - w
	}
	return x
}

// Column stacks objects with a step of the spacing scale between them, all as wide as the column.
func Column(space int, objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: column{space}, Objects: present(objects)}
}

type column struct{ space int }

func (l column) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	gap, h, n := theme.Current().Space(l.space), float32(0), 0
	for _, o := range objects {
		if o.Visible() {
			h += HeightFor(o, width)
			n++
		}
	}
	return h + gap*float32(max(0, n-1))
}

// Layout implements fyne.Layout. On a high glass, tiles become equally high and take up to half more height than they
// need, rather than leave the lower half of the screen empty.
func (l column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	gap, y := theme.Current().Space(l.space), float32(0)
	shown := visible(objects)
	for i, h := range l.heights(shown, size) {
		place(shown[i], 0, y, size.Width, h)
		y += h + gap
	}
}

// heights shares the height of a column out.
func (l column) heights(shown []fyne.CanvasObject, size fyne.Size) []float32 {
	heights, grow := make([]float32, len(shown)), make([]float32, len(shown))
	highest := float32(0)
	for i, o := range shown {
		heights[i], grow[i] = HeightFor(o, size.Width), growth(o, size.Width)
		if isTile(o) {
			highest = max(highest, heights[i])
		}
	}
	extra := size.Height - l.heightFor(shown, size.Width)
	level := float32(0) // what it costs to make all tiles as high as the highest
	for i, o := range shown {
		if isTile(o) {
			level += highest - heights[i]
		}
	}
	if level <= extra {
		extra -= level
		for i, o := range shown {
			if isTile(o) {
				heights[i], grow[i] = highest, highest*tileGrowth
			}
		}
	}
	growing := float32(0)
	for _, g := range grow {
		growing += g
	}
	if growing > 0 && extra > 0 {
		for i, g := range grow {
			heights[i] += min(1, extra/growing) * g
		}
	}
	return heights
}

// tileGrowth is how much higher than needed a tile may become, as a share.
const tileGrowth = 0.5

func isTile(o fyne.CanvasObject) bool {
	_, ok := o.(*Tile)
	return ok
}

// growth is how much higher than needed an object may become.
func growth(o fyne.CanvasObject, width float32) float32 {
	if t, ok := o.(*Tile); ok {
		return t.HeightFor(width) * tileGrowth
	}
	c, ok := o.(*fyne.Container)
	if !ok || !c.Visible() {
		return 0
	}
	switch l := c.Layout.(type) {
	case grid:
		return l.growth(c.Objects, width)
	case column:
		sum := float32(0)
		for _, child := range visible(c.Objects) {
			sum += growth(child, width)
		}
		return sum
	}
	return 0
}

// growth of a grid is that of the tiles in its first column.
func (l grid) growth(objects []fyne.CanvasObject, width float32) float32 {
	_, w := l.columns(width)
	sum := float32(0)
	l.rows(objects, width, func(row []fyne.CanvasObject, _, _ float32) { sum += growth(row[0], w) })
	return sum
}

// MinSize implements fyne.Layout; a column takes the width it is given.
func (l column) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// Grid lays objects out in equal columns, as many as fit when none may be narrower than minMM, at most most. Rows are as
// high as their highest object; from right to left the first object stands right.
func Grid(k Kit, most int, minMM float32, objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: grid{kit: k, most: max(1, most), minMM: minMM, space: 3}, Objects: present(objects)}
}

type grid struct {
	kit   Kit
	most  int
	minMM float32
	space int
}

func (l grid) gap() float32 {
	th := theme.Current()
	return max(th.Gap(), th.Space(l.space))
}

// columns is the number of columns that fit and the width of each.
func (l grid) columns(width float32) (int, float32) {
	gap, least := l.gap(), theme.Current().MM(l.minMM)
	n := l.most
	for n > 1 && (width-gap*float32(n-1))/float32(n) < least {
		n--
	}
	return n, (width - gap*float32(n-1)) / float32(n)
}

// rows calls f for each row of visible objects with the row's top and height, and returns the height of all.
func (l grid) rows(objects []fyne.CanvasObject, width float32, f func(row []fyne.CanvasObject, y, h float32)) float32 {
	n, w := l.columns(width)
	y := float32(0)
	shown := visible(objects)
	for len(shown) > 0 {
		row := shown[:min(n, len(shown))]
		shown = shown[len(row):]
		h := float32(0)
		for _, o := range row {
			h = max(h, HeightFor(o, w))
		}
		f(row, y, h)
		y += h
		if len(shown) > 0 {
			y += l.gap()
		}
	}
	return y
}

func (l grid) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return l.rows(objects, width, func([]fyne.CanvasObject, float32, float32) {})
}

// Layout implements fyne.Layout.
func (l grid) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	_, w := l.columns(size.Width)
	natural, n := l.heightFor(objects, size.Width), 0
	l.rows(objects, size.Width, func([]fyne.CanvasObject, float32, float32) { n++ })
	more := max(0, size.Height-natural) / float32(max(1, n))
	n = 0
	l.rows(objects, size.Width, func(row []fyne.CanvasObject, y, h float32) {
		for i, o := range row {
			x := float32(i) * (w + l.gap())
			place(o, l.kit.mirror(x, w, size.Width), y+float32(n)*more, w, h+more)
		}
		n++
	})
}

// MinSize implements fyne.Layout.
func (l grid) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

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
	return w
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

// whole is a widget made of parts that can be looked into.
type whole interface {
	parts() []fyne.CanvasObject
}

// within reports whether o lies somewhere in root, looking into containers and this package's widgets.
func within(root, o fyne.CanvasObject) bool {
	if root == o {
		return true
	}
	var children []fyne.CanvasObject
	switch v := root.(type) {
	case whole:
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
