package nav_test

import (
	"runtime"
	"testing"
	"weak"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"wijkloket/kiosk/internal/nav"
)

// page is a page with something to remember.
type page struct {
	content *fyne.Container
	closed  *int
}

func (p *page) Content() fyne.CanvasObject { return p.content }
func (p *page) Close()                     { *p.closed++ }

func newPage(closed *int) *page {
	return &page{content: container.NewStack(canvas.NewRectangle(nil)), closed: closed}
}

// T-25: a page that was replaced cannot be reached, by anybody.
func TestShowLetsGoOfTheFormerPage(t *testing.T) {
	window := test.NewTempWindow(t, canvas.NewRectangle(nil))
	n := nav.New(window.Canvas(), nil)
	closed := 0
	former := newPage(&closed)
	gone, content := weak.Make(former), weak.Make(former.content)
	n.Show(former)
	former = nil
	if content.Value() == nil {
		t.Fatal("the page on the glass is gone")
	}
	n.Show(newPage(&closed))
	_ = window.Canvas().Capture()
	for range 3 {
		runtime.GC()
	}
	if gone.Value() != nil || content.Value() != nil {
		t.Error("the former page is still reachable")
	}
	if closed != 1 {
		t.Errorf("the former page was closed %d times", closed)
	}
	n.Clear()
	if closed != 2 || n.Page() != nil {
		t.Error("Clear leaves a page")
	}
	runtime.KeepAlive(n)
}

func TestPageFillsTheGlass(t *testing.T) {
	window := test.NewTempWindow(t, canvas.NewRectangle(nil))
	window.SetPadded(false)
	var told fyne.Size
	n := nav.New(window.Canvas(), func(size fyne.Size) { told = size })
	closed := 0
	p := newPage(&closed)
	n.Show(p)
	window.Resize(fyne.NewSize(300, 500))
	if got := p.content.Size(); got != fyne.NewSize(300, 500) || told != got {
		t.Errorf("the page is %v on a glass of 300 x 500, told %v", got, told)
	}
}
