package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynewidget "fyne.io/fyne/v2/widget"

	"wijkloket/kiosk/internal/theme"
)

// StepBar says how far the visitor is, in words and as a row of segments: step i of n, where n is the number of steps
// that this visitor will really get (stappenbalk).
type StepBar struct {
	fynewidget.BaseWidget
	kit         Kit
	step, steps int
	words       *Text
}

var _ fyne.Widget = (*StepBar)(nil)

// NewStepBar makes a step bar; words say the same as the picture ("Stap 2 van 5").
func NewStepBar(k Kit, step, steps int, words string) *StepBar {
	s := &StepBar{kit: k, step: step, steps: max(1, steps), words: Words(k, theme.Small, words)}
	s.ExtendBaseWidget(s)
	return s
}

// MinSize is nothing: the page decides.
func (s *StepBar) MinSize() fyne.Size { return fyne.Size{} }

// HeightFor is the height of words and segments.
func (s *StepBar) HeightFor(width float32) float32 {
	return s.words.HeightFor(width) + s.bar() + theme.Current().Space(1)
}

func (s *StepBar) bar() float32 { return theme.Current().Roomy(2.2) }

// CreateRenderer implements fyne.Widget.
func (s *StepBar) CreateRenderer() fyne.WidgetRenderer {
	s.ExtendBaseWidget(s)
	r := &stepRenderer{bar: s}
	for range s.steps {
		r.segments = append(r.segments, canvas.NewRectangle(nil))
	}
	r.Refresh()
	return r
}

type stepRenderer struct {
	bar      *StepBar
	segments []*canvas.Rectangle
}

var _ fyne.WidgetRenderer = (*stepRenderer)(nil)

func (r *stepRenderer) Destroy()           {}
func (r *stepRenderer) MinSize() fyne.Size { return r.bar.MinSize() }

func (r *stepRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.bar.words}
	for _, s := range r.segments {
		objects = append(objects, s)
	}
	return objects
}

func (r *stepRenderer) Layout(size fyne.Size) {
	s, th := r.bar, theme.Current()
	h := s.words.HeightFor(size.Width)
	place(s.words, 0, 0, size.Width, h)
	gap := th.Space(1)
	w := floor((size.Width - gap*float32(s.steps-1)) / float32(s.steps))
	for i, segment := range r.segments {
		place(segment, s.kit.mirror(float32(i)*(w+gap), w, size.Width), h+gap, w, s.bar())
	}
}

func (r *stepRenderer) Refresh() {
	th := theme.Current()
	for i, segment := range r.segments {
		segment.FillColor, segment.StrokeWidth = th.RGBA(theme.Surface), th.Stroke()
		segment.StrokeColor, segment.CornerRadius = th.RGBA(theme.Line), r.bar.bar()/2
		if i < r.bar.step {
			segment.FillColor, segment.StrokeColor = th.RGBA(theme.Action), th.RGBA(theme.Action)
		}
		segment.Refresh()
	}
}

// Countdown shows the time left as a bar that shortens, with words beside it; it neither blinks nor moves by itself (A-11,
// the screen sets it once a second.
type Countdown struct {
	fynewidget.BaseWidget
	kit   Kit
	left  float32
	words *Text
}

var _ fyne.Widget = (*Countdown)(nil)

// NewCountdown makes a full bar.
func NewCountdown(k Kit, words string) *Countdown {
	c := &Countdown{kit: k, left: 1, words: Words(k, theme.Heading, words)}
	style := c.words.style
	style.Align = AlignCenter
	c.words.SetStyle(style)
	c.ExtendBaseWidget(c)
	return c
}

// Set shows the share of time left (0 to 1) and the words for it ("Nog 20 seconden").
func (c *Countdown) Set(left float32, words string) {
	c.left = max(0, min(1, left))
	c.words.SetText(words)
	c.Refresh()
}

// Left returns the share of time left.
func (c *Countdown) Left() float32 { return c.left }

// MinSize is nothing: the page decides.
func (c *Countdown) MinSize() fyne.Size { return fyne.Size{} }

// HeightFor is the height of words and bar.
func (c *Countdown) HeightFor(width float32) float32 {
	th := theme.Current()
	return c.words.HeightFor(width) + th.Space(3) + th.Roomy(5)
}

// CreateRenderer implements fyne.Widget.
func (c *Countdown) CreateRenderer() fyne.WidgetRenderer {
	c.ExtendBaseWidget(c)
	r := &countdownRenderer{c: c, track: canvas.NewRectangle(nil), bar: canvas.NewRectangle(nil)}
	r.Refresh()
	return r
}

type countdownRenderer struct {
	c          *Countdown
	track, bar *canvas.Rectangle
}

var _ fyne.WidgetRenderer = (*countdownRenderer)(nil)

func (r *countdownRenderer) Destroy()           {}
func (r *countdownRenderer) MinSize() fyne.Size { return fyne.Size{} }
func (r *countdownRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.c.words, r.track, r.bar}
}

func (r *countdownRenderer) Layout(size fyne.Size) {
	th := theme.Current()
	words, bar := r.c.words.HeightFor(size.Width), th.Roomy(5)
	place(r.c.words, 0, 0, size.Width, words)
	y := words + th.Space(3)
	place(r.track, 0, y, size.Width, bar)
	w := size.Width * r.c.left
	place(r.bar, r.c.kit.mirror(0, w, size.Width), y, w, bar)
}

func (r *countdownRenderer) Refresh() {
	th := theme.Current()
	radius := th.Roomy(5) / 2
	r.track.FillColor, r.track.StrokeColor, r.track.StrokeWidth = th.RGBA(theme.Surface), th.RGBA(theme.Line), th.Stroke()
	r.bar.FillColor = th.RGBA(theme.Action)
	r.track.CornerRadius, r.bar.CornerRadius = radius, radius
	r.track.Refresh()
	r.bar.Refresh()
	r.Layout(r.c.Size())
}
