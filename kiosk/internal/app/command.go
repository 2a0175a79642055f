package app

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	fyneapp "fyne.io/fyne/v2/app"

	"fyne.io/fyne/v2"

	"wijkloket/i18n"
	"wijkloket/kiosk/internal/device"
	"wijkloket/kiosk/internal/theme"
	"wijkloket/kiosk/internal/tour"
)

// Commands are the kiosk's command line.
type Commands struct {
	Run       RunCommand       `cmd:"" default:"withargs" help:"Show the kiosk (the default)."`
	Tour      TourCommand      `cmd:"" help:"Draw every screen to PNG files, without a window."`
	PrintTest PrintTestCommand `cmd:"" help:"Print a slip in every language, to see that the printer works."`
}

// World is what a command may touch.
type World struct {
	Ctx context.Context
	Out io.Writer
}

// RunCommand is `kiosk`.
type RunCommand struct {
	Backend  string      `help:"Address of the backend." default:"http://127.0.0.1:8080" env:"WIJKLOKET_BACKEND" placeholder:"URL"`
	Public   string      `help:"Address of the phone pages for QR codes, when it differs from the backend's." env:"WIJKLOKET_PUBLIC" placeholder:"URL"`
	Centre   string      `help:"Centre in which the kiosk stands." default:"overleie" env:"WIJKLOKET_CENTRE" placeholder:"ID"`
	StateDir string      `help:"Folder for the city's directory; nothing about a person is kept." env:"WIJKLOKET_STATE_DIR" placeholder:"DIR"`
	Windowed device.Size `help:"Show a window of this size instead of the whole screen." placeholder:"1080x1920"`
	ScreenMM device.Size `name:"screen-mm" help:"Size of the glass in millimetres, when the display does not tell it right." env:"WIJKLOKET_SCREEN_MM" placeholder:"398x708"`
	Printer  string      `help:"Receipt printer: a device such as /dev/usb/lp0, or tcp://host:9100. Put ?dots=384 behind it for paper of 58 mm." env:"WIJKLOKET_PRINTER" placeholder:"ADDRESS"`
}

// Help is the example that --help shows.
func (*RunCommand) Help() string {
	return "Example: kiosk --backend http://127.0.0.1:8080 --centre overleie --windowed 1080x1920"
}

// Run shows the kiosk until the program is told to stop.
func (c *RunCommand) Run(world *World) error {
	if c.StateDir == "" {
		folder, err := os.UserCacheDir()
		if err != nil {
			return fmt.Errorf("no folder for state; name one with --state-dir: %w", err)
		}
		c.StateDir = filepath.Join(folder, "wijkloket-kiosk")
	}
	app := NewFyne()
	kiosk, err := New(Config{
		Backend: c.Backend, Public: c.Public, Centre: c.Centre, StateDir: c.StateDir, Windowed: c.Windowed, GlassMM: c.ScreenMM,
		Printer: c.Printer,
	}, app)
	if err != nil {
		return err
	}
	defer kiosk.Close()
	kiosk.Run(world.Ctx)
	return nil
}

// NewFyne makes the Fyne app. One Fyne unit is one pixel, because the theme counts in millimetres by itself; under
// Wayland there is no touch, so the kiosk asks for X11. Fyne wants a language of the machine; ours come with the visit.
func NewFyne() fyne.App {
	for name, value := range map[string]string{"FYNE_SCALE": "1", "FYNE_DISABLE_DPI_DETECTION": "true", "FYNE_PLATFORM": "x11", "LANG": "nl_BE.UTF-8"} {
		if os.Getenv(name) == "" {
			_ = os.Setenv(name, value) // only fails for a malformed name
		}
	}
	fyneapp.SetMetadata(fyne.AppMetadata{ID: "be.kortrijk.wijkloket.kiosk", Name: "Wijkloket", Migrations: map[string]bool{"fyneDo": true}})
	return fyneapp.NewWithID("be.kortrijk.wijkloket.kiosk")
}

// TourCommand is `kiosk tour`.
type TourCommand struct {
	Out      string      `help:"Folder for the pictures." required:"" placeholder:"DIR"`
	Lang     []string    `help:"Languages, with commas between." default:"nl,fr,en,ar"`
	Size     device.Size `help:"Size of the pictures in pixels." default:"1080x1920"`
	ScreenMM device.Size `name:"screen-mm" help:"Size of the glass in millimetres." placeholder:"398x708"`
	Text     string      `help:"Text size: s, m, l or xl." default:"m"`
	Contrast string      `help:"Contrast: normal, dark, high-light, high-dark or low." default:"normal"`
	Centre   string      `help:"Centre in which the kiosk stands." default:"overleie" placeholder:"ID"`
}

// Help is the example that --help shows.
func (*TourCommand) Help() string {
	return "Example: kiosk tour --out pictures --lang nl,ar --text xl --contrast dark"
}

// Run draws the pictures and says how many.
func (c *TourCommand) Run(world *World) error {
	for _, lang := range c.Lang {
		if !i18n.Known(lang) {
			return fmt.Errorf("no language %q; --lang takes some of %v", lang, i18n.Languages)
		}
	}
	text, err := theme.ParseTextSize(c.Text)
	if err != nil {
		return err
	}
	contrast, err := theme.ParseContrast(c.Contrast)
	if err != nil {
		return err
	}
	spec, err := TourSpec(Panel(c.Size, c.ScreenMM))
	if err != nil {
		return err
	}
	spec.Out, spec.Languages, spec.Text, spec.Contrast, spec.Kiosk = c.Out, c.Lang, text, contrast, c.Centre
	files, err := tour.Draw(spec)
	if err == nil {
		_, err = fmt.Fprintf(world.Out, "%d pictures in %s\n", len(files), c.Out)
	}
	return err
}

// Panel is a glass of so many millimetres behind so many pixels; without millimetres it is the reference panel.
func Panel(pixels, glass device.Size) theme.Screen {
	if glass.W == 0 {
		return theme.PanelScreen(pixels.W, pixels.H)
	}
	return theme.Screen{WidthPx: pixels.W, HeightPx: pixels.H, WidthMM: float32(glass.W), HeightMM: float32(glass.H)}
}

// TourSpec fills in what a tour needs of the city and the texts.
func TourSpec(panel theme.Screen) (tour.Spec, error) {
	texts, err := i18n.Load()
	if err != nil {
		return tour.Spec{}, err
	}
	city, err := Embedded()
	if err != nil {
		return tour.Spec{}, err
	}
	emergency, err := Emergency()
	if err != nil {
		return tour.Spec{}, err
	}
	rules, err := Rights()
	if err != nil {
		return tour.Spec{}, err
	}
	return tour.Spec{Panel: panel, City: city, Rights: rules, Texts: texts, Emergency: emergency, Kiosk: "overleie"}, nil
}
