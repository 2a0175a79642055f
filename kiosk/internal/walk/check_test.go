package walk_test

import (
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"wijkloket/i18n"
)

// wire stands between the programs and keeps every byte that goes to the backend.
type wire struct {
	address string
	mu      sync.Mutex
	sent    strings.Builder
}

// startWire listens before a backend, given as http://host:port.
func startWire(t testing.TB, backend string) *wire {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	w := &wire{address: "http://" + listener.Addr().String()}
	go func() {
		for {
			caller, err := listener.Accept()
			if err != nil {
				return
			}
			callee, err := net.Dial("tcp", strings.TrimPrefix(backend, "http://"))
			if err != nil {
				caller.Close()
				continue
			}
			go func() { defer callee.Close(); _, _ = io.Copy(callee, io.TeeReader(caller, w)) }()
			go func() { defer caller.Close(); _, _ = io.Copy(caller, callee) }()
		}
	}()
	return w
}

// Write keeps what goes to the backend.
func (w *wire) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.sent.Write(p)
}

// String is all that went to the backend so far.
func (w *wire) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.sent.String()
}

// onDisk are the files below some folders, each with a digest of what is in it.
func onDisk(t testing.TB, folders ...string) map[string]string {
	t.Helper()
	files := map[string]string{}
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			content, err := os.ReadFile(path)
			files[path] = fmt.Sprintf("%d bytes, %x", len(content), sha256.Sum256(content))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// TestACheckLeavesNoTrace: a full rights check in the kiosk's window sends not one byte to the backend, and changes no file
// and no log of either program. That is what "we keep nothing" on its first screen means.
func TestACheckLeavesNoTrace(t *testing.T) {
	say := dutch(t)
	house := startHouse(t)
	wire := startWire(t, house.phone)
	kiosk := startKiosk(t, wire.address, "overleie")
	for late := time.Now().Add(patience); !strings.Contains(wire.String(), "/api/v1/") && time.Now().Before(late); {
		time.Sleep(50 * time.Millisecond) // the kiosk fetches its directory once, at its start
	}
	time.Sleep(time.Second)
	sent, files := wire.String(), onDisk(t, house.data, kiosk.state)
	houseLog, kioskLog := house.log.String(), kiosk.log.String()
	if sent == "" {
		t.Fatal("the wire hears nothing, so its silence would prove nothing")
	}

	kiosk.touch(say("check.name"))
	kiosk.touch(say("check.begin"))
	kiosk.touch("9")
	kiosk.touch("7")
	kiosk.touch(say("action.next"))
	for _, answer := range []string{
		"Ik vraag asiel", "Ik heb geen woning", // and then several of what troubles
	} {
		kiosk.touch(answer)
	}
	kiosk.shot("check-question")
	kiosk.touch(say("check.stop"))
	kiosk.see(say("check.results.title"))
	kiosk.shot("check-results")
	kiosk.touch(say("kiosk.phone"))
	link := kiosk.scan()
	kiosk.shot("check-phone")
	kiosk.touch(say("kiosk.stop"))
	kiosk.see(say("kiosk.home.title", i18n.Args{"Centre": "Overleie"}))

	if _, answers, ok := strings.Cut(link, "#"); !ok || len(answers) < 12 || !strings.HasPrefix(link, wire.address+"/rights?lang=nl#") {
		t.Errorf("the QR leads to %s", link)
	}
	if now := wire.String(); now != sent {
		t.Errorf("the backend was sent %d bytes: %q", len(now)-len(sent), now[len(sent):])
	}
	if now := onDisk(t, house.data, kiosk.state); !maps.Equal(now, files) {
		t.Errorf("files changed:\n%v\n%v", files, now)
	}
	if now := house.log.String(); now != houseLog {
		t.Errorf("the backend logged %q", strings.TrimPrefix(now, houseLog))
	}
	if now := kiosk.log.String(); now != kioskLog {
		t.Errorf("the kiosk logged %q", strings.TrimPrefix(now, kioskLog))
	}
	goesOnOnAPhone(t, wire, link)
}

// goesOnOnAPhone scans the kiosk's QR: the phone shows what the kiosk found, and its answers are in nothing that it sends.
func goesOnOnAPhone(t *testing.T, wire *wire, link string) {
	say := dutch(t)
	phone := startBrowser(t)
	phone.do("scan", chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile, chromedp.EmulateTouch), chromedp.Navigate(link))
	phone.until("the results", `document.body.innerText.includes("`+say("check.results.title")+`") && document.body.innerText.includes("Nachtopvang")`)
	phone.until("an address that says nothing", `location.hash === "" && location.pathname === "/rights"`)
	phone.shot("check-on-phone")
	_, answers, _ := strings.Cut(link, "#")
	if heard := wire.String(); !strings.Contains(heard, "GET /rights?lang=nl") || strings.Contains(heard, answers) || strings.Contains(heard, "POST /rights") {
		t.Error("the backend hears of the answers, or not of the page")
	}
}
