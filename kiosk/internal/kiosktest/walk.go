package kiosktest

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// Rect is a rectangle on the glass, in Fyne units.
type Rect struct{ X, Y, W, H float32 }

func (r Rect) contains(p fyne.Position) bool {
	return p.X >= r.X && p.Y >= r.Y && p.X < r.X+r.W && p.Y < r.Y+r.H
}

// within reports whether r lies in o, give or take slack.
func (r Rect) within(o Rect, slack float32) bool {
	return r.X >= o.X-slack && r.Y >= o.Y-slack && r.X+r.W <= o.X+o.W+slack && r.Y+r.H <= o.Y+o.H+slack
}

// intersect is the part of r inside o; an empty one has no width or height.
func (r Rect) intersect(o Rect) Rect {
	x, y := max(r.X, o.X), max(r.Y, o.Y)
	return Rect{x, y, max(0, min(r.X+r.W, o.X+o.W)-x), max(0, min(r.Y+r.H, o.Y+o.H)-y)}
}

// gap is the distance between two rectangles along the axis that parts them; negative when they overlap.
func (r Rect) gap(o Rect) float32 {
	dx := max(o.X-(r.X+r.W), r.X-(o.X+o.W))
	dy := max(o.Y-(r.Y+r.H), r.Y-(o.Y+o.H))
	return max(dx, dy)
}

// Seen is an object of a laid out screen: where it is, and the part of the glass its parents let it show on.
type Seen struct {
	Object  fyne.CanvasObject
	At      Rect
	Clip    Rect
	Clipped bool // a scroller is among its parents
}

// Shown is the part that can be seen and touched.
func (s Seen) Shown() Rect { return s.At.intersect(s.Clip) }

// Walk visits every visible object of a laid out screen, parents first, in drawing order.
func Walk(root fyne.CanvasObject, size fyne.Size, visit func(Seen)) {
	glass := Rect{W: size.Width, H: size.Height}
	walk(root, root.Position(), glass, false, visit)
}

func walk(o fyne.CanvasObject, at fyne.Position, clip Rect, clipped bool, visit func(Seen)) {
	if o == nil || !o.Visible() {
		return
	}
	seen := Seen{Object: o, At: Rect{at.X, at.Y, o.Size().Width, o.Size().Height}, Clip: clip, Clipped: clipped}
	visit(seen)
	var children []fyne.CanvasObject
	switch v := o.(type) {
	case *fyne.Container:
		children = v.Objects
	case fyne.Widget:
		children = test.WidgetRenderer(v).Objects()
	}
	if _, ok := o.(*container.Clip); ok {
		clip, clipped = clip.intersect(seen.At), true
	}
	for _, child := range children {
		if child != nil {
			walk(child, at.Add(child.Position()), clip, clipped, visit)
		}
	}
}
