package walk_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"wijkloket/kiosk/internal/app"
	"wijkloket/kiosk/internal/kiosktest"
	"wijkloket/kiosk/internal/widget"
)

// beKiosk makes this test binary the kiosk instead of a test: the same app.New and Run as the program's, in a real
// window, because Fyne's desktop driver wants the main goroutine. Unlike the program it answers on standard output where
// on the glass a text is, so that the finger finds it.
const beKiosk = "WIJKLOKET_WALK_KIOSK"

func TestMain(m *testing.M) {
	setting := strings.Fields(os.Getenv(beKiosk))
	if len(setting) == 0 {
		os.Exit(m.Run())
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	config := app.Config{Backend: setting[0], Centre: setting[1], StateDir: setting[2]}
	if len(setting) > 3 {
		config.Printer = setting[3]
	}
	kiosk, err := app.New(config, app.NewFyne())
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer kiosk.Close()
	go answer(kiosk.Window())
	kiosk.Run(ctx)
}

// answer says for each text on standard input where it stands.
func answer(w fyne.Window) {
	for asked := bufio.NewScanner(os.Stdin); asked.Scan(); {
		place := "nowhere"
		fyne.DoAndWait(func() {
			if w.Canvas().Content() == nil {
				return
			}
			kiosktest.Walk(w.Canvas().Content(), w.Canvas().Size(), func(seen kiosktest.Seen) {
				shown := seen.Shown()
				if text, ok := seen.Object.(*widget.Text); ok && text.Text() == asked.Text() && shown.W > 0 && shown.H > text.Size().Height/2 { // enough of it to aim at
					scale := w.Canvas().Scale()
					place = fmt.Sprintf("%d %d", int((shown.X+shown.W/2)*scale), int((shown.Y+shown.H/2)*scale))
				}
			})
		})
		fmt.Println("at", place)
	}
}
