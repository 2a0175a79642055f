// Package nav changes what is on the glass. Unlike Fyne's own navigation it keeps no page: what is replaced is let go of,
// taken out of the scene and free for the garbage collector, because the next person must not be able to reach it (T-25).
// The way back is the session's to know, which holds answers and not pictures.
package nav

import "fyne.io/fyne/v2"

// Page is a screen as it stands on the glass.
type Page interface {
	// Content is the root of what is drawn.
	Content() fyne.CanvasObject
}

// Closer is a Page that holds something to let go of: a timer, a focus, a picture.
type Closer interface{ Close() }

// Navigator shows one page at a time in one window's canvas.
type Navigator struct {
	canvas fyne.Canvas
	root   *fyne.Container
	page   Page
}

// New makes a navigator that owns the content of a canvas. resized, when not nil, hears every size that the glass gets.
func New(canvas fyne.Canvas, resized func(fyne.Size)) *Navigator {
	n := &Navigator{canvas: canvas, root: &fyne.Container{Layout: whole{resized}}}
	canvas.SetContent(n.root)
	return n
}

// Page is the page on the glass, nil before the first.
func (n *Navigator) Page() Page { return n.page }

// Show replaces the page on the glass and keeps nothing of the former one.
func (n *Navigator) Show(page Page) {
	n.canvas.Unfocus()
	n.drop()
	n.page = page
	n.root.Objects = []fyne.CanvasObject{page.Content()}
	n.root.Refresh()
}

// Clear leaves an empty glass.
func (n *Navigator) Clear() {
	n.canvas.Unfocus()
	n.drop()
	n.root.Refresh()
}

func (n *Navigator) drop() {
	if closer, ok := n.page.(Closer); ok {
		closer.Close()
	}
	n.page, n.root.Objects = nil, nil
}

// whole gives the page the whole canvas, however large it would like to be: a page scrolls inside itself.
type whole struct{ resized func(fyne.Size) }

// Layout implements fyne.Layout.
func (w whole) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if w.resized != nil {
		w.resized(size)
	}
	for _, object := range objects {
		object.Move(fyne.Position{})
		object.Resize(size)
	}
}

// MinSize implements fyne.Layout.
func (whole) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }
