package widget

import (
	"fmt"
	"image"
	"image/draw"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynewidget "fyne.io/fyne/v2/widget"
	"github.com/skip2/go-qrcode"

	"wijkloket/kiosk/internal/theme"
)

// quietZone is the empty border that a reader needs, in modules (ISO/IEC 18004).
const quietZone = 4

// QR shows a text for a phone's camera. It is black on white in every contrast mode, because cameras fail on others, and
// every module covers whole pixels. It is this program's only use of the QR library.
type QR struct {
	fynewidget.BaseWidget
	modules [][]bool
}

var _ fyne.Widget = (*QR)(nil)

// NewQR makes the code of a content with error level M (15 % may be unreadable). It fails when the content is empty or
// longer than a code can hold; the error does not repeat the content, which may hold a secret (T-29).
func NewQR(content string) (*QR, error) {
	code, err := qrcode.New(content, qrcode.Medium)
	if err != nil {
		return nil, fmt.Errorf("widget: cannot make a QR code of %d bytes", len(content))
	}
	code.DisableBorder = true
	q := &QR{modules: code.Bitmap()}
	q.ExtendBaseWidget(q)
	return q, nil
}

// MinSize gives every module at least 0.8 mm, readable at arm's length.
func (q *QR) MinSize() fyne.Size {
	q.ExtendBaseWidget(q)
	return fyne.NewSquareSize(theme.Current().MM(0.8) * float32(len(q.modules)+2*quietZone))
}

// mostMM is how large a code may become where there is room, in millimetres without its border: a camera takes it from further away,
// and more helps nobody.
const mostMM = 120

// growth is how much higher than comfortable the code may become, in whole units a module: more would only be air around it.
func (q *QR) growth(width float32) float32 {
	all := float32(len(q.modules) + 2*quietZone)
	module := floor(min(width/all, theme.Current().MM(mostMM)/float32(len(q.modules))))
	return max(0, module*all-q.HeightFor(width))
}

// HeightFor keeps the code square up to a comfortable size.
func (q *QR) HeightFor(width float32) float32 {
	return max(q.MinSize().Height, min(width, theme.Current().Roomy(95)))
}

// CreateRenderer implements fyne.Widget.
func (q *QR) CreateRenderer() fyne.WidgetRenderer {
	q.ExtendBaseWidget(q)
	raster := canvas.NewRaster(q.draw)
	raster.ScaleMode = canvas.ImageScalePixels
	return fynewidget.NewSimpleRenderer(raster)
}

// draw paints the code into w x h pixels: the largest whole number of pixels a module, in the middle of the place.
func (q *QR) draw(w, h int) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, max(1, w), max(1, h)))
	n := len(q.modules)
	size := max(1, min(w, h)/(n+2*quietZone))
	area := size * (n + 2*quietZone)
	left, top := (w-area)/2, (h-area)/2
	draw.Draw(img, image.Rect(left, top, left+area, top+area), image.White, image.Point{}, draw.Src)
	for row, modules := range q.modules {
		for column, dark := range modules {
			if dark {
				x, y := left+(quietZone+column)*size, top+(quietZone+row)*size
				draw.Draw(img, image.Rect(x, y, x+size, y+size), image.Black, image.Point{}, draw.Src)
			}
		}
	}
	return img
}
