// Package app wires the kiosk: [New] builds it from a [Config], [App.Run] keeps it going until its context ends. The
// program and the end-to-end tests start the very same thing.
package app

import (
	"context"
	"crypto/rand"
	"fmt"
	"io/fs"
	"sync"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"

	"wijkloket/assets"
	"wijkloket/backend/directory"
	"wijkloket/backend/journey"
	"wijkloket/backend/rights"
	"wijkloket/i18n"
	"wijkloket/kiosk/internal/device"
	"wijkloket/kiosk/internal/flow"
	"wijkloket/kiosk/internal/link"
	"wijkloket/kiosk/internal/session"
	"wijkloket/kiosk/internal/slip"
	"wijkloket/kiosk/internal/stage"
	"wijkloket/kiosk/internal/theme"
)

// Config is how one kiosk is set up.
type Config struct {
	Backend  string // address of the backend
	Public   string // address of the phone pages; empty: the backend's
	Centre   string // where the kiosk stands
	StateDir string // for the directory's cache
	Windowed device.Size
	GlassMM  device.Size // size of the glass; empty: what the display tells
	Printer  string      // address of the receipt printer; empty: there is none

	Clock session.Clock // empty: the machine's
	Run   func(func())  // runs on the goroutine of the glass; empty: fyne.Do
}

// The rhythms of a running kiosk.
const (
	tickEvery    = 200 * time.Millisecond // the idle rule; T-24 counts in seconds
	refreshEvery = 15 * time.Minute       // the directory and the rights
	refreshAgain = 20 * time.Second       // the same, when there was no line
)

// App is a kiosk.
type App struct {
	config  Config
	fyne    fyne.App
	window  fyne.Window
	printer device.Printer // nil: there is none
	flow    *flow.Flow
	stage   *stage.Stage
	client  *link.Client
	copies  []*copied
	city    atomic.Pointer[directory.Directory]
	rights  atomic.Pointer[rights.Rules]
	run     func(func())
	work    sync.WaitGroup
}

// New builds a kiosk inside a Fyne app. It fails on settings or data with which nobody could be helped.
func New(config Config, app fyne.App) (*App, error) {
	a := &App{config: config, fyne: app, run: config.Run}
	if a.run == nil {
		a.run = fyne.Do
	}
	if config.Clock == nil {
		config.Clock = machineClock{}
	}
	if config.Public == "" {
		config.Public = config.Backend
	}
	if config.Printer != "" {
		printer, err := device.OpenPrinter(config.Printer)
		if err != nil {
			return nil, err
		}
		a.printer = printer
	}
	texts, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	emergency, err := Emergency()
	if err != nil {
		return nil, err
	}
	if err := a.connect(); err != nil {
		return nil, err
	}
	if _, known := a.city.Load().Centre(directory.CentreID(config.Centre)); config.Centre != "" && !known {
		return nil, fmt.Errorf("no centre %q; --centre takes one of %s", config.Centre, centres(a.city.Load()))
	}
	a.open()
	a.stage = stage.New(stage.Spec{App: app, Canvas: a.window.Canvas(), Panel: a.panel, Now: config.Clock.Now, Run: a.run})
	a.flow = flow.New(flow.Deps{
		UI: a.stage, Backend: a.client, City: a.city.Load, Rights: a.rights.Load, Texts: texts, Clock: config.Clock, Random: rand.Reader,
		Kiosk: config.Centre, Public: config.Public, Emergency: emergency, Settings: Defaults(),
		TextSteps: stage.TextSteps(), ContrastModes: stage.ContrastModes(),
	})
	if a.printer != nil {
		a.flow.Print = func(ctx context.Context, paper slip.Slip) error { return printSlip(ctx, a.printer, paper) }
	}
	a.stage.Direct(a.flow)
	return a, nil
}

// Defaults are the settings with which every visit starts.
func Defaults() session.Settings {
	return session.Settings{Language: i18n.Source, Text: string(theme.MediumText), Contrast: string(theme.Normal)}
}

// machineClock is the machine's clock.
type machineClock struct{}

// Now implements session.Clock.
func (machineClock) Now() time.Time { return time.Now() }

// copied is a document of the backend of which the kiosk keeps a copy.
type copied struct {
	cache *link.Cache
	take  func(document []byte) error // into use, if it can be read
}

// connect opens the line to the backend and takes the newest directory and rights that this kiosk has into use: those it kept,
// else those that the program carries with it.
func (a *App) connect() error {
	client, err := link.New(a.config.Backend)
	if err != nil {
		return err
	}
	a.client = client
	for name, take := range map[string]func([]byte) error{
		link.DirectoryDocument: func(text []byte) error { return use(&a.city, text, directory.ParseDocument) },
		link.RightsDocument:    func(text []byte) error { return use(&a.rights, text, rights.ParseDocument) },
	} {
		cache, err := link.NewCache(client, a.config.StateDir, name)
		if err != nil {
			return err
		}
		if text, kept := cache.Stored(); kept {
			_ = take(text) // one that cannot be read any more is as good as none
		}
		a.copies = append(a.copies, &copied{cache, take})
	}
	if a.city.Load() == nil {
		city, err := Embedded()
		if err != nil {
			return err
		}
		a.city.Store(city)
	}
	if a.rights.Load() == nil {
		rules, err := Rights()
		if err != nil {
			return err
		}
		a.rights.Store(rules)
	}
	return nil
}

// use reads a document and takes what it tells into use.
func use[T any](into *atomic.Pointer[T], text []byte, read func([]byte) (*T, error)) error {
	told, err := read(text)
	if err == nil {
		into.Store(told)
	}
	return err
}

// Embedded is the directory that the program carries with it.
func Embedded() (*directory.Directory, error) {
	files, err := fs.Sub(assets.Files, "data/directory")
	if err != nil {
		return nil, err
	}
	return directory.Load(files)
}

// Rights are the rules of the rights check that the program carries with it.
func Rights() (*rights.Rules, error) {
	files, err := fs.Sub(assets.Files, "data/rights")
	if err != nil {
		return nil, err
	}
	return rights.Load(files)
}

// Emergency reads the emergency numbers.
func Emergency() ([]journey.EmergencyLine, error) {
	text, err := fs.ReadFile(assets.Files, "data/emergency.yaml")
	if err != nil {
		return nil, err
	}
	return journey.ReadEmergency(text)
}

func centres(city *directory.Directory) string {
	names := ""
	for _, centre := range city.Centres() {
		names += " " + string(centre.ID)
	}
	return names[1:]
}

// open makes the window: all of the glass, unless a size is given. Its title says nothing about a visit (T-25).
func (a *App) open() {
	a.window = a.fyne.NewWindow("Wijkloket")
	a.window.SetPadded(false)
	a.window.SetCloseIntercept(func() {}) // T-26: only the process that started the kiosk ends it
	if size := a.config.Windowed; size.W > 0 {
		a.window.SetCloseIntercept(nil)
		a.window.Resize(fyne.NewSize(float32(size.W), float32(size.H)))
		a.window.SetFixedSize(true)
		return
	}
	a.window.Resize(fyne.NewSize(640, 480)) // until the glass is known: without a window manager, X refuses a size of nothing
	// A window that is full before it is shown keeps its first picture's size where no window manager corrects it.
	a.fyne.Lifecycle().SetOnStarted(func() { a.window.SetFullScreen(true) })
}

// panel is the glass behind w x h pixels.
func (a *App) panel(w, h int) theme.Screen {
	glass := a.config.GlassMM
	if glass.W == 0 && a.config.Windowed.W == 0 {
		if told, ok := device.Glass("/sys/class/drm"); ok {
			glass = told
		}
	}
	if glass.W == 0 {
		return theme.PanelScreen(w, h)
	}
	glass = glass.Turned(device.Size{W: w, H: h})
	return theme.Screen{WidthPx: w, HeightPx: h, WidthMM: float32(glass.W), HeightMM: float32(glass.H)}
}

// Window is the kiosk's window, for tests.
func (a *App) Window() fyne.Window { return a.window }

// Flow is the kiosk's presenter, for tests.
func (a *App) Flow() *flow.Flow { return a.flow }

// Run shows the kiosk until the context ends. It must be called from the main goroutine.
func (a *App) Run(ctx context.Context) {
	ctx, stop := context.WithCancel(ctx)
	defer a.work.Wait()
	defer stop()
	a.flow.Start()
	a.work.Add(1 + len(a.copies))
	go a.tick(ctx)
	for _, one := range a.copies {
		go a.refresh(ctx, one)
	}
	end := context.AfterFunc(ctx, func() { a.run(a.fyne.Quit) })
	defer end()
	a.window.ShowAndRun()
}

// tick lets time pass for the visit.
func (a *App) tick(ctx context.Context) {
	defer a.work.Done()
	ticker := time.NewTicker(tickEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			a.run(a.flow.Tick)
		}
	}
}

// refresh fetches a newer document now and then. Without a line the kiosk goes on with the one it has.
func (a *App) refresh(ctx context.Context, one *copied) {
	defer a.work.Done()
	for told := false; ; {
		wait := refreshEvery
		_, err := one.cache.Refresh(ctx, one.take)
		if err != nil && ctx.Err() == nil {
			wait = refreshAgain
			if !told {
				fyne.LogError("directory and rights stay as they are until the backend answers", err)
			}
		}
		told = err != nil
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
	}
}

// Close ends the visit and lets go of everything.
func (a *App) Close() {
	a.flow.Close()
	a.stage.Clear()
	a.client.Close()
}
