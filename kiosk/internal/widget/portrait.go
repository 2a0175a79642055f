package widget

import (
	"bytes"
	"image/jpeg"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// How large a drawing and a face stand beside words, in heights of a line of them.
const (
	drawing = 1.6
	face    = 4.5
)

// Portrait puts the picture of a person (a JPEG) at the start side of words about them, or the drawing of a person where there is no
// picture that can be shown.
func Portrait(k Kit, picture []byte, words fyne.CanvasObject) *fyne.Container {
	decoded, err := jpeg.Decode(bytes.NewReader(picture))
	if err != nil {
		return Beside(k, "person", words)
	}
	shown := canvas.NewImageFromImage(decoded)
	shown.FillMode = canvas.ImageFillContain
	return &fyne.Container{Layout: besideLayout{k, face}, Objects: []fyne.CanvasObject{shown, words}}
}
