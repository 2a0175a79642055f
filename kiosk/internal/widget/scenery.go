package widget

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynewidget "fyne.io/fyne/v2/widget"

	"wijkloket/kiosk/internal/theme"
)

// sceneryAspect is the width of a scenery drawing as a multiple of its height.
const sceneryAspect = 1080.0 / 240

// scenery is the drawing that fills what room a page leaves. Turning it into pixels takes a quarter of a second on a small
// machine, and Fyne throws its pictures away with every change of theme, so that a wipe would be felt: finished pictures
// are kept here.
type scenery struct {
	fynewidget.BaseWidget
	image *canvas.Image
	name  string // of the finished picture
}

var _ fyne.Widget = (*scenery)(nil)

func newScenery() *scenery {
	s := &scenery{image: canvas.NewImageFromResource(nil)}
	s.image.FillMode = canvas.ImageFillContain
	s.ExtendBaseWidget(s)
	s.Hide()
	return s
}

// finished are the pictures drawn so far. Each size and contrast of a kiosk makes one; mostFinished bounds them where a
// window changes its size.
var finished = map[string]image.Image{}

const mostFinished = 8

// draw shows the drawing of a name at a width, and reports false when there is none in this look.
func (s *scenery) draw(name string, width float32) bool {
	res := theme.Current().Scenery(name, width)
	show(s, res != nil)
	if res == nil {
		s.name = ""
		return false
	}
	if s.name == res.Name() {
		return true
	}
	s.name = res.Name()
	picture, ok := finished[s.name]
	if !ok {
		picture = rasterised(res, fyne.NewSize(width, width/sceneryAspect))
		if len(finished) >= mostFinished {
			clear(finished)
		}
		finished[s.name] = picture
	}
	s.image.Image = picture
	s.image.Refresh()
	return true
}

// rasterised lets Fyne turn a drawing into pixels.
func rasterised(res fyne.Resource, size fyne.Size) image.Image {
	once := canvas.NewImageFromResource(res)
	once.FillMode = canvas.ImageFillContain
	once.Resize(size)
	once.Refresh()
	return once.Image
}

// Picture names the drawing that shows.
func (s *scenery) Picture() string { return s.name }

// MinSize is nothing: the page decides.
func (s *scenery) MinSize() fyne.Size { return fyne.Size{} }

// CreateRenderer implements fyne.Widget.
func (s *scenery) CreateRenderer() fyne.WidgetRenderer { return fynewidget.NewSimpleRenderer(s.image) }
