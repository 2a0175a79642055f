// Package tour draws every screen of the kiosk to a picture, without a window: for whoever translates, designs or checks.
// It walks the real presenter with a finger of its own, so no picture can show what the program would not.
package tour

import (
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"wijkloket/backend/directory"
	"wijkloket/backend/journey"
	"wijkloket/backend/rights"
	"wijkloket/i18n"
	"wijkloket/kiosk/internal/flow"
	"wijkloket/kiosk/internal/session"
	"wijkloket/kiosk/internal/stage"
	"wijkloket/kiosk/internal/theme"
	"wijkloket/kiosk/internal/view"
)

// Spec says what to draw.
type Spec struct {
	Out       string // folder; made when needed
	Languages []string
	Panel     theme.Screen
	Text      theme.TextSize
	Contrast  theme.Contrast

	City      *directory.Directory
	Rights    *rights.Rules
	Texts     *i18n.Bundle
	Emergency []journey.EmergencyLine
	Kiosk     string
}

// Draw draws every stop in every language and returns the names of the files.
func Draw(spec Spec) ([]string, error) {
	if err := os.MkdirAll(spec.Out, 0o755); err != nil {
		return nil, fmt.Errorf("tour: %w", err)
	}
	app := test.NewApp()
	defer app.Quit()
	var files []string
	for _, lang := range spec.Languages {
		for _, stop := range Stops() {
			name := fmt.Sprintf("%s-%s.png", lang, stop.Name)
			if err := drawStop(app, spec, lang, stop, filepath.Join(spec.Out, name)); err != nil {
				return files, err
			}
			files = append(files, name)
		}
	}
	return files, nil
}

func drawStop(app fyne.App, spec Spec, lang string, stop Stop, file string) error {
	visit := NewVisit(app, spec, lang)
	defer visit.Close()
	visit.Walk(stop)
	out, err := os.Create(file)
	if err != nil {
		return fmt.Errorf("tour: %w", err)
	}
	if err := png.Encode(out, visit.Window.Canvas().Capture()); err != nil {
		_ = out.Close()
		return fmt.Errorf("tour: %s: %w", file, err)
	}
	return out.Close()
}

// Visit is the kiosk with a fixed clock, a backend that answers from memory, and a window that exists on paper only.
type Visit struct {
	Window  fyne.Window
	Flow    *flow.Flow
	Backend *Backend
	Clock   *Clock
	Stage   *stage.Stage
	queue   queue
}

// Clock is a clock that stands still until it is moved.
type Clock struct{ At time.Time }

// Now implements session.Clock.
func (c *Clock) Now() time.Time { return c.At }

// start is a Monday morning on which everything is open.
var start = time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)

// NewVisit starts a kiosk in a language.
func NewVisit(app fyne.App, spec Spec, lang string) *Visit {
	v := &Visit{Window: app.NewWindow("tour"), Clock: &Clock{At: start}}
	v.Backend = &Backend{now: v.Clock.Now}
	v.Window.SetPadded(false)
	v.Window.Resize(fyne.NewSize(float32(spec.Panel.WidthPx), float32(spec.Panel.HeightPx)))
	v.Stage = stage.New(stage.Spec{App: app, Canvas: v.Window.Canvas(), Panel: func(int, int) theme.Screen { return spec.Panel }, Now: v.ticking(), Run: v.queue.add, Text: string(spec.Text), Contrast: string(spec.Contrast)})
	v.Flow = flow.New(flow.Deps{
		UI: v.Stage, Backend: v.Backend, City: func() *directory.Directory { return spec.City }, Rights: func() *rights.Rules { return spec.Rights }, Texts: spec.Texts, Clock: v.Clock,
		Random: zeroes{}, Print: v.Backend.Print, Kiosk: spec.Kiosk, Public: "https://wijkloket.kortrijk.be", Emergency: spec.Emergency,
		Settings:  session.Settings{Language: lang, Text: string(spec.Text), Contrast: string(spec.Contrast)},
		TextSteps: stage.TextSteps(), ContrastModes: stage.ContrastModes(),
	})
	v.Stage.Direct(v.Flow)
	v.Flow.Start()
	return v
}

// ticking is the finger's clock: every touch comes a second after the one before, so none is half of a double touch.
func (v *Visit) ticking() func() time.Time {
	at := start
	return func() time.Time {
		at = at.Add(time.Second)
		return at
	}
}

// At names the screen on the glass, and on a step of the journey the step too.
func (v *Visit) At() string { return v.Flow.At() }

// Walk goes to a stop.
func (v *Visit) Walk(stop Stop) {
	v.Backend.mode = stop.Backend
	for i, event := range stop.Walk {
		if stop.Backend == Slow && i == len(stop.Walk)-1 {
			v.Flow.Handle(event) // its answer is not waited for
			continue
		}
		v.Do(event)
	}
	if stop.Later > 0 {
		v.Clock.At = v.Clock.At.Add(stop.Later)
		v.Flow.Tick()
		v.Settle()
	}
}

// Do does one thing on the glass and waits for what follows.
func (v *Visit) Do(event view.Event) {
	v.Flow.Handle(event)
	v.Settle()
}

// Settle waits for answers and shows them; a backend that hangs is not waited for.
func (v *Visit) Settle() {
	if v.Backend.mode == Hangs {
		return
	}
	for {
		v.Flow.Wait()
		if !v.queue.run() {
			return
		}
	}
}

// Close ends the visit.
func (v *Visit) Close() {
	v.Flow.Close()
	v.queue.run()
	v.Stage.Clear()
	v.Window.Close()
}
