package widget_test

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"wijkloket/kiosk/internal/theme"
	"wijkloket/kiosk/internal/widget"
)

// realWindow makes this test binary show a window instead of running tests: Fyne's desktop driver wants the main
// goroutine, and only that driver has the drag rules that TouchScroll works around.
const realWindow = "WIJKLOKET_REAL_WINDOW"

func TestMain(m *testing.M) {
	if os.Getenv(realWindow) == "" {
		os.Exit(m.Run())
	}
	showRealWindow()
}

// showRealWindow shows forty tiles in a scroller and prints what happens to them.
func showRealWindow() {
	a := app.NewWithID("be.kortrijk.wijkloket.test")
	a.Settings().SetTheme(theme.For(theme.Settings{Screen: theme.PanelScreen(600, 800)}))
	k := widget.Kit{Touch: widget.NewTouch(time.Now, nil)}
	var tiles []fyne.CanvasObject
	for i := range 40 {
		tiles = append(tiles, widget.NewTile(k, widget.TileSpec{Icon: "pin", Title: fmt.Sprintf("Straat %d", i), OnTap: func() { fmt.Println("tap", i) }}))
	}
	scroll := widget.NewTouchScroll(k, widget.Column(0, tiles...), "Omhoog", "Omlaag")
	w := a.NewWindow("real")
	w.SetPadded(false)
	w.SetContent(scroll)
	w.Resize(fyne.NewSize(600, 800))
	w.SetFixedSize(true)
	a.Lifecycle().SetOnStarted(func() {
		go func() {
			last := float32(-1)
			for range time.Tick(20 * time.Millisecond) {
				fyne.Do(func() {
					if now := scroll.Offset(); now != last {
						last = now
						fmt.Println("offset", int(now))
					}
				})
			}
		}()
	})
	w.ShowAndRun()
}

// A finger on a real window of the desktop driver: a drag over tiles scrolls and touches none; a tremor is a tap.
func TestTouchScroll_RealWindow(t *testing.T) {
	if testing.Short() {
		t.Skip("starts an X server")
	}
	for _, tool := range []string{"Xvfb", "xdotool"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Fatalf("%s is not installed; packaging/test.sh installs it", tool)
		}
	}
	display := startX(t)
	events := startWindow(t, display)
	finger := func(steps ...string) {
		t.Helper()
		cmd := exec.Command("xdotool", strings.Fields(strings.Join(steps, " "))...)
		cmd.Env = append(os.Environ(), "DISPLAY="+display)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("xdotool: %v: %s", err, out)
		}
	}
	if got := settle(t, events); got[len(got)-1] != "offset 0" {
		t.Fatalf("the window starts with %v", got)
	}
	finger("mousemove 300 400 sleep 0.3 mousedown 1 sleep 0.1 mousemove 300 380 sleep 0.1 mousemove 300 300 sleep 0.1 mousemove 300 250 sleep 0.1 mouseup 1")
	got := settle(t, events)
	if far := offset(got); far < 145 || far > 150 || touched(got) > 0 {
		t.Errorf("a drag of 150 over tiles gave %v", got)
	}
	finger("mousemove 300 250 sleep 0.7 mousedown 1 sleep 0.1 mousemove 301 253 sleep 0.1 mousemove 302 255 sleep 0.1 mouseup 1")
	if got := settle(t, events); len(got) != 1 || touched(got) != 1 {
		t.Errorf("a tremor gave %v, want one tap", got)
	}
	finger("mousemove 300 500 sleep 0.7 click 1")
	if got := settle(t, events); len(got) != 1 || touched(got) != 1 {
		t.Errorf("a clean tap gave %v", got)
	}
	finger("mousemove 300 300 sleep 0.7 mousedown 1 sleep 0.1 mousemove 300 320 sleep 0.1 mousemove 300 550 sleep 0.1 mouseup 1")
	if got := settle(t, events); offset(got) != 0 || touched(got) > 0 {
		t.Errorf("a drag back gave %v", got)
	}
}

// settle reads what the window tells until it has told something and then nothing for a while.
func settle(t *testing.T, events <-chan string) []string {
	t.Helper()
	var got []string
	quiet := 20 * time.Second
	for {
		select {
		case line, open := <-events:
			if !open {
				t.Fatalf("the window closed after %v", got)
			}
			got = append(got, line)
			quiet = time.Second
		case <-time.After(quiet):
			if len(got) == 0 {
				t.Fatal("the window tells nothing")
			}
			return got
		}
	}
}

// offset is the last offset told, -1 when none was.
func offset(events []string) int {
	last := -1
	for _, e := range events {
		if n, ok := strings.CutPrefix(e, "offset "); ok {
			last, _ = strconv.Atoi(n)
		}
	}
	return last
}

// touched counts the taps told.
func touched(events []string) int {
	n := 0
	for _, e := range events {
		if strings.HasPrefix(e, "tap") {
			n++
		}
	}
	return n
}

// startX starts a virtual display and returns its name.
func startX(t *testing.T) string {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "600x800x24", "-nolisten", "tcp")
	cmd.ExtraFiles = []*os.File{w}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	stopAtEnd(t, cmd)
	_ = w.Close()
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		t.Fatalf("Xvfb tells no display: %v", err)
	}
	if _, err := strconv.Atoi(strings.TrimSpace(line)); err != nil {
		t.Fatalf("Xvfb tells %q", line)
	}
	return ":" + strings.TrimSpace(line)
}

// startWindow starts this binary as a window on the display and returns the lines that it prints.
func startWindow(t *testing.T, display string) <-chan string {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), realWindow+"=1", "DISPLAY="+display, "FYNE_SCALE=1", "LANG=C.UTF-8")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = io.Discard
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	stopAtEnd(t, cmd)
	lines := make(chan string, 1000)
	go func() {
		defer close(lines)
		for scanner := bufio.NewScanner(out); scanner.Scan(); {
			lines <- scanner.Text()
		}
	}()
	return lines
}

func stopAtEnd(t *testing.T, cmd *exec.Cmd) {
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
}
