package tour

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
)

// portrait is the picture of nobody: a head and shoulders in two colours, as a worker's picture comes from the backend.
func portrait() []byte {
	const side = 240
	back, front := color.RGBA{R: 217, G: 236, B: 231, A: 255}, color.RGBA{R: 18, G: 78, B: 74, A: 255}
	drawn := image.NewRGBA(image.Rect(0, 0, side, side))
	within := func(x, y, cx, cy, rx, ry int) bool {
		dx, dy := (x-cx)*1000/rx, (y-cy)*1000/ry
		return dx*dx+dy*dy <= 1000*1000
	}
	for y := range side {
		for x := range side {
			drawn.Set(x, y, back)
			if within(x, y, side/2, 95, 45, 55) || within(x, y, side/2, side+20, 95, 90) {
				drawn.Set(x, y, front)
			}
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, drawn, nil); err != nil {
		panic(err) // a buffer takes everything
	}
	return out.Bytes()
}
