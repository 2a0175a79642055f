package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"wijkloket/kiosk/internal/theme"
)

// box is the rounded ground of a control with its line and its focus ring.
type box struct {
	ground, ring *canvas.Rectangle
}

func newBox() box {
	b := box{ground: canvas.NewRectangle(color.Transparent), ring: canvas.NewRectangle(color.Transparent)}
	b.ring.Hide()
	return b
}

// paint gives the ground its colours; an empty line role draws no line.
func (b box) paint(ground, line fyne.ThemeColorName, stroke float32) {
	th := theme.Current()
	b.ground.FillColor = th.RGBA(ground)
	b.ground.StrokeWidth = 0
	if line != "" {
		b.ground.StrokeColor, b.ground.StrokeWidth = th.RGBA(line), stroke
	}
	b.ground.CornerRadius = th.Radius()
	b.ground.Refresh()
}

// focus shows or hides the ring, which lies inside the control so that nothing can cover or clip it.
func (b box) focus(on bool, role fyne.ThemeColorName) {
	if !on {
		b.ring.Hide()
		return
	}
	th := theme.Current()
	b.ring.StrokeColor, b.ring.StrokeWidth = th.RGBA(role), th.FocusStroke()
	b.ring.CornerRadius = th.Radius()
	b.ring.Show()
	b.ring.Refresh()
}

func (b box) layout(size fyne.Size) {
	b.ground.Resize(size)
	inset := theme.Current().FocusStroke() * 0.6
	b.ring.Move(fyne.NewPos(inset, inset))
	b.ring.Resize(fyne.NewSize(size.Width-2*inset, size.Height-2*inset))
}
