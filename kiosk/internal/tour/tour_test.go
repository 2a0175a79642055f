package tour_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"wijkloket/assets"
	"wijkloket/backend/directory"
	"wijkloket/backend/journey"
	"wijkloket/backend/rights"
	"wijkloket/i18n"
	"wijkloket/kiosk/internal/kiosktest"
	"wijkloket/kiosk/internal/session"
	"wijkloket/kiosk/internal/theme"
	"wijkloket/kiosk/internal/tour"
)

// spec is what the program itself gives to a tour.
var spec = sync.OnceValue(loadSpec)

func loadSpec() tour.Spec {
	must := func(err error) {
		if err != nil {
			panic(err)
		}
	}
	texts, err := i18n.Load()
	must(err)
	files, err := fs.Sub(assets.Files, "data/directory")
	must(err)
	city, err := directory.Load(files)
	must(err)
	numbers, err := fs.ReadFile(assets.Files, "data/emergency.yaml")
	must(err)
	lines, err := journey.ReadEmergency(numbers)
	must(err)
	files, err = fs.Sub(assets.Files, "data/rights")
	must(err)
	rules, err := rights.Load(files)
	must(err)
	return tour.Spec{City: city, Rights: rules, Texts: texts, Emergency: lines, Kiosk: "overleie"}
}

// panels are a kiosk that stands, the same lying down, and a small one.
var panels = map[string]theme.Screen{
	"standing": theme.PanelScreen(1080, 1920),
	"lying":    theme.PanelScreen(1920, 1080),
	"22 inch":  {WidthPx: 1080, HeightPx: 1920, WidthMM: 274, HeightMM: 487},
}

// every screen in every state, language, text size and orientation: nothing is cut off, on top of another,
// too small to touch or out of reach.
func TestEveryScreenFits(t *testing.T) {
	for panel, glass := range panels {
		for _, lang := range i18n.Languages {
			for _, text := range theme.TextSizes {
				if panel == "22 inch" && (lang != "nl" && lang != "ar" || text != theme.XLText) {
					continue // the narrow glass at its hardest is enough
				}
				t.Run(fmt.Sprintf("%s/%s/%s", panel, lang, text), func(t *testing.T) {
					app := test.NewTempApp(t)
					s := spec()
					s.Panel, s.Text = glass, text
					for _, stop := range tour.Stops() {
						visit := tour.NewVisit(app, s, lang)
						visit.Walk(stop)
						size := fyne.NewSize(float32(glass.WidthPx), float32(glass.HeightPx))
						for _, finding := range kiosktest.Check(visit.Window.Canvas().Content(), size) {
							t.Errorf("%s: %s", stop.Name, finding)
						}
						visit.Close()
					}
					app.NewWindow("").Canvas().Capture() // only when it paints does Fyne let go of what it drew before
				})
			}
		}
	}
}

// The tour shows every screen that a visit can stand on.
func TestStopsShowEveryScreen(t *testing.T) {
	seen := map[string]bool{}
	app := test.NewTempApp(t)
	s := spec()
	s.Panel = panels["standing"]
	for _, stop := range tour.Stops() {
		visit := tour.NewVisit(app, s, "nl")
		visit.Walk(stop)
		seen[visit.At()] = true
		visit.Close()
	}
	for _, screen := range session.Screens {
		if screen != session.Ask && screen != session.Question && !seen[string(screen)] {
			t.Errorf("no stop shows the screen %s", screen)
		}
	}
	for _, question := range []string{"V1", "V2", "V9", "V14"} { // a number to type, one answer, one that many do not know, several
		if !seen["check-question/"+question] {
			t.Errorf("no stop shows the question %s", question)
		}
	}
	for _, step := range []journey.StepID{
		journey.StepPlace, journey.StepCentre, journey.StepAddress, journey.StepChannel, journey.StepPhone, journey.StepEmail, journey.StepWhen,
		journey.StepVoicemail, journey.StepIntroduce, journey.StepWriting, journey.StepReview, journey.StepTopics, journey.StepMessage,
		journey.StepName, journey.StepCodeWord, journey.StepRights, journey.StepLanguage, journey.StepInterpreter, journey.StepCompanion,
		journey.StepTime, journey.StepApart, journey.StepRemind,
	} {
		if !seen["ask/"+string(step)] {
			t.Errorf("no stop shows the step %s", step)
		}
	}
}

func TestDraw(t *testing.T) {
	s := spec()
	s.Out, s.Languages, s.Panel = filepath.Join(t.TempDir(), "pictures"), []string{"ar"}, theme.PanelScreen(270, 480)
	files, err := tour.Draw(s)
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != len(tour.Stops()) {
		t.Errorf("%d pictures of %d stops", len(files), len(tour.Stops()))
	}
	for _, name := range files {
		if info, err := os.Stat(filepath.Join(s.Out, name)); err != nil || info.Size() < 1000 {
			t.Errorf("%s: %v", name, err)
		}
	}
}
