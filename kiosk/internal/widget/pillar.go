package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"wijkloket/kiosk/internal/theme"
)

// PillarSpec describes one of the three pillars of a neighbourhood team.
type PillarSpec struct {
	Icon, Title, Text string
	Tone              Tone
}

// Pillar says what the team is there for (pijler). It is to be read, not touched: without a border it is no tile.
type Pillar struct{ Card }

var _ fyne.Widget = (*Pillar)(nil)

// NewPillar makes a pillar.
func NewPillar(k Kit, spec PillarSpec) *Pillar {
	ground, ink := spec.Tone.roles()
	th := theme.Current()
	icon := newPictogram(k, spec.Icon, ink)
	words := Column(1,
		NewText(spec.Title, k.Dir, Style{Size: th.TextSize(theme.Body), Bold: true, Color: ink}),
		NewText(spec.Text, k.Dir, Style{Size: th.TextSize(theme.Small), Color: ink}))
	p := &Pillar{}
	p.build(ground, ground, &fyne.Container{Layout: pillarLayout{k}, Objects: []fyne.CanvasObject{icon, words}})
	p.ExtendBaseWidget(p)
	return p
}

// pillarLayout stands the drawing above the words, at the start side.
type pillarLayout struct{ kit Kit }

func (pillarLayout) icon() float32 {
	return max(theme.Current().TextSize(theme.Heading)*1.5, theme.Current().Roomy(13))
}

func (l pillarLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return l.icon() + theme.Current().Space(2) + HeightFor(objects[1], width)
}

// Layout implements fyne.Layout.
func (l pillarLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	icon := l.icon()
	place(objects[0], l.kit.mirror(0, icon, size.Width), 0, icon, icon)
	top := icon + theme.Current().Space(2)
	place(objects[1], 0, top, size.Width, size.Height-top)
}

// MinSize implements fyne.Layout.
func (pillarLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// Code shows a code to be copied or read aloud: large, in its groups, from left to right in every language.
type Code struct{ group }

var _ fyne.Widget = (*Code)(nil)

// NewCode makes a code; its groups are parted by dashes.
func NewCode(k Kit, code string) *Code {
	ground := canvas.NewRectangle(theme.Current().RGBA(theme.ActionSoft))
	ground.CornerRadius = theme.Current().Radius()
	text := NewText(code, k.Dir, Style{Size: theme.Current().TextSize(theme.Display), Bold: true, Color: theme.Ink, Align: AlignCenter})
	c := &Code{}
	c.root = &fyne.Container{Layout: onGround{}, Objects: []fyne.CanvasObject{ground, Inset(3, 0, text)}}
	c.ExtendBaseWidget(c)
	return c
}
