package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynewidget "fyne.io/fyne/v2/widget"
)

// Anywhere lies over a whole screen and acts on a touch at any place of it. It shows nothing.
type Anywhere struct {
	fynewidget.BaseWidget
	kit Kit
	act func()
}

var (
	_ fyne.Widget        = (*Anywhere)(nil)
	_ desktop.Mouseable  = (*Anywhere)(nil)
	_ desktop.Cursorable = (*Anywhere)(nil)
)

// NewAnywhere lays itself over content.
func NewAnywhere(k Kit, content fyne.CanvasObject, act func()) *fyne.Container {
	a := &Anywhere{kit: k, act: act}
	a.ExtendBaseWidget(a)
	return &fyne.Container{Layout: onGround{}, Objects: []fyne.CanvasObject{content, a}}
}

// MouseDown notes the finger.
func (a *Anywhere) MouseDown(*desktop.MouseEvent) { a.kit.Touch.active() }

// MouseUp acts when the finger leaves the glass.
func (a *Anywhere) MouseUp(ev *desktop.MouseEvent) {
	if a.act != nil && a.kit.Touch.accept(ev.AbsolutePosition, false) {
		a.act()
	}
}

// Cursor hides the pointer.
func (a *Anywhere) Cursor() desktop.Cursor { return desktop.HiddenCursor }

// MinSize is nothing: the screen decides.
func (a *Anywhere) MinSize() fyne.Size { return fyne.Size{} }

// CreateRenderer implements fyne.Widget.
func (a *Anywhere) CreateRenderer() fyne.WidgetRenderer {
	return fynewidget.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}

func (a *Anywhere) wipe() { a.act = nil }
