package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"wijkloket/kiosk/internal/app"
	"wijkloket/kiosk/internal/device"
	"wijkloket/kiosk/internal/kiosktest"
	"wijkloket/kiosk/internal/view"
	"wijkloket/kiosk/internal/widget"
)

// glass runs what comes back from goroutines on the test's own.
type glass struct {
	mu      sync.Mutex
	waiting []func()
}

func (g *glass) add(f func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.waiting = append(g.waiting, f)
}

func (g *glass) run() bool {
	g.mu.Lock()
	waiting := g.waiting
	g.waiting = nil
	g.mu.Unlock()
	for _, f := range waiting {
		f()
	}
	return len(waiting) > 0
}

// start builds the kiosk as the program does, against a backend that a handler plays.
func start(t *testing.T, handler http.HandlerFunc) (*app.App, func(...view.Event)) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	g := &glass{}
	kiosk, err := app.New(app.Config{
		Backend: server.URL, Public: "https://wijkloket.example", Centre: "overleie", StateDir: t.TempDir(),
		Windowed: device.Size{W: 1080, H: 1920}, Run: g.add,
	}, test.NewTempApp(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(kiosk.Close)
	kiosk.Flow().Start()
	return kiosk, func(events ...view.Event) {
		for _, event := range events {
			kiosk.Flow().Handle(event)
			for {
				kiosk.Flow().Wait()
				if !g.run() {
					break
				}
			}
		}
	}
}

// words are all words on the glass.
func words(kiosk *app.App) string {
	var all []string
	canvas := kiosk.Window().Canvas()
	kiosktest.Walk(canvas.Content(), canvas.Size(), func(s kiosktest.Seen) {
		if text, ok := s.Object.(*widget.Text); ok {
			all = append(all, text.Text())
		}
	})
	return strings.Join(all, "\n")
}

// The whole kiosk, from a touch over the line and back to the glass.
func TestRequestTravels(t *testing.T) {
	var body []byte
	kiosk, do := start(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ = io.ReadAll(r.Body)
		_ = json.NewEncoder(w).Encode(map[string]any{
			"code": "KD7MRA-X4TYH-9QCFW", "locator": "KD7MRA", "code_word": "rivier", "team": "noord", "centre": "overleie", "promise": "2026-11-25T22:59:59Z",
		})
	})
	do(view.Open{Way: view.WayTalk}, view.Choose{ID: "here"}, view.Choose{ID: "callme"}, view.Choose{ID: "sms"}, view.Type{Field: "phone", Text: "0470123456"}, view.Next{}, view.Next{}, view.Send{})
	if got := words(kiosk); !strings.Contains(got, "KD7MRA-X4TYH-9QCFW") || !strings.Contains(got, "rivier") {
		t.Errorf("the glass says\n%s", got)
	}
	var sent struct {
		Kiosk   string
		Contact struct{ Channel, Phone string }
	}
	if err := json.Unmarshal(body, &sent); err != nil || sent.Kiosk != "overleie" || sent.Contact.Phone != "+32 470 12 34 56" {
		t.Errorf("the backend got %s", body)
	}
}

func TestWithoutALine(t *testing.T) {
	kiosk, do := start(t, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	do(view.Open{Way: view.WayTalk}, view.Choose{ID: "here"}, view.Choose{ID: "callme"}, view.Choose{ID: "none"}, view.Send{})
	if got := words(kiosk); !strings.Contains(got, "Het lukt nog niet") || !strings.Contains(got, "1777") {
		t.Errorf("the glass says\n%s", got)
	}
}

// T-25: the window's title says nothing about a visit.
func TestTitleIsNeutral(t *testing.T) {
	kiosk, do := start(t, func(http.ResponseWriter, *http.Request) {})
	do(view.Open{Way: view.WayTalk})
	if got := kiosk.Window().Title(); got != "Wijkloket" {
		t.Errorf("the title is %q", got)
	}
}

func newApp(t *testing.T) fyne.App { return test.NewTempApp(t) }

func TestNewSaysWhatIsWrong(t *testing.T) {
	for name, test := range map[string]struct {
		config app.Config
		says   string
	}{
		"centre":  {app.Config{Backend: "http://127.0.0.1:1", Centre: "nowhere"}, "overleie"},
		"backend": {app.Config{Backend: "nonsense"}, "http://127.0.0.1:8080"},
		"printer": {app.Config{Backend: "http://127.0.0.1:1", Printer: "lp0"}, "/dev/usb/lp0"},
		"state":   {app.Config{Backend: "http://127.0.0.1:1", StateDir: "/proc/none"}, "--state-dir"},
	} {
		if test.config.StateDir == "" {
			test.config.StateDir = t.TempDir()
		}
		_, err := app.New(test.config, newApp(t))
		if err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTourCommand(t *testing.T) {
	var out bytes.Buffer
	world := &app.World{Ctx: context.Background(), Out: &out}
	fine := app.TourCommand{Out: t.TempDir(), Lang: []string{"nl"}, Size: device.Size{W: 270, H: 480}, Centre: "overleie"}
	if err := fine.Run(world); err != nil || !strings.Contains(out.String(), "pictures in") {
		t.Errorf("%v, %q", err, out.String())
	}
	for name, wrong := range map[string]app.TourCommand{
		"language": {Lang: []string{"xx"}}, "text": {Lang: []string{"nl"}, Text: "huge"}, "contrast": {Lang: []string{"nl"}, Contrast: "pink"},
	} {
		wrong.Out = t.TempDir()
		if err := wrong.Run(world); err == nil {
			t.Errorf("a wrong %s is drawn", name)
		}
	}
}

// The kiosk follows its backend: the rules that it kept are in use at the next start, before there is a line, and what cannot
// be read is not kept.
func TestRightsFollowTheBackend(t *testing.T) {
	rules, err := app.Rights()
	if err != nil {
		t.Fatal(err)
	}
	text, err := rules.Document()
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.ReplaceAll(string(text), "Hoe oud ben je?", "Wat is je leeftijd?")
	for name, c := range map[string]struct{ kept, says string }{
		"newer":  {changed, "Wat is je leeftijd?"},
		"broken": {changed[:len(changed)/2], "Hoe oud ben je?"},
		"none":   {"", "Hoe oud ben je?"},
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "rights.json"), []byte(c.kept), 0o600); err != nil {
			t.Fatal(err)
		}
		g := &glass{}
		kiosk, err := app.New(app.Config{Backend: "http://127.0.0.1:1", StateDir: dir, Windowed: device.Size{W: 1080, H: 1920}, Run: g.add}, newApp(t))
		if err != nil {
			t.Fatal(err)
		}
		kiosk.Flow().Start()
		kiosk.Flow().Handle(view.Open{Way: view.WayCheck})
		kiosk.Flow().Handle(view.Next{})
		if got := words(kiosk); !strings.Contains(got, c.says) {
			t.Errorf("%s: the glass says\n%s", name, got)
		}
		kiosk.Close()
	}
}
