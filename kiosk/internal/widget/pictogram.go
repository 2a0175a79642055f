package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynewidget "fyne.io/fyne/v2/widget"

	"wijkloket/kiosk/internal/theme"
)

// pictogram is a drawing of assets/icons in the colour of a role. It asks the theme for the drawing anew for each size,
// because Fyne's SVG renderer does not scale the width of lines.
type pictogram struct {
	fynewidget.BaseWidget
	kit   Kit
	name  string
	role  fyne.ThemeColorName
	image *canvas.Image
}

var _ fyne.Widget = (*pictogram)(nil)

// newPictogram makes a drawing; an empty name shows nothing.
func newPictogram(k Kit, name string, role fyne.ThemeColorName) *pictogram {
	p := &pictogram{kit: k, image: canvas.NewImageFromResource(nil)}
	p.image.FillMode = canvas.ImageFillContain
	p.ExtendBaseWidget(p)
	p.set(name, role)
	return p
}

// set changes drawing or colour.
func (p *pictogram) set(name string, role fyne.ThemeColorName) {
	show(p, name != "")
	if p.name != name || p.role != role {
		p.name, p.role = name, role
		p.draw(p.Size())
	}
}

func (p *pictogram) draw(size fyne.Size) {
	if p.name == "" || size.IsZero() {
		return
	}
	res := theme.Current().Pictogram(p.name, p.role, min(size.Width, size.Height), p.kit.rtl())
	if p.image.Resource == nil || res == nil || p.image.Resource.Name() != res.Name() {
		p.image.Resource = res
		p.image.Refresh()
	}
}

// MinSize is nothing: whoever shows a drawing says how large.
func (p *pictogram) MinSize() fyne.Size { return fyne.Size{} }

// CreateRenderer implements fyne.Widget.
func (p *pictogram) CreateRenderer() fyne.WidgetRenderer { return &pictogramRenderer{p} }

type pictogramRenderer struct{ p *pictogram }

var _ fyne.WidgetRenderer = (*pictogramRenderer)(nil)

func (r *pictogramRenderer) Destroy()                     {}
func (r *pictogramRenderer) MinSize() fyne.Size           { return fyne.Size{} }
func (r *pictogramRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.p.image} }
func (r *pictogramRenderer) Refresh()                     { r.p.draw(r.p.Size()) }
func (r *pictogramRenderer) Layout(size fyne.Size) {
	r.p.image.Resize(size)
	r.p.draw(size)
}
