package walk_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// patience is how long anything may take on a slow machine before the walk says that it will not come.
const patience = 60 * time.Second

// words is what a program says on standard error, its log.
type words struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write implements io.Writer.
func (w *words) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.Write(p)
}

// String is everything said so far.
func (w *words) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

// program starts a command that lives until it is stopped, at the latest with the test, and fails the test when it cannot.
func program(t testing.TB, command *exec.Cmd) (lines <-chan string, log *words, stop func()) {
	t.Helper()
	log = &words{}
	command.Stderr = log
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	read := make(chan string, 1000)
	go func() {
		defer close(read)
		for scanner := bufio.NewScanner(out); scanner.Scan(); {
			read <- scanner.Text()
		}
	}()
	stop = sync.OnceFunc(func() {
		_ = command.Process.Signal(os.Interrupt)
		late := time.AfterFunc(15*time.Second, func() { _ = command.Process.Kill() })
		_ = command.Wait()
		late.Stop()
	})
	t.Cleanup(func() {
		stop()
		if t.Failed() {
			t.Logf("%s said:\n%s", filepath.Base(command.Path), log)
		}
	})
	return read, log, stop
}

// await returns the rest of the first line that starts with a word.
func await(t testing.TB, lines <-chan string, word string) string {
	t.Helper()
	late := time.After(patience)
	for {
		select {
		case line, open := <-lines:
			if !open {
				t.Fatalf("the program stopped before it said %q", word)
			}
			if rest, ok := strings.CutPrefix(line, word); ok {
				return strings.TrimSpace(rest)
			}
		case <-late:
			t.Fatalf("the program never said %q", word)
		}
	}
}

// house is a running backend with one person at reception and one worker, both of team Noord.
type house struct {
	phone, onthaal string
	disk           string // every folder that it knows of
	log            *words
}

const password = "een brug over de leie 7"

// startHouse builds the backend, makes the accounts with its own command and serves.
func startHouse(t testing.TB) house {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "backend")
	if out, err := exec.Command("go", "build", "-o", binary, "wijkloket/backend").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	disk := t.TempDir()
	env, data := living(t, disk), filepath.Join(disk, "data")
	for _, account := range [][]string{{"els", "Els Vandamme", "onthaal"}, {"amira", "Amira Haddad", "worker"}} {
		command := exec.Command(binary, "staff", "add", account[0], "--name", account[1], "--role", account[2], "--team", "noord", "--password-stdin", "--data-dir", data)
		command.Env, command.Stdin = env, strings.NewReader(password+"\n")
		if out, err := command.CombinedOutput(); err != nil {
			t.Fatalf("staff add: %v\n%s", err, out)
		}
	}
	command := exec.Command(binary, "serve", "--data-dir", data, "--listen", "127.0.0.1:0", "--staff-listen", "127.0.0.1:0")
	command.Dir, command.Env = disk, env
	lines, log, _ := program(t, command)
	return house{phone: strings.TrimSuffix(await(t, lines, "phone"), "/"), onthaal: await(t, lines, "onthaal"), disk: disk, log: log}
}

// living is an environment in which every folder where a program keeps something by itself, asked or not, lies in one of the test.
func living(t testing.TB, disk string) []string {
	t.Helper()
	env := os.Environ()
	for _, name := range []string{"HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"} {
		folder := filepath.Join(disk, strings.ToLower(name))
		if err := os.Mkdir(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		env = append(env, name+"="+folder)
	}
	return env
}

// startScreen starts a virtual screen of a kiosk's size and returns its name.
func startScreen(t testing.TB) (display string, stop func()) {
	t.Helper()
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	command := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1080x1920x24", "-nolisten", "tcp")
	command.ExtraFiles = []*os.File{writer}
	_, _, stop = program(t, command)
	writer.Close()
	number, err := bufio.NewReader(reader).ReadString('\n')
	if err != nil {
		t.Fatalf("Xvfb gave no display: %v", err)
	}
	return ":" + strings.TrimSpace(number), stop
}

// window is a kiosk in a real window, and a finger in front of it.
type window struct {
	t       testing.TB
	display string
	ask     io.Writer
	tell    <-chan string
	stop    func()
	disk    string // every folder that it knows of
	log     *words
}

// startKiosk shows the kiosk of this test binary, see TestMain, full screen; with the address of a printer, it has one.
func startKiosk(t testing.TB, backend, centre string, printer ...string) *window {
	t.Helper()
	display, _ := startScreen(t)
	w := startKioskOn(t, display, backend, centre, printer...)
	w.still("Nederlands", 300*time.Millisecond) // until the window has its size
	return w
}

// startKioskOn starts it and does not wait until it shows.
func startKioskOn(t testing.TB, display, backend, centre string, printer ...string) *window {
	t.Helper()
	command := exec.Command(os.Args[0])
	disk := t.TempDir()
	setting := append([]string{backend, centre, filepath.Join(disk, "state")}, printer...)
	homes := living(t, disk)
	preferences(t, disk)
	command.Dir, command.Env = disk, append(homes, "DISPLAY="+display, beKiosk+"="+strings.Join(setting, " "),
		"MESA_SHADER_CACHE_DISABLE=true") // the screen's driver keeps what it compiled of the shaders, now and then
	ask, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	w := &window{t: t, display: display, ask: ask, disk: disk}
	w.tell, w.log, w.stop = program(t, command)
	return w
}

// see waits until a text stands on the glass and returns the middle of it.
func (w *window) see(text string) (x, y int) {
	w.t.Helper()
	for late := time.Now().Add(patience); time.Now().Before(late); time.Sleep(50 * time.Millisecond) {
		if x, y, there := w.shows(text); there {
			return x, y
		}
	}
	w.shot("lost")
	w.t.Fatalf("the kiosk never showed %q", text)
	return 0, 0
}

// shows says whether a text stands on the glass now, and where.
func (w *window) shows(text string) (x, y int, there bool) {
	w.t.Helper()
	fmt.Fprintln(w.ask, text)
	answer := await(w.t, w.tell, "at")
	_, err := fmt.Sscan(answer, &x, &y)
	return x, y, err == nil
}

// still waits until a text stands where it stood a moment ago: a finger that aims at what moves touches something else.
func (w *window) still(text string, moment time.Duration) (x, y int) {
	w.t.Helper()
	for x, y = w.see(text); ; {
		time.Sleep(moment)
		nextX, nextY := w.see(text)
		if nextX == x && nextY == y {
			return x, y
		}
		x, y = nextX, nextY
	}
}

// find scrolls until a text stands on the glass, however far down its screen it is: there, the text down is the way further.
func (w *window) find(text, down string) (x, y int) {
	w.t.Helper()
	for late := time.Now().Add(patience); time.Now().Before(late); time.Sleep(50 * time.Millisecond) {
		if _, _, there := w.shows(text); there {
			return w.still(text, 100*time.Millisecond)
		}
		if _, _, more := w.shows(down); more {
			w.touch(down)
		}
	}
	return w.see(text)
}

// touch puts a finger on a text: X11 hands a touch to a program as a pointer that is pressed and let go.
func (w *window) touch(text string) {
	w.t.Helper()
	w.tap(w.still(text, 100*time.Millisecond))
}

// tap puts a finger on a place, and waits until the kiosk has felt it and would feel the next one: 500 ms apart, by the
// kiosk's own time, which lags behind the finger's on a busy machine.
func (w *window) tap(x, y int) {
	w.t.Helper()
	w.finger(fmt.Sprintf("mousemove %d %d sleep 0.05 mousedown 1 sleep 0.08 mouseup 1", x, y))
	for range 3 { // it answers between one look at its finger and the next
		time.Sleep(50 * time.Millisecond)
		w.shows("")
	}
	time.Sleep(550 * time.Millisecond)
}

func (w *window) finger(steps string) {
	w.t.Helper()
	command := exec.Command("xdotool", strings.Fields(steps)...)
	command.Env = append(os.Environ(), "DISPLAY="+w.display)
	if out, err := command.CombinedOutput(); err != nil {
		w.t.Fatalf("xdotool: %v: %s", err, out)
	}
}

// shot keeps a picture of the glass in the folder that WIJKLOKET_SHOTS names, and returns where a picture is.
func (w *window) shot(name string) string {
	w.t.Helper()
	folder := os.Getenv("WIJKLOKET_SHOTS")
	if folder == "" {
		folder = w.t.TempDir()
	}
	file := filepath.Join(folder, name+".png")
	command := exec.Command("import", "-window", "root", file)
	command.Env = append(os.Environ(), "DISPLAY="+w.display)
	if out, err := command.CombinedOutput(); err != nil {
		w.t.Fatalf("import: %v: %s", err, out)
	}
	return file
}

// scan reads the QR code that the glass shows, as a phone's camera does.
func (w *window) scan() string {
	w.t.Helper()
	for late := time.Now().Add(patience); time.Now().Before(late); time.Sleep(200 * time.Millisecond) {
		file, err := os.Open(w.shot("qr"))
		if err != nil {
			w.t.Fatal(err)
		}
		picture, err := png.Decode(file)
		file.Close()
		if err != nil {
			w.t.Fatal(err)
		}
		all := frames(picture)
		for _, frame := range slices.Clone(all) { // one code in 200 this reader finds only when it is turned
			all = append(all, turned(frame))
		}
		for _, frame := range all {
			bitmap, err := gozxing.NewBinaryBitmapFromImage(frame)
			if err != nil {
				w.t.Fatal(err)
			}
			if found, err := qrcode.NewQRCodeReader().Decode(bitmap, nil); err == nil {
				return found.GetText()
			}
		}
	}
	w.t.Fatal("no QR code on the glass can be read")
	return ""
}

// frames are the glass as a whole, and parts of it as a hand frames them: half as wide, a third as high.
func frames(picture image.Image) []image.Image {
	all := []image.Image{picture}
	part, whole := picture.(interface {
		SubImage(image.Rectangle) image.Image
	}), picture.Bounds()
	wide, high := whole.Dx()/2, whole.Dy()/3
	for y := 0; y+high <= whole.Dy(); y += high / 4 {
		for x := 0; x+wide <= whole.Dx(); x += wide / 2 {
			all = append(all, part.SubImage(image.Rect(x, y, x+wide, y+high)))
		}
	}
	return all
}

// turned is a picture turned by a quarter.
func turned(picture image.Image) image.Image {
	b := picture.Bounds()
	out := image.NewGray(image.Rect(0, 0, b.Dy(), b.Dx()))
	for y := range b.Dy() {
		for x := range b.Dx() {
			out.Set(b.Dy()-1-y, x, picture.At(b.Min.X+x, b.Min.Y+y))
		}
	}
	return out
}

// tab is a page in a browser.
type tab struct {
	t   testing.TB
	ctx context.Context
}

// startBrowser starts a Chromium of its own: reception and a resident share no machine.
func startBrowser(t testing.TB) tab {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath("chromium"), chromedp.NoSandbox,
		chromedp.Flag("disable-gpu", true), chromedp.Flag("disable-background-networking", true), chromedp.Flag("accept-lang", "nl"))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	page, closePage := chromedp.NewContext(allocator)
	t.Cleanup(closePage)
	if err := chromedp.Do(page); err != nil { // starts it, with a life as long as the test's
		t.Fatal(err)
	}
	return tab{t, page}
}

func (b tab) do(what string, actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	limited, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(limited, actions...); err != nil {
		b.t.Fatalf("%s: %v", what, err)
	}
}

// until waits until a JavaScript expression is true in the page, across pages that come and go meanwhile.
func (b tab) until(what, expression string) {
	b.t.Helper()
	var err error
	for late := time.Now().Add(patience); time.Now().Before(late); time.Sleep(50 * time.Millisecond) {
		var yes bool
		if yes, err = chromedp.Run(b.ctx, chromedp.Evaluate[bool](expression)); err == nil && yes {
			return
		}
	}
	body, _ := chromedp.Run(b.ctx, chromedp.Evaluate[string]("document.body.innerText"))
	b.t.Fatalf("never came: %s (%v); the page says:\n%s", what, err, body)
}

// click clicks what the expression finds, exactly once, and waits until the page on which it did so has gone: whatever is asked
// before that is answered by the old page, or by neither. A page that goes away may take along the answer that it was clicked;
// the next one, which is asked again, knows it by the name of the window.
func (b tab) click(what, find string) {
	b.t.Helper()
	mark := fmt.Sprintf("clicked %d", clicks.Add(1))
	b.until(what, fmt.Sprintf(`(hit => {
		if (window.name === %q) return document.clicked !== window.name && document.readyState === "complete";
		if (hit) { window.name = document.clicked = %[1]q; hit.click(); }
		return false;
	})(%s)`, mark, find))
}

var clicks atomic.Int64

// press clicks the button or link that reads as the text, and waits for the page behind it.
func (b tab) press(text string) {
	b.t.Helper()
	b.click("a button "+text, fmt.Sprintf(`[...document.querySelectorAll("button, a, summary")].find(e => e.offsetParent && e.innerText.replace(/\s+/g, " ").trim().startsWith(%q))`, text))
}

func (b tab) shot(name string) {
	b.t.Helper()
	folder := os.Getenv("WIJKLOKET_SHOTS")
	if folder == "" {
		return
	}
	picture, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, name+".png"), picture, 0o600)
	}
	if err != nil {
		b.t.Fatal(err)
	}
}
