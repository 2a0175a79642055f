package widget

import (
	"fyne.io/fyne/v2"

	"wijkloket/kiosk/internal/theme"
)

// Column stacks objects with a step of the spacing scale between them, all as wide as the column.
func Column(space int, objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: column{space}, Objects: present(objects)}
}

type column struct{ space int }

func (l column) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	gap, h, n := theme.Current().Space(l.space), float32(0), 0
	for _, o := range objects {
		if o.Visible() {
			h += ceil(HeightFor(o, width))
			n++
		}
	}
	return h + gap*float32(max(0, n-1))
}

// Layout implements fyne.Layout. On a high glass, tiles become equally high and take up to half more height than they
// need, and a QR as much as helps a camera, rather than leave the lower half of the screen empty.
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
		heights[i], grow[i] = ceil(HeightFor(o, size.Width)), growth(o, size.Width)
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
			heights[i] += floor(min(1, extra/growing) * g)
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
	switch o := o.(type) {
	case *Tile:
		return o.HeightFor(width) * tileGrowth
	case *QR:
		return o.growth(width)
	case *Card:
		return growth(o.root, width)
	}
	c, ok := o.(*fyne.Container)
	if !ok || !c.Visible() {
		return 0
	}
	switch l := c.Layout.(type) {
	case grid:
		return l.growth(c.Objects, width)
	case onGround:
		return growth(c.Objects[1], width)
	case inset:
		return growth(c.Objects[0], l.inner(width))
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
	_, w := l.columns(objects, width)
	sum := float32(0)
	l.rows(objects, width, func(row []fyne.CanvasObject, _, _ float32) { sum += growth(row[0], w) })
	return sum
}

// MinSize implements fyne.Layout; a column takes the width it is given.
func (l column) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }
