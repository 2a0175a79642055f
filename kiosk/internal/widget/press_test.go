package widget_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"wijkloket/kiosk/internal/kiosktest"
	"wijkloket/kiosk/internal/theme"
	"wijkloket/kiosk/internal/typeset"
	"wijkloket/kiosk/internal/widget"
)

// handKit is a kit whose clock stands still until the test moves it.
func handKit() (widget.Kit, *kiosktest.Clock) {
	clock := &kiosktest.Clock{Now: time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC)}
	return widget.Kit{Touch: widget.NewTouch(clock.Time, nil)}, clock
}

func point(x, y float32) *fyne.PointEvent {
	return &fyne.PointEvent{AbsolutePosition: fyne.NewPos(x, y)}
}

func mouse(x, y float32) *desktop.MouseEvent {
	return &desktop.MouseEvent{PointEvent: *point(x, y), Button: desktop.MouseButtonPrimary}
}

// nothing happens on touch, only on release.
func TestButton_ActsOnRelease(t *testing.T) {
	kiosktest.UseTheme(t, theme.Settings{}, 1080, 1920)
	k, _ := handKit()
	acted := 0
	b := widget.NewButton(k, widget.ButtonSpec{Label: "Ga verder", OnTap: func() { acted++ }})
	kiosktest.Show(t, b, 400, 100)
	b.MouseDown(mouse(10, 10))
	if acted != 0 {
		t.Fatal("the button acted before the finger was lifted")
	}
	b.MouseUp(mouse(10, 10))
	b.Tapped(point(10, 10))
	if acted != 1 {
		t.Fatalf("acted %d times on one touch", acted)
	}
}

// a double touch counts once, even when the next screen has put another button under the finger.
func TestTouch_DoubleTouchCountsOnce(t *testing.T) {
	kiosktest.UseTheme(t, theme.Settings{}, 1080, 1920)
	tests := map[string]struct {
		after time.Duration
		x     float32
		want  int
	}{
		"same place at once":          {100 * time.Millisecond, 12, 1},
		"same place just before":      {499 * time.Millisecond, 10, 1},
		"same place later":            {500 * time.Millisecond, 10, 2},
		"another place at once":       {100 * time.Millisecond, 300, 2},
		"a tremor beside the old one": {200 * time.Millisecond, 30, 1},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			k, clock := handKit()
			acted := 0
			tap := func() { acted++ }
			first := widget.NewButton(k, widget.ButtonSpec{Label: "Vorige vraag", OnTap: tap})
			next := widget.NewButton(k, widget.ButtonSpec{Label: "Volgende vraag", OnTap: tap})
			first.Tapped(point(10, 10))
			clock.Now = clock.Now.Add(c.after)
			next.Tapped(point(c.x, 10))
			if acted != c.want {
				t.Errorf("acted %d times, want %d", acted, c.want)
			}
		})
	}
}

// Enter and Space act; a key held down acts once.
func TestButton_Keyboard(t *testing.T) {
	kiosktest.UseTheme(t, theme.Settings{}, 1080, 1920)
	k, clock := handKit()
	acted := 0
	b := widget.NewButton(k, widget.ButtonSpec{Label: "Ga verder", OnTap: func() { acted++ }})
	b.FocusGained()
	for range 20 {
		b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		clock.Now = clock.Now.Add(30 * time.Millisecond)
	}
	if acted != 1 {
		t.Errorf("a held key acted %d times", acted)
	}
	clock.Now = clock.Now.Add(time.Second)
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	if acted != 2 {
		t.Errorf("Space after Enter: acted %d times", acted)
	}
}

func TestButton_DisabledDoesNothing(t *testing.T) {
	kiosktest.UseTheme(t, theme.Settings{}, 1080, 1920)
	k, _ := handKit()
	acted := 0
	b := widget.NewButton(k, widget.ButtonSpec{Label: "Ga verder", OnTap: func() { acted++ }})
	b.Disable()
	b.Tapped(point(1, 1))
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if acted != 0 {
		t.Error("a disabled button acted")
	}
	b.Enable()
	b.Tapped(point(1, 1))
	if acted != 1 {
		t.Error("an enabled button did not act")
	}
}

// every touch and key is activity, also on a place that does nothing.
func TestTouch_ReportsActivity(t *testing.T) {
	kiosktest.UseTheme(t, theme.Settings{}, 1080, 1920)
	heard := 0
	touch := widget.NewTouch(time.Now, func() { heard++ })
	b := widget.NewButton(widget.Kit{Touch: touch}, widget.ButtonSpec{Label: "Ga verder"})
	b.MouseDown(mouse(1, 1))
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyTab})
	if heard != 2 {
		t.Errorf("heard %d of 2 activities", heard)
	}
}

// the Tab key walks a page in reading order and reaches everything that can be touched.
func TestPage_TabOrderIsReadingOrder(t *testing.T) {
	kiosktest.UseTheme(t, theme.Settings{}, 1080, 1920)
	k := kiosktest.Kit(typeset.LTR)
	window := kiosktest.Show(t, sampleChoice(k), 1080, 1920)
	canvas := window.Canvas()
	var order []fyne.CanvasObject
	for range 40 {
		test.FocusNext(canvas)
		o := canvas.Focused().(fyne.CanvasObject)
		if len(order) > 0 && o == order[0] {
			break
		}
		order = append(order, o)
	}
	targets := 0
	kiosktest.Walk(canvas.Content(), canvas.Size(), func(s kiosktest.Seen) {
		if _, ok := s.Object.(fyne.Focusable); ok {
			targets++
		}
	})
	if len(order) != targets || targets < 15 {
		t.Fatalf("Tab reaches %d of %d", len(order), targets)
	}
	last := float32(-1)
	for _, o := range order {
		y := fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Y
		if y < last-1 {
			t.Errorf("%s comes after something below it", kiosktest.Name(o))
		}
		last = y
	}
}

// a chosen tile says so with a word and a drawing, not by colour alone.
func TestTile_ChosenHasWordAndDrawing(t *testing.T) {
	kiosktest.UseTheme(t, theme.Settings{}, 1080, 1920)
	k := kiosktest.Kit(typeset.LTR)
	tile := widget.NewTile(k, widget.TileSpec{Icon: "money", Title: "Geld", Choice: widget.Many, Word: "Gekozen"})
	size := fyne.NewSize(500, tile.HeightFor(500))
	kiosktest.Show(t, tile, size.Width, size.Height)
	shows := func(word string) (found bool) {
		kiosktest.Walk(tile, size, func(s kiosktest.Seen) {
			if text, ok := s.Object.(*widget.Text); ok && text.Text() == word {
				found = true
			}
		})
		return found
	}
	before := kiosktest.Pictograms(tile, size)
	if shows("Gekozen") {
		t.Error("an open tile says it is chosen")
	}
	tile.SetChosen(true)
	if !shows("Gekozen") {
		t.Error("a chosen tile does not say so in words")
	}
	if after := kiosktest.Pictograms(tile, size); len(after) != len(before) || after[1] == before[1] {
		t.Errorf("the drawing did not change: %v to %v", before, after)
	}
	if tile.HeightFor(500) != size.Height {
		t.Error("the tile changes its height when chosen")
	}
}

// from right to left the whole page is mirrored, except what must not be.
func TestPage_MirrorsFromRightToLeft(t *testing.T) {
	kiosktest.UseTheme(t, theme.Settings{}, 1080, 1920)
	place := func(dir typeset.Direction) map[string]float32 {
		k := kiosktest.Kit(dir)
		page := sampleChoice(k)
		kiosktest.Show(t, page, 1080, 1920)
		at := map[string]float32{}
		kiosktest.Walk(page, fyne.NewSize(1080, 1920), func(s kiosktest.Seen) {
			switch s.Object.(type) {
			case *widget.Button, *widget.Tile:
				at[kiosktest.Name(s.Object)] = s.At.X + s.At.W/2
			}
		})
		return at
	}
	ltr, rtl := place(typeset.LTR), place(typeset.RTL)
	if len(ltr) < 15 {
		t.Fatalf("only %d controls", len(ltr))
	}
	for name, x := range ltr {
		if diff := x + rtl[name] - 1080; diff < -2 || diff > 2 {
			t.Errorf("%s is at %.0f and from right to left at %.0f", name, x, rtl[name])
		}
	}
}
